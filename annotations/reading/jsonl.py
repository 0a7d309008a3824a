"""JSONL: an article a line, found by the offset of its line, so that any is read without the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.reading.lines import (
    Head,
    decode_piece,
    head_of,
    line_number,
    line_starts,
    lines_from,
    wide_encoding,
)
from annotations.reading.records import article_of, parse_json
from annotations.reading.source import Options, Place, open_lines, or_whole
from annotations.wording import tr

__all__ = ["article_on_line", "jsonl_places", "no_line", "read_jsonl", "where_line"]


def jsonl_places(path: Path, options: Options) -> Iterator[Place]:
    """Yield the place of every line that is not blank, reading the file in pieces of 1 MB.

    A file that cannot be read (any further), or that has no such line, is one place without a position.
    """
    return or_whole(path, _lines(path, options))


def _lines(path: Path, options: Options) -> Iterator[Place]:
    with open_lines(path) as (file, _):
        for offset, number, blank in line_starts(file, wide_encoding(file, options.encoding)):
            if not blank:
                yield Place(path, offset, number)


def read_jsonl(place: Place, options: Options, *, name: str | None) -> Article:
    """Read the article on one line; `name` becomes its source, by default ``file#number``.

    Raises:
        ReadingError: The line cannot be read; the message gives its number.
    """
    path = place.path
    with open_lines(path) as (file, size):
        wide = wide_encoding(file, options.encoding)
        if place.position is None:
            raise no_line(str(path), size)
        number = place.number or line_number(file, place.position, wide)
        where = where_line(str(path), number)
        data = next(lines_from(file, place.position, wide, where=where), b"")
    if not data:
        raise ReadingError(
            tr("{where}: is not there any more; the file was changed, open it again", where=where)
        )
    return article_on_line(
        data,
        wide or options.encoding,
        where=where,
        name=name or f"{path.name}#{number}",
        head=head_of(path),
        options=options,
    )


def article_on_line(
    data: bytes, encoding: str | None, *, where: str, name: str, head: Head, options: Options
) -> Article:
    """Return the article that a line holds, whatever file it was read from.

    Args:
        data: The line.
        encoding: Its encoding, or None to find out.
        where: The line, for messages.
        name: The line, as `Article.source` shall say it.
        head: What tells the encoding of the beginning of the file.
        options: How to read.

    Raises:
        ReadingError: It cannot be read.
    """
    decoded = decode_piece(data, encoding, where, head)
    record = parse_json(decoded.text, where)
    return article_of(record, where=where, name=name, decoded=decoded, options=options)


def where_line(path: str, number: int) -> str:
    """Return how messages name a line."""
    return tr("{path}, line {number:,}", path=path, number=number)


def no_line(path: str, size: int) -> ReadingError:
    """Return what is wrong with a file of so many bytes in which there is no line but blank ones."""
    return ReadingError(f"{path}: {tr('has no line that could be read') if size else tr('is empty')}")
