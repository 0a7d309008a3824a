"""A note on a sentence."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotations.wording import tr
from tui.widgets.safe_input import SafeInput

__all__ = ["NoteScreen"]


class NoteScreen(ModalScreen[str | None]):
    """Asks for the note on one sentence; gives it, empty to take it away, or None to leave it."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Leave it", id="leave-note")]

    def __init__(self, sentence: int, note: str, what: str = "") -> None:
        """Ask for the note, or `what`, of the sentence with the number `sentence`, which now is `note`.

        0 stands for the article as a whole.
        """
        super().__init__()
        what = what or tr("note")
        self._what = what[0].upper() + what[1:]
        self._where = tr("on sentence {sentence}", sentence=sentence) if sentence else tr("of the article")
        self._note = note

    def compose(self) -> ComposeResult:
        """Put the line of input at the bottom, where it hides no text."""
        with Vertical(classes="line"):
            yield Static(
                tr(
                    "{what} {where}: Enter keeps it, Esc leaves it as it was",
                    what=self._what,
                    where=self._where,
                ),
                markup=False,
            )
            yield SafeInput(self._note, id="note", select_on_focus=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())
