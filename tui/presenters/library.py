"""What the library has before it: which articles it lists, in which order, and where the cursor is."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from annotations.search.fold import fold
from tui.presenters.library_columns import Column, Kind, View
from tui.presenters.library_filters import Filter
from tui.session.listing import Listing, Standing

__all__ = ["LibraryDesk"]

_NOTHING = Standing()


class LibraryDesk:
    """The articles of a project, in the order and number in which they are listed."""

    def __init__(
        self, kind: Kind, listing: Listing, view: View | None = None, extra: Sequence[Filter] = ()
    ) -> None:
        """List all of `listing`; `extra` are filters that somebody else knows of."""
        self.kind = kind
        self.view = view or View()
        self.home = "mine" if any(one.name == "mine" for one in extra) else "all"
        """The filter that one begins with and comes back to."""
        self.wanted = self.home
        """The name of the filter."""
        self.typed = ""
        """What was typed to narrow the list."""
        self.rows: Sequence[int] = ()
        """What is listed: an article by its index, or a folder by its number below zero, -1 for the first."""
        self.at = 0
        """Which row the cursor is on."""
        self.count = 0
        """How many articles are listed."""
        self._headings: list[int] = []
        self.filters: Sequence[Filter] = ()
        self._extra = extra
        self.take(listing, {})

    # -- what there is ------------------------------------------------------------------

    def take(
        self, listing: Listing, standings: Mapping[int, Standing], extra: Sequence[Filter] | None = None
    ) -> None:
        """Let there be other articles, or other news of them; the cursor stays on the article it is on."""
        same = getattr(self, "listing", None) is listing
        self.listing, self.standings = listing, standings
        if extra is not None:
            self._extra = extra
        if not same:
            self._in_folder = Counter(listing.folders)
        state = self.kind.state
        self._states = {index: state(listing, index, one) for index, one in standings.items()}
        self._states.update(dict.fromkeys(listing.errors, "trouble"))
        self._done_in = Counter(
            listing.folders[index] for index, one in self._states.items() if one == self.kind.done
        )
        self.filters = (*self.kind.filters(self._states, standings), *self._extra)
        self.arrange()

    @property
    def filter(self) -> Filter:
        """The filter at work."""
        return self.filter_called(self.wanted)

    def filter_called(self, name: str) -> Filter:
        """Return the filter with this name, or that of all where there is none."""
        return next((one for one in self.filters if one.name == name), self.filters[0])

    def state(self, index: int) -> str:
        """Return the state of an article."""
        return self._states.get(index, "new")

    def done_in(self, folder: int) -> tuple[int, int]:
        """Return how many articles of a folder are done, and how many it has."""
        return self._done_in[folder], self._in_folder[folder]

    # -- which are listed, and in which order ----------------------------------------------

    def arrange(self) -> None:
        """List what the filter and what was typed leave, in the order of the view."""
        chosen = self.chosen
        order = self.filter.of(self._order())
        if terms := fold(self.typed).split():
            texts = self.listing.texts()
            for term in terms:
                order = [index for index in order if term in texts[index]]
        self.count = len(order)
        self._headings = []
        grouped = self.view.grouped and len(self.listing.names) > 1
        self.rows = self._grouped(order) if grouped else order
        self.go_to(chosen)

    def _grouped(self, order: Sequence[int]) -> list[int]:
        """Put those of `order` below their folders."""
        folders = self.listing.folders
        groups: dict[int, list[int]] = {}
        for index in order:
            groups.setdefault(folders[index], []).append(index)
        rows: list[int] = []
        for folder in sorted(groups):
            self._headings.append(len(rows))
            rows.append(-1 - folder)
            rows += groups[folder]
        return rows

    def _order(self) -> Sequence[int]:
        column = next(one for one in self.kind.columns if one.name == self.view.sort)
        falling = column.falling is not self.view.turned
        everything = range(len(self.listing))
        if column.name == "source":  # the order of the project
            return everything[::-1] if falling else everything
        if column.key is None:
            order = self.listing.order_by(column.values)
            return order[::-1] if falling else order
        return self._by_standing(column, falling=falling)

    def _by_standing(self, column: Column, *, falling: bool) -> list[int]:
        """Sort those of which anything is known; all others stand among them where nothing belongs."""
        assert column.key is not None
        key, listing = column.key, self.listing
        keys = {index: key(listing, index, self.standings.get(index, _NOTHING)) for index in self._states}
        nothing = key(Listing(), -1, _NOTHING)
        some = sorted(sorted(keys), key=keys.__getitem__, reverse=falling)  # type: ignore[arg-type]
        above = [index for index in some if keys[index] > nothing]  # type: ignore[operator]
        below = [index for index in some if keys[index] < nothing]  # type: ignore[operator]
        apart = {*above, *below}
        others = [index for index in range(len(listing)) if index not in apart]
        return [*above, *others, *below] if falling else [*below, *others, *above]

    # -- going about ------------------------------------------------------------------------

    @property
    def chosen(self) -> int | None:
        """The article under the cursor, by its index; None where none is listed."""
        row = self.rows[self.at] if self.at < len(self.rows) else -1
        return row if row >= 0 else None

    def go_to(self, index: int | None) -> None:
        """Put the cursor on the article with this index, or on the first where it is not listed."""
        self.move_to(self.rows.index(index) if index is not None and index in self.rows else 0)

    def move_to(self, at: int, step: int = 1) -> None:
        """Put the cursor on row `at`, or beside it where that is a folder."""
        at = max(0, min(at, len(self.rows) - 1))
        if self.rows and self.rows[at] < 0:
            beside = at + step
            at = beside if 0 <= beside < len(self.rows) and self.rows[beside] >= 0 else at + 1
        self.at = at

    def move(self, step: int) -> None:
        """Move the cursor by so many rows."""
        self.move_to(self.at + step, 1 if step > 0 else -1)

    def leap(self, step: int) -> None:
        """Go to the first article of the next folder, or of this one or the one before."""
        headings = self._headings
        here = bisect_left(headings, self.at) - 1
        if step < 0 and headings and here >= 0 and self.at > headings[here] + 1:
            self.move_to(headings[here])
        elif 0 <= here + step < len(headings):
            self.move_to(headings[here + step])

    # -- what is asked for ---------------------------------------------------------------------

    def narrow(self, typed: str) -> None:
        """List those alone whose title or file has what was `typed`."""
        self.typed = typed
        self.arrange()

    def look_for(self, name: str) -> None:
        """List those alone that the filter `name` keeps."""
        self.wanted = name
        self.arrange()

    def next_filter(self, step: int) -> None:
        """Go on to the next filter, round."""
        names = [one.name for one in self.filters]
        self.look_for(names[(names.index(self.filter.name) + step) % len(names)])

    def sort_by(self, name: str) -> None:
        """Sort by the column `name`, or turn round what is sorted by it."""
        turned = self.view.sort == name and not self.view.turned
        self.view = self.view._replace(sort=name, turned=turned)
        self.arrange()

    def group(self) -> None:
        """Let articles stand below their folders, or not any more."""
        self.view = self.view._replace(grouped=not self.view.grouped)
        self.arrange()
