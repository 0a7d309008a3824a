"""Which articles the library lists: all, or those of one kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from annotations.wording import msg
from tui.session.listing import Standing

__all__ = ["FILTERS", "Filter", "filters_of"]

FILTERS: Sequence[tuple[str, str]] = (
    ("all", msg("all")),
    ("todo", msg("to do")),
    ("new", msg("new")),
    ("begun", msg("begun")),
    ("done", msg("done")),
    ("flagged", msg("flagged")),
    ("back", msg("back")),
    ("changed", msg("changed")),
    ("trouble", msg("trouble")),
)
"""The filters by name, with what they are called."""
_NOTHING = Standing()


class Filter(NamedTuple):
    """Which articles are listed."""

    name: str
    words: str
    members: Collection[int]
    """Those that are, by index; or those that are not."""
    others: bool = False
    """Whether it is all others than the members."""

    def of(self, order: Iterable[int]) -> list[int]:
        """Return those of `order` that are listed."""
        if self.others:
            return [index for index in order if index not in self.members] if self.members else [*order]
        return [index for index in order if index in self.members]

    def count(self, articles: int) -> int:
        """Return how many of so many articles are listed."""
        return articles - len(self.members) if self.others else len(self.members)


def filters_of(states: Mapping[int, str], standings: Mapping[int, Standing]) -> list[Filter]:
    """Return the filters of a library.

    Args:
        states: Which of :data:`.STATES` each article is that is not merely new.
        standings: How the annotator stands to those of which anything is said.
    """
    by: dict[str, set[int]] = {name: set() for name, _ in FILTERS}
    for index, state in states.items():
        one = standings.get(index, _NOTHING)
        by["done" if one.done else "begun" if one.touched else "new"].add(index)
        if one.back:
            by["back"].add(index)
        if one.apart and not one.gone:
            by["changed"].add(index)
        if one.flags:
            by["flagged"].add(index)
        if state in ("trouble", "gone"):
            by["trouble"].add(index)
    everything = Filter("all", dict(FILTERS)["all"], (), others=True)
    found = [everything]
    for name, words in FILTERS[1:]:
        members: Collection[int] = by[name]
        if name == "todo":
            members = by["done"]
        elif name == "new":
            members = by["done"] | by["begun"]
        found.append(Filter(name, words, members, others=name in ("todo", "new")))
    return found
