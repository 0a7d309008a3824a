"""The record that says what was decided of the names or numbers of one place, and how it writes spans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotations.model.article import Name, Number
from annotations.records.kinds import SCHEMA, Amount, What
from annotations.records.lead_kinds import DecidedSpan, GroundOfSpans, How, Overruled, SpanDecision
from annotations.records.record import owned
from annotations.records.spans import amount_of, as_number, number_fields
from annotations.records.uids import span_decision_uid

__all__ = ["Span", "Version", "decided_spans", "said", "same_spans", "same_version", "seen", "span_decision"]

Span = Name | Number
Version = tuple[Span, ...]
"""What somebody has in one place: names or numbers, ascending and disjoint; none is a version too."""


def said(version: Iterable[Span], moved: int = 0) -> list[DecidedSpan]:
    """Return `version` as records have it, `moved` by so many characters; who found it is left out."""
    return [
        {"start": one.start + moved, "end": one.end + moved, "type": one.type}
        if isinstance(one, Name)
        else {"start": one.start + moved, "end": one.end + moved, "number": number_fields(one)}
        for one in version
    ]


def same_spans(one: Version, other: Version) -> bool:
    """Tell whether two versions say the same, whoever found them."""
    return len(one) == len(other) and all(map(_same, one, other))


def same_version(one: Iterable[DecidedSpan], other: Iterable[DecidedSpan]) -> bool:
    """Tell whether two versions, as records have them, say the same; keys that are not ours do not count."""
    return list(map(_bare, one)) == list(map(_bare, other))


def seen(versions: Mapping[str, Version]) -> list[GroundOfSpans]:
    """Return what a decision keeps of what it rests on: who counts, and what each one says."""
    return [{"annotator": name, "spans": said(version)} for name, version in versions.items()]


def decided_spans(decision: SpanDecision, by: str) -> list[Span]:
    """Return the names or numbers that were decided, as spans that are there by `by`."""
    made: list[Span] = []
    for one in decision["spans"]:
        if decision["what"] == "name":
            made.append(Name(one["start"], one["end"], one.get("type") or "", by=by))
        else:
            made.append(as_number(one["start"], one["end"], one.get("number"), by))
    return made


def span_decision(
    article: str,
    what: What,
    start: int,
    end: int,
    quote: str,
    *,
    spans: Iterable[DecidedSpan],
    how: How,
    seen: Iterable[GroundOfSpans],
    lead: str,
    writer: str,
    scheme: str,
    reason: str = "",
    note: str = "",
    overrules: Iterable[Overruled] = (),
    at: str | None = None,
) -> SpanDecision:
    """Return the first revision of what `lead` decided of ``text[start:end]``, which is `quote`.

    Args:
        article: The id of the article.
        what: ``name`` or ``number``.
        start: Where the place begins; there is one decision of a lead for each.
        end: Where it ends.
        quote: What stands there.
        spans: The names or numbers that hold in it, as :func:`said` gives them; none if there is none.
        how: ``person``, ``unanimous`` or ``majority``.
        seen: What it rests on, as :func:`seen` gives it.
        lead: Whose decision it is.
        writer: The running program.
        scheme: The id of the scheme.
        reason: A word for why, to count by.
        note: Why, in words.
        overrules: The decisions of other leads that this one knows of, and takes the place of.
        at: When; by default now.
    """
    return {
        "schema": SCHEMA,
        "uid": span_decision_uid(article, what, start, lead),
        "kind": "span-decision",
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "what": what,
        "spans": [{**one} for one in spans],
        "how": how,
        "seen": [{**one} for one in seen],
        "overrules": [{**one} for one in overrules],
        "reason": reason,
        "note": note,
        **owned(lead, writer, scheme, at=at),
    }


def _same(one: Span, other: Span) -> bool:
    if (one.start, one.end) != (other.start, other.end):
        return False
    if isinstance(one, Name) or isinstance(other, Name):
        return isinstance(one, Name) and isinstance(other, Name) and one.type == other.type
    return number_fields(one) == number_fields(other)


def _bare(one: DecidedSpan) -> tuple[int, int, str | None, Amount | None]:
    number = one.get("number")
    return one["start"], one["end"], one.get("type"), None if number is None else amount_of(number)
