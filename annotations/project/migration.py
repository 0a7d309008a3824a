"""Changing the scheme of a project: what a change would do, and doing it.

The old scheme is kept, the step goes to the lead's layer, and last ``zhupi.toml`` is replaced. A step counts
only where the settings have its version: broken off anywhere before, nothing has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from annotations.errors import LayerReadOnly, SchemeError, StorageError, UsageError
from annotations.guidelines import GUIDELINES, RULINGS
from annotations.migration.changes import changed
from annotations.migration.headings import gazetteer_led_on, led_on
from annotations.migration.inverse import inverse
from annotations.migration.kept import kept_path
from annotations.migration.migrations import Migrations
from annotations.migration.table import Row, Tables, table_of
from annotations.migration.toml_text import new_text, rewritten_text
from annotations.model.scheme import Scheme
from annotations.project.fit import layers_of
from annotations.project.project import GAZETTEER, Project
from annotations.project.settings import SETTINGS
from annotations.records.acts import following
from annotations.records.lead_kinds import MigrationRecord, SchemeChange
from annotations.records.migration import migration_record
from annotations.records.record import Record
from annotations.storage.files.files import Files, atomic_write
from annotations.text_file import read_text
from annotations.toml_file import read_toml
from annotations.wording import msg, tr

__all__ = ["Migration", "migration_of", "undo_of"]

_FILES = {GUIDELINES: led_on, RULINGS: led_on, GAZETTEER: gazetteer_led_on}
"""The files that speak of labels and types, and how each is led on."""


@dataclass(frozen=True)
class Migration:
    """A step that has been worked out and not been done."""

    project: Project
    record: MigrationRecord
    after: Scheme
    """The scheme that it leads to."""
    counts: Mapping[str, Mapping[str, int]]
    """By annotator how many marks, decisions and names it changes, by what they are called."""
    text: str
    """What ``zhupi.toml`` says then."""
    kept: str
    """What it says now, with the scheme that holds where it has none."""

    def carry_out(self) -> list[str]:
        """Do it, and return what was done, a line each.

        Raises:
            StorageError: A file cannot be written; the scheme is then what it was, and what speaks of it too.
        """
        root, files, before = self.project.root, Files(), self.project.scheme
        done = []
        changed: dict[Path, str] = {}
        path = kept_path(root, before.name, before.version)
        try:
            atomic_write(files, path, self.kept.encode())
            self._put()
            for name, lead in _FILES.items():
                if (there := _read(root / name)) is not None:
                    said = lead(there, self.record["changes"])
                    if said != there:
                        changed[(root / name).resolve()] = there
                        atomic_write(files, (root / name).resolve(), said.encode())
                        done.append(tr("{name}: what it says of them follows", name=name))
            atomic_write(files, (root / SETTINGS).resolve(), self.text.encode())
        except OSError as error:
            # The settings come last: whoever was stopped before them does the same step again, as a whole.
            for one, there in changed.items():
                with suppress(OSError):
                    atomic_write(files, one, there.encode())
            raise StorageError(
                tr(
                    "{filename}: {strerror}; check its permissions and the disk",
                    filename=error.filename,
                    strerror=error.strerror,
                )
            ) from error
        done.append(
            tr(
                "{SETTINGS}: {id}; {path} keeps {id2}",
                SETTINGS=SETTINGS,
                id=self.after.id,
                path=path.relative_to(root),
                id2=before.id,
            )
        )
        return done

    def _put(self) -> None:
        project = self.project
        with closing(project.amendments.open(project.layer_path, project.annotator)) as layer:
            if layer.read_only:
                raise LayerReadOnly(layer.read_only)
            record = following(layer.latest(self.record["uid"]), self.record, again=True)
            assert record is not None
            layer.put([record])


def migration_of(project: Project, change: SchemeChange) -> Migration:
    """Return the step that `change` is, worked out for all layers.

    Raises:
        UsageError: The annotator does not lead, or nobody is named and several annotate.
        SchemeError: No scheme would come of it, or its file cannot be changed by a program.
    """
    _demand_lead(project)
    table, text = _settings(project)
    tables, changes = changed(table, change, str(project.root / SETTINGS))
    return _worked_out(project, changes, tables, text, None)


def undo_of(project: Project) -> Migration:
    """Return the step that takes the last one back.

    Raises:
        UsageError: As for :func:`migration_of`, or there is none to take back.
        SchemeError: The settings were changed since, so that the scheme of before would lose that.
    """
    _demand_lead(project)
    last = project.amendments.migrations.last()
    if last is None:
        raise UsageError(tr("{root}: no change of the scheme is there to be taken back", root=project.root))
    path = kept_path(project.root, project.scheme.name, last["before"])
    try:
        before = read_toml(path)["scheme"]
    except KeyError:
        raise SchemeError(tr("{path}: it has no [scheme]; bring it back from a copy", path=path)) from None
    table, text = _settings(project)
    expected = before
    for asked in last["changes"][:1]:  # what came with it, as attributes of a label that went, follows again
        expected = changed(before, asked, str(path))[0].table()
    if _comparable(expected) != _comparable(table):
        raise SchemeError(
            tr(
                "{root}: it was changed since; take {name} from annotations/schemes and "
                "put back by hand what you miss, under a new version",
                root=project.root / SETTINGS,
                name=path.name,
            )
        )
    tables = Tables(before)
    tables.plain["version"] = project.scheme.version + 1
    _find_rows(tables, table)
    back = inverse(last["changes"], Scheme.from_toml(before, str(path)))
    for row in tables.rows["labels"]:  # what is still said from a step that was taken back
        was = [] if row.was is None else table["labels"][row.was].get("was", [])
        if still := [name for name in was if tables.row("labels", name) is None]:
            row.fields["was"] = still
    for change in back:
        if change["act"] == "split":
            tables.choose_for(change)
    return _worked_out(project, back, tables, text, last["after"])


def _comparable(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what people set in the table of a scheme: steps raise the version, and note what labels were."""
    labels = [{key: one[key] for key in one if key != "was"} for one in table["labels"]]
    return {**table, "version": 0, "labels": labels}


def _find_rows(tables: Tables, now: Mapping[str, Any]) -> None:
    """Let each row be the one of `now` that has its name or its key: it keeps its place and comments."""
    for kind, rows in tables.rows.items():
        there = [dict(one) for one in now.get(kind, [])]
        for row in rows:
            row.was = next((at for at, one in enumerate(there) if Row(at, one).name == row.name), None)
        taken = {row.was for row in rows}
        for row in rows:
            key = row.fields.get("key")
            if row.was is None and key:
                free = (at for at, one in enumerate(there) if one.get("key") == key and at not in taken)
                row.was = next(free, None)
                taken.add(row.was)


def _worked_out(
    project: Project, changes: Sequence[SchemeChange], tables: Tables, text: str, undoes: int | None
) -> Migration:
    where, scheme = str(project.root / SETTINGS), project.scheme
    record = migration_record(
        scheme.version,
        changes,
        name=scheme.name,
        lead=project.annotator,
        writer=uuid4().hex[:12],
        undoes=undoes,
    )
    after = Scheme.from_toml(tables.table(), where)
    written = "scheme" in read_toml(project.root / SETTINGS) if text else False
    kept = text if written else new_text(table_of(scheme), text)
    made = rewritten_text(text, tables, where) if written else new_text(tables.table(), text)
    return Migration(project, record, after, _counts(project, record, after), made, kept)


def _counts(project: Project, record: MigrationRecord, after: Scheme) -> Mapping[str, Mapping[str, int]]:
    """Return by annotator what reads otherwise after the step than before it."""
    now = project.amendments.migrations
    then = Migrations.of([*now.records, record], after)
    counts = {}
    split = {old for one in record["changes"] if one["act"] == "split" for old in one["old"]}
    for name, records in layers_of(project, [], everybody=True, amended=False):
        found: Counter[str] = Counter()
        for one in records:
            before, later = now.of_record(one), then.of_record(one)
            again = one["kind"] == "sentence" and split.intersection(before["labels"])  # type: ignore[typeddict-item]
            if _said(before) != _said(later) or again:
                found[_CALLED.get(one["kind"], one["kind"])] += 1
        if found:
            counts[name] = dict(found)
    return counts


_CALLED = {"sentence": "mark", "span": "name", "span-decision": msg("decided name"), "article": "article"}


def _said(record: Record) -> dict[str, object]:
    return {key: value for key, value in record.items() if key != "scheme"}


def _demand_lead(project: Project) -> None:
    if not project.is_lead:
        raise UsageError(
            tr(
                "{lead_called} leads this project and changes its scheme; {called} does not",
                lead_called=project.lead_called,
                called=project.called,
            )
        )
    others = project.other_layers()
    if not project.lead and others:
        raise UsageError(
            tr(
                "{root}: {stem} annotates here too, and zhupi.toml names no lead, who alone "
                'changes the scheme; write lead = "{annotator}" into it',
                root=project.root,
                stem=others[0].stem,
                annotator=project.annotator,
            )
        )


def _settings(project: Project) -> tuple[Mapping[str, Any], str]:
    """Return the table of the scheme, and the text of the file it is from; empty where there is no file."""
    path = project.root / SETTINGS
    text = _read(path)
    if text is None:
        return table_of(project.scheme), ""
    return read_toml(path).get("scheme") or table_of(project.scheme), text


def _read(path: Path) -> str | None:
    try:
        read_text(path)  # which says what is wrong with it
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
