"""Carrying over what was said of an earlier text: what comes of it, the record that says so, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from annotations.editions.alignment import RULE
from annotations.editions.carry import Carrier
from annotations.errors import LayerReadOnly, UsageError
from annotations.model.article import Article
from annotations.project.changed import Changed, Texts
from annotations.project.places import table_of
from annotations.project.project import Project
from annotations.records.acts import following
from annotations.records.carry import carry_record
from annotations.records.lead_kinds import CarryRecord
from annotations.records.record import Newest, Record, as_act, tombstone
from annotations.wording import tr

__all__ = ["Outcome", "Plan", "carried_records", "carry_over", "plans", "take_back"]

_SAID = frozenset(
    {"sentence", "span", "bounds", "correction", "decision", "span-decision", "return", "answer", "remark"}
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the records of one annotator."""

    name: str
    exact: int
    near: Sequence[Record]
    """As they are of the later text; they want a second look."""
    left: Sequence[Record]
    """As they are of the earlier one."""
    not_done: bool = False
    """Whether an article that was done is not any more, for there is something new in it."""

    @property
    def records(self) -> int:
        """How many there are."""
        return self.exact + len(self.near) + len(self.left)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be carried over at one place."""

    changed: Changed
    article: Article
    earlier: str
    outcomes: Sequence[Outcome]
    """Of each annotator who said anything of the earlier text."""


def plans(
    project: Project,
    *,
    cache: Path,
    everybody: bool,
    only: Iterable[Path] = (),
    on_step: Callable[[int, int], object] = lambda done, of: None,
) -> Iterator[Plan]:
    """Yield what carrying over comes to, place by place; nothing is written.

    Args:
        project: The project, opened for who asks.
        cache: A folder of the user's for what makes the next time quick; it may be missing.
        everybody: Whether to look at everybody's layers; else at one's own alone.
        only: Files to look at; by default all of the project.
        on_step: Called with how many places have been looked at, and of how many.
    """
    texts = Texts.of(project, cache / "texts", on_step)
    wanted = {path.absolute() for path in only}
    with ExitStack() as stack:
        layers = []
        for one in project.roster.layers:
            if everybody or one.path == project.layer_path:
                layer = project.amendments.by_article(one.path, one.owner, cache=cache / "layers")
                layers.append((one.name, stack.enter_context(closing(layer))))
                layer.refresh()
        for changed in texts.changed():
            if wanted and changed.place.path not in wanted:
                continue
            article = project.article(changed.place)
            for earlier in changed.earlier:
                frozen = project.frozen.load(earlier)
                if frozen is None:
                    continue
                carrier = Carrier(frozen, article)
                said = [(name, layer.of_article(earlier)) for name, layer in layers]
                outcomes = [_outcome(name, carrier, records) for name, records in said if records]
                yield Plan(changed, article, earlier, [one for one in outcomes if one.records])


def _outcome(name: str, carrier: Carrier, records: Iterable[Record]) -> Outcome:
    overlay = carrier.lay(one for one in records if one["kind"] in _SAID or one["kind"] == "article")
    near = [laid.record for laid in overlay.near if laid.record["kind"] in _SAID]
    return Outcome(
        name,
        sum(laid.record["kind"] in _SAID for laid in overlay.exact),
        near,
        overlay.left,
        not_done=any(laid.record["kind"] == "article" for laid in overlay.near),
    )


def carried_records(
    project: Project,
    article: str,
    earlier: Sequence[str],
    latest: Callable[[str], Newest | None],
    *,
    stays: bool,
    writer: str,
) -> list[tuple[Newest | None, CarryRecord]]:
    """Return the records that say that what was said of `earlier` texts holds for `article`.

    What said the opposite, because the file went back to an earlier text, is taken back with it. Each record
    comes with the revision before it.

    Args:
        project: The project, opened for its lead.
        article: The id of the later text.
        earlier: The ids of the earlier ones.
        latest: Finds the newest revision of a record in the lead's layer.
        stays: Whether the earlier text is one of the project still.
        writer: The running program.
    """
    made: list[tuple[Newest | None, CarryRecord]] = []
    for one in earlier:
        fresh = carry_record(
            article,
            one,
            stays=stays,
            rule=RULE,
            annotator=project.annotator,
            writer=writer,
            scheme=project.scheme.id,
        )
        before = latest(fresh["uid"])
        now = following(before, fresh)
        if now is not None:
            made.append((before, now))
    back = [one for one in project.amendments.carries(project.layer_path) if one["earlier"] == article]
    made += [(one, tombstone(one, writer=writer)) for one in back if not one["deleted"]]
    return made


def carry_over(project: Project, found: Iterable[Plan], *, writer: str) -> int:
    """Carry over what `found` says, as one act of the lead's; return for how many places.

    Raises:
        UsageError: The annotator is not the lead.
        StorageError: A text or the layer cannot be written; nothing is carried over.
    """
    if not project.is_lead:
        raise UsageError(
            tr(
                "{lead_called} leads this project and carries over; --dry-run shows what comes of my marks",
                lead_called=project.lead_called,
            )
        )
    records: list[CarryRecord] = []
    places = 0
    with closing(project.amendments.open(project.layer_path, project.annotator)) as layer:
        if layer.read_only:
            raise LayerReadOnly(layer.read_only)
        for plan in found:
            project.frozen.freeze(plan.article)
            stays = plan.changed.stays
            made = carried_records(
                project, plan.article.id, [plan.earlier], layer.latest, stays=stays, writer=writer
            )
            records += [now for _, now in made]
            places += 1
        if records:
            layer.put(as_act(list({one["uid"]: one for one in records}.values())))
    project.amendments.refresh()
    return places


def take_back(project: Project, *, writer: str, only: Iterable[Path] = ()) -> int:
    """Take back what was carried over, by default of all places; return how many records said so.

    Raises:
        UsageError: The annotator is not the lead.
        StorageError: The layer cannot be written.
    """
    if not project.is_lead:
        raise UsageError(
            tr(
                "{lead_called} leads this project and takes back what was carried over",
                lead_called=project.lead_called,
            )
        )
    paths = {path.absolute() for path in only}
    with closing(project.amendments.open(project.layer_path, project.annotator)) as layer:
        live = [one for one in project.amendments.carries(project.layer_path) if not one["deleted"]]
        if paths:
            live = [one for one in live if _is_of(project, one, paths)]
        if live:
            layer.put(as_act([tombstone(one, writer=writer) for one in live]))
    project.amendments.refresh()
    return len(live)


def _is_of(project: Project, carry: CarryRecord, paths: set[Path]) -> bool:
    frozen = project.amendments.catalogue.get(carry["article"])
    if frozen is None:
        return False
    table = table_of(frozen.source)
    return project.root / frozen.source in paths or (table != "" and project.root / table in paths)
