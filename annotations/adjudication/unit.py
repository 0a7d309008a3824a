"""What a sentence has in common with a place of names or numbers, once several annotators have judged it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from annotations.model.annotator import same_annotator
from annotations.records.acts import following
from annotations.records.lead_kinds import Decision, Overruled, SpanDecision
from annotations.records.record import Newest, as_act, tombstone, with_fields
from annotations.records.uids import article_uid

__all__ = [
    "Adjudicated",
    "is_majority",
    "overruled",
    "revisions",
    "standing",
    "waiting",
    "who_is",
    "withdrawn",
]

D = TypeVar("D", bound=Decision | SpanDecision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated(ABC, Generic[D]):
    """What was decided of one unit, and whether it still holds."""

    decisions: tuple[D, ...] = ()
    """What was decided of it and nobody contradicts, one of each lead, in order of name."""
    stale_decisions: tuple[D, ...] = ()
    """What was decided before somebody said otherwise, or before its bounds moved."""

    @property
    @abstractmethod
    def judged(self) -> int:
        """Return how many annotators have judged it."""

    @property
    @abstractmethod
    def differs(self) -> bool:
        """Tell whether they say different things."""

    @property
    @abstractmethod
    def grounds(self) -> Sequence[object]:
        """Return what a decision keeps of what is said now."""

    @abstractmethod
    def rests(self, decision: Newest) -> bool:
        """Tell whether `decision` was made on just what is said now, and not a word more or less."""

    @abstractmethod
    def agree(self, one: D, two: D) -> bool:
        """Tell whether two decisions of it say the same."""

    @property
    def unanimous(self) -> bool:
        """Tell whether at least two judged it, and all of them the same."""
        return self.judged > 1 and not self.differs

    @property
    def made(self) -> tuple[D, ...]:
        """Return what was decided of it, whether that still holds or not."""
        return self.decisions + self.stale_decisions

    @property
    def state(self) -> str:
        """Return ``silent``, ``undecided``, ``stale``, ``disputed`` or ``settled``.

        Silent: nobody says anything of it, and nothing was decided. Stale: somebody contradicts what was
        decided, or its bounds moved since. Disputed: two leads decided differently, and neither knew of the
        other's decision. Only what is settled is gold.
        """
        if self.decisions:
            first = self.decisions[0]
            return "settled" if all(self.agree(first, one) for one in self.decisions[1:]) else "disputed"
        if self.stale_decisions:
            return "stale"
        return "undecided" if self.judged else "silent"

    @property
    def decision(self) -> D | None:
        """Return what holds, if it is settled; of leads who agree what a person decided goes first."""
        if self.state != "settled":
            return None
        return next((one for one in self.decisions if one["how"] == "person"), self.decisions[0])

    @property
    def stale(self) -> D | None:
        """Return what was decided last and no longer holds, if nothing was decided since."""
        if self.decisions:
            return None
        return max(self.stale_decisions, key=_updated, default=None)


U = TypeVar("U", bound=Adjudicated[Decision] | Adjudicated[SpanDecision])


def who_is(article: str, there: Iterable[str], owner: Callable[[str], str | None]) -> Callable[[str], str]:
    """Return what finds who of those who are there somebody is whom a decision names.

    What it returns is the same for all names of an annotator: uids keep the first one when it is changed.

    Args:
        article: The id of the article that was decided on.
        there: Who says anything of it.
        owner: Returns who has the record with a uid, under whatever name; None if nobody.
    """
    known = {name: same_annotator(name) for name in there}
    spelled_there = set(known.values())

    def who(name: str) -> str:
        if name not in known:
            spelled = same_annotator(name)
            if spelled not in spelled_there:
                spelled = same_annotator(owner(article_uid(article, name)) or name)
            known[name] = spelled
        return known[name]

    return who


def is_majority(number: int, of: int) -> bool:
    """Tell whether `number` of so many are more than half."""
    return number * 2 > of


def standing(decisions: Iterable[D]) -> list[D]:
    """Return those of `decisions` of one unit in whose place no other one came.

    The lead may change, and who leads then decides anew what another one decided: it is the later word,
    whatever the clocks say, because it knew of the earlier. Of two that did not know of each other both
    stand.
    """
    decisions = list(decisions)
    gone = {one["uid"]: one["rev"] for made in decisions for one in _overruled(made)}
    return [one for one in decisions if one["rev"] > gone.get(one["uid"], 0)]


def _overruled(decision: Decision | SpanDecision) -> Iterable[Overruled]:
    return decision.get("overrules", ())


def overruled(decisions: Iterable[Decision | SpanDecision], lead: str) -> list[Overruled]:
    """Return in the place of which of `decisions` of a unit comes what `lead` decides now."""
    return [{"uid": one["uid"], "rev": one["rev"]} for one in decisions if one["annotator"] != lead]


def waiting(units: Iterable[U], before: Callable[[U], Newest | None]) -> Iterator[U]:
    """Yield the units on which all agree and that wait for a decision that says so.

    What a person decided is never touched, not even when it is stale; nor is a decision that the lead took
    back, as long as everybody says what they said then.

    Args:
        units: Units of one kind.
        before: Returns the lead's newest decision of a unit, a deleted one too.
    """
    for unit in units:
        if unit.state in ("settled", "disputed") or not unit.unanimous:
            continue
        if any(one["how"] != "unanimous" for one in unit.stale_decisions):
            continue
        last = before(unit)
        if last is None or not last["deleted"] or not unit.rests(last):
            yield unit


def revisions(fresh: Iterable[D], latest: Callable[[str], Newest | None]) -> list[D]:
    """Return as one act the next revisions that say what `fresh` says; what is said already is left out."""
    found = (following(latest(one["uid"]), one) for one in fresh)
    return as_act(one for one in found if one is not None)


def withdrawn(
    units: Iterable[Adjudicated[D]], lead: str, latest: Callable[[str], Newest | None], *, writer: str
) -> list[Decision | SpanDecision]:
    """Return as one act what leaves `units` undecided again, as far as it was `lead` who decided.

    What is said by then is noted: on the same grounds it is not settled by itself again.
    """
    newest: dict[str, Decision | SpanDecision] = {}
    for unit in units:
        for one in unit.made:
            if one["annotator"] != lead:
                continue
            last: Newest = latest(one["uid"]) or one
            if (last["kind"] == "decision" or last["kind"] == "span-decision") and not last["deleted"]:
                gone = tombstone(last, writer=writer)
                newest[last["uid"]] = with_fields(gone, {"seen": list(unit.grounds)})
    return as_act(newest.values())


def _updated(decision: Decision | SpanDecision) -> str:
    return decision["updated"]
