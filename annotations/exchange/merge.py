"""Which of the records that come from elsewhere count beside those that are here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotations.records.record import Newest, Record, whereabouts, with_fields
from annotations.wording import tr

__all__ = ["Meeting", "meet", "respelled"]

_APART = ("batch", "writer", "created", "updated", "imported")
"""Who wrote a record and when, in which two that say the same may differ."""


@dataclass(slots=True)
class Meeting:
    """What becomes of the records that come for one layer."""

    records: list[Record] = field(default_factory=list)
    """Those to write: what is not there yet, and revisions higher than those that are."""
    new: int = 0
    newer: int = 0
    same: int = 0
    older: int = 0
    """Records of which the layer has a higher revision."""
    differing: list[str] = field(default_factory=list)
    """Records of which two say something else in the same revision, a line each."""

    @property
    def articles(self) -> int:
        """Return in how many articles something is to be written."""
        return len({record["article"] for record in self.records})


def meet(incoming: Iterable[tuple[str, Record]], latest: Callable[[str], Newest | None]) -> Meeting:
    """Return what to do with records from any number of files.

    Args:
        incoming: Each record with the name of the file that it comes from. Their order does not matter.
        latest: Finds the newest revision of a record that is here by its uid, a deleted one too.
    """
    by_uid: dict[str, list[tuple[str, Record]]] = {}
    for name, record in incoming:
        by_uid.setdefault(record["uid"], []).append((name, record))
    meeting = Meeting()
    for uid, ones in by_uid.items():
        highest = max(record["rev"] for _, record in ones)
        here = latest(uid)
        if here is not None and here["rev"] > highest:
            meeting.older += 1
            continue
        top = sorted((one for one in ones if one[1]["rev"] == highest), key=_canonical)
        if here is not None and here["rev"] == highest:
            chosen: Newest = here
            meeting.same += 1
        else:
            chosen = top[-1][1]
            meeting.records.append(top[-1][1])
            meeting.new += here is None
            meeting.newer += here is not None
        others = [name for name, record in top if _said(record) != _said(chosen)]
        if others:
            meeting.same -= chosen is here
            meeting.differing.append(_dispute(chosen, sorted(set(others)), here is chosen))
    meeting.records.sort(key=lambda record: (record["created"], record["uid"]))
    meeting.differing.sort()
    return meeting


def respelled(record: Record, was: str, name: str) -> Record:
    """Return `record` as one of `name`: an annotator has one spelling in a project, and so have the uids."""
    if was == name or record["annotator"] != was:
        return record
    uid = record["uid"]
    if uid.endswith(f":{was}"):
        uid = f"{uid.removesuffix(was)}{name}"
    return with_fields(record, {"uid": uid, "annotator": name})


def _said(record: Newest) -> dict[str, object]:
    return {key: value for key, value in record.items() if key not in _APART}


def _canonical(one: tuple[str, Record]) -> tuple[str, str]:
    """Order two versions of one revision by nothing but what is in them."""
    return str(one[1]["updated"]), json.dumps({**one[1], "batch": None}, sort_keys=True)


def _dispute(chosen: Newest, names: list[str], here: bool) -> str:
    place = "" if chosen["kind"] == "unreadable" else chosen["article"]
    if (where := whereabouts(chosen)) is not None:
        place = tr("{place}, at {where} ({where2})", place=place, where=where[0], where2=where[2][:12])
    stays = tr("what is here stays") if here else tr("one of them was taken")
    return tr(
        "{place}: {kind}, revision {rev}, is not the same in {names};"
        " {stays}, until {annotator} says it once more and hands in again",
        place=place,
        kind=chosen["kind"],
        rev=chosen["rev"],
        names=", ".join(names),
        stays=stays,
        annotator=chosen["annotator"],
    )
