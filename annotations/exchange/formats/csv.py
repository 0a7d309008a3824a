"""CSV for spreadsheets and data frames: a row a sentence.

What stands in the columns is said in :mod:`annotations.exchange.formats.table_sheet`.
It begins with a byte order mark, without which Excel takes Chinese for something else; ``bom=no`` leaves it
out. Lost, and counted: names and repairs in no sentence or over the end of one, and halves of characters, for
which U+FFFD stands. Tables of others are read too, with or without headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.exchange.format import Order
from annotations.exchange.formats import table_sheet
from annotations.exchange.formats.table_files import read_tables, recognises_tables, write_table
from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.parcels import Parcel, Source

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "csv"
UNITS: tuple[Unit, ...] = ("sentence",)
MAIN = "sentences.csv"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {
    **table_sheet.OPTIONS,
    "bom": ("yes", "no"),
    "encoding": ("utf-8", "gb18030", "big5"),
    "each": ("sentence", "article"),
}
"""The last two are for reading: how it is encoded, and what a text is where no column says so."""
NEEDS: tuple[str, str] | None = None
_SUFFIXES = (".csv",)


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write a row a sentence, article by article."""
    write_table(groups, parcel, order, name=MAIN, delimiter=",", bom=order.options.get("bom", "yes") == "yes")


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield what each row says, an item for each who says something there.

    Raises:
        ReadingError: There is no table, it is encoded otherwise, or none of its columns is a text.
    """
    return read_tables(source, order, _SUFFIXES, ",;\t")


def recognises(source: Source) -> bool:
    """Tell whether there is a CSV file with a heading for its texts."""
    return recognises_tables(source, _SUFFIXES, ",;\t")
