"""The views of the agreement screen as rows of text: figures with their bars, and tables of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotations.agreement.measures import TOO_FEW, Figure
from annotations.wording import tr
from tui.layout.bars import interval_bar
from tui.layout.cells import cell_width, fit, visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run
from tui.presenters.agreement import Item, Listing, Matrix
from tui.presenters.agreement_words import figure_text, number_text
from tui.presenters.table import filled

__all__ = [
    "Columns",
    "Grid",
    "listing_columns",
    "listing_rows",
    "matrix_grid",
    "matrix_rows",
    "paragraph_rows",
    "window",
]

_NAME = (10, 44)
"""Cells of a name, at least and at most."""
_BAR = (9, 43)
_UNITS = 9
_PLAIN = 4
_WITH_INTERVAL = 15
_WIDE = 110
"""Cells from which intervals are written out beside their bars."""
_CELL = (8, 14)
_ROW_NAME = (8, 20)


def window(chosen: int, top: int, height: int, total: int) -> int:
    """Return the first of `height` rows to show, moved from `top` no further than `chosen` needs."""
    top = min(top, chosen, max(0, total - height))
    return max(top, chosen - height + 1, 0)


# -- listings ----------------------------------------------------------------------------------


class Columns(NamedTuple):
    """How wide the columns of a listing are."""

    name: int
    text: int
    bar: int
    third: int
    few: int
    interval: bool


def listing_columns(view: Listing, width: int) -> Columns:
    """Return how the columns of `view` share `width` cells."""
    interval = width >= _WIDE
    text = _WITH_INTERVAL if interval else _PLAIN
    third = max(map(cell_width, (view.head[3], *(visible(item.third) for item in view.items))), default=0)
    if not view.head[3]:
        third = 0
    third = min(third, 14)
    few = cell_width(tr(TOO_FEW)) if any(_few(item) for item in view.items) else 0
    fixed = 1 + 1 + _UNITS + 1 + 2 * (text + 2) + sum(one + 1 for one in (third, few) if one)
    room = width - fixed
    names = max((cell_width(visible(item.name)) for item in view.items), default=0)
    most = min(_NAME[1] if interval else _NAME[1] // 2 + 4, room - 2 * _BAR[0])
    name = max(_NAME[0], min(max(names, cell_width(view.head[0])), most))
    bar = max(0, min((room - name) // 2, _BAR[1]))
    return Columns(name, text, bar if bar >= _BAR[0] else 0, third, few, interval)


def listing_rows(
    view: Listing, columns: Columns, chosen: int, top: int, width: int, height: int
) -> list[Row]:
    """Return the head of `view` and its items from `top` on, at most `height` rows."""
    if not view.items:
        return paragraph_rows([(view.empty, "dim")], width)[:height]
    name, first, second, third = view.head
    span = columns.text + 1 + columns.bar
    cells = [
        filled(name, columns.name),
        filled(tr("sentences"), _UNITS, right=True),
        filled(_scaled(first, "0..100%", span), span),
        filled(_scaled(second, "0..1", span), span),
        *([filled(third, columns.third)] if columns.third else []),
    ]
    rows: list[Row] = [[Run(" " + " ".join(cells), "dim")]]
    rows += [
        list(_item(view.items[number], columns, number == chosen, f"row-{number}"))
        for number in range(top, min(top + height - 1, len(view.items)))
    ]
    return rows


def _scaled(head: str, scale: str, width: int) -> str:
    """Return the head of a column with the scale of its bars, if there is room for both."""
    both = f"{head} {scale}"
    return both if cell_width(both) <= width else head


def _item(item: Item, columns: Columns, chosen: bool, command: str) -> Iterator[Run]:
    look = "strong" if chosen else ""
    main = item.first or item.second
    yield Run(">" if chosen else " ", "cursor", command)
    yield Run(filled(item.name, columns.name) + " ", look, command)
    yield Run(
        filled("" if main is None else number_text(main.units), _UNITS, right=True) + " ", look, command
    )
    for figure in (item.first, item.second):
        yield from _figure(figure, columns, look, command)
    if columns.third:
        yield Run(filled(item.third, columns.third) + " ", look, command)
    if _few(item):
        yield Run(tr(TOO_FEW), "dim", command)


def _few(item: Item) -> bool:
    main = item.first or item.second
    return main is not None and main.few and main.about.scope != "article"  # which are short as a rule


def _figure(one: Figure | None, columns: Columns, look: str, command: str) -> Iterator[Run]:
    span = columns.text + 1 + columns.bar
    if one is None:
        yield Run(" " * (span + 1), "", command)
    elif one.value is None:
        yield Run(filled(tr(one.why), span) + " ", "dim", command)
    else:
        text = figure_text(one, interval=columns.interval)
        bar = interval_bar(one.value, one.low, one.high, columns.bar)
        yield Run(filled(text, columns.text, right=not columns.interval) + " ", look, command)
        yield Run(filled(bar, columns.bar) + " ", "label-1" if look else "", command)


# -- matrices ------------------------------------------------------------------------------------


class Grid(NamedTuple):
    """How wide the columns of a matrix are, and how many of them there is room for."""

    name: int
    cell: int
    columns: int


def matrix_grid(view: Matrix, width: int) -> Grid:
    """Return how the columns of `view` share `width` cells."""
    names = max((cell_width(visible(one)) for one in (view.corner, *view.rows)), default=0)
    name = max(_ROW_NAME[0], min(names, _ROW_NAME[1] if width < _WIDE else 2 * _ROW_NAME[1]))
    heads = max((cell_width(visible(one)) for one in view.columns), default=0)
    cell = max(_CELL[0], min(heads, _CELL[1]))
    room = width - 1 - name
    return Grid(name, cell, max(1, min(len(view.columns), room // (cell + 2))))


def matrix_rows(
    view: Matrix, grid: Grid, chosen: tuple[int, int], corner: tuple[int, int], width: int, height: int
) -> list[Row]:
    """Return the caption and heads of `view`, and its cells from `corner` on, at most `height` rows."""
    if not view.rows:
        return paragraph_rows([(view.empty, "dim")], width)[:height]
    top, left = corner
    columns = range(left, min(left + grid.columns, len(view.columns)))
    beyond = len(view.columns) - len(columns)
    more = (
        tr(
            "   columns {left} to {stop} of {number}",
            left=left + 1,
            stop=columns.stop,
            number=len(view.columns),
        )
        if beyond
        else ""
    )
    head = [Run(" " + filled(view.corner, grid.name), "dim")]
    for column in columns:
        look = "strong" if column == chosen[1] else "dim"
        head.append(Run("  " + filled(view.columns[column], grid.cell, right=True), look))
    caption = Run(" " + fit(view.caption + more, width - 1), "dim")
    rows: list[Row] = [[caption], head]
    for row in range(top, min(top + height - 2, len(view.rows))):
        here = row == chosen[0]
        runs = [
            Run(">" if here else " ", "cursor"),
            Run(filled(view.rows[row], grid.name), "strong" if here else ""),
        ]
        for column in columns:
            text = filled(view.cell(row, column), grid.cell, right=True)
            look = "found" if here and column == chosen[1] else "strong" if row == column else ""
            runs += [Run("  "), Run(text, look, f"cell-{row}-{column}")]
        rows.append(runs)
    return rows


# -- words -----------------------------------------------------------------------------------------


def paragraph_rows(paragraphs: Iterable[tuple[str, str]], width: int) -> list[Row]:
    """Return paragraphs, each with its look, folded to `width` cells; a line that goes on is indented."""
    rows: list[Row] = []
    for text, look in paragraphs:
        for number, line in enumerate(fold(visible(text), width - HANG - 3)):
            rows.append([Run(("   " if number else " ") + line, look)])
    return rows
