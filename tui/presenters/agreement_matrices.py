"""Agreement as matrices: who agrees with whom, and who said what where another said something else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

from annotations.agreement.measures import Figure, Question
from annotations.agreement.report import Confusion
from annotations.agreement.units import Units
from annotations.wording import term, tr
from tui.presenters.agreement import LABEL_SETS, Asked, Matrix
from tui.presenters.agreement_words import Figures, coefficient_text, figure_text, number_text

__all__ = ["confusion_view", "pairs_view", "sets_by_words"]


def pairs_view(known: Figures, annotators: Sequence[str], label: str) -> Matrix:
    """Return the pairs: agreement and alpha above the diagonal, kappa below it."""

    def question(row: int, column: int) -> Question:
        two = annotators[min(row, column)], annotators[max(row, column)]
        return Question("pair", two, label=label)

    def cell(row: int, column: int) -> str:
        if row == column:
            return "-"
        about = question(row, column)
        percent = known.get(about, "percent")
        if percent is None or percent.value is None:
            return tr("nothing")
        few = "*" if percent.few else ""
        if row > column:
            return _short(known.get(about, "kappa")) + few
        return f"{figure_text(percent)} {_short(known.get(about, 'alpha'))}{few}"

    def asked(row: int, column: int) -> Asked | None:
        about = question(row, column)
        words = f"{' / '.join(about.annotators)}: {term(label) or tr(LABEL_SETS)}"
        return Asked(about, words=words) if row != column else None

    caption = tr("above the diagonal agreement and alpha, below it Cohen's kappa; * too few")
    return Matrix(term(label) or tr(LABEL_SETS), caption, annotators, annotators, cell, asked)


def _short(one: Figure | None) -> str:
    return "?" if one is None or one.value is None else coefficient_text(one)


def confusion_view(
    pair: Sequence[str], table: Confusion | None, label: str, sets: Mapping[str, frozenset[str]]
) -> Matrix:
    """Return how often the two of a pair said what; with `label`, whether they gave that.

    `table` is None if they share nothing; `sets` are those of `sets_by_words`.
    """
    if table is None:
        empty = tr(
            "{pair}: there is no sentence that both have judged; p shows another pair",
            pair=tr(" and ").join(pair),
        )
        return Matrix("", "", (), (), lambda row, column: "", lambda row, column: None, empty)
    one, other = table.annotators
    values: Sequence[Hashable] = [sets[words] for words in table.values]
    names: Sequence[str] = [_in_words(words) for words in table.values]
    counts = table.counts
    if label:
        has = [label in sets[words] for words in table.values]
        values, names = (False, True), (tr("not {label}", label=term(label)), term(label))
        counts = tuple(
            tuple(
                sum(
                    count
                    for row, mine in zip(table.counts, has, strict=True)
                    for count, theirs in zip(row, has, strict=True)
                    if mine == yes and theirs == their_yes
                )
                for their_yes in (False, True)
            )
            for yes in (False, True)
        )

    def asked(row: int, column: int) -> Asked:
        words = tr(
            "{one} said {names}, {other} said {names2}",
            one=one,
            names=names[row],
            other=other,
            names2=names[column],
        )
        about = Question("pair", table.annotators, label=label)
        return Asked(about, said=(values[row], values[column]), words=words, many=counts[row][column])

    def cell(row: int, column: int) -> str:
        return number_text(counts[row][column]) if counts[row][column] else "."

    return Matrix(
        tr("{one} (rows)", one=one),
        tr("{one} (rows) and {other} (columns)", one=one, other=other),
        names,
        names,
        cell,
        asked,
    )


def _in_words(labels: str) -> str:
    """Return a set of labels, as tables have it, in the language that is spoken."""
    return "+".join(map(term, labels.split("+")))


def sets_by_words(
    units: Units, in_order: Callable[[frozenset[str]], Sequence[str]]
) -> dict[str, frozenset[str]]:
    """Return the sets of labels by the words that tables of confusion have for them."""
    sets = [one for one in units.labels.values if isinstance(one, frozenset)]
    return {"+".join(in_order(one)) or "none": one for one in sets}
