"""A screen of choices and lines to type in, with what comes of them below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from annotations.wording import tr
from tui.keys.input_method import full_width_key
from tui.layout.cells import cell_width
from tui.layout.runs import Row, Run
from tui.presenters.form import Field, field_rows, form_hints, next_value, state_row
from tui.presenters.key_row import Hint, key_row
from tui.screens.outlook import Outlook, Shown, Step
from tui.widgets.board import Board
from tui.widgets.safe_input import SafeInput

__all__ = ["FormScreen"]

_LEAST = 4
"""Rows that what comes of it has at least."""


class FormScreen(Screen[str | None]):
    """Has a cursor on one of some choices and lines of text; gives in words what was done, or None."""

    CSS_PATH = "../styles/exchange.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="form-leave"),
        Binding("ctrl+q", "leave", "Leave", id="form-quit"),
        Binding("down,ctrl+n,j", "move(1)", "Down", id="form-down"),
        Binding("up,ctrl+p,k", "move(-1)", "Up", id="form-up"),
        Binding("right,space", "step(1)", "Next", id="form-next"),
        Binding("left", "step(-1)", "Previous", id="form-previous"),
        Binding("tab", "tab(1)", "Next", id="form-tab"),
        Binding("shift+tab", "tab(-1)", "Previous", id="form-tab-back"),
        Binding("pagedown", "scroll(1)", "Page down", id="form-page-down"),
        Binding("pageup", "scroll(-1)", "Page up", id="form-page-up"),
        Binding("enter", "go", "Do it", id="form-go"),
    ]

    TYPED: ClassVar[Sequence[str]] = ()
    """The lines to type in that stand above the choices."""
    TYPED_BELOW: ClassVar[Sequence[str]] = ()
    """Those that stand below them."""
    LABELS: ClassVar[Mapping[str, str]] = {}
    """What stands before each."""

    def __init__(self) -> None:
        super().__init__()
        self._at = ""
        self._told = ("", "")
        self.outlook = Outlook(self, self.look)
        """What comes of the choices."""
        self.working = ""
        """What is being done that must come to its end, in words."""
        self.done = ""
        """What was done, in words; empty where something else is chosen since."""
        self.done_last = ""
        """What was done last, whatever was chosen since."""

    # -- what each is about --------------------------------------------------------

    @property
    @abstractmethod
    def title_words(self) -> str:
        """What stands in the first row."""

    @abstractmethod
    def fields(self) -> Sequence[Field]:
        """Return the choices by now."""

    def is_shown(self, typed: str) -> bool:
        """Tell whether there is a line to type in by now."""
        return True

    @abstractmethod
    def set(self, name: str, value: str) -> None:
        """Choose `value` for the choice `name`."""

    @abstractmethod
    def look(self, number: int) -> None:
        """Have it worked out what comes of the choices; what is told carries `number`."""

    @abstractmethod
    def action_go(self) -> None:
        """Do what was chosen."""

    @property
    @abstractmethod
    def go_words(self) -> str:
        """What Enter does, for the last row."""

    # -- parts -----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out title, lines, choices, how it stands, what comes of it, and keys."""
        yield Board(id="top")
        for name in self.TYPED:
            yield self._line_of(name)
        yield Board(self._field_rows, id="fields")
        for name in self.TYPED_BELOW:
            yield self._line_of(name)
        yield Board(id="state")
        yield Board(lambda *size: self.outlook.rows(*size), id="shown")
        yield Board(id="bottom")

    def _line_of(self, name: str) -> Horizontal:
        label = Static(f"{tr(self.LABELS[name])} ", markup=False)
        return Horizontal(label, SafeInput(id=name), classes="typed", id=f"line-{name}")

    def line(self, name: str) -> SafeInput:
        """Return a line to type in."""
        return self.query_one(f"#{name}", SafeInput)

    def on_mount(self) -> None:
        """Begin with the first choice or line."""
        self.go_to(self.stops[0])
        self.call_after_refresh(self.draw)

    def on_resize(self, event: events.Resize) -> None:
        """Give what comes of it what room there is."""
        self.call_after_refresh(self.draw)

    # -- the cursor --------------------------------------------------------------------

    @property
    def stops(self) -> Sequence[str]:
        """What the cursor can be on, from above to below."""
        shown = [one for one in self.TYPED if self.is_shown(one)]
        below = [one for one in self.TYPED_BELOW if self.is_shown(one)]
        return [*shown, *(one.name for one in self.fields()), *below]

    @property
    def _here(self) -> int:
        return self.stops.index(self._at) if self._at in self.stops else 0

    @property
    def at(self) -> str:
        """What the cursor is on."""
        return self._at

    def go_to(self, name: str) -> None:
        """Put the cursor on a choice or a line."""
        self._at = name
        typed = name in self.TYPED or name in self.TYPED_BELOW
        self.set_focus(self.line(name) if typed else None)
        self.draw()

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, SafeInput) and event.widget.id and event.widget.id != self._at:
            self.go_to(event.widget.id)

    def action_move(self, step: int) -> None:
        """Go to the next choice or line, or the one before."""
        last = len(self.stops) - 1
        self.go_to(self.stops[max(0, min(last, self._here + step))])

    def action_tab(self, step: int) -> None:
        """Go on, round and round."""
        self.go_to(self.stops[(self._here + step) % len(self.stops)])

    def action_step(self, step: int) -> None:
        """Choose the next value, or the one before."""
        for one in self.fields():
            if one.name == self._at and len(one.values) > 1 and not self.working:
                self.choose(one.name, next_value(one, step))

    def choose(self, name: str, value: str) -> None:
        """Choose `value`, and have it worked out what comes of it."""
        self.done = ""
        self.set(name, value)
        self.look_soon()

    def on_key(self, event: events.Key) -> None:
        """Take full-width forms as the keys they come from where nothing is typed."""
        if self.focused is None and event.is_printable and (key := full_width_key(event.character)):
            event.stop()
            self.app.simulate_key(key)

    # -- what comes of it ------------------------------------------------------------------

    def look_soon(self) -> None:
        """Have it worked out what comes of the choices, if none is made anew at once."""
        self.outlook.look_soon()
        self.draw()

    @on(Step)
    def _step(self, message: Step) -> None:
        self.say(message.words, "dim")

    @on(Shown)
    def _came(self, message: Shown) -> None:
        if self.outlook.is_late(message):
            return
        self.take(message)
        self.outlook.show(message.lines)
        self.say(message.error or message.told, "scar" if message.error else "good")

    def take(self, message: Shown) -> None:
        """Take in what came of something before it is shown."""

    def say(self, words: str, style: str = "key") -> None:
        """Say how it stands in one line; what is wrong and has no room there is said below in full."""
        self._told = words, style
        if style == "scar" and cell_width(words) + 1 > self.size.width:
            self.outlook.show([(words, "key")])
        self.draw()

    def action_scroll(self, pages: int) -> None:
        """Show more of what comes of it, or what was before."""
        self.outlook.scroll(pages, *self.query_one("#shown", Board).size)
        self.draw()

    # -- leaving ---------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Tell whether keys wait for what is being done."""
        return bool(self.working)

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` gives up what is being done."""
        return key == "escape"

    def action_leave(self) -> None:
        """Give up what is being done, or leave."""
        if self.working:
            self.workers.cancel_group(self, "working")
            return
        self.dismiss(self.done_last or None)

    # -- the mouse ---------------------------------------------------------------------------

    def run_command(self, name: str) -> None:
        """Do what was clicked."""
        what, _, which = name.partition(":")
        if what in ("go", "leave"):
            self.action_go() if what == "go" else self.action_leave()
        elif which:
            here = which == self._at
            self.go_to(which)
            if here or what != "field":
                self.action_step(-1 if what == "back" else 1)

    def on_mouse_scroll_down(self) -> None:
        """Show more of what comes of it."""
        self.action_scroll(1)

    def on_mouse_scroll_up(self) -> None:
        """Show what was before."""
        self.action_scroll(-1)

    # -- drawing -------------------------------------------------------------------------------

    def _field_rows(self, width: int, height: int) -> list[Row]:
        return field_rows(self.fields(), self._at, width, height)

    def draw(self) -> None:
        """Show how things stand."""
        if not self.is_mounted or not self.query("#bottom"):
            return
        fields = self.fields()
        for name in (*self.TYPED, *self.TYPED_BELOW):
            self.query_one(f"#line-{name}", Horizontal).display = self.is_shown(name)
        lines = sum(self.is_shown(one) for one in (*self.TYPED, *self.TYPED_BELOW))
        height = max(1, min(len(fields), self.size.height - 3 - lines - _LEAST))
        board = self.query_one("#fields", Board)
        if board.size.height != height:
            board.styles.height = height
        width = self.size.width
        self.query_one("#top", Board).show([[Run(f" {self.title_words}", "strong")]])
        board.tell()
        self.query_one("#state", Board).show([state_row(fields, self._at, self._told, width)])
        self.query_one("#shown", Board).tell()
        typing = self.focused is not None
        hints = form_hints(self.go_words, self.more_hints, typing=typing, working=bool(self.working))
        self.query_one("#bottom", Board).show([key_row(hints, width)])

    @property
    def more_hints(self) -> Sequence[Hint]:
        """Return further keys."""
        return ()
