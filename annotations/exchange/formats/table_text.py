"""Tables as text: rows of cells to bytes and back, for people's spreadsheets and for libraries alike.

Cells are quoted as CSV has it, so that quotes, delimiters, line feeds and lone carriage returns in them
survive. What a spreadsheet would take for a formula begins with an apostrophe; whoever reads zhupi's own
tables takes that off again.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from annotations.errors import ReadingError
from annotations.exchange.carried import whole
from annotations.exchange.format import Losses
from annotations.exchange.formats.record_fields import fields_of
from annotations.wording import tr

__all__ = ["BOM", "defused", "encoded_row", "head_rows", "table_rows", "undone"]

BOM = codecs.BOM_UTF8
HEAD = 1 << 16
"""As many bytes are looked at to find out what a table is."""
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet takes for a formula, Excel in Chinese also in full width; and that behind apostrophes,
so that taking off one gives back what was there."""
_LEADS = frozenset("'=+-@\t\r\n＝＋－＠")
_SPECIAL = re.compile(r"[,\t;\r\n]|^\s|\s$")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SEP = re.compile(r"\"?sep=([^\w\r\n\"])\"?[,;\t ]*\r?\n?", re.IGNORECASE)


def defused(text: str) -> str:
    """Return `text` as no spreadsheet takes it for a formula."""
    return "'" + text if text and _FORMULA.match(text) else text


def undone(text: str) -> str:
    """Return what :func:`defused` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def encoded_row(cells: Iterable[object], delimiter: str, losses: Losses) -> bytes:
    """Return a row, its newline at the end; what is half a character becomes U+FFFD and is counted."""
    line = delimiter.join(map(_cell, cells)) + "\n"
    try:
        return line.encode()
    except UnicodeEncodeError:
        return whole(line, losses).encode()


def table_rows(
    file: BinaryIO, delimiters: str, where: str, encoding: str = "utf-8"
) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the rows of a table, each with the line that it begins on; None for one that is broken.

    Args:
        file: The table.
        delimiters: Those that it may have; the one that makes sense of its first row is taken.
        where: What to call it in messages.
        encoding: How it is encoded, unless it has a byte order mark.

    Raises:
        ReadingError: It is not encoded so.
    """
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 28))
    head = file.read(HEAD)
    encoding = _encoding(head, encoding)
    text = io.TextIOWrapper(io.BufferedReader(_Again(head, file)), encoding, newline="")
    sample = head.decode(encoding, "replace")
    said = _SEP.match(sample)
    sample = sample[said.end() :] if said else sample
    delimiter = said[1] if said else _delimiter(sample, delimiters)
    lines = iter(text)
    skipped = 0
    try:
        if said:
            next(lines, None)
            skipped = 1
        quoting: Any = csv.QUOTE_MINIMAL if _quoted(sample, delimiter) else csv.QUOTE_NONE
        reader = csv.reader(lines, delimiter=delimiter, strict=True, quoting=quoting)
        while True:
            line = reader.line_num + 1 + skipped
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield line, None
            else:
                if any(map(str.strip, cells)):
                    yield line, cells
    except UnicodeDecodeError:
        raise ReadingError(
            tr(
                "{where}: it is not {encoding}; save it as CSV UTF-8, "
                "or set encoding=gb18030 or encoding=big5",
                where=where,
                encoding=encoding.removesuffix("-sig").upper(),
            )
        ) from None
    finally:
        text.detach()


def head_rows(head: bytes, delimiters: str) -> list[list[str]]:
    """Return the rows that the first bytes of a table hold whole, whatever they are; never raises."""
    try:
        text = head.decode(_encoding(head, "utf-8"), "replace")
        text = text[found.end() :] if (found := _SEP.match(text)) else text
        delimiter = _delimiter(text, delimiters)
        quoting: Any = csv.QUOTE_MINIMAL if _quoted(text, delimiter) else csv.QUOTE_NONE
        lines = io.StringIO(text, newline="")
        rows = [row for row in csv.reader(lines, delimiter=delimiter, quoting=quoting) if row]
    except (csv.Error, ValueError, LookupError):
        return []
    return rows[:-1] if len(head) >= HEAD else rows


class _Again(io.RawIOBase):
    """A file of which the first bytes were read already."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = head, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        piece = self._head[: len(buffer)] or self._file.read(len(buffer))
        self._head = self._head[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _encoding(head: bytes, encoding: str) -> str:
    if head.startswith(BOM):
        return "utf-8-sig"
    wide = next((name for mark, name in _WIDE.items() if head.startswith(mark)), "")
    return wide or (_chinese(head) if encoding == "utf-8" else "") or encoding


def _chinese(head: bytes) -> str:
    """Return the older encoding in which a table has headings that are known; empty where it is UTF-8."""
    row = head.partition(b"\n")[0]
    if row.isascii() or _decodes(row, "utf-8"):
        return ""
    known = [one for one in ("gb18030", "big5") if _decodes(row, one) and _headed(row.decode(one))]
    return known[0] if len(known) == 1 else ""


def _decodes(row: bytes, encoding: str) -> bool:
    try:
        row.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _headed(row: str) -> bool:
    return any(fields_of(tuple(re.split(f"[{one}]", row.strip("\r")))).readable for one in ",;\t")


def _delimiter(sample: str, delimiters: str) -> str:
    """Return the delimiter by which the first row has the fields of a table, or else the most cells."""
    best, found = -1, delimiters[0]
    for delimiter in delimiters:
        row = _first_row(sample, delimiter)
        fields = fields_of(tuple(row))
        worth = len(row) + 1000 * fields.readable + 100 * len(fields.once)
        if worth > best:
            best, found = worth, delimiter
    return found


def _first_row(sample: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _quoted(sample: str, delimiter: str) -> bool:
    """Tell whether quotes around cells are quotes; in tables with tabs they may stand for themselves."""
    if delimiter != "\t" or fields_of(tuple(_first_row(sample, delimiter))).ours:
        return True
    cells = [cell for line in sample.split("\n")[:-1] for cell in line.rstrip("\r").split("\t")]
    begun = [cell for cell in cells if cell.startswith('"')]
    return bool(begun) and all(len(cell) > 1 and cell.endswith('"') for cell in begun)


def _cell(value: object) -> str:
    if isinstance(value, str):
        if not value or value.isalnum():  # most are
            return value
        text = defused(value) if value[0] in _LEADS else value
        if '"' in text:
            return '"' + text.replace('"', '""') + '"'
        return f'"{text}"' if _SPECIAL.search(text) else text
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
