"""Tables of any file, read row by row: those that zhupi wrote, and those that people have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from statistics import fmean

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats.record_fields import fields_of
from annotations.exchange.formats.record_items import Reader
from annotations.exchange.formats.table_text import undone
from annotations.exchange.items import Item
from annotations.wording import tr

__all__ = ["guessed_headings", "read_rows"]

Row = tuple[int, Sequence[object] | None]
"""The line or row that it begins on, and its cells; None for one that is broken."""
_SAMPLE = 200
"""As many rows are looked at where no heading says which column is the text."""
_FASTTEXT = "__label__"


def read_rows(
    rows: Iterable[Row],
    where: str,
    order: Order,
    reader: Reader,
    *,
    place: Callable[[int], str],
    defused: bool = True,
) -> Iterator[Item]:
    """Yield what the rows of a table say; what is wrong with rows is told to ``order.faults``.

    Args:
        rows: Those that are not blank.
        where: What to call the table.
        order: What is wanted.
        reader: Makes items of the rows.
        place: What to call a row in messages, given its number.
        defused: Whether apostrophes before formulas are taken off in a table of zhupi's own.

    Raises:
        ReadingError: It has no rows, or none of its columns can be a text.
    """
    walk = iter(rows)
    sample = list(islice(walk, _SAMPLE))
    first = next((cells for _, cells in sample if cells is not None), None)
    if first is None:
        raise ReadingError(tr("{where}: it has no row that can be read", where=where))
    keys = tuple("" if one is None else str(one) for one in first)
    fields = fields_of(keys)
    skip = first if fields.readable else None
    if not fields.readable:
        texts = [[_shown(one) for one in cells] for _, cells in sample if cells is not None]
        keys, headed = guessed_headings(texts, reader.labels)
        fields, skip = fields_of(keys), first if headed else None
        if not fields.readable:
            raise ReadingError(
                tr("{where}: none of its columns is a text; call the column of the text text", where=where)
            )
    undo = undone if defused and fields.ours else str
    for number, cells in chain(sample, walk):
        if cells is None:
            order.faults.add(tr("{where}: it is broken; check its quotes", where=place(number)))
        elif cells == skip:  # of tables that were put together each has its headings
            continue
        elif len(cells) > len(keys) and any(one not in (None, "") for one in cells[len(keys) :]):
            order.faults.add(_uneven(place(number), len(cells), len(keys)))
        else:
            values = [undo(one) if isinstance(one, str) else one for one in cells]
            yield from reader.items(keys, values, fields, place(number))


def guessed_headings(rows: Sequence[Sequence[str]], labels: Collection[str]) -> tuple[tuple[str, ...], bool]:
    """Return headings for a table that has none, and whether its first row is one nevertheless.

    The labels are the column of which most cells are labels of the scheme; the text is that with the longest
    cells, in bytes, for a character of Chinese says more; where nothing is known of the labels, they are the
    other column in which cells repeat themselves most.
    """
    width = max(len(row) for row in rows)
    columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    likest = max(range(width), key=lambda at: _like_labels(columns[at], labels)[0])
    sure = width > 1 and _like_labels(columns[likest], labels)[0] > 0
    text = max((at for at in range(width) if at != likest or not sure), key=lambda at: _bytes(columns[at]))
    others = [at for at in range(width) if at != text]
    label = max(others, key=lambda at: _like_labels(columns[at], labels), default=None)
    keys = [f"column-{at}" for at in range(1, width + 1)]
    keys[text] = "text"
    headed = False
    if label is not None:
        keys[label] = "label"
        counts = Counter(columns[label])
        first = columns[label][0]
        headed = len(rows) > 2 and counts[first] == 1 and len(counts) <= len(rows) / 2 and first not in labels
    return tuple(keys), headed


def _like_labels(column: Sequence[str], labels: Collection[str]) -> tuple[float, float, float]:
    known = sum(one.removeprefix(_FASTTEXT) in labels for one in column) / len(column)
    return known, 1 - len(set(column)) / len(column), -fmean(map(len, column))


def _bytes(column: Sequence[str]) -> float:
    return fmean(len(one.encode("utf-8", "replace")) for one in column)


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _uneven(where: str, cells: int, columns: int) -> str:
    return tr(
        "{where}: its cells are {cells} where the first row has {columns}; check its quotes",
        where=where,
        cells=cells,
        columns=columns,
    )
