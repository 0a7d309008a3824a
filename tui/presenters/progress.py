"""How far everybody is with which articles, as rows of text: for the screen and for ``zhupi progress``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from annotations.progress.forecast import WORKING_DAYS, Days
from annotations.progress.people import AsExpected, Person, latest_end
from annotations.project.progress import ProjectProgress
from annotations.wording import counted, msg, tr
from tui.layout.cells import cell_width
from tui.layout.runs import Row, Run
from tui.presenters.table import filled

__all__ = [
    "about_person",
    "end_words",
    "fitting",
    "headline",
    "number_text",
    "people_rows",
]

_NAME = (6, 16)
"""Cells of a name, at least and at most."""
_BAR = 20
_DAYS, _WEEK = 14, 7
"""Days whose articles are shown one by one, of one annotator and of all."""
_NAMED = 6
"""Articles that are named; the list of all is a key away."""


class Column(NamedTuple):
    """A column of the table of people."""

    head: str
    cell: Callable[[Person, date], str]
    total: Callable[[Sequence[Person], date], str]
    rank: int
    """The highest give way first where there is no room."""
    look: str = ""
    right: bool = True


def number_text(count: int) -> str:
    """Return a number, or nothing for none: what is there stands out."""
    return f"{count:,}" if count else ""


def _counting(head: str, count: Callable[[Person], int], rank: int, look: str = "") -> Column:
    """Return a column of numbers, whose sum stands below."""
    return Column(
        head,
        lambda one, _: number_text(count(one)),
        lambda people, _: number_text(sum(map(count, people))),
        rank,
        look,
    )


def _share(done: int, of: int) -> str:
    return f"{done:,}/{of:,}"


def _bar(done: int, of: int) -> str:
    """Return how much is done as a bar of plain ASCII; it is full only when all is."""
    full = done * _BAR // of if of else 0
    return "#" * full + "." * (_BAR - full)


def _rate(one: Person, today: date) -> str:
    rate = one.days.rate(today)
    return "-" if rate is None else f"{rate:.1f}"


def _pace(one: Person, _: date) -> str:
    median = one.pace.median
    return "-" if median is None else f"{median:.0f} s"


def _score(score: AsExpected | None) -> str:
    return f"{100 * score.right / score.of:.0f}%" if score is not None and score.of else ""


def _days(done: Sequence[int]) -> str:
    """Return how much was done on each of some days, today the last; nothing for none at all."""
    return " ".join(f"{number or '.':>2}" for number in done) if any(done) else ""


def _blank(_: object, __: object) -> str:
    return ""


_COLUMNS = (
    Column(
        msg("done"),
        lambda one, _: _share(one.done, one.assigned),
        lambda people, _: _share(sum(one.done for one in people), sum(one.assigned for one in people)),
        0,
    ),
    Column(
        "",
        lambda one, _: _bar(one.done, one.assigned),
        lambda people, _: _bar(sum(one.done for one in people), sum(one.assigned for one in people)),
        7,
        right=False,
    ),
    _counting(msg("begun"), lambda one: one.begun, 2),
    _counting(msg("new"), lambda one: one.new, 3),
    _counting(msg("back"), lambda one: one.given_back, 1, "key"),
    _counting(msg("asks"), lambda one: one.questions, 2, "key"),
    _counting(msg("flags"), lambda one: one.flags, 4),
    _counting(msg("awaited"), lambda one: one.waited_for, 3, "key"),
    Column(msg("a day"), _rate, _blank, 2),
    Column(msg("end"), lambda one, today: end_words(one, today), lambda *all: _last_end(*all), 1),
    Column(msg("sentence"), _pace, _blank, 8),
    Column(msg("training"), lambda one, _: _score(one.training), _blank, 5),
    Column(msg("test"), lambda one, _: _score(one.test), _blank, 5),
    _counting(msg("extra"), lambda one: one.beside, 9),
    Column(msg("last"), lambda one, _: str(one.days.last or "-"), _blank, 6),
    Column(
        msg("last days"),
        lambda one, today: _days(one.days.on_last(_WEEK, today)),
        lambda people, today: _days(Days.total(one.days for one in people).on_last(_WEEK, today)),
        10,
    ),
)


def end_words(one: Person, today: date) -> str:
    """Return by which day an annotator will be through; that nobody can tell, or that there is no more."""
    if not one.left:
        return tr("done") if one.assigned else "-"
    end = one.end(today)
    return tr("unknown") if end is None else str(end)


def _last_end(people: Sequence[Person], today: date) -> str:
    if not any(one.left for one in people):
        return tr("done")
    end = latest_end(people, today)
    return tr("unknown") if end is None else str(end)


def headline(progress: ProjectProgress, name: str) -> str:
    """Return how far the project called `name` is, in one line."""
    articles = counted(progress.articles, "article")
    if not progress.everybody:
        return tr("progress: {name}, {articles}", name=name, articles=articles)
    people = counted(len(progress.people), "annotator")
    return tr(
        "progress: {name}, {articles}, {people}, overlap open: {overlap}",
        name=name,
        articles=articles,
        people=people,
        overlap=f"{progress.open_overlap:,}",
    )


def people_rows(people: Sequence[Person], today: date, width: int, chosen: int | None = None) -> list[Row]:
    """Return the table of `people`: a head, a row each, and what they come to together if they are several.

    Args:
        people: In the order of their rows.
        today: Ends are foretold from this day on.
        width: Cells of a row; columns that have no room are left out, the least important first.
        chosen: Whose row has the cursor; None for a table without one.
    """
    columns = [one for one in _COLUMNS if _needed(one, people, today)]
    cells = {
        at: [tr(one.head) if one.head else "", *(one.cell(person, today) for person in people)]
        + [one.total(people, today)] * (len(people) > 1)
        for at, one in enumerate(columns)
    }
    names = [tr("annotator"), *(one.name for one in people), *[tr("all")] * (len(people) > 1)]
    named = max(_NAME[0], min(_NAME[1], max(map(cell_width, names))))
    wide = {at: max(map(cell_width, texts)) for at, texts in cells.items()}
    room = width - 1 - named
    kept = fitting([one.rank for one in columns], wide, room)
    gap = "  " if sum(wide[at] + 2 for at in kept) <= room else " "
    rows: list[Row] = []
    for number, name in enumerate(names):
        person = 0 < number <= len(people)
        here = person and chosen == number - 1
        command = f"row-{number - 1}" if person and chosen is not None else ""
        base = "dim" if number == 0 else "strong" if here else ""
        row = [
            Run(">" if here else " ", "cursor" if here else "", command),
            Run(filled(name, named), base, command),
        ]
        for at in kept:
            text = filled(cells[at][number], wide[at], right=columns[at].right)
            row.append(Run(gap + text, columns[at].look if person and columns[at].look else base, command))
        rows.append(row)
    return rows


def _needed(column: Column, people: Sequence[Person], today: date) -> bool:
    """Tell whether a column says anything; those that are in every table always do."""
    return column.rank < 3 or any(column.cell(one, today).strip("-") for one in people)


def fitting(ranks: Sequence[int], wide: dict[int, int], room: int) -> list[int]:
    """Return which columns there is room for, in their order."""
    kept = list(wide)
    while kept and sum(wide[at] + 1 for at in kept) > room:
        kept.remove(max(kept, key=lambda at: (ranks[at], at)))
    return kept


# -- one of them -----------------------------------------------------------------------


def about_person(one: Person, today: date) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of an annotator, a paragraph and its look each."""
    yield (
        tr(
            "{name}: {done} of {articles} done, {begun} begun, {new} new",
            name=one.name,
            done=f"{one.done:,}",
            articles=counted(one.assigned, "article"),
            begun=f"{one.begun:,}",
            new=f"{one.new:,}",
        ),
        "strong",
    )
    if one.beside:
        yield (
            tr(
                "extra: {articles} done that others are to read",
                articles=counted(one.beside, "article"),
            ),
            "",
        )
    yield _forecast_words(one, today), ""
    days = one.days.on_last(_DAYS, today)
    if any(days):
        numbers = " ".join(map(str, days))
        yield tr("done on each of the last {days} days: {numbers}", days=_DAYS, numbers=numbers), ""
    if one.overlap:
        yield (
            tr(
                "others read {articles} too; {awaited} of these others have done and {name} has not",
                articles=counted(one.overlap, "article"),
                awaited=f"{one.waited_for:,}",
                name=one.name,
            ),
            "",
        )
    for what, some in (
        (msg("given back: {articles}"), [share for share in one.in_order if share.given_back]),
        (msg("others wait for {articles}"), [share for share in one.in_order if share.waited_for]),
    ):
        if some:
            named = ", ".join(share.source for share in some[:_NAMED])
            yield tr(what, articles=f"{named} .." if len(some) > _NAMED else named), ""
    for what, score in ((msg("training"), one.training), (msg("test"), one.test)):
        if score is not None and score.of:
            yield (
                tr(
                    "{what}: {right} of {sentences} as expected",
                    what=tr(what),
                    right=f"{score.right:,}",
                    sentences=counted(score.of, "sentence"),
                ),
                "",
            )


def _forecast_words(one: Person, today: date) -> str:
    if not one.left:
        return tr("nothing is left to do")
    rate, end = one.days.rate(today), one.end(today)
    if rate is None or end is None:
        return tr("too little was done in the last days to tell when the rest will be")
    return tr(
        "by {end}, with {rate} done a working day, as on the last {days}",
        end=end,
        rate=f"{rate:.1f}",
        days=counted(min(WORKING_DAYS, len(one.days.recent(today))), "working day"),
    )
