"""The help as rows: what stands in the columns first, then every act, a line each, and what narrows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from annotations.model.scheme import Scheme
from annotations.wording import msg, tr
from tui.layout.cells import STAND_IN, cell_width
from tui.layout.lines import fold
from tui.layout.runs import Row, Run
from tui.presenters.acts import Act, act_row, group_words, matches, short

__all__ = ["help_rows"]

_COLUMNS = (
    (">", msg("the sentence that a key tags; its number stands beside it")),
    ("...", msg("not judged: nothing is said of it yet")),
    ("n", msg("said none")),
    ("---", msg("none, because the article is done")),
    ("*", msg("flagged")),
    ('"', msg("it has a note; reversed and first: something was said that is new to you, w shows it")),
    ("+", msg("the quote before goes on")),
    ("?", msg("something is missing; the panel says what")),
    ("<", msg("given back by the lead; > answers it")),
    (":", msg("annotators differ in what hangs on their labels")),
    ("#", msg("annotators differ in labels")),
    ("~", msg("decided, but somebody has said something else since")),
    ("!", msg("two programs wrote at once, or two leads: = decides")),
    (STAND_IN, msg("a character that cannot be shown")),
)
"""The signs beside a sentence, and what they mean."""
_LOOKS = (
    (msg("dim"), msg("not on disk yet, or proposed by a rule")),
    (msg("underlined"), msg("a name: person, organisation, place, product; faint: doubted")),
    (msg("bold"), msg("a number")),
)
"""What letters that look so mean."""
_MORE = (
    msg("Two signs have room beside a sentence; the second underlined: there are more, in the panel."),
    msg("The mouse: a click selects a sentence, a drag copies; the last row and these lines are keys too."),
    msg(
        "With a Chinese input method on, letters may not arrive: the function keys and arrows always do, "
        "and full-width forms count as the keys they come from."
    ),
)


_INDENT = 7
"""Cells at least before what a sign means, so that the meanings of all stand below one another."""


def help_rows(acts: Sequence[Act], scheme: Scheme, query: str, width: int) -> list[Row]:
    """Return the help in rows of `width` cells, of it what has the words of `query`, in any order."""
    labels = [(one.key, one.name, one.title, one.definition) for one in scheme.labels]
    of_labels = [
        (key, "  ".join(filter(None, (f"{name} {title}".strip(), what)))) for key, name, title, what in labels
    ]
    parts = [
        _signs(tr("Beside a sentence"), of_labels, width, query),
        _signs("", [(sign, tr(meaning)) for sign, meaning in _COLUMNS], width, query),
        _signs(tr("In the text"), [(tr(look), tr(meaning)) for look, meaning in _LOOKS], width, query),
        *_groups(acts, width, query),
    ]
    rows: list[Row] = []
    for part in parts:
        begins_anew = bool(part) and bool(part[0]) and part[0][0].style == "strong"
        rows += [[], *part] if rows and begins_anew else part
    more = [tr(words) for words in _MORE if matches(tr(words), query)]
    rows += [row for words in more for row in ([], *([Run(line, "dim")] for line in fold(words, width)))]
    return rows or [[Run(tr("nothing here has all these words"), "dim")]]


def _signs(heading: str, signs: Sequence[tuple[str, str]], width: int, query: str) -> list[Row]:
    """Return `signs` below a heading, a row each, or nothing where none has the words of `query`."""
    there = [(sign, words) for sign, words in signs if matches(f"{sign} {words} {heading}", query)]
    indent = max([_INDENT, *(cell_width(sign) + 4 for sign, _ in there)])
    rows: list[Row] = [[Run(heading, "strong")]] if heading and there else []
    for sign, words in there:
        pad = " " * (indent - 2 - cell_width(sign))
        rows.append([Run(f"  {sign}", "key"), Run(f"{pad}{short(words, width - indent)}")])
    return rows


def _groups(acts: Sequence[Act], width: int, query: str) -> Iterator[list[Row]]:
    for group, of_group in groupby(acts, lambda act: act.group):
        there = [
            act_row(act, width)
            for act in of_group
            if matches(f"{act.title} {act.told} {act.command} {group_words(group)}", query)
        ]
        if there:
            yield [[Run(group_words(group), "strong")], *there]
