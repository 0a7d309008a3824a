"""The user's settings, each changed where it stands and saved at once, and the keys of all acts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from annotations.errors import BadName, SettingsError
from annotations.model.annotator import check_annotator
from annotations.wording import tr
from tui.layout.cells import visible
from tui.presenters.key_row import Hint
from tui.presenters.settings import Item, item_line, key_items, next_choice, setting_items
from tui.screens.dialogs.box import box_width, key_bar
from tui.settings import CHOICES, MOST_CELLS, Named, Settings
from tui.settings_file import EXPLAINED, set_keys, set_value
from tui.terminal.surroundings import in_browser
from tui.widgets.safe_input import SafeInput

__all__ = ["Act", "SettingsScreen"]

_TYPED = ("annotator", "advance", "line_width", "taggers", "hubs")
"""Settings that Enter has typed; the others step through their choices."""
_LISTS = ("advance", "taggers", "hubs")
_OF_THE_SERVER = ("annotator", "taggers", "hubs")
"""Settings that are not for visitors to change: who they are, what the server runs, and whom it calls."""
_OF_TERMINALS = ("ansi-dark", "ansi-light")
"""Themes that keep the colours of a terminal."""


class Act(NamedTuple):
    """An act whose keys can be changed."""

    name: str
    title: str
    keys: str
    """As people write them."""


class SettingsScreen(ModalScreen[None]):
    """Lists the settings; arrows change the one under the cursor, Enter has it typed or a key pressed.

    Args:
        settings: Returns what is set by now.
        acts: Returns the acts by now.
        take: Lets everything be as some settings have it; raises `SettingsError` where keys collide.
        named: Under which name the annotator works until the next start.
    """

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,Z", "leave", "Leave", id="leave-settings"),
        Binding("right,space", "step(1)", "Next", id="settings-next", priority=True),
        Binding("left", "step(-1)", "Previous", id="settings-previous", priority=True),
        Binding("delete,backspace", "reset", "As it was", id="settings-reset"),
        Binding("j", "down", "Down", id="settings-down"),
        Binding("k", "up", "Up", id="settings-up"),
    ]

    def __init__(
        self,
        settings: Callable[[], Settings],
        acts: Callable[[], Sequence[Act]],
        take: Callable[[Settings], None],
        named: Named,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._acts = acts
        self._take = take
        self._named = named
        self._items: list[Item] = []
        self._asked: Item | None = None
        """The act for which a key is waited for."""
        self._said: str | None = None
        """What was said of a change, which the list drawn anew is not to take away."""

    @property
    def keys_told(self) -> Sequence[Hint]:
        """Return its keys, for the key bar."""
        return [
            Hint(tr("Left Right"), tr("change"), ""),
            Hint("Enter", tr("types"), ""),
            Hint("Del", tr("resets"), ""),
            Hint("Esc", tr("leaves"), ""),
        ]

    def compose(self) -> ComposeResult:
        """Put the list into a box, and below it a line to type in and one that says what was said."""
        yield key_bar(self.keys_told)
        with Vertical(classes="box settings"):
            yield OptionList()
            yield Static("", id="told", markup=False)
            yield SafeInput(id="typed")

    def on_mount(self) -> None:
        """Begin with the first setting."""
        self._list(0)
        self.query_one(OptionList).focus()

    # -- what it shows -------------------------------------------------------------

    def _list(self, at: int, said: str | None = None) -> None:
        values = self._settings()._asdict()
        shown = [one for one in EXPLAINED if not (in_browser() and one[0] in _OF_THE_SERVER)]
        self._items = setting_items(values, shown, self._named) + key_items(self._acts())
        width = box_width(self.app.size.width)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Content(item_line(item, width)) for item in self._items])
        self._said = said
        options.highlighted = at
        if said is not None:
            self._tell(said)
        self.query_one(".box", Vertical).border_title = tr("Settings")
        self._typing(False)

    def _typing(self, on: bool, value: str = "") -> None:
        typed = self.query_one("#typed", SafeInput)
        typed.display = on
        if on:
            typed.value = value
            typed.focus()
        else:
            self.query_one(OptionList).focus()

    def _tell(self, text: str) -> None:
        self.query_one("#told", Static).update(text)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if self._said is None:
            item = self._items[event.option_index]
            self._tell(visible(f"{item.value}  [{item.about}]" if item.act else item.about))
        self._said = None

    @property
    def _here(self) -> Item:
        return self._items[self.query_one(OptionList).highlighted or 0]

    # -- changing ------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the arrows to the line of text, and every key to the act that is to have one."""
        return not (action in ("step", "reset") and (self._is_typing or self._asked is not None))

    def action_step(self, step: int) -> None:
        """Set the next choice, or the one before."""
        item = self._here
        if item.name in CHOICES and not item.act:
            there = [one for one in CHOICES[item.name] if not (in_browser() and one in _OF_TERMINALS)]
            self._set(item, next_choice(there, getattr(self._settings(), item.name), step))

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        item = self._here
        if item.act:
            self._asked = item
            self.set_focus(None)
            self._tell(tr("press the key for: {act} (Esc: leave it as it is)", act=item.value))
        elif item.name in _TYPED:
            value = getattr(self._settings(), item.name)
            self._typing(True, ", ".join(value or ()) if item.name in _LISTS else str(value or ""))
            self._tell(item.about)
        else:
            self.action_step(1)

    def action_reset(self) -> None:
        """Let the setting, or the keys of the act, be as they are without settings."""
        self._set(self._here, None)

    def on_key(self, event: events.Key) -> None:
        """Take the key that an act is to have."""
        item = self._asked
        if item is None:
            return
        event.stop()
        event.prevent_default()
        self._asked = None
        if event.key == "escape":
            self._list(self._items.index(item))
            return
        key = event.character if event.is_printable and event.character else event.key
        self._set(item, (key,))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        item, text = self._here, event.value.strip()
        value: object = text or None
        if item.name == "annotator" and text:
            try:
                value = check_annotator(text)
            except BadName as error:  # with such a name zhupi would not start again
                self._tell(visible(str(error)))
                return
        elif item.name == "advance" and text:
            value = [one for one in re.split(r"[\s,，、]+", text) if one]
        elif item.name == "taggers" and text:
            value = [one for one in re.split(r"\s*[,，、]\s*", text) if one]
        elif item.name == "hubs" and text:  # one may name several hosts, with commas between
            value = text.replace("，", " ").replace("、", " ").split()
        elif item.name == "line_width" and text:
            if not (text.isascii() and text.isdigit() and int(text) <= MOST_CELLS):
                self._tell(tr("a whole number of cells from 0 to {most}", most=MOST_CELLS))
                return
            value = int(text)
        self._set(item, value)

    def _set(self, item: Item, value: object) -> None:
        """Set it at once, on the screen and in the file; what is refused says why and changes nothing."""
        before, at = self._settings(), self._items.index(item)
        try:
            self._take(_with(before, item, value))
            if item.act:
                set_keys(before.path, item.name, value)  # type: ignore[arg-type]
            else:
                set_value(before.path, item.name, value)
        except SettingsError as error:
            self._take(before)
            self._list(at, visible(str(error)))
            return
        self._list(at, self._remark(item, before))

    def _remark(self, item: Item, settings: Settings) -> str:
        path = settings.path
        if in_browser():  # where that is, is nothing to a visitor
            return tr("saved")
        if item.name == "annotator" and not item.act:
            if self._named.by[:1] in ("-", "$"):
                return tr("saved in {path}, but {option} says who you are", path=path, option=self._named.by)
            return tr("saved in {path}; it holds from the next start on", path=path)
        if item.name in ("taggers", "hubs"):
            return tr("saved in {path}; it holds from the next start on", path=path)
        if item.name == "language" and (said := os.environ.get("ZHUPI_LANGUAGE")):
            return tr("saved in {path}, but ZHUPI_LANGUAGE says {language}", path=path, language=said)
        return tr("saved in {path}", path=path)

    @property
    def _is_typing(self) -> bool:
        return self.query_one("#typed", SafeInput).display

    # -- moving and leaving ---------------------------------------------------------

    def action_down(self) -> None:
        """Go down in the list."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Go up in the list."""
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        """Leave the line of text, or the settings."""
        if self._is_typing:
            self._list(self._items.index(self._here))
        else:
            self.dismiss(None)


def _with(settings: Settings, item: Item, value: object) -> Settings:
    """Return `settings` with one of them changed; None is its default."""
    changed: dict[str, Any] = {item.name: tuple(value) if isinstance(value, list) else value}
    if item.act:
        keys = {name: of for name, of in settings.keys.items() if name != item.name}
        changed = {"keys": keys if value is None else keys | changed}
    elif value is None:
        changed = {item.name: getattr(Settings(settings.path), item.name)}
    return settings._replace(**changed)
