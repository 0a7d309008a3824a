"""What the screen of progress has before it: everybody, or the articles of one, and where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from annotations.progress.people import Person, Share
from annotations.project.progress import ProjectProgress
from annotations.wording import counted, tr
from tui.layout.cells import visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run
from tui.presenters.progress import about_person, headline, people_rows
from tui.presenters.progress_shares import share_rows

__all__ = ["ProgressDesk"]


class ProgressDesk:
    """The progress of a project, and what of it is looked at."""

    def __init__(self, progress: ProjectProgress, name: str, today: date) -> None:
        """Begin with everybody, or with the articles of who may see nobody else.

        Args:
            progress: How far the project is.
            name: What the project is called.
            today: From which day on ends are foretold.
        """
        self.progress = progress
        self._name = name
        self._today = today
        self._person = 0
        self._at = [0, 0]
        """Which article is chosen, and which is the first that is shown."""
        self._shares: Sequence[Share] | None = None
        """The articles of the chosen annotator, while they are shown."""
        self._height = 1

    @property
    def person(self) -> Person | None:
        """Return whom the cursor is on, or whose articles are shown; None where there is nobody."""
        people = self.progress.people
        return people[self._person] if people else None

    @property
    def opened(self) -> bool:
        """Tell whether the articles of one annotator are shown."""
        return self._shares is not None

    # -- going about ----------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Go down some rows, or up."""
        if self._shares is None:
            self._person = max(0, min(len(self.progress.people) - 1, self._person + rows))
        else:
            self._at[0] = max(0, min(len(self._shares) - 1, self._at[0] + rows))

    def turn(self, pages: int) -> None:
        """Go down some pages, or up."""
        self.move(pages * max(1, self._height - 2))

    def go(self, row: int) -> bool:
        """Choose a row by its number; tell whether it was chosen before."""
        before = self._person if self._shares is None else self._at[0]
        self.move(row - before)
        return row == before

    def open(self) -> str | None:
        """Show the articles of whom the cursor is on, or return where the chosen article lies."""
        if self._shares is None:
            if self.person is not None and self.person.shares:
                self._shares, self._at = self.person.in_order, [0, 0]
            return None
        return self._shares[self._at[0]].source

    def back(self) -> bool:
        """Go back to everybody; tell whether somebody's articles were shown."""
        opened, self._shares = self.opened, None
        return opened

    def counted_again(self, newer: ProgressDesk) -> ProgressDesk:
        """Return `newer` with the cursor where it is here: on the same person, and the same article."""
        names = [one.name for one in newer.progress.people]
        here = self.person
        if here is not None and here.name in names:
            newer._person = names.index(here.name)
            if self._shares is not None and newer.open() is None and newer._shares is not None:
                sources = [one.source for one in newer._shares]
                source = self._shares[self._at[0]].source
                newer._at[0] = sources.index(source) if source in sources else 0
        return newer

    # -- what is shown ------------------------------------------------------------------

    def top(self) -> Row:
        """Return the first row: how far the project is, or whose articles these are."""
        if self._shares is not None and self.person is not None:
            words = tr(
                "{name}: article {number} of {articles}",
                name=self.person.name,
                number=f"{self._at[0] + 1:,}",
                articles=f"{len(self._shares):,}",
            )
            return [Run(f" {words}", "strong")]
        runs = [Run(f" {headline(self.progress, self._name)}", "strong")]
        if self.progress.lines:
            runs += [Run("  "), Run(f" {counted(len(self.progress.lines), 'remark')} ", "scar")]
        return runs

    def rows(self, width: int, height: int) -> list[Row]:
        """Return the table, at most `height` rows of `width` cells."""
        self._height = height
        if self._shares is None:
            if self.person is None:
                return [[], [Run(f" {tr('nobody has begun, and nobody has articles')}", "dim")]]
            return self._people_rows(width, height)
        chosen, top = self._at
        below = max(1, height - 1)
        self._at[1] = top = max(chosen - below + 1, min(top, chosen, max(0, len(self._shares) - below)), 0)
        return share_rows(self._shares, chosen, top, width, height)

    def _people_rows(self, width: int, height: int) -> list[Row]:
        """Return the table of people, of which the chosen one is shown and the head and total stay."""
        rows = people_rows(self.progress.people, self._today, width, self._person)
        if len(rows) <= height:
            return rows
        last = rows[-1:] if len(self.progress.people) > 1 else []
        room = max(1, height - 1 - len(last))
        first = max(0, min(self._person - room // 2, len(self.progress.people) - room))
        return [rows[0], *rows[1 + first : 1 + first + room], *last]

    def detail(self, width: int) -> list[Row]:
        """Return what there is to say of whom the cursor is on, and of what could not be read."""
        paragraphs = [] if self.person is None else list(about_person(self.person, self._today))
        if self.progress.why_alone:
            why = self.progress.why_alone
            paragraphs.append((tr("of others nothing is shown: {why}", why=why), "dim"))
        paragraphs += [(line, "key") for line in self.progress.lines]
        rows: list[Row] = []
        for text, look in paragraphs:
            for number, line in enumerate(fold(visible(text), max(10, width - HANG - 3))):
                rows.append([Run(("   " if number else " ") + line, look)])
        return rows

    def hints(self) -> Row:
        """Return which keys do what here, for the last row."""
        if self.opened:
            keys = [("Up Down", tr("article")), ("Enter", tr("read it")), ("Esc", tr("back"))]
        else:
            keys = [("Up Down", tr("annotator")), ("Enter", tr("articles")), ("Esc", tr("leave"))]
        keys.append(("r", tr("count again")))
        return [run for key, words in keys for run in (Run(f" {key}", "key"), Run(f" {words} "))]
