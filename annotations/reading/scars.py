"""Scars that mis-decoded bytes left in a text that is fine otherwise: 求知欲?;谶@種模式.

In a text that was GBK once, one lost byte shifts those behind it: 。基于這 is A1A3 BBF9 D3DA DF40; read one
byte late, A1 becomes ``?``, A3BB ``；``, F9D3 means nothing and goes, DADF is 谶, 40 ``@``. Where the bytes
that are left allow it, the scar carries a suggestion. It is never applied: what went can only be guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from annotations.reading.repair import TONED
from annotations.reading.tables import common_characters, readings_of_changed

__all__ = ["Scar", "find_scars"]

_HAN = "\u3400-\u9fff"
_SCAR = re.compile(
    r"(?P<lost>\ufffd+|(?:[锟錕]斤拷)+)"
    rf"|(?<=[{_HAN}])\?(?P<units>[{_HAN}]{{1,8}}|[!-/:-@[-`{{-~！-～][{_HAN}]{{0,8}})(?P<trail>[@-~])(?=[{_HAN}])"
    rf"|(?<=[{_HAN}])\?(?P<swallowed>[{_HAN}])(?=[0-9A-Za-z])"
    r"|(?P<residue>\?[(（]?(?P<syllable>[a-zü\u00e0-\u01dc]{1,7})[)）]\??)"
)
_ALL_WORDS = 60_101_967
"""The sum of the frequencies in jieba's dictionary."""
_NARROW_STOPS = frozenset(";:,!()")
_STOPS = frozenset("。，、；：？！”’」』）》…")


@dataclass(frozen=True, slots=True)
class Scar:
    """A run of a text that mis-decoded bytes have left: ``text[start:end]``."""

    start: int
    end: int
    suggestion: str | None = None
    """What stood there once, for as far as the bytes explain it."""


def find_scars(text: str, *, suggest: bool = True) -> list[Scar]:
    """Return the scars of `text` in ascending order; none in a clean text.

    A scar with a suggestion costs about 0.1 s, for that goes through jieba's dictionary; ``suggest=False``
    leaves suggestions out.
    """
    found = []
    for match in _SCAR.finditer(text):
        if match["lost"]:
            found.append(Scar(*match.span()))
        elif match["residue"]:
            if not TONED.isdisjoint(match["syllable"]):
                found.append(Scar(*match.span()))
        elif match["swallowed"]:
            if explained := _with_ascii(match["swallowed"]):
                found.append(Scar(*match.span(), explained if suggest else None))
        elif (slip := _Slip.of(match["units"], match["trail"])) is not None:
            suggestion = slip.explain(_is_traditional(text)) if suggest else None
            found.append(Scar(*match.span(), suggestion))
    return found


@dataclass(frozen=True, slots=True)
class _Slip:
    """Bytes of GBK read one byte late; the first byte of the first character is unknown."""

    data: bytes
    """What follows that unknown byte, up to and with the last one that was read as ASCII."""
    lossless: str | None
    """The characters behind the first if no bytes are missing, or None if they make no sense."""

    @classmethod
    def of(cls, units: str, trail: str) -> _Slip | None:
        """Return the slip that was read as `units` and `trail`, or None if that is no likely one."""
        common = common_characters()
        # A stop's second byte and the first of a character make a full-width form; some programs narrow that.
        wide = chr(ord(units[0]) + 0xFEE0) + units[1:] if units[0] <= "\x7f" else units
        try:
            data = (wide + trail).encode("gbk")
        except UnicodeEncodeError:
            return None
        if _pair(data[-2:]) not in common:
            return None
        rest = [_pair(data[i : i + 2]) for i in range(1, len(data), 2)]
        if common.issuperset(rest) and not common.issuperset(units):
            return cls(data, "".join(rest))
        # Without a stop right after the question mark too much of ordinary text looks alike.
        return cls(data, None) if units[0] in _NARROW_STOPS else None

    @lru_cache(maxsize=256)  # noqa: B019 - slips are values, and few
    def explain(self, traditional: bool) -> str | None:
        """Return what was written, in the script of the text, or None if the bytes do not say."""
        first = _stop_ending_in(self.data[:1])
        if not first:
            return None
        words = _Words()
        readings = list(self._with_lost_pair(words))
        if self.lossless is not None:
            readings.append((words.likelihood(self.lossless[:-1]), self.lossless))
        if not readings:
            return None
        _, rest = max(readings)
        if traditional:
            from opencc import OpenCC

            rest = str(OpenCC("s2t").convert(rest))
        return first + rest

    def _with_lost_pair(self, words: _Words) -> Iterator[tuple[float, str]]:
        """Yield what may stand behind the first character if two bytes that meant nothing are missing."""
        common = common_characters()
        for at in range(2, len(self.data), 2):  # the missing pair stood between two that were read
            before = "".join(_pair(self.data[i : i + 2]) for i in range(1, at - 1, 2))
            after = "".join(_pair(self.data[i : i + 2]) for i in range(at + 1, len(self.data), 2))
            word = words.likeliest(self.data[at - 1], self.data[at])
            if word and common.issuperset(before + after):
                parts = (before, word, after[:-1])  # the last one belongs to what follows
                yield sum(map(words.likelihood, parts)), before + word + after


def _stop_ending_in(byte: bytes) -> str:
    """Return the stop or bracket of GBK whose second byte this is, or an empty string."""
    return next((c for c in map(_pair, (b"\xa1" + byte, b"\xa3" + byte)) if c in _STOPS), "")


def _with_ascii(character: str) -> str:
    """Return the stop and the ASCII letter that make one rare character, or an empty string: 珼 is ，D."""
    try:
        data = character.encode("gbk")
    except UnicodeEncodeError:
        return ""
    stop = _stop_ending_in(data[:1])
    letter = data[1:].decode("ascii", "ignore")
    return stop + letter if stop and letter.isalpha() and character not in common_characters() else ""


def _pair(data: bytes) -> str:
    """Return the character of two bytes of GBK, or an empty string."""
    text = data.decode("gbk", "ignore")
    return text if len(text) == 1 else ""


class _Words:
    """Words and their frequencies, from jieba's dictionary; in simplified characters."""

    def __init__(self) -> None:
        package = find_spec("jieba")
        if package is None or package.origin is None:
            self._rows = "\n"
        else:
            self._rows = "\n" + Path(package.origin).with_name("dict.txt").read_text("utf-8")

    def likelihood(self, words: str) -> float:
        """Return the logarithm of the share of a word among all, or of its characters if it is none."""
        if not words:
            return 0.0
        if len(words) > 1 and not self._frequency(words):
            return sum(map(self.likelihood, words))
        return math.log((self._frequency(words) or 1) / _ALL_WORDS)

    def likeliest(self, lead: int, trail: int) -> str:
        """Return the most frequent word of two characters with this first and this last byte, or nothing."""
        first = "".join(_pair(bytes((lead, second))) for second in range(0x40, 0xFF))
        last = "".join(_pair(bytes((high, trail))) for high in range(0x81, 0xFF))
        if not first or not last:
            return ""
        found = re.finditer(rf"\n([{re.escape(first)}][{re.escape(last)}]) ([0-9]+)", self._rows)
        return max(((int(match[2]), match[1]) for match in found), default=(0, ""))[1]

    def _frequency(self, word: str) -> int:
        at = self._rows.find(f"\n{word} ")
        return int(self._rows[at + len(word) + 2 : at + len(word) + 12].split(" ", 1)[0]) if at >= 0 else 0


def _is_traditional(text: str) -> bool:
    """Tell whether conversion to simplified would change more than one in ten characters.

    In traditional text it changes one in four (UD, UNER and PUD: 26 %), in simplified text next to none.
    """
    changed = readings_of_changed()
    return sum(character in changed for character in text) * 10 > len(text)
