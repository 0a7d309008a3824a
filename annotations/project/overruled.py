"""What was settled against annotators, read from the layers of a project one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from annotations.adjudication.overruled import Settled, SettledAgainst
from annotations.adjudication.visibility import may_see
from annotations.errors import StorageError
from annotations.project.amended import AmendedByArticle
from annotations.project.project import Project
from annotations.records.record import Record
from annotations.storage.layer.owner import owner_of
from annotations.storage.layer.roster import OwnedLayer
from annotations.wording import tr

__all__ = ["SettledLayers", "may_see_own", "read_settled"]


@dataclass(frozen=True, slots=True)
class SettledLayers:
    """What was settled against the annotator of each layer."""

    against: Mapping[Path, SettledAgainst | None]
    """None where it may not be shown, or could not be read."""
    failed: tuple[str, ...] = ()
    """What could not be read and what to do, a line each."""


def may_see_own(project: Project) -> bool:
    """Tell whether the annotator may ever see what was decided on the annotator's own marks."""
    return may_see(project.others, is_lead=project.is_lead, review=True, done=True)


def read_settled(
    project: Project, leads: Sequence[Path], layers: Sequence[OwnedLayer], cache: Path | None = None
) -> SettledLayers:
    """Read what was settled against the annotators of `layers`.

    Only the lead is told about anybody else. An annotator is told what the project allows: nothing, what was
    decided in articles that the annotator has done, or everything. Of a layer only the articles are read in
    which something was decided about its annotator; of the leads' only decisions stay.

    Args:
        project: The project, opened for who asks.
        leads: The layers in which decisions are looked for.
        layers: The layers of those about whom to tell.
        cache: Where to keep what makes the next time quick, as LayerByArticle does.
    """
    may = may_see_own(project)
    about = [one for one in layers if may and (project.is_lead or project.owns(one.owner))]
    against: dict[Path, SettledAgainst | None] = dict.fromkeys(one.path for one in layers)
    failed: list[str] = []
    try:
        settled = Settled(_decisions(project, leads)) if about else Settled(())
    except StorageError as error:
        return SettledLayers(
            against, (tr("{error}; so it is not known what was settled against whom", error=error),)
        )
    for one in about:
        against[one.path] = SettledAgainst()
        if settled.about(one.owner):
            try:
                with closing(project.amendments.by_article(one.path, one.owner, cache=cache)) as layer:
                    layer.refresh()
                    against[one.path] = _against(project, settled, layer)
            except StorageError as error:
                against[one.path] = None
                failed.append(str(error))
    return SettledLayers(against, tuple(failed))


def _against(project: Project, settled: Settled, layer: AmendedByArticle) -> SettledAgainst:
    newest: dict[str, Record] = {}
    shown: set[str] = set()
    for article in settled.about(layer.annotator):
        records = layer.newest_of(article)
        newest.update((one["uid"], one) for one in records)
        if may_see(project.others, is_lead=project.is_lead, review=True, done=any(map(_is_done, records))):
            shown.add(article)
    return settled.against(layer.annotator, newest.get, shown.__contains__)


def _decisions(project: Project, leads: Sequence[Path]) -> Iterator[Record]:
    for path in leads:
        with closing(project.amendments.open(path, owner_of(path))) as layer:
            yield from (one for one in layer.newest() if one["kind"] == "decision" and not one["deleted"])


def _is_done(record: Record) -> bool:
    return record["kind"] == "article" and bool(record["done"]) and not record["deleted"]
