"""What the file of a layer says, held in memory."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from annotations.record import Record
from annotations.storage.compaction import pays
from annotations.storage.fold import Change, Fold
from annotations.storage.history import Act, History
from annotations.storage.lines import Contents, Form, Line
from annotations.storage.migrations import upgraded_lines

__all__ = ["Memory", "collector_paused", "copy"]


_LARGE = 10_000  # records; the collector goes through fewer in a moment


class Memory:
    """The newest revision of every document, the conflicts, the last acts and the form of the file.

    Only one thread may change it at a time; any may read.
    """

    def __init__(self) -> None:
        self.form = Form.EMPTY
        self.fold = Fold({})
        self.lines = 0
        """How many lines the file has."""
        self.version = 0
        """Grows with every change."""
        self._history = History()

    @property
    def docs(self) -> dict[str, Record]:
        """The newest revision of every document by its key. Only to be read."""
        return self.fold.docs

    def adopt(self, contents: Contents) -> list[tuple[Record | None, Record | None]]:
        """Let `contents` be all there is, and return what that changed: documents gone, new or different."""
        before, fold, history = self.docs, Fold({}), History()
        history.add(fold.take(upgraded_lines(contents.lines)))
        self.fold, self._history = fold, history
        self.lines = len(contents.lines)
        self.form = contents.form
        self.version += 1
        self._mind_order()
        gone: list[tuple[Record | None, Record | None]] = [
            (before[key], None) for key in before.keys() - fold.docs.keys()
        ]
        news = [(before.get(key), document) for key, document in fold.docs.items()]
        return gone + [change for change in news if change[0] != change[1]]

    def take(self, lines: Sequence[Line]) -> list[Change]:
        """Take in lines that were added to the file, and return what they changed."""
        changes = self.fold.take(upgraded_lines(lines))
        self._history.add(changes)
        self.lines += len(lines)
        self.version += 1
        self._mind_order()
        return changes

    def put_in_form(self, lines: int) -> None:
        """Take note that the file was rewritten with so many lines, the newest revisions last."""
        self.form, self.lines = Form.OURS, lines
        self.fold.late.clear()

    def notices(self, path: str) -> list[str]:
        """Return what is worth telling of the file, a line each; `path` is how to call it."""
        told = self.fold.notices()
        if self.form is Form.FOREIGN:
            told.insert(0, f"another program wrote it; all {self.lines} lines of it were taken in")
        elif self.form is Form.DAMAGED:
            told.insert(
                0,
                f"it was damaged; {self.lines} whole lines are kept, and before anything is written the"
                " damaged file is kept beside it, with .damaged after its name",
            )
        return [f"{path}: {notice}" for notice in told]

    def acts(self) -> list[Act]:
        """Return the last acts, oldest first."""
        return list(self._history.acts)

    def conflicts(self) -> list[tuple[Record, Record]]:
        """Return every conflict that is not settled: the version that counts, and another."""
        rivals = list(self.fold.rivals.items())
        return [(self.docs[key], other) for key, others in rivals for other in others]

    def is_worth_compacting(self) -> bool:
        """Say whether rewriting the file would make it much shorter, and nothing forbids it."""
        return self.form is Form.OURS and pays(self.lines, self.fold, self._history.acts)

    def _mind_order(self) -> None:
        if self.fold.late and self.form is Form.OURS:
            self.form = Form.FOREIGN  # other programs would read an older revision


@contextmanager
def collector_paused(records: Callable[[], int] = lambda: 0) -> Iterator[None]:
    """Keep the garbage collector from going through a large layer again and again while it is built.

    If `records` then gives a large number the collector leaves alone for good what there is by now: it
    would stop all threads for a few tenths of a second, and records are never part of a cycle.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if records() >= _LARGE:
            gc.freeze()
        if enabled:
            gc.enable()


def copy(value: Any) -> Any:
    """Return a JSON value that shares nothing changeable with `value`."""
    if isinstance(value, dict):
        return {key: copy(one) for key, one in value.items()}
    if isinstance(value, list):
        return [copy(one) for one in value]
    return value
