"""Keys as they arrive when a Chinese input method may be on, or text is pasted.

An input method swallows letters, turns punctuation into full-width forms and sends whole words at once.
Full-width forms count as the keys they come from; a word of Chinese must never run commands, not even
by the digits inside it (2月1日). Characters that come together are therefore judged together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tui.keys.pastes import BREAKS

__all__ = ["KeyGate", "full_width_key", "is_composed", "plain_key"]

_PUNCTUATION = {
    "、": "/",
    "【": "[",
    "】": "]",
    "《": "<",
    "》": ">",
    "。": ".",
    "，": ",",
    "·": "`",
    "￥": "$",
    "「": "[",
    "」": "]",
    "\u3000": " ",
}
"""What Chinese input methods send for punctuation keys, beside the full-width forms of ASCII."""


def plain_key(character: str) -> str:
    """Return the ASCII character of the key that an input method turned into `character`."""
    if "！" <= character <= "～":  # the block of full-width forms stands 0xFEE0 above ASCII
        return chr(ord(character) - 0xFEE0)
    return _PUNCTUATION.get(character, character)


def full_width_key(character: str | None) -> str:
    """Return the name that Textual has for the key that an input method turned into `character`.

    Empty where it turned none: the character is as it was typed, or there is none.
    """
    key = plain_key(character) if character else ""
    return "" if key == (character or "") else {"?": "question_mark", "/": "slash"}.get(key, key)


def is_composed(character: str) -> bool:
    """Tell whether only an input method can have sent `character`: it stands on no key that zhupi knows."""
    return ord(plain_key(character)) >= 0x2E80


class KeyGate:
    """Lets single keys through and holds back what was no press of a key: an input method's words, a paste.

    A printable character waits `TOGETHER` seconds for others of the same burst. If one of them is
    composed, or all of them look pasted, none of them acts and `nothing` is called once; what follows within
    `AFTER` seconds belongs to it. What a key of the burst leads to something else is not judged here: it is
    given back.

    Args:
        press: Does what one key does.
        nothing: Called with the characters of a burst that did nothing.
        opening: Returns how many keys of such a burst act all the same, because the last of them opens a
            line of text, to which the rest belongs; 0 if none does.
        open: Tells whether the next key is still to be pressed here.
        give_back: Called with what is not: the `origin` of each key that was fed, in their order.
        pasted: Tells of keys that came together whether they look like a text.
    """

    TOGETHER = 0.008
    """Longer than the characters of one write take to arrive, shorter than a frame of the screen."""
    AFTER = 0.08
    _MANY = 3
    """Keys of a burst from which on it is waited for its end."""

    def __init__(
        self,
        press: Callable[[str], object],
        nothing: Callable[[str], object],
        opening: Callable[[Sequence[str]], int] = lambda keys: 0,
        open: Callable[[], bool] = lambda: True,  # noqa: A002 - as a gate is
        give_back: Callable[[Sequence[Any]], object] = lambda origins: None,
        pasted: Callable[[Sequence[str]], bool] = lambda keys: False,
    ) -> None:
        self._press = press
        self._nothing = nothing
        self._opening = opening
        self._open = open
        self._give_back = give_back
        self._pasted = pasted
        self._held: list[_Held] = []
        self._timer: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._deaf_until = 0.0
        self._pasting = False
        """Whether it was a paste that nothing is heard after."""

    @property
    def idle(self) -> bool:
        """Tell whether no character is waiting."""
        return not self._held

    def feed(self, key: str, origin: object = None) -> None:
        """Take one key: a printable character, or the name of another key such as ``down`` or ``f2``.

        `origin` says by a ``time``, in seconds, when it arrived, if that is not now.
        """
        now = asyncio.get_running_loop().time()
        ends_line = key in BREAKS and (self._held or (self._pasting and now < self._deaf_until))
        if len(key) > 1 and not ends_line:
            self.release()
            self._press(key)
            return
        self._last = now
        self._held.append(_Held(key, origin, getattr(origin, "time", now)))
        if self._timer is None:
            self._wait()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self.TOGETHER, self._due)

    def _due(self) -> None:
        """Judge the keys that wait, unless more of them are still coming."""
        since = asyncio.get_running_loop().time() - self._last
        if len(self._held) >= self._MANY and since < self.TOGETHER / 2:
            self._wait()
        else:
            self.release()

    def release(self) -> None:
        """Judge the characters that wait, and press them, drop them or give them back."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        held, self._held = self._held, []
        if not held:
            return
        now = asyncio.get_running_loop().time()
        keys = [one.key for one in held]
        composed = any(len(key) == 1 and is_composed(key) for key in keys)
        deaf = now < self._deaf_until
        acting = len(held)
        if composed or (not deaf and any(map(self._pasted, _runs(held, self.TOGETHER)))):
            # Of a text with line ends the first would end the line that the rest is to go into.
            whole = composed or BREAKS.isdisjoint(keys)
            acting = self._opening(keys) if whole and not deaf and self._open() else 0
            if not acting and self._open():
                self._deaf_until = now + self.AFTER
                self._pasting = not composed
                self._nothing("".join(key for key in keys if len(key) == 1))
                return
        elif deaf:
            if self._pasting and len(held) > 1:  # it goes on in further pieces
                self._deaf_until = now + self.AFTER
            return
        for at, one in enumerate(held):
            if at >= acting or not self._open():
                self._give_back([one.origin for one in held[at:]])
                return
            self._press(plain_key(one.key) if len(one.key) == 1 else one.key)


class _Held(NamedTuple):
    """A key that waits."""

    key: str
    origin: Any
    at: float
    """When it arrived; it may have stood in line since."""


def _runs(held: Sequence[_Held], together: float) -> Iterator[list[str]]:
    """Yield the keys of `held` that arrived at once, each with less than `together` seconds to the next."""
    run: list[str] = []
    for before, one in zip([None, *held], held, strict=False):
        if before is not None and one.at - before.at >= together:
            yield run
            run = []
        run.append(one.key)
    yield run
