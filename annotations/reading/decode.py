"""From bytes to text: UTF-8 as it stands, all else as :mod:`annotations.reading.detection` finds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from annotations.digest import digest_of
from annotations.errors import ReadingError
from annotations.wording import tr

__all__ = [
    "ENCODINGS",
    "LOST",
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "NARROW",
    "Decoded",
    "decode",
    "decode_utf8",
    "normalise_newlines",
]

ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"""What is tried when nobody names an encoding, in order of preference where two read equally well."""
NARROW = ENCODINGS[:3]
"""Those in which ASCII is itself, so that lines of one file may be in several."""

LOST = "\ufffd"
"""What is shown where bytes mean nothing."""
MAX_CHARACTERS = 20_000_000
"""Chosen: no article comes near; what one key costs was measured up to a million characters and does not
grow."""
MAX_BYTES = 80_000_000
"""A file above this is refused unread: 20 million characters are 60 MB of UTF-8 where they are Chinese."""

_ASCII_BINARIES = (b"%PDF-", b"{\\rtf")
"""How files begin that may be ASCII throughout and are no text."""


class Decoded(NamedTuple):
    """A text and how it was read."""

    text: str
    """Newlines are ``\\n``; bytes that could not be decoded are U+FFFD; no byte order mark."""
    encoding: str
    certain: bool = True
    """False where the encoding was guessed from little evidence, or some bytes do not fit it."""
    bad: tuple[int, ...] = ()
    """The byte offset of each place that could not be decoded, ascending."""
    others: Mapping[str, tuple[int, int]] = MappingProxyType({})
    """Of a file in several encodings the further ones: the number of the first line in it, from 1, and of how
    many lines."""
    digest: str = ""
    """What tells the bytes from others, however they are read; empty where that is not known."""


def decode(data: bytes, *, name: str, encoding: str | None = None, likely: str | None = None) -> Decoded:
    """Return the text of `data`, in the encoding named or else in the one that makes sense of it.

    Bytes that are lost or wrong become U+FFFD, one a place, and are listed in `Decoded.bad`; so does a NUL.
    There may be three such places, and one more for each 200 bytes. Lines in another encoding than the rest
    are read in theirs where nobody names one.

    Args:
        data: The whole of a file, or of a line.
        name: What `data` is called in messages.
        encoding: A codec that Python knows, ``wrong:right`` to undo a reading in a wrong encoding
            (see `annotations.reading.mojibake`), or None to find out.
        likely: Where nobody names one, that of the file of which `data` is a part, as `Decoded.encoding` is.

    Raises:
        ReadingError: It is no text, in no known encoding, or longer than `MAX_CHARACTERS`.
    """
    if encoding is None and likely not in NARROW and (plain := decode_utf8(data)) is not None:
        decoded = plain
    else:
        from annotations.reading.detection import decode_any

        decoded = decode_any(data, name, encoding, likely)
    text = normalise_newlines(decoded.text.lstrip("\ufeff"))
    if len(text) > MAX_CHARACTERS:
        raise ReadingError(
            tr(
                "{name}: {number:,} characters are more than zhupi reads at once "
                "({MAX_CHARACTERS:,}); split the file",
                name=name,
                number=len(text),
                MAX_CHARACTERS=MAX_CHARACTERS,
            )
        )
    doubtful = decoded.bad or decoded.others
    certain = decoded.certain and not doubtful
    return decoded._replace(text=text, certain=certain, digest=digest_of(data))


def normalise_newlines(text: str) -> str:
    """Return `text` with ``\\r\\n`` and ``\\r`` as ``\\n``; no other separator counts as a line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode_utf8(data: bytes) -> Decoded | None:
    """Decode what is UTF-8 throughout, or return None; nothing else of reading is needed for it."""
    if b"\0" in data or data.startswith(_ASCII_BINARIES):
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None
