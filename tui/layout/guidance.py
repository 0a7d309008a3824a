"""A chapter of the guidelines as rows of the screen: Chinese, and English below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.guidelines.bilingual import Chapter, Passage
from annotations.wording import term
from tui.layout.cells import cell_width, fit, visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run

__all__ = ["Page", "chapter_page", "hit_text", "names_row"]

_LIST_HEAD = re.compile(r"(?:-|\d+\.) ")
_GAP = "  "


class Page(NamedTuple):
    """The rows of a chapter."""

    rows: list[Row]
    starts: list[int]
    """The row on which each passage begins."""

    def passage_at(self, row: int) -> int:
        """Return the passage that `row` belongs to, or the next one where a row is empty."""
        return max((at for at, start in enumerate(self.starts) if start <= row), default=0)


def chapter_page(chapter: Chapter, width: int, marked: int | None = None) -> Page:
    """Return `chapter` folded to `width` cells, passage number `marked` in reverse."""
    rows: list[Row] = []
    starts: list[int] = []
    for at, passage in enumerate(chapter.passages):
        if rows and passage.kind == "heading":
            rows.append([])
        starts.append(len(rows))
        for margin, text, style in _lines(chapter.key, passage, width - HANG):
            rows.append([Run(margin), Run(text, "found" if at == marked else style)])
        if passage.kind == "title":
            rows.append([])
    return Page(rows, starts)


def _lines(key: str, passage: Passage, width: int) -> list[tuple[str, str, str]]:
    """Return the lines of a passage: a margin, text and its look."""
    chinese, english = visible(passage.chinese), visible(passage.english)
    if passage.kind in ("title", "heading"):
        both = _GAP.join(filter(None, (chinese, english.removeprefix(visible(key)).strip())))
        return [("", line, "strong" if passage.kind == "title" else "key") for line in fold(both, width)]
    if passage.kind == "reason":
        both = f"{chinese}{_GAP}{english}"
        parts = [both] if cell_width(both) <= width - 4 else [chinese, english]
        return [("    ", line, "dim") for part in parts if part for line in fold(part, width - 4)]
    head = _LIST_HEAD.match(chinese) if passage.kind == "item" else None
    margin = "" if head is None else head[0]
    parts = [chinese.removeprefix(margin), english.removeprefix(margin)]
    lines: list[tuple[str, str, str]] = []
    for part, style in zip(parts, ("", "dim"), strict=True):
        for line in fold(part, width - len(margin)) if part else ():
            lines.append((" " * len(margin) if lines else margin, line, style))
    return lines


def names_row(names: Sequence[tuple[str, str]], at: int, width: int) -> Row:
    """Return the names of all chapters on one row that shows number `at`; each has a key, or none.

    A click on one runs ``chapter-0``, ``chapter-1`` and so on.
    """
    texts = [(f"{key} " if key else "", fit(term(name), max(4, width // 2))) for key, name in names]
    cells = [cell_width(key) + cell_width(name) + len(_GAP) for key, name in texts]
    first = 0
    while first < at and sum(cells[first : at + 1]) + 2 * len(_GAP) + 2 > width:
        first += 1
    row: list[Run] = [Run(".. " if first else " ", "dim")]
    for number in range(first, len(texts)):
        key, name = texts[number]
        command = f"chapter-{number}"
        row += [
            Run(key, "key", command),
            Run(name, "found" if number == at else "dim", command),
            Run(_GAP),
        ]
    return row


def hit_text(chapter: Chapter, passage: Passage, width: int) -> str:
    """Return one line of at most `width` cells that names a passage that was found."""
    text = _GAP.join(filter(None, (passage.chinese, passage.english)))
    return fit(text if passage.kind == "title" else f"{chapter.key}{_GAP}{text}", width)
