"""What keeps the program from being left, and what it costs to leave all the same: the question."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.wording import counted, tr
from tui.layout.cells import fit, visible
from tui.layout.lines import fold
from tui.presenters.key_row import Hint
from tui.screens.dialogs.box import box_width, key_bar
from tui.session.session import Session

__all__ = ["LeavingScreen", "leaving_lines"]

_LOOK = 0.1
"""Seconds between two looks whether everything is saved."""
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
        reason = tr(
            "{holder} keeps {name} locked; close that program, or let it go on, and all is saved",
            holder=holder,
            name=name,
        )
    elif not session.ready:
        reason = tr("{name} is still being read", name=name)
    else:
        reason = tr("the disk has not taken them into {name} yet", name=name)
    if session.writer.unsaved and (seconds := int(monotonic() - session.writer.moved_at)):
        reason = tr("{reason}. Nothing has gone on for {seconds} s", reason=reason, seconds=seconds)
    lines = [*fold(f"{reason}.", width), ""]
    marks = session.writer.rescue()[0]
    if waiting:
        marks.append(tr("{acts} for the layer to be read", acts=counted(waiting, "act waits", "acts wait")))
    lines += [tr("Leaving now loses:"), *(fit(visible(f"  {one}"), width) for one in marks[:_LISTED])]
    if len(marks) > _LISTED:
        lines.append(tr("  and {number} more", number=len(marks) - _LISTED))
    return [visible(line) for line in lines]


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

    @property
    def keys_told(self) -> Sequence[Hint]:
        """Return its keys, for the key bar."""
        return [
            Hint("Ctrl+Q", tr("leaves all the same"), ""),
            Hint("U", tr("writes elsewhere"), ""),
            Hint("Esc", tr("goes on working"), ""),
        ]

    def compose(self) -> ComposeResult:
        """Put what there is to say into a box."""
        yield key_bar(self.keys_told)
        with VerticalScroll(classes="box") as box:
            box.border_title = tr("Not everything is saved yet")
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
