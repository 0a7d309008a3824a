"""What a number amounts to, typed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotations.errors import UsageError
from annotations.model.amounts import TIMED, TypedAmount, read_amount
from annotations.wording import term, tr
from tui.layout.cells import fit, visible
from tui.widgets.safe_input import SafeInput

__all__ = ["AmountScreen"]


class AmountScreen(ModalScreen[TypedAmount | None]):
    """Asks what a number amounts to; gives ``value``, ``high`` and ``iso``, or None to leave it."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave it", id="leave-amount")
    ]

    def __init__(self, text: str, kind: str, now: str) -> None:
        """Ask for the amount of `text`, a number of `kind`, which `now` is typed so."""
        super().__init__()
        self._text = text
        self._kind = kind
        self._now = now

    def compose(self) -> ComposeResult:
        """Put the line of input at the bottom, where it hides no text."""
        form = tr("ISO 8601, as --02-01 or 2025-02-01") if self._kind in TIMED else tr("a number, or 5-10")
        with Vertical(classes="line"):
            yield Static(
                self._line(
                    tr(
                        "{text}, {kind}: {form}; Enter keeps it",
                        text=self._text,
                        kind=term(self._kind),
                        form=form,
                    )
                ),
                markup=False,
            )
            yield SafeInput(self._now, id="amount", select_on_focus=True)

    def _line(self, text: str) -> str:
        return fit(visible(text), max(10, self.app.size.width - 2))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Keep what was typed, or say what is wrong with it and ask on."""
        try:
            self.dismiss(read_amount(self._kind, event.value))
        except UsageError as error:
            self.query_one(Static).update(self._line(str(error)))
