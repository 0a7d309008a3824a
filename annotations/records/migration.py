"""The record that says how what was said under one version of a scheme is read under the next."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.records.kinds import SCHEMA
from annotations.records.lead_kinds import ChangeAct, ChangeOf, MigrationRecord, SchemeChange
from annotations.records.record import owned

__all__ = ["PROJECT", "migration_record", "migration_uid", "scheme_change"]

PROJECT = b"zhupi:proj".hex()
"""What stands as the article of a record that is about the whole project.

It has the form of an article's id, so that every reader finds its lines as it finds those of an article; that
a text has this hash is as likely as that two texts have the same."""


def migration_uid(after: int, lead: str) -> str:
    """Return the uid of what `lead` says leads on to the version `after`."""
    return f"migration:{PROJECT}:{after}:{lead}"


def scheme_change(
    what: ChangeOf, act: ChangeAct, old: Iterable[str], new: Iterable[str] = (), *, attribute: str = ""
) -> SchemeChange:
    """Return one change of a scheme; `attribute` is whose values they are, for those alone."""
    return {"what": what, "act": act, "old": list(old), "new": list(new), "attribute": attribute}


def migration_record(
    before: int,
    changes: Iterable[SchemeChange],
    *,
    name: str,
    lead: str,
    writer: str,
    undoes: int | None = None,
    at: str | None = None,
) -> MigrationRecord:
    """Return the first revision of what leads from the version `before` of the scheme `name` to the next.

    Args:
        before: The version that the scheme has had so far.
        changes: What changes in this step, all at once.
        name: The scheme's.
        lead: Whose layer it goes to.
        writer: The running program.
        undoes: The version to which the step leads that this one takes back.
        at: When; by default now.
    """
    return {
        "schema": SCHEMA,
        "uid": migration_uid(before + 1, lead),
        "kind": "migration",
        "article": PROJECT,
        "before": before,
        "after": before + 1,
        "changes": [{**one} for one in changes],
        "undoes": undoes,
        **owned(lead, writer, f"{name}/{before + 1}", at=at),
    }
