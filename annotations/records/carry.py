"""The record that says that what was said of an earlier text of an article holds for the later one."""

from __future__ import annotations

from annotations.records.kinds import SCHEMA
from annotations.records.lead_kinds import CarryRecord
from annotations.records.record import owned
from annotations.records.uids import carry_uid

__all__ = ["carry_record"]


def carry_record(
    article: str,
    earlier: str,
    *,
    stays: bool,
    rule: int,
    annotator: str,
    writer: str,
    scheme: str,
    at: str | None = None,
) -> CarryRecord:
    """Return the first revision of that what was said of the text `earlier` holds for `article`.

    Args:
        article: The id of the later text.
        earlier: The id of the earlier one.
        stays: Whether the earlier one is a text of the project still, as it stands in another file too.
        rule: By which rule the one is laid over the other.
        annotator: The lead, or who works alone.
        writer: The running program.
        scheme: The id of the scheme.
        at: When; by default now.
    """
    return {
        "schema": SCHEMA,
        "uid": carry_uid(article, earlier, annotator),
        "kind": "carry",
        "article": article,
        "earlier": earlier,
        "stays": stays,
        "rule": rule,
        **owned(annotator, writer, scheme, at=at),
    }
