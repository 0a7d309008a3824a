"""All that is said of an item in one place, for formats with room for one text of metadata.

What the format has fields for stands there too. On reading it is looked up by place and label, so that what
somebody has changed in the fields counts, and the rest comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.exchange.carried import article_more, is_place, span_more
from annotations.exchange.item_rows import more_of
from annotations.exchange.items import Item

__all__ = ["everything", "told_sentences", "told_spans"]


def everything(item: Item) -> dict[str, Any]:
    """Return all that is said of an item but its text, as JSON has it."""
    more = article_more(item)
    more["sentences"] = [
        {"start": one.start, "end": one.end, "labels": list(one.labels), **more_of(one)}
        for one in item.sentences
    ]
    if item.spans:
        more["names"] = [[one.start, one.end, one.label, span_more(one)] for one in item.spans]
    return more


def told_sentences(more: Mapping[str, Any], length: int) -> dict[tuple[int, int], Mapping[str, Any]]:
    """Return what :func:`everything` told of the sentences of a text, by where they stand."""
    listed = more.get("sentences")
    return {
        (one["start"], one["end"]): one
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and is_place(one.get("start"), one.get("end"), length)
    }


def told_spans(more: Mapping[str, Any]) -> dict[tuple[int, int, str], Mapping[str, Any]]:
    """Return what :func:`everything` told of names and numbers, by where they stand and their label."""
    listed = more.get("names")
    return {
        (one[0], one[1], one[2]): one[3]
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, list) and len(one) == 4 and isinstance(one[3], dict)
        if type(one[0]) is int and type(one[1]) is int and isinstance(one[2], str)
    }
