"""The likeliest reading of bytes of which some may be lost: the cheapest way through them.

Every character costs as many bits as it is rare, and a byte that is left out costs more. So a stretch whose
pairs have shifted is read the way that makes the most common characters of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import inf, log2

from annotations.reading.decode import LOST
from annotations.reading.encodings import decoded_strictly, is_euro
from annotations.reading.tables import PUNCTUATION, common_characters, ranked_characters

__all__ = ["Piece", "is_suspect", "pieces", "price"]

_LONG = 65_536
"""Bytes of a line above which it is taken in pieces, so that only those with damage cost."""
_WINDOW = 1024
"""Bytes of such a piece. Chosen: enough to tell a right reading from a wrong one."""

# Prices are bits: a common character costs 5 to 13 by its rank, any other the price of what it is.
_ASCII, _PUNCTUATION, _RARE, _OTHER, _FOREIGN, _NEVER = 7.0, 6.0, 17.0, 15.0, 20.0, 26.0
_GAP, _GAP_DOUBTED, _GAP_ON = 20.0, 24.0, 7.0
"""The first byte that means nothing, in a line that does not decode and in one that only looks strange, and
each one right behind it. Chosen so that what is whole is read as it stands: so are the 250,000 characters of
UD, UNER and PUD that were tried in GB18030 and Big5, and with 18 for the second three rare names are not."""
_RADICAL, _TOGETHER = 0x80, 8.0
"""Rare characters of one word mostly have one radical (魑魅魍魎, 鑭鈰鐠), and code points that are near."""
_CUT = -6.0
"""For a gap at the very end: more files are cut short than have lost anything else."""
_LONE_LETTER, _LONE_SIGN = 10.0, 14.0
"""For one of the ASCII characters that are the second byte of many, alone between two that are not ASCII: it
may be what is left of one."""
_SWALLOWED, _SWALLOWED_PERHAPS = 14.0, 6.0
"""More for a rare character whose second byte may be the first letter of a Latin word: 珼eepSeek. No
character of GB2312 has a letter there, half of those of Big5 have."""
_SAFE = re.compile(rb".*[\x00-\x2f\x3a-\x3f]", re.DOTALL)
"""Up to the last byte that is no part of any character of GB18030 or Big5 but itself."""
_UNSUSPECTED = (
    r"\n\r\t -~\u00a0-\u024f\u0370-\u04ff\u2000-\u206f\u2100-\u27bf\u3000-\u312f\u31f0-\u33ff\uac00-\ud7a3"
    r"\uff00-\uffef\U00010000-\U0010ffff"
)
Piece = tuple[int, "str | None"]
"""Where some bytes end, and what they say; None: nothing."""


def is_suspect(text: str, codec: str) -> bool:
    """Tell whether `text`, read in `codec`, looks as if bytes of it were lost: then all ways are tried.

    What to look for is rare characters close together, and letters that may be half of a character.
    """
    return _suspect(codec).search(text) is not None


@cache
def _suspect(codec: str) -> re.Pattern[str]:
    rare = f"[^{_UNSUSPECTED}{''.join(common_characters())}]"
    looks = [f"{rare}.?{rare}.?{rare}"]
    if codec == "gb18030":
        looks += [f"{rare}(?=[A-Za-z])", f"{rare}.{{0,4}}[@-~](?=[^ -~])"]
    elif codec == "big5hkscs":  # where half of all second bytes are such letters
        looks += [f"{rare}(?=[A-Za-z])", r"[^ -~\s][@-~](?![@-~][@-~])"]
    return re.compile("|".join(looks))


def pieces(data: bytes, codec: str) -> Iterator[Piece]:
    """Yield the bytes of `data` in the likeliest way, in pieces."""
    at = 0
    while at < len(data):
        end = _end_of_piece(data, at, codec)
        try:
            text = decoded_strictly(data[at:end], codec)
            gap = _GAP_DOUBTED if is_suspect(text, codec) or "\0" in text else None
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
    """Return how far to look at once from `at` on: a line, or as much of it as can be told by itself."""
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
        said = came[at][1]
        for end, text, its_price in characters(data, at, codec):
            if its_price == _RARE and said and abs(ord(said[-1]) - ord(text)) < _RADICAL:
                its_price -= _TOGETHER
            if end <= size and cost + its_price < costs[end]:
                costs[end], came[end] = cost + its_price, (at, text)
    way: list[Piece] = []
    at = size
    while at:
        before, said = came[at]
        way.append((at, said))
        at = before
    return way[::-1]


def _wide_at(data: bytes, at: int, codec: str) -> Iterator[tuple[int, str, float]]:
    """Yield the character of UTF-16 that may begin at `at`: where it ends, what it is, what it costs."""
    text, its_price = _unit(data[at : at + 2], codec)
    if text:
        yield at + 2, text, its_price
    elif text := _exactly(data[at : at + 4], codec):
        yield at + 4, text, price(text) + _ASCII


@lru_cache(maxsize=4096)
def _unit(data: bytes, codec: str) -> tuple[str, float]:
    text = _exactly(data, codec)
    return text, price(text)


def _narrow_at(data: bytes, at: int, codec: str) -> Iterator[tuple[int, str, float]]:
    """Yield the same of GB18030 or Big5."""
    first, pair = data[at], data[at : at + 2]
    if 0 < first < 0x80:
        yield at + 1, chr(first), _ascii_price(data, at, codec)
    elif meant := _pairs(codec).get(pair):
        text, its_price = meant
        following = data[at + 2 : at + 3]
        if its_price >= _OTHER and pair[1:].isalpha() and following.isalpha():
            its_price += _SWALLOWED if codec == "gb18030" and following.islower() else _SWALLOWED_PERHAPS
        yield at + 2, text, its_price
    elif codec == "gb18030" and first and is_euro(data, at):
        yield at + 1, "€", _OTHER
    elif codec == "gb18030" and (text := _exactly(data[at : at + 4], codec)):
        yield at + 4, text, price(text) + _ASCII


def _ascii_price(data: bytes, at: int, codec: str) -> float:
    """Return what an ASCII character costs; in Big5 half of all second bytes are such ones."""
    lone = data[at] >= 0x40 and data[at - 1 : at] >= b"\x80" and data[at + 1 : at + 2] >= b"\x80"
    character = chr(data[at])
    if codec == "big5hkscs" and lone:
        return _LONE_LETTER if character.isalpha() else _LONE_SIGN
    return price(character)


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
            found[pair] = text, price(text)
    return found


@cache
def _prices() -> dict[str, float]:
    prices = {character: 5 + log2(1 + rank / 16) for rank, character in enumerate(ranked_characters())}
    prices |= dict.fromkeys(PUNCTUATION, _PUNCTUATION)
    prices |= dict.fromkeys(map(chr, (*range(0x20, 0x7F), 0x09, 0x0A, 0x0D)), _ASCII)
    prices[LOST] = _GAP
    return prices


def price(text: str) -> float:
    """Return what `text` costs, in bits."""
    prices = _prices()
    return sum(prices.get(character) or _uncommon_price(character) for character in text)


def _uncommon_price(character: str) -> float:
    if "\u3400" <= character <= "\u9fff":
        return _RARE
    if "\ue000" <= character <= "\uf8ff" or not character.isprintable():
        return _NEVER
    return _FOREIGN if "\u3400" <= character <= "\ud7ff" or "\u0500" <= character < "\u2000" else _OTHER
