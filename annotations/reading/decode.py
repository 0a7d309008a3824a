"""From bytes to text: which encoding a file is in, and which of its bytes mean nothing.

The ladder: a byte order mark; strict UTF-8; else whichever of UTF-8 with a few broken bytes, GB18030,
Big5 (with Hong Kong's characters) and UTF-16 of either order makes the most common characters. Chinese text
read in a wrong encoding turns into rare characters: over 10,500 snippets of 20 characters (UD, UNER and
PUD) the right reading has 84 % common ones or more in 99 of 100, and a wrong one 46 % or fewer; all of them
come out right.
"""

from __future__ import annotations

import codecs
import threading
from typing import NamedTuple

from annotations.errors import ReadingError
from annotations.reading.mojibake import undo
from annotations.reading.tables import PUNCTUATION, common_characters, common_share

__all__ = [
    "ENCODINGS",
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "Decoded",
    "decode",
    "normalise_newlines",
]

ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"""What is tried when nobody names an encoding, in order of preference where two read equally well."""

MAX_CHARACTERS = 20_000_000
"""Chosen: no article comes near; what one key costs was measured up to a million characters and does not
grow."""
MAX_BYTES = 80_000_000
"""A file above this is refused unread: 20 million characters are 60 MB of UTF-8 where they are Chinese."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BINARY = (
    (b"\x89PNG", "a PNG picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_ASCII_TEXT = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\n\r\t")
_NO_ENCODINGS = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode"})
"""What Python lists among its encodings although no text file is in it."""
_SAMPLE = 65_536
"""Bytes that are read in each encoding. Chosen: 300 characters are enough to tell."""
# Measured on 210,000 characters of UD, UNER and PUD in GB18030 and Big5: snippets of 20, 60 and 300
# characters are all read right, and of 10,487 of 20 all but 18 are told as certain. The right reading has
# at least 0.55, 0.74 and 0.90 of common characters.
_ACCEPTED = 0.5
"""Below it the bytes are in none of our encodings: less than any right reading had."""
_CERTAIN = 0.75
_MARGIN = 0.2
"""With at least `_CERTAIN`, and so much more than the second best, the user is not asked to look."""
_MAX_BAD = 100
"""Broken bytes that are borne. Chosen: more is damage that somebody should look at, or another encoding."""

_errors_seen = threading.local()


class Decoded(NamedTuple):
    """A text and how it was read."""

    text: str
    """Newlines are ``\\n``; bytes that could not be decoded are U+FFFD; no byte order mark."""
    encoding: str
    certain: bool = True
    """False where the encoding was guessed from little evidence, or some bytes do not fit it."""
    bad: tuple[int, ...] = ()
    """The byte offsets of what could not be decoded, ascending."""


def decode(data: bytes, *, name: str, encoding: str | None = None) -> Decoded:
    """Return the text of `data`, in the encoding named or else in the one that makes sense of it.

    A few broken bytes (one place, and one more for each 1,000 bytes, at most 100) become U+FFFD and are
    listed in `Decoded.bad`.

    Args:
        data: The whole of a file, or of a line.
        name: What `data` is called in messages.
        encoding: A codec that Python knows, ``wrong:right`` to undo a reading in a wrong encoding
            (see `annotations.reading.mojibake`), or None to find out.

    Raises:
        ReadingError: It is no text, in no known encoding, or longer than `MAX_CHARACTERS`.
    """
    if encoding is not None:
        decoded = _decode_named(data, encoding, name)
    else:
        for magic, what in _BINARY:
            if data.startswith(magic):
                raise ReadingError(f"{name}: is {what}, not a text; save its text as .txt first")
        decoded = _decode_marked(data, name) or _decode_utf8(data) or _decode_by_share(data, name)
    text = normalise_newlines(decoded.text.removeprefix("\ufeff"))
    if len(text) > MAX_CHARACTERS:
        raise ReadingError(
            f"{name}: {len(text):,} characters are more than zhupi reads at once "
            f"({MAX_CHARACTERS:,}); split the file"
        )
    return Decoded(text, decoded.encoding, decoded.certain and not decoded.bad, decoded.bad)


def normalise_newlines(text: str) -> str:
    """Return `text` with ``\\r\\n`` and ``\\r`` as ``\\n``; no other separator counts as a line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decode_named(data: bytes, encoding: str, name: str) -> Decoded:
    if ":" in encoding:
        wrong, right = encoding.split(":", 1)
        return Decoded(undo(decode(data, name=name).text, wrong, right, name=name), encoding)
    try:
        codec = codecs.lookup(encoding).name
        if codec in _NO_ENCODINGS:
            raise LookupError(codec)
        text, bad = _decode_noting(data, codec)
        text.encode()  # utf-7 can make lone surrogates
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{name}: byte {error.start:,} and others are not {encoding}; "
            "name another --encoding, or none to let zhupi find out"
        ) from None
    except (LookupError, ValueError):
        raise ReadingError(
            f"{name}: cannot be read as {encoding!r}; name an encoding such as {', '.join(ENCODINGS)}"
        ) from None
    return Decoded(text, encoding, bad=bad)


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    """Decode what begins with a byte order mark; None without one."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                text, bad = _decode_noting(data, encoding)
            except UnicodeDecodeError as error:
                raise ReadingError(
                    f"{name}: begins with the byte order mark of {encoding}, but byte {error.start:,} "
                    "and others are not; name another with --encoding"
                ) from None
            return Decoded(text, encoding, bad=bad)
    return None


def _decode_utf8(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _decode_by_share(data: bytes, name: str) -> Decoded:
    """Decode with whichever encoding makes the most common characters of a sample.

    Raises:
        ReadingError: None makes enough, or there are NUL bytes and it is not UTF-16.
    """
    nul = data.find(b"\0")
    shares = _shares(data, [e for e in ENCODINGS if nul < 0 or e.startswith("utf-16")])
    ranked = sorted(shares, key=lambda encoding: -shares[encoding])
    best, second = ranked[0], ranked[1]
    if shares[best] < _ACCEPTED:
        if nul >= 0:
            raise ReadingError(f"{name}: is a binary file (a NUL byte at {nul:,}), not a text")
        raise ReadingError(
            f"{name}: its encoding is none of {', '.join(ENCODINGS)}; if it is a text, name its --encoding"
        )
    try:
        text, bad = _decode_noting(data, best)
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{name}: looks like {best}, but byte {error.start:,} and others are not; "
            "if it is in another encoding, name it with --encoding"
        ) from None
    certain = shares[best] >= _CERTAIN and shares[best] - shares[second] >= _MARGIN
    return Decoded(text, best, certain=certain, bad=bad)


def _shares(data: bytes, encodings: list[str]) -> dict[str, float]:
    """Return how much of a sample of `data` is common text in each encoding, from 0 to 1."""
    first = next((i for i in range(0, len(data), 4096) if not data[i : i + 4096].isascii()), 0)
    sample = data[first : first + _SAMPLE]  # `first` is even, so UTF-16 stays aligned
    return {encoding: _share(sample, encoding) for encoding in encodings}


def _share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    if not encoding.startswith("utf-16"):
        return common_share(text)  # ASCII says nothing: it is the same in all of these
    common = common_characters()
    good = sum(c in common or c in PUNCTUATION or c in _ASCII_TEXT for c in text)
    return good / len(text) if text else 0.0


def _decode_noting(data: bytes, encoding: str) -> tuple[str, tuple[int, ...]]:
    """Decode with U+FFFD for what is broken and say where that was.

    Raises:
        UnicodeDecodeError: Too much is broken; `start` is where it begins.
    """
    _errors_seen.at = []
    _errors_seen.limit = min(1 + len(data) // 1000, _MAX_BAD)
    return data.decode(encoding, "zhupi-note"), tuple(_errors_seen.at)


def _note_error(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    seen: list[int] = _errors_seen.at
    seen.append(error.start)
    if len(seen) > _errors_seen.limit:
        raise UnicodeDecodeError(error.encoding, error.object, seen[0], error.end, error.reason)
    return "\ufffd", error.end


codecs.register_error("zhupi-note", _note_error)
