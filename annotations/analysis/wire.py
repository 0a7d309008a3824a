"""What `AnalysisService` and its child process say to each other.

To the child:

    {"id": 1, "text": "…", "sentences": [[start, end], …], "first": 12, "date": null}    a new article
    {"id": 1, "focus": 40}      the sentence that is in view now
    {"id": 1, "cancel": true}   nobody waits for it any more

and from it, in the order in which things are found:

    {"id": 1, "part": [12, 31], "names": […], "numbers": […]}    of the sentences 12 to 30
    {"id": 1, "names": […], "numbers": […], "version": "…"}      of the whole article; the last of it
    {"id": 1, "failed": "…"}                                     one line; the last of it
    {"notice": "…"}             one line on the tagger, whichever article it is at
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotations.model.article import Name, Number

__all__ = ["decode_names", "decode_numbers", "spans"]


def spans(names: Sequence[Name], numbers: Sequence[Number]) -> dict[str, Any]:
    """Return names and numbers as a message carries them."""
    return {
        "names": [[name.start, name.end, name.type, name.certain] for name in names],
        "numbers": [list(number) for number in numbers],
    }


def decode_names(rows: list[list[Any]]) -> tuple[Name, ...]:
    """Return the names of a message."""
    return tuple(Name(*row) for row in rows)


def decode_numbers(rows: list[list[Any]]) -> tuple[Number, ...]:
    """Return the numbers of a message."""
    return tuple(Number(*row) for row in rows)
