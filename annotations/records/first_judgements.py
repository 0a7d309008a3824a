"""What was said first: of an article in which others were seen, what stood there before. Pure.

A layer holds the newest revision of a record alone. Where somebody else knows which revisions were made when
the annotator could see others, what was said of the article before is kept beside the layer, for agreement.
Whoever has seen others once has seen them: no later revision changes what was said before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from annotations.records.record import Record

__all__ = ["Stamped", "first_said"]


class Stamped(NamedTuple):
    """A revision of a record, and whether it was made when its annotator could see others."""

    record: Record
    after_others: bool


def first_said(revisions: Iterable[Stamped]) -> list[Record] | None:
    """Return what an annotator said of an article before others were seen.

    Args:
        revisions: All revisions of the annotator's records of the article, in any order; one may be there in
            several versions.

    Returns:
        The newest revision of each record that was made before, in the order in which the records were made,
        deleted ones too; nothing where none was. None where no revision was made after: then the layer says
        what was said first.
    """
    before: dict[str, Record] = {}
    late = False
    for record, after in revisions:
        late |= after
        uid = record["uid"]
        if not after and (uid not in before or _place(before[uid]) < _place(record)):
            before[uid] = record
    return sorted(before.values(), key=lambda one: (one["created"], one["uid"])) if late else None


def _place(record: Record) -> tuple[int, str, str]:
    """Order revisions of one record, and those that are equal by nothing but what is in them."""
    return record["rev"], record["updated"], json.dumps({**record, "batch": None}, sort_keys=True)
