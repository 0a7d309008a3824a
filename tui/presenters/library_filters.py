"""Which articles the library lists: all, or those of one kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from annotations.wording import msg
from tui.session.listing import Standing

__all__ = ["Filter", "annotators_filters", "leads_filters", "queue_filters"]

_NOTHING = Standing()


class Filter(NamedTuple):
    """Which articles are listed."""

    name: str
    words: str
    """What it is called."""
    members: Collection[int]
    """Those that are listed, by index; or those that are not."""
    others: bool = False
    """Whether it is all others than the members."""
    told: str = ""
    """How the heading says how many they are, with ``{count}``; empty where it does not."""
    few: bool = False
    """Whether they are few enough, and odd enough, that how many they are stands beside the filter."""

    def of(self, order: Iterable[int]) -> list[int]:
        """Return those of `order` that are listed."""
        if self.others:
            return [index for index in order if index not in self.members] if self.members else [*order]
        return [index for index in order if index in self.members]

    def count(self, articles: int) -> int:
        """Return how many of so many articles are listed."""
        return articles - len(self.members) if self.others else len(self.members)


def annotators_filters(states: Mapping[int, str], standings: Mapping[int, Standing]) -> list[Filter]:
    """Return the filters of an annotator's library.

    Args:
        states: The state of each article that is not merely new.
        standings: How the annotator stands to those of which anything is said.
    """
    done, begun, flagged, back, changed = (set[int]() for _ in range(5))
    for index, one in standings.items():
        if one.done:
            done.add(index)
        elif one.touched:
            begun.add(index)
        if one.flags:
            flagged.add(index)
        if one.back:
            back.add(index)
        if one.apart and not one.gone:
            changed.add(index)
    return [
        Filter("all", msg("all"), (), others=True),
        Filter("todo", msg("to do"), done, others=True),
        Filter("new", msg("new"), done | begun, True, msg("{count} new")),
        Filter("begun", msg("begun"), begun, False, msg("{count} begun")),
        Filter("done", msg("done"), done, False, msg("{count} done")),
        Filter("flagged", msg("flagged"), flagged, few=True),
        Filter("back", msg("back"), back, few=True),
        Filter("changed", msg("changed"), changed, few=True),
        _trouble(states),
    ]


def leads_filters(states: Mapping[int, str], standings: Mapping[int, Standing]) -> list[Filter]:
    """Return the filters of a lead's library at the review; takes what :func:`annotators_filters` does."""
    left, settled, begun, back, answered = (set[int]() for _ in range(5))
    for index, one in standings.items():
        tally = one.tally
        if tally is None:
            continue
        if tally.left:
            left.add(index)
        if states.get(index) == "settled":
            settled.add(index)
        elif len(tally.done) < tally.annotators:
            begun.add(index)
        if tally.returned:
            back.add(index)
        if tally.answered:
            answered.add(index)
    said = {index for index, one in standings.items() if one.tally is not None}
    return [
        Filter("all", msg("all"), (), others=True),
        Filter("left", msg("to settle"), left, False, msg("{count} to settle")),
        Filter("settled", msg("settled"), settled, False, msg("{count} settled")),
        Filter("begun", msg("begun"), begun, False, msg("{count} not done by all")),
        Filter("new", msg("new"), said, True, msg("{count} new")),
        Filter("back", msg("back"), back, few=True),
        Filter("answered", msg("answered"), answered, few=True),
        _trouble(states),
    ]


def queue_filters(queue: Collection[int] | None, articles: int) -> list[Filter]:
    """Return the filter of what the annotator is to read, by index; none where that is everything."""
    return [] if queue is None or len(queue) >= articles else [Filter("mine", msg("mine"), queue)]


def _trouble(states: Mapping[int, str]) -> Filter:
    members = {index for index, state in states.items() if state in ("trouble", "gone")}
    return Filter("trouble", msg("trouble"), members, few=True)
