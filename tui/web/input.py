"""What a page sends: which of it is understood, and how fast it is taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

__all__ = [
    "LARGEST",
    "Focus",
    "Pace",
    "Ping",
    "Size",
    "Typed",
    "cells",
    "font_size",
    "language_asked",
    "script",
    "understood",
]

LARGEST = 1 << 20
"""Bytes of the largest message. Chosen: a third of a million Chinese characters are pasted at once."""
_A_SECOND = 200.0
"""Messages that are taken in a second, one kilobyte counting as one more. Chosen: a key that is held comes 30
times, a mouse that is moved 120 times."""
_AT_ONCE = 400.0
"""As many are taken without a pause."""
_COLUMNS, _ROWS = (20, 500), (5, 300)
"""The fewest and the most of each that a page has."""
_FONT = (8, 40)
"""The smallest and the largest size of characters, in pixels."""
_PING = 40
"""Characters that a page may have sent back."""


class Typed(NamedTuple):
    """Keys, pastes and the mouse, as a terminal sends them."""

    text: str


class Size(NamedTuple):
    """How many characters fit into the page now."""

    columns: int
    rows: int


class Focus(NamedTuple):
    """Whether the page has the keyboard."""

    has: bool


class Ping(NamedTuple):
    """A question whether anybody is there."""

    text: str


def understood(data: str) -> Typed | Size | Focus | Ping | None:
    """Return what a message says; None if it is none that a page of ours sends."""
    try:
        message = json.loads(data)
    except (ValueError, RecursionError):
        return None
    match message:
        case ["stdin", str(text)]:
            return Typed(text)
        case ["resize", {"width": int(width), "height": int(height)}]:
            return Size(_within(width, _COLUMNS), _within(height, _ROWS))
        case ["ping", str(text)] if len(text) <= _PING:
            return Ping(text)
        case ["focus"] | ["blur"]:
            return Focus(message[0] == "focus")
    return None


def cells(columns: str | None, rows: str | None) -> Size:
    """Return the size that an address asks for; what is no number is as a terminal is by default."""
    return Size(_within(_number(columns, 80), _COLUMNS), _within(_number(rows, 24), _ROWS))


def script(languages: str) -> str:
    """Return the forms of Chinese characters that a reader of `languages`, a header, is used to.

    The first of Chinese that is named counts; where there is none, the traditional ones, as in the articles
    that zhupi brings along.
    """
    return next((_forms(one) for one in _named(languages) if _main(one) == "zh"), "hant")


def language_asked(languages: str) -> str:
    """Return the first language of the program's own that `languages`, a header, names; empty if none."""
    chinese = {"hant": "zh_Hant", "hans": "zh_Hans"}
    known = (one for one in _named(languages) if _main(one) in ("zh", "en"))
    return next((chinese[_forms(one)] if _main(one) == "zh" else "en" for one in known), "")


def _named(languages: str) -> list[str]:
    return [one.partition(";")[0].strip() for one in languages.lower().split(",")]


def _main(language: str) -> str:
    return language.partition("-")[0]


def _forms(chinese: str) -> str:
    return "hans" if chinese in ("zh", "zh-cn", "zh-sg", "zh-my") or "hans" in chinese else "hant"


def font_size(asked: str | None) -> int:
    """Return the size of characters, in pixels, that an address asks for."""
    return _within(_number(asked, 16), _FONT)


def _number(text: str | None, default: int) -> int:
    return (
        int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 6 else default
    )


def _within(number: int, bounds: tuple[int, int]) -> int:
    return max(bounds[0], min(bounds[1], number))


class Pace:
    """How long the next message has to wait, so that no page takes the machine from the others.

    Nothing is thrown away: what waits, waits in the browser.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._left, self._at = _AT_ONCE, clock()

    def wait(self, size: int) -> float:
        """Return for how many seconds nothing more is to be taken after a message of `size` bytes."""
        now = self._clock()
        self._left = min(_AT_ONCE, self._left + (now - self._at) * _A_SECOND) - 1 - size / 1024
        self._at = now
        return max(0.0, -self._left / _A_SECOND)
