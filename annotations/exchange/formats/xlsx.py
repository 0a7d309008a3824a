"""Excel's workbooks: a row a sentence, as :mod:`annotations.exchange.formats.table_sheet` says.

Rows are written as they come and read as they come; what a workbook unpacks to is bounded, and XML with a
document type is refused. Every text is a cell of text, whatever it begins with, and marked so that it stays
one when somebody edits it. What XML cannot hold is written as Excel writes it, ``_x000D_``. A cell of Excel's
holds 32,767 UTF-16 units: a longer text is cut, and a longer cell of JSON is left out; both are counted, as
are names and repairs in no sentence or over the end of one, and halves of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import date, time, timedelta
from functools import partial

from annotations.errors import ReadingError
from annotations.exchange.carried import whole
from annotations.exchange.format import Losses, Order
from annotations.exchange.formats import table_sheet
from annotations.exchange.formats.record_items import Reader, unit_of
from annotations.exchange.formats.table_reading import read_rows
from annotations.exchange.formats.xlsx_book import Book, sheets_of
from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.parcels import Parcel, Source
from annotations.wording import msg, tr

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "xlsx"
UNITS: tuple[Unit, ...] = ("sentence",)
MAIN = "sentences.xlsx"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {**table_sheet.OPTIONS, "each": ("sentence", "article")}
"""``each`` is for reading: what a text is where no column says so."""
NEEDS: tuple[str, str] | None = ("xlsx", "openpyxl")

_SUFFIXES = (".xlsx", ".xlsm")
_ZIP = b"PK\x03\x04"
_LONGEST = 32_767
"""UTF-16 units that a cell of Excel's holds."""
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML has no way to write or reads as something else, and what would be taken for an escape."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_JSON = re.compile(r"[\[{]")


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write a row a sentence, article by article; where articles are divided, a workbook for each part."""
    heading = [_cell(one, order.losses) for one in table_sheet.headings(order)]
    with ExitStack() as stack:
        books: dict[str, Book] = {}
        for split in order.splits or ("",):
            sink = stack.enter_context(parcel.open(f"{split}.xlsx" if split else MAIN))
            books[split] = stack.enter_context(Book(sink, heading))
        for group in groups:
            book = books[order.split_of(group[0]) if order.splits else ""]
            for row in table_sheet.rows(group, order):
                book.add([_cell(one, order.losses) for one in row])
        for book in books.values():
            book.save()


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield what each row of each sheet says, an item for each who says something there.

    Sheets without texts are passed over where another one has some.

    Raises:
        ReadingError: There is no workbook, it is damaged or unpacks to too much, or no sheet has texts.
    """
    names = source.names()
    found = [one for one in names if one.lower().endswith(_SUFFIXES)] or (names if len(names) == 1 else [])
    if not found:
        raise ReadingError(tr("{title}: there is no file {suffixes}", title=source.title, suffixes=".xlsx"))
    for name in found:
        yield from _book(source, name, order)


def recognises(source: Source) -> bool:
    """Tell whether there is a workbook."""
    with suppress(Exception):
        for name in source.names():
            if name.lower().endswith(_SUFFIXES):
                with source.open(name) as file:
                    return file.read(4) == _ZIP
    return False


def _book(source: Source, name: str, order: Order) -> Iterator[Item]:
    where = source.where(name)
    reader = Reader(order.faults, order.scheme.names, unit=unit_of(order))
    refused: ReadingError | None = None
    taken = False
    with source.open(name) as file:
        for title, rows in sheets_of(file, where):
            place = where if title is None else tr("{where}, sheet {title}", where=where, title=title)
            cells = ((number, list(map(_value, row))) for number, row in rows)
            try:
                yield from read_rows(
                    ((number, row) for number, row in cells if any(one not in (None, "") for one in row)),
                    place,
                    order,
                    reader,
                    place=partial(_row, place),
                    defused=False,
                )
                taken = True
            except ReadingError as error:
                refused = refused or error
    if refused is not None and not taken:
        raise refused


def _row(name: str, number: int) -> str:
    return tr("{name}, row {number}", name=name, number=number)


def _cell(value: object, losses: Losses) -> object:
    """Return a cell as a workbook can hold it."""
    if not isinstance(value, str) or value.isalnum():
        return value if value != "" else None
    text = whole(value, losses)
    text = _ILLEGAL.sub(lambda one: f"_x{ord(one[0]):04X}_", text)
    if len(text) <= _LONGEST // 2 or len(text.encode("utf-16-le")) <= 2 * _LONGEST:
        return text
    if _JSON.match(text):
        losses.add(msg("cell longer than Excel's"), msg("cells longer than Excel's"))
        return None
    losses.add(
        msg("text cut to the length of Excel's cells"), msg("texts cut to the length of Excel's cells")
    )
    cut = text.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
    return re.sub("_(?:x[0-9A-F]{0,4})?$", "", cut)


def _value(cell: object) -> object:
    """Return what a cell says, with the characters that Excel has written out."""
    if isinstance(cell, str):
        return _ESCAPE.sub(lambda one: chr(int(one[1], 16)), cell) if "_x" in cell else cell
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell
