"""Why a record is not the one that zhupi wrote: a byte that a disk changed, or a change by a hand.

A record in doubt counts as it stands, for nobody but its owner can say what is meant. Only where one byte was
changed and the record follows no schema any more, or its key, its uid and what it says do not agree, so that
nobody can have meant it, is the byte put right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotations.records.kinds import CHECKSUM
from annotations.storage.layer.checksum import Flip, flipped_byte
from annotations.storage.layer.identity import is_sound, with_own_uid
from annotations.storage.layer.lines import Document, Line, checked, encode, loads

__all__ = ["Doubt", "doubt_of", "put_right"]

_SUM = re.compile("[0-9a-f]{8}")
_AROUND = 12  # bytes that are shown on either side of the one that changed


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record of which the checksum is wrong."""

    text: bytes
    """The record as it stands, in the form of which the checksum was taken."""
    flip: Flip | None
    """The one byte that is another than it was; None where more than one is, as after a change by hand."""

    def was(self) -> bytes | None:
        """Return the record as it was written; None where that is not known."""
        if self.flip is None:
            return None
        at = self.flip.at
        return self.text[:at] + bytes([self.flip.was]) + self.text[at + 1 :]

    def sides(self) -> tuple[str, str]:
        """Return what stands around the changed byte, and what stood there; both empty without a `flip`."""
        was = self.was()
        if self.flip is None or was is None:
            return "", ""
        around = slice(max(self.flip.at - _AROUND, 0), self.flip.at + _AROUND)
        return self.text[around].decode("utf-8", "ignore"), was[around].decode("utf-8", "ignore")


def doubt_of(record: Document) -> Doubt | None:
    """Return what is wrong with a record as it was read; None if its checksum was right or it had none."""
    if CHECKSUM not in record:
        return None
    text = encode({key: value for key, value in record.items() if key != CHECKSUM}).encode()
    recorded = str(record[CHECKSUM])
    return Doubt(text, flipped_byte(text, int(recorded, 16)) if _SUM.fullmatch(recorded) else None)


def put_right(lines: Sequence[Line]) -> tuple[Sequence[Line], list[int]]:
    """Return `lines` with those put right of which one byte makes no sense, and the indexes of these."""
    right: dict[int, Document] = {}
    for index, (key, document) in enumerate(lines):
        if CHECKSUM in document and (was := _meant(key, document)) is not None:
            right[index] = was
    if not right:
        return lines, []
    return [(key, right.get(index, one)) for index, (key, one) in enumerate(lines)], list(right)


def _meant(key: str, document: Document) -> Document | None:
    """Return the record that `document` must have been, if it can be nothing as it stands."""
    sound, doubt = is_sound(key, document), doubt_of(document)
    was = doubt.was() if doubt is not None else None
    try:
        meant = loads(was.decode()) if was is not None else None
    except ValueError:
        meant = None
    if isinstance(meant, dict) and is_sound(key, meant):
        # Nobody edits which act a record is part of, and whether the act counts hangs on it.
        return meant if not sound or meant.get("batch") != document.get("batch") else None
    own = None if sound else with_own_uid(key, document)  # it may be harmed by more than one byte
    return checked(own) if own is not None else None
