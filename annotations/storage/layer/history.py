"""The last acts of a layer, for an undo that outlives the program.

An act is the records that were written together. It is told by what it changed: each record as it was
and as it became.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotations.records.carried import carried_revision
from annotations.storage.layer.fold import Change, revision
from annotations.storage.layer.lines import Document, batch_of

__all__ = ["HISTORY", "Act", "History", "Recent", "recent"]

HISTORY = 1000
"""How many acts can be undone after a restart; as many keep their lines when a file is compacted.

Chosen: some days of work, which nobody takes back act by act, and a few hundred kilobytes."""

Act = tuple[Change, ...]


@dataclass(slots=True)
class Recent:
    """The last acts of a file."""

    acts: list[Act]
    """Oldest first."""
    border: tuple[Document, ...] = ()
    """What shows where they begin: the document whose predecessor is gone, and the last one of its act."""


def recent(changes: Sequence[Change], limit: int = HISTORY) -> Recent:
    """Return the last acts among `changes`, at most `limit`, in the order of the last line of each.

    An act counts only if of each of its records the revision before it is known. Where that was compacted
    away the act is left out, and so is everything before it, which it may build on.
    """
    acts: list[list[Change]] = []  # the newest first, each backwards
    waiting: dict[str, int] = {}  # the act that a batch is, while some of its records are still to come
    border: tuple[Document, ...] = ()
    for change in reversed(changes):
        if change[1].get("kind") == "layer":
            continue
        batch, size = batch_of(change[1])
        at = waiting.get(batch) if batch is not None and size > 1 else None
        if at is None:
            if len(acts) >= limit:
                if not waiting:
                    break
                continue
            at = len(acts)
            acts.append([])
            if batch is not None and size > 1:
                waiting[batch] = at
        acts[at].append(change)
        if batch is not None and len(acts[at]) >= size:
            waiting.pop(batch, None)
        if not _is_known(change):
            border = (change[1], acts[at][0][1])
            limit = at
            del acts[limit:]
            waiting = {name: index for name, index in waiting.items() if index < limit}
    return Recent([tuple(reversed(act)) for act in reversed(acts)], border)


def _is_known(change: Change) -> bool:
    """Say whether what a change followed on is known: the revision before it, or nothing before the first.

    What follows on a record that was laid over from another text has that one before it.
    """
    old, new = change
    before = revision(old) if old is not None else carried_revision(new)
    return revision(new) - before <= 1


@dataclass(slots=True)
class History:
    """The last acts of a file that grows; it takes no more room however long that goes on."""

    acts: deque[Act] = field(default_factory=lambda: deque(maxlen=HISTORY))

    def add(self, changes: Sequence[Change]) -> None:
        """Take in what came to the file, whole acts."""
        if len(changes) == 1 and _is_known(changes[0]):
            self.acts.append((changes[0],))
            return
        latest = recent(changes)
        if latest.border:
            self.acts.clear()
        self.acts.extend(latest.acts)
