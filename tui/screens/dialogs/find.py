"""Finding text in the article."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotations.analysis.script import to_simplified
from annotations.wording import tr
from tui.widgets.article_view import ArticleView
from tui.widgets.safe_input import SafeInput

__all__ = ["FindScreen"]


class FindScreen(ModalScreen[str | None]):
    """Searches while one types; Enter and the arrows go from hit to hit, Esc leaves the cursor there."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="leave-find"),
        Binding("down", "go(1)", "Next", id="find-next"),
        Binding("up", "go(-1)", "Previous", id="find-previous"),
    ]

    def __init__(self, view: ArticleView, text: str) -> None:
        """Search `text`, which `view` shows."""
        super().__init__()
        self._view = view
        # Simplified on both sides: whoever types 开 finds 開, and offsets are the same.
        self._text = to_simplified(text)
        page = view.prepared
        self._from = page.starts[view.cursor] if len(page.starts) else 0
        self._hits: list[tuple[int, int]] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        """Put the line of input at the bottom, where it hides no text."""
        with Vertical(classes="line"):
            yield Static(tr("Find: Enter next, Up and Down, Esc stays there"), id="found", markup=False)
            yield SafeInput(id="text")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        wanted = to_simplified(event.value)
        self._hits = (
            [hit.span() for hit in re.finditer(re.escape(wanted), self._text, re.IGNORECASE)]
            if wanted
            else []
        )
        self._at = next((n for n, (start, _) in enumerate(self._hits) if start >= self._from), 0)
        self._show()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_go(1)

    def action_go(self, step: int) -> None:
        """Go to the next or previous hit, going round."""
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            self._show()

    def action_leave(self) -> None:
        """Leave the search; the cursor stays where it is."""
        self.dismiss(self.query_one(SafeInput).value)

    def _show(self) -> None:
        line = self.query_one("#found", Static)
        if self._hits:
            line.update(
                tr(
                    "Find: {at} of {number}; Enter next, Up and Down, Esc stays there",
                    at=self._at + 1,
                    number=len(self._hits),
                )
            )
            self._view.show_found(self._hits[self._at])
        else:
            wanted = self.query_one(SafeInput).value
            line.update(
                tr("Find: not in this article")
                if wanted
                else tr("Find: Enter next, Up and Down, Esc stays there")
            )
            self._view.show_found(None)
