"""Whether a text is what bytes were read as by a zhupi that read damaged ones otherwise."""

from __future__ import annotations

__all__ = ["was_read_from"]

_LOST = "\ufffd"
_RULE = "---"
_MOST = 4
"""Bytes that one U+FFFD may stand for: a character of UTF-8 or GB18030 has no more."""
_SURE = 0.9
"""Such a share of the bytes must be what the text says. Chosen: more damage is another text."""
_HEAD = 8
"""Bytes that may stand before the text and behind it: a byte order mark, what was cut off. Chosen."""


def was_read_from(text: str, data: bytes, encoding: str) -> bool:
    """Tell whether `text` stands in `data`, in `encoding`, from its beginning to its end.

    Only what could not be decoded may be missing. Nothing is decoded for it, so that the answer does not
    depend on how lost bytes are read now.
    """
    try:
        for newline in ("\r\n", "\r"):
            data = data.replace(newline.encode(encoding), "\n".encode(encoding))
        pieces = [piece.encode(encoding) for piece in text.split(_LOST)]
    except (LookupError, ValueError):  # read in one encoding and put right in another, or by a codec of old
        return False
    if not text.startswith(_RULE):  # what stands in front of an article of Markdown
        data = data[_front(data, pieces[0]) :]
    if sum(map(len, pieces)) < _SURE * (len(data) - _HEAD):
        return False
    at, room = 0, _HEAD
    for number, piece in enumerate(pieces):
        room += _MOST if number else 0
        if piece:
            found = data.find(piece, at, at + room + len(piece))
            if found < 0:
                return False
            at, room = found + len(piece), 0
    return len(data) - at <= room + _HEAD


def _front(data: bytes, piece: bytes) -> int:
    """Return where a text that begins with `piece` begins behind the front matter of `data`, or 0."""
    return max(0, data.find(piece)) if _RULE.encode() in data[: _HEAD + len(_RULE)] else 0
