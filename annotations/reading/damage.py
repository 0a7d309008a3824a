"""Bytes that are lost or wrong: one place each, and the rest of the line as it was written.

UTF-8 finds its way again at the next character. In GB18030 and Big5 a lost byte shifts all that follows up to
the next ASCII character, in UTF-16 up to the end of the file, and what comes of it are characters all the same,
most of them rare. So a stretch that does not decode, or has rare characters in a row, is read in the way that
makes the most common characters of it: the cheapest way through its bytes, where every character costs what it is
rare, and every byte that is left out costs more.

A file may also go on in another encoding, as when two were put together: that is asked line by line.
"""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from math import inf, log2
from typing import NamedTuple

from annotations.reading.encodings import decoded_strictly, is_euro, known
from annotations.reading.tables import PUNCTUATION, common_characters, common_share, ranked_characters

__all__ = ["Mended", "is_suspect", "mended", "mended_lines"]

_LOST = "\ufffd"
_PLACE = {"gb18030": 2, "big5hkscs": 2, "utf-16-le": 2, "utf-16-be": 2}
"""Bytes that mean nothing in a row are one place, up to so many: those of one character. Else 4, as in UTF-8."""
_LONG = 65_536
"""Bytes of a line above which it is taken in pieces, so that only those with damage cost."""
_WINDOW = 1024
"""Bytes of such a piece. Chosen: enough to tell a right reading from a wrong one."""

# Prices are bits: a common character costs 5 to 13 by its rank, any other the price of what it is.
_ASCII, _PUNCTUATION, _RARE, _OTHER, _FOREIGN, _NEVER = 7.0, 6.0, 17.0, 15.0, 20.0, 26.0
_GAP, _GAP_DOUBTED, _GAP_ON = 20.0, 22.0, 7.0
"""The first byte that means nothing, in a line that does not decode and in one that only looks strange, and each
one right behind it. Chosen so that what is whole is read as it stands: so are the 250,000 characters of UD, UNER and
PUD that were tried in GB18030 and Big5, and with 18 for the second three rare names are not."""
_CUT = -6.0
"""For a gap at the very end: more files are cut short than have lost anything else."""
_LONE_LETTER, _LONE_SIGN = 10.0, 14.0
"""For one of the ASCII characters that are the second byte of many, alone between two others: what is left of one."""
_SWALLOWED, _SWALLOWED_PERHAPS = 14.0, 6.0
"""More for a rare character whose second byte may be the first letter of a Latin word: 珼eepSeek. No character of
GB2312 has a letter there, half of those of Big5 have."""
_SWITCH, _SWITCH_AGAIN = 24.0, 6.0
"""For a line in another encoding than the one before it: the first time, and after that."""
_LEAST_SHARE = 0.5
"""Of common characters in a line that is taken to be in another encoding; no right reading of 20 has fewer."""

_LINE = re.compile(rb"[^\n\r]*(?:\r\n|\n|\r|\Z)")
_SAFE = re.compile(rb".*[\x00-\x2f\x3a-\x3f]", re.DOTALL)
"""Up to the last byte that is no part of any character of GB18030 or Big5 but itself."""
_UNSUSPECTED = (
    r"\n\r\t -~\u00a0-\u024f\u0370-\u04ff\u2000-\u206f\u2100-\u27bf\u3000-\u312f\u31f0-\u33ff\uac00-\ud7a3"
    r"\uff00-\uffef\U00010000-\U0010ffff"
)
_gaps = threading.local()


class Mended(NamedTuple):
    """What damaged bytes say."""

    text: str
    bad: tuple[int, ...] = ()
    """The byte offset of each place that means nothing, ascending; it is U+FFFD in the text."""
    codec: str = ""
    """The encoding of most lines."""
    others: Mapping[str, tuple[int, int]] = {}
    """For each further encoding the number of its first line, from 1, and how many lines are in it."""


Piece = tuple[int, "str | None"]
"""Where some bytes end, and what they say; None: nothing."""


def is_suspect(text: str) -> bool:
    """Tell whether `text` has rare characters close together, or one that may have swallowed a letter."""
    return _suspect().search(text) is not None


@cache
def _suspect() -> re.Pattern[str]:
    rare = f"[^{_UNSUSPECTED}{''.join(common_characters())}]"
    return re.compile(f"{rare}.?{rare}.?{rare}|{rare}(?=[A-Za-z])|{rare}.{{0,4}}[@-~](?=[^ -~])")


def mended_lines(data: bytes, codec: str, others: tuple[str, ...] = ()) -> Mended:
    """Return what `data` says, each line in `codec` or, where that makes more sense, in one of `others`.

    Args:
        data: A text of which some bytes may be lost or wrong.
        codec: An encoding as `codec_of` gives it.
        others: Further encodings, of those that keep ASCII as it is; none for UTF-16 and UTF-32.
    """
    if codec.startswith(("utf-16", "utf-32")):
        return mended(data, codec)
    texts: list[str] = []
    bad: list[int] = []
    found: dict[str, tuple[int, int]] = {}
    before = codec
    own = 0
    for number, match in enumerate(_LINE.finditer(data), 1):
        line = match[0]
        if line.isascii() and b"\0" not in line:
            texts.append(line.decode())
            continue
        best = _whole(line, codec)
        if best is not None:
            before = codec
        else:
            best, before = _likeliest(line, codec, others, before, found)
        texts.append(best.text)
        bad += [match.start() + at for at in best.bad]
        own += before == codec
        if before != codec:
            first, lines = found.get(before, (number, 0))
            found[before] = first, lines + 1
    if len(found) == 1 and not own:
        codec, found = before, {}
    return Mended("".join(texts), tuple(bad), codec, found)


def _whole(line: bytes, codec: str, *, strange: bool = False) -> Mended | None:
    """Return what a line says that shows no damage in `codec`, or None; a `strange` one may look damaged."""
    if b"\0" in line:
        return None
    try:
        text = decoded_strictly(line, codec)
    except UnicodeDecodeError:
        return None
    return None if codec != "utf-8" and not strange and is_suspect(text) else Mended(text, codec=codec)


def _likeliest(
    line: bytes, codec: str, others: tuple[str, ...], before: str, found: Mapping[str, object]
) -> tuple[Mended, str]:
    """Return the likeliest reading of a line, and its encoding."""
    best, used = mended(line, codec), codec
    least = _price(best.text) + _SWITCH_AGAIN * (before != codec)
    readings = [_whole(line, other, strange=True) for other in others]
    if not any(readings) and common_share(best.text) < _LEAST_SHARE:  # damaged in another encoding, it may be
        readings = [mended(line, other) for other in others]
    for reading in readings:
        if reading is None or common_share(reading.text) < _LEAST_SHARE:
            continue
        other = reading.codec
        switch = 0.0 if other == before else _SWITCH_AGAIN if other in found else _SWITCH
        if (price := _price(reading.text) + switch) < least:
            best, used, least = reading, other, price
    return best, used


def mended(data: bytes, codec: str) -> Mended:
    """Return what `data` says in `codec` alone, each place that means nothing as one U+FFFD."""
    if codec not in _PLACE:
        _gaps.found, _gaps.end = [], -1
        # A NUL is no character of a text; 0xFF means nothing in UTF-8.
        text = (data.replace(b"\0", b"\xff") if codec == "utf-8" else data).decode(codec, _HANDLER)
        return Mended(text, tuple(_gaps.found), codec)
    texts: list[str] = []
    _gaps.found, _gaps.end = [], -1
    at = 0
    for end, text in _pieces(data, codec):
        texts.append(_gap(data, at, end, _PLACE[codec]) if text is None else text)
        at = end
    return Mended("".join(texts), tuple(_gaps.found), codec)


def _gap(data: bytes, start: int, end: int, most: int) -> str:
    """Note bytes that mean nothing and return what to show: nothing more where they go on with those before."""
    found: list[int] = _gaps.found
    goes_on = start == _gaps.end and (end - found[-1] <= most or data[start] == data[start - 1])
    _gaps.end = end
    if goes_on:
        return ""
    found.append(start)
    return _LOST


def _noted(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    meant = known(error)
    return meant if meant else (_gap(error.object, error.start, error.end, 4), error.end)


_HANDLER = "zhupi-gaps"
codecs.register_error(_HANDLER, _noted)


def _pieces(data: bytes, codec: str) -> Iterator[Piece]:
    """Yield the bytes of `data` in the likeliest way, in pieces."""
    at = 0
    while at < len(data):
        end = _end_of_piece(data, at, codec)
        try:
            text = decoded_strictly(data[at:end], codec)
            gap = _GAP_DOUBTED if is_suspect(text) or "\0" in text else None
        except UnicodeDecodeError:
            gap = _GAP
        if gap is not None:
            # Where it had to be cut anywhere, what follows helps to say how its end is read.
            ahead = min(len(data), end if end < at + _WINDOW or end == len(data) else end + _WINDOW)
            for stop, said in _cheapest(data[at:ahead], codec, gap):
                yield at + stop, said
                if at + stop >= end:
                    end = at + stop
                    break
        else:
            yield end, text
        at = end


def _end_of_piece(data: bytes, at: int, codec: str) -> int:
    """Return how far to look at once from `at` on: a whole line, or as much of it as can be told by itself."""
    if codec.startswith("utf-16"):
        end = at + _WINDOW
        last = data[end - 1 : end] if codec == "utf-16-le" else data[end - 2 : end - 1]
        return min(len(data), end - 2 if b"\xd8" <= last <= b"\xdb" else end)
    if len(data) - at <= _LONG:
        return len(data)
    match = _SAFE.match(data, at, at + _WINDOW)
    return match.end() if match else at + _WINDOW


def _cheapest(data: bytes, codec: str, first_gap: float) -> list[Piece]:
    """Return the pieces of the cheapest way through `data`, character by character."""
    size = len(data)
    costs = [0.0, *[inf] * size]
    came: list[tuple[int, str | None]] = [(0, "")] * (size + 1)
    narrow = not codec.startswith("utf-16")
    characters = _narrow_at if narrow else _wide_at
    for at in range(size):
        cost = costs[at]
        if cost == inf:
            continue
        if not narrow or not 0 < data[at] < 0x80:
            gap = cost + (_GAP_ON if came[at][1] is None else first_gap) + (_CUT if at + 1 == size else 0.0)
            if gap < costs[at + 1]:
                costs[at + 1], came[at + 1] = gap, (at, None)
        for end, text, price in characters(data, at, codec):
            if end <= size and cost + price < costs[end]:
                costs[end], came[end] = cost + price, (at, text)
    way: list[Piece] = []
    at = size
    while at:
        before, text = came[at]
        way.append((at, text))
        at = before
    return way[::-1]


def _wide_at(data: bytes, at: int, codec: str) -> Iterator[tuple[int, str, float]]:
    """Yield the character of UTF-16 that may begin at `at`: where it ends, what it is, what it costs."""
    text, price = _unit(data[at : at + 2], codec)
    if text:
        yield at + 2, text, price
    elif text := _exactly(data[at : at + 4], codec):
        yield at + 4, text, _price(text) + _ASCII


@lru_cache(maxsize=4096)
def _unit(data: bytes, codec: str) -> tuple[str, float]:
    text = _exactly(data, codec)
    return text, _price(text)


def _narrow_at(data: bytes, at: int, codec: str) -> Iterator[tuple[int, str, float]]:
    """Yield the same of GB18030 or Big5."""
    first, pair = data[at], data[at : at + 2]
    if first < 0x80:
        if first:
            lone = (
                codec == "big5hkscs"
                and first >= 0x40
                and data[at - 1 : at] >= b"\x80"
                and data[at + 1 : at + 2] >= b"\x80"
            )
            price = _price(chr(first))
            yield (
                at + 1,
                chr(first),
                (_LONE_LETTER if chr(first).isalpha() else _LONE_SIGN) if lone else price,
            )
    elif meant := _pairs(codec).get(pair):
        text, price = meant
        following = data[at + 2 : at + 3]
        if price >= _OTHER and pair[1:].isalpha() and following.isalpha():
            price += _SWALLOWED if codec == "gb18030" and following.islower() else _SWALLOWED_PERHAPS
        yield at + 2, text, price
    elif codec == "gb18030" and is_euro(data, at):
        yield at + 1, "€", _OTHER
    elif codec == "gb18030" and (text := _exactly(data[at : at + 4], codec)):
        yield at + 4, text, _price(text) + _ASCII


def _exactly(data: bytes, codec: str) -> str:
    """Return the one character that `data` is, or an empty string."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 else ""


@cache
def _pairs(codec: str) -> dict[bytes, tuple[str, float]]:
    """Return what two bytes say in `codec`, and what that costs."""
    found = {}
    for first in range(0x81, 0xFF):
        for second in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            pair = bytes((first, second))
            try:
                text = decoded_strictly(pair, codec)
            except UnicodeDecodeError:
                continue
            found[pair] = text, _price(text)
    return found


@cache
def _prices() -> dict[str, float]:
    prices = {character: 5 + log2(1 + rank / 16) for rank, character in enumerate(ranked_characters())}
    prices |= dict.fromkeys(PUNCTUATION, _PUNCTUATION)
    prices |= dict.fromkeys(map(chr, (*range(0x20, 0x7F), 0x09, 0x0A, 0x0D)), _ASCII)
    prices[_LOST] = _GAP
    return prices


def _price(text: str) -> float:
    """Return what `text` costs, in bits."""
    prices = _prices()
    return sum(prices.get(character) or _uncommon_price(character) for character in text)


def _uncommon_price(character: str) -> float:
    if "\u3400" <= character <= "\u9fff":
        return _RARE
    if "\ue000" <= character <= "\uf8ff" or not character.isprintable():
        return _NEVER
    return _FOREIGN if "\u3400" <= character <= "\ud7ff" or "\u0500" <= character < "\u2000" else _OTHER
