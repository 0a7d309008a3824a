"""TSV for spreadsheets and data frames: a row a sentence.

What stands in the columns is said in :mod:`annotations.exchange.formats.table_sheet`.
Cells with tabs, quotes or line ends are quoted as in CSV, which data frames read by default. There is no byte
order mark; ``bom=yes`` writes one for Excel. Tables of others are read too, also those in which a quote
stands for itself. What is lost is what CSV loses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.exchange.format import Order
from annotations.exchange.formats import table_sheet
from annotations.exchange.formats.table_files import read_tables, recognises_tables, write_table
from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.parcels import Parcel, Source

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "tsv"
UNITS: tuple[Unit, ...] = ("sentence",)
MAIN = "sentences.tsv"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {
    **table_sheet.OPTIONS,
    "bom": ("no", "yes"),
    "encoding": ("utf-8", "gb18030", "big5"),
    "each": ("sentence", "article"),
}
"""The last two are for reading: how it is encoded, and what a text is where no column says so."""
NEEDS: tuple[str, str] | None = None
_SUFFIXES = (".tsv", ".tab")


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write a row a sentence, article by article."""
    write_table(groups, parcel, order, name=MAIN, delimiter="\t", bom=order.options.get("bom", "no") == "yes")


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield what each row says, an item for each who says something there.

    Raises:
        ReadingError: There is no table, it is encoded otherwise, or none of its columns is a text.
    """
    return read_tables(source, order, _SUFFIXES, "\t")


def recognises(source: Source) -> bool:
    """Tell whether there is a TSV file with a heading for its texts."""
    return recognises_tables(source, _SUFFIXES, "\t")
