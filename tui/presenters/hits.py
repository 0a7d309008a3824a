"""Hits of a search as rows: an article, and below it each sentence with what was looked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.wording import counted, msg, tr
from tui.layout.cells import cell_width, fit, prefix_cells, visible
from tui.layout.runs import Row, Run

if TYPE_CHECKING:
    from annotations.project.search import Found
    from annotations.project.work_lists import WorkList
    from tui.session.search_desk import SearchDesk

__all__ = ["GUIDE", "Entry", "context", "entries_of", "guide_rows", "heading", "hit_rows", "list_rows"]

_NUMBER = 5
"""Cells for the number of a sentence."""
GUIDE = (
    (msg("words"), msg("all of them in one sentence; either script, any width")),
    ('"..."', msg("a phrase")),
    ("/.../", msg("a regular expression, within a sentence")),
    ("and or not ( )", msg("a space means and")),
    ("label: status: flag: note:", msg("what I said: label:claim status:open flag:yes note:*")),
    ("annotator: speaker:", msg("who said it, who is quoted")),
    ("name: PER: ORG: LOC:", msg("a name in it, of any type or one")),
    ("money > 1e9 USD", msg("numbers by value; percent >= 20, date >= 2025-02")),
    ("title: file:", msg("of the article")),
    ("@", msg("a query that is kept, by its name")),
)
"""How a query is written: a sign or word, and what it finds."""


class Entry(NamedTuple):
    """A line of the list of hits."""

    hit: int
    """Which hit it is, or is above."""
    is_article: bool
    """Whether it says which article those below are in."""


def entries_of(found: Sequence[Found], begin: int = 0) -> list[Entry]:
    """Return the lines for the hits from `begin` on."""
    entries: list[Entry] = []
    for at in range(begin, len(found)):
        if at == 0 or found[at].place != found[at - 1].place:
            entries.append(Entry(at, True))
        entries.append(Entry(at, False))
    return entries


def hit_rows(desk: SearchDesk, entries: Sequence[Entry], selected: int, width: int) -> list[Row]:
    """Return the rows of `entries`; the hit `selected` has the cursor."""
    rows: list[Row] = []
    for entry in entries:
        one = desk.found[entry.hit]
        if entry.is_article:
            rows.append([Run(fit(f"{one.source}  {one.title}", width), "dim")])
            continue
        here, gone = entry.hit == selected, desk.gone_through(one)
        number = f"{'>' if here else ' '}{one.sentence + 1:>{_NUMBER - 1}}  "
        style = "dim" if gone and not here else ""
        # What is settled says so: who looks for what is to be done passes it over.
        state = "* " if one.settled else "  "
        row = [Run(number, "cursor" if here else "dim"), Run(state, "good" if one.settled else "")]
        rows.append([*row, *context(one, width - _NUMBER - 4, style)])
    return rows


def context(one: Found, width: int, style: str = "") -> Row:
    """Return a sentence in `width` cells, what was looked for marked in it, the first of it in view."""
    spans = [(max(start, one.start) - one.start, min(end, one.end) - one.start) for start, end in one.spans]
    first, last = spans[0] if spans else (0, 0)
    begin = max(0, first - width)
    text = one.text[begin : last + width]
    cells = prefix_cells(text)
    cut = 0
    if cells[min(last - begin, len(text))] > width - 4:  # what was looked for would be out of sight
        cut = bisect_left(cells, cells[first - begin] - width // 3)
    runs: list[Run] = [Run("..", "dim")] if begin + cut else []
    at = cut
    for start, end in spans:
        start, end = max(start - begin, cut), min(end - begin, len(text))
        if start < end:
            runs += [Run(_plain(text[at:start]), style), Run(_plain(text[start:end]), "found")]
            at = end
    runs.append(Run(_plain(text[at:]), style))
    return _fitted([run for run in runs if run.text], width)


def _plain(text: str) -> str:
    return visible(text.replace("\n", " "))


def _fitted(runs: Sequence[Run], width: int) -> Row:
    """Return `runs` cut to `width` cells."""
    row: list[Run] = []
    for run in runs:
        room = width - sum(cell_width(one.text) for one in row)
        text = fit(run.text, room)
        row.append(run._replace(text=text))
        if text != run.text:
            break
    return row


def heading(desk: SearchDesk, reading: tuple[int, int] | None) -> str:
    """Return how far the search is: what was found, and what is still read."""
    words: list[str] = []
    if desk.asked is not None:
        found = counted(desk.total, msg("sentence"))
        words.append(
            tr("{found} in {articles}", found=found, articles=counted(desk.articles, msg("article")))
        )
        if desk.asked.name and desk.found:
            words.append(tr("{left} left", left=f"{desk.left:,}"))
        if desk.total > len(desk.found):
            words.append(tr("the first {count} are listed", count=f"{len(desk.found):,}"))
        if not desk.ended:
            words.append(tr("looked at {looked} of {of}", looked=f"{desk.looked:,}", of=f"{desk.of:,}"))
        if desk.unread:
            words.append(
                tr("{articles} could not be read", articles=counted(len(desk.unread), msg("article")))
            )
    if reading is not None:
        done, of = reading
        words.append(tr("the index reads {done} of {of}", done=f"{done:,}", of=f"{of:,}"))
    return "; ".join(words)


def list_rows(lists: Sequence[WorkList], selected: int, width: int) -> list[Row]:
    """Return the queries that are kept, a row each."""
    rows: list[Row] = []
    for number, one in enumerate(lists):
        here = number == selected
        name = f"{'>' if here else ' '} @{one.name}  "
        rows.append([Run(name, "cursor" if here else "key"), Run(fit(one.query, width - cell_width(name)))])
    return rows


def guide_rows(width: int) -> list[Row]:
    """Return how a query is written."""
    cells = min(max(cell_width(sign) for sign, _ in GUIDE), width // 2)
    return [
        [
            Run(f"  {sign}{' ' * (cells - cell_width(tr(sign)))}  ", "key"),
            Run(fit(tr(words), width - cells - 4)),
        ]
        for sign, words in ((tr(sign), words) for sign, words in GUIDE)
    ]
