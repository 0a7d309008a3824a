"""Which revision of each document counts, when a file holds several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotations.records.kinds import CHECKSUM
from annotations.storage.layer.identity import is_at_home
from annotations.storage.layer.lines import Document, Line
from annotations.wording import counted, tr

__all__ = ["Change", "Fold", "agree", "in_order", "revision"]

_APART = dict.fromkeys(
    ("batch", "writer", "created", "updated", "imported", CHECKSUM)
)  # who and when, which is no conflict

Change = tuple[Document | None, Document]
"""A document as it was, or None, and as it is now."""


def revision(document: Mapping[str, object] | None) -> int:
    """Return a document's revision; 0 for one that has none or is not there."""
    rev = document.get("rev", 0) if document is not None else 0
    return rev if type(rev) is int else 0


@dataclass(slots=True)
class Fold:
    """Takes lines into `docs` by two rules.

    The highest revision wins, whatever the order of lines, because a merge may put a lower one after it. Of
    equal revisions the later line wins, which is also how every JSON reader sees it.
    """

    docs: dict[str, Document]
    late: set[str] = field(default_factory=set)
    """Documents whose newest revision is not the last line, so that other programs see an older one."""
    rivals: dict[str, tuple[Document, ...]] = field(default_factory=dict)
    """Of documents of which two writers made the same newest revision the versions that do not count.

    A higher revision settles it.
    """
    hidden: dict[str, tuple[Document, ...]] = field(default_factory=dict)
    """What lies under the key of another record that counts, and is no older revision of that one."""

    def take(self, lines: Sequence[Line]) -> list[Change]:
        """Take `lines` in and return what they changed, in order."""
        changes: list[Change] = []
        for key, document in lines:
            old = self.docs.get(key)
            if old is not None:
                new_rev, old_rev = revision(document), revision(old)
                if document.get("uid") != old.get("uid"):  # one uid was harmed: the key tells which
                    new_rev, old_rev = is_at_home(key, document), is_at_home(key, old)
                    if new_rev != old_rev:
                        self._hide(key, *((old, document) if new_rev else (document, old)))
                if new_rev < old_rev:
                    self.late.add(key)
                    continue
                self.late.discard(key)
                if new_rev == old_rev:
                    self.contest(key, old, document)
                else:
                    self.rivals.pop(key, None)
            self.docs[key] = document
            changes.append((old, document))
        return changes

    def conflicts(self) -> list[tuple[Document, Document]]:
        """Return every conflict that is not settled: the version that counts, and another."""
        rivals = list(self.rivals.items())  # at once: another thread may be writing
        return [(self.docs[key], other) for key, others in rivals for other in others]

    def notices(self) -> list[str]:
        """Return what is worth telling of it, a line each."""
        told = []
        if hidden := [str(one.get("uid")) for others in self.hidden.values() for one in others]:
            more = tr(" and {number} more", number=len(hidden) - 3) if len(hidden) > 3 else ""
            told.append(
                tr(
                    "under the document id of another record, and so left out: {hidden}{more};"
                    " zhupi check --repair puts that right",
                    hidden=", ".join(hidden[:3]),
                    more=more,
                )
            )
        if not self.rivals:
            return told
        were = counted(len(self.rivals), "record was", "records were")
        until = tr("the later line counts until you open the article and press the label you mean")
        return [*told, tr("{were} changed in two places at once; {until}", were=were, until=until)]

    def _hide(self, key: str, document: Document, other: Document) -> None:
        """Take note of a document that does not count, because `other` is under its own key there."""
        if revision(document) >= revision(other):
            self.hidden[key] = (*self.hidden.get(key, ()), document)

    def contest(self, key: str, old: Document, new: Document) -> bool:
        """Take note of two equal revisions, of which `new` counts; say whether they are a conflict."""
        others = tuple(one for one in (*self.rivals.get(key, ()), old) if not agree(one, new))
        if others:
            self.rivals[key] = others
        else:
            self.rivals.pop(key, None)
        return old in others


def agree(one: Document, other: Document) -> bool:
    """Say whether two equal revisions are no conflict: of one writer, or saying the same."""
    if one.get("writer") == other.get("writer"):
        return True
    return {**one, **_APART} == {**other, **_APART}


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` with the newest revision of each document after all others of it; none goes."""
    fold = Fold({})
    fold.take(lines)
    newest = [line for line in fold.docs.items() if line[0] in fold.late]
    last = {id(document) for _, document in newest}
    return [line for line in lines if id(line[1]) not in last] + newest
