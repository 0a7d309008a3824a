"""Files of which one place is something else than it should be, one after the other."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from annotations.exchange.items import Item

__all__ = ["damaged", "demand_sound"]

_JUNK: Sequence[Any] = (None, -1, 10**400, "x", [], {}, [[0, 1, "a"]], "\ud800")


def damaged(value: Any) -> Iterator[Any]:
    """Yield `value` again and again, each time with one thing missing or of no use; then it is whole."""
    for number, place in enumerate(list(_places(value))):
        holder = value
        for key in place[:-1]:
            holder = holder[key]
        kept = copy.copy(holder)
        which = number % (len(_JUNK) + 1)
        if which < len(_JUNK):
            holder[place[-1]] = _JUNK[which]
        else:
            del holder[place[-1]]
        yield value
        holder.clear()
        (holder.update if isinstance(holder, dict) else holder.extend)(kept)


def demand_sound(item: Item) -> None:
    """Check that an item is one that can be worked with, whatever was in the file."""
    length = len(item.text)
    assert all(isinstance(one, str) for one in (item.annotator, item.title, item.article, item.document))
    for one in item.sentences:
        assert 0 <= one.start <= one.end <= length
        assert all(isinstance(label, str) and label for label in one.labels)
        assert one.status in ("marked", "none", "implied", "open")
        assert bool(one.labels) == (one.status == "marked")
        assert all(0 <= score <= 1 for score in one.scores.values())
    for span in item.spans or ():
        assert 0 <= span.start < span.end <= length
        assert isinstance(span.label, str)
        assert span.label
    assert item.base is None or item.base >= 0
    assert item.unit == "article" or len(item.sentences) == 1


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield (*above, key)
        yield from _places(value[key], (*above, key))
