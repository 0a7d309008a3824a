"""All keys, made from the commands themselves."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.scheme import Scheme
from tui.commands import GROUPS
from tui.keymap import Keymap, key_text
from tui.layout.cells import STAND_IN, visible

__all__ = ["HelpScreen", "help_text"]

_KEYS_WIDTH = 26


def help_text(keymap: Keymap, scheme: Scheme) -> str:
    """Return the help as plain text: every act with its keys and its name for the settings."""
    lines: list[str] = []
    for group in GROUPS:
        lines += [group.upper(), ""]
        for command in keymap.commands.values():
            if command.group != group:
                continue
            keys = " ".join(key_text(key) for key in keymap.keys[command.id])
            lines.append(f"  {keys:<{_KEYS_WIDTH}} {command.title}  [{command.id}]")
        lines.append("")
    lines += ["LABELS", ""]
    for label in scheme.labels:
        head = f"  {label.key}  {label.name} {label.title}"
        lines += [head, *(f"     {part}" for part in (label.definition,) if part)]
    lines += [
        "",
        "ON SCREEN",
        "",
        "  >    the sentence that a key tags        ...  nothing said of it yet",
        "  n    said none                           ---  none, because the article is done",
        '  *    flagged                             "    it has a note',
        "  dim  not on disk yet                     ?    a name the program doubts",
        f"  {STAND_IN}    a character that a terminal must not be sent, or that cannot be seen",
        "  names are underlined: PER a person, ORG an organisation, LOC a place, PRODUCT; numbers are bold",
        "",
        "The mouse: click selects the sentence, drag copies text, the keys in the last row can be clicked.",
        "With a Chinese input method on, letters may not arrive: the function keys and arrows always do,",
        "and full-width forms count as the keys they come from.",
    ]
    return visible_lines(lines)


def visible_lines(lines: list[str]) -> str:
    """Return `lines` as one harmless text."""
    return "\n".join(visible(line) for line in lines)


class HelpScreen(ModalScreen[None]):
    """Shows all keys; any of the usual keys leaves."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter,ctrl+q", "dismiss", "Leave", id="leave-help")
    ]

    def __init__(self, keymap: Keymap, scheme: Scheme) -> None:
        """Show the keys of `keymap` and the labels of `scheme`."""
        super().__init__()
        self._text = help_text(keymap, scheme)

    def compose(self) -> ComposeResult:
        """Put the text in a box that scrolls."""
        with VerticalScroll(classes="box") as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc leaves"
            yield Static(self._text, markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one(VerticalScroll).focus()
