"""Keys as they arrive when a Chinese input method may be on.

An input method swallows letters, turns punctuation into full-width forms and sends whole words at once.
Full-width forms count as the keys they come from; a word of Chinese must never run commands, not even
by the digits inside it (2月1日). Characters that come together are therefore judged together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["KeyGate", "is_composed", "plain_key"]

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


def is_composed(character: str) -> bool:
    """Tell whether only an input method can have sent `character`: it stands on no key that zhupi knows."""
    return ord(plain_key(character)) >= 0x2E80


class KeyGate:
    """Lets single keys through and holds back what an input method committed.

    A printable character waits `TOGETHER` seconds for others of the same burst. If one of them is
    composed, none of them acts and `composed` is called once; what follows within `AFTER` seconds
    belongs to it. What a key of the burst leads to something else is not judged here: it is given back.

    Args:
        press: Does what one key does.
        composed: Called with a burst that did nothing.
        opening: Returns how many characters of a burst with composed ones act all the same, because the
            last of them opens a line of text, to which the rest belongs; 0 if none does.
        open: Tells whether the next key is still to be pressed here.
        give_back: Called with what is not: the `origin` of each key that was fed, in their order.
    """

    TOGETHER = 0.008
    """Longer than the characters of one write take to arrive, shorter than a frame of the screen."""
    AFTER = 0.08

    def __init__(
        self,
        press: Callable[[str], object],
        composed: Callable[[str], object],
        opening: Callable[[str], int] = lambda text: 0,
        open: Callable[[], bool] = lambda: True,  # noqa: A002 - as a gate is
        give_back: Callable[[Sequence[Any]], object] = lambda origins: None,
    ) -> None:
        self._press = press
        self._composed = composed
        self._opening = opening
        self._open = open
        self._give_back = give_back
        self._held: list[tuple[str, Any]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._deaf_until = 0.0

    @property
    def idle(self) -> bool:
        """Tell whether no character is waiting."""
        return not self._held

    def feed(self, key: str, origin: object = None) -> None:
        """Take one key: a printable character, or the name of another key such as ``down`` or ``f2``."""
        if len(key) > 1:
            self.release()
            self._press(key)
            return
        self._held.append((key, origin))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self.TOGETHER, self.release)

    def release(self) -> None:
        """Judge the characters that wait, and press them, drop them or give them back."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        held, self._held = self._held, []
        if not held:
            return
        now = asyncio.get_running_loop().time()
        text = "".join(key for key, _ in held)
        acting = len(held)
        if any(map(is_composed, text)):
            acting = self._opening(text) if now >= self._deaf_until and self._open() else 0
            if not acting and self._open():
                self._deaf_until = now + self.AFTER
                self._composed(text)
                return
        elif now < self._deaf_until:
            return
        for at, (key, _) in enumerate(held):
            if at >= acting or not self._open():
                self._give_back([origin for _, origin in held[at:]])
                return
            self._press(plain_key(key))
