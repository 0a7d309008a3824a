"""What keeps the program from being left, and what it costs to leave all the same."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from annotations.wording import counted
from tui.layout.cells import fit, visible
from tui.layout.lines import fold
from tui.screens.dialogs.box import box_width
from tui.session.session import Session

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["LeavingScreen", "WayOut", "leaving_lines"]

_PATIENCE = 1.0
"""Seconds that leaving waits for the disk without a word."""
_OFTEN, _LOOK = 0.02, 0.1
"""Seconds between two looks whether everything is saved: before it is asked what to do, and meanwhile."""
_LISTED = 50
"""Marks that are named; nobody reads more of them before leaving."""


def leaving_lines(session: Session, waiting: int, width: int) -> list[str]:
    """Return who keeps what from being saved, since when, and what leaving now loses, as harmless lines.

    Args:
        session: What is being left.
        waiting: How many acts wait for the layer to be read; they are in no list yet.
        width: Cells of a line.
    """
    name, holder = session.layers.path.name, session.layers.holder()
    if holder is not None:
        reason = f"{holder} keeps {name} locked; close that program, or let it go on, and all is saved"
    elif not session.ready:
        reason = f"{name} is still being read"
    else:
        reason = f"the disk has not taken them into {name} yet"
    if session.writer.unsaved and (seconds := int(monotonic() - session.writer.moved_at)):
        reason = f"{reason}. Nothing has gone on for {seconds} s"
    lines = [*fold(f"{reason}.", width), ""]
    marks = session.writer.rescue()[0]
    if waiting:
        marks.append(f"{counted(waiting, 'act waits', 'acts wait')} for the layer to be read")
    lines += ["Leaving now loses:", *(fit(visible(f"  {one}"), width) for one in marks[:_LISTED])]
    if len(marks) > _LISTED:
        lines.append(f"  and {len(marks) - _LISTED} more")
    return [visible(line) for line in lines]


class WayOut:
    """Leads out of the program when everything is saved, or by a decision of whoever leaves."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Lead out of `screen`."""
        self._screen = screen
        self._told = False
        """Whether it has been said that something cannot be saved."""
        self._until = 0.0
        self._timer: Timer | None = None

    def ask_again(self) -> None:
        """Take note that something else was done: the next time what is not saved is named anew."""
        self._told = False

    def take(self) -> None:
        """Leave, or say what is not saved, or wait for it."""
        screen, session = self._screen, self._screen.session
        if self._timer is not None:
            return  # it is waited for already
        in_danger = len(session.writer.endangered) if screen.session.writer.alarm else 0
        if in_danger and not self._told:
            self._told = True
            holder = session.layers.holder()
            by = f" ({holder} keeps the layer locked)" if holder else ""
            screen.say(
                f"{counted(in_danger, 'mark is', 'marks are')} not saved{by}, U shows them;"
                " the same key again leaves without them",
                "bad",
            )
            return
        screen.remember()
        if screen.session.writer.alarm:
            screen.app.exit()
            return
        session.keep_seen()
        self._until = monotonic() + _PATIENCE
        if not self._look():
            self._timer = screen.set_interval(_OFTEN, self._look)

    def _look(self) -> bool:
        """Leave if nothing waits for the disk; tell whether that, or a question, was the end of waiting."""
        screen = self._screen
        if not screen.session.writer.unsaved and not screen.saver.waiting:
            self._stop()
            screen.app.exit()
        elif screen.session.writer.alarm:  # by now it is known that it will not be saved
            self._stop()
            self.take()
        elif monotonic() > self._until:
            self._stop()
            screen.app.push_screen(LeavingScreen(screen.session, screen.saver.waiting), self._answered)
        else:
            return False
        return True

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _answered(self, answer: str | None) -> None:
        if answer == "leave":
            self._screen.app.exit(return_code=1 if self._screen.saver.waiting else 0)
        elif answer == "list":
            self._screen.run_command("show-unsaved")


class LeavingScreen(ModalScreen[str]):
    """Waits for what is not saved; gives ``leave``, ``list``, or an empty text to go on working.

    It leaves by itself as soon as everything is saved.
    """

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", "Go on working", id="leaving-stay"),
        Binding("ctrl+q", "dismiss('leave')", "Leave all the same", id="leaving-leave"),
        Binding("U", "list", "Write them elsewhere", id="leaving-list"),
    ]

    def __init__(self, session: Session, waiting: int = 0) -> None:
        """Wait for what `session` has not saved, and say that `waiting` acts are not even on their way."""
        super().__init__()
        self._session = session
        self._waiting = waiting

    def compose(self) -> ComposeResult:
        """Put what there is to say into a box."""
        with VerticalScroll(classes="box") as box:
            box.border_title = "Not everything is saved yet"
            box.border_subtitle = "waiting; Ctrl+Q leaves all the same, U writes elsewhere, Esc stays"
            yield Static(markup=False)

    def on_mount(self) -> None:
        """Begin to wait, and let the arrows scroll."""
        self.query_one(VerticalScroll).focus()
        self.set_interval(_LOOK, self._look)
        self._show()

    def action_list(self) -> None:
        """Go to the list from which they are written to another place."""
        self.dismiss("list" if self._session.writer.unsaved else "")

    def _look(self) -> None:
        if not self._session.writer.unsaved and not (self._waiting and not self._session.ready):
            self.dismiss("leave")
        else:
            self._show()

    def _show(self) -> None:
        lines = leaving_lines(self._session, self._waiting, box_width(self.app.size.width))
        self.query_one(Static).update("\n".join(lines))
