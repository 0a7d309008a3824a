"""What of revisions that come from a hub goes into a layer, and what counts then. Pure.

The rules are those of ``zhupi collect``: a higher revision wins, whatever a clock says, and of equal ones
that do not say the same none is dropped. Both stand in the layer then, so that its annotator is asked; until
that one has said which is meant the same one counts on every machine, in whatever order they came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from annotations.records.record import Record, as_act
from annotations.records.uids import doc_id
from annotations.storage.layer.fold import agree
from annotations.storage.layer.lines import Line, settle

__all__ = ["Admission", "admit"]


@dataclass(slots=True)
class Admission:
    """What becomes of revisions that came for one layer."""

    lines: list[Line] = field(default_factory=list)
    """Those to add to the layer."""
    taken: int = 0
    """How many revisions were not there yet."""
    same: int = 0
    older: int = 0
    """Revisions of records of which the layer has a higher one."""
    differing: bool = False
    """Whether two came to stand side by side that say something else in the same revision, and still do."""


def admit(incoming: Sequence[Record], versions: Callable[[str], Sequence[Record]]) -> Admission:
    """Return what to add to a layer.

    Args:
        incoming: Revisions in the order in which the hub has them.
        versions: Finds by the uid the newest revision that is in the layer, and after it others that are
            in conflict with it; none where nothing is there.
    """
    found = Admission()
    known: dict[str, list[Record]] = {}
    lines: list[Line] = []
    disputed: set[str] = set()
    for record in incoming:
        uid = record["uid"]
        here = known.setdefault(uid, list(versions(uid)))
        rev = here[0]["rev"] if here else 0
        if record["rev"] < rev:
            found.older += 1
        elif record["rev"] > rev:
            known[uid] = [record]
            lines.append(_line(record))
            found.taken += 1
        elif any(_are_one(record, one) for one in here):
            found.same += 1
        else:
            first, *others = sorted([record, *here], key=_precedence, reverse=True)
            # The one that counts stands last. It is put there anew, as a part of an act of its own.
            last = [first] if first is record else as_act([record, first])
            lines += map(_line, last)
            known[uid] = [first, *others]
            found.taken += 1
            disputed.add(uid)
    found.lines = settle(lines)
    found.differing = any(len(known[uid]) > 1 for uid in disputed)  # one that was settled since is none
    return found


def _line(record: Record) -> Line:
    return str(doc_id(record["uid"])), dict(record)


def _are_one(one: Record, other: Record) -> bool:
    return agree(dict(one), dict(other))


def _precedence(record: Record) -> tuple[str, str]:
    """Order versions of one revision by nothing but what is in them, the same on every machine."""
    return str(record["updated"]), json.dumps({**record, "batch": None}, sort_keys=True)
