"""What is wrong with the records of a layer: with each by itself, with one another, and with the scheme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from annotations.errors import NewerSchema, RecordError
from annotations.migration.migrations import Migrations
from annotations.migration.unfit import unfit
from annotations.model.article import NAME_TYPES
from annotations.model.misfits import Misfit
from annotations.model.scheme import Scheme
from annotations.records.field_values import is_article_id
from annotations.records.record import Record
from annotations.records.validation import validate
from annotations.storage.check.findings import Finding
from annotations.storage.check.revisions import Numbered, check_order, check_rivals, name_of, newest_of
from annotations.storage.check.strays import same_name
from annotations.storage.layer.doubts import Doubt, doubt_of
from annotations.storage.layer.identity import settled_uid
from annotations.storage.layer.lines import HEAD_KEY, Line
from annotations.storage.layer.normal_form import right_key
from annotations.wording import counted, msg, tr

__all__ = ["Now", "check_records"]

_BACK = msg("put it back from git or a copy in annotations/.backup")


class Now(NamedTuple):
    """What a project's records are held against."""

    scheme: Scheme
    migrations: Migrations
    types: frozenset[str] = frozenset(NAME_TYPES)
    """The types that names may have: zhupi's own, and those that the project has or had."""


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
    findings += check_order(path, numbered, groups.values())
    for one in numbered:
        if (doubt := doubt_of(one.record)) is not None:
            findings.append(_of_doubt(path, one, doubt))
    newest = []
    for group in groups.values():
        last = newest_of(group)
        findings += check_rivals(path, group)
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
