"""A TinyDB storage to which a change costs the same however large the file is.

A change overwrites only the closing braces at the end of the file, by its lines and new closing braces:
one write and one flush. At any moment the file is one that ``TinyDB(path, encoding="utf-8")`` reads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tinydb.storages import Storage

from annotations.errors import LayerGone, LayerReadOnly, StorageError
from annotations.records.record import layer_head
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import BusyError, LockedFile, Unflushed
from annotations.storage.layer import lines as form
from annotations.storage.layer.compaction import compacted
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.fold import in_order
from annotations.storage.layer.history import Act
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TABLE, TAIL, Document, Line
from annotations.storage.layer.memory import Memory, collector_paused, copy
from annotations.storage.layer.migrations import upgraded_lines

__all__ = ["TailStorage", "copy"]

_JOIN = 64  # how many bytes before the closing braces must still be there for what follows to be an addition

Listener = Callable[[Document | None, Document | None, bool], None]


class TailStorage(Storage):
    """The file of one layer. Safe to use from several threads and by several programs at once.

    Args:
        path: The layer. It is not made before something is written.
        head: The line that a new layer begins with.
        files: Through what to reach the file system.
        keep: Whether to keep in memory what the file loses while it is open, for :meth:`restore`.

    Raises:
        StorageError: The file cannot be read or is no layer.
    """

    def __init__(
        self,
        path: str | Path,
        head: Mapping[str, object] | None = None,
        files: Files | None = None,
        *,
        keep: bool = False,
    ) -> None:
        super().__init__()
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
        self._memory = Memory()
        self._join = b""
        self._version_read = 0
        self._closed = False
        self._keep = keep
        self._tables: LayerReadOnly | None = None
        self.gone: str | None = None
        """Why nothing that was in the file is there any more, or None."""
        try:
            with self._current(exclusive=False):
                pass
        except FileNotFoundError:
            self.file.warn_of_folder()

    @property
    def docs(self) -> dict[str, Document]:
        """The newest revision of every document by its key. Only to be read."""
        return self._memory.docs

    def history(self) -> list[Act]:
        """Return the last acts, oldest first; see :func:`annotations.storage.layer.history.recent`."""
        return self._memory.acts()

    def conflicts(self) -> list[tuple[Document, Document]]:
        """Return every conflict that is not settled: the version that counts, and another."""
        return self._memory.conflicts()

    @property
    def read_only(self) -> str | None:
        """Why nothing may be written, for now or for good, in one line, or None."""
        return self.gone or (str(self._tables) if self._tables else self.file.read_only)

    @property
    def lost(self) -> dict[str, Document]:
        """What memory holds and the file, as far as that is known, does not, by its key. Only to be read."""
        return self.docs if self.gone is not None else self._memory.lost

    def restore(self) -> None:
        """Write back what the file lacks, durable on return; it is made anew if it is not there.

        What another program put there meanwhile stays. Where both have a revision of their own of one record
        nothing is written: that conflict is for a person to settle.

        Raises:
            StorageError: It could not be written, and is as it was.
        """
        with self._mutex, self.file.begun_anew() if self.gone is not None else nullcontext():
            self._restore()

    def _restore(self) -> None:
        with self._current(exclusive=True, restoring=True):
            if self.gone is not None:
                if self.file.size:
                    self.file.keep_copy(self.file.read())
                lines = self._memory.all_lines()
                self._replace([(HEAD_KEY, self.docs.get(HEAD_KEY, self._head)), *lines])
                self._memory.lost = {}
                self.gone = None
                return
            if self._memory.form in (Form.FOREIGN, Form.DAMAGED):
                self._put_in_form()
            rivals = self._memory.fold.rivals
            lost = [(key, one) for key, one in self._memory.lost.items() if key not in rivals]
            if not lost:
                return
            before = self._memory.lost
            try:
                self.flush([self._append(lost)])
            except BaseException:
                self._memory.lost = before  # it may not be durable
                raise

    def read(self) -> dict[str, Document] | None:
        """Return the whole database as TinyDB wants it: a copy, which may be changed."""
        with self._mutex:
            self.refresh(wait=True)
            self._version_read = self._memory.version
            if self._memory.form is Form.EMPTY:
                return None
            return {TABLE: {key: copy(document) for key, document in self.docs.items()}}

    def write(self, data: dict[str, Document]) -> None:
        """Replace the whole database, superseded revisions gone: the slow way, for TinyDB's own methods.

        Raises:
            StorageError: Another program wrote since :meth:`read`, the head was changed, there is another
                table, or it cannot be written.
        """
        if set(data) != {TABLE}:
            raise StorageError(f"{self.file.path}: a layer has one table, {TABLE}, and cannot be without")
        documents = {str(key): value for key, value in data[TABLE].items()}
        with self._mutex, self._current(exclusive=True):
            if self._memory.version != self._version_read:
                raise StorageError(f"{self.file.path}: another program wrote to it meanwhile; do it again")
            head = self.docs.get(HEAD_KEY, self._head)
            if documents.pop(HEAD_KEY, None if self.docs else head) != head:
                raise StorageError(f"{self.file.path}: the first line of a layer stays as it is")
            self._replace([(HEAD_KEY, head), *form.settle(list(documents.items()))])
            self._tell(self._memory.adopt(parse(self.file.read(), str(self.file.path))), own=True)

    def append(
        self,
        documents: Iterable[tuple[str, Mapping[str, object]]],
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
                if self._memory.form in (Form.FOREIGN, Form.DAMAGED):
                    self._put_in_form()
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
            if self.gone is not None or self.file.may_recover or not self.file.is_unchanged():
                with self._current(exclusive=False, wait=wait):
                    pass
        except BusyError:
            if wait:
                raise
        except FileNotFoundError:
            self.file.warn_of_folder()  # it never was there, and its folder may be writable by now
        except LayerReadOnly:
            pass  # `gone` or `read_only` says so, and what was read stays readable
        finally:
            self._mutex.release()

    def compact(self, check: Callable[[], None] | None = None) -> bool:
        """Rewrite the file without the superseded lines that nobody needs, if that pays.

        Never waits for another program that has the file.

        Args:
            check: As for :meth:`append`.

        Returns:
            Whether the file was rewritten.

        Raises:
            StorageError: It could not be written; nothing is lost.
        """
        with self._mutex:
            if self._closed or self.lost or not self._memory.is_worth_compacting():
                return False
            try:
                with self._current(exclusive=True, wait=False):
                    if check is not None:
                        check()
                    return self._compact()
            except BusyError:
                return False

    def close(self) -> None:
        """Close the file."""
        with self._mutex:
            self._closed = True
            self.file.close()

    @contextmanager
    def _current(self, *, exclusive: bool, wait: bool = True, restoring: bool = False) -> Iterator[None]:
        """Hold the lock, with everything that is in the file taken in."""
        if self._closed:
            raise StorageError(f"{self.file.path}: it was closed; open it again")
        try:
            with self.file.locked(exclusive=exclusive, wait=wait):
                if self.gone is not None or not (self.file.was_unchanged() or self._take_appended()):
                    self._load()
                if self.gone is not None and exclusive and not restoring:
                    raise LayerGone(self.gone)
                if exclusive and self._tables is not None:
                    raise self._tables
                if exclusive:
                    self.file.demand_writable()
                yield
        except LayerGone as error:
            self.gone = str(error)
            raise

    def _take_appended(self) -> bool:
        """Take in what was appended, if nothing but that happened to the file."""
        if self._memory.form is not Form.OURS or not self.file.has_grown() or not self.file.starts_with(HEAD):
            return False
        data = self.file.read(self.file.size - len(TAIL) - len(self._join))
        new = form.parse_tail(data[len(self._join) :]) if data.startswith(self._join) else None
        if new is None:
            return False
        self._join = _end(data)
        self._tell(self._memory.take(new), own=False)
        self.file.stamp()
        return True

    def _load(self) -> None:
        data = self.file.read()
        self.file.stamp()
        with collector_paused(lambda: len(self.docs)):
            contents = self._contents(data)
            if contents is None:
                return
            changes = self._memory.meet(contents) if self._keep else self._memory.adopt(contents)
        self.gone = None
        self._join = _end(data)
        self._tables = _refuse_tables(str(self.file.path), contents.tables)
        told = self._memory.notices(str(self.file.path))
        self.notices += [one for one in told if one not in self.notices]
        self._tell(changes, own=False)

    def _contents(self, data: bytes) -> Contents | None:
        """Return what the locked file holds; None if that is nothing of what it held before."""
        path = self.file.path
        restore = "put it back, or write back what memory holds"
        try:
            contents = parse(data, str(path))
        except StorageError:
            if not self.docs:
                raise
            self.gone = f"{path}: something else was put in its place while in use; {restore}"
            return None
        if contents.form is Form.EMPTY and self.docs:
            self.gone = f"{path}: it was emptied while in use; {restore}"
            return None
        if self._keep and (other := self._other_owner(contents)) is not None:
            self.gone = f"{path}: the layer of {other[:60]} was put in its place while in use; {restore}"
            return None
        return contents

    def _other_owner(self, contents: Contents) -> str | None:
        """Return whose the layer is that was put in the place of this one; None if it is this one's still."""
        own = self.docs.get(HEAD_KEY, {}).get("annotator")
        heads = [one for key, one in contents.lines if key == HEAD_KEY]
        other = heads[-1].get("annotator") if heads else None
        if own in (None, other) or not isinstance(other, str):
            return None
        records = [one.get("annotator") for key, one in contents.lines if key != HEAD_KEY]
        return None if own in records else other  # a harmed head is no other layer

    def _tell(self, changes: Iterable[tuple[Document | None, Document | None]], *, own: bool) -> None:
        if self.listener is not None:
            for old, new in changes:
                self.listener(old, new, own)

    def _compact(self) -> bool:
        with collector_paused():
            contents = parse(self.file.read(), str(self.file.path))
            if contents.form is not Form.OURS or not self._memory.is_worth_compacting():
                return False
            lines = compacted(upgraded_lines(contents.lines))
            self._replace(lines)
            self._tell(self._memory.adopt(Contents(Form.OURS, lines)), own=True)
        return True

    def _put_in_form(self) -> None:
        """Rewrite the locked file one record a line, the newest revisions last.

        Every line of it stays, but those of acts that were cut short, which the copy of the damaged file has.
        """
        data = self.file.read()
        contents = parse(data, str(self.file.path))
        if contents.form is Form.DAMAGED:
            self.file.keep_copy(data)
        head = self.docs.get(HEAD_KEY, self._head)
        self._replace([(HEAD_KEY, head), *(line for line in in_order(contents.lines) if line[0] != HEAD_KEY)])
        self.docs.setdefault(HEAD_KEY, head)

    def _replace(self, lines: Sequence[Line]) -> None:
        self.file.replace(data := form.render(lines))
        self._memory.put_in_form(len(lines))
        self._join = _end(data)

    def _resolved(self, documents: Iterable[tuple[str, Mapping[str, object]]], merge: bool) -> list[Line]:
        resolved: list[Line] = []
        known: dict[str, Document] = {}
        for key, document in documents:
            if key == HEAD_KEY:
                raise StorageError(f"{self.file.path}: the first line of a layer stays as it is")
            stored = known.get(key, self.docs.get(key)) if merge else None
            known[key] = {**(stored or {}), **document}
            resolved.append((key, known[key]))
        return resolved

    def _append(self, documents: Sequence[Line]) -> Unflushed:
        rows = [form.reread(*line) for line in documents]  # as read back: the caller may change his own
        data, lines = b"".join([row for row, _ in rows]), [line for _, line in rows]
        if self._memory.form is Form.EMPTY:
            data, at, old = form.render([(HEAD_KEY, self._head)])[: -len(TAIL)] + data, 0, b""
            lines.insert(0, (HEAD_KEY, dict(self._head)))
        else:
            at, old = self.file.size - len(TAIL), TAIL
        unflushed = self.file.overwrite(data + TAIL, at, old)
        self._join = _end(self._join + data + TAIL)
        self._memory.form = Form.OURS
        self._tell(self._memory.take(lines), own=True)
        return unflushed


def _refuse_tables(path: str, tables: Sequence[str]) -> LayerReadOnly | None:
    if not tables:
        return None
    return LayerReadOnly(f"{path}: it has other tables too ({', '.join(tables)[:80]}); take them out")


def _end(data: bytes) -> bytes:
    """Return what comes right before the closing braces."""
    return data[: -len(TAIL)] if len(data) <= _JOIN else data[-len(TAIL) - _JOIN : -len(TAIL)]
