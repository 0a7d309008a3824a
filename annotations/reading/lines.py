"""Files of lines that are read one by one: where lines begin, what is in one, and how it is encoded."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from annotations.errors import ReadingError
from annotations.reading.decode import MAX_BYTES, Decoded, decode
from annotations.reading.source import file_stamp, open_file
from annotations.reading.tables import common_share
from annotations.wording import tr

__all__ = [
    "HEAD",
    "Head",
    "LineTooLong",
    "count_newlines",
    "decode_piece",
    "decode_pieces",
    "encoding_of",
    "head_of",
    "is_blank",
    "line_number",
    "line_starts",
    "lines_between",
    "lines_from",
    "too_long",
    "wide_encoding",
]

HEAD = _BLOCK = 1 << 20
_COMMON = 0.5
"""Of common characters in a piece that is UTF-8: some words of GBK are by chance, but of Greek and Arabic."""
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"


Head = Callable[[], str | None]
"""Tells which encoding the beginning of a file is in, for whoever has to ask; None if it does not say."""


def wide_encoding(file: BinaryIO, encoding: str | None) -> str | None:
    """Return the encoding of a file whose line ends take two bytes or four, or None for all others.

    A byte order mark tells, or the NUL in the first character where that is ASCII (RFC 4627, section 3).
    """
    file.seek(0)
    head = file.read(4)
    found = None
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        found = "utf-32-le" if head[0] else "utf-32-be"
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = "utf-16-le" if head[0] == 0xFF else "utf-16-be"
    elif len(head) >= 2 and (head[0] == 0) != (head[1] == 0):
        found = "utf-16-be" if head[0] == 0 else "utf-16-le"
    if encoding is None:
        return found
    try:
        named = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None  # whoever decodes the line will say so
    if not named.startswith(("utf-16", "utf-32")):
        return None
    return named if named.endswith(("-le", "-be")) else found or f"{named}-le"


def line_starts(file: BinaryIO, wide: str | None) -> Iterator[tuple[int, int, bool]]:
    """Yield the byte offset, the number from 1, and whether it is blank, of every line.

    No more than 1 MB is held, however long a line is.
    """
    file.seek(0)
    base = start = 0
    number, blank = 1, True
    width = len("\n".encode(wide)) if wide else 1
    while block := file.read(_BLOCK):
        at = 0
        while (end := _find_newline(block, wide, at)) >= 0:
            yield start, number, blank and not block[at:end].strip(_BLANK)
            at = end + width
            start, number, blank = base + at, number + 1, True
        blank = blank and not block[at:].strip(_BLANK)
        base += len(block)
    if start < base:
        yield start, number, blank


def line_number(file: BinaryIO, offset: int, wide: str | None) -> int:
    """Return the number, from 1, of the line at `offset`."""
    return 1 + sum(1 for start, _, _ in line_starts(file, wide) if start < offset)


def lines_from(file: BinaryIO, offset: int, wide: str | None, *, where: str) -> Iterator[bytes]:
    """Yield the lines from `offset` on, each with its end.

    Raises:
        ReadingError: A line is longer than `MAX_BYTES`; `where` says in which file.
    """
    file.seek(offset)
    rest = b""
    while True:
        line, rest = _line(file, rest, wide)
        if not line:
            return
        if len(line) > MAX_BYTES:
            raise too_long(where)
        yield line


class LineTooLong(ReadingError):
    """A line of more than `MAX_BYTES`."""


def too_long(where: str) -> LineTooLong:
    """Return what is wrong with a line of more than `MAX_BYTES`."""
    return LineTooLong(
        tr(
            "{where}: is longer than zhupi reads at once ({MAX_BYTES} MB); split it",
            where=where,
            MAX_BYTES=MAX_BYTES // 1_000_000,
        )
    )


def is_blank(line: bytes) -> bool:
    """Tell whether there is nothing in a line, in whatever encoding."""
    return not line.strip(_BLANK)


def lines_between(
    file: BinaryIO, start: int, stop: int, wide: str | None, *, known: bool = False
) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that begin from `start` on and before `stop`, each with its byte offset and its end.

    A line that is longer than `MAX_BYTES` is None; no more than that is ever held. The file is only read
    forwards, from the character before `start` on, which is a multiple of four, and no further than to the
    end of the last of these lines.

    Args:
        file: The file.
        start: Where lines may begin.
        stop: Where no line is wanted any more.
        wide: The encoding, as `wide_encoding` says it.
        known: Whether a line begins at `start` for certain.
    """
    width = len("\n".encode(wide)) if wide else 1
    at = start if known else max(0, start - width)
    file.seek(at)
    lines = _lines(file, wide)
    if at < start:
        at += next(lines, (0, b""))[0]
    while at < stop and (one := next(lines, None)) is not None:
        size, line = one
        yield at, line
        at += size


def _lines(file: BinaryIO, wide: str | None) -> Iterator[tuple[int, bytes | None]]:
    """Yield how many bytes each line has from here on, and the line; None for one that is too long."""
    rest = b""
    while True:
        line, rest = _line(file, rest, wide)
        if not line:
            return
        if len(line) <= MAX_BYTES:
            yield len(line), line
            continue
        size, end = len(line), "\n".encode(wide or "utf-8")
        while line and not line.endswith(end):  # what was left of it; a wide line ends at a whole character
            line, rest = _line(file, rest, wide, _BLOCK)
            size += len(line)
        yield size, None


def count_newlines(file: BinaryIO, start: int, stop: int, wide: str | None) -> int:
    """Return how many lines end from `start` on and before `stop`, both at whole characters."""
    file.seek(start)
    count = 0
    while start < stop and (block := file.read(min(_BLOCK, stop - start))):
        start += len(block)
        if wide is None:
            count += block.count(b"\n")
            continue
        at = -1
        while (at := _find_newline(block, wide, at + 1)) >= 0:
            count += 1
    return count


def decode_piece(data: bytes, encoding: str | None, where: str, head: Head) -> Decoded:
    """Decode a part of a file; a short one says less of its encoding than the `head` of the file.

    Raises:
        ReadingError: It is no text in `encoding`, or in any that is known.
    """
    return decode_pieces([data], encoding, where, head)[0]


def decode_pieces(pieces: list[bytes], encoding: str | None, where: str, head: Head) -> list[Decoded]:
    """Decode parts of a file that are in one encoding, as the cells of a row are.

    Raises:
        ReadingError: One is no text in `encoding`, or in any that is known.
    """
    if encoding is not None:
        return [decode(piece, name=where, encoding=encoding) for piece in pieces]
    likely = "utf-8"
    whole = b" ".join(pieces).replace(b"\n", b" ").replace(b"\r", b" ")
    if not whole.isascii() or b"\0" in whole:
        try:
            text = whole.decode("utf-8")
            certain = common_share(text) >= _COMMON and "\0" not in text
        except UnicodeDecodeError:
            certain = False
        if not certain:
            likely = head() or likely
            likely = decode(whole, name=where, likely=likely).encoding
    # Rows may be in several encodings, one after the other: each says its own.
    return [decode(piece, name=where, likely=likely)._replace(others={}) for piece in pieces]


def head_of(path: Path) -> Head:
    """Return what tells the encoding of the beginning of the file at `path`."""
    return lambda: _encoding_of_head(path, file_stamp(path))


@lru_cache(maxsize=8)
def _encoding_of_head(path: Path, stamp: tuple[int, int, int]) -> str | None:
    with open_file(path) as (file, _):
        return encoding_of(file.read(HEAD), str(path))


def encoding_of(head: bytes, name: str) -> str | None:
    """Return the encoding of the first `HEAD` bytes of a file; None if they do not say."""
    try:
        found = decode(head[: head.rfind(b"\n") + 1] or head, name=name).encoding
    except ReadingError:
        return None
    return None if found.startswith("utf-16") else found  # there lines end otherwise


def _line(file: BinaryIO, rest: bytes, wide: str | None, most: int = MAX_BYTES + 1) -> tuple[bytes, bytes]:
    """Return the next line and what was read behind it; `most` bytes, unless its characters are wide."""
    return (file.readline(most), b"") if wide is None else _wide_line(file, rest, wide)


def _wide_line(file: BinaryIO, rest: bytes, wide: str) -> tuple[bytes, bytes]:
    """Return a line with its end and what was read behind it; `rest` is what was read before.

    Lines and blocks begin at whole characters, so no line end lies across two blocks.
    """
    line, searched = bytearray(rest), 0
    width = len("\n".encode(wide))
    while (end := _find_newline(line, wide, searched)) < 0 and len(line) <= MAX_BYTES:
        searched = len(line)
        block = file.read(_BLOCK)
        if not block:
            return bytes(line), b""
        line += block
    end = end + width if end >= 0 else len(line)
    return bytes(line[:end]), bytes(line[end:])


def _find_newline(data: bytes | bytearray, wide: str | None, start: int) -> int:
    """Return where the next line end begins, or -1; `data` begins at a whole character."""
    if wide is None:
        return data.find(b"\n", start)
    newline = "\n".encode(wide)
    at = data.find(newline, start)
    while at >= 0 and at % len(newline):
        at = data.find(newline, at + 1)
    return at
