"""What the layers of a project say, held against its scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from annotations.adjudication.visibility import may_see
from annotations.errors import StorageError
from annotations.migration.migrations import Migrations
from annotations.migration.unfit import unfit
from annotations.model.misfits import Misfit
from annotations.project.project import Project
from annotations.records.record import Record
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.roster import read_roster
from annotations.wording import msg, tr

__all__ = ["Fit", "fit_of", "layers_of"]

_BRING = msg("bring zhupi.toml and annotations/schemes from who leads")


@dataclass(frozen=True, slots=True)
class Fit:
    """What the layers that may be seen say, held against the scheme."""

    unfit: Mapping[str, Mapping[Misfit, int]]
    """By annotator what the scheme does not have, and how many marks say it; without those that fit."""
    layers: Sequence[str]
    """Whose layers were looked at."""
    lines: Sequence[str]
    """What could not be read, a line each."""


def fit_of(project: Project, *, review: bool) -> Fit:
    """Return what does not fit the scheme: in all layers for who may see them, else in one's own."""
    everybody = may_see(project.others, is_lead=project.is_lead, review=review, done=False)
    lines: list[str] = []
    by_name: dict[str, Counter[Misfit]] = {}
    names = []
    for name, records in layers_of(project, lines, everybody=everybody):
        names.append(name)
        if ahead := Migrations.ahead(records, project.scheme):
            lines.append(
                tr(
                    "{name}: {ahead} is the scheme by now, here it is {id}; {BRING}",
                    name=name,
                    ahead=ahead,
                    id=project.scheme.id,
                    BRING=tr(_BRING),
                )
            )
        found: Counter[Misfit] = Counter()
        for one in records:
            found.update(unfit(project.scheme, one))
        if found:
            by_name[name] = found
    return Fit(by_name, names, lines)


def layers_of(
    project: Project, lines: list[str], *, everybody: bool, amended: bool = True
) -> Iterator[tuple[str, list[Record]]]:
    """Yield each annotator that may be looked at, with what that one says; what cannot be read is a line."""
    roster = read_roster(project.root)
    lines += roster.lines
    layers = roster.layers if everybody else [project.own_layer] * project.own_layer.path.exists()
    for one in layers:
        try:
            opened = project.amendments.open if amended else open_layer
            with closing(opened(one.path, one.owner)) as layer:
                yield one.name, list(layer.records())
        except StorageError as error:
            lines.append(str(error))
