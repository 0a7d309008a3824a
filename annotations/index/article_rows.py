"""A row an article: where it lies, what it is called, how long it is, and where its sentences are."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from annotations.digest import blake2b
from annotations.model.article import Article, article_date
from annotations.progress.article import Bounds

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["ArticleRow", "ArticleRows", "Facts", "stored_name"]

_TABLES = """
CREATE TABLE files (number INTEGER PRIMARY KEY, path NOT NULL UNIQUE, mtime INTEGER, size INTEGER);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    position INTEGER,
    row INTEGER,
    article TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT NOT NULL,
    length INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    bounds BLOB NOT NULL,
    exact TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX articles_of_file ON articles (file);
CREATE INDEX articles_by_id ON articles (article);
CREATE INDEX articles_alike ON articles (fingerprint);
CREATE TABLE frozen (article TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_ROWS = """
SELECT a.number, f.path, a.position, a.row, a.article, a.title, a.date, a.length, a.sentences, a.error
FROM articles AS a JOIN files AS f ON f.number = a.file ORDER BY a.number
"""


class ArticleRow(NamedTuple):
    """What is known of the article at one place of a project."""

    number: int
    """By which other tables of the index name it, until its file changes."""
    path: str
    """Its file, relative to the project's folder where it lies inside."""
    position: int | None
    """Where it begins in a file of many, as :class:`Place` has it; None if it is the whole file."""
    row: int | None
    """Which article of its file it is, from 1; None if it is the whole file."""
    article: str
    """Its id, as :meth:`Project.article` gives it; empty where it could not be read."""
    title: str
    date: str
    """ISO 8601, a year or month perhaps; empty where the file does not say it."""
    length: int
    """Characters of its text."""
    sentences: int
    """How many of its sentences are to be tagged, as the rules cut them."""
    error: str
    """Why it could not be read; else empty."""

    @property
    def source(self) -> str:
        """How the project names the place to people."""
        return self.path if self.row is None else f"{self.path}#{self.row}"

    @property
    def folder(self) -> str:
        """The folder that its file lies in; empty for that of the project."""
        return os.path.dirname(self.path)  # noqa: PTH120 - a hundred thousand paths would take a second


class Facts(NamedTuple):
    """What a row says of an article that was read, or why it could not be."""

    article: str = ""
    title: str = ""
    date: str = ""
    length: int = 0
    sentences: int = 0
    bounds: bytes = b""
    exact: str = ""
    fingerprint: str = ""
    error: str = ""

    @classmethod
    def of(cls, article: Article) -> Facts:
        """Return what a row says of `article`."""
        from annotations.editions.equivalence import fingerprint
        from annotations.marks.marks import to_be_tagged

        counted = to_be_tagged(article)
        bounds = array("I")
        for one, tagged in zip(article.sentences, counted, strict=True):
            bounds.extend((one.start, one.end, tagged))
        exact = blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return cls(
            article.id,
            article.title.encode("utf-8", "replace").decode(),  # half a surrogate pair is no text for SQLite
            article_date(article.metadata) or "",
            len(article.text),
            sum(counted),
            bounds.tobytes(),
            exact,
            fingerprint(article.text),
        )


class ArticleRows:
    """The rows of the articles, and the files that they were read from."""

    version: ClassVar[int] = 1

    def create(self, database: Connection) -> None:
        """Make the tables in a new index."""
        for one in _TABLES.split(";"):
            database.execute(one)

    def rows(self, database: Connection) -> Iterator[ArticleRow]:
        """Yield all rows, in no order that means anything."""
        for row in map(ArticleRow._make, database.execute(_ROWS)):
            stored: str | bytes = row.path
            yield row if isinstance(stored, str) else row._replace(path=os.fsdecode(stored))

    def bounds(self, database: Connection, articles: Iterable[str]) -> Iterator[tuple[str, Bounds]]:
        """Yield each of `articles`, by its id, that is known, with the bounds of its sentences."""
        for article in articles:
            query = "SELECT bounds FROM articles WHERE article = ? LIMIT 1"
            for (packed,) in database.execute(query, (article,)):
                yield article, unpacked(packed)

    def put(self, database: Connection, file: int, position: int | None, row: int | None, it: Facts) -> int:
        """Keep the row of an article and return its number."""
        cursor = database.execute(
            "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (file, position, row, *it),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def errors(self, database: Connection, file: int) -> list[tuple[int | None, int | None, str]]:
        """Return why each article of the file with this number cannot be read, by position and row."""
        query = "SELECT position, row, error FROM articles WHERE file = ? ORDER BY number"
        return database.execute(query, (file,)).fetchall()

    def drop(self, database: Connection, file: int) -> list[int]:
        """Keep no row any more of the file with this number; return the numbers of its articles."""
        numbers = [one for (one,) in database.execute("SELECT number FROM articles WHERE file = ?", (file,))]
        database.execute("DELETE FROM articles WHERE file = ?", (file,))
        return numbers


def stored_name(path: str) -> str | bytes:
    """Return how the name of a file is stored: one that is no text, as the system's may be, as its bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def unpacked(packed: bytes) -> Bounds:
    """Return the bounds that :meth:`Facts.of` packed."""
    flat = array("I", packed)
    return [(flat[at], flat[at + 1], bool(flat[at + 2])) for at in range(0, len(flat), 3)]
