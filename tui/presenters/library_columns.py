"""The columns of the library: what stands in each, how wide it is, and how one sorts by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from annotations.wording import tr
from tui.layout.cells import cell_width, fit
from tui.presenters.library_filters import Filter
from tui.session.listing import Listing, Standing

__all__ = ["Column", "Kind", "Placed", "View", "placed"]

_GAP = 1
"""Cells between two columns."""
_SIGN = 2
"""Cells behind the heading of the column that sorts: a blank, and the sign that says which way."""


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
        words = [cell_width(tr(one)) for one in self.words]
        return max([self.cells, cell_width(tr(self.heading)) + 1, *words])

    @property
    def lacks(self) -> int:
        """Return how many cells more it takes while its heading says which way it sorts."""
        return max(0, cell_width(tr(self.heading)) + _SIGN - self.width())


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


def placed(
    columns: Sequence[Column], first: Sequence[str], width: int, left: int, sort: str = ""
) -> list[Placed]:
    """Return the columns that have room in `width` cells, from cell `left` on.

    Args:
        columns: All that there are, as they stand.
        first: Their names in the order in which they get room; the first two always do.
        width: The cells of the whole row.
        left: Cells before the first.
        sort: The name of the column that sorts. What its sign takes the others have room to spare for, else
            the title gives it.
    """
    by_name = {one.name: one for one in columns}
    chosen: set[str] = set()
    used = left
    for number, name in enumerate(first):
        needs = by_name[name].width() + _GAP
        if number < 2 or used + needs - _GAP <= width:
            chosen.add(name)
            used += needs
    shown = [one for one in columns if one.name in chosen]
    sign = by_name[sort].lacks if sort in chosen else 0
    over, shares = max(0, width - used + _GAP), sum(one.room for one in shown)
    given, over = max(0, sign - over), max(0, over - sign)
    result = []
    at = left
    for one in shown:
        room = one.width() + (over * one.room // shares if shares else 0)
        room += sign * (one.name == sort) - given * (one.name == "title")
        room = max(1, min(room, width - at))
        result.append(Placed(one, at, room))
        at += room + _GAP
    return result


class Kind(NamedTuple):
    """What a library is about: what an annotator has done, or what a lead has to settle."""

    name: str
    columns: Sequence[Column]
    """The columns as they stand from left to right."""
    first: Sequence[str]
    """Their names in the order in which they get room."""
    state: Callable[[Listing, int, Standing], str]
    """Returns the state of an article, ``new`` of most."""
    filters: Callable[[Mapping[int, str], Mapping[int, Standing]], list[Filter]]
    done: str
    """The state of those with which there is nothing more to do."""
    heading: Sequence[str]
    """The filters that the heading counts by, in its order."""


class View(NamedTuple):
    """How articles are listed."""

    sort: str = "source"
    """The name of the column that they are sorted by; that of files is their order in the project."""
    turned: bool = False
    """Whether it is the other way round than that column begins."""
    grouped: bool = True
    """Whether they stand below their folders."""

    @classmethod
    def of(cls, kept: Mapping[str, object], kind: Kind) -> View:
        """Return what :meth:`kept` gave; whatever is not understood is as by default."""
        sort = kept.get("sort")
        known = sort if isinstance(sort, str) and sort in kind.first else cls().sort
        return cls(known, kept.get("turned") is True, kept.get("grouped") is not False)

    def kept(self) -> dict[str, object]:
        """Return it as JSON keeps it."""
        return {"sort": self.sort, "turned": self.turned, "grouped": self.grouped}
