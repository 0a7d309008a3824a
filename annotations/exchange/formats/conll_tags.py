"""Tags of tokens: which spans they mean, in every scheme there is, and which tags spans have in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["SCHEMES", "label_in_tag", "spans_of", "tag_parts", "tags_of"]

SCHEMES = {
    "BIO": ("B", "I", "I", "B"),
    "BMES": ("B", "M", "E", "S"),
    "BILOU": ("B", "I", "L", "U"),
    "IOBES": ("B", "I", "E", "S"),
}
"""The schemes that are written: what the first, the middle, the last and the only token of a span have."""
_TAG = re.compile(r"([BIMELSU])[-_](\S+)")
_OUTSIDE = ("O", "OUT", "o")
_SINGLE = "SU"
_LAST = "EL"
_SPACE = re.compile(r"\s")


def label_in_tag(label: str) -> str:
    """Return a label as it can stand in a tag: without white space, and not empty."""
    return _SPACE.sub("_", label) or "_"


def tag_parts(tag: str) -> tuple[str, str] | None:
    """Return the position and the label of a tag, both empty where it is outside; None if it is no tag."""
    if tag in _OUTSIDE:
        return "", ""
    found = _TAG.fullmatch(tag)
    return (found[1], found[2]) if found else None


def tags_of(count: int, spans: Iterable[tuple[int, int, str]], scheme: str) -> list[str]:
    """Return the tags of `count` tokens.

    Args:
        count: How many tokens there are.
        spans: The first token, the last one and the label of each, none over another.
        scheme: One of `SCHEMES`.
    """
    tags = ["O"] * count
    first, middle, last, only = SCHEMES[scheme]
    for begin, end, label in spans:
        for at in range(begin, end + 1):
            tags[at] = f"{middle}-{label}"
        tags[end] = f"{last}-{label}"
        tags[begin] = f"{only if begin == end else first}-{label}"
    return tags


def spans_of(tags: Sequence[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Return the spans that tags mean: the first token, the last one, and the label of each.

    The rules of all schemes together: IOB1 begins with ``I`` unless two spans touch, IOE ends with ``E``,
    and a span also begins where the label changes or the one before has ended.

    Args:
        tags: The parts of each; see :func:`tag_parts`.
    """
    spans: list[tuple[int, int, str]] = []
    begin: int | None = None
    before = ("", "")
    for at, (position, label) in enumerate([*tags, ("", "")]):
        goes_on = (
            begin is not None
            and position not in ("", "B", *_SINGLE)
            and before[0] not in (*_LAST, *_SINGLE)
            and label == before[1]
        )
        if begin is not None and not goes_on:
            spans.append((begin, at - 1, before[1]))
            begin = None
        if position and begin is None:
            begin = at
        before = (position, label)
    return spans
