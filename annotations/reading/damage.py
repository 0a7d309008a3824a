"""Bytes that are lost or wrong: one place each, and the rest of the line as it was written.

UTF-8 finds its way again at the next character. In GB18030 and Big5 a lost byte shifts all that follows up to
the next ASCII character, in UTF-16 up to the end of the file, and what comes of it are characters all the
same, most of them rare. So a stretch that does not decode, or has rare characters in a row, is read in the
likeliest way there is (`annotations.reading.likeliest`).

A file may also go on in another encoding, as when two were put together: that is asked line by line.
"""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Mapping
from typing import NamedTuple

from annotations.reading.decode import LOST
from annotations.reading.encodings import decoded_strictly, known
from annotations.reading.likeliest import is_suspect, pieces, price
from annotations.reading.tables import common_share

__all__ = ["Mended", "mended", "mended_lines"]

_PLACE = {"gb18030": 3, "big5hkscs": 3, "utf-16-le": 2, "utf-16-be": 2}
"""Bytes that mean nothing in a row are one place up to so many: a character with a byte between its own. In
UTF-8 and elsewhere it is 4."""
_SWITCH, _SWITCH_AGAIN = 24.0, 6.0
"""For a line in another encoding than the one before it: the first time, and after that."""
_LEAST_SHARE = 0.5
"""Of common characters in a line that is taken to be in another encoding; right readings of 20 have more."""

_LINE = re.compile(rb"[^\n\r]*(?:\r\n|\n|\r|\Z)")
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
    return None if codec != "utf-8" and not strange and is_suspect(text, codec) else Mended(text, codec=codec)


def _likeliest(
    line: bytes, codec: str, others: tuple[str, ...], before: str, found: Mapping[str, object]
) -> tuple[Mended, str]:
    """Return the likeliest reading of a line, and its encoding."""
    best, used = mended(line, codec), codec
    least = price(best.text) + _SWITCH_AGAIN * (before != codec)
    readings = [_whole(line, other, strange=True) for other in others]
    # It may be a damaged line of another; with few places it is UTF-8, which other bytes hardly ever are.
    doubted = codec != "utf-8" or len(best.bad) > 2 + len(line) // 100
    if doubted and not any(readings) and common_share(best.text) < _LEAST_SHARE:
        readings = [mended(line, other) for other in others]
    for reading in readings:
        if reading is None or common_share(reading.text) < _LEAST_SHARE:
            continue
        other = reading.codec
        switch = 0.0 if other == before else _SWITCH_AGAIN if other in found else _SWITCH
        if (its_price := price(reading.text) + switch) < least:
            best, used, least = reading, other, its_price
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
    for end, said in pieces(data, codec):
        texts.append(_gap(data, at, end, _PLACE[codec]) if said is None else said)
        at = end
    return Mended("".join(texts), tuple(_gaps.found), codec)


def _gap(data: bytes, start: int, end: int, most: int) -> str:
    """Note bytes that mean nothing and return what to show; nothing where they go on with those before."""
    found: list[int] = _gaps.found
    goes_on = start == _gaps.end and (end - found[-1] <= most or data[start] == data[start - 1])
    _gaps.end = end
    if goes_on:
        return ""
    found.append(start)
    return LOST


def _noted(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    meant = known(error)
    return meant if meant else (_gap(error.object, error.start, error.end, 4), error.end)


_HANDLER = "zhupi-gaps"
codecs.register_error(_HANDLER, _noted)
