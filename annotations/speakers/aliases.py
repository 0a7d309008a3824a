"""Which names of an article are one person or one organisation: 王毅 and 外長王毅, 川普 and 特朗普.

Names are joined by the rules of `person_names`; people join and part the rest by hand, and that wins.
A short form (a Latin last name, the last part of a foreign name, a surname with a title) is joined only
where it fits one person and no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from annotations.speakers.person_names import agree, fold, organisation, person, short_of, skeleton

__all__ = ["Aliases"]


class Aliases:
    """The names of one article, grouped into persons and organisations."""

    def __init__(
        self,
        names: Iterable[tuple[str, str]] = (),
        *,
        joined: Iterable[tuple[str, str]] = (),
        parted: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Group `names`, pairs of a name and its type (``PER``, ``ORG``, any other, or nothing).

        `joined` and `parted` are pairs of names that people have said to be one, or not to be.
        """
        self._joined = {_pair(*pair) for pair in joined}
        self._parted = {_pair(*pair) for pair in parted}
        self._types: dict[str, str] = {}
        self._written: dict[str, str] = {}
        for name, kind in names:
            self._know(name, kind)
        self._build()

    def add(self, name: str, kind: str = "") -> None:
        """Take one more name; nothing happens if it is known."""
        folded = fold(name)
        if folded and folded not in self._types:
            self._know(name, kind)
            self._place(folded)

    def join(self, a: str, b: str) -> None:
        """Hold two names for one, whatever the rules say."""
        self._by_hand(a, b, self._joined, self._parted)

    def part(self, a: str, b: str) -> None:
        """Hold two names apart, whatever the rules say."""
        self._by_hand(a, b, self._parted, self._joined)

    def same(self, a: str, b: str) -> bool:
        """Tell whether two names are one person's or one organisation's here."""
        return self.group(a) == self.group(b)

    def canonical(self, name: str) -> str:
        """Return the name that stands for its group: the fullest, of these the first that was added."""
        group = self.group(name)
        members = self._members.get(group, [group])
        best = max(members, key=self._fullness)
        return self._written.get(best, name)

    def group(self, name: str) -> str:
        """Return what is the same for all names of a group and for no other; not for showing."""
        self.add(name)
        return self._group(fold(name))

    def written(self) -> list[str]:
        """Return all names, as they were first written, in the order in which they were added."""
        return list(self._written.values())

    def _fullness(self, folded: str) -> tuple[bool, int]:
        """Rank a name: without a title first, then by its parts; of equals `max` takes the first."""
        if self._types.get(folded) == "ORG":
            return organisation(folded) == folded, 0
        read = person(folded)
        return not read.title, len(read.parts)

    def _know(self, name: str, kind: str) -> None:
        folded = fold(name)
        if folded:
            self._types.setdefault(folded, kind)
            self._written.setdefault(folded, name)

    def _by_hand(self, a: str, b: str, into: set[tuple[str, str]], out: set[tuple[str, str]]) -> None:
        for name in (a, b):
            self._know(name, "")
        into.add(_pair(a, b))
        out.discard(_pair(a, b))
        self._build()

    def _build(self) -> None:
        """Group all names anew: first what people said, then what the rules say."""
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._keys: defaultdict[str, list[str]] = defaultdict(list)
        self._last: defaultdict[str, list[str]] = defaultdict(list)
        self._foes: defaultdict[str, set[str]] = defaultdict(set)
        for a, b in self._parted:
            self._foes[a].add(b)
            self._foes[b].add(a)
        self._hand = {name for pair in self._joined for name in pair}
        for a, b in sorted(self._joined):
            self._start(a)
            self._start(b)
            self._unite(a, b)
        for folded in self._types:
            self._place(folded)

    def _start(self, folded: str) -> None:
        if folded not in self._root:
            self._root[folded] = folded
            self._members[folded] = [folded]

    def _place(self, folded: str) -> None:
        """Bring one name to the others it is the same as, and note how short forms would find it."""
        self._start(folded)
        kind = self._types.get(folded, "")
        keys = []
        if kind in ("PER", ""):
            read = person(folded)
            found_by = (read.core, skeleton(read.core), read.last, skeleton(read.last))
            keys += [f"p{key}" for key in found_by if key]
            for key in {read.last, skeleton(read.last), read.core[:1]} - {""}:
                self._last[key].append(folded)
        if kind != "PER":
            keys.append(f"o{organisation(folded)}")
        for key in dict.fromkeys(keys):
            for other in self._keys[key]:
                if self._root[other] != self._root[folded] and self._alike(folded, other):
                    self._unite(other, folded)
            self._keys[key].append(folded)

    def _alike(self, a: str, b: str) -> bool:
        kinds = {self._types.get(a, ""), self._types.get(b, "")}
        if kinds <= {"PER", ""} and agree(person(a), person(b)):
            return True
        return "PER" not in kinds and organisation(a) == organisation(b)

    def _unite(self, a: str, b: str) -> None:
        """Make the groups of `a` and `b` one, unless people have parted any two of them."""
        first, second = self._root[a], self._root[b]
        if first == second or self._enemies(first, second):
            return
        for name in self._members.pop(second):
            self._root[name] = first
            self._members[first].append(name)

    def _enemies(self, first: str, second: str) -> bool:
        if not self._foes:
            return False
        others = set(self._members[second])
        return any(not others.isdisjoint(self._foes.get(name, ())) for name in self._members[first])

    def _group(self, folded: str) -> str:
        """Return the group of a name; of a short form that of the one it fits, if it is only one."""
        root = self._root.get(folded, folded)
        if self._types.get(folded, "PER") not in ("PER", "") or folded in self._hand:
            return root
        short = person(folded)
        if len(short.parts) > 1:
            return root
        full: dict[str, bool] = {}
        for key in {short.core, skeleton(short.core), short.surname} - {""}:
            for other in self._last.get(key, ()):
                group = self._root[other]
                if group != root and short_of(short, person(other)) and not self._apart(root, group):
                    titled = bool(short.title) and person(other).title == short.title
                    full[group] = full.get(group, False) or titled
        if len(full) > 1 and sum(full.values()) == 1:
            full = {group: titled for group, titled in full.items() if titled}
        return next(iter(full)) if len(full) == 1 else root

    def _apart(self, root: str, group: str) -> bool:
        return root in self._members and self._enemies(root, group)


def _pair(a: str, b: str) -> tuple[str, str]:
    one, other = sorted((fold(a), fold(b)))
    return one, other
