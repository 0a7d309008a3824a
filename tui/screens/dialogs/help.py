"""All keys, as the acts say them of themselves, and what the signs on the screen mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.model.scheme import Scheme
from tui.layout.cells import STAND_IN, cell_width, visible
from tui.layout.lines import fold
from tui.screens.dialogs.box import box_width

__all__ = ["HelpEntry", "HelpScreen", "help_text"]

_KEYS_WIDTH = 26


class HelpEntry(NamedTuple):
    """An act as the help has it."""

    group: str
    """The heading that it stands under; those of one heading come together."""
    keys: str
    """As people write them."""
    title: str
    command: str
    """Its name for the settings."""


def help_text(entries: Sequence[HelpEntry], scheme: Scheme, width: int = 110) -> str:
    """Return the help as plain text of `width` cells: each act, its keys, its name for the settings."""
    lines: list[str] = []
    for group, acts in groupby(entries, lambda entry: entry.group):
        lines += [group.upper(), ""]
        for act in acts:
            lines += _entry(act.keys, f"{act.title}  [{act.command}]", _KEYS_WIDTH, width)
        lines.append("")
    lines += ["LABELS", ""]
    for label in scheme.labels:
        lines += _entry(label.key, f"{label.name} {label.title}".rstrip(), 4, width)
        lines += _entry("", label.definition, 4, width) if label.definition else []
    lines += ["", "ON SCREEN", ""]
    for sign, meaning in _SIGNS:
        lines += _entry(sign, meaning, 5, width)
    lines += ["", *fold(_MOUSE, width), "", *fold(_INPUT_METHOD, width)]
    return "\n".join(visible(line) for line in lines)


_SIGNS = (
    (">", "the sentence that a key tags"),
    ("...", "not judged: nothing said of it yet, or never seen in an article that is done"),
    ("n", "said none"),
    ("---", "none, because the article is done and the sentence was seen"),
    ("*", "flagged"),
    ('"', "it has a note"),
    ("<", "given back by the lead: > answers; in review > stands where it was answered"),
    (":", "annotators have the same labels and differ in what hangs on them, as the voice or a speaker"),
    ("#", "annotators differ in labels; a capital letter says that one of them has more labels than that"),
    ("~", "decided, but somebody has said something else since"),
    ("?", "in review: decided, but a voice, a quote or another attribute is left open"),
    ("!", "two programs wrote at once, or two leads decided differently"),
    ("", "Of several signs two have room; the second underlined: there are more, and the panel has them."),
    ("dim", "not on disk yet"),
    ("?", "a name the program doubts; it is drawn fainter"),
    ("?", "among the labels: one that the scheme does not have any more; the panel names it"),
    (STAND_IN, "a character that a terminal must not be sent, or that cannot be seen"),
    ("", "Names are underlined: PER a person, ORG an organisation, LOC a place, PRODUCT; numbers are bold."),
)
_MOUSE = "The mouse: click selects the sentence, drag copies text, the keys in the last row can be clicked."
_INPUT_METHOD = (
    "With a Chinese input method on, letters may not arrive: the function keys and arrows always do, "
    "and full-width forms count as the keys they come from."
)


def _entry(head: str, body: str, indent: int, width: int) -> list[str]:
    """Return `body` beside `head`, or below it where there is no room."""
    if width < 2 * indent or cell_width(head) > indent:
        indent = 4
    first, *rest = fold(body, max(10, width - indent - 5))
    margin = " " * (indent + 3)
    if cell_width(head) > indent:
        return [f"  {head}", margin + first, *(margin + line for line in rest)]
    return [f"  {head}{' ' * (indent - cell_width(head))} {first}", *(margin + line for line in rest)]


class HelpScreen(ModalScreen[None]):
    """Shows all keys; any of the usual keys leaves."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter,ctrl+q", "dismiss", "Leave", id="leave-help")
    ]

    def __init__(self, entries: Sequence[HelpEntry], scheme: Scheme) -> None:
        """Show the acts that `entries` are about and the labels of `scheme`."""
        super().__init__()
        self._entries = entries
        self._scheme = scheme

    def compose(self) -> ComposeResult:
        """Put the text in a box that scrolls."""
        with VerticalScroll(classes="box") as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc leaves"
            yield Static(self._text(self.app.size.width), markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one(VerticalScroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Write the text anew for another width."""
        self.query_one(Static).update(self._text(event.size.width))

    def _text(self, columns: int) -> str:
        return help_text(self._entries, self._scheme, box_width(columns))
