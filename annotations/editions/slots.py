"""The uids of records as they are called in another text: the same slot, at the place where it is now."""

from __future__ import annotations

import re

__all__ = ["AT", "UID", "answer_slot", "slot"]

UID = re.compile(r"(?P<kind>[a-z-]+):(?P<article>[0-9a-f]{20}):(?P<rest>.*)", re.DOTALL)
"""A uid that names an article."""
AT = re.compile(r"(?P<before>(?:name:|number:)?\+?)(?P<place>\d+)(?P<after>:.*)", re.DOTALL)
"""What stands behind the article in a uid that names a place of it."""


def slot(uid: str, earlier: str, later: str, place: int | None) -> str:
    """Return what `uid`, of the text `earlier`, is called in `later`, where it is at `place`, if at one."""
    match = UID.fullmatch(uid)
    if match is None or match["article"] != earlier:
        kind = uid.partition(":")[0]
        return f"{kind if re.fullmatch('[a-z-]{1,19}', kind) else 'record'}:{later}:{uid}"
    rest = match["rest"]
    at = AT.fullmatch(rest) if place is not None else None
    if at is not None:
        rest = f"{at['before']}{place}{at['after']}"
    return f"{match['kind']}:{later}:{rest}"


def answer_slot(uid: str, before: str, now: str) -> str:
    """Return the uid of an answer whose return had the uid `before` and has `now`."""
    return f"answer:{now}{uid[len(before) + 7 :]}" if uid.startswith(f"answer:{before}:") else uid
