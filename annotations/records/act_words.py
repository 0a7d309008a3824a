"""What an act did, in words, from what its records were before it and after.

The words are those of the act itself, so that undoing and doing again say the same after a restart, when
nothing but the records is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotations.records.kinds import ArticleMark, BoundsRecord, SentenceMark, SpanRecord
from annotations.records.lead_kinds import Decision, OfSentence, SpanDecision
from annotations.records.record import Newest, Record
from annotations.wording import msg, term, tr, value_words

__all__ = ["words_of"]


def words_of(before: Sequence[Newest | None], after: Sequence[Record]) -> str:
    """Return what changed from `before` to `after`, as the act itself would have said it."""
    old, new = before[0], after[0]
    holds = not new["deleted"]
    if new["kind"] == "article":
        return _article_words(old if old is not None and old["kind"] == "article" else None, new)
    if new["kind"] == "correction":
        return (
            tr("{quote} corrected", quote=new["quote"])
            if holds
            else tr("{quote} left as it is", quote=new["quote"])
        )
    if new["kind"] == "decision":
        return _decision_words(old, new) if holds else tr("decided no more")
    if new["kind"] == "span-decision":
        more = tr(" and {number} more", number=len(after) - 1) if len(after) > 1 else ""
        return (
            tr("decided: {decided_words}{more}", decided_words=_decided_words(new), more=more)
            if holds
            else tr("{quote}: decided no more{more}", quote=new["quote"], more=more)
        )
    if new["kind"] == "return":
        again = tr("once more ") if old is not None and not old["deleted"] else ""
        return tr("returned {again}to {to}", again=again, to=new["to"]) if holds else tr("return withdrawn")
    if new["kind"] == "answer":
        return tr("answered") if holds else tr("answer taken back")
    if new["kind"] == "remark":
        return tr("remark") if holds else tr("remark taken back")
    if new["kind"] == "migration":
        return tr("another scheme")
    if new["kind"] == "carry":
        return tr("carried over from the earlier text") if holds else tr("carried over no more")
    if new["kind"] == "span":
        return _span_words(old, new)
    if new["kind"] == "bounds":
        return _bounds_words(new)
    return _mark_words(old, new)


_ANYTHING = msg("what was said")


def _decision_words(old: Newest | None, new: Decision) -> str:
    """Return what was decided of a sentence, or what was changed of the decision."""
    had = old if old is not None and old["kind"] == "decision" and not old["deleted"] else None
    if had is not None and _labels(had) == _labels(new):
        words = _details(had, new)
        if had["reason"] != new["reason"]:
            words.append(tr("reason: {reason}", reason=new["reason"]) if new["reason"] else tr("-reason"))
        if had["note"] != new["note"]:
            words.append(tr("note") if new["note"] else tr("-note"))
        if words:
            return " ".join(words)
    left = new.get("left_open", ())
    more = tr("; {left} left open", left=", ".join(left)) if left else ""
    return tr("decided: {labels}{more}", labels=", ".join(map(term, new["labels"])) or tr("none"), more=more)


def _article_words(old: ArticleMark | None, new: ArticleMark) -> str:
    """Return what was said of an article as a whole, or that it is done."""
    was, now = (None if one is None or one["deleted"] else one for one in (old, new))
    before, after = (one.get("labels", []) if one else [] for one in (was, now))
    words = [f"+{term(label)}" for label in after if label not in before]
    words += [f"-{term(label)}" for label in before if label not in after]
    had, has = (one.get("attributes", {}) if one else {} for one in (was, now))
    words += [f"{name} {value_words(value)}" for name, value in has.items() if had.get(name) != value]
    words += [f"-{name}" for name in had if name not in has]
    if words:
        return tr("article {words}", words=" ".join(words))
    return tr("done") if now is not None and now["done"] else tr("not done")


def _labels(said: OfSentence) -> tuple[str, ...]:
    return said["status"], *said["labels"]


def _details(old: OfSentence, new: OfSentence) -> list[str]:
    """Return what was changed of that which hangs on labels."""
    words = []
    if old["voice"] != new["voice"]:
        words.append(tr("voice {voice}", voice=term(new["voice"])) if new["voice"] else tr("-voice"))
    before, after = old["quotes"], new["quotes"]
    if (names := _speakers(after)) != _speakers(before):
        words.append(tr("speaker {names}", names=names) if names else tr("-speaker"))
    elif (forms := _forms(after)) != _forms(before):
        words.append(forms or tr("-form"))
    elif [one.get("content") for one in before] != [one.get("content") for one in after]:
        words.append(tr("quoted words"))
    was, now = old.get("attributes", {}), new.get("attributes", {})
    for name in dict.fromkeys([*was, *now]):
        if name not in now:
            words.append(f"-{name}")
        elif name not in was or was[name] != now[name]:
            words.append(f"{name} {value_words(now[name])}")
    return words


def _speakers(quotes: Sequence[Mapping[str, object]]) -> str:
    listed = [quote.get("speakers") for quote in quotes]
    speakers = [one for some in listed if isinstance(some, list) for one in some]
    named = ((one.get("name") or tr("unknown")) if isinstance(one, Mapping) else one for one in speakers)
    return ", ".join(map(str, named))


def _forms(quotes: Sequence[Mapping[str, object]]) -> str:
    return ", ".join(term(str(quote.get("form"))) for quote in quotes if quote.get("form"))


def _bounds_words(new: BoundsRecord) -> str:
    """Return what became of the place where sentences were joined or split."""
    joined = (new["act"] == "join") is not new["deleted"]  # what is split no more is joined
    return tr("joined") if joined else tr("split")


def _mark_words(old: Newest | None, new: SentenceMark) -> str:
    """Return what was said of a sentence."""
    had = old if old is not None and old["kind"] == "sentence" and not old["deleted"] else None
    has = None if new["deleted"] else new
    before, after = (_mark_says(one) for one in (had, has))
    gained = [f"+{term(label)}" for label in after.labels if label not in before.labels]
    lost = [f"-{term(label)}" for label in before.labels if label not in after.labels]
    words = gained + lost
    if after.none != before.none:
        words = [tr("none")] if after.none else (gained or [tr("-none")])
    if after.flag != before.flag:
        words.append(tr("flag") if after.flag else tr("-flag"))
    if after.note != before.note:
        words.append(tr("note") if after.note else tr("-note"))
    if not words and had is not None and has is not None:
        words = _details(had, has)  # what hangs on labels comes and goes with them
    return " ".join(words) or tr(_ANYTHING)


class _MarkSays(NamedTuple):
    """What the words of an act on a sentence tell apart."""

    labels: Sequence[str] = ()
    none: bool = False
    flag: bool = False
    note: str = ""


def _mark_says(mark: SentenceMark | None) -> _MarkSays:
    if mark is None:
        return _MarkSays()
    return _MarkSays(mark["labels"], mark["status"] == "none", mark["flag"], mark["note"])


def _span_words(old: Newest | None, new: SpanRecord) -> str:
    """Return what was said of a name or number."""
    if new["deleted"]:
        return f"{new['quote']}: {tr('taken away') if new['act'] == 'add' else tr('as it was found')}"
    if new["act"] == "reject":
        live = old if old is not None and old["kind"] == "span" and not old["deleted"] else new
        return tr("{quote}: no {what}", quote=live["quote"], what=term(new["what"]))
    return f"{new['quote']}: {new['type'] or (new['number'] or {}).get('kind') or new['what']}"


def _decided_words(decision: SpanDecision) -> str:
    """Return what was decided of the names or numbers of a place."""
    if not decision["spans"]:
        return tr("{quote}: no {what}", quote=decision["quote"], what=term(decision["what"]))
    quote, begin = decision["quote"], decision["start"]
    return ", ".join(
        f"{quote[one['start'] - begin : one['end'] - begin]}:"
        f" {one.get('type') or (one.get('number') or {}).get('kind') or decision['what']}"
        for one in decision["spans"]
    )
