"""What was said under earlier versions of a scheme, as it reads under the one that holds now.

A step leads from one version to the next: labels, attributes, values and types of names are renamed, merged,
removed, or split by choice. Each record says under which scheme it was made; the steps from there on are
applied to it, in order, whenever it is read. What is in the file stays as it was said: a step that is taken
back is simply not applied any more. A record that comes out is of the scheme that holds now, and the next
revision of it is written so: no step is applied twice.

A label that was split stays: nobody but who said it can say which of the new ones was meant. The scheme says
which there are (:meth:`annotations.model.scheme.Scheme.choices`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from annotations.model.scheme import Scheme
from annotations.records.lead_kinds import MigrationRecord, SchemeChange
from annotations.records.record import Newest, R, Record

__all__ = ["Migrations", "version_of"]

_Map = Mapping[str, str | None]
"""Names of before and what each is called now; None where it is gone. What is not in it stays."""


def version_of(scheme: str, name: str) -> int:
    """Return the version of the scheme `name` that a record's `scheme` names; 0 where that is another."""
    found, _, version = scheme.rpartition("/")
    return int(version) if found == name and version.isascii() and version.isdigit() else 0


@dataclass(frozen=True, slots=True)
class _Step:
    before: int
    after: int
    labels: _Map
    attributes: _Map
    values: Mapping[str, _Map]
    types: _Map


@dataclass(frozen=True)
class Migrations:
    """The steps that lead to the scheme of a project; without any, all is read as it was said."""

    scheme: str = ""
    """The id of the scheme that they lead to."""
    name: str = ""
    steps: Sequence[_Step] = ()
    records: Sequence[MigrationRecord] = ()
    """What the steps were made of, in order; those that were taken back are left out."""

    def last(self) -> MigrationRecord | None:
        """Return the step that taking one back would be about: the newest that takes back none itself."""
        return next((one for one in reversed(self.records) if one["undoes"] is None), None)

    def __bool__(self) -> bool:
        """Tell whether there is a step."""
        return bool(self.steps)

    @classmethod
    def of(cls, records: Iterable[Newest], scheme: Scheme) -> Migrations:
        """Return what `records` say of how to come to `scheme`.

        Records of other kinds, deleted ones, and steps to versions that the project does not have yet,
        because its settings came by another way than its layers, count for nothing. Of two that lead to the
        same version, which two leads may have made, the one whose uid comes first counts.
        """
        newest: dict[str, Newest] = {}
        for one in records:  # a copy of a layer may not know yet that a step was taken back
            if one["uid"] not in newest or newest[one["uid"]]["rev"] < one["rev"]:
                newest[one["uid"]] = one
        found: dict[int, MigrationRecord] = {}
        for one in newest.values():
            if one["kind"] != "migration" or one["deleted"] or one["after"] > scheme.version:
                continue
            if version_of(one["scheme"], scheme.name):
                found[one["after"]] = min(found.get(one["after"], one), one, key=_uid)
        undone = {one["undoes"] for one in found.values()}
        ordered = [found[after] for after in sorted(found) if after not in undone]
        return cls(scheme.id, scheme.name, tuple(map(_step, ordered)), tuple(ordered))

    @staticmethod
    def ahead(records: Iterable[Newest], scheme: Scheme) -> str:
        """Return the id of the newest scheme that `records` lead to and the settings lack; empty if none."""
        found = [one for one in records if one["kind"] == "migration" and not one["deleted"]]
        later = [one for one in found if one["after"] > scheme.version]
        newest = max(later, key=lambda one: one["after"], default=None)
        return newest["scheme"] if newest and version_of(newest["scheme"], scheme.name) else ""

    def applied(self, records: Iterable[R]) -> list[R]:
        """Return `records` as they read now; what says nothing any more is left out."""
        if not self.steps:
            return list(records)
        return [one for one in map(self.of_record, records) if not one["deleted"]]

    def of_record(self, record: R) -> R:
        """Return `record` as it reads now: itself where no step is for it.

        A decision of which nothing is left comes back deleted: it decides nothing.
        """
        kind = record["kind"]
        if not self.steps or kind not in _MIGRATING:
            return record
        version = version_of(record["scheme"], self.name)
        if version >= self.steps[-1].after or record["deleted"]:
            return record
        changed: dict[str, Any] = dict(record)
        for step in self.steps:
            if step.before >= version:
                _MIGRATING[kind](changed, step)
        changed["scheme"] = self.scheme
        return cast(R, changed)

    def newest(self, record: Newest | None) -> Newest | None:
        """Return the same of what may be no record, or none that can be read."""
        return record if record is None or record["kind"] == "unreadable" else self.of_record(record)

    def type_of(self, kind: str) -> str:
        """Return what a type of names is called now that the analysis found once."""
        for step in self.steps:
            kind = step.types.get(kind) or kind
        return kind

    def labels(self, labels: Collection[str], scheme: str = "") -> list[str]:
        """Return what `labels`, said under the `scheme` with that id, are called now."""
        found = list(labels)
        version = version_of(scheme, self.name)
        for step in self.steps:
            if step.before >= version:
                found = _each(found, step.labels)
        return found


def _uid(record: Record) -> str:
    return record["uid"]


def _step(record: MigrationRecord) -> _Step:
    changes = record["changes"]
    attributes = {one["attribute"] for one in changes if one["what"] == "value"}
    return _Step(
        record["before"],
        record["after"],
        _maps(changes, "label"),
        _maps(changes, "attribute"),
        {name: _maps(changes, "value", name) for name in attributes},
        _maps(changes, "type"),
    )


def _maps(changes: Iterable[SchemeChange], what: str, attribute: str = "") -> _Map:
    """Return what each name is called after `changes`; what is split keeps its name."""
    return {
        old: one["new"][0] if one["new"] else None
        for one in changes
        if one["what"] == what and one["attribute"] == attribute and one["act"] != "split"
        for old in one["old"]
    }


def _each(names: Iterable[str], by: _Map) -> list[str]:
    """Return `names` as they are called now, each once; those that are gone are left out."""
    now = (by.get(one, one) for one in names)
    return list(dict.fromkeys(one for one in now if one is not None))


def _migrate_said(record: dict[str, Any], step: _Step) -> None:
    """Bring what is said of a sentence one step on."""
    had = bool(record["labels"])
    _migrate_tags(record, step)
    if had and not record["labels"]:
        record["status"] = "open"
    first = record.get("first_labels")
    if isinstance(first, list) and first:
        record["first_labels"] = _each([one for one in first if isinstance(one, str)], step.labels)
        if not record["first_labels"]:
            record["first_status"] = "open"


def _attributes(said: Mapping[str, object], step: _Step) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in said.items():
        values = step.values.get(name, {})
        now = values.get(value, value) if isinstance(value, str) else value
        called = step.attributes.get(name, name)
        if now is None or called is None:
            continue
        taken = called != name and called in said and step.attributes.get(called, called) == called
        if not taken:  # of two that are merged what the other one says holds
            found[called] = now
    return found


def _migrate_tags(record: dict[str, Any], step: _Step) -> None:
    """Bring labels and attributes one step on: all that is said of an article as a whole."""
    if record.get("labels"):
        record["labels"] = _each(record["labels"], step.labels)
    if record.get("attributes"):
        record["attributes"] = _attributes(record["attributes"], step)


def _migrate_decision(record: dict[str, Any], step: _Step) -> None:
    _migrate_said(record, step)
    votes: dict[str, int] = {}
    for label, count in record["votes"].items():
        called = step.labels.get(label, label)
        if called is not None:
            votes[called] = votes.get(called, 0) + count
    people = len({one["annotator"] for one in record["seen"]})
    record["votes"] = {label: min(count, people or count) for label, count in votes.items()}
    record["seen"] = [
        # or a later note of what the decision knew of somebody would contradict it
        {**one, "said": _copied(one["said"], step, _migrate_tags)} if "said" in one else one
        for one in record["seen"]
    ]
    if record.get("left_open"):
        record["left_open"] = _each(record["left_open"], step.attributes)
    if record["status"] == "open":
        record["deleted"] = True


def _migrate_span(record: dict[str, Any], step: _Step) -> None:
    """Bring a type of names one step on; a name whose type is gone keeps it: nothing else says what it is."""
    if isinstance(record.get("type"), str):
        record["type"] = step.types.get(record["type"]) or record["type"]


def _migrate_spans(record: dict[str, Any], step: _Step) -> None:
    def now(spans: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [_copied(one, step, _migrate_span) for one in spans]

    record["spans"] = now(record["spans"])
    record["seen"] = [{**one, "spans": now(one["spans"])} for one in record["seen"]]


def _copied(
    part: Mapping[str, Any], step: _Step, migrate: Callable[[dict[str, Any], _Step], None]
) -> dict[str, Any]:
    """Return a part of a record one step on; the record that it is of stays as it was."""
    now = dict(part)
    migrate(now, step)
    return now


_MIGRATING = {
    "sentence": _migrate_said,
    "article": _migrate_tags,
    "decision": _migrate_decision,
    "span": _migrate_span,
    "span-decision": _migrate_spans,
}
"""The kinds of record that a step may change, and how."""
