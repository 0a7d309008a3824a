"""The sentences behind a figure as rows of text: two rows each, the sentence and who said what of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotations.agreement.evidence import Row as Behind
from annotations.wording import term, tr
from tui.layout.cells import cell_width, fit, visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run

__all__ = ["ROWS_EACH", "Sight", "behind_detail", "behind_rows", "parties"]

ROWS_EACH = 2
"""Rows that one sentence takes."""
_MARGIN = "    "


class Sight(NamedTuple):
    """One sentence as the list shows it."""

    row: Behind
    text: str
    """The sentence; empty while it is not known."""
    source: str


class Words(NamedTuple):
    """How sets of labels are written."""

    in_order: Callable[[frozenset[str]], Sequence[str]]
    """Gives the labels of a set in the order of the scheme."""
    looks: Mapping[str, str]
    """By label its look."""


def parties(row: Behind, annotators: Sequence[str]) -> list[tuple[Hashable, list[str]]]:
    """Return what was said, and of each who said so; who said nothing that counts is left out."""
    found: dict[Hashable, list[str]] = {}
    for name, said in zip(annotators, row.said, strict=True):
        if said is not None:
            found.setdefault(said, []).append(name)
    return list(found.items())


def behind_rows(
    sights: Sequence[Sight], first: int, chosen: int, annotators: Sequence[str], words: Words, width: int
) -> list[Row]:
    """Return the rows of `sights`, the first of which is number `first` of all."""
    rows: list[Row] = []
    for number, sight in enumerate(sights, first):
        command = f"row-{number}"
        here = number == chosen
        room = width - len(_MARGIN)
        text = sight.text or ".."
        rows.append(
            [
                Run("> " if here else "  ", "cursor", command),
                Run("! " if sight.row.differ else "  ", "dim", command),
                Run(fit(text, room), "strong" if here else "", command),
            ]
        )
        said = [Run(_MARGIN, "", command)]
        for at, (what, who) in enumerate(parties(sight.row, annotators)):
            said += [Run("   ", "", command)] if at else []
            said += [Run(text, look, command) for text, look in _said(what, words)]
            said.append(Run(f": {', '.join(who)}", "dim", command))
        rows.append(said)
    return rows


def behind_detail(sight: Sight, annotators: Sequence[str], words: Words, width: int) -> list[Row]:
    """Return all of one sentence: where it stands, who said what, and its text."""
    rows: list[Row] = []
    for what, who in parties(sight.row, annotators):
        runs: list[Run] = [Run(" ")]
        runs += [Run(text, look) for text, look in _said(what, words)]
        used = sum(cell_width(visible(run.text)) for run in runs)
        lines = fold(visible(", ".join(who)), max(10, width - HANG - used - 2))
        rows.append([*runs, Run(": " + lines[0], "dim")])
        rows += [[Run(" " * (used + 2) + line, "dim")] for line in lines[1:]]
    place = tr(
        "{source}, characters {start} to {end}",
        source=sight.source or sight.row.article,
        start=sight.row.start,
        end=sight.row.end,
    )
    text: list[Row] = [[Run(" " + line)] for line in fold(visible(sight.text), width - HANG - 1)]
    return [*text, *rows, [Run(" " + visible(place), "dim")]]


def _said(what: Hashable, words: Words) -> Iterator[tuple[str, str]]:
    if not isinstance(what, frozenset):
        yield visible(str(what)), "strong"
    elif not what:
        yield term("none"), "none"
    else:
        for number, label in enumerate(words.in_order(what)):
            if number:
                yield "+", "dim"
            yield visible(term(label)), words.looks.get(label, "strong")
