"""The record that says what was decided of a sentence on which annotators may differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotations.records.kinds import SCHEMA, Status, TagFields
from annotations.records.lead_kinds import Decision, Ground, GroundOfSentence, How, Overruled
from annotations.records.record import owned
from annotations.records.uids import decision_uid

__all__ = ["decision", "seen"]


def seen(annotator: str, uid: str | None, rev: int, done: bool) -> GroundOfSentence:
    """Return what a decision keeps of one mark that it rests on.

    `uid` is None, and `rev` 0, where the annotator made no mark but marked the article `done`, which says
    none of every sentence.
    """
    return {"annotator": annotator, "uid": uid, "rev": rev, "done": done}


def decision(
    article: str,
    start: int,
    end: int,
    quote: str,
    *,
    lead: str,
    writer: str,
    scheme: str,
    how: How,
    seen: Iterable[GroundOfSentence],
    votes: Mapping[str, int],
    status: Status,
    labels: Sequence[str] = (),
    voice: str | None = None,
    voice_by: object = None,
    quotes: Iterable[Mapping[str, object]] = (),
    attributes: Mapping[str, object] | None = None,
    left_open: Iterable[str] = (),
    overrules: Iterable[Overruled] = (),
) -> Decision:
    """Return the first revision of what `lead` decided of ``text[start:end]``; why is said later.

    Args:
        article: The id of the article.
        start: Where the sentence begins; there is one decision of a lead for each.
        end: Where it ends.
        quote: What stands there.
        lead: Whose decision it is.
        writer: The running program.
        scheme: The scheme that it follows.
        how: ``person``, ``unanimous`` or ``majority``.
        seen: What it rests on, each as :func:`seen` gives it.
        votes: How many annotators said each label, or ``none``; what nobody said is left out.
        status: ``marked`` or ``none``.
        labels: The labels that hold; with ``marked`` at least one.
        voice: Whose voice the claim or opinion is, and `voice_by` who set that.
        voice_by: See `voice`.
        quotes: As a mark has them, and so `attributes`.
        attributes: See `quotes`.
        left_open: What of voice, quotes and attributes is left open.
        overrules: The decisions of other leads that this one knows of, and takes the place of.
    """
    return {
        "schema": SCHEMA,
        "uid": decision_uid(article, start, lead),
        "kind": "decision",
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        **_said(status, labels, voice, voice_by, quotes, attributes),
        **_ground(how, seen, votes, left_open, overrules),
        "reason": "",
        "note": "",
        **owned(lead, writer, scheme),
    }


def _said(
    status: Status,
    labels: Sequence[str],
    voice: str | None,
    voice_by: object,
    quotes: Iterable[Mapping[str, object]],
    attributes: Mapping[str, object] | None,
) -> TagFields:
    return {
        "status": status,
        "labels": list(labels),
        "voice": voice,
        "voice_by": voice_by,
        "quotes": [dict(one) for one in quotes],
        "attributes": dict(attributes or {}),
    }


def _ground(
    how: How,
    seen: Iterable[GroundOfSentence],
    votes: Mapping[str, int],
    left_open: Iterable[str],
    overrules: Iterable[Overruled],
) -> Ground:
    return {
        "how": how,
        "seen": [{**one} for one in seen],
        "votes": dict(votes),
        "left_open": list(left_open),
        "overrules": [{**one} for one in overrules],
    }
