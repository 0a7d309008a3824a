"""The texts of a project's articles in its index: each as it was read, and in which of them a word may stand.

A text is kept under a number of its own that is never given again: what was read anew is another text. Texts
that came one by one are gathered into blocks now and then, see :mod:`annotations.index.postings`; until then
each of them counts as one in which anything may stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from annotations.index.form import packed, packed_text, text_of
from annotations.model.article import Article

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["TextTables", "bodies"]

_TABLES = """
CREATE TABLE texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL UNIQUE,
    characters INTEGER NOT NULL,
    block INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX texts_in ON texts (block, characters);
CREATE TABLE bodies (id INTEGER PRIMARY KEY, plain INTEGER NOT NULL, text BLOB NOT NULL, data BLOB NOT NULL);
CREATE TABLE analyses (id INTEGER PRIMARY KEY, version TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE blocks (id INTEGER PRIMARY KEY AUTOINCREMENT, texts BLOB NOT NULL, characters INTEGER NOT NULL);
CREATE TABLE pairs (
    id INTEGER PRIMARY KEY, block INTEGER NOT NULL, first INTEGER NOT NULL, shelf BLOB NOT NULL
);
CREATE INDEX pairs_of ON pairs (block, first)
"""
"""`article` is the number of the article among the rows of articles; block 0 is none."""

_CHARACTERS = 10_000_000
"""Characters of a block. Measured: its tables take 2.0 bytes a character, those of 4 million 2.3."""
_LOOSE = 1_000_000
"""Characters of texts in no block that may stay so: searched one by one they take 0.2 s."""
_MOST = 1 << 14
"""Texts of a block, as :mod:`annotations.index.postings` has it."""
_SMALL = 4
"""So many blocks that are not half full may there be."""
_READ = 500
"""Texts that are read together. Chosen: SQLite takes no more names in a statement than some thousands."""


class Text(NamedTuple):
    """What is kept of an article that was read."""

    text: bytes
    data: bytes
    characters: int
    plain: bool


class TextTables:
    """Holds the texts of the articles in tables of an index, over connections of the caller's.

    Args:
        full: Characters of a block.
        loose: Characters that may stay in none.
    """

    name: ClassVar[str] = "texts"
    version: ClassVar[int] = 2
    large: ClassVar[bool] = True

    def __init__(self, *, full: int = _CHARACTERS, loose: int = _LOOSE) -> None:
        self._full = full
        self._may_be_loose = loose

    # -- filling ---------------------------------------------------------------------------

    def create(self, database: Connection) -> None:
        """Make the tables in a new index."""
        for one in _TABLES.split(";"):
            database.execute(one)

    def made_of(self, article: Article) -> Text:
        """Return what is kept of `article`."""
        from annotations.search.units import is_plain

        text = article.text
        return Text(packed_text(article), packed(article), len(text) + 1, is_plain(text))

    def put(self, database: Connection, number: int, made: object) -> None:
        """Keep the text of the article with this number."""
        assert isinstance(made, Text)
        row = database.execute(
            "INSERT INTO texts (article, characters) VALUES (?, ?)", (number, made.characters)
        )
        database.execute(
            "INSERT INTO bodies VALUES (?, ?, ?, ?)", (row.lastrowid, made.plain, made.text, made.data)
        )

    def drop(self, database: Connection, numbers: Iterable[int]) -> None:
        """Forget the texts of articles that are gone or read otherwise."""
        for number in numbers:
            known = database.execute("SELECT id FROM texts WHERE article = ?", (number,)).fetchall()
            for table in ("texts", "bodies", "analyses") if known else ():
                database.executemany(f"DELETE FROM {table} WHERE id = ?", known)

    def gather(self, database: Connection, *, ended: bool) -> None:
        """Make blocks of the texts that are in none, as soon as there are enough of them.

        Args:
            database: The index.
            ended: Whether no more texts are about to come, so that a block may be made that is not full.
        """
        if ended:
            self._dissolve(database)
        row = database.execute("SELECT total(characters) FROM texts WHERE block = 0").fetchone()
        if row[0] < (self._may_be_loose if ended else self._full):
            return
        loose = database.execute("SELECT id, characters FROM texts WHERE block = 0 ORDER BY id").fetchall()
        numbers: list[int] = []
        size = 0
        for number, characters in loose:
            numbers.append(number)
            size += characters
            if size >= self._full or len(numbers) == _MOST:
                self._make(database, numbers, size)
                numbers, size = [], 0
        if numbers and ended:
            self._make(database, numbers, size)

    def _make(self, database: Connection, numbers: Sequence[int], size: int) -> None:
        """Make a block of texts."""
        import numpy as np  # who lists articles does without

        from annotations.index.postings import postings, shelved
        from annotations.search.fold import folded

        texts = [folded(text_of(one)).text for _, one in bodies(database, "text", numbers)]
        data = np.array(numbers, dtype="<u4").tobytes()
        added = database.execute("INSERT INTO blocks (texts, characters) VALUES (?, ?)", (data, size))
        block = added.lastrowid
        shelves = ((block, first, shelf) for first, shelf in shelved(postings(texts)))
        database.executemany("INSERT INTO pairs (block, first, shelf) VALUES (?, ?, ?)", shelves)
        database.executemany("UPDATE texts SET block = ? WHERE id = ?", ((block, one) for one in numbers))

    def _dissolve(self, database: Connection) -> None:
        """Take apart the blocks of which most is gone, and those that are small if there are many."""
        blocks = database.execute(
            "SELECT id, length(texts) / 4, characters, (SELECT count(*) FROM texts WHERE block = blocks.id)"
            " FROM blocks"
        ).fetchall()
        gone = {block for block, members, _, live in blocks if 2 * live < members}
        small = [block for block, _, characters, _ in blocks if 2 * characters < self._full]
        if len(small) > _SMALL:
            gone.update(small)
        for one in gone:
            for statement in (
                "UPDATE texts SET block = 0 WHERE block = ?",
                "DELETE FROM pairs WHERE block = ?",
                "DELETE FROM blocks WHERE id = ?",
            ):
                database.execute(statement, (one,))


def bodies(database: Connection, what: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Yield the number and the columns `what` of those texts of `numbers`, ascending, that are there."""
    for begin in range(0, len(numbers), _READ):
        asked = numbers[begin : begin + _READ]
        places = ",".join("?" * len(asked))
        query = f"SELECT id, {what} FROM bodies WHERE id IN ({places}) ORDER BY id"
        yield from database.execute(query, asked).fetchall()
