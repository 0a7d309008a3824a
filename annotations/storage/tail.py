"""A TinyDB storage to which a change costs the same however large the file is.

A change overwrites only the closing braces at the end of the file, by its lines and new closing braces:
one write and one flush. At any moment the file is one that ``TinyDB(path, encoding="utf-8")`` reads.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from annotations.errors import LayerReadOnly, StorageError
from annotations.record import Record, layer_head
from annotations.storage import lines as form
from annotations.storage.files import Files
from annotations.storage.fold import Fold
from annotations.storage.lines import HEAD, HEAD_KEY, TABLE, TAIL, Form, Line
from annotations.storage.locked import BusyError, LockedFile, Unflushed

__all__ = ["TailStorage", "copy"]

_JOIN = 64  # how many bytes before the closing braces must still be there for what follows to be an addition

Listener = Callable[[Record | None, Record | None, bool], None]


class TailStorage(Storage):
    """The file of one layer. Safe to use from several threads and by several programs at once.

    Args:
        path: The layer. It is not made before something is written.
        head: The line that a new layer begins with.
        files: Through what to reach the file system.

    Raises:
        StorageError: The file cannot be read or is no layer.
    """

    def __init__(
        self, path: str | Path, head: Mapping[str, Any] | None = None, files: Files | None = None
    ) -> None:
        super().__init__()
        self.docs: dict[str, Record] = {}
        """The newest revision of every document by its key. Only to be read."""
        self.notices: list[str] = []
        """What reading the file found worth saying, a line each."""
        self.listener: Listener | None = None
        """Called with a document's old and new revision and whether this object wrote the new one."""
        try:
            self.file = LockedFile(Path(path), files or Files())
        except (OSError, RuntimeError) as error:  # Python has both for links that go round in a circle
            raise StorageError(f"{path}: this is no usable path; check its links") from error
        self._head = dict(head or layer_head("nobody"))
        self._mutex = threading.RLock()
        self._form = Form.EMPTY
        self._join = b""
        self._version = self._version_read = 0
        self._closed = False
        try:
            with self._current(exclusive=False):
                pass
        except FileNotFoundError:
            self.file.warn_of_folder()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the whole database as TinyDB wants it: a copy, which may be changed."""
        with self._mutex:
            self.refresh(wait=True)
            self._version_read = self._version
            if self._form is Form.EMPTY:
                return None
            return {TABLE: {key: copy(document) for key, document in self.docs.items()}}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the whole database, superseded revisions gone: the slow way, for TinyDB's own methods.

        Raises:
            StorageError: Another program wrote since :meth:`read`, the head was changed, there is another
                table, or it cannot be written.
        """
        if set(data) != {TABLE}:
            raise StorageError(f"{self.file.path}: a layer has one table, {TABLE}, and cannot be without")
        documents = {str(key): value for key, value in data[TABLE].items()}
        with self._mutex, self._current(exclusive=True):
            if self._version != self._version_read:
                raise StorageError(f"{self.file.path}: another program wrote to it meanwhile; do it again")
            head = self.docs.get(HEAD_KEY, self._head)
            if documents.pop(HEAD_KEY, None if self.docs else head) != head:
                raise StorageError(f"{self.file.path}: the first line of a layer stays as it is")
            self._replace([(HEAD_KEY, head), *documents.items()])
            self._load()

    def append(
        self,
        documents: Iterable[tuple[str, Mapping[str, Any]]],
        check: Callable[[], None] | None = None,
        *,
        merge: bool = False,
    ) -> Unflushed:
        """Write documents by one write, whole or not at all.

        Args:
            documents: Keys and documents.
            check: Called under the lock, with all that other programs wrote taken in; what it raises
                prevents the write.
            merge: Whether to keep what is there under a document's key and not in the document.

        Returns:
            What to hand to :meth:`flush`; only then are they durable.

        Raises:
            LayerReadOnly: Nothing may be written (any more).
            RecordError: A document cannot be written as JSON.
            StorageError: It could not be written; the file is as it was.
        """
        with self._mutex:
            if check is not None and self.file.identity is None:
                check()  # before a file is made for nothing
            with self._current(exclusive=True):
                if check is not None:
                    check()
                if self._form in (Form.FOREIGN, Form.DAMAGED):
                    self._put_in_form()
                with _collector_paused():
                    return self._append(self._resolved(documents, merge))

    def flush(self, writes: Iterable[Unflushed]) -> None:
        """Make what was written durable; see :meth:`LockedFile.flush`."""
        self.file.flush(writes)

    def refresh(self, *, wait: bool = False) -> None:
        """Take in what other programs wrote; one call of the system if they wrote nothing.

        Unless `wait` is set it comes back at once, and empty-handed, while somebody is writing.

        Raises:
            StorageError: The file cannot be read any more.
        """
        if self._closed or not self._mutex.acquire(blocking=wait):
            return
        try:
            if not self.file.is_unchanged():
                with self._current(exclusive=False, wait=wait):
                    pass
        except BusyError:
            if wait:
                raise
        except LayerReadOnly:
            pass  # it was removed: `read_only` says so, and what was read stays readable
        finally:
            self._mutex.release()

    def close(self) -> None:
        """Close the file."""
        with self._mutex:
            self._closed = True
            self.file.close()

    @contextmanager
    def _current(self, *, exclusive: bool, wait: bool = True) -> Iterator[None]:
        """Hold the lock, with everything that is in the file taken in."""
        if self._closed:
            raise StorageError(f"{self.file.path}: it was closed; open it again")
        with self.file.locked(exclusive=exclusive, wait=wait):
            if not self.file.was_unchanged() and not self._take_appended():
                self._load()
            if exclusive:
                self.file.demand_writable()
            yield

    def _take_appended(self) -> bool:
        """Take in what was appended, if nothing but that happened to the file."""
        if self._form is not Form.OURS or not self.file.has_grown() or not self.file.starts_with(HEAD):
            return False
        data = self.file.read(self.file.size - len(TAIL) - len(self._join))
        new = form.parse_tail(data[len(self._join) :]) if data.startswith(self._join) else None
        if new is None:
            return False
        self._join = data[: -len(TAIL)][-_JOIN:]
        self._take(new, own=False)
        self.file.stamp()
        return True

    def _load(self) -> None:
        data = self.file.read()
        before = self.docs
        docs: dict[str, Record] = {}
        fold = Fold(docs)
        with _collector_paused():
            contents = form.parse(data, str(self.file.path))
            fold.take(contents.lines)
        self.docs, self._form = docs, contents.form
        if fold.late and self._form is Form.OURS:
            self._form = Form.FOREIGN  # other programs would read an older revision
        self._join = data[: -len(TAIL)][-_JOIN:]
        self._version += 1
        self.file.stamp()
        self._report(contents, fold)
        if self.listener is not None:
            for key in before.keys() - docs.keys():
                self.listener(before[key], None, False)
            for key, document in docs.items():
                if before.get(key) != document:
                    self.listener(before.get(key), document, False)

    def _report(self, contents: form.Contents, fold: Fold) -> None:
        path, count = self.file.path, len(contents.lines)
        if contents.tables:
            self.file.refuse(f"it has other tables too ({', '.join(contents.tables)[:80]}); take them out")
        if contents.form is Form.FOREIGN:
            self.notices.append(f"{path}: another program wrote it; all {count} lines of it were taken in")
        elif contents.form is Form.DAMAGED:
            self.notices.append(
                f"{path}: it was damaged; {count} whole lines are kept, and before anything is written the"
                f" damaged file is kept as {path.name}.damaged"
            )
        self.notices += [f"{path}: {notice}" for notice in fold.notices()]

    def _take(self, lines: Sequence[Line], *, own: bool) -> None:
        changes = Fold(self.docs).take(lines)
        self._version += 1
        if self.listener is not None:
            for old, new in changes:
                self.listener(old, new, own)

    def _put_in_form(self) -> None:
        """Rewrite the locked file one record a line; every line of it stays, the newest revisions last."""
        data = self.file.read()
        contents = form.parse(data, str(self.file.path))
        if contents.form is Form.DAMAGED:
            self.file.keep_copy(data)
        fold = Fold({})
        fold.take(contents.lines)
        newest = [(key, fold.docs[key]) for key in fold.docs if key in fold.late]
        last = {id(document) for _, document in newest}
        head = self.docs.get(HEAD_KEY, self._head)
        others = [line for line in contents.lines if line[0] != HEAD_KEY and id(line[1]) not in last]
        self._replace([(HEAD_KEY, head), *others, *newest])
        self.docs.setdefault(HEAD_KEY, head)

    def _replace(self, lines: Sequence[Line]) -> None:
        data = form.render(lines)
        self.file.replace(data)
        self._form = Form.OURS
        self._join = data[: -len(TAIL)][-_JOIN:]

    def _resolved(self, documents: Iterable[tuple[str, Mapping[str, Any]]], merge: bool) -> list[Line]:
        resolved: list[Line] = []
        known: dict[str, Record] = {}
        for key, document in documents:
            if key == HEAD_KEY:
                raise StorageError(f"{self.file.path}: the first line of a layer stays as it is")
            stored = known.get(key, self.docs.get(key)) if merge else None
            known[key] = {**(stored or {}), **document}
            resolved.append((key, known[key]))
        return resolved

    def _append(self, lines: Sequence[Line]) -> Unflushed:
        rows = [form.encode_line(*line) for line in lines]
        if self._form is Form.EMPTY:
            data, at, old = form.render([(HEAD_KEY, self._head)])[: -len(TAIL)], 0, b""
        else:
            data, at, old = b"", self.file.size - len(TAIL), TAIL
        data += b"".join(rows)
        unflushed = self.file.overwrite(data + TAIL, at, old)
        self._join = (self._join + data)[-_JOIN:]
        taken = form.parse_tail(b"".join([*rows, TAIL])) or []  # as read back: the caller may change his own
        if self._form is Form.EMPTY:
            taken.insert(0, (HEAD_KEY, dict(self._head)))
        self._form = Form.OURS
        self._take(taken, own=True)
        return unflushed


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from going through a large layer again and again while it is built."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def copy(value: Any) -> Any:
    """Return a JSON value that shares nothing changeable with `value`."""
    if isinstance(value, dict):
        return {key: copy(one) for key, one in value.items()}
    if isinstance(value, list):
        return [copy(one) for one in value]
    return value
