"""The queries that a project keeps: a list to choose from, and to take one out of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.project.work_lists import NAMED, WorkList
from annotations.wording import tr
from tui.layout.cells import cell_width, fit
from tui.layout.runs import Row, Run

if TYPE_CHECKING:
    from tui.session.search_desk import SearchDesk

__all__ = ["KeptQueries"]


class KeptQueries:
    """The queries that are kept, as a desk knows them, one of them selected."""

    def __init__(self, desk: SearchDesk) -> None:
        """List none yet; :meth:`look` does."""
        self._desk = desk
        self._lists: Sequence[WorkList] = ()
        self._at = 0
        self._doomed = ""
        """The one that goes when it is said once more."""

    def __len__(self) -> int:
        return len(self._lists)

    @property
    def selected(self) -> str:
        """Return the name of the one selected, as a query has it."""
        return f"{NAMED}{self._lists[self._at].name}"

    def look(self) -> str:
        """List what is kept by now; return what is wrong with the file, or nothing."""
        problem = ""
        try:
            self._lists = self._desk.lists()
        except ZhupiError as error:
            self._lists, problem = (), str(error)
        self.move(0)
        return problem

    def move(self, rows: int) -> None:
        """Select another: so many below, or above."""
        self._at = max(0, min(len(self._lists) - 1, self._at + rows))
        self.spare()

    def spare(self) -> None:
        """Let what was to go stay."""
        self._doomed = ""

    def remove(self) -> str:
        """Keep the one selected no longer, the second time that it is said: it is everybody's.

        Returns:
            What came of it, in words.
        """
        one, name = self._lists[self._at], self.selected
        if self._doomed != name:
            self._doomed = name
            return tr("Del again removes {name} for everybody here", name=name)
        try:
            self._desk.forget(one.name)
        except ZhupiError as error:
            return str(error)
        return self.look() or tr("{name} is kept no longer; it was: {query}", name=name, query=one.query)

    def rows(self, width: int) -> list[Row]:
        """Return a row each, with a heading; nothing where there are none."""
        rows: list[Row] = [[Run(f" {tr('kept queries')}", "dim")]] if self._lists else []
        for number, one in enumerate(self._lists):
            here = number == self._at
            name = f"{'>' if here else ' '} {NAMED}{one.name}  "
            rows.append(
                [Run(name, "cursor" if here else "key"), Run(fit(one.query, width - cell_width(name)))]
            )
        return [*rows, []] if rows else rows
