"""Where in the bytes of a layer the lines of each article are.

Of every line the index keeps where it ends and which line of the same article came before it: twelve bytes.
Lines as zhupi writes them are recognised by how they look, the others are parsed. Where an article's lines
alone do not tell what counts of it, :class:`UnusualError` says so, and somebody has to read the whole layer.
"""

from __future__ import annotations

import re
import time
from array import array
from collections.abc import Callable, Iterable, Sequence

from annotations.records.kinds import SCHEMA
from annotations.records.uids import doc_id
from annotations.storage.layer.lines import parse_rows, whole_lines
from annotations.storage.layer.upgrades import upgraded

__all__ = ["ArticleIndex", "UnusualError"]

_ARTICLE = b'"article":'
_UID = r'[a-z-]{1,19}:(?:[a-z-]{1,19}:)?([0-9a-f]{20}):[^"\\]*'
_HOME = re.compile(_UID)
_BEGINNING = re.compile(
    rb',"[1-9]\d*": \{"schema": %d, "uid": "%s", "kind": "[a-z-]+", "article": "\1", '
    % (SCHEMA, _UID.encode())
)


class UnusualError(Exception):
    """Only the whole layer can tell what counts."""


class ArticleIndex:
    """The lines of a layer by their article. It only grows, and who reads it meanwhile says how far.

    It takes for granted that a line which looks as usual is whole and has the document id of its uid: who
    reads the line has to see to that.
    """

    def __init__(self, start: int = 0) -> None:
        self.ends = array("Q", [start])
        """Where the first line begins, and where each line ends."""
        self.before = array("i")
        """For each line the line of the same article that came before it, or -1."""
        self.last = array("i")
        """The last line of each article, by the article's number."""
        self.numbers: dict[str, int] = {}
        """The articles' numbers, in the order in which they came."""
        self.strays: dict[str, str | None] = {}
        """The article of each document of which the uid does not hold it."""
        self.schema = SCHEMA
        """The newest schema that a line names."""

    @property
    def lines(self) -> int:
        """How many lines it knows."""
        return len(self.before)

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.ends[-1]

    def spans(self, article: str, lines: int) -> list[tuple[int, int]]:
        """Return from where to where in the file the lines of an article are, among the first `lines`."""
        number = self.numbers.get(article)
        line = -1 if number is None else self.last[number]
        found = []
        while line >= 0:
            if line < lines:
                found.append(line)
            line = self.before[line]
        spans: list[tuple[int, int]] = []
        for line in reversed(found):
            start, end = self.ends[line], self.ends[line + 1]
            if spans and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
        return spans

    def add(self, parts: Iterable[bytes], on_read: Callable[[int], None]) -> set[str]:
        """Take in the lines that follow, and return the articles that they are in.

        Args:
            parts: The bytes from :attr:`end` on, cut anywhere.
            on_read: Called with the number of bytes that were gone through since the last call.

        Raises:
            UnusualError: The index is good for nothing any more; a new one may be.
        """
        touched: set[str] = set()
        try:
            for piece in whole_lines(parts):
                self._add_piece(piece, touched)
                time.sleep(0)  # whoever waits for the interpreter gets it now, and not when its time is up
                on_read(len(piece))
        except (ValueError, RecursionError) as error:
            raise UnusualError("not one record a line") from error
        return touched

    def _add_piece(self, piece: bytes, touched: set[str]) -> None:
        """Take in whole lines; ValueError or RecursionError where they are not one record a line."""
        rows = piece.split(b"\n")
        rows.pop()
        piece.decode()
        places = [_article(row) for row in rows]
        if b"\0" in piece:  # what was never written
            places = [None] * len(rows)
        elif None in places or piece.count(_ARTICLE) != len(rows):
            alone = [row.count(_ARTICLE) == 1 for row in rows]
            places = [place if one else None for place, one in zip(places, alone, strict=True)]
        parsed = iter(self._parsed([row for row, one in zip(rows, places, strict=True) if one is None]))
        ends, before, last, numbers = self.ends, self.before, self.last, self.numbers
        end = ends[-1]
        for row, usual in zip(rows, places, strict=True):
            article = usual or next(parsed)
            if article is None:
                before.append(-1)
            else:
                number = numbers.get(article)
                if number is None:
                    number = len(last)
                    last.append(-1)
                    numbers[article] = number
                touched.add(article)
                before.append(last[number])
                last[number] = len(before) - 1
            end += len(row) + 1
            ends.append(end)

    def _parsed(self, rows: Sequence[bytes]) -> list[str | None]:
        """Return the articles of lines that do not look as usual."""
        places: list[str | None] = []
        for key, raw in parse_rows(rows) if rows else ():
            document = upgraded(raw)
            uid, article, schema = (document.get(name) for name in ("uid", "article", "schema"))
            if not isinstance(uid, str) or key != str(doc_id(uid)):
                raise UnusualError("no record, or one that has not its own document id")
            article = article if isinstance(article, str) else None
            home = _HOME.match(uid)
            if (home is None and self.strays.setdefault(key, article) != article) or (
                home is not None and home[1] != article
            ):
                raise UnusualError("a record that may be in two articles")
            if type(schema) is int:
                self.schema = max(schema, self.schema)
            places.append(article)
        return places


def _article(row: bytes) -> str | None:
    """Return the article of a line that looks as usual, or None."""
    beginning = _BEGINNING.match(row)
    return None if beginning is None else beginning[1].decode()
