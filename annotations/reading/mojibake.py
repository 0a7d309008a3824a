"""Whole texts that somebody read in a wrong encoding and saved again: 鍥藉, å›½, ¹ú instead of 国."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from annotations.errors import ReadingError
from annotations.reading.tables import common_share
from annotations.wording import tr

__all__ = ["Hint", "mojibake", "undo"]

_PAIRS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("cp1252", "gb18030"),
    ("cp1252", "big5hkscs"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
"""(wrong, right): read as `wrong` what was written as `right`."""

_SAMPLE = 2000
"""Characters that are looked at. Chosen: from 300 on the shares hardly move."""
_SUSPECT = 0.6
"""A text with this share of common characters is none.

Of 60 characters of clean text at least 0.74 are common, of 300 0.90, of 1,500 0.96 (UD, UNER and PUD, 210,000
characters); of what was read in a wrong encoding at most 0.67, 0.33 and 0.26."""
_MARGIN = 0.3
"""How much undoing must gain. Chosen: from 300 characters on 0.5 and more lie between wrong and right, less
where much was lost."""
_LEAST = 0.6
"""What undoing must reach: bytes that were lost on the way leave holes."""
_FEW = 4
"""Chinese characters that must come of it. Chosen: fewer come of Latin letters with accents by chance."""


class Hint(NamedTuple):
    """How a text that is mojibake as a whole would become readable."""

    encoding: str
    """``wrong:right``, an `Options.encoding` that undoes it."""
    sample: str
    """The beginning of the text as it would then read."""


def mojibake(text: str) -> Hint | None:
    """Return how to undo a reading in a wrong encoding that the whole of `text` suffers from, or None."""
    sample = _sample(text)
    share = common_share(sample)
    if not sample or share >= _SUSPECT:
        return None
    best: tuple[float, Hint] | None = None
    for wrong, right in _PAIRS:
        undone = _undo(sample, wrong, right)
        if sum("\u4e00" <= character <= "\u9fff" for character in undone) < _FEW:
            continue
        reached = common_share(undone)
        if reached >= max(_LEAST, share + _MARGIN) and (best is None or reached > best[0]):
            best = reached, Hint(f"{wrong}:{right}", undone.strip()[:30])
    return best[1] if best else None


def undo(text: str, wrong: str, right: str, *, name: str) -> str:
    """Return what `text` was before somebody decoded it as `wrong` instead of as `right`.

    What cannot be brought back becomes U+FFFD or ``?``.

    Raises:
        ReadingError: One of the two is no encoding.
    """
    try:
        codecs.lookup(wrong)
        undone = _undo(text, wrong, right)
        undone.encode()
    except (LookupError, ValueError):
        raise ReadingError(
            tr(
                "{name}: {wrong!r} does not name two encodings; an example is gb18030:utf-8",
                name=name,
                wrong=wrong + ":" + right,
            )
        ) from None
    return undone


def _undo(text: str, wrong: str, right: str) -> str:
    # U+FFFD stands for bytes that the wrong reading lost; no encoding has 0xFF, so it becomes U+FFFD again.
    data = b"\xff".join(_encode(part, wrong) for part in text.split("\ufffd"))
    return re.sub("\ufffd+", "\ufffd", data.decode(right, "replace"))


def _encode(text: str, encoding: str) -> bytes:
    if encoding != "cp1252":
        return text.encode(encoding, "replace")
    # Browsers and others read the five bytes that cp1252 leaves out as Latin-1.
    return b"".join(
        character.encode("latin-1" if character < "\u0100" else encoding, "replace") for character in text
    )


def _sample(text: str) -> str:
    """Return a piece of `text` that begins where it stops being ASCII."""
    first = next((i for i in range(0, len(text), 1024) if not text[i : i + 1024].isascii()), None)
    return "" if first is None else text[first : first + _SAMPLE]
