"""Notes, flags and questions as rows: what it is, whose, when, where, and what was said last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.records.noted import Noted
from annotations.wording import msg, tr
from tui.layout.cells import cell_width, fit, visible
from tui.layout.runs import Row, Run
from tui.presenters.stances import time_words
from tui.presenters.threads import one_line
from tui.session.noted import FILTERS, Gathered, NotedView

__all__ = ["KIND_WORDS", "about_rows", "empty_words", "kinds_row", "noted_row", "order_row", "title_words"]

KIND_WORDS = {
    "": msg("all"),
    "flag": msg("flags"),
    "note": msg("notes"),
    "question": msg("questions"),
    "returned": msg("given back"),
    "unanswered": msg("unanswered"),
    "unread": msg("new"),
}
"""What each of `FILTERS` is called."""
_NAME, _TIME, _SOURCE = 8, 11, 14
_WIDE = 110
"""Cells from which there is room for longer names."""


def title_words(gathered: Gathered | None, view: NotedView) -> str:
    """Return what stands above: how many there are, and how many wait."""
    if gathered is None:
        return tr("Notes, flags and questions")
    return tr(
        "Notes, flags and questions: {shown} of {all}, {waiting} unanswered, {unread} new",
        shown=f"{len(view.shown):,}",
        all=f"{len(gathered.items):,}",
        waiting=len(gathered.waiting),
        unread=len(gathered.unread),
    )


def kinds_row(view: NotedView) -> Row:
    """Return what can be looked for, each with its digit."""
    row: list[Run] = []
    for number, kind in enumerate(FILTERS):
        look = "found" if kind == view.kind else ""
        row += [
            Run(f"{number} ", "key", f"kind-{number}"),
            Run(tr(KIND_WORDS[kind]), look, f"kind-{number}"),
            Run("  "),
        ]
    return row


def order_row(view: NotedView, called: Callable[[str], str], *, hidden: bool, served: bool = False) -> Row:
    """Return whose is shown, and in which order.

    Args:
        view: What is shown.
        called: Returns what an annotator is called.
        hidden: Whether what others say is shown only to a lead who comes to review, and this is one.
        served: Whether one comes to review by an address of a server.
    """
    way = tr("those of others: /review") if served else tr("those of others: zhupi open --review")
    person = called(view.person) if view.person else tr("everybody")
    order = tr("newest first") if view.newest else tr("new and unanswered first")
    return [
        Run("p ", "key", "person"),
        Run(person, "found" if view.person else "", "person"),
        Run("  "),
        Run("s ", "key", "order"),
        Run(order, "", "order"),
        *([Run("  "), Run(way, "key")] if hidden else []),
    ]


def noted_row(
    one: Noted, at: int, width: int, called: Callable[[str], str], source: str, *, unread: bool, chosen: bool
) -> Row:
    """Return the row of one of them in `width` cells; `at` is its place in the list."""
    wide = width >= _WIDE
    signs = _signs(one, unread)
    name, place = (14, 30) if wide else (_NAME, _SOURCE)
    who, words = one.last
    go = f"go-{at}"
    row = [
        Run("> " if chosen else "  ", "cursor", go),
        Run(signs[:1], "unread" if unread else "key", go),
        Run(f"{signs[1:]:<2} ", "key", go),
        Run(_cells(called(one.of), name), "strong" if unread else "", go),
        Run(f" {time_words(one.time):<{_TIME}} ", "dim", go),
        Run(_cells(source, place), "dim", go),
        Run(" "),
    ]
    room = width - sum(cell_width(run.text) for run in row)
    if words:
        by = "" if who == one.of else f"{called(who)}: "
        said = fit(visible(f"{by}{one_line(words)}"), max(0, room))
        row.append(Run(said, "strong" if chosen else "", go))
        room -= cell_width(said)
    quote = one.quote or tr("the whole article")
    if room > 8:
        row.append(Run(f"{'  ' if words else ''}{fit(visible(quote), room - 2)}", "dim", go))
    return row


def about_rows(one: Noted, width: int, height: int, called: Callable[[str], str]) -> list[Row]:
    """Return what is said of the one under the cursor: its sentence, and the last words."""
    quote = visible(one.quote) or tr("the whole article")
    rows: list[Row] = [[Run(f" {fit(quote, width - 2)}")]]
    if one.returned is not None:
        record = one.returned.record
        words = tr("given back by {name}: {text}", name=called(record["annotator"]), text=record["comment"])
        rows.append([Run(f" {fit(visible(one_line(words)), width - 2)}", "key")])
        if one.returned.answer is not None:
            words = tr("answered: {text}", text=one.returned.answer["comment"])
            rows.append([Run(f" {fit(visible(one_line(words)), width - 2)}")])
    if one.thread is not None:
        room = max(1, height - len(rows))
        for entry in one.thread.entries[-room:]:
            head = f" {called(entry.annotator)} {time_words(entry.time)}  "
            text = fit(visible(one_line(entry.text)), max(0, width - cell_width(head) - 1))
            rows.append([Run(head, "dim"), Run(text)])
    return rows[:height]


def _signs(one: Noted, unread: bool) -> str:
    kinds = one.kinds
    signs = [
        '"' if unread else "",
        "<" if "returned" in kinds and one.returned and not one.returned.answered else "",
        "?" if "question" in kinds else "",
        "*" if "flag" in kinds else "",
        '"' if "note" in kinds and not unread else "",
    ]
    return "".join(signs)[:3].ljust(3)


def _cells(text: str, width: int) -> str:
    shown = fit(visible(text), width)
    return shown + " " * (width - cell_width(shown))


def empty_words(gathered: Gathered, view: NotedView) -> Sequence[str]:
    """Return what is said where nothing is shown."""
    if gathered.items:
        return [tr("nothing of that kind; 0 shows all {count}", count=f"{len(gathered.items):,}")]
    return [tr("no note, no flag and nothing given back that you may see")]
