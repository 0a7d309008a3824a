"""Which texts of a project are one article, and which one became which.

Texts that differ only in white space and the like are one article; the one with the smallest id stands for
all, so that every machine which has the same texts comes to the same one. Above these stands what a lead
said: that what was said of one text holds for a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotations.editions.alignment import RULE
from annotations.records.lead_kinds import CarryRecord

__all__ = ["Lineage", "Source"]


class Source(NamedTuple):
    """A text of which the records hold for another one too."""

    article: str
    same: bool
    """Whether both are one article, so that nothing of it wants a second look."""


class Lineage:
    """How the texts of a project hang together.

    Args:
        alike: By text the one that stands for it and others; a text that is like no other may be left out.
        carries: What leads said, newest revisions; deleted ones, and those of a rule that is not known, do
            not count. Of some that go in a circle the ones with the greatest uids do not.
    """

    def __init__(self, alike: Mapping[str, str], carries: Iterable[CarryRecord] = ()) -> None:
        self._standing = alike
        self._members: dict[str, list[str]] = {}
        for text, standing in sorted(alike.items()):
            if text != standing:
                self._members.setdefault(standing, []).append(text)
        self._earlier: dict[str, list[str]] = {}
        self._later: dict[str, list[str]] = {}
        self._stays: set[str] = set()
        live = {one["uid"]: one for one in carries if not one["deleted"] and one["rule"] == RULE}
        for uid in sorted(live):
            self._add(live[uid])

    def standing(self, article: str) -> str:
        """Return the id of the text that stands for `article`."""
        return self._standing.get(article, article)

    def sources(self, article: str) -> Sequence[Source]:
        """Return the texts of which the records hold for `article` too, those before others that count first.

        Each may have sources of its own. A text that another one stands for has none.
        """
        if self.standing(article) != article:
            return ()
        members = [Source(one, same=True) for one in self._members.get(article, ())]
        return [*members, *(Source(one, same=False) for one in self._earlier.get(article, ()))]

    def earlier(self, article: str) -> set[str]:
        """Return the texts that became `article`, maybe by way of others, and are not one article with it."""
        found = set(self._earlier.get(article, ()))
        return found.union(*(self.earlier(one) for one in found))

    def by_now(self, article: str) -> set[str]:
        """Return the articles that what was said of `article` holds for by now, itself if it is one still."""
        standing = self.standing(article)
        later = self._later.get(standing)
        if not later:
            return {standing}
        found = {standing} if standing in self._stays else set()
        return found.union(*(self.by_now(one) for one in later))

    def carried(self, earlier: str, article: str) -> bool:
        """Tell whether what was said of `earlier` holds for `article`, maybe by way of others."""
        standing, wanted = self.standing(earlier), self.standing(article)
        return standing == wanted or self._leads_to(standing, wanted)

    def _add(self, carry: CarryRecord) -> None:
        earlier, later = self.standing(carry["earlier"]), self.standing(carry["article"])
        if earlier == later or self._leads_to(later, earlier):
            return
        if carry["stays"]:
            self._stays.add(earlier)
        if later not in self._later.setdefault(earlier, []):
            self._later[earlier].append(later)
            self._earlier.setdefault(later, []).append(earlier)

    def _leads_to(self, article: str, wanted: str) -> bool:
        return any(one == wanted or self._leads_to(one, wanted) for one in self._later.get(article, ()))
