"""What was said about a sentence, and a few lines to say something more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from annotations.wording import tr
from tui.layout.cells import visible
from tui.layout.runs import Row
from tui.widgets.board import Board
from tui.widgets.safe_input import harmless

__all__ = ["Lines", "ThreadScreen", "Written"]

_NEW_LINE = ("ctrl+j", "alt+enter", "shift+enter", "ctrl+enter")
"""Keys that begin a line. The first two arrive from every terminal, the others where it tells them apart."""


class Written(NamedTuple):
    """What was written."""

    text: str
    """Without blank lines at either end; empty where all was taken away."""
    kept: bool
    """Whether it is to hold; else the dialog was left, and it is a draft."""


class Lines(TextArea):
    """Lines of text that take in nothing which a terminal would obey; Enter ends them."""

    takes_text = True
    """Whether characters that come together are for it, whatever the ones before have led to."""

    class Submitted(Message):
        """Enter was pressed: an input method that was composing has had its own before."""

    def __init__(self, text: str) -> None:
        """Begin with `text`, and the cursor behind it."""
        super().__init__(_harmless(text), compact=True, highlight_cursor_line=False)
        self.cursor_blink = False  # nothing is sent to a terminal at which nobody does anything
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted())
        elif event.key in _NEW_LINE:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard("\n", *self.selection)
        elif not event.is_printable or _harmless(event.character or "") == event.character:
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take in all lines of what is pasted, made harmless."""
        event.prevent_default()
        event.stop()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        if (result := self._replace_via_keyboard(_harmless(text), *self.selection)) is not None:
            self.move_cursor(result.end_location)


def _harmless(text: str) -> str:
    """Return `text` as one line of input has it, line by line."""
    return "\n".join(map(harmless, text.split("\n")))


class ThreadScreen(ModalScreen[Written | None]):
    """Shows a thread and asks for a word more; gives what was written, to be kept or as a draft."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it as a draft", id="leave-thread"),
        Binding("ctrl+up,pageup", "back", "Earlier", id="thread-up", priority=True),
        Binding("ctrl+down,pagedown", "on", "Later", id="thread-down", priority=True),
    ]

    def __init__(self, sentence: int, name: str, rows: Callable[[int], Sequence[Row]], text: str) -> None:
        """Show the thread on the sentence with the number `sentence`.

        Args:
            sentence: Its number.
            name: Whose marks it is about; empty where that is who writes.
            rows: Gives what was said, for a width in cells.
            text: What the lines to write in begin with.
        """
        super().__init__()
        self._head = (
            tr("Sentence {number}, to {name}", number=sentence, name=name)
            if name
            else tr("Note on sentence {number}", number=sentence)
        )
        self._rows = rows
        self._text = text

    def compose(self) -> ComposeResult:
        """Put thread and lines at the bottom, where they hide little of the text."""
        with Vertical(classes="thread"):
            yield Static(visible(self._head), markup=False, classes="head")
            with VerticalScroll(id="said", can_focus=False):
                yield Board(lambda width, _: self._rows(width), id="entries")
            yield Lines(self._text)
            yield Static(
                tr("Enter keeps it, Ctrl+J begins a line, Esc leaves it as a draft"),
                markup=False,
                classes="hint",
            )

    def on_mount(self) -> None:
        """Show what was said last, and wait for text."""
        self._lay_out()
        self.query_one(Lines).focus()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        entries, said = self.query_one("#entries", Board), self.query_one("#said", VerticalScroll)
        rows = len(self._rows(max(1, self.app.size.width - 3)))
        entries.styles.height = rows
        said.styles.height = min(rows, max(1, self.app.size.height // 2 - 6))
        said.display = rows > 0
        self.call_after_refresh(said.scroll_end, animate=False)

    def on_lines_submitted(self) -> None:
        """Let what was written hold."""
        self.dismiss(Written(self._written, kept=True))

    def action_leave(self) -> None:
        """Leave; what was written stays a draft."""
        self.leave_as_draft()

    def leave_as_draft(self) -> None:
        """Leave; what was written stays a draft, also where a visitor leaves the program with it."""
        self.dismiss(Written(self._written, kept=False))

    def action_back(self) -> None:
        """Show what was said before."""
        self.query_one("#said").scroll_page_up(animate=False)

    def action_on(self) -> None:
        """Show what was said after it."""
        self.query_one("#said").scroll_page_down(animate=False)

    @property
    def _written(self) -> str:
        lines = [line.rstrip() for line in self.query_one(Lines).text.split("\n")]
        return "\n".join(lines).strip("\n").strip()
