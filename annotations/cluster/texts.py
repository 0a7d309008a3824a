"""The texts of a partition, read as the whole table would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from annotations.cluster.partitions import Cuts, Input, Partition
from annotations.cluster.source import Source, source_of
from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.project.corpus import BLOCK, Text
from annotations.reading.jsonl import article_on_line, no_line, where_line
from annotations.reading.lines import LineTooLong, is_blank, lines_between, too_long
from annotations.reading.source import Options
from annotations.reading.table import Table, article_in_row, broken_row, no_row, where_row
from annotations.wording import tr

__all__ = [
    "BadLine",
    "Piece",
    "ReadingEnd",
    "ReadingNotes",
    "article_pieces",
    "cuts_of",
    "texts_of_partition",
]

_LOOKS = 1 << 23, 1 << 28
"""Bytes of a table of cells that are gone through at once, at its beginning and later on.

Partitions can be worked on meanwhile: the first after a moment, and each look finds work until the next.
"""


class BadLine(NamedTuple):
    """A line or a row that cannot be analysed."""

    problem: str
    """What is wrong with it, as a run in one piece says it."""
    line: int | None = None
    """The number of the line or the row, from 1; None where the whole file is meant."""
    offset: int | None = None
    """The byte at which it begins; None where that is not known."""
    content: bytes = b""
    """What stands there, as far as it was read."""


class ReadingNotes(NamedTuple):
    """What is to be known of how a text was read."""

    notes: tuple[str, ...]
    readings: int
    """How many pinyin readings were taken out of it."""


class ReadingEnd(NamedTuple):
    """Where reading has come to at the end of a partition of a table of lines."""

    position: int
    """The byte at which the next line begins, or the end of the file."""
    packed: int
    """How many bytes of the file, packed as it is, were read."""


Piece = Text | ReadingNotes | BadLine | ReadingEnd


def texts_of_partition(part: Partition, reading: Options) -> Iterator[Piece]:
    """Yield the texts of a partition, what is to be known of how each was read, and what is bad.

    Raises:
        ReadingError: The file cannot be read, or was changed.
    """
    if part.table.kind == "parquet":
        from annotations.cluster.parquet import rows_of

        yield from rows_of(part, reading)
        return
    source = source_of(part.table)
    source.demand_unchanged()
    if part.table.kind == "cells":
        yield from _rows(source, part, reading)
    elif source.refused:
        if not part.nth:
            yield BadLine(tr("{path}: is {what}", path=source.name, what=source.refused))
    else:
        yield from _lines(source, part, reading)


def _lines(source: Source, part: Partition, reading: Options) -> Iterator[Piece]:
    wide, found = source.wide(reading.encoding), False
    with source.tape() as tape:
        known = tape.known(part.start)
        start = known or part.start
        for offset, line in lines_between(tape.file, start, part.stop, wide, known=bool(known)):
            if line is not None and is_blank(line):
                continue
            found = True
            try:
                if line is None:
                    raise too_long("")
                article = _on_line(source, line, wide, "", reading)
                yield from article_pieces(article, (source.name, offset // BLOCK))
            except ReadingError:  # which line it is has to be counted, so only then
                yield _bad_line(source, line, wide, reading, offset)
        position, packed = tape.file.tell(), tape.position
        tape.reached = part.stop, position
    if not part.nth and not found and position < part.stop:
        yield BadLine(str(no_line(source.name, position)))
    yield ReadingEnd(position, packed)


def _bad_line(source: Source, line: bytes | None, wide: str | None, reading: Options, offset: int) -> BadLine:
    number = source.line_at(offset, wide)
    where = where_line(source.name, number)
    problem: ReadingError = too_long(where)
    if line is not None:
        try:
            _on_line(source, line, wide, where, reading)
        except ReadingError as error:
            problem = error
    return BadLine(str(problem), number, offset, line or b"")


def _on_line(source: Source, line: bytes, wide: str | None, where: str, reading: Options) -> Article:
    return article_on_line(
        line, wide or reading.encoding, where=where, name=source.name, head=source.head, options=reading
    )


def article_pieces(article: Article, block: tuple[str, int]) -> Iterator[Piece]:
    """Yield an article as a text, and what is to be known of how it was read."""
    if article.notes or article.removed:
        yield ReadingNotes(article.notes, len(article.removed))
    yield Text(article.text, dict(article.metadata), article.title, block)


def _rows(source: Source, part: Partition, reading: Options) -> Iterator[Piece]:
    with source.opened() as beginning:
        table = Table(beginning, source.name, reading, source.head)
    with source.tape() as tape, suppress(LineTooLong):  # which ends the table; it is told with the cuts
        for number, (offset, cells) in enumerate(table.rows_of(tape.file, part.begin), part.row):
            if table.holds(cells):
                where = where_row(source.name, number)
                try:
                    if cells is None:
                        raise broken_row(where, source.line_at(offset, table.wide))
                    article = article_in_row(table, cells, where=where, name=source.name, options=reading)
                    yield from article_pieces(article, (source.name, offset // BLOCK))
                except ReadingError as error:
                    content = "\n".join(cells or ()).encode("latin-1")
                    yield BadLine(str(error), number, offset, content)
            if table.next_row >= part.stop:
                break
        position = tape.position
    yield ReadingEnd(table.next_row, position)


def cuts_of(table: Input, size: int, after: tuple[int, int] | None, reading: Options) -> Cuts:
    """Return where the partitions of a table of cells begin, as :meth:`Surveyor.cuts` says.

    Raises:
        ReadingError: The table cannot be read.
    """
    source = source_of(table)
    source.demand_unchanged()
    if source.refused:
        raise ReadingError(tr("{path}: is {what}", path=source.name, what=source.refused))
    if source.empty:
        raise no_row(source.name, 0)
    with source.opened() as beginning:
        found = Table(beginning, source.name, reading, source.head)
        found.check(reading.text_key)
        if after is None:
            after = next(((at, 1) for at, _ in found.rows()), None)
            if after is None:
                raise no_row(source.name, 1)
    cuts: list[tuple[int, int, int]] = []
    with source.tape() as tape:
        index, begin = -1, after[0]
        look = min(max(_LOOKS[0], begin), _LOOKS[1])
        try:
            for number, (offset, _) in enumerate(found.rows_of(tape.file, begin), after[1]):
                if offset // size > index:
                    if offset - begin > look:
                        return Cuts(cuts, after=(offset, number))
                    index = offset // size
                    cuts.append((index, offset, number))
        except LineTooLong as error:
            return Cuts(cuts, error)
    return Cuts(cuts)
