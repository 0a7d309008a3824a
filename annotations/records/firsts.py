"""What was said first: of records that were changed after others were seen, what they said before. Pure.

A layer holds the newest revision of a record alone. Where somebody else knows which revisions were made when
the annotator could see others, what the record said before is kept beside the layer, for agreement.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from annotations.records.record import Record

__all__ = ["FirstSaid", "Stamped", "as_first_said", "first_said"]


class Stamped(NamedTuple):
    """A revision of a record, and whether it was made when its annotator could see others."""

    record: Record
    after_others: bool


class FirstSaid(NamedTuple):
    """What a record said before others were seen."""

    uid: str
    article: str
    since: int
    """The lowest of its revisions that was made when others could be seen."""
    record: Record | None
    """The newest revision that was made before; None where there was none."""


def first_said(revisions: Iterable[Stamped]) -> list[FirstSaid]:
    """Return what was said first of each record that was changed after others were seen, by uid.

    Args:
        revisions: All revisions of the records, in any order; of one revision there may be several.
    """
    before: dict[str, Record] = {}
    since: dict[str, tuple[int, str]] = {}
    for record, after in revisions:
        uid, rev = record["uid"], record["rev"]
        if after:
            since[uid] = min(since.get(uid, (rev, record["article"])), (rev, record["article"]))
        elif uid not in before or _place(before[uid]) < _place(record):
            before[uid] = record
    articles = {uid: one["article"] for uid, one in before.items()}
    return [
        FirstSaid(uid, articles.get(uid, since[uid][1]), since[uid][0], before.get(uid))
        for uid in sorted(since)
    ]


def as_first_said(records: Collection[Record], firsts: Mapping[str, FirstSaid]) -> list[Record]:
    """Return the records of one article as they were before others were seen.

    Args:
        records: The newest revisions, in which a deleted record may be missing.
        firsts: By uid what was said first of records of this article.

    Returns:
        For each record of which something was said first that; those that were made only then are left out,
        and those that were deleted since are there again. A record of which nothing is known, or only of a
        later revision than is here, stays as it is.
    """
    there = {one["uid"]: one for one in records}
    found: list[Record] = []
    for uid in dict.fromkeys([*there, *firsts]):
        now, first = there.get(uid), firsts.get(uid)
        if first is None or (now is not None and now["rev"] < first.since):
            found += [now] if now is not None else []
        elif first.record is not None:
            found.append(first.record)
    return found


def _place(record: Record) -> tuple[int, str, str]:
    """Order revisions of one record, and those that are equal by nothing but what is in them."""
    return record["rev"], record["updated"], json.dumps({**record, "batch": None}, sort_keys=True)
