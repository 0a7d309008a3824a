"""A short list in the panel from which one key picks: speakers, types, clauses, values.

It takes the place of what the panel says, never of the text. A digit picks at once; arrows and Enter do it
where an input method swallows digits. A key that means nothing to the list leaves it and does what it does
without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from annotations.wording import tr
from tui.layout.cells import cell_width, fit, visible
from tui.layout.lines import fold
from tui.layout.runs import Row, Run
from tui.presenters.key_row import Hint

__all__ = ["PAGE", "Choice", "Extra", "Picker"]

PAGE = 9
"""Choices that have a digit at a time, where there is room for so many."""
_PAGES = (PAGE, 6, 4, 3, 2, 1)
_NARROW = (24, 16, 10)
"""Cells that a choice may take: more would leave room for too few. The least that still tells names apart."""
_DIGITS = "123456789"


class Choice(NamedTuple):
    """One line of a list."""

    text: str
    value: Any
    detail: str = ""
    """What a high panel adds."""
    style: str = ""


class Extra(NamedTuple):
    """A key of the list beside the digits."""

    words: str
    do: Callable[[], None]
    opens: str = ""
    """What it opens, as a command says it."""


class Picker:
    """A list that is open.

    Args:
        title: What is asked for.
        choices: What there is to choose from.
        pick: Called with the value that was picked; the list is closed by then.
        extras: Further keys and what they do; the list is closed by then too.
        chosen: The index of the choice that Enter takes.
        lines: What is told above the choices, what matters most first.
        aside: What stands behind the title as far as there is room, what matters most first.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        pick: Callable[[Any], None],
        extras: Mapping[str, Extra] | None = None,
        chosen: int = 0,
        lines: Sequence[str] = (),
        aside: Sequence[str] = (),
    ) -> None:
        self.title = title
        self.choices = choices
        self._page = PAGE
        self.chosen = min(chosen, max(0, len(choices) - 1))
        self.lines = lines
        self.aside = aside
        self._pick = pick
        self.extras = dict(extras or {})
        """What other keys do, by key."""

    def answer(self, key: str) -> Callable[[], None] | None:
        """Return what `key` does to end the list, or None if it goes on or the key means nothing to it.

        :meth:`moves` tells these apart.
        """
        if key in self.extras:
            return self.extras[key].do
        if key in ("enter", "ctrl+j", " ") and self.choices:
            return lambda: self._pick(self.choices[self.chosen].value)
        if len(key) == 1 and key in _DIGITS[: len(self.shown)]:
            value = self.shown[int(key) - 1].value
            return lambda: self._pick(value)
        return None

    def moves(self, key: str) -> bool:
        """Move to another choice if `key` says so, and tell whether it did."""
        page = self._page
        step = {"down": 1, "right": 1, "up": -1, "left": -1, "pagedown": page, "pageup": -page}.get(key)
        if step is None or not self.choices:
            return False
        self.chosen = max(0, min(len(self.choices) - 1, self.chosen + step))
        return True

    @property
    def hints(self) -> Sequence[Hint]:
        """Return its keys for the key bar."""
        count = len(self.shown)
        digits = [Hint("1" if count == 1 else f"1-{count}", tr("picks"), "")] * bool(count)
        moving = [Hint("Enter", tr("this one"), "pick-enter"), Hint("Down", tr("next one"), "pick-down")]
        extras = [
            Hint(key.capitalize(), extra.words, f"pick-{key}")
            for key, extra in self.extras.items()
            if extra.words
        ]
        return [*digits, Hint("Esc", tr("leaves"), "pick-escape"), *moving[: 2 * bool(count)], *extras]

    @property
    def shown(self) -> Sequence[Choice]:
        """Return the choices that have a digit now: those of the page with the chosen one."""
        return [self.choices[at] for at in self._of_page(self.chosen // self._page)]

    def _of_page(self, number: int) -> range:
        return range(number * self._page, min((number + 1) * self._page, len(self.choices)))

    def rows(self, width: int, height: int) -> list[Row]:
        """Return the list as `height` rows of `width` cells; nothing of it is cut off but long names.

        Where there is room for fewer, a page has fewer choices, and extras are shown by their keys alone.
        """
        lines: list[Row] = [[Run(fit(f"   {line}", width))] for line in self._told(width - 3, height - 2)]
        room = height - 1 - len(lines)
        self._page = PAGE
        if room > len(self.shown):
            below = [self._line(at, width) for at in self._of_page(self.chosen // self._page)]
            below += _flow(self._extra_runs(), width)
        if room <= len(self.shown) or len(below) > room:
            below = self._low_rows(width, room)
        rows = [self._title(width), *lines, *below]
        rows += [[]] * (height - len(rows))
        return rows[:height]

    def _told(self, width: int, room: int) -> Sequence[str]:
        """Return what is told, in at most `room` lines of `width` cells: one after another where need be.

        Of each line there is then only what stands before its colon.
        """
        told = [visible(line) for line in self.lines]
        if len(told) > room:
            told = fold("; ".join(line.partition(":")[0] for line in told), width)
        return told[: max(0, room)]

    def _low_rows(self, width: int, room: int) -> list[Row]:
        """Return choices and extras one after another, in the roomiest way in which every page fits."""
        rows: list[Row] = []
        for self._page in _PAGES:
            pages = max(1, -(-len(self.choices) // self._page))
            for words, narrow in product((True, False), _NARROW):
                drawn = [self._flow_page(page, width, words, narrow) for page in range(pages)]
                rows = drawn[self.chosen // self._page]
                if max(map(len, drawn)) <= room:
                    return rows
        return rows

    def _flow_page(self, page: int, width: int, words: bool, narrow: int) -> list[Row]:
        items = [self._item(at, width, narrow) for at in self._of_page(page)]
        return _flow([*items, *self._extra_runs(words)], width)

    def _title(self, width: int) -> Row:
        pages, here = (len(self.choices) - 1) // self._page + 1, self.chosen // self._page + 1
        forms = [""]
        if pages > 1:
            forms = [
                tr("page {number} of {all}: PgDn, PgUp", number=here, all=pages),
                tr("{number}/{all} PgDn", number=here, all=pages),
            ]
        title = f" {visible(self.title[:width])}"
        aside = [f", {visible(part[:width])}" for part in self.aside]
        whole = cell_width("".join([title, *aside])) + 2
        page = next((one for one in forms if whole + cell_width(one) <= width), forms[-1])
        room = width - (cell_width(page) + 2 if page else 0)
        title = fit(title, max(0, room))
        for part in aside:
            if cell_width(title) + cell_width(part) > room:
                break
            title += part
        return [Run(title, "key"), Run(f"  {page}" if page else "", "dim")]

    def _line(self, at: int, width: int) -> Row:
        choice, row = self.choices[at], self._item(at, width)
        used = sum(cell_width(run.text) for run in row)
        detail = fit(visible(choice.detail[:width]), max(0, width - used - 3))
        return [*row, Run(f"  {detail}", "dim")] if choice.detail and width - used > 6 else row

    def _item(self, at: int, width: int, narrow: int = _NARROW[0]) -> list[Run]:
        choice, here = self.choices[at], at == self.chosen
        text = fit(visible(choice.text[:width]), min(narrow, width - 5))
        number = at % self._page + 1
        command = f"pick-{number}"
        return [
            Run(f"{'>' if here else ' '}{number} ", "strong" if here else "key", command),
            Run(text, choice.style or ("strong" if here else ""), command),
        ]

    def _extra_runs(self, words: bool = True) -> list[list[Run]]:
        return [
            [Run(f" {key}", "key", f"pick-{key}"), Run(f" {extra.words}" * words, "dim", f"pick-{key}")]
            for key, extra in self.extras.items()
            if extra.words
        ]


def _flow(items: Sequence[Sequence[Run]], width: int) -> list[Row]:
    """Set `items` one after another into rows of `width` cells."""
    rows: list[list[Run]] = []
    used = width
    for item in items:
        cells = sum(cell_width(run.text) for run in item)
        if used + 1 + cells > width:
            rows.append([])
            used = -1
        rows[-1] += [Run(" "), *item] if rows[-1] else item
        used += 1 + cells
    return list(rows)
