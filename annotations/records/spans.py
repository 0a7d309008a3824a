"""The records that say of a name or number what it is, and how they come about."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model.article import Name, Number
from annotations.records.kinds import SCHEMA, Amount, Assisted, SpanAct, SpanRecord, What
from annotations.records.record import owned

__all__ = [
    "NUMBER_FIELDS", "amount_of", "as_number", "number_fields", "span_record", "span_uid", "what_is",
]  # fmt: skip

NUMBER_FIELDS = ("kind", "value", "high", "iso", "unit", "modifier")
"""What a number amounts to, as records and exports have it."""
_NOT_ASSISTED: Assisted = {}
_KIND = "cardinal"
"""What a number is of which nothing is said."""


def what_is(span: Name | Number) -> What:
    """Return what records call `span`: ``name`` or ``number``."""
    return "name" if isinstance(span, Name) else "number"


def number_fields(number: Number) -> Amount:
    """Return what `number` amounts to, as records keep it."""
    return {
        "kind": number.kind,
        "value": number.value,
        "high": number.high,
        "iso": number.iso,
        "unit": number.unit,
        "modifier": number.modifier,
    }


def amount_of(said: Amount) -> Amount:
    """Return what is `said` of a number with every field of `NUMBER_FIELDS`, and no other."""
    return {
        "kind": said.get("kind"),
        "value": said.get("value"),
        "high": said.get("high"),
        "iso": said.get("iso"),
        "unit": said.get("unit"),
        "modifier": said.get("modifier"),
    }


def as_number(start: int, end: int, said: Amount | None, by: str) -> Number:
    """Return the number from `start` to `end` that is there by `by` and amounts to what is `said` of it."""
    said = said or {}
    return Number(
        start,
        end,
        said.get("kind") or _KIND,
        said.get("value"),
        said.get("high"),
        said.get("iso"),
        said.get("unit"),
        said.get("modifier"),
        by,
    )


def span_uid(article: str, what: str, start: int, annotator: str, *, added: bool = False) -> str:
    """Return the uid of what an annotator says of the name or number (`what`) that begins at `start`.

    `start` is that of the target, or of what is `added`; mending again is a revision of the same record.
    """
    return f"span:{article}:{what}:{'+' if added else ''}{start}:{annotator}"


def span_record(
    article: str,
    what: What,
    act: SpanAct,
    start: int,
    end: int,
    quote: str,
    *,
    target: Sequence[int] | None = None,
    type: str | None = None,  # noqa: A002 - the record's own name for it
    number: Amount | None = None,
    everywhere: bool = True,
    proposed: bool = False,
    uid: str = "",
    annotator: str,
    writer: str,
    scheme: str,
) -> SpanRecord:
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
    return {
        "schema": SCHEMA,
        "uid": uid
        or span_uid(article, what, target[0] if target else start, annotator, added=target is None),
        "kind": "span",
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "what": what,
        "act": act,
        "target": list(target) if target else None,
        "type": type,
        "number": {**number} if number else None,
        "everywhere": everywhere,
        "proposed": proposed,
        **_NOT_ASSISTED,
        **owned(annotator, writer, scheme),
    }
