"""Characters that are one cell wide in some terminals and two in others, drawn as wide as this one has them.

Quotes, dashes and dots are of ambiguous width (Unicode Standard Annex #11, class A): a terminal set for
Chinese may draw them in two cells. It is asked at the start (`tui.terminal.driver`). Without an answer, as in
tmux, which measures for itself, they are one cell wide. How wide a character is Rich says to Textual and to
us, by a table of its own that has them all at one cell. There is no setting for it; here, and nowhere else,
the table is replaced.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

import rich.cells
from rich._unicode_data import load
from rich.cells import CellTable

from tui.layout.cells import forget_widths

__all__ = ["draw_wide", "wide_of"]

_KINDS = {"“": "‘’“”", "…": "…‥⋯·‧", "—": "—–―‖─"}
"""For each character that stands for others those that a terminal draws alike; all else goes by ``×``."""
_LAST = 0x3000
"""Behind it none of the class is text: private use, and variation selectors, which take no cell."""

_single = rich.cells._SINGLE_CELLS


def wide_of(columns: Mapping[str, int]) -> str | None:
    """Return which characters the terminal draws in two cells, by the column, from 1, behind each.

    None: it took none of them for one character, so that it does not read UTF-8.
    """
    if all(column - 1 >= 3 for column in columns.values()):
        return None
    return "".join(one for one, column in columns.items() if column - 1 == 2)


def draw_wide(probes: str) -> bool:
    """Let the characters for which those of `probes` stand take two cells from now on, and no others.

    Tell whether that changes anything.
    """
    wide = frozenset(_wide(probes))
    if wide == _now():
        return False
    table = cache(lambda version="auto": _table(load(version), wide)) if wide else load
    setattr(rich.cells, "load_cell_table", table)  # noqa: B010 - it is not exported
    rich.cells._is_single_cell_widths = (_single - wide).issuperset
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()
    forget_widths()
    return True


def _now() -> frozenset[str]:
    return frozenset(one for one in _ambiguous() if rich.cells.get_character_cell_size(one) == 2)


@cache
def _ambiguous() -> tuple[str, ...]:
    """Return all characters of the class that take a cell of their own."""
    found = (chr(code) for code in range(0xA0, _LAST))
    return tuple(
        one
        for one in found
        if unicodedata.east_asian_width(one) == "A" and unicodedata.category(one) not in ("Mn", "Me", "Cf")
    )


def _wide(probes: str) -> list[str]:
    kind_of = {one: head for head, kind in _KINDS.items() for one in kind}
    return [one for one in _ambiguous() if kind_of.get(one, "×") in probes]


def _table(table: CellTable, wide: frozenset[str]) -> CellTable:
    """Return Rich's table with `wide` at two cells."""
    rows: list[tuple[int, int, int]] = []
    for start, end, cells in table.widths:
        if end < 0xA0 or start >= _LAST:
            rows.append((start, end, cells))
        else:  # one row a character: none of the class is in a row of another width that matters here
            rows += [(code, code, cells) for code in range(start, end + 1) if chr(code) not in wide]
    rows += [(ord(one), ord(one), 2) for one in wide]
    return table._replace(widths=sorted(rows))
