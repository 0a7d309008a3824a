"""What was expected of a training article and why, beside what the annotator said, as rows of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotations.wording import counted, tr
from tui.layout.cells import cell_width, visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run
from tui.presenters.table import filled

__all__ = ["Taught", "TrainingDesk"]

_LABELS = (8, 24)
"""Cells of a column of labels, at least and at most."""


class Taught(NamedTuple):
    """One sentence with a known answer."""

    sentence: int
    """Its number, from 1."""
    text: str
    said: tuple[str, ...] | None
    """The labels that the annotator gave, in the order of the scheme; None where nothing was judged."""
    expected: tuple[str, ...]
    """Those that were expected."""
    comment: str = ""
    """What the lead wrote of it."""

    @property
    def right(self) -> bool:
        """Tell whether the annotator said what was expected."""
        return self.said is not None and set(self.said) == set(self.expected)


class TrainingDesk:
    """The sentences of one training article, and which of them is looked at.

    Args:
        title: What the article is called.
        taught: Its sentences with known answers, in their order.
        whys: By label what it means.
    """

    def __init__(self, title: str, taught: Sequence[Taught], whys: Mapping[str, str]) -> None:
        self._title = title
        self._taught = taught
        self._whys = whys
        wrong = [one for one in taught if not one.right]
        self.all = not wrong
        """Whether all sentences are shown, and not only those that were to be otherwise."""
        self._wrong = wrong
        self._at = [0, 0]
        self._height = 1

    @property
    def shown(self) -> Sequence[Taught]:
        """The sentences that are listed."""
        return self._taught if self.all else self._wrong

    @property
    def chosen(self) -> Taught | None:
        """The sentence that the cursor is on; None where there is none."""
        return self.shown[self._at[0]] if self.shown else None

    def toggle(self) -> None:
        """Show all sentences, or those only that were to be otherwise; the cursor stays if it can."""
        before = self.chosen
        self.all = not self.all or not self._wrong
        after = [one.sentence for one in self.shown]
        self._at = [after.index(before.sentence) if before and before.sentence in after else 0, 0]

    def move(self, rows: int) -> None:
        """Go down some rows, or up."""
        self._at[0] = max(0, min(len(self.shown) - 1, self._at[0] + rows))

    def turn(self, pages: int) -> None:
        """Go down some pages, or up."""
        self.move(pages * max(1, self._height - 2))

    def go(self, row: int) -> bool:
        """Choose a row by its number; tell whether it was chosen before."""
        before = self._at[0]
        self.move(row - before)
        return row == before

    # -- what is shown ------------------------------------------------------------------

    def top(self) -> Row:
        """Return the first row: which article, and how many sentences are as expected."""
        right = len(self._taught) - len(self._wrong)
        words = tr(
            "training: {right} of {sentences} as expected",
            right=f"{right:,}",
            sentences=counted(len(self._taught), "sentence"),
        )
        return [Run(f" {words}", "strong"), Run(f"  {visible(self._title)}", "dim")]

    def rows(self, width: int, height: int) -> list[Row]:
        """Return the list, at most `height` rows of `width` cells."""
        self._height = height
        chosen, top = self._at
        below = max(1, height - 1)
        self._at[1] = top = max(chosen - below + 1, min(top, chosen, max(0, len(self.shown) - below)), 0)
        lines = [self._cells(one) for one in self.shown]
        head = ("", tr("said"), tr("expected"), tr("sentence"))
        wide = [max(cell_width(line[at]) for line in (head, *lines)) for at in range(3)]
        wide[1:] = [max(_LABELS[0], min(_LABELS[1], width // 4, one)) for one in wide[1:]]
        rows: list[Row] = []
        for at, line in ((-1, head), *list(enumerate(lines))[top : top + below]):
            here = at == chosen
            command = f"row-{at}" if at >= 0 else ""
            right = at >= 0 and self.shown[at].right
            look = "dim" if at < 0 or right else "strong" if here else ""
            row = [Run(">" if here else " ", "cursor" if here else "", command)]
            row += [Run(filled(line[0], wide[0], right=True) + "  ", look, command)]
            row += [Run(filled(line[1], wide[1]) + "  ", look, command)]
            row += [Run(filled(line[2], wide[2]) + "  ", look if right or at < 0 else "key", command)]
            rows.append([*row, Run(line[3], look, command)])
        return rows

    def _cells(self, one: Taught) -> tuple[str, str, str, str]:
        return str(one.sentence), said_words(one.said), said_words(one.expected), one.text

    def detail(self, width: int) -> list[Row]:
        """Return the chosen sentence as a whole, and why something else was expected."""
        one = self.chosen
        if one is None:
            return []
        paragraphs = [(f"{one.sentence} {one.text}", "strong")]
        if one.right:
            paragraphs.append((tr("as expected: {labels}", labels=said_words(one.expected)), "good"))
        else:
            words = tr(
                "you said {said}; expected was {expected}",
                said=said_words(one.said),
                expected=said_words(one.expected),
            )
            paragraphs.append((words, "key"))
        if one.comment:
            paragraphs.append((tr("the lead: {comment}", comment=one.comment), ""))
        differing = dict.fromkeys([*one.expected, *(one.said or ())]) if one.right else self._differing(one)
        paragraphs += [(f"{label}: {self._whys[label]}", "dim") for label in differing if label in self._whys]
        rows: list[Row] = []
        for text, look in paragraphs:
            for number, line in enumerate(fold(visible(text), max(10, width - HANG - 3))):
                rows.append([Run(("   " if number else " ") + line, look)])
        return rows

    @staticmethod
    def _differing(one: Taught) -> list[str]:
        """Return the labels that were expected and not said, then those that were said and not expected."""
        said = one.said or ()
        missing = [label for label in one.expected if label not in said]
        return [*missing, *(label for label in said if label not in one.expected)]

    def hints(self) -> Row:
        """Return which keys do what here, for the last row."""
        more = tr("those to be otherwise") if self.all else tr("all sentences")
        keys = [("Up Down", tr("sentence")), ("Enter", tr("go there"))]
        keys += [("a", more)] if self._wrong else []
        keys.append(("Esc d", tr("next article")))
        return [run for key, words in keys for run in (Run(f" {key}", "key"), Run(f" {words} "))]


def said_words(labels: tuple[str, ...] | None) -> str:
    """Return labels in words: none where there is none, and that nothing was judged."""
    if labels is None:
        return tr("not judged")
    return " ".join(labels) or tr("none")
