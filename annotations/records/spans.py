"""The records that say of a name or number what it is, and how they come about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotations.model.article import Name, Number
from annotations.records.record import Record, new_record

__all__ = ["NUMBER_FIELDS", "number_fields", "span_record", "span_uid", "what_is"]

NUMBER_FIELDS = ("kind", "value", "high", "iso", "unit", "modifier")
"""What a number amounts to, as records and exports have it."""


def what_is(span: Name | Number) -> str:
    """Return what records call `span`: ``name`` or ``number``."""
    return "name" if isinstance(span, Name) else "number"


def number_fields(number: Number) -> dict[str, Any]:
    """Return what `number` amounts to, as records keep it."""
    return {field: getattr(number, field) for field in NUMBER_FIELDS}


def span_uid(article: str, what: str, start: int, annotator: str, *, added: bool = False) -> str:
    """Return the uid of what an annotator says of the name or number (`what`) that begins at `start`.

    `start` is that of the target, or of what is `added`; mending again is a revision of the same record.
    """
    return f"span:{article}:{what}:{'+' if added else ''}{start}:{annotator}"


def span_record(
    article: str,
    what: str,
    act: str,
    start: int,
    end: int,
    quote: str,
    *,
    target: Sequence[int] | None = None,
    type: str | None = None,  # noqa: A002 - the record's own name for it
    number: Mapping[str, Any] | None = None,
    everywhere: bool = True,
    proposed: bool = False,
    uid: str = "",
    annotator: str,
    writer: str,
    scheme: str,
) -> Record:
    """Return the first revision of a mended name or number.

    Args:
        article: The id of the article.
        what: ``name`` or ``number``.
        act: ``add``, ``change`` or ``reject``.
        start: Where it stands from now on; `quote` is the text from there to `end`.
        end: See `start`.
        quote: See `start`.
        target: What the analysis found and this is about; None where it is added.
        type: The type of a name.
        number: What a number amounts to, the fields of `NUMBER_FIELDS`.
        everywhere: Whether it covers the same string in the whole article.
        proposed: Whether it is proposed for the project's gazetteer.
        uid: Its uid, if another than that of `span_uid`.
        annotator: Who says so.
        writer: The running program.
        scheme: The id of the scheme.
    """
    fields = {
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "what": what,
        "act": act,
        "target": list(target) if target else None,
        "type": type,
        "number": dict(number) if number else None,
        "everywhere": everywhere,
        "proposed": proposed,
    }
    uid = uid or span_uid(article, what, target[0] if target else start, annotator, added=target is None)
    return new_record("span", uid, fields, annotator=annotator, writer=writer, scheme=scheme)
