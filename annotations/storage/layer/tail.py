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
from annotations.storage.files.locked_file import Unflushed
from annotations.storage.layer.compaction import compacted
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.file_in_memory import FileInMemory
from annotations.storage.layer.lines import HEAD_KEY, Document
from annotations.storage.layer.memory import collector_paused
from annotations.storage.layer.tables import Addition, additions, tables
from annotations.storage.layer.upgrades import upgraded_lines
from annotations.wording import tr

__all__ = ["TailStorage"]


class TailStorage(FileInMemory, Storage):
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
        super().__init__(path, head, files, keep=keep)
        self._mutex = threading.RLock()
        self._closed = False
        self._catch_up(wait=True)

    @property
    def read_only(self) -> str | None:
        """Why nothing may be written, for now or for good, in one line, or None."""
        return self.gone or self._refused or self.file.read_only

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
            raise StorageError(tr("{path}: it was closed; open it again", path=self.file.path))
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
