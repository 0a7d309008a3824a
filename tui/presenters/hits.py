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
    from tui.session.search_desk import SearchDesk

__all__ = ["GUIDE", "HitList", "context", "guide_rows", "heading", "key_row", "state_row"]

_NUMBER = 5
"""Cells for the number of a sentence."""
GUIDE = (
    (msg("words"), msg("all in one sentence, in either script, any width")),
    (msg("one...another"), msg("in this order in a sentence, anything between")),
    ('"..."', msg("a phrase")),
    ("/.../", msg("a regular expression, within a sentence")),
    ("and or not ( )", msg("a space means and")),
    ("label: status: flag: note:", msg("what was said: label:claim status:open flag:yes")),
    ("annotator: speaker:", msg("who said it, who is quoted")),
    ("name: PER: ORG: LOC:", msg("a name in it, of any type or one")),
    ("money > 1e9 USD", msg("numbers by value; percent >= 20, date >= 2025-02")),
    ("title: file:", msg("of the article")),
    ("@", msg("a query that is kept, by its name")),
)
"""How a query is written: a sign or word, and what it finds."""


class _Line(NamedTuple):
    """A line of the list of hits."""

    hit: int
    """Which hit it is, or is above."""
    is_hit: bool
    """Whether it is one, or says which article those below are in."""


class HitList:
    """The hits that lie at a desk, one of them selected, as far as there is room for them."""

    def __init__(self, desk: SearchDesk) -> None:
        """List what there is at `desk`; what comes is taken in by :meth:`take`."""
        self._desk = desk
        self._lines: list[_Line] = []
        self._taken = self._top = 0
        self.selected = self._at = desk.at
        self.take()

    def take(self) -> None:
        """List what came since."""
        found = self._desk.found
        for at in range(self._taken, len(found)):
            if at == 0 or found[at].place != found[at - 1].place:
                self._lines.append(_Line(at, False))
            self._lines.append(_Line(at, True))
        self._taken = len(found)
        if self.selected == self._at:  # nobody has gone elsewhere
            self.selected = self._desk.at
        self._at = self._desk.at

    def move(self, hits: int) -> None:
        """Select another hit: so many below, or above."""
        self.selected = max(0, min(self._taken - 1, self.selected + hits))

    def rows(self, width: int, height: int) -> list[Row]:
        """Return the rows in view, the one selected among them."""
        line = bisect_left(self._lines, (self.selected, True))
        above = line - 1 if line and not self._lines[line - 1].is_hit else line
        if above < self._top:
            self._top = above
        elif line >= self._top + height:
            self._top = line - height + 1
        return [self._row(one, width) for one in self._lines[self._top : self._top + height]]

    def _row(self, line: _Line, width: int) -> Row:
        one = self._desk.found[line.hit]
        if not line.is_hit:
            return [Run(fit(f" {one.source}  {one.title}", width), "dim")]
        here, gone = line.hit == self.selected, self._desk.gone_through(one)
        click = str(line.hit)
        number = f"{'>' if here else ' '}{one.sentence + 1:>{_NUMBER - 1}}  "
        # What is settled says so: who looks for what is to be done passes it over.
        state = Run("* " if one.settled else "  ", "good" if one.settled else "", click)
        text = context(one, width - _NUMBER - 4, "dim" if gone and not here else "")
        row = [Run(number, "cursor" if here else "dim", click), state, *text]
        return [run._replace(command=click) for run in row]


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
        words += desk.lines
    if reading is not None:
        done, of = reading
        words.append(tr("the index reads {done} of {of}", done=f"{done:,}", of=f"{of:,}"))
    return "; ".join(words)


def state_row(desk: SearchDesk, reading: tuple[int, int] | None, problem: str, *, listed: bool) -> Row:
    """Return the line above the list: the `problem`, how far the search is, or how what stands there begins.

    Args:
        desk: Where the hits lie.
        reading: How many articles the index has read, and of how many; None when it is up to date.
        problem: What is wrong, or to be known before all else; may be empty.
        listed: Whether what is listed is what stands in the line of the query.
    """
    if problem:
        return [Run(f" {problem}", "key")]
    if not listed:
        return [Run(f" {tr('Enter searches; names and numbers are found first where they are not known')}")]
    return [Run(f" {heading(desk, reading)}", "dim")]


def key_row(*, asks: bool, naming: bool, lists: bool) -> Row:
    """Return the keys: a name is asked for, `lists` are chosen from, or Enter goes to a hit or searches."""
    if naming:
        keys = [("Enter", tr("keeps it")), ("Esc", tr("not"))]
    elif lists:
        keys = [
            *(("Enter", tr("takes it")), ("Up Down", tr("choose")), ("Del", tr("removes it"))),
            ("Esc", tr("back")),
        ]
    else:
        enter = tr("goes there") if asks else tr("searches")
        keys = [("Enter", enter), ("Up Down", tr("choose")), ("Ctrl+S", tr("keeps it")), ("Esc", tr("back"))]
    return [run for key, words in keys for run in (Run(f" {key}", "key"), Run(f" {words} "))]


def guide_rows(width: int) -> list[Row]:
    """Return how a query is written."""
    guide = [(tr(sign), tr(words)) for sign, words in GUIDE]
    cells = max(cell_width(sign) for sign, _ in guide)
    return [
        [Run(f"  {sign}{' ' * (cells - cell_width(sign))}  ", "key"), Run(fit(words, width - cells - 4))]
        for sign, words in guide
    ]
