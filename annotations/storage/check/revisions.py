"""What is wrong with the lines of a layer that are revisions of one record, and with the order of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.records.kinds import CHECKSUM
from annotations.storage.check.findings import Finding
from annotations.storage.layer.fold import revision
from annotations.storage.layer.lines import HEAD_KEY, Document, missing_records
from annotations.storage.layer.normal_form import doubles
from annotations.wording import counted, tr

__all__ = ["Numbered", "check_order", "check_rivals", "name_of", "newest_of"]

_WHO_AND_WHEN = frozenset({"batch", "writer", "created", "updated", CHECKSUM})


class Numbered(NamedTuple):
    """A line of a layer and where it stands."""

    number: int | None
    key: str
    right_key: str
    """The document id that it ought to have."""
    record: Document


def newest_of(group: list[Numbered]) -> Numbered:
    """Return the line that counts: the highest revision, of equal ones the later."""
    last = group[0]
    for one in group[1:]:
        if revision(one.record) >= revision(last.record):
            last = one
    return last


def check_order(path: Path, whole: list[Numbered], groups: Iterable[list[Numbered]]) -> Iterator[Finding]:
    """Say what `mend` puts right, in one finding for each kind of disorder."""

    def of(found: list[Numbered], what: str, do: str) -> Iterator[Finding]:
        if found:
            yield Finding(path, found[0].number, f"{counted(len(found), 'record')} {what}", do, mendable=True)

    if missing := missing_records([(one.key, one.record) for one in whole]):
        are = counted(missing, "record is", "records are")
        what = tr("{are} missing beside others of the same act, which count", are=are)
        do = tr(
            "a copy in annotations/.backup may have them; zhupi check --repair takes note that they are gone"
        )
        yield Finding(path, None, what, do, mendable=True)
    again = doubles([(one.key, one.record) for one in whole])
    yield from of(
        [one for index, one in enumerate(whole) if index in again],
        tr("stand there once more, the same to the letter"),
        tr("harmless; zhupi check --repair drops them"),
    )
    yield from of(
        [one for one in whole if one.key != one.right_key],
        tr("lie under a document id that is not theirs"),
        tr("zhupi check --repair gives them their own"),
    )
    late = [
        group[-1]
        for group in groups
        if len(group) > 1 and revision(group[-1].record) < revision(newest_of(group).record)
    ]
    yield from of(
        sorted(late, key=lambda one: one.number or 0),
        tr("are followed by an older revision, which other programs would read"),
        tr("zhupi check --repair puts the newest last"),
    )


def check_rivals(path: Path, group: list[Numbered]) -> Iterator[Finding]:
    """Say where two programs made the same revision of a record, and made different things of it."""
    last = newest_of(group)
    if len(group) == 1 or last.key == HEAD_KEY or revision(last.record) == 0:
        return
    rivals = [
        one
        for one in group
        if revision(one.record) == revision(last.record)
        and one.record.get("writer") != last.record.get("writer")
        and _said(one.record) != _said(last.record)
    ]
    if rivals:
        sides = ", ".join(
            tr(
                "{get} says {says}{what}",
                get=one.record.get("writer"),
                says=_says(one.record),
                what=tr(" (line {number})", number=one.number) if one.number else "",
            )
            for one in (*rivals, last)
        )
        yield Finding(
            path,
            last.number,
            tr(
                "{name_of}: two programs made revision {revision} at once: {sides}",
                name_of=name_of(last),
                revision=revision(last.record),
                sides=sides,
            ),
            tr("the last of these counts; open the article in zhupi and press the label you mean"),
        )


def _said(record: Document) -> Document:
    return {key: value for key, value in record.items() if key not in _WHO_AND_WHEN}


def _says(record: Document) -> str:
    labels = record.get("labels")
    if record.get("deleted"):
        return tr("deleted")
    if isinstance(labels, list) and labels:
        return "+".join(map(str, labels))
    return str(record.get("status") or record.get("kind"))


def name_of(one: Numbered) -> str:
    """Return how a line is named in a finding: by its uid, else by its key."""
    uid = one.record.get("uid")
    return uid if isinstance(uid, str) and uid else one.key
