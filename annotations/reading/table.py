"""CSV and TSV: an article a row, under the names that the first row gives."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.reading.decode import MAX_BYTES, Decoded
from annotations.reading.lines import Head, decode_pieces, head_of, line_number, lines_from, wide_encoding
from annotations.reading.records import article_of, listed
from annotations.reading.source import Options, Place, open_lines, or_whole
from annotations.wording import counted, tr

__all__ = ["Table", "article_in_row", "broken_row", "no_row", "read_row", "table_places", "where_row"]

_DELIMITERS = ",\t;"
_MARKS = (codecs.BOM_UTF8, b"\x84\x31\x95\x33")
"""Byte order marks of UTF-8 and GB18030, which stand before the first name."""
_SEP = re.compile(r"\"?[ \t]*sep=([^\w\r\n\"])\"?[ \t]*[,;\t]*\r?\n?", re.IGNORECASE)


def table_places(path: Path, options: Options) -> Iterator[Place]:
    """Yield the place of every row that is not blank, but the first, holding one row at a time.

    A file that cannot be read (any further), or that has no such row, is one place without a position.
    """
    return or_whole(path, _rows(path, options))


def _rows(path: Path, options: Options) -> Iterator[Place]:
    with open_lines(path) as (file, _):
        table = Table(file, str(path), options, head_of(path))
        table.check(options.text_key)
        for number, (offset, cells) in enumerate(table.rows(), start=1):
            if table.holds(cells):
                yield Place(path, offset, number)


def read_row(place: Place, options: Options, *, name: str | None) -> Article:
    """Read the article in one row; `name` becomes its source, by default ``file#number``.

    Raises:
        ReadingError: The row cannot be read, or the table has no column of that name.
    """
    path = place.path
    with open_lines(path) as (file, size):
        if not size:
            raise no_row(str(path), size)
        table = Table(file, str(path), options, head_of(path))
        table.check(options.text_key)
        if place.position is None:
            for _ in table.rows():  # says it where the file is broken
                pass
            raise no_row(str(path), size)
        number = place.number or tr("at byte {position:,}", position=place.position)
        where = where_row(str(path), number)
        _, cells = next(table.rows(place.position), (0, []))
        if cells is None:
            raise broken_row(where, line_number(file, place.position, table.wide))
    return article_in_row(table, cells, where=where, name=name or f"{path.name}#{number}", options=options)


def article_in_row(table: Table, cells: list[str], *, where: str, name: str, options: Options) -> Article:
    """Return the article in a row of a table, whatever file it was read from.

    Args:
        table: The table.
        cells: The row, as :meth:`Table.rows` gives it.
        where: The row, for messages.
        name: The row, as `Article.source` shall say it.
        options: How to read.

    Raises:
        ReadingError: The row cannot be read.
    """
    column = table.header.index(options.text_key)
    if column >= len(cells) or len(cells) > len(table.header):
        raise ReadingError(
            tr(
                "{where}: has {cells} where the first row has {number}; check its quotes",
                where=where,
                cells=counted(len(cells), "cell"),
                number=len(table.header),
            )
        )
    decoded = table.decode(cells, where)
    record = {key: cell.text for key, cell in zip(_apart(table.header), decoded, strict=False)}
    return article_of(record, where=where, name=name, decoded=decoded[column], options=options)


def where_row(path: str, number: int | str) -> str:
    """Return how messages name a row."""
    return tr("{path}, row {number}", path=path, number=number)


def broken_row(where: str, line: int) -> ReadingError:
    """Return what is wrong with a row that begins on so many a line and cannot be read."""
    return ReadingError(
        tr("{where} (from line {line:,} on): is broken; check its quotes", where=where, line=line)
    )


def no_row(path: str, size: int) -> ReadingError:
    """Return what is wrong with a file of so many bytes in which there is no row under the first."""
    return ReadingError(
        tr("{path}: has no row under its first", path=path) if size else tr("{path}: is empty", path=path)
    )


def _apart(header: list[str]) -> list[str]:
    """Return the names of columns, those that come again as ``name.2``, so that no cell hides another."""
    seen: Counter[str] = Counter()
    names = []
    for name in header:
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return names


class Table:
    """A table in an open file. Cells are bytes shown as Latin-1 until they are decoded.

    No delimiter, quote or line end is part of a character in UTF-8, GB18030 or Big5, so rows
    are found without knowing the encoding. UTF-16 and UTF-32 are turned into UTF-8 line by line.
    """

    def __init__(self, file: BinaryIO, name: str, options: Options, head: Head) -> None:
        """Read the first row.

        Args:
            file: The file, read from its beginning.
            name: What it is called in messages.
            options: How to read.
            head: What tells the encoding of its beginning.
        """
        csv.field_size_limit(MAX_BYTES)  # the default of 128 kB is less than a long article
        self._file, self._name, self._head = file, name, head
        self.wide = wide_encoding(file, options.encoding)
        self._encoding = "utf-8" if self.wide else options.encoding
        file.seek(0)
        mark = file.read(4)
        self._next = 0
        self._start = next((len(one) for one in _MARKS if mark.startswith(one)), 0)
        delimiters = self._said_delimiter() or _DELIMITERS
        self._delimiter = delimiters[0]
        self.first: list[str] = []
        """The cells of the first row, as they stand there."""
        self.header = self._header(options.text_key, delimiters)

    def check(self, text_key: str) -> None:
        """Raise what is wrong with the first row.

        Raises:
            ReadingError: No column is called `text_key`, or several are.
        """
        columns = [str(at) for at, name in enumerate(self.header, 1) if name == text_key]
        if not columns:
            raise ReadingError(
                tr(
                    "{path}: has no column {text_key!r}; name the column of the text (there are: {listed})",
                    path=self._name,
                    text_key=text_key,
                    listed=listed(self.header),
                )
            )
        if len(columns) > 1:
            raise ReadingError(
                tr(
                    "{path}: has {number} columns called {text_key!r} "
                    "({columns} and {columns2}); name them apart in its first row",
                    path=self._name,
                    number=len(columns),
                    text_key=text_key,
                    columns=", ".join(columns[:-1]),
                    columns2=columns[-1],
                )
            )

    def _said_delimiter(self) -> str:
        """Return the delimiter that a first line ``sep=;`` gives, as Excel writes it, and skip that line."""
        for line in lines_from(self._file, self._start, self.wide, where=self._name):
            text = line.decode(self.wide or "latin-1", "replace").lstrip("\ufeff")
            if match := _SEP.fullmatch(text):
                self._start += len(line)
                return match[1]
            break
        return ""

    def _header(self, text_key: str, delimiters: str) -> list[str]:
        """Return the first row, split at the delimiter that makes the column of the text, or most columns."""
        best: list[str] = []
        for delimiter in delimiters:
            self._delimiter = delimiter
            _, first = next(self._rows(self._start), (0, []))
            cells = first or []
            decoded = self.decode(cells, self._name)
            header = [name.text.strip().lstrip("\ufeff") for name in decoded]
            if text_key in header or len(header) > len(best):
                best, self.first = header, cells
            if text_key in header:
                break
        return best

    def rows(self, offset: int | None = None) -> Iterator[tuple[int, list[str] | None]]:
        """Yield the byte offset and the cells of each row from `offset` on, by default from the second row.

        A row that is broken has None for its cells; what follows it is read nevertheless.
        """
        rows = self._rows(self._start if offset is None else offset)
        if offset is None:
            next(rows, None)
        return rows

    def rows_of(self, file: BinaryIO, offset: int) -> Iterator[tuple[int, list[str] | None]]:
        """Yield the rows from `offset` on, read forwards from another handle of the same file."""
        self._file = file
        return self._rows(offset)

    @property
    def next_row(self) -> int:
        """The byte at which the row begins that comes next."""
        return self._next

    def holds(self, cells: list[str] | None) -> bool:
        """Tell whether a row is to be read as an article, or is to be complained of."""
        # Of tables that were put together each has its first row.
        return cells is None or (any(map(str.strip, cells)) and cells != self.first)

    def decode(self, cells: list[str], where: str) -> list[Decoded]:
        """Decode the cells of a row."""
        return decode_pieces([cell.encode("latin-1") for cell in cells], self._encoding, where, self._head)

    def _rows(self, offset: int) -> Iterator[tuple[int, list[str] | None]]:
        self._next = offset
        reader = csv.reader(self._lines(offset), delimiter=self._delimiter, strict=True)
        while True:
            start = self._next
            try:
                yield start, next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield start, None

    def _lines(self, offset: int) -> Iterator[str]:
        for line in lines_from(self._file, offset, self.wide, where=self._name):
            self._next += len(line)
            if self.wide:
                line = line.decode(self.wide, "replace").encode()
            yield line.decode("latin-1")
