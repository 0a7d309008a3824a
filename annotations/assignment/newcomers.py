"""Letting newcomers take over their share of articles from who has most."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from annotations.assignment.balance import Balance, Begun
from annotations.assignment.table import Row

__all__ = ["welcome"]


def welcome(rows: Iterable[Row], newcomers: Collection[str], balance: Balance, begun: Begun) -> list[Row]:
    """Return the rows that change so that newcomers have as much as the others; no more move than need be.

    Args:
        rows: The ordinary articles.
        newcomers: Who has come.
        balance: What everybody has; it is kept.
        begun: What cannot be taken from anybody.
    """
    return _Welcome(rows, newcomers, balance, begun).moved()


class _Welcome:
    def __init__(
        self, rows: Iterable[Row], newcomers: Collection[str], balance: Balance, begun: Begun
    ) -> None:
        self._newcomers, self._balance, self._begun = newcomers, balance, begun
        self._movable = _Movable()
        for row in rows:
            self._movable.add(row, self._leavable(row))

    def moved(self) -> list[Row]:
        moved: dict[str, Row] = {}
        articles = self._balance.articles
        spent: set[tuple[str, str]] = set()
        while pairs := [
            (donor, taker)
            for donor in self._balance.names
            for taker in self._newcomers
            if articles[donor] - articles[taker] > 1 and (donor, taker) not in spent
        ]:
            donor, taker = max(pairs, key=lambda pair: articles[pair[0]] - articles[pair[1]])
            row = self._next(donor, taker)
            if row is None:
                spent.add((donor, taker))
                continue
            self._movable.remove(row, self._leavable(row))
            self._balance.add(row, -1)
            row = row.with_readers([*(name for name in row.readers if name != donor), taker])
            self._balance.add(row)
            self._movable.add(row, self._leavable(row))
            moved[row.source] = row
        return list(moved.values())

    def _leavable(self, row: Row) -> list[str]:
        """Return the readers from whom an article can be taken."""
        return [
            name
            for name in row.readers
            if name not in row.tests
            and name not in self._newcomers
            and name in self._balance.articles
            and (name, row.source) not in self._begun
        ]

    def _next(self, donor: str, taker: str) -> Row | None:
        """Return the article that `taker` had best have from `donor`; None if there is none."""
        balance = self._balance
        more = balance.articles[donor] - balance.articles[taker]
        length = (balance.characters[donor] - balance.characters[taker]) // more

        def cost(readers: frozenset[str]) -> tuple[int, Sequence[str]]:
            others = [one for one in readers if one in balance.articles and one != donor]
            pairs = [(balance.pair(taker, one), balance.pair(donor, one)) for one in others]
            return sum(balance.together[new] - balance.together[old] for new, old in pairs), sorted(readers)

        groups = [readers for readers in self._movable.groups(donor) if taker not in readers]
        return self._movable.nearest(donor, min(groups, key=cost), length) if groups else None


class _Movable:
    """Articles that can change hands, by from whom and who else reads them, in order of length."""

    def __init__(self) -> None:
        self._groups: defaultdict[str, dict[frozenset[str], list[tuple[int, str, Row]]]] = defaultdict(dict)

    def add(self, row: Row, donors: Iterable[str]) -> None:
        readers = frozenset(row.readers)
        for donor in donors:
            insort(self._groups[donor].setdefault(readers, []), (row.characters, row.source, row))

    def remove(self, row: Row, donors: Iterable[str]) -> None:
        readers = frozenset(row.readers)
        for donor in donors:
            group = self._groups[donor][readers]
            del group[bisect_left(group, (row.characters, row.source))]
            if not group:
                del self._groups[donor][readers]

    def groups(self, donor: str) -> Iterable[frozenset[str]]:
        return self._groups[donor]

    def nearest(self, donor: str, readers: frozenset[str], length: int) -> Row:
        group = self._groups[donor][readers]
        at = bisect_left(group, (length,))
        return min(group[max(0, at - 1) : at + 1], key=lambda one: abs(one[0] - length))[2]
