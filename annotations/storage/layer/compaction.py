"""Which lines of a layer may go, when most of them are superseded, and when it pays to rewrite it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotations.errors import StorageError
from annotations.storage.layer.fold import Fold, revision
from annotations.storage.layer.history import Act, recent
from annotations.storage.layer.lines import Line, settle
from annotations.wording import tr

__all__ = ["LEAST_GAIN", "LINES_A_RECORD", "compacted", "pays"]

LINES_A_RECORD = 3
"""From how many lines a record on, on average, a layer is compacted.

Chosen: reading takes time by the line, so that no start is more than three times as slow as it could be;
and a layer that is corrected as it is written, each mark two or three times, is left in peace."""
LEAST_GAIN = 300
"""How many lines must go for it, so that a small layer is not rewritten for nothing. Chosen: fewer are read
in milliseconds."""


def compacted(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that stay, in their order.

    These are the head, the newest revision of every document, deleted ones too, both versions of a
    conflict that nobody settled, the last acts and what each of them followed on. Acts of which lines go
    are settled to what stays of them.

    Args:
        lines: The lines of a file in our own form, as :func:`annotations.storage.layer.contents.parse`
            gives them, no newest revision before an older one.

    Raises:
        StorageError: What stays would not say the same; a defect of this program.
    """
    kept = _without_superseded(lines)
    while len(shorter := _without_superseded(kept)) < len(kept):  # what went may have held others here
        kept = shorter
    if _revisions(kept) != _revisions(lines):
        raise StorageError(
            tr("the lines that should stay do not say what all of them say; please report this")
        )
    return kept


def pays(lines: int, fold: Fold, acts: Iterable[Act]) -> bool:
    """Tell whether to compact a file of so many `lines`, folded to `fold`, of which `acts` are the last."""
    records = len(fold.docs)
    if lines <= LINES_A_RECORD * records or lines - records < LEAST_GAIN:
        return False
    return lines - len(_needed(fold, acts)) >= LEAST_GAIN


def _without_superseded(lines: Sequence[Line]) -> list[Line]:
    fold = Fold({})
    last = recent(fold.take(lines))
    needed = _needed(fold, last.acts) | {id(document) for document in last.border}
    newest = {key: revision(document) for key, document in fold.docs.items()}
    # Of lines with the newest revision none goes: whether two of them are a conflict depends on all of them.
    return settle([(key, one) for key, one in lines if id(one) in needed or revision(one) == newest[key]])


def _revisions(lines: Sequence[Line]) -> dict[str, int]:
    fold = Fold({})
    fold.take(lines)
    return {key: revision(document) for key, document in fold.docs.items()}


def _needed(fold: Fold, acts: Iterable[Act]) -> set[int]:
    """Return the identities of the documents that say something yet."""
    needed = {id(document) for document in fold.docs.values()}
    needed.update(id(document) for others in fold.rivals.values() for document in others)
    needed.update(id(document) for others in fold.hidden.values() for document in others)
    needed.update(id(document) for act in acts for change in act for document in change if document)
    return needed
