"""How keys become commands of a screen on an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import events

from annotations.wording import counted, tr
from tui.keys.input_method import KeyGate, is_composed, plain_key
from tui.keys.key_line import Lined
from tui.keys.pastes import looks_pasted
from tui.layout.cells import visible
from tui.presenters.key_row import Hint, moments_of

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen
    from tui.widgets.picker import Picker

__all__ = ["Keyboard"]

_AT_WORK = ("Tag", "Settle", "Move")
"""Groups of the commands that follow one another quickly."""
_MEANT_TO_LEAVE = frozenset({"q"})
"""Keys that leave a list in other programs: here such a key would leave it and change the text as well."""
_IN_LISTS = "/+="
"""Keys of a list that an earlier key of a burst may open."""


class Keyboard:
    """Hands the keys of one screen to its open list, or runs their commands."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Press the keys of `screen`, characters after its gate has judged whether they are keys at all."""
        self._screen = screen
        self.gate = KeyGate(
            self.press, self._nothing, self._led_to_text, self._is_open, self._give_back, self._pasted
        )

    @property
    def hints(self) -> Sequence[Hint]:
        """Return what the key bar says: the keys of an open list, or of acts."""
        screen = self._screen
        over = screen.app.screen_stack[-1] if screen.app.screen_stack else screen
        if over is not screen:
            return ()  # what lies over it says its own keys
        if screen.picker is not None:
            return [*screen.picker.hints, *(one for one in screen.keymap.hints if one.stays)]
        return screen.keymap.hints_at(moments_of(screen.session.article.marks, screen.view))

    def takes(self, key: str) -> bool:
        """Tell whether a key that is no character, as ``down``, is a command's; the rest is Textual's."""
        return self._screen.keymap.command(key) is not None

    def press(self, key: str) -> None:
        """Run the command of `key`."""
        try:
            self._press(key)
        except Exception as error:  # a key that was held back is pressed where nobody else would hear of it
            self._screen.app._handle_exception(error)

    def _press(self, key: str) -> None:
        screen = self._screen
        if screen.picker is not None and self.picks(screen.picker, key):
            return
        command = screen.keymap.command(key)
        if command is None:
            screen.say(tr("{key} is no key here; ? shows them", key=visible(key)))
            return
        screen.run_command(command.id)

    def picks(self, picker: Picker, key: str) -> bool:
        """Let the list that is open have `key`; False if it is closed by a key that means nothing to it."""
        screen = self._screen
        answer = picker.answer(key)
        if answer is None and (picker.moves(key) or key in _MEANT_TO_LEAVE):
            screen.tell()
            return True
        screen.picker = None
        if answer is not None:
            answer()
        screen.tell()
        screen.deferred.free()
        return answer is not None or key == "escape"

    def _nothing(self, text: str) -> None:
        """Say that `text`, which arrived at once, did nothing."""
        if any(map(is_composed, text)):
            said = tr("input method on? {text} did nothing", text=visible(text)[:8])
            self._screen.say(tr("{said}: switch it off, or use F2 to F12 and arrows", said=said), "key")
        else:
            said = tr(
                "{characters} came at once, as from a paste, and did nothing",
                characters=counted(len(text), "character"),
            )
            self._screen.say(f"{said}: {visible(text)[:20]}", "key")

    def _pasted(self, keys: Sequence[str]) -> bool:
        return looks_pasted(keys, self._is_known, self._leads_away)

    def _is_known(self, key: str) -> bool:
        key, picker = plain_key(key), self._screen.picker
        in_list = key.isdigit() or (picker is not None and key in picker.extras)
        return in_list or key in _IN_LISTS or self._screen.keymap.command(key) is not None

    def _leads_away(self, key: str) -> bool:
        command = self._screen.keymap.command(plain_key(key))
        return command is not None and (bool(command.opens) or command.group not in _AT_WORK)

    def _led_to_text(self, burst: Sequence[str]) -> int:
        """Return how many keys of `burst` lead to a line of text, to which the others then belong.

        Nobody pressed the whole of it: nothing before that line may change anything. Full-width forms are no
        keys here, for they stand in Chinese text too.
        """
        picker, keymap = self._screen.picker, self._screen.keymap
        for count, character in enumerate(burst, 1):
            extra = picker.extras.get(character) if picker is not None else None
            command = keymap.command(character)
            opens = extra.opens if extra is not None else command.opens if command is not None else ""
            if opens == "text":
                return count
            if not opens and not (command is not None and command.group in ("Move", "Look")):
                return 0
        return 0

    def _is_open(self) -> bool:
        """Tell whether a key is for this screen, now."""
        return self._screen.app.screen is self._screen and not self._screen.busy

    def _give_back(self, keys: Sequence[events.Event]) -> None:
        cast(Lined, self._screen.app).line.put_back(keys)
