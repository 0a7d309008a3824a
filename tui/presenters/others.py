"""What others say beside one's own labels while reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.layout.cells import fit
from tui.layout.runs import Row, Run
from tui.presenters.columns import RULE, letter_of, style_beside
from tui.session.session import Session

if TYPE_CHECKING:
    from annotations.adjudication.sentences import Decisions

__all__ = ["others_letters", "others_row"]


def others_letters(
    session: Session, names: Sequence[str], of: Decisions, index: int
) -> list[tuple[str, str]]:
    """Return a letter for each of `names` beside sentence `index`, and before them a rule."""
    unit, labels = of.unit(index), session.project.scheme.labels
    differing = unit.differing if unit is not None else frozenset[str]()
    letters = [RULE]
    for name in names:
        letter, place = letter_of(of.marks[name], labels, index, of.barred(name))
        letters.append((letter, style_beside(letter, place, differing)))
    return letters


def others_row(session: Session, names: Sequence[str], left: int, width: int) -> Row:
    """Return the row above the text that says whose each of the others' columns is.

    Args:
        session: What is read.
        names: The others, in the order of their columns.
        left: Cells before the text, the columns among them.
        width: Cells of the row.
    """
    row = [Run(" " * (left - len(names) - 3), "dim"), Run(*RULE)]
    row += [Run(str(number)[-1], "strong") for number, _ in enumerate(names, 1)]
    told = "  ".join(f"{number} {session.project.name_of(name)}" for number, name in enumerate(names, 1))
    return [*row, Run(fit(f"   {told}", max(0, width - left + 2)), "dim")]
