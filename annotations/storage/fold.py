"""Which revision of each document counts, when a file holds several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotations.storage.lines import Document, Line, complete

__all__ = ["Change", "Fold", "revision"]

Change = tuple[Document | None, Document]
"""A document as it was, or None, and as it is now."""


def revision(document: Document | None) -> int:
    """Return a document's revision; 0 for one that has none or is not there."""
    rev = document.get("rev", 0) if document is not None else 0
    return rev if type(rev) is int else 0


@dataclass(slots=True)
class Fold:
    """Takes lines into `docs` by three rules.

    An act of which lines are missing does not count. The highest revision wins, whatever the order of
    lines, because a merge may put a lower one after it. Of equal revisions the later line wins, which is
    also how every JSON reader sees it.
    """

    docs: dict[str, Document]
    unfinished: int = 0
    late: set[str] = field(default_factory=set)
    """Documents whose newest revision is not the last line, so that other programs see an older one."""
    rivals: set[str] = field(default_factory=set)
    """Documents of which two writers made the same revision."""

    def take(self, lines: Sequence[Line]) -> list[Change]:
        """Take `lines` in and return what they changed, in order."""
        counting = complete(lines)
        self.unfinished += len(lines) - len(counting)
        changes: list[Change] = []
        for key, document in counting:
            old = self.docs.get(key)
            if old is not None:
                new_rev, old_rev = revision(document), revision(old)
                if new_rev < old_rev:
                    self.late.add(key)
                    continue
                self.late.discard(key)
                if new_rev == old_rev and document.get("writer") != old.get("writer"):
                    self.rivals.add(key)
            self.docs[key] = document
            changes.append((old, document))
        return changes

    def notices(self) -> list[str]:
        """Return what is worth telling of it, a line each."""
        told = []
        if self.unfinished:
            told.append(f"{self.unfinished} records of acts that were cut short are left out")
        if self.rivals:
            told.append(
                f"{len(self.rivals)} records were changed by two programs at once; the later line counts"
            )
        return told
