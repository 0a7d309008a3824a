"""Of each sentence of an article: who says what, whether they differ, and whether it has been decided.

Nothing here writes: :mod:`annotations.review.deciding` makes the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.article import Article
from annotations.marks import Marks
from annotations.quote_fields import sound_quote
from annotations.record import Record
from annotations.review.disagreement import Opinion, differing, opinion, quotes_key, votes

__all__ = ["Decisions", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence: what is said of it, and what was decided."""

    index: int
    """Which sentence of the article it is, from 0."""
    start: int
    end: int
    opinions: tuple[Opinion, ...]
    """Of those who say something of it, in order of name."""
    decisions: tuple[Record, ...] = ()
    """What was decided of it and rests on what is said now, one of each lead, in order of name."""
    stale_decisions: tuple[Record, ...] = ()
    """What was decided before a mark changed, an annotator came, or its bounds moved."""
    differing: frozenset[str] = field(default=frozenset())
    """In what the annotators differ: ``labels``, ``voice``, ``quotes``, ``attributes``."""

    @property
    def unanimous(self) -> bool:
        """Tell whether at least two say something, and all of them the same."""
        return len(self.opinions) > 1 and not self.differing

    @property
    def attributes_only(self) -> bool:
        """Tell whether they have the same labels and differ in something else."""
        return bool(self.differing) and "labels" not in self.differing

    @property
    def state(self) -> str:
        """Return ``silent``, ``undecided``, ``stale``, ``disputed`` or ``settled``.

        Silent: nobody says anything of it, and nothing was decided. Stale: what was decided no longer rests
        on what is said. Disputed: two leads decided differently. Only what is settled is gold.
        """
        if self.decisions:
            first, *others = self.decisions
            return "settled" if all(_same(first, one) for one in others) else "disputed"
        if self.stale_decisions:
            return "stale"
        return "undecided" if self.opinions else "silent"

    @property
    def decision(self) -> Record | None:
        """Return what holds, if it is settled; of leads who agree what a person decided goes first."""
        if self.state != "settled":
            return None
        return next((one for one in self.decisions if one["how"] == "person"), self.decisions[0])

    @property
    def votes(self) -> dict[str, int]:
        """Return how many say each label, or ``none``."""
        return votes(self.opinions)

    def opinion_of(self, annotator: str) -> Opinion | None:
        """Return what `annotator` says of it."""
        return next((one for one in self.opinions if one.annotator == annotator), None)


class Decisions:
    """The sentences of `article` that are to be tagged, with what everybody says of them.

    Args:
        article: The article with the bounds that hold, which are the lead's.
        layers: The records of the article by annotator, deleted ones left out or not. Decisions are looked
            for in all of them.
    """

    def __init__(self, article: Article, layers: Mapping[str, Iterable[Record]]) -> None:
        self.article = article
        records = {name: list(layers[name]) for name in sorted(layers)}
        self.marks = {name: Marks(article, mine) for name, mine in records.items()}
        """What each annotator marked."""
        made = [
            one
            for mine in records.values()
            for one in mine
            if one["kind"] == "decision"
            and not one["deleted"]
            and article.text[one["start"] : one["end"]] == one["quote"]
        ]
        any_marks = next(iter(self.marks.values()), None) or Marks(article)
        self.units: list[Unit] = []
        """Ascending; titles, bylines and the like are none."""
        made.sort(key=lambda one: (one["start"], one["annotator"]))
        first = 0
        for index, sentence in enumerate(article.sentences):
            if not any_marks.counts(index):
                continue
            while (
                first < len(made)
                and made[first]["start"] < sentence.start
                and made[first]["end"] <= sentence.start
            ):
                first += 1
            over = []
            for one in made[first:]:
                if one["start"] >= sentence.end:
                    break
                if one["end"] > sentence.start:
                    over.append(one)
            self.units.append(self._unit(index, over))

    def unit(self, index: int) -> Unit | None:
        """Return the unit of sentence `index` of the article; None if it is not to be tagged."""
        return next((one for one in self.units if one.index == index), None)

    def counts(self) -> dict[str, int]:
        """Return how many units are in each state that occurs."""
        counts: dict[str, int] = {}
        for one in self.units:
            counts[one.state] = counts.get(one.state, 0) + 1
        return counts

    def _unit(self, index: int, over: Sequence[Record]) -> Unit:
        sentence = self.article.sentences[index]
        found = (opinion(name, marks, index) for name, marks in self.marks.items())
        opinions = tuple(one for one in found if one is not None)
        fresh: list[Record] = []
        stale: list[Record] = []
        for one in over:
            whole = (one["start"], one["end"]) == (sentence.start, sentence.end)
            (fresh if whole and rests_on(one, opinions) else stale).append(one)
        return Unit(
            index, sentence.start, sentence.end, opinions, tuple(fresh), tuple(stale), differing(opinions)
        )


def rests_on(decision: Record, opinions: Sequence[Opinion]) -> bool:
    """Tell whether `decision` was made on just these `opinions`: no mark changed, nobody came or left.

    Whether the article is done matters only where none follows from it.
    """
    now = {
        (one["annotator"], one["uid"], one["rev"], _done(each, one)) for each in opinions for one in each.seen
    }
    implied = {each.annotator for each in opinions if each.implied}
    then = {
        (one["annotator"], one["uid"], one["rev"], one["done"] if one["annotator"] in implied else False)
        for one in decision["seen"]
    }
    return now == then


def _done(opinion: Opinion, seen: Mapping[str, object]) -> bool:
    return bool(seen["done"]) if opinion.implied else False


def _same(one: Record, two: Record) -> bool:
    """Tell whether two decisions say the same."""
    return _content(one) == _content(two)


def _content(decision: Record) -> tuple[object, ...]:
    quotes = [sound_quote(one) for one in decision["quotes"]]
    return (
        decision["status"],
        frozenset(decision["labels"]),
        decision["voice"],
        quotes_key(quotes),
        decision.get("attributes", {}),
    )
