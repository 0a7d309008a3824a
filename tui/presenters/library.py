"""The library: of each article how far the annotator is, or for who reviews how far everybody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import tr
from tui.layout.cells import cell_width, fit, padded

if TYPE_CHECKING:
    from tui.session.review import Tally  # who annotates does without

__all__ = ["article_line", "review_heading", "review_line"]

_NAMES = 14
"""Cells for who is done. Chosen: three short names; a window of 80 columns leaves a title twelve."""
_ROOMY = 58
"""Cells from which there is room for names."""


def article_line(number: int, state: str, text: str, width: int) -> str:
    """Return the line of an article of which `text` says what it is, in `width` cells."""
    row = f"{number:>4}  {_right(state, 7)}  "
    return f"{row}{fit(text, max(0, width - cell_width(row)))}"


def review_heading(width: int) -> str:
    """Return what stands above the lines that :func:`review_line` makes."""
    return _columns(tr("no"), tr("settled"), tr("left"), tr("done"), tr("back"), tr("article"), width)


def review_line(number: int, tally: Tally, text: str, width: int) -> str:
    """Return the line of an article under review: what is settled and left, who is done, what is back.

    ``<`` counts what was given back and waits, ``>`` what was answered.
    """
    done = f"{len(tally.done)}/{tally.annotators}"
    if width >= _ROOMY:
        done = " ".join([done, *tally.done])
    back = [f"{count}{sign}" for count, sign in ((tally.returned, "<"), (tally.answered, ">")) if count]
    settled = f"{tally.settled}/{tally.sentences}"
    return _columns(str(number), settled, str(tally.left), done, " ".join(back), text, width)


def _columns(number: str, settled: str, left: str, done: str, back: str, text: str, width: int) -> str:
    names = _NAMES if width >= _ROOMY else 5
    done, back = fit(done, names), fit(back, 6)
    head = f"{_right(number, 4)} {_right(settled, 7)} {_right(left, 5)}"
    row = f"{head}  {padded(done, names)} {padded(back, 6)} "
    return f"{row}{fit(text, max(0, width - cell_width(row)))}"


def _right(text: str, width: int) -> str:
    """Return `text` at the right of `width` cells."""
    return " " * (width - cell_width(text)) + text
