"""How much everybody reads, and together with whom: what a distribution keeps even."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from annotations.assignment.table import Row
from annotations.digest import blake2b

__all__ = ["Balance", "Begun", "lot", "regular_readers"]

Begun = Collection[tuple[str, str]]
"""Who has begun what: annotator and place."""


def regular_readers(row: Row) -> list[str]:
    """Return who reads an article for its own sake; a test comes beside them."""
    return [name for name in row.readers if name not in row.tests]


def lot(seed: int, *what: str) -> str:
    """Return the lot that `what` draws: the same for the same seed, whatever else there is."""
    return blake2b("\0".join([str(seed), *what]).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Balance:
    """What the annotators of a plan have so far, and who is next to be given something."""

    def __init__(self, names: Iterable[str], per: int | None, seed: int) -> None:
        """Begin with nothing given to any of `names`, none of whom takes more than `per` articles."""
        drawn = {name: lot(seed, "annotator", name) for name in names}
        self.names: Sequence[str] = sorted(drawn, key=lambda name: (drawn[name], name))
        """Among whom, in the order in which equals are served."""
        self.articles = Counter(dict.fromkeys(self.names, 0))
        self.characters = Counter(dict.fromkeys(self.names, 0))
        self.together: Counter[tuple[str, str]] = Counter()
        """How many articles two annotators both read; each pair in the order of `names`."""
        self._per = per
        self._place = {name: place for place, name in enumerate(self.names)}

    def pair(self, one: str, other: str) -> tuple[str, str]:
        """Return two annotators as `together` knows them."""
        return (one, other) if self._place[one] < self._place[other] else (other, one)

    def add(self, row: Row, times: int = 1) -> None:
        """Count `row` as given to its readers, or with -1 as taken back; who is not in the plan is not."""
        readers = sorted(
            (name for name in regular_readers(row) if name in self._place), key=self._place.__getitem__
        )
        for name in readers:
            self.articles[name] += times
            self.characters[name] += times * row.characters
        for pair in combinations(readers, 2):
            self.together[pair] += times

    @property
    def room(self) -> int | None:
        """Return how many articles can be given out still, one to each of as many; None without a limit."""
        if self._per is None:
            return None
        return sum(max(0, self._per - self.articles[name]) for name in self.names)

    def choose(self, already: Collection[str], wanted: int) -> list[str] | None:
        """Return so many annotators more for an article that `already` read; None if not so many have room.

        Those come first who read least together, then who have least.
        """
        chosen = [name for name in already if name in self._place]
        free = [
            name
            for name in self.names
            if name not in already and (self._per is None or self.articles[name] < self._per)
        ]
        if len(free) < wanted:
            return None
        found: list[str] = []
        if not chosen and wanted > 1:
            found = list(self._next_pair(free))
        while len(found) < wanted:
            among = [*chosen, *found]
            found.append(
                min((one for one in free if one not in found), key=lambda one: self._burden(one, among))
            )
        return found

    def _next_pair(self, free: Sequence[str]) -> tuple[str, str]:
        together = self.together
        pairs = list(combinations(free, 2))  # in the order of `names`, as `together` has them
        least = min(together[pair] for pair in pairs)

        def burden(pair: tuple[str, str]) -> tuple[int, int, int]:
            one, other = self.articles[pair[0]], self.articles[pair[1]]
            return one + other, max(one, other), self.characters[pair[0]] + self.characters[pair[1]]

        return min((pair for pair in pairs if together[pair] == least), key=burden)

    def _burden(self, name: str, among: Sequence[str]) -> tuple[int, int, int, int]:
        """Return what speaks against giving `name` what `among` read too, most telling first."""
        shared = [self.together[self.pair(name, one)] for one in among]
        return sum(shared), max(shared, default=0), self.articles[name], self.characters[name]
