"""Which files zhupi itself wrote: known by how they begin, so that another run may take their place."""

from __future__ import annotations

import json
from typing import Any

from annotations.exchange.hand_in import is_hand_in

__all__ = ["handed_in_by", "is_output"]

_SENTENCE = frozenset({"article", "sentence", "start", "end", "text", "labels", "status", "annotator"})
_ARTICLE = frozenset({"article", "text", "sentences", "corrections", "done", "annotator", "scheme"})
_ANALYSED = frozenset({"text", "sentences", "entities", "numbers"})
_FLAT = _ANALYSED | {"format", "metadata"}
_FIGURE = frozenset({"scope", "annotator", "other", "measure", "value", "units", "few", "why"})
_POSITION = frozenset({"article", "source", "start", "end", "annotator", "labels", "counted", "why"})


def is_output(line: bytes) -> bool:
    """Tell whether `line` is one that an export, an analysis or figures of agreement as JSON begin with.

    A hand-in is none of them: it may be all that there is of somebody's work.
    """
    row = _object(line)
    if row is None or is_hand_in(line):
        return False
    if any(row.keys() >= keys for keys in (_SENTENCE, _ARTICLE, _FIGURE, _POSITION)):
        return True
    bounds = row.get("sentences")
    if row.keys() >= _FLAT and all(isinstance(row[key], str) for key in _ANALYSED):
        return True
    return (
        row.keys() >= _ANALYSED and isinstance(bounds, list) and all(isinstance(one, list) for one in bounds)
    )


def handed_in_by(line: bytes) -> str | None:
    """Return whose hand-in begins with `line`; None if none does."""
    if not is_hand_in(line):
        return None
    row = _object(line) or {}
    return str(row.get("annotator", ""))


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None
