"""JSONL: an article a line, found by the offset of its line, so that any is read without the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.reading.lines import decode_piece, line_number, line_starts, lines_from, wide_encoding
from annotations.reading.records import article_of, parse_json
from annotations.reading.source import Options, Place, open_lines, or_whole
from annotations.wording import tr

__all__ = ["jsonl_places", "read_jsonl"]


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
            raise ReadingError(f"{path}: {tr('has no line that could be read') if size else tr('is empty')}")
        number = place.number or line_number(file, place.position, wide)
        where = tr("{path}, line {number:,}", path=path, number=number)
        data = next(lines_from(file, place.position, wide, where=where), b"")
    if not data:
        raise ReadingError(
            tr("{where}: is not there any more; the file was changed, open it again", where=where)
        )
    decoded = decode_piece(data, path, wide or options.encoding, where)
    record = parse_json(decoded.text, where)
    return article_of(
        record, where=where, name=name or f"{path.name}#{number}", decoded=decoded, options=options
    )
