"""What is whole in the bytes of a layer that are not JSON, and what of it was ever saved. Pure.

Bytes stop being JSON in two ways that have to be told apart. A write that a power cut or a kill ended half
way was never acknowledged: what arrived of it is left out, for half an act is not what anybody said. Damage
that came later, to acts that had been saved, costs the records that it hit and no others.

A write that never ended leaves its own evidence: the file stops in the middle of a line or of the closing
braces, or whole sectors of it were never written and read as zeros. An act of which records are missing
counts as cut short only where such evidence lies at its place, and where the harmed lines beside it do not
account for all that is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotations.records.uids import doc_id
from annotations.storage.layer import checksum
from annotations.storage.layer.doubts import put_right
from annotations.storage.layer.lines import (
    HEAD,
    HEAD_KEY,
    TAIL,
    Document,
    Line,
    batch_of,
    checked,
    loads,
    parse_rows,
    scan,
    settle,
)
from annotations.wording import tr

__all__ = ["Harm", "Salvaged", "is_unwritten", "name_of", "salvage"]

_SECTOR = 512
"""Bytes that a disk writes whole or not at all, the smallest that any disk has. SQLite takes the same for
granted (its "powersafe overwrite")."""
_ENTRY = re.compile(r'"(\d+)"\s*:\s*(?=\{)', re.ASCII)
_NEXT_LINE = re.compile(r'\n,"\d+": \{', re.ASCII)
_LAYER = re.compile(rb'\s*\{\s*"_default"')
_BETWEEN = re.compile(rb"[\s,]*")
_BEFORE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"_default"\s*:\s*\{\s*')
_AFTER = re.compile(rb"\s*\}\s*\}\s*")
_LINE_BEGINS = re.compile(rb',?(?:"\d*(?:"(?:: ?)?)?(?:\{.*)?)?', re.DOTALL)
_ZEROS = re.compile(rb"\x00+")
_UID = re.compile(rb'"uid": "([^"\x00-\x1f\\]{1,200})"')
_KEY = re.compile(rb',?"(\d+)"')
_LINE_KEY = re.compile(rb',?"[^"{]*": ')
_OBJECT = re.compile(rb'\{"(?:schema|uid)": ')
_GIT = re.compile(rb"[<=>|]{7}(?: .*)?")
_LEAST = 3
"""Bytes from which on what stands between two records was a record, and not just a line end or a brace."""


@dataclass(frozen=True, slots=True)
class Harm:
    """A record that is not whole."""

    line: int | None
    """On which line of the file it is, from 1; None where there are no lines."""
    what: str
    """How to call it: by its uid or key, as far as they can be read."""
    mended: bool
    """Whether its checksum told which byte is wrong and what it was, so that nothing of it is lost."""


@dataclass(slots=True)
class Salvaged:
    """What could be made of damaged bytes."""

    lines: list[Line] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    torn: int = 0
    """How many whole records are left out as parts of writes that never ended."""
    is_layer: bool = False
    """Whether the bytes begin as those of a layer do."""
    _counted: tuple[int, int] = (0, 1)

    def line_of(self, data: bytes, at: int) -> int:
        """Return on which line byte `at` is; asked for ever later bytes, it goes through them once."""
        before, number = self._counted
        self._counted = at, number + data.count(b"\n", before, at)
        return self._counted[1]


@dataclass(slots=True)
class _Entry:
    start: int
    end: int
    line: Line
    gap: _Gap | None = None
    """The damaged place right before it, if there is one."""


@dataclass(slots=True)
class _Gap:
    """What stands between two records that are whole, and is not what should stand there."""

    unwritten: bool = False
    """Whether a write ended here that was never acknowledged."""
    lost: int = 0
    """How many lines stand there that were written and are harmed."""


def salvage(data: bytes) -> Salvaged:
    """Keep every record that is whole in `data` and was saved; name those that are harmed."""
    result = Salvaged(is_layer=_LAYER.match(data) is not None)
    entries: list[_Entry] = []
    at = 0
    for entry in _whole_entries(data):
        entry.gap = _look_between(data, at, entry.start, entries, result)
        entries.append(entry)
        at = entry.end
    last = _look_between(data, at, len(data), entries, result)
    gaps = [*(entry.gap for entry in entries), last]
    right, put = put_right([entry.line for entry in entries])
    result.harms += [Harm(None, name_of(right[index][1]), mended=True) for index in put]
    torn = _torn(right, gaps)
    lines = [line for line in right if batch_of(line[1])[0] not in torn]
    result.torn = len(right) - len(lines)
    result.lines = settle(lines)
    return result


def name_of(document: Document) -> str:
    """Return how to call a record: by its uid, and where it has none it is the head."""
    return str(document.get("uid") or tr("the head"))


def is_unwritten(data: bytes) -> bool:
    """Say whether `data` is what a first write leaves of which nothing, or only a beginning, arrived."""
    return HEAD.startswith(data.strip(b"\0 \t\r\n")) or not data[:_SECTOR].strip(b"\0")


def _whole_entries(data: bytes) -> Iterator[_Entry]:
    text = data.decode("latin-1")  # so that places in it are places in the bytes
    at = 0
    while found := _ENTRY.search(text, at):
        try:
            _, end = scan(text, found.end())
        except ValueError:
            at = found.end()
            continue
        except RecursionError:  # none of ours; trying again one level further in would never end
            if (at := text.find("}", found.end())) < 0:
                return
            continue
        if _NEXT_LINE.search(text, found.end(), end):  # it lost its closing brace and swallowed what follows
            at = found.end()
            continue
        at = end
        start = found.start() - (text[found.start() - 1 : found.start()] == ",")
        if (line := _read(found[1], data[found.end() : end])) is not None:
            yield _Entry(start, end, line)


def _read(key: str, text: bytes) -> Line | None:
    """Return the record that `text` is; None if it is none."""
    try:
        if text.startswith(b"{") and checksum.is_sealed(text, 0):
            [(_, document)] = parse_rows([b',"0": ' + text])
        else:
            document = checked(loads(text.decode()))
    except (ValueError, RecursionError):
        return None
    if not isinstance(document.get("uid"), str) and document.get("kind") != "layer":
        return None
    return key, document


def _look_between(data: bytes, start: int, end: int, entries: list[_Entry], result: Salvaged) -> _Gap | None:
    """Look at what stands between two whole records, put right what can be, and say what that place is."""
    between = data[start:end]
    expected = _AFTER if end == len(data) else _BEFORE if not start else _BETWEEN
    if expected.fullmatch(between):
        return None
    pieces = deque(between.split(b"\n"))
    cut = end == len(data) and _is_cut(between)
    if cut:
        pieces.pop()
    gap, begun, at = _Gap(), start, start
    while pieces:
        piece, line = pieces.popleft(), None
        if _is_line(piece):
            line = _mended(piece)
            if line is None and pieces and (line := _mended(piece + b"\n" + pieces[0])) is not None:
                piece += b"\n" + pieces.popleft()  # the harmed byte became a line end
            place = result.line_of(data, at)
            if line is not None:
                gap.unwritten = _has_unwritten(data, begun, at)
                entries.append(_Entry(at, at + len(piece), line, gap))
                result.harms.append(Harm(place, name_of(line[1]), mended=True))
                gap, begun = _Gap(), at + len(piece)
            elif not _has_unwritten(data, at, at + len(piece)):
                gap.lost += 1
                result.harms.append(Harm(place, _name(piece), mended=False))
        at += len(piece) + 1
    gap.unwritten = cut or _has_unwritten(data, begun, end)
    return gap


def _is_line(piece: bytes) -> bool:
    """Say whether a record stood where these bytes are, and no brace, line end or mark of a merge."""
    if piece + b"\n" == HEAD or _GIT.fullmatch(piece):
        return False
    return len(piece.strip(b"\0 \t\r,}")) >= _LEAST


def _has_unwritten(data: bytes, start: int, end: int) -> bool:
    """Say whether sectors that were never written, which read as zeros, touch the bytes between two places.

    Such zeros end at the end of a sector or of the file. They begin with a sector, or where the file ended
    before the write, which is behind closing braces. One byte that a disk lost does neither.
    """
    for zeros in _ZEROS.finditer(data, start, end):
        first, past = zeros.span()
        ends = past == len(data) or past % _SECTOR == 0
        if ends and (first % _SECTOR == 0 or data[first - len(TAIL) : first] == TAIL):
            return True
    return False


def _is_cut(between: bytes) -> bool:
    """Say whether the last bytes of a file are those of a write that went no further."""
    *_, before, rest = b"", *between.split(b"\n")
    if rest:
        return TAIL.startswith(rest) or (_LINE_BEGINS.fullmatch(rest) is not None and _is_text(rest))
    return not (b"}" in before and len(before) <= len(TAIL))  # else these are the braces, maybe harmed


def _is_text(data: bytes) -> bool:
    """Say whether bytes are what a write leaves that went no further, and not what a disk put there."""
    try:
        text = getincrementaldecoder("utf-8")().decode(data)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return min(text, default=" ") >= " "


def _mended(piece: bytes) -> Line | None:
    """Return the record of which a line differs from what was written in one byte, if its checksum tells."""
    if (named := _LINE_KEY.match(piece)) is not None:
        at = named.end()
    elif (begun := _OBJECT.search(piece)) is not None:
        at = begun.start()
    else:
        return None
    text = piece[at:].rstrip(b"\r")
    line = _read(HEAD_KEY, text)
    if line is None and (was := checksum.unsealed(text)) is not None:
        line = _read(HEAD_KEY, was)
    if line is None:
        return None
    uid = line[1].get("uid")
    return (str(doc_id(uid)) if isinstance(uid, str) else HEAD_KEY), line[1]


def _name(piece: bytes) -> str:
    uid, key = _UID.search(piece), _KEY.match(piece)
    if uid is not None:
        return uid[1].decode("utf-8", "replace")
    if key is None:
        return tr("a record")
    return tr("the head") if key[1] == b"0" else tr("record {decode}", decode=key[1].decode()[:20])


def _torn(lines: Sequence[Line], gaps: list[_Gap | None]) -> set[str]:
    """Return the acts of which the write never ended.

    Args:
        lines: The whole records in their order.
        gaps: The damaged place before each of them, and one after the last.
    """
    if not any(gap is not None and gap.unwritten for gap in gaps):
        return set()
    found: dict[str, list[int]] = {}
    sizes: dict[str, int] = {}
    for index, (_, document) in enumerate(lines):
        batch, size = batch_of(document)
        if batch is not None and size > 1:
            found.setdefault(batch, []).append(index)
            sizes[batch] = max(size, sizes.get(batch, 0))
    damaged = [index for index, gap in enumerate(gaps) if gap is not None]
    torn = set()
    for batch, places in found.items():
        missing = sizes[batch] - len(places)
        if missing <= 0:
            continue
        beside = damaged[bisect_left(damaged, places[0]) : bisect_left(damaged, places[-1] + 2)]
        around = [gap for index in beside if (gap := gaps[index]) is not None]
        if any(gap.unwritten for gap in around) and missing > sum(gap.lost for gap in around):
            torn.add(batch)
    return torn
