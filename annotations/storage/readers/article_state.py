"""What is known of a layer that is read an article at a time, as it was at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from annotations.records.kinds import SCHEMA
from annotations.records.record import Record
from annotations.records.uids import doc_id
from annotations.storage.files.reading import OpenFile
from annotations.storage.layer.doubts import put_right
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.layer import TinyDBLayer
from annotations.storage.layer.lines import TAIL, Document, parse_tail
from annotations.storage.layer.schema import follows_schema
from annotations.storage.layer.upgrades import upgraded_lines
from annotations.storage.readers.article_index import ArticleIndex, UnusualError
from annotations.storage.readers.cache_file import Stamp

__all__ = ["OneArticle", "State"]


class OneArticle:
    """The records of one article, which answers for that one as a whole layer does."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold

    def of_article(self, article: str) -> list[Record]:
        """Return the records that are not deleted, in the order in which they came."""
        return [record for record in self._live(article) if follows_schema(record)]

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions, deleted ones too."""
        return [record for record in self._all(article) if follows_schema(record)]

    def unreadable(self, article: str) -> int:
        """Return how many records follow no schema."""
        return sum(not follows_schema(record) for record in self._live(article))

    def conflicts(self, article: str) -> list[tuple[Record, Record]]:
        """Return the conflicts that nobody settled: the version that counts, and another."""
        return [
            (one, other)
            for one, other in self._fold.conflicts()
            if article in (one.get("article"), other.get("article"))
            and follows_schema(one)
            and follows_schema(other)
        ]

    def _all(self, article: str) -> list[Document]:
        return [record for record in self._fold.docs.values() if record.get("article") == article]

    def _live(self, article: str) -> list[Document]:
        return [record for record in self._all(article) if record.get("deleted") is not True]


@dataclass(frozen=True)
class State:
    """A layer as it was when it was refreshed. The index may know more by now."""

    index: ArticleIndex = field(default_factory=ArticleIndex)
    lines: int = 0
    known_articles: int = 0
    schema: int = SCHEMA
    file: OpenFile | None = None
    stamp: Stamp | None = None
    opened: TinyDBLayer | None = None
    """Who knows better, if something is not as usual."""

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles that have a line."""
        return frozenset(list(self.index.numbers)[: self.known_articles])

    @property
    def file_state(self) -> tuple[int, int, int] | None:
        """Device, inode and length of the file; None of one that was not there, or empty.

        Raises:
            UnusualError: Something in the layer is not as usual, so that it was opened.
        """
        if self.opened is not None:
            raise UnusualError("the layer was opened")
        return self.stamp[:3] if self.stamp is not None and self.stamp[2] else None

    def of(self, article: str) -> OneArticle:
        """Return the records of an article; UnusualError if its lines alone cannot tell."""
        spans = self.index.spans(article, self.lines)
        if not spans or self.file is None:
            return OneArticle(Fold({}))
        parsed = parse_tail(b"".join([self.file.read(start, end - start) for start, end in spans]) + TAIL)
        if parsed is None:
            raise UnusualError("a line is damaged")
        lines = upgraded_lines(put_right(parsed)[0])
        for key, document in lines:
            uid = document.get("uid")
            if not isinstance(uid, str) or key != str(doc_id(uid)) or document.get("article") != article:
                raise UnusualError("not what it looked like")
        fold = Fold({})
        fold.take(lines)
        return OneArticle(fold)
