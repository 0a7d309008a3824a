"""Where in the bytes of a layer the lines of each article are.

Of every line the index keeps where it ends and which line of the same article came before it: twelve bytes.
Lines as zhupi writes them are recognised by how they look, the others are parsed. Where an article's lines
alone do not tell what counts of it, :class:`UnusualError` says so, and somebody has to read the whole layer.
"""

from __future__ import annotations

import re
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from zlib import crc32

from annotations.record import SCHEMA, doc_id
from annotations.storage.lines import batch_of, parse_rows
from annotations.storage.migrations import upgraded

__all__ = ["ArticleIndex", "UnusualError"]

PIECE = 1 << 17
"""Bytes that one call goes through: no call keeps other threads waiting for more than a moment."""

_ARTICLE = b'"article":'
_BATCH = b'"batch":'
_UID = r'[a-z-]{1,19}:(?:[a-z-]{1,19}:)?([0-9a-f]{20}):[^"\\]*'
_HOME = re.compile(_UID)
_BEGINNING = re.compile(
    rb',"[1-9]\d*": \{"schema": %d, "uid": "%s", "kind": "[a-z-]+", "article": "\1", '
    % (SCHEMA, _UID.encode())
)
_ACT = re.compile(rb', "batch": \["([^"\\]*)", ([1-9]\d{0,8})\](?:, .*)?\}')

Act = tuple[bytes, int]
"""An act's id and how many records it has, as a line of it says."""
Place = tuple[str | None, bytes, int]
"""Of a line its article, if it has one, and its act."""


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
        self.acts: dict[Act, int] = {}
        """How many lines there are of each act; once settled, of those that are not all there."""
        self.closed = array("I")
        """Check sums of the acts of several records that are all there."""
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

    def add(self, parts: Iterable[bytes], on_read: Callable[[int], None]) -> set[str] | None:
        """Take in the lines that follow, and return the articles that they are in.

        Args:
            parts: The bytes from :attr:`end` on, cut anywhere.
            on_read: Called with the number of bytes that were gone through since the last call.

        Returns:
            None if an act that was not all there goes on: then any article may be touched.

        Raises:
            UnusualError: The index is good for nothing any more; a new one may be.
        """
        touched: set[str] = set()
        acts: dict[Act, int] = {}
        for piece in _whole_lines(parts):
            self._add_piece(piece, touched, acts)
            time.sleep(0)  # whoever waits for the interpreter gets it now, and not when its time is up
            on_read(len(piece))
        if not acts:
            return touched
        known, new = {batch for batch, _ in self.acts}, {batch for batch, _ in acts}
        if self.closed and not {crc32(batch) for batch in new}.isdisjoint(self.closed):
            raise UnusualError("an act that was all there may go on")
        for act, lines in acts.items():
            self.acts[act] = self.acts.get(act, 0) + lines
        self._settle()
        return touched if known.isdisjoint(new) else None

    def open_acts(self) -> dict[bytes, int]:
        """Return how many lines there are of each act that is not all there."""
        return _sizes(self.acts)

    def unfinished(self) -> int:
        """Return how many lines do not count, because their act is not all there."""
        sizes = _sizes(self.acts)
        return sum(lines for (batch, size), lines in self.acts.items() if size > sizes[batch])

    def _settle(self) -> None:
        """Forget the acts that are all there, but for a check sum."""
        sizes = _sizes(self.acts)
        still_open = {batch for batch, size in self.acts if size > sizes[batch]}
        self.closed.extend(crc32(batch) for batch in sizes if batch not in still_open)
        self.acts = {act: lines for act, lines in self.acts.items() if act[0] in still_open}

    def _add_piece(self, piece: bytes, touched: set[str], acts: dict[Act, int]) -> None:
        rows = piece.split(b"\n")
        rows.pop()
        try:
            piece.decode()
        except UnicodeDecodeError as error:
            raise UnusualError("it is not UTF-8") from error
        places = [_place(row) for row in rows]
        if b"\0" in piece:  # what was never written
            places = [None] * len(rows)
        elif None in places or not piece.count(_ARTICLE) == piece.count(_BATCH) == len(rows):
            alone = [row.count(_ARTICLE) == row.count(_BATCH) == 1 for row in rows]
            places = [place if one else None for place, one in zip(places, alone, strict=True)]
        parsed = iter(self._parsed([row for row, one in zip(rows, places, strict=True) if one is None]))
        ends, before, last, numbers = self.ends, self.before, self.last, self.numbers
        end = ends[-1]
        for row, usual in zip(rows, places, strict=True):
            article, batch, size = usual or next(parsed)
            if size > 1:
                acts[batch, size] = acts.get((batch, size), 0) + 1
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

    def _parsed(self, rows: Sequence[bytes]) -> list[Place]:
        """Return the places of lines that do not look as usual."""
        try:
            lines = parse_rows([row.decode() for row in rows]) if rows else []
        except (ValueError, RecursionError) as error:
            raise UnusualError("not one record a line") from error
        places: list[Place] = []
        for key, raw in lines:
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
            batch, size = batch_of(document)
            places.append((article, (batch or "").encode("utf-8", "surrogatepass"), size))
        return places


def _place(row: bytes) -> Place | None:
    """Return where a line is that looks as usual, or None."""
    beginning = _BEGINNING.match(row)
    if beginning is None:
        return None
    act = _ACT.fullmatch(row, max(row.rfind(_BATCH) - 2, 0))
    if act is None:
        return None
    batch, size = act.groups()
    return beginning[1].decode(), batch, 1 if size == b"1" else int(size)


def _sizes(acts: dict[Act, int]) -> dict[bytes, int]:
    sizes: dict[bytes, int] = {}
    for (batch, _), lines in acts.items():
        sizes[batch] = sizes.get(batch, 0) + lines
    return sizes


def _whole_lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes in pieces that end with a line; one line may be longer than a piece."""
    rest = b""
    for part in parts:
        data, start = rest + part, 0
        while cut := data.rfind(b"\n", start, start + PIECE) + 1 or data.find(b"\n", start) + 1:
            yield data[start:cut]
            start = cut
        rest = data[start:]
    if rest:
        raise UnusualError("it ends in the middle of a line")
