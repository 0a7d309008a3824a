"""The checksum that a record carries on disk, and what a wrong one tells.

Every record that zhupi writes ends in ``"sum"``: the CRC-32 of its canonical JSON, which is the record as
:func:`annotations.storage.layer.lines.encode` writes it, without the sum itself. A right sum is taken off
when the record is read. A wrong one stays in it, and so says to everybody who holds the record that it is
not what zhupi wrote; the record counts all the same. One without a sum, as the first versions wrote them,
claims nothing.

CRC-32 is linear, so a wrong sum also tells whether one single byte is another than it was, which one, and
what it was: that is what a failing disk does, and hardly ever a hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from annotations.records.kinds import CHECKSUM

__all__ = ["Flip", "flipped_byte", "is_sealed", "seal", "unsealed"]

_SEAL = f', "{CHECKSUM}": "%08x"}}'.encode()
_LENGTH = len(_SEAL % 0)


@dataclass(frozen=True, slots=True)
class Flip:
    """One byte that is another than it was."""

    at: int
    """Which byte, from 0."""
    was: int
    """Its value when it was written."""


def seal(text: bytes) -> bytes:
    """Return the JSON object `text`, which is not empty, with its checksum as the last key."""
    return text[:-1] + _SEAL % crc32(text)


def is_sealed(row: bytes, at: int) -> bool:
    """Say whether the object from byte `at` of `row` to its end ends in the right checksum."""
    return row.endswith(_SEAL % crc32(b"}", crc32(row[at:-_LENGTH])))


def unsealed(text: bytes) -> bytes | None:
    """Return what the sealed object `text` was, if at most one of its bytes is another than when written.

    Returns:
        The object without its checksum; None where more is wrong with it, or it has none.
    """
    body, end = text[:-_LENGTH] + b"}", text[-_LENGTH:]
    right = _SEAL % crc32(body)
    wrong = sum(one != other for one, other in zip(right, end, strict=False))
    if len(end) == _LENGTH and wrong <= 1:
        return body
    if end[:10] != right[:10] or end[18:] != right[18:]:
        return None
    try:
        flip = flipped_byte(body, int(end[10:18], 16))
    except ValueError:
        return None
    return None if flip is None else body[: flip.at] + bytes([flip.was]) + body[flip.at + 1 :]


def flipped_byte(data: bytes, recorded: int) -> Flip | None:
    """Return the byte of `data` that, put right, makes `recorded` its CRC-32; None if no single one does.

    By chance an unrelated sum fits some byte of a record of 600 once in 28,000 times: 255 values at each of
    its places, among the 2 to the power of 32 sums.
    """
    wanted = crc32(data) ^ recorded
    for at in range(len(data) - 1, -1, -1):
        error = _ERRORS.get(wanted)
        if error is not None:
            return Flip(at, data[at] ^ error)
        wanted = _before_a_zero(wanted)
    return None


def _table() -> list[int]:
    """Return the table of the polynomial that zlib uses (RFC 1952, section 8)."""
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)
    return table


_TABLE = _table()
_ERRORS = {found: error for error, found in enumerate(_TABLE) if error}
"""What an error in the last byte does to the sum, and the error that does it."""
_BY_TOP = {found >> 24: index for index, found in enumerate(_TABLE)}


def _before_a_zero(difference: int) -> int:
    """Return the difference of two sums as it was before one more equal byte was added to both."""
    index = _BY_TOP[difference >> 24]
    return ((difference ^ _TABLE[index]) << 8 | index) & 0xFFFFFFFF
