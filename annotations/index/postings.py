"""In which texts each two characters stand side by side: made for many texts at once, read for one query.

A block is about at most `MOST` texts, called 0, 1, 2 and so on. For each character it has one table: the
characters that follow it somewhere, and for each of them the texts, ascending, as steps of one byte or two.
So a word of one character is a table, and a longer one the texts that all its pairs have in common. A text
has a word only if its pairs are all there, and not the other way round: what is found is looked at again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["MOST", "Ids", "codes_of", "following", "postings", "shelved", "taken"]

MOST = 1 << 14
"""Texts of a block: steps from one to another are written in 14 bits."""
END = 0
"""What follows the last character of a text."""

Ids: TypeAlias = npt.NDArray[np.uint32]
"""Numbers of texts, ascending."""

Codes: TypeAlias = npt.NDArray[np.uint32]

_HEAD = np.dtype("<u2")
_SHELF = 1 << 16
"""Bytes of tables that are packed together, at least. Chosen: unpacked in a third of a millisecond."""
_LEVEL = 1
_AT_ONCE = 4_000_000
"""Pairs that are sorted together: 150 MB, and a second."""


def codes_of(text: str) -> Codes:
    """Return a number below 65,536 for each character; characters beyond share those for private use."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    beyond = codes > 0xFFFF
    if beyond.any():
        codes[beyond] = 0xE000 | (codes[beyond] & 0xFFF)
    return codes


def postings(texts: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """Yield for each character of `texts`, at most `MOST`, its code and its table."""
    codes = codes_of("\0".join([*texts, ""]))
    if len(codes) < 2:
        return
    sizes = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    numbers = np.repeat(np.arange(len(texts), dtype=np.uint16), sizes)[:-1]
    first, second = codes[:-1], codes[1:]
    counts = np.cumsum(np.bincount(first, minlength=1 << 16))
    begin = END + 1  # nothing begins with the end of a text
    while begin < len(counts):
        most = int(counts[begin - 1]) + _AT_ONCE
        end = max(begin + 1, int(np.searchsorted(counts, most, side="right")))
        here = (first >= begin) & (first < end)
        yield from _tables(first[here], second[here], numbers[here])
        begin = end


def _tables(first: Codes, second: Codes, texts: npt.NDArray[np.uint16]) -> Iterator[tuple[int, bytes]]:
    """Yield the tables of characters that stand one before the other, each time in one of `texts`."""
    keys = first.astype(np.uint64)
    if not len(keys):
        return
    keys <<= np.uint64(16)
    keys |= second
    keys <<= np.uint64(14)
    keys |= texts
    keys.sort()  # unique of numpy 2.4 took 18 times as long
    keys = keys[np.diff(keys, prepend=keys[0] + np.uint64(1)) != 0]
    numbers = (keys & np.uint64(MOST - 1)).astype(np.int64)
    pairs = (keys >> np.uint64(14)).astype(np.uint32)
    del keys
    starts = np.flatnonzero(np.diff(pairs, prepend=pairs[0] + np.uint32(1)))  # of each pair
    steps = np.diff(numbers, prepend=0)
    steps[starts] = numbers[starts]
    long = steps >= 0x80
    ends = np.cumsum(long + 1)
    written = np.empty(int(ends[-1]), dtype=np.uint8)
    at = ends - 1 - long
    written[at] = np.where(long, 0x80 | (steps >> 7), steps)
    written[at[long] + 1] = steps[long] & 0x7F
    begins = at[starts]
    sizes_of = np.diff(begins, append=ends[-1])
    leading = pairs[starts] >> np.uint32(16)
    trailing = (pairs[starts] & np.uint32(0xFFFF)).astype(_HEAD)
    tables = np.flatnonzero(np.diff(leading, prepend=leading[0] + np.uint32(1)))
    for here, there in zip(tables, [*tables[1:], len(leading)], strict=True):
        size = (int(there) - int(here)).to_bytes(4, "little")
        begin, end = int(begins[here]), int(begins[there]) if there < len(leading) else len(written)
        lengths = sizes_of[here:there].astype(_HEAD)
        head = size + trailing[here:there].tobytes() + lengths.tobytes()
        yield int(leading[here]), head + written[begin:end].tobytes()


def shelved(tables: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield `tables`, ascending by their codes, packed together; each shelf with the first code on it."""
    codes: list[int] = []
    held: list[bytes] = []
    size = 0
    for code, table in tables:
        codes.append(code)
        held.append(table)
        size += len(table)
        if size >= _SHELF:
            yield codes[0], _shelf(codes, held)
            codes, held, size = [], [], 0
    if codes:
        yield codes[0], _shelf(codes, held)


def _shelf(codes: Sequence[int], tables: Sequence[bytes]) -> bytes:
    head = np.array([len(codes), *codes, *map(len, tables)], dtype="<u4").tobytes()
    return zlib.compress(head + b"".join(tables), _LEVEL)


def taken(shelf: bytes, code: int) -> bytes:
    """Return the table of a code from a shelf; empty if there is none."""
    data = zlib.decompress(shelf)
    count = int.from_bytes(data[:4], "little")
    codes = np.frombuffer(data, dtype="<u4", count=count, offset=4)
    at = int(np.searchsorted(codes, code))
    if at == count or codes[at] != code:
        return b""
    sizes = np.frombuffer(data, dtype="<u4", count=count, offset=4 + 4 * count)
    begin = 4 + 8 * count + int(sizes[:at].sum())
    return data[begin : begin + int(sizes[at])]


def following(table: bytes, code: int | None) -> Ids:
    """Return the texts in which the character of `table` stands before that of `code`, or before any."""
    if not table:
        return np.empty(0, dtype=np.uint32)
    count = int.from_bytes(table[:4], "little")
    seconds = np.frombuffer(table, dtype=_HEAD, count=count, offset=4)
    lengths = np.frombuffer(table, dtype=_HEAD, count=count, offset=4 + 2 * count).astype(np.int64)
    begin = 4 + 4 * count
    if code is None:
        everywhere = _numbers(table[begin:], np.cumsum(lengths) - lengths)
        return np.flatnonzero(np.bincount(everywhere)).astype(np.uint32)
    at = int(np.searchsorted(seconds, code))
    if at == count or seconds[at] != code:
        return np.empty(0, dtype=np.uint32)
    begin += int(lengths[:at].sum())
    return _numbers(table[begin : begin + int(lengths[at])], np.zeros(1, dtype=np.int64))


def _numbers(written: bytes, starts: npt.NDArray[np.int64]) -> Ids:
    """Return the numbers that were written as steps, from the bytes `starts` on anew."""
    read = np.frombuffer(written, dtype=np.uint8)
    high = read >= 0x80
    begins = np.ones(len(read), dtype=bool)
    begins[1:] = ~high[:-1]
    at = np.flatnonzero(begins)
    steps = read[at].astype(np.int64)
    long = at[high[at]]
    steps[high[at]] = (read[long].astype(np.int64) & 0x7F) << 7 | read[long + 1]
    sums = np.cumsum(steps)
    if len(starts) > 1:
        firsts = np.searchsorted(at, starts)
        before = sums[firsts] - steps[firsts]
        sums -= np.repeat(before, np.diff(firsts, append=len(at)))
    return sums.astype(np.uint32)
