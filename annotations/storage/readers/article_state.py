"""What is known of a layer that is read an article at a time, as it was at one moment."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import cached_property

from annotations.records.record import SCHEMA, doc_id
from annotations.storage.files.files import Files
from annotations.storage.layer.doubts import put_right
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.layer import TinyDBLayer
from annotations.storage.layer.lines import TAIL, parse_tail
from annotations.storage.layer.migrations import upgraded_lines
from annotations.storage.readers.article_index import ArticleIndex, UnusualError
from annotations.storage.readers.index_cache import Stamp

__all__ = ["OpenFile", "State"]


class OpenFile:
    """A file that stays open as long as somebody reads it."""

    def __init__(self, files: Files, fd: int) -> None:
        self._files, self._fd = files, fd

    def read(self, at: int, size: int) -> bytes:
        """Return `size` bytes from byte `at` on, or fewer at the end."""
        parts = []
        while size > 0 and (part := self._files.pread(self._fd, size, at)):
            parts.append(part)
            at, size = at + len(part), size - len(part)
        return b"".join(parts)

    def __del__(self) -> None:
        """Close it: nobody can read it any more."""
        with contextlib.suppress(BaseException):  # nobody hears what a finaliser has to say
            self._files.close(self._fd)


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

    def fold(self, article: str) -> Fold:
        """Return the records of an article; UnusualError if its lines alone cannot tell."""
        fold = Fold({})
        spans = self.index.spans(article, self.lines)
        if not spans or self.file is None:
            return fold
        parsed = parse_tail(b"".join([self.file.read(start, end - start) for start, end in spans]) + TAIL)
        if parsed is None:
            raise UnusualError("a line is damaged")
        lines = upgraded_lines(put_right(parsed)[0])
        for key, document in lines:
            uid = document.get("uid")
            if not isinstance(uid, str) or key != str(doc_id(uid)) or document.get("article") != article:
                raise UnusualError("not what it looked like")
        fold.take(lines)
        return fold
