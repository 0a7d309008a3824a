"""The files of tables as text: what CSV and TSV have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats import table_sheet
from annotations.exchange.formats.record_fields import fields_of
from annotations.exchange.formats.record_items import Reader, unit_of
from annotations.exchange.formats.table_reading import read_rows
from annotations.exchange.formats.table_text import BOM, HEAD, encoded_row, head_rows, table_rows
from annotations.exchange.items import Group, Item
from annotations.exchange.parcels import Parcel, Sink, Source
from annotations.wording import tr

__all__ = ["read_table", "read_tables", "recognises_tables", "write_table"]


def write_table(
    groups: Iterable[Group], parcel: Parcel, order: Order, *, name: str, delimiter: str, bom: bool
) -> None:
    """Write the table `name`, article by article; where articles are divided, a table for each part."""
    suffix = name[name.index(".") :]
    with ExitStack() as stack:
        sinks: dict[str, Sink] = {}
        for split in order.splits or ("",):
            sinks[split] = stack.enter_context(parcel.open(split + suffix if split else name))
            sinks[split].write(BOM if bom else b"")
            sinks[split].write(encoded_row(table_sheet.headings(order), delimiter, order.losses))
        for group in groups:
            rows = table_sheet.rows(group, order)
            lines = b"".join([encoded_row(row, delimiter, order.losses) for row in rows])
            sinks[order.split_of(group[0]) if order.splits else ""].write(lines)


def read_tables(source: Source, order: Order, suffixes: tuple[str, ...], delimiters: str) -> Iterator[Item]:
    """Yield what the rows of all tables of `source` say; a file named alone is one whatever it is called.

    Raises:
        ReadingError: There is no table, or one cannot be read at all.
    """
    names = source.names()
    found = [one for one in names if one.lower().endswith(suffixes)] or (names if len(names) == 1 else [])
    if not found:
        raise ReadingError(
            tr("{title}: there is no file {suffixes}", title=source.title, suffixes=", ".join(suffixes))
        )
    for name in found:
        yield from read_table(source, name, order, delimiters)


def read_table(source: Source, name: str, order: Order, delimiters: str) -> Iterator[Item]:
    """Yield what the rows of one table say.

    Raises:
        ReadingError: It cannot be read at all.
    """
    where = source.where(name)
    reader = Reader(order.faults, order.scheme.names, unit=unit_of(order))
    with source.open(name) as file:
        rows = table_rows(file, delimiters, where, order.options.get("encoding", "utf-8"))
        yield from read_rows(
            rows,
            where,
            order,
            reader,
            place=lambda line: tr("{name}, line {number}", name=where, number=line),
        )


def recognises_tables(source: Source, suffixes: tuple[str, ...], delimiters: str) -> bool:
    """Tell whether a file of `source` has one of the `suffixes` and headings of which one is a text's."""
    with suppress(Exception):
        for name in source.names():
            if name.lower().endswith(suffixes):
                with source.open(name) as file:
                    rows = head_rows(file.read(HEAD), delimiters)
                return bool(rows) and fields_of(tuple(rows[0])).readable
    return False
