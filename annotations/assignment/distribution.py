"""Spreading articles over annotators, so that overlap, pairs and lengths come out even.

It depends on the articles, on what was given out before, and on a seed that breaks ties: on no order of
files and no clock. What somebody was given stays where it is, with three exceptions, none of which touches
what its reader has begun: newcomers take over their share, an overlap that was lowered is withdrawn, and an
article that is no training article any more goes back to whoever began it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from annotations.assignment.balance import Balance, Begun, lot, regular_readers
from annotations.assignment.newcomers import welcome
from annotations.assignment.plan import Plan
from annotations.assignment.table import ORDINARY, PILOT, TRAIN, Assignments, Row

__all__ = ["Text", "distributed", "followed"]


class Text(NamedTuple):
    """An article that can be given out."""

    source: str
    """Its place; of several the first."""
    article: str
    """Its id."""
    characters: int
    also: tuple[str, ...] = ()
    """Other places with the same text, or one that counts as the same."""


def followed(before: Assignments, texts: Iterable[Text]) -> Assignments:
    """Return `before` with what it says of files that were renamed, or lie in several places, put right.

    What stands at no place of `texts` and has the id of none stays as it is: the article is gone or not here.
    """
    there = {text.source: text for text in texts}
    places = {also: text.source for text in there.values() for also in text.also}
    by_id = {text.article: text.source for text in there.values()}
    rows: list[Row] = []
    for row in before.rows.values():
        # The text before the place: where files were numbered anew, another article lies at the old one.
        source = by_id.get(row.article) or places.get(row.source, row.source)
        row = row._replace(source=source)
        if (text := there.get(row.source)) is not None:
            row = row._replace(characters=text.characters, article=text.article)
        rows.append(row)
    return Assignments.of(rows, before.plan, before.remarks)


def distributed(
    texts: Iterable[Text],
    plan: Plan,
    before: Assignments | None = None,
    begun: Begun = (),
    train: Collection[str] = (),
) -> Assignments:
    """Return who reads what: `before` with what `plan` asks for besides.

    Args:
        texts: The articles that there are; each once.
        plan: Among whom, and with which overlap.
        before: What was given out, with its files :func:`followed`.
        begun: What cannot be taken from anybody.
        train: The places of the training articles, which everybody reads and which balance nothing.
    """
    work = _Distribution({text.source: text for text in texts}, plan, before or Assignments(), set(begun))
    work.train(train)
    work.pilot()
    work.ordinary()
    return Assignments.of(work.rows.values(), plan)


class _Distribution:
    def __init__(
        self, texts: Mapping[str, Text], plan: Plan, before: Assignments, begun: set[tuple[str, str]]
    ) -> None:
        self.rows = dict(before.rows)
        self._plan, self._begun = plan, begun
        self._sources = sorted(texts)
        fresh = {s: Row(s, characters=t.characters, article=t.article) for s, t in texts.items()}
        self._fresh = {source: row for source, row in fresh.items() if source not in before.rows}
        self._balance = Balance(plan.annotators, plan.per, plan.seed)
        known = set(before.annotators)
        self._newcomers = [name for name in plan.annotators if name not in known] if known else []

    def _row(self, source: str) -> Row:
        return self.rows.get(source) or self._fresh[source]

    def _lot(self, source: str, what: str = "") -> tuple[str, str]:
        """Return by what an article is drawn, whatever its file is called."""
        return lot(self._plan.seed, what, self._row(source).article or source), source

    def train(self, train: Collection[str]) -> None:
        """Give the training articles to everybody, and take back what is none any more."""
        for source in self._sources:
            row = self._row(source)
            if source in train:
                everybody = {*row.readers, *self._plan.annotators}
                self.rows[source] = row._replace(part=TRAIN, tests=()).with_readers(everybody)
            elif row.part == TRAIN:
                began = [name for name in row.readers if (name, source) in self._begun]
                self.rows[source] = row._replace(part=ORDINARY).with_readers(began)

    def pilot(self) -> None:
        """Give the pilot articles to everybody, and choose as many more as are wanted."""
        there = [source for source in self._sources if self._row(source).part == PILOT]
        # What is new to everybody first: nobody has said anything of it alone.
        others = [source for source in self._sources if self._row(source).part == ORDINARY]
        others.sort(key=lambda one: (len(self._row(one).readers), *self._lot(one, PILOT)))
        for source in [*there, *others[: max(0, self._plan.pilot - len(there))]]:
            row = self._row(source)
            everybody = {*row.readers, *self._plan.annotators}
            self.rows[source] = row._replace(part=PILOT, tests=()).with_readers(everybody)
            self._balance.add(self.rows[source])

    def ordinary(self) -> None:
        """Give each ordinary article as many readers as it is to have."""
        ordinary = [source for source in self._sources if self._row(source).part == ORDINARY]
        wanted = self._wanted(ordinary)
        open_: list[str] = []
        for source in ordinary:
            row = self._without_surplus(self._row(source), wanted[source])
            if row.readers or source in self.rows:
                self.rows[source] = row
            self._balance.add(row)
            if len(regular_readers(row)) < wanted[source]:
                open_.append(source)
        self._fill(open_, wanted)
        if self._welcome():  # which made room where all were full but the newcomers
            self._fill(open_, wanted)

    def _fill(self, sources: Iterable[str], wanted: Mapping[str, int]) -> None:
        """Give readers to `sources`, as many as they are to have, as far as there is room."""
        lacking = [one for one in sources if len(regular_readers(self._row(one))) < wanted[one]]
        for source in self._affordable(lacking, wanted):
            row = self._row(source)
            more = self._balance.choose(row.readers, wanted[source] - len(regular_readers(row)))
            if more is not None:
                self._balance.add(row, -1)
                self.rows[source] = row.with_readers((*row.readers, *more))
                self._balance.add(self.rows[source])

    def _wanted(self, ordinary: Sequence[str]) -> dict[str, int]:
        """Return how many are to read each: those stay doubled that are, and new ones are doubled first."""
        overlap = self._plan.overlap
        sure = {source: self._sure(self._row(source)) for source in ordinary}

        def rank(source: str) -> tuple[object, ...]:
            row = self._row(source)
            least = min(sure[source], overlap.readers)
            return -least, -min(len(regular_readers(row)), overlap.readers), *self._lot(source, "overlap")

        new = {source for source in ordinary if not len(regular_readers(self._row(source)))}
        doubled = [s for s in ordinary if len(regular_readers(self._row(s))) >= overlap.readers]
        doubled.sort(key=rank)
        rest = sorted(set(ordinary).difference(doubled), key=lambda s: (s not in new, *rank(s)))
        chosen = set([*doubled, *rest][: overlap.doubled(len(ordinary))])
        return {source: overlap.readers if source in chosen else 1 for source in ordinary}

    def _sure(self, row: Row) -> int:
        return sum((name, row.source) in self._begun for name in row.readers if name not in row.tests)

    def _without_surplus(self, row: Row, wanted: int) -> Row:
        """Return `row` without readers beyond those `wanted`, as far as they have not begun; others stay."""
        surplus = len(regular_readers(row)) - wanted
        leaving: list[str] = []
        if surplus > 0:
            can = [n for n in row.readers if n not in row.tests and (n, row.source) not in self._begun]
            leaving = sorted(can, key=lambda name: lot(self._plan.seed, row.article, name))[:surplus]
        return row.with_readers(name for name in row.readers if name not in leaving) if leaving else row

    def _affordable(self, sources: Iterable[str], wanted: Mapping[str, int]) -> list[str]:
        """Return the articles for which there is room, the longest first; the lot says which those are."""
        room = self._balance.room
        chosen: list[str] = []
        for source in sorted(
            sources, key=lambda one: (not len(regular_readers(self._row(one))), *self._lot(one))
        ):
            need = wanted[source] - len(regular_readers(self._row(source)))
            if room is not None and need > room:
                continue
            room = None if room is None else room - need
            chosen.append(source)
        return sorted(chosen, key=lambda one: (-self._row(one).characters, *self._lot(one)))

    def _welcome(self) -> bool:
        """Let newcomers take over their share; tell whether there are any."""
        if self._newcomers:
            rows = [
                row for source in self._sources if (row := self.rows.get(source)) and row.part == ORDINARY
            ]
            moved = welcome(rows, self._newcomers, self._balance, self._begun)
            self.rows.update((row.source, row) for row in moved)
        return bool(self._newcomers)
