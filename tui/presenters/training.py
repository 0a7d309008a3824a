"""What was expected of a training article and why, beside what the annotator said, as rows of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.guidelines.guidelines import GENERAL
from annotations.progress.counts import NONE
from annotations.wording import counted, term, tr
from tui.layout.cells import cell_width, visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run
from tui.presenters.table import filled

if TYPE_CHECKING:
    from annotations.agreement.answers import Score
    from annotations.project.training import Lesson
    from tui.session.session import Session

__all__ = ["Taught", "TrainingDesk", "desk_of"]

_LABELS = (8, 24)
"""Cells of a column of labels, at least and at most."""


class Taught(NamedTuple):
    """One sentence of which something else was expected."""

    sentence: int
    """Its number, from 1."""
    text: str
    said: tuple[str, ...]
    """The labels that the annotator gave, in the order of the scheme."""
    expected: tuple[str, ...]
    """Those that were expected."""
    comment: str = ""
    """What the lead wrote of it."""


class TrainingDesk:
    """How one training article went, and which of its sentences is looked at.

    Args:
        title: What the article is called.
        sentences: How many of its sentences were judged and have a known answer.
        taught: Those of which something else was expected, in their order.
        whys: By label what it is called and means; ``none`` for no label, `GENERAL` for how to decide.
    """

    def __init__(self, title: str, sentences: int, taught: Sequence[Taught], whys: Mapping[str, str]) -> None:
        self._title = title
        self._sentences = sentences
        self._taught = taught
        self._whys = whys
        self._at = [0, 0]
        self._height = 1

    @property
    def chosen(self) -> Taught | None:
        """The sentence that the cursor is on; None where there is none."""
        return self._taught[self._at[0]] if self._taught else None

    def move(self, rows: int) -> None:
        """Go down some rows, or up."""
        self._at[0] = max(0, min(len(self._taught) - 1, self._at[0] + rows))

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
        words = tr(
            "training: {right} of {sentences} as expected",
            right=f"{self._sentences - len(self._taught):,}",
            sentences=counted(self._sentences, "sentence"),
        )
        return [Run(f" {words}", "strong"), Run(f"  {visible(self._title)}", "dim")]

    def rows(self, width: int, height: int) -> list[Row]:
        """Return the list, at most `height` rows of `width` cells."""
        self._height = height
        if not self._taught:
            return [[], [Run(f" {tr('every sentence is as expected')}", "good")]]
        chosen, top = self._at
        below = max(1, height - 1)
        self._at[1] = top = max(chosen - below + 1, min(top, chosen, max(0, len(self._taught) - below)), 0)
        lines = [self._cells(one) for one in self._taught]
        head = ("", tr("said"), tr("expected"), tr("sentence"))
        wide = [max(cell_width(line[at]) for line in (head, *lines)) for at in range(3)]
        wide[1:] = [max(_LABELS[0], min(_LABELS[1], width // 4, one)) for one in wide[1:]]
        rows: list[Row] = []
        for at, line in ((-1, head), *list(enumerate(lines))[top : top + below]):
            here = at == chosen
            command = f"row-{at}" if at >= 0 else ""
            look = "dim" if at < 0 else "strong" if here else ""
            row = [Run(">" if here else " ", "cursor" if here else "", command)]
            row += [Run(filled(line[0], wide[0], right=True) + "  ", look, command)]
            row += [Run(filled(line[1], wide[1]) + "  ", look, command)]
            row += [Run(filled(line[2], wide[2]) + "  ", look if at < 0 else "key", command)]
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
        words = tr(
            "you said {said}; expected was {expected}",
            said=said_words(one.said),
            expected=said_words(one.expected),
        )
        paragraphs.append((words, "key"))
        if one.comment:
            paragraphs.append((tr("the lead: {comment}", comment=one.comment), ""))
        missed = [label for label in one.expected or (NONE,) if label not in one.said]
        wrong = [label for label in one.said or (NONE,) if label not in one.expected]
        concerned = dict.fromkeys([*missed, *wrong, GENERAL])
        paragraphs += [(self._whys[label], "dim") for label in concerned if label in self._whys]
        rows: list[Row] = []
        for text, look in paragraphs:
            for number, line in enumerate(fold(visible(text), max(10, width - HANG - 3))):
                rows.append([Run(("   " if number else " ") + line, look)])
        return rows

    def hints(self) -> Row:
        """Return which keys do what here, for the last row."""
        keys = [("Up Down", tr("sentence")), ("Enter", tr("go there"))] if self._taught else []
        keys.append(("Esc", tr("next article")))
        return [run for key, words in keys for run in (Run(f" {key}", "key"), Run(f" {words} "))]


def desk_of(session: Session, found: Score, lessons: Sequence[Lesson]) -> TrainingDesk:
    """Return how the open article went: `found`, and what is to be learnt from it."""
    in_order, article = session.project.scheme.in_order, session.article.bounded
    whys: dict[str, str] = {}
    taught = []
    for one in lessons:
        for reason in one.reasons:
            words = [*reason.definition[:1], *(reason.order if reason.label == GENERAL else ())]
            if words:
                head = reason.title if reason.label in (NONE, GENERAL) else f"{reason.label} {reason.title}"
                whys.setdefault(reason.label, " ".join([f"{head}:", *words]))
        said, expected = in_order(one.miss.said), in_order(one.miss.expected)
        number = one.miss.sentence + 1
        taught.append(Taught(number, " ".join(one.text.split()), tuple(said), tuple(expected), one.comment))
    return TrainingDesk(article.title, found.answered, taught, whys)


def said_words(labels: Sequence[str]) -> str:
    """Return labels in words, also where there is none."""
    return " ".join(map(term, labels)) or tr("none")
