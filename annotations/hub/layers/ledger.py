"""What this machine remembers of a hub: how far it has read there, and what was acknowledged.

One SQLite file a project and hub in a folder of the user's. It may be lost at any time: everything in it is
found out again by comparing. Nothing in it is waited for to be durable.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from annotations.digest import digest_of
from annotations.hub.client.revision import Key
from annotations.plain_json import loads

__all__ = ["Exchanged", "Ledger", "Place", "ledger_path"]

_FORM = 1
"""Grows when the tables change; what another form wrote is begun anew."""
_TABLES = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sent (uid TEXT, rev INTEGER, digest TEXT, PRIMARY KEY (uid, rev, digest))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unsent
    (uid TEXT, rev INTEGER, digest TEXT, why TEXT, PRIMARY KEY (uid, rev, digest)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS opened (article TEXT PRIMARY KEY, rev INTEGER, done INTEGER, fetched INTEGER)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS owner (name TEXT PRIMARY KEY, refused INTEGER) WITHOUT ROWID;
"""
_AT_ONCE = 400
"""Keys that one statement asks for; SQLite takes a thousand values and more."""


class Place(NamedTuple):
    """How far what the hub has was read."""

    epoch: str = ""
    """Which life of the hub; another one after it was restored from a copy."""
    cursor: str = ""
    """Where to go on; what it means the hub alone knows."""
    view: str = ""
    """By which rights it was read: with others, more may lie before the cursor."""


class Exchanged(NamedTuple):
    """When something was last exchanged, in seconds as `time.time` has them; None where that is not known."""

    sent: float | None = None
    """When the hub last acknowledged something that was new to it."""
    received: float | None = None
    """When something last came that was new here."""


def ledger_path(state: Path, root: Path, place: str) -> Path:
    """Return the file for the project in `root` and the hub at `place`, in the user's folder `state`."""
    name = digest_of(f"{root}\0{place}".encode("utf-8", "surrogateescape"))
    return state / "hubs" / f"{name}.sqlite"


class Ledger:
    """What is remembered. One thread uses it; other processes may at the same time."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, or begin it; one that is damaged or of another form is begun anew.

        Raises:
            OSError, sqlite3.Error: There can be none in that place.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._base = self._opened()
        except sqlite3.DatabaseError:
            self._discard()
            self._base = self._opened()

    def _opened(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=OFF")
            if base.execute("PRAGMA user_version").fetchone()[0] not in (0, _FORM):
                raise sqlite3.DatabaseError
            base.executescript(_TABLES)
            base.execute(f"PRAGMA user_version={_FORM}")
            base.execute("SELECT count(*) FROM note").fetchone()
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _discard(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Have all that is noted meanwhile be there, or nothing of it."""
        if self._base.in_transaction:
            yield
            return
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(sqlite3.Error):
            self._base.close()

    # -- single facts ------------------------------------------------------------------

    def recall(self, name: str) -> object:
        """Return what was noted under `name`, or None."""
        found = self._base.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return None if found is None else loads(found[0])

    def keep(self, name: str, value: object) -> None:
        """Note `value`, which is JSON, under `name`."""
        self._base.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, json.dumps(value)))

    @property
    def place(self) -> Place:
        """How far was read."""
        match self.recall("place"):
            case [str(epoch), str(cursor), str(view)]:
                return Place(epoch, cursor, view)
        return Place()

    @place.setter
    def place(self, place: Place) -> None:
        self.keep("place", list(place))

    @property
    def exchanged(self) -> Exchanged:
        """When something was last exchanged."""
        match self.recall("exchanged"):
            case [int() | float() | None as sent, int() | float() | None as received]:
                return Exchanged(sent, received)
        return Exchanged()

    def note_sent(self) -> None:
        """Take note that something new was sent just now."""
        self.keep("exchanged", self.exchanged._replace(sent=time.time()))

    def note_received(self) -> None:
        """Take note that something new came just now."""
        self.keep("exchanged", self.exchanged._replace(received=time.time()))

    # -- what was acknowledged --------------------------------------------------------

    def unknown(self, keys: Sequence[Key]) -> set[Key]:
        """Return those of `keys` of which it is not known that the hub has them, or never takes them."""
        unknown = set(keys)
        for at in range(0, len(keys), _AT_ONCE):
            uids = list({uid for uid, _, _ in keys[at : at + _AT_ONCE]})
            marks = ",".join("?" * len(uids))
            for table in ("sent", "unsent"):
                rows = self._base.execute(
                    f"SELECT uid, rev, digest FROM {table} WHERE uid IN ({marks})", uids
                )
                unknown.difference_update(rows)
        return unknown

    def acknowledge(self, keys: Iterable[Key]) -> None:
        """Take note that the hub has these."""
        with self.together():
            self._base.executemany("INSERT OR IGNORE INTO sent VALUES (?, ?, ?)", keys)

    def acknowledged(self) -> int:
        """Return how many revisions the hub is known to have."""
        return int(self._base.execute("SELECT count(*) FROM sent").fetchone()[0])

    def refuse(self, refused: Iterable[tuple[Key, str]]) -> None:
        """Take note which the hub never takes, and why, a word each."""
        with self.together():
            self._base.executemany(
                "INSERT OR REPLACE INTO unsent VALUES (?, ?, ?, ?)", [(*key, why) for key, why in refused]
            )

    def refused(self) -> dict[str, int]:
        """Return by the word for why how many revisions the hub never takes."""
        return dict(self._base.execute("SELECT why, count(*) FROM unsent GROUP BY why ORDER BY why"))

    def compare(self, chunks: Iterable[Sequence[Key]]) -> None:
        """Take note that the hub has what `chunks` hold, and nothing else; that it may take more than before.

        They are put aside as they come, so that no other process waits for the hub too.
        """
        self._base.execute("CREATE TEMP TABLE IF NOT EXISTS there (uid TEXT, rev INTEGER, digest TEXT)")
        self._base.execute("DELETE FROM there")
        for keys in chunks:
            self._base.executemany("INSERT INTO there VALUES (?, ?, ?)", keys)
        with self.together():
            self._base.execute("DELETE FROM sent")
            self._base.execute("DELETE FROM unsent")
            self._base.execute("INSERT OR IGNORE INTO sent SELECT * FROM there")
            self._base.execute("UPDATE opened SET fetched = 0")
        self._base.execute("DELETE FROM there")

    def lacking(self, newest: Mapping[str, int]) -> bool:
        """Tell whether the hub has a later revision of any record than `newest`, all by its uid, says."""
        rows = self._base.execute("SELECT uid, max(rev) FROM sent GROUP BY uid")
        return any(rev > newest.get(uid, 0) for uid, rev in rows)

    # -- articles that the annotator marked done --------------------------------------

    def mark(self, article: str, rev: int, *, done: bool) -> None:
        """Take note that the hub has the annotator's word on whether `article` is done, in revision `rev`.

        One that was taken back and given again is to be read again: what others said meanwhile was hidden.
        """
        self._base.execute(
            "INSERT INTO opened VALUES (?, ?, ?, 0) ON CONFLICT (article) DO UPDATE SET"
            " fetched = fetched AND done AND excluded.done, rev = excluded.rev, done = excluded.done"
            " WHERE excluded.rev >= rev",
            (article, rev, done),
        )

    def to_fetch(self, most: int = 100) -> list[str]:
        """Return articles that are done and of which what others said was not read yet."""
        rows = self._base.execute("SELECT article FROM opened WHERE done AND NOT fetched LIMIT ?", (most,))
        return [article for (article,) in rows]

    def fetched(self, articles: Iterable[str]) -> None:
        """Take note that what others said of these was read."""
        with self.together():
            self._base.executemany(
                "UPDATE opened SET fetched = 1 WHERE article = ?", [(a,) for a in articles]
            )

    # -- whose layers come from the hub -----------------------------------------------

    def owners(self) -> dict[str, bool]:
        """Return whose revisions came from the hub, and whether nothing of theirs was taken."""
        return {name: bool(refused) for name, refused in self._base.execute("SELECT * FROM owner")}

    def keep_owner(self, name: str, *, refused: bool) -> None:
        """Take note that revisions of `name` came, and whether they were refused."""
        self._base.execute("INSERT OR REPLACE INTO owner VALUES (?, ?)", (name, refused))

    def forget_owners(self) -> None:
        """Take note that nobody's revisions came yet."""
        self._base.execute("DELETE FROM owner")
