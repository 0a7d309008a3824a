"""The file of an index: one SQLite file in the user's cache, or memory where there can be none.

It holds nothing that could not be made again. So what is damaged, or was left by another version, is made
anew without a word; what another program deletes meanwhile begins empty; and nothing waits for the disk.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotations.errors import StorageError
from annotations.wording import tr

__all__ = ["Database", "IndexLost"]

_PAGE = 16_384
"""Bytes of a page, in a new file. Measured: packed texts leave a third of smaller pages empty."""
_PATIENCE = 10.0
"""Seconds to wait for another program that writes; it holds the file for milliseconds."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""Also where a table is missing."""
_PRIMARY = 0xFF
"""The bits of SQLite's error code that say which kind it is."""


class IndexLost(StorageError):
    """The index was damaged, or cannot be had just now; asking again after a refresh will do."""


class Database:
    """Connections to the file of an index. Each is for one thread; the file may be used by many at once.

    Args:
        path: The file; its folder may be missing or not writable. None keeps everything in memory.
        about: What the file must have been made by; a file made by anything else is made anew.
        create: Makes the tables; is told whether they will be in memory.
    """

    def __init__(
        self, path: Path | None, about: str, create: Callable[[sqlite3.Connection, bool], None]
    ) -> None:
        self._path = path
        self._about = about
        self._create = create
        self._memory: sqlite3.Connection | None = None
        self._turn = threading.RLock()
        """Whose turn it is with what is in memory, which all threads share."""

    @property
    def kept(self) -> bool:
        """Tell whether it is in a file, as far as is known."""
        return self._path is not None

    def close(self) -> None:
        """Forget what is in memory."""
        with self._turn:
            if self._memory is not None:
                self._memory.close()
                self._memory = None

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Give a connection, in which every statement is a transaction of its own unless one is begun.

        Raises:
            IndexLost: What was read or written could not be; what was begun is taken back.
        """
        database: sqlite3.Connection | None = None
        with contextlib.ExitStack() as stack:
            try:
                database = self._opened()
                if database is not None:
                    stack.callback(database.close)
                else:
                    stack.enter_context(self._turn)
                    database = self._in_memory()
                yield database
            except sqlite3.Error as error:
                if database is not None and database.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        database.rollback()
                self._take_back(error)
                raise IndexLost(self._words(error)) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose statements all hold together, or none of them.

        Raises:
            IndexLost: As :meth:`connection`.
        """
        with self.connection() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                if database.in_transaction:
                    database.rollback()
                raise
            database.execute("COMMIT")

    # -- how ------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection | None:
        """Open the file, made if it has to be; None where there can be none, for now and for good."""
        for _ in range(2 if self._path is not None else 0):
            assert self._path is not None
            try:
                with contextlib.suppress(OSError):
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            except sqlite3.Error:
                break
            try:
                self._prepare(database)
                return database
            except sqlite3.Error as error:
                database.close()
                if _kind(error) in _BUSY:
                    raise
                if not isinstance(error, sqlite3.OperationalError):
                    self._remove()
                    continue
                break
        self._path = None
        return None

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute(f"PRAGMA page_size = {_PAGE}")
        database.execute("PRAGMA synchronous = NORMAL")
        if self._is_right(database):
            return
        database.execute("BEGIN IMMEDIATE")
        if not self._is_right(database):  # another program may have made it just now
            names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            for (name,) in database.execute(names).fetchall():
                quoted = name.replace('"', '""')
                database.execute(f'DROP TABLE IF EXISTS "{quoted}"')
            self._make(database, in_memory=False)
        database.execute("COMMIT")

    def _is_right(self, database: sqlite3.Connection) -> bool:
        there = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
        return there is not None and database.execute("SELECT made_by FROM about").fetchall() == [
            (self._about,)
        ]

    def _make(self, database: sqlite3.Connection, *, in_memory: bool) -> None:
        database.execute("CREATE TABLE about (made_by TEXT)")
        database.execute("INSERT INTO about VALUES (?)", (self._about,))
        self._create(database, in_memory)

    def _in_memory(self) -> sqlite3.Connection:
        with self._turn:
            if self._memory is None:
                self._memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
                self._make(self._memory, in_memory=True)
            return self._memory

    def _take_back(self, error: sqlite3.Error) -> None:
        """Begin anew where what is there is of no use, and in memory where nothing can be written."""
        kind = _kind(error)
        if kind in _BUSY or self._path is None:
            return
        if not isinstance(error, sqlite3.OperationalError) or kind in _DAMAGED:
            self._remove()
        else:
            self._path = None  # the disk is full, or the folder may not be written

    def _remove(self) -> None:
        if self._path is not None:
            for ending in ("", "-journal"):
                with contextlib.suppress(OSError):
                    self._path.with_name(self._path.name + ending).unlink()

    def _words(self, error: sqlite3.Error) -> str:
        if _kind(error) in _BUSY:
            return tr("another program is writing the index of the articles; try again")
        return tr("the index of the articles was damaged ({error}) and is made anew; try again", error=error)


def _kind(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
