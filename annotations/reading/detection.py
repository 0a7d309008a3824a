"""Which encoding a text is in that is not UTF-8 throughout, and which of its bytes mean nothing.

The ladder: a byte order mark; strict UTF-8; else whichever of UTF-8 with a few broken bytes, GB18030,
Big5 (with Hong Kong's characters) and UTF-16 of either order makes the most common characters. Chinese text
read in a wrong encoding turns into rare characters: over 10,500 snippets of 20 characters (UD, UNER and
PUD) the right reading has 84 % common ones or more in 99 of 100, and a wrong one 46 % or fewer; all of them
come out right. What is broken is then mended (`annotations.reading.damage`).
"""

from __future__ import annotations

import codecs

from annotations.errors import ReadingError
from annotations.expressions import lazily
from annotations.reading.decode import ENCODINGS, NARROW, Decoded, decode, decode_utf8
from annotations.reading.mojibake import undo
from annotations.reading.tables import common_share, share_in
from annotations.wording import counted, tr

__all__ = ["decode_any"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ASCII_BYTES = bytes(range(0x20, 0x7F)) + b"\n\r\t"
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
_FEW_BAD, _BYTES_A_BAD = 3, 200
"""Places without meaning that are borne: some, and one more for so many bytes (70 to 100 characters). Chosen:
more is another encoding, or damage that no annotator should have before him."""
_BYTES_A_BAD_ASCII = 500
"""The same where no Chinese character says that the encoding is right."""
_LOOK = 8192
"""Bytes that are mended in each encoding where the first look leaves a doubt."""
_SECOND = 0.01
"""What a second encoding takes off: of two readings that are equally good, one encoding explains more."""
_NULS = lazily(rb"\0+")
_WIDE_BOM = lazily(rb"\xff\xfe|\xfe\xff")
_TAIL = 300
"""Bytes at the end of a file that tell whether it ends as it began."""
_CUT = bytes(range(0x80, 0xC0))
"""Bytes that are no first ones in UTF-8: what is left of a character that was cut."""


def decode_any(data: bytes, name: str, encoding: str | None, likely: str | None) -> Decoded:
    """Decode what is not UTF-8 throughout, or what somebody names an encoding of.

    The arguments are those of `annotations.reading.decode.decode`.

    Raises:
        ReadingError: It is no text, or in no known encoding.
    """
    if encoding is not None:
        return _decode_named(data, encoding, name)
    if likely in NARROW:
        return _decode_like(data, likely, name)
    return _decode_unknown(data, name)


def _decode_named(data: bytes, encoding: str, name: str) -> Decoded:
    if ":" in encoding:
        wrong, right = encoding.split(":", 1)
        return Decoded(undo(decode(data, name=name).text, wrong, right, name=name), encoding)
    from annotations.reading.encodings import codec_of

    try:
        codec = codec_of(encoding)
        if codec in _NO_ENCODINGS:
            raise LookupError(codec)
        if codec in ("utf-16", "utf-32"):  # whose order a mark tells, and without one it is the usual one
            codec = next(
                (e for bom, e in _BOMS if data.startswith(bom) and e.startswith(codec)), f"{codec}-le"
            )
        decoded = _decode_as(data, codec)
        decoded.text.encode()  # utf-7 can make lone surrogates
    except (LookupError, ValueError):
        raise ReadingError(
            tr(
                "{name}: cannot be read as {encoding!r}; name an encoding such as {ENCODINGS}",
                name=name,
                encoding=encoding,
                ENCODINGS=", ".join(ENCODINGS),
            )
        ) from None
    if _too_many(decoded, data):
        raise ReadingError(
            tr(
                "{name}: byte {bad:,} and others are not {encoding}; "
                "name another --encoding, or none to let zhupi find out",
                name=name,
                bad=decoded.bad[0],
                encoding=encoding,
            )
        )
    return decoded._replace(encoding=encoding)


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    """Decode what begins with a byte order mark; None without one."""
    for bom, encoding in _BOMS:
        if not data.startswith(bom):
            continue
        decoded = _decode_as(data, encoding)
        if encoding == "utf-8" and decoded.bad:  # the rest may be in another: what wrote the mark did not ask
            rest = data[len(bom) :]
            decoded = _decode_as(rest, encoding, others=True)
            decoded = decoded._replace(bad=tuple(len(bom) + at for at in decoded.bad))
        if (
            decoded.bad
            and encoding.startswith("utf-16")
            and (tail := decode_utf8(data[-_TAIL:].lstrip(_CUT)))
        ) and common_share(tail.text) >= _CERTAIN:
            raise ReadingError(
                tr(
                    "{name}: begins in {encoding} and ends in utf-8; make two files of it",
                    name=name,
                    encoding=encoding,
                )
            )
        if _too_many(decoded, data):
            raise ReadingError(
                tr(
                    "{name}: begins with the byte order mark of {encoding}, but byte {bad:,} "
                    "and others are not; name another with --encoding",
                    name=name,
                    encoding=encoding,
                    bad=decoded.bad[0],
                )
            )
        return decoded
    return None


def _decode_unknown(data: bytes, name: str) -> Decoded:
    """Decode what is not UTF-8 throughout.

    Raises:
        ReadingError: It is no text, or in no known encoding.
    """
    from annotations.reading.binary import refusal

    if what := refusal(data):
        raise ReadingError(tr("{name}: is {what}", name=name, what=what))
    return _decode_marked(data, name) or _decode_by_share(data, name)


def _decode_like(data: bytes, likely: str, name: str) -> Decoded:
    """Decode in an encoding that most of `data` is in, for all that is known."""
    decoded = _decode_as(data, likely, others=True)
    if _too_many(decoded, data):
        raise ReadingError(
            tr(
                "{name}: looks like {likely}, but byte {bad:,} and "
                "{others} are not; "
                "if it is in another encoding, name it with --encoding",
                name=name,
                likely=likely,
                bad=decoded.bad[0],
                others=counted(len(decoded.bad) - 1, "other place"),
            )
        )
    return decoded


def _decode_as(data: bytes, codec: str, *, others: bool = False) -> Decoded:
    """Decode in one encoding, with `others` each line in what makes sense of it, and mend what is broken."""
    from annotations.reading.damage import mended_lines
    from annotations.reading.encodings import decoded_strictly
    from annotations.reading.likeliest import is_suspect

    if codec.startswith("utf-16") or b"\0" not in data:
        try:
            text = decoded_strictly(data, codec)
            if codec not in ENCODINGS[1:] or not is_suspect(text, codec):
                return Decoded(text, codec)
        except UnicodeDecodeError:
            pass
    mended = mended_lines(data, codec, tuple(e for e in NARROW if e != codec) if others else ())
    return Decoded(mended.text, mended.codec, bad=mended.bad, others=mended.others)


def _too_many(decoded: Decoded, data: bytes) -> bool:
    return len(decoded.bad) > _FEW_BAD + len(data) // _BYTES_A_BAD


def _decode_by_share(data: bytes, name: str) -> Decoded:
    """Decode with whichever encoding makes the most common characters of a sample.

    Raises:
        ReadingError: None makes enough, or there are more NUL bytes than damage explains.
    """
    nuls = [match.start() for match in _NULS().finditer(data)]
    few = len(nuls) <= _FEW_BAD + len(data) // _BYTES_A_BAD
    shares = _shares(data, [e for e in ENCODINGS if few or e.startswith("utf-16")])
    ranked = sorted(shares, key=lambda encoding: -shares[encoding])
    best, second = ranked[0], ranked[1]
    if shares[best] < _ACCEPTED:
        if (decoded := _decode_ascii(data)) is not None:
            return decoded
        if nuls and (mark := _WIDE_BOM().search(data)) and decode_utf8(data[: mark.start()]):
            raise ReadingError(
                tr(
                    "{name}: goes on in utf-16 from byte {start:,} on; make two files of it",
                    name=name,
                    start=mark.start(),
                )
            )
        if nuls:
            raise ReadingError(
                tr("{name}: is a binary file (a NUL byte at {nuls:,}), not a text", name=name, nuls=nuls[0])
            )
        raise ReadingError(
            tr(
                "{name}: its encoding is none of {ENCODINGS}; if it is a text, name its --encoding",
                name=name,
                ENCODINGS=", ".join(ENCODINGS),
            )
        )
    decoded = _decode_like(data, best, name) if best in NARROW else _decode_as(data, best)
    certain = shares[best] >= _CERTAIN and shares[best] - shares[second] >= _MARGIN
    return decoded._replace(certain=certain)


def _decode_ascii(data: bytes) -> Decoded | None:
    """Decode what is ASCII but for a few bytes, or return None."""
    few = 1 + len(data) // _BYTES_A_BAD_ASCII
    foreign = len(data.translate(None, _ASCII_BYTES))
    if foreign > 6 * few or foreign * 2 > len(data):
        return None
    decoded = _decode_as(data, "utf-8")
    return decoded if len(decoded.bad) <= few else None


def _shares(data: bytes, encodings: list[str]) -> dict[str, float]:
    """Return how much of a sample of `data` is common text in each encoding, from 0 to 1."""
    first = next((i for i in range(0, len(data), 4096) if not data[i : i + 4096].isascii()), 0)
    sample = data[first : first + _SAMPLE]  # `first` is even, so UTF-16 stays aligned
    shares = {encoding: share_in(sample.decode(encoding, "replace"), encoding) for encoding in encodings}
    if max(shares.values()) < _CERTAIN:
        # Damage hides the right reading of a short text, and a second encoding that of any.
        for encoding in encodings:
            look = _decode_as(sample[:_LOOK], encoding, others=encoding in NARROW)
            mended = share_in(look.text, encoding) - _SECOND * len(look.others)
            shares[encoding] = max(shares[encoding], mended)
    return shares
