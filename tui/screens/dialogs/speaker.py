"""A name typed in, completed from the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotations.wording import tr
from tui.layout.cells import fit, visible
from tui.widgets.safe_input import SafeInput

__all__ = ["SpeakerScreen"]


class SpeakerScreen(ModalScreen[str | None]):
    """Asks who is quoted; gives the name, or None to leave it."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave it", id="speaker-leave"),
        Binding("tab", "complete", "Complete", priority=True, id="speaker-complete"),
    ]

    def __init__(self, complete: Callable[[str], Sequence[str]]) -> None:
        """Ask for a name; `complete` returns the names of the article that a beginning may mean."""
        super().__init__()
        self._complete = complete

    def compose(self) -> ComposeResult:
        """Put the line of input at the bottom, where it hides no text."""
        with Vertical(classes="line"):
            yield Static(markup=False)
            yield SafeInput(id="speaker")

    def on_mount(self) -> None:
        """Show what may be meant before anything is typed."""
        self._show("")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        names = "  ".join(map(visible, self._complete(typed)))
        hint = tr("who is quoted; Enter takes it, Tab completes: {names}", names=names)
        self.query_one(Static).update(fit(hint, self.app.size.width - 4))

    def action_complete(self) -> None:
        """Write the first name that may be meant."""
        line = self.query_one(SafeInput)
        found = self._complete(line.value)
        if found:
            line.value = found[0]
            line.cursor_position = len(found[0])

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
