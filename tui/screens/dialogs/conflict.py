"""Two versions of what was said of a sentence: a person decides which holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.records.diff import compared
from annotations.records.record import Record
from annotations.wording import tr
from tui.layout.cells import cell_width, visible
from tui.layout.lines import fold
from tui.presenters.key_row import Hint
from tui.screens.dialogs.box import box_width, key_bar

__all__ = ["ConflictScreen", "conflict_lines"]

_FIELD = 9


def conflict_lines(stored: Record, other: Record, width: int) -> list[str]:
    """Return the two versions in two columns of `width` cells together, as lines of harmless text."""
    column = max(12, (width - _FIELD - 2) // 2)
    rows = [("", tr("1 as it is stored"), tr("2 the other")), ("", "", ""), *compared(stored, other)]
    lines = []
    for name, one, two in rows:
        left, right = fold(visible(one), column - 2), fold(visible(two), column - 2)
        for at in range(max(len(left), len(right))):
            text = left[at] if at < len(left) else ""
            field = name if not at else ""
            lines.append(
                f"{field}{' ' * (_FIELD - cell_width(field))}{text}{' ' * (column - cell_width(text))}"
                f"{right[at] if at < len(right) else ''}".rstrip()
            )
    return lines


class ConflictScreen(ModalScreen[int | None]):
    """Shows two versions of one record; gives 1 or 2, or None to leave it undecided."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,f2", "dismiss(1)", "The stored one", id="conflict-stored"),
        Binding("2,f3", "dismiss(2)", "The other one", id="conflict-other"),
        Binding("escape", "dismiss(None)", "Leave it", id="conflict-leave"),
    ]

    def __init__(self, sentence: int, quote: str, stored: Record, other: Record) -> None:
        """Show two versions of what was said of sentence number `sentence`, which reads `quote`.

        It is 0 where that is no sentence of the article on the screen.
        """
        super().__init__()
        self.stored = stored
        self.other = other
        self._sentence = sentence
        self._quote = quote

    @property
    def keys_told(self) -> Sequence[Hint]:
        """Return its keys, for the key bar."""
        return [
            Hint("1 F2", tr("keeps what is stored"), ""),
            Hint("2 F3", tr("takes the other"), ""),
            Hint("Esc", tr("decides later"), ""),
        ]

    def compose(self) -> ComposeResult:
        """Put both versions into a box."""
        yield key_bar(self.keys_told)
        with VerticalScroll(classes="box") as box:
            what = (
                tr("Sentence {sentence}", sentence=self._sentence)
                if self._sentence
                else tr("What stands elsewhere")
            )
            box.border_title = tr("{what} was changed by two programs at once", what=what)
            yield Static(markup=False)

    def on_mount(self) -> None:
        """Show them, and let the arrows scroll."""
        self.query_one(VerticalScroll).focus()
        self.offer(self.other)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.offer(self.other)

    def offer(self, other: Record) -> None:
        """Show `other` as the second version: a later key was refused for the same reason."""
        self.other = other
        width = box_width(self.app.size.width)
        lines = [*fold(visible(self._quote), width), "", *conflict_lines(self.stored, other, width)]
        for static in self.query(Static):  # none yet where a second one comes before the first is drawn
            static.update("\n".join(lines))
