"""What an index asks for: who reads, texts that were frozen, and what is to be held of articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Protocol

from annotations.model.article import Article
from annotations.reading import Place

if TYPE_CHECKING:  # it takes five milliseconds, and who only names a type does without
    from sqlite3 import Connection

__all__ = ["FrozenText", "Holding", "Reads"]


class Reads(Protocol):
    """Who reads articles, as a project does. It is sent to other processes, so it has to be pickled."""

    def article(self, place: Place) -> Article:
        """Return the article at `place`, with its sentences.

        Raises:
            ZhupiError: It cannot be read.
        """


class FrozenText(Protocol):
    """What is known of a text that was frozen."""

    @property
    def source(self) -> str:
        """Where it was read from, as the project names it."""

    @property
    def fingerprint(self) -> str:
        """Two texts that share it are one article."""

    @property
    def exact(self) -> str:
        """Two texts that share it are the same, letter by letter."""


class Holding(Protocol):
    """What an index holds of every article, in tables of its own: rows to list, or words to find.

    Whatever is held is made when an article is read, once for all holdings, and mostly in another process:
    a holding is pickled, and so is what it makes. Articles are numbered; a number that was dropped may be
    given to another article.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    """Grows when the same article comes to something else than before, or tables are others: what an older
    program left is made anew then."""
    large: ClassVar[bool]
    """Whether it is left out where the index has to live in memory."""

    def create(self, database: Connection) -> None:
        """Make its tables in a new index."""

    def made_of(self, article: Article) -> object:
        """Return what is to be held of `article`; in any process."""

    def put(self, database: Connection, number: int, made: object) -> None:
        """Hold what :meth:`made_of` made of the article with this number; inside a transaction."""

    def drop(self, database: Connection, numbers: Iterable[int]) -> None:
        """Hold nothing any more of the articles with these numbers; inside a transaction."""

    def gather(self, database: Connection, *, ended: bool) -> None:
        """Put in order what came in; inside a transaction.

        Args:
            database: The index.
            ended: Whether nothing more is about to come in.
        """
