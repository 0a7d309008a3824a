"""A holding for tests: the first characters of every article, in a table of its own."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection
from typing import ClassVar

from annotations.model.article import Article


class Beginnings:
    name: ClassVar[str] = "beginnings"
    version: ClassVar[int] = 1
    large: ClassVar[bool] = True

    def create(self, database: Connection) -> None:
        database.execute("CREATE TABLE beginnings (number INTEGER PRIMARY KEY, text TEXT)")

    def made_of(self, article: Article) -> str:
        return article.text[:2]

    def put(self, database: Connection, number: int, made: object) -> None:
        database.execute("INSERT INTO beginnings VALUES (?, ?)", (number, made))

    def drop(self, database: Connection, numbers: Iterable[int]) -> None:
        database.executemany("DELETE FROM beginnings WHERE number = ?", [(one,) for one in numbers])

    def gather(self, database: Connection, *, ended: bool) -> None:
        pass
