"""Who has which articles, and how far each is with them: what a lead looks at in the morning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from annotations.progress.articles import ArticleCounts
from annotations.progress.forecast import Days
from annotations.progress.pace import Pace

__all__ = ["NOTHING", "AsExpected", "Person", "Share", "latest_end", "open_overlap"]

NOTHING = ArticleCounts()
"""What is counted of an article of which nothing is said."""


class AsExpected(NamedTuple):
    """How many sentences of articles with known answers somebody judged as they are known."""

    right: int
    of: int


class Share(NamedTuple):
    """One article, as one annotator has it."""

    source: str
    """How the project names it."""
    counts: ArticleCounts = NOTHING
    given_back: int = 0
    """What of it was given back and waits for an answer."""
    others: tuple[str, ...] = ()
    """Who else is to read it, as they are called."""
    done_by: tuple[str, ...] = ()
    """Which of them have done it."""
    kind: str = ""
    """``train`` or ``test`` where its answers are known and that may be told; else empty."""
    assigned: bool = True
    """Whether the annotator is to read it; else there is something said of it all the same."""

    @property
    def state(self) -> str:
        """How far it is: ``back`` (given back), ``begun``, ``new`` or ``done``."""
        if self.given_back:
            return "back"
        if self.counts.done:
            return "done"
        return "begun" if self.counts.begun else "new"

    @property
    def waited_for(self) -> bool:
        """Tell whether somebody else has done it and this annotator, who is to read it too, has not."""
        return self.assigned and bool(self.done_by) and not self.counts.done


_ORDER = {"back": 0, "begun": 1, "new": 2, "done": 3}


@dataclass(frozen=True)
class Person:
    """One annotator, and what that one has to do."""

    name: str
    shares: Sequence[Share] = ()
    pace: Pace = field(default_factory=Pace)
    training: AsExpected | None = None
    """None where nothing of it is known, or may be told."""
    test: AsExpected | None = None

    @cached_property
    def assigned(self) -> int:
        """How many articles the annotator is to read."""
        return sum(one.assigned for one in self.shares)

    @cached_property
    def done(self) -> int:
        """How many of them are done."""
        return sum(one.assigned and one.counts.done for one in self.shares)

    @cached_property
    def begun(self) -> int:
        """How many of them are begun and not done."""
        return sum(one.assigned and one.counts.begun for one in self.shares)

    @property
    def new(self) -> int:
        """How many of them nothing is said of."""
        return self.left - self.begun

    @property
    def left(self) -> int:
        """How many of them are not done."""
        return self.assigned - self.done

    @cached_property
    def beside(self) -> int:
        """How many articles were done that somebody else is to read."""
        return sum(one.counts.done and not one.assigned for one in self.shares)

    @cached_property
    def flags(self) -> int:
        """How many sentences are flagged."""
        return sum(one.counts.flags for one in self.shares)

    @cached_property
    def questions(self) -> int:
        """How many notes ask something."""
        return sum(one.counts.questions for one in self.shares)

    @cached_property
    def given_back(self) -> int:
        """How much was given back and waits for an answer."""
        return sum(one.given_back for one in self.shares)

    @cached_property
    def overlap(self) -> int:
        """How many of the articles somebody else is to read too."""
        return sum(one.assigned and bool(one.others) for one in self.shares)

    @cached_property
    def waited_for(self) -> int:
        """How many articles others have done that this annotator has still to read too."""
        return sum(one.waited_for for one in self.shares)

    @cached_property
    def days(self) -> Days:
        """On which days the annotator worked, and how many articles were done on each."""
        return Days.of(one.counts for one in self.shares)

    def end(self, today: date) -> date | None:
        """Return by which day all will be done; None where nothing is left or nobody can tell."""
        return self.days.end(self.left, today)

    @cached_property
    def in_order(self) -> Sequence[Share]:
        """The articles in the order in which there is something to do with them, done ones last."""
        return sorted(self.shares, key=lambda one: (_ORDER[one.state], one.source))


def open_overlap(people: Iterable[Person]) -> int:
    """Return how many articles several are to read and some, but not all of them, have done."""
    done: dict[str, list[bool]] = {}
    for person in people:
        for one in person.shares:
            if one.assigned and one.others:
                done.setdefault(one.source, []).append(one.counts.done)
    return sum(any(each) and not all(each) for each in done.values())


def latest_end(people: Iterable[Person], today: date) -> date | None:
    """Return by which day everybody will be through; None where all are, or of one nobody can tell."""
    ends = [one.end(today) for one in people if one.left]
    known = [end for end in ends if end is not None]
    return max(known, default=None) if len(known) == len(ends) else None
