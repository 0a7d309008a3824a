"""The columns of the library: what stands in each, how wide it is, and how one sorts by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from annotations.wording import msg, tr
from tui.layout.cells import cell_width, fit
from tui.session.listing import Listing, Standing

__all__ = [
    "COLUMNS",
    "FIRST",
    "GAP",
    "STATES",
    "Column",
    "Placed",
    "View",
    "moment_words",
    "placed",
    "state_of",
]

GAP = 1
"""Cells between two columns."""
_TITLE = 26
"""Cells that the title keeps before another column comes. Chosen: a headline has a dozen characters."""
_SOURCE = 24
_NOTHING = Standing()

STATES = {
    "trouble": msg("trouble"),
    "gone": msg("file gone"),
    "back": msg("back"),
    "changed": msg("changed"),
    "done": msg("done"),
    "begun": msg("begun"),
    "new": msg("new"),
}
"""What an article is, the first that holds; in the order of how much it wants to be looked at."""
_RANK = {
    state: rank for rank, state in enumerate(("back", "changed", "trouble", "gone", "begun", "new", "done"))
}


def state_of(listing: Listing, index: int, one: Standing | None) -> str:
    """Return which of `STATES` an article is, to which the annotator stands as `one`."""
    if index in listing.errors:
        return "trouble"
    if one is None:
        return "new"
    if one.gone:
        return "gone"
    if one.back:
        return "back"
    if one.apart:
        return "changed"
    return "done" if one.done else "begun" if one.touched else "new"


class Column(NamedTuple):
    """One column."""

    name: str
    heading: str
    cells: int
    """How wide it is, unless its heading or what it says in another language is wider."""
    cell: Callable[[Listing, int, Standing], str]
    key: Callable[[Listing, int, Standing], object] | None
    """What one sorts those by of which anything is said, all others coming after them; None sorts all by what
    the listing has."""
    values: str = ""
    """Which list of the listing one sorts by then; empty for the order of the project."""
    right: bool = True
    falling: bool = True
    """Whether sorting begins with the most."""
    room: int = 0
    """Of what is left over the share that it takes."""
    words: Sequence[str] = ()
    """What it may say, where that is words."""

    def width(self) -> int:
        """Return the cells that it takes at least."""
        return max([self.cells, cell_width(tr(self.heading)), *(cell_width(tr(one)) for one in self.words)])


def moment_words(moment: str) -> str:
    """Return when a record was written, by this machine's clock: day and time, or of other years the day."""
    try:
        at = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return ""
    return f"{at:%m-%d %H:%M}" if at.year == datetime.now().astimezone().year else f"{at:%Y-%m-%d}"


def _title(listing: Listing, index: int, one: Standing) -> str:
    return listing.titles[index] or listing.sources[index]


def _progress(listing: Listing, index: int, one: Standing) -> str:
    if listing.lengths[index] < 0 or index in listing.errors:
        return ""
    of = one.sentences or listing.sentences[index]
    return f"{one.settled}/{of}"


def _share(listing: Listing, index: int, one: Standing) -> float:
    return one.settled / one.sentences if one.sentences else 0.0


def _length(listing: Listing, index: int, one: Standing) -> str:
    length = listing.lengths[index]
    return f"{length:,}" if length >= 0 and index not in listing.errors else ""


STATE = Column(
    "state",
    msg("state"),
    7,
    lambda listing, index, one: tr(STATES[state_of(listing, index, one)]),
    lambda listing, index, one: -_RANK[state_of(listing, index, one)],
    right=False,
    words=tuple(STATES.values()),
)
COLUMNS: Sequence[Column] = (
    STATE,
    Column("progress", msg("tagged"), 6, _progress, _share),
    Column("title", msg("title"), _TITLE, _title, None, "titles", False, falling=False, room=3),
    Column(
        "source",
        msg("file"),
        _SOURCE,
        lambda listing, index, one: listing.sources[index],
        None,
        right=False,
        falling=False,
        room=2,
    ),
    Column(
        "date",
        msg("date"),
        10,
        lambda listing, index, one: listing.dates[index],
        None,
        "dates",
        right=False,
    ),
    Column("length", msg("length"), 6, _length, None, "lengths"),
    Column(
        "flags",
        msg("flags"),
        3,
        lambda listing, index, one: f"*{one.flags}" if one.flags else "",
        lambda listing, index, one: one.flags,
    ),
    Column(
        "touched",
        msg("last touched"),
        11,
        lambda listing, index, one: moment_words(one.touched) if one.touched else "",
        lambda listing, index, one: one.touched,
        right=False,
    ),
)
"""The columns as they stand from left to right."""
FIRST = ("state", "title", "progress", "flags", "touched", "length", "date", "source")
"""Which of them come first where there is not room for all."""


class Placed(NamedTuple):
    """A column with the cells that it has on the screen."""

    column: Column
    left: int
    """At which cell it begins."""
    width: int

    def text(self, text: str) -> str:
        """Return `text` as it fills the column."""
        text = fit(text, self.width)
        blank = " " * (self.width - cell_width(text))
        return blank + text if self.column.right else text + blank


def placed(columns: Sequence[Column], first: Sequence[str], width: int, left: int) -> list[Placed]:
    """Return the columns that have room in `width` cells, from cell `left` on.

    Args:
        columns: All that there are, as they stand.
        first: Their names in the order in which they get room; the first two always do.
        width: The cells of the whole row.
        left: Cells before the first.
    """
    by_name = {one.name: one for one in columns}
    chosen: set[str] = set()
    used = left
    for number, name in enumerate(first):
        needs = by_name[name].width() + GAP
        if number < 2 or used + needs <= width:
            chosen.add(name)
            used += needs
    shown = [one for one in columns if one.name in chosen]
    over, shares = max(0, width - used + GAP), sum(one.room for one in shown)
    result = []
    at = left
    for one in shown:
        room = one.width() + (over * one.room // shares if shares else 0)
        room = max(1, min(room, width - at))
        result.append(Placed(one, at, room))
        at += room + GAP
    return result


class View(NamedTuple):
    """How articles are listed."""

    sort: str = "source"
    """The name of the column that they are sorted by; that of files is their order in the project."""
    turned: bool = False
    """Whether it is the other way round than that column begins."""
    grouped: bool = True
    """Whether they stand below their folders."""

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> View:
        """Return what :meth:`kept` gave; whatever is not understood is as by default."""
        sort = kept.get("sort")
        known = sort if isinstance(sort, str) and sort in {one.name for one in COLUMNS} else cls().sort
        return cls(known, kept.get("turned") is True, kept.get("grouped") is not False)

    def kept(self) -> dict[str, object]:
        """Return it as JSON keeps it."""
        return {"sort": self.sort, "turned": self.turned, "grouped": self.grouped}
