"""What is not saved: listed, and on request written to another place."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotations.errors import StorageError, UsageError
from annotations.wording import counted, tr
from tui.layout.cells import fit, visible
from tui.presenters.key_row import Hint
from tui.screens.dialogs.box import box_width, key_bar
from tui.terminal.outputs import Output
from tui.terminal.surroundings import in_browser
from tui.widgets.safe_input import SafeInput

__all__ = ["UnsavedScreen"]


class UnsavedScreen(ModalScreen[str]):
    """Lists marks that are not on disk and offers to write them elsewhere; gives what there is to say."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", "Leave", id="unsaved-leave"),
        Binding("down", "scroll(1)", "Down", id="unsaved-down"),
        Binding("up", "scroll(-1)", "Up", id="unsaved-up"),
        Binding("f2", "write_back", "Write back", id="unsaved-write-back"),
    ]

    def __init__(
        self,
        marks: int,
        reason: str,
        lines: Sequence[str],
        data: bytes,
        suggested: Path,
        write_back: Callable[[], None] | None = None,
    ) -> None:
        """List `lines`, which are not saved because of `reason`; `data` is what to write elsewhere.

        So many of them are `marks`. `write_back` puts them where they were, if that is possible.
        """
        super().__init__()
        self._marks = marks
        self._reason = reason
        self._lines = lines
        self._data = data
        self._suggested = suggested
        self._write_back = write_back

    @property
    def keys_told(self) -> Sequence[Hint]:
        """Return its keys, for the key bar."""
        back = [Hint("F2", tr("writes them back"), "")] if self._write_back else []
        there = tr("downloads them") if in_browser() else tr("writes them there")
        return [*back, Hint("Enter", there, ""), Hint("Esc", tr("leaves"), "")]

    def compose(self) -> ComposeResult:
        """Put the list into a box, and below it where to write."""
        yield key_bar(self.keys_told)
        with Vertical(classes="box asking") as box:
            box.border_title = (
                tr("{marks} not saved", marks=counted(self._marks, "mark is", "marks are"))
                if self._marks
                else tr("what was read is not saved")
            )
            yield Static(visible(self._reason), markup=False)
            with VerticalScroll():
                width = box_width(self.app.size.width)
                yield Static("\n".join(fit(visible(line), width) for line in self._lines), markup=False)
            if in_browser():
                name = self._suggested.name
                words = tr("Enter downloads them as {name}; the lead takes that in again", name=name)
                yield Static(words, markup=False)
            else:
                yield Static(tr("Write them to; zhupi collect --replace takes them in again:"), markup=False)
                yield SafeInput(str(self._suggested), id="where")

    def on_mount(self) -> None:
        """Let the keys go to the line of input, where there is one."""
        self.query_one(VerticalScroll if in_browser() else SafeInput).focus()

    def action_scroll(self, step: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_write_back(self) -> None:
        """Have what memory holds put back where it was."""
        if self._write_back is not None:
            self._write_back()
            self.dismiss("")

    def on_key(self, event: events.Key) -> None:
        """Have a browser download them."""
        if event.key == "enter" and in_browser():
            event.stop()
            self.app.deliver_binary(BytesIO(self._data), save_filename=self._suggested.name)
            self.dismiss(tr("the browser downloads {name}", name=self._suggested.name))

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        name = os.path.expanduser(event.value.strip())  # noqa: PTH111 - Path drops what tells a folder
        path = Path(name)
        try:
            with Output(name, screen=True).opened() as out:
                out.write(self._data)
        except (UsageError, StorageError) as error:
            self.query_one(".box", Vertical).border_subtitle = visible(str(error))
            return
        self.dismiss(tr("written to {path}; zhupi collect --replace takes it in again", path=path))
