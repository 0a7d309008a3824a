"""A TinyDB storage to which a change costs the same however large the file is.

A change overwrites only the closing braces at the end of the file, by its lines and new closing braces:
one write and one flush. At any moment the file is one that ``TinyDB(path, encoding="utf-8")`` reads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from tinydb.storages import Storage

from annotations.errors import LayerGone, LayerReadOnly, StorageError
from annotations.storage.files.files import Files
from annotations.storage.files.lock import BusyError
from annotations.storage.files.locked_file import LockedFile, Unflushed
from annotations.storage.layer.compaction import compacted
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.continuity import continued
from annotations.storage.layer.fold import in_order
from annotations.storage.layer.last_copy import left_by_zhupi
from annotations.storage.layer.lines import (
    HEAD,
    HEAD_KEY,
    TAIL,
    Document,
    added,
    before_braces,
    parse_tail,
    render,
)
from annotations.storage.layer.memory import Memory, collector_paused
from annotations.storage.layer.outside import taken_in
from annotations.storage.layer.tables import Addition, additions, tables
from annotations.storage.layer.upgrades import upgraded_lines

__all__ = ["TailStorage"]


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
        self, path: Path, head: Mapping[str, object], files: Files | None = None, *, keep: bool = False
    ) -> None:
        super().__init__()
        self.notices: list[str] = []
        """What reading the file found worth saying, a line each."""
        self.listener: Callable[[Document | None, Document | None, bool], None] = lambda old, new, own: None
        """Called with a document's old and new revision and whether this object wrote the new one."""
        try:
            self.file = LockedFile(path, files or Files())
        except (OSError, RuntimeError) as error:  # Python has both for links that go round in a circle
            raise StorageError(f"{path}: this is no usable path; check its links") from error
        self._head = dict(head)
        self._mutex = threading.RLock()
        self.memory = Memory()
        """What the file says, its history and conflicts among it. Only to be read."""
        self._join = b""
        self._closed = False
        self._keep = keep
        self._refused: str | None = None
        self._outside = False
        self.gone: str | None = None
        """Why nothing that was in the file is there any more, or None."""
        self._catch_up(wait=True)

    @property
    def docs(self) -> dict[str, Document]:
        """The newest revision of every document by its key. Only to be read."""
        return self.memory.docs

    @property
    def read_only(self) -> str | None:
        """Why nothing may be written, for now or for good, in one line, or None."""
        return self.gone or self._refused or self.file.read_only

    @property
    def lost(self) -> dict[str, Document]:
        """What memory holds and the file, as far as that is known, does not, by its key. Only to be read."""
        return self.docs if self.gone is not None else self.memory.lost

    def restore(self) -> None:
        """Write back what the file lacks, durable on return; it is made anew if it is not there.

        What another program put there meanwhile stays. Where both have a revision of their own of one record
        nothing is written: that conflict is for a person to settle.

        Raises:
            StorageError: It could not be written, and is as it was.
        """
        anew = self.file.begun_anew() if self.gone is not None else nullcontext()
        with self._mutex, anew, self._current(exclusive=True, restoring=True):
            if self.gone is not None:
                if self.file.size:
                    self.file.keep_copy(self.file.read())
                self._replace([(HEAD_KEY, self.docs.get(HEAD_KEY, self._head)), *self.memory.all_lines()])
                self.memory.lost, self.gone = {}, None
                return
            self._put_in_form()
            before, rivals = self.memory.lost, self.memory.fold.rivals
            try:
                if lost := [(key, one) for key, one in before.items() if key not in rivals]:
                    self.flush([self._append(lost)])
            except BaseException:
                self.memory.lost = before  # it may not be durable
                raise

    def read(self) -> dict[str, Document] | None:
        """Return the whole database as TinyDB wants it: a copy, which may be changed; None of a new file."""
        with self._mutex:
            self._catch_up(wait=True)
            return tables(self.docs)

    def write(self, data: dict[str, Document]) -> None:
        """Add what TinyDB changed in `data`, durable on return: what is the same is not written again.

        Raises:
            StorageError: Something was taken out, or another table put in; records are deleted by a revision.
        """
        self.flush([self.append(additions(data, self.docs, str(self.file.path)))])

    def append(self, documents: Sequence[Addition], check: Callable[[], None] = lambda: None) -> Unflushed:
        """Write documents by one write, whole or not at all.

        Args:
            documents: Keys and documents.
            check: Called under the lock, with all that other programs wrote taken in; what it raises
                prevents the write.

        Returns:
            What to hand to :meth:`flush`; only then are they durable.

        Raises:
            LayerReadOnly: Nothing may be written (any more).
            RecordError: A document cannot be written as JSON.
            StorageError: It could not be written; the file is as it was.
        """
        with self._mutex:
            if self.file.identity is None:
                check()  # before a file is made for nothing
            with self._current(exclusive=True):
                check()
                self._put_in_form()
                return self._append(documents)

    def flush(self, writes: Iterable[Unflushed]) -> None:
        """Make what was written durable; see :meth:`LockedFile.flush`."""
        self.file.flush(writes)

    def refresh(self) -> None:
        """Take in what other programs wrote; one call of the system if they wrote nothing.

        It comes back at once, and empty-handed, while somebody is writing.

        Raises:
            StorageError: The file cannot be read any more.
        """
        if self._closed or not self._mutex.acquire(blocking=False):
            return
        try:
            if self.gone is not None or self.file.may_recover or not self.file.is_unchanged():
                self._catch_up(wait=False)
        except (BusyError, LayerReadOnly):
            pass  # `gone` or `read_only` says so, and what was read stays readable
        finally:
            self._mutex.release()

    def compact(self, check: Callable[[], None] = lambda: None) -> None:
        """Rewrite the file without the superseded lines that nobody needs, if that pays.

        Never waits for another program that has the file.

        Args:
            check: As for :meth:`append`.

        Raises:
            StorageError: It could not be written; nothing is lost.
        """
        with self._mutex, suppress(BusyError):
            if self._closed or self.lost or not self.memory.is_worth_compacting():
                return
            with self._current(exclusive=True, wait=False), collector_paused():
                check()
                contents = parse(self.file.read(), str(self.file.path))
                if contents.form is Form.OURS and self.memory.is_worth_compacting():
                    lines = compacted(upgraded_lines(contents.lines))
                    self._replace(lines)
                    self._tell(self.memory.adopt(Contents(Form.OURS, lines)), own=True)

    def close(self) -> None:
        """Close the file."""
        with self._mutex:
            self._closed = True
            self.file.close()

    def _catch_up(self, *, wait: bool) -> None:
        try:
            with self._current(exclusive=False, wait=wait):
                pass
        except FileNotFoundError:
            self.file.warn_of_folder()  # it never was there, and its folder may be writable by now

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
                if exclusive and self._refused is not None:
                    raise LayerReadOnly(self._refused)
                if exclusive:
                    self.file.demand_writable()
                yield
        except LayerGone as error:
            self.gone = str(error)
            raise

    def _take_appended(self) -> bool:
        """Take in what was appended, if nothing but that happened to the file."""
        if self.memory.form is not Form.OURS or not self.file.has_grown() or not self.file.starts_with(HEAD):
            return False
        data = self.file.read(self.file.size - len(TAIL) - len(self._join))
        new = parse_tail(data[len(self._join) :]) if data.startswith(self._join) else None
        if new is None:
            return False
        self._join = before_braces(data)
        self._tell(self.memory.take(new), own=False)
        self.file.stamp()
        return True

    def _load(self) -> None:
        data = self.file.read()
        self.file.stamp()
        with collector_paused(lambda: len(self.docs)):
            try:
                contents = continued(data, str(self.file.path), self.docs, keep=self._keep)
            except LayerGone as error:
                self.gone = str(error)
                return
            contents = self._taken_in(contents, first=not self.docs)
            changes = self.memory.meet(contents) if self._keep else self.memory.adopt(contents)
        self.gone = None
        self._join = before_braces(data)
        self._refused = contents.refusal(str(self.file.path))
        told = self.memory.notices(str(self.file.path))
        self.notices += [one for one in told if one not in self.notices]
        self._tell(changes, own=False)

    def _taken_in(self, contents: Contents, *, first: bool) -> Contents:
        """Return `contents` with what was done to the file while zhupi had it closed as new revisions.

        What happens to it while it is open `memory` knows better.
        """
        if not (first and contents.rewritten):
            return contents
        self._outside = True
        data = left_by_zhupi(self.file.path, self.file.files)
        left = None
        with suppress(StorageError):
            left = parse(data, str(self.file.path)) if data is not None else None
        return taken_in(contents, left)

    def _tell(self, changes: Iterable[tuple[Document | None, Document | None]], *, own: bool) -> None:
        for old, new in changes:
            self.listener(old, new, own)

    def _put_in_form(self) -> None:
        """Rewrite the locked file one record a line, the newest revisions last, if it is in another form.

        Every line of it stays, but those of acts that were cut short, which the copy of the damaged file has.
        """
        if self.memory.form not in (Form.FOREIGN, Form.DAMAGED):
            return
        data = self.file.read()
        contents = self._taken_in(parse(data, str(self.file.path)), first=self._outside)
        if contents.form is Form.DAMAGED:
            self.file.keep_copy(data)
        head = self.docs.get(HEAD_KEY, self._head)
        self._replace([(HEAD_KEY, head), *(line for line in in_order(contents.lines) if line[0] != HEAD_KEY)])
        self.docs.setdefault(HEAD_KEY, head)

    def _replace(self, lines: Sequence[tuple[str, Document]]) -> None:
        self.file.replace(data := render(lines))
        self.memory.put_in_form(len(lines))
        self._join = before_braces(data)

    def _append(self, documents: Sequence[Addition]) -> Unflushed:
        data, lines = added(documents)  # as read back: the caller may change his own
        if self.memory.form is Form.EMPTY:
            data, at, old = render([(HEAD_KEY, self._head)])[: -len(TAIL)] + data, 0, b""
            lines.insert(0, (HEAD_KEY, dict(self._head)))
        else:
            at, old = self.file.size - len(TAIL), TAIL
        unflushed = self.file.overwrite(data + TAIL, at, old)
        self._join = before_braces(self._join + data + TAIL)
        self.memory.form = Form.OURS
        self._tell(self.memory.take(lines), own=True)
        return unflushed
