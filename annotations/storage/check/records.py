"""What is wrong with the records of a layer: with each by itself, with one another, and with the texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from annotations.errors import NewerSchema, RecordError
from annotations.migration.migrations import Migrations
from annotations.migration.unfit import unfit
from annotations.model.article import NAME_TYPES
from annotations.model.misfits import Misfit
from annotations.model.scheme import Scheme
from annotations.records.field_values import is_article_id
from annotations.records.kinds import CHECKSUM
from annotations.records.record import Record
from annotations.records.validation import validate
from annotations.storage.check.findings import Finding
from annotations.storage.check.strays import same_name
from annotations.storage.layer.doubts import Doubt, doubt_of
from annotations.storage.layer.fold import revision
from annotations.storage.layer.identity import settled_uid
from annotations.storage.layer.lines import HEAD_KEY, Document, Line, missing_records
from annotations.storage.layer.normal_form import doubles, right_key
from annotations.wording import counted, msg, tr

__all__ = ["Now", "Numbered", "check_records", "name_of"]

_WHO_AND_WHEN = frozenset({"batch", "writer", "created", "updated", CHECKSUM})
_BACK = msg("put it back from git or a copy in annotations/.backup")


class Now(NamedTuple):
    """What a project's records are held against."""

    scheme: Scheme
    migrations: Migrations
    types: frozenset[str] = frozenset(NAME_TYPES)
    """The types that names may have: zhupi's own, and those that the project has or had."""


class Numbered(NamedTuple):
    """A line of a layer and where it stands."""

    number: int | None
    key: str
    right_key: str
    """The document id that it ought to have."""
    record: Document


def check_records(
    path: Path, lines: Sequence[Line], *, first: int | None, now: Now | None
) -> tuple[list[Finding], list[Numbered]]:
    """Check the records of a layer, by themselves and against one another.

    Args:
        path: The layer.
        lines: All of its lines.
        first: On which line of the file the first of them stands, if they stand one a line.
        now: The project's scheme, and how records read under it; None leaves what they say unjudged.

    Returns:
        What was found, and the newest revision of each record that follows the schema.
    """
    numbered = [
        Numbered(
            None if first is None else first + index,
            key,
            HEAD_KEY if key == HEAD_KEY else right_key(key, record),
            record,
        )
        for index, (key, record) in enumerate(lines)
    ]
    owner = next((one.record.get("annotator") for one in numbered if one.key == HEAD_KEY), None)
    findings, valid = _validated(path, numbered)
    groups: dict[str, list[Numbered]] = defaultdict(list)
    for one in numbered:
        groups[one.right_key].append(one)
    findings += _check_order(path, numbered, groups.values())
    for one in numbered:
        if (doubt := doubt_of(one.record)) is not None:
            findings.append(_of_doubt(path, one, doubt))
    newest = []
    for group in groups.values():
        last = _last(group)
        findings += _check_rivals(path, group)
        if id(last.record) in valid and last.record["kind"] != "layer":
            findings += _check_identity(path, last, owner)
            newest.append(last)
    findings += _check_fit(path, newest, now)
    return findings, newest


def _validated(path: Path, numbered: list[Numbered]) -> tuple[list[Finding], set[int]]:
    """Return what the schema says against lines, and the identities of the records that follow it."""
    findings = []
    valid: set[int] = set()
    newer = []
    for one in numbered:
        try:
            validate(one.record)
        except NewerSchema:
            newer.append(one)
        except RecordError as error:
            findings.append(Finding(path, one.number, str(error), tr(_BACK)))
        else:
            valid.add(id(one.record))
    if newer:
        what = tr("a newer zhupi wrote {records} of it", records=counted(len(newer), "record"))
        findings.append(
            Finding(path, newer[0].number, what, tr("install a newer zhupi to check and change it"))
        )
    return findings, valid


def _last(group: list[Numbered]) -> Numbered:
    """Return the line that counts: the highest revision, of equal ones the later."""
    last = group[0]
    for one in group[1:]:
        if revision(one.record) >= revision(last.record):
            last = one
    return last


def _check_order(path: Path, whole: list[Numbered], groups: Iterable[list[Numbered]]) -> Iterator[Finding]:
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
        if len(group) > 1 and revision(group[-1].record) < revision(_last(group).record)
    ]
    yield from of(
        sorted(late, key=lambda one: one.number or 0),
        tr("are followed by an older revision, which other programs would read"),
        tr("zhupi check --repair puts the newest last"),
    )


def _of_doubt(path: Path, one: Numbered, doubt: Doubt) -> Finding:
    if doubt.flip is None:
        what = tr(
            "{name_of}: a hand or another program changed it since zhupi wrote it", name_of=name_of(one)
        )
        do = tr("it counts as it stands; zhupi check --repair lets that be right")
        return Finding(path, one.number, what, do, mendable=True)
    says, said = doubt.sides()
    what = tr(
        "{name_of}: one byte of it is another than zhupi wrote: {says!r}, which was {said!r}",
        name_of=name_of(one),
        says=says,
        said=said,
    )
    do = tr("it counts as it stands; open the article in zhupi and press what you mean")
    return Finding(path, one.number, what, do)


def _check_rivals(path: Path, group: list[Numbered]) -> Iterator[Finding]:
    last = _last(group)
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


def _check_identity(path: Path, one: Numbered, owner: object) -> Iterator[Finding]:
    record = one.record
    if isinstance(owner, str) and not same_name(record["annotator"], owner):
        what = tr(
            "{name_of}: it is {annotator}'s, and the layer {owner}'s",
            name_of=name_of(one),
            annotator=record["annotator"],
            owner=owner,
        )
        if same_name(record["annotator"], path.stem):  # an older zhupi went by what the file is called
            do = tr(
                "the file was renamed, so both are one annotator, and a hand-in takes it; nothing needs doing"
            )
            yield Finding(path, one.number, what, do, counts=False)
        else:
            yield Finding(
                path, one.number, what, tr("move it to {annotator}'s layer", annotator=record["annotator"])
            )
    article, uid = record.get("article"), settled_uid(record)
    if uid is not None and uid != record["uid"]:
        yield Finding(
            path,
            one.number,
            tr("{name_of}: what it says makes its uid {uid}", name_of=name_of(one), uid=uid),
            tr(_BACK),
        )
    if article is not None and not is_article_id(article):
        yield Finding(
            path,
            one.number,
            tr("{name_of}: {article!r} is no article's id", name_of=name_of(one), article=str(article)[:40]),
            tr(_BACK),
        )
    if _instant(record["created"]) > _instant(record["updated"]):
        what = tr("{name_of}: it was changed before it was made, says the clock", name_of=name_of(one))
        yield Finding(
            path, one.number, what, tr("zhupi goes by revisions; nothing needs doing"), counts=False
        )


def _check_fit(path: Path, newest: list[Numbered], now: Now | None) -> Iterator[Finding]:
    """Name what marks say that the scheme does not have any more, nor leads on to anything that it has."""
    unknown: dict[Misfit, list[Numbered]] = defaultdict(list)
    for one in newest:
        if now is not None and not one.record["deleted"]:
            for misfit in unfit(now.scheme, now.migrations.of_record(cast("Record", one.record))):
                unknown[misfit].append(one)
    records = [cast("Record", one.record) for one in newest]
    if now is not None and (ahead := Migrations.ahead(records, now.scheme)):
        what = tr("it leads the scheme on to {ahead}, and zhupi.toml has {id}", ahead=ahead, id=now.scheme.id)
        yield Finding(path, None, what, tr("bring zhupi.toml and annotations/schemes from who leads"))
    for misfit, marks in unknown.items():
        carry = counted(len(marks), "mark carries", "marks carry")
        word = misfit.value if misfit.what == "value" else misfit.name
        of = tr(" of {name}", name=misfit.name[:40]) if misfit.what == "value" else ""
        choices = now.scheme.choices(misfit.name) if now is not None else []
        do = tr("it is kept, shown and exported; add it to zhupi.toml if it is meant, or see zhupi scheme")
        if misfit.what == "label" and choices:
            do = tr(
                "it was split: say {choices} of these sentences; . goes to them",
                choices=tr(" or ").join(choices),
            )
        what = tr(
            "the scheme has no {what} {word!r}{of}, which {carry}",
            what=misfit.what,
            word=word[:40],
            of=of,
            carry=carry,
        )
        yield Finding(path, marks[0].number, what, do)


def _instant(time: str) -> str:
    """Return a record's time so that two of them compare; milliseconds may be left out."""
    return time if "." in time else f"{time[:-1]}.000Z"


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
