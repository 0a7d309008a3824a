"""The next revision of a record of which only what it is to say is known."""

from __future__ import annotations

from annotations.records.acts import BOOKKEEPING, content
from annotations.records.record import Record, revise

__all__ = ["following"]


def following(before: Record | None, fresh: Record, *, again: bool = False) -> Record | None:
    """Return the revision after `before` that says what `fresh`, a first revision with its uid, says.

    Args:
        before: The newest revision there is, a deleted one too, or None if there is none.
        fresh: What it is to say, by whom, and with which program and scheme.
        again: Whether to say once more what `before` says already.

    Returns:
        None if `before` says so already; `fresh` itself if there is nothing before it.
    """
    if before is None:
        return fresh
    said = content(fresh)
    if not again and not before["deleted"] and all(before.get(key) == said[key] for key in said):
        return None
    kept = {key: value for key, value in before.items() if key in BOOKKEEPING}
    changed = {**kept, **said, "kind": fresh["kind"], "annotator": fresh["annotator"]}
    return revise(
        changed, batch=fresh["batch"], writer=fresh["writer"], scheme=fresh["scheme"], deleted=False
    )
