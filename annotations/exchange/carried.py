"""What travels in the metadata, comments and notes of a format: all that it has no field of its own for.

Sentences have :func:`~annotations.exchange.item_rows.more_of`; here is the same for the article and for names
and numbers, how it becomes a line of JSON, and how articles are cut into sentences for formats whose examples
are those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, TypeVar

from annotations.exchange.format import Losses
from annotations.exchange.item_rows import more_of_item, with_more
from annotations.exchange.items import Item, ItemCorrection, ItemSentence, ItemSpan
from annotations.plain_json import loads
from annotations.records.field_values import is_amount
from annotations.wording import msg

__all__ = [
    "article_more",
    "compact",
    "is_place",
    "labelled",
    "object_in",
    "off_line",
    "on_line",
    "pieces",
    "sentence_with",
    "span_briefly",
    "span_more",
    "span_with",
    "spans_within",
    "whole",
    "with_article_more",
]

Placed = TypeVar("Placed", ItemSpan, ItemCorrection)

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What stands as an escape in JSON: what ends a line for some programs, and what UTF-8 has not."""
_PLAIN = re.compile(r'(?!["\s])[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]*(?<!\s)')
_SURROGATES = re.compile("[\ud800-\udfff]")
_AMOUNT = {
    "value": None,
    "exact": "",
    "high": None,
    "high_exact": "",
    "iso": None,
    "unit": None,
    "modifier": None,
}
"""What a number amounts to where nothing is known."""
_TEXTS = ("article", "document", "title", "source", "annotator", "scheme")
_BESIDE_PLACE = attrgetter(*(one.name for one in fields(ItemSentence) if one.name not in ("start", "end")))
_STATUSES = ("marked", "none", "implied", "open")
_DECISION_LISTS = ("decided_by", "left_open", "absent")


def compact(value: object) -> str:
    """Return `value` as JSON, the same for equal values; as UTF-8 it is one line to whoever divides lines."""
    text = _encode(value)
    if text.isprintable():  # which none of them is, and most texts are
        return text
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def object_in(text: object) -> dict[str, Any]:
    """Return the object that `text` is as JSON; an empty one for all that is none."""
    try:
        value = loads(text) if isinstance(text, str) else None
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {}


def on_line(text: str) -> str:
    """Return a text as it can stand at the end of a line: as JSON if it would not stay as it is there."""
    return text if _PLAIN.fullmatch(text) else compact(text)


def off_line(text: str) -> str:
    """Return the text that :func:`on_line` made `text` of."""
    if not text.startswith('"'):
        return text
    try:
        value = loads(text)
    except ValueError:
        return text
    return value if isinstance(value, str) else text


def whole(text: str, losses: Losses) -> str:
    """Return `text` with U+FFFD for each half of a character, which no UTF-8 has, and count these."""
    if text.isascii():
        return text
    found, count = _SURROGATES.subn("\ufffd", text)
    losses.add(msg("half of a character"), msg("halves of characters"), count)
    return found


def article_more(item: Item) -> dict[str, Any]:
    """Return what is said of an article as a whole and who says it, as JSON has it."""
    named = {key: getattr(item, key) for key in ("article", "title", "source", "annotator")}
    more = {key: value for key, value in named.items() if value} | more_of_item(item)
    if item.predicted:
        more["predicted"] = True
    if item.spans is None:
        more["spans"] = False
    return more


def with_article_more(item: Item, more: Mapping[str, Any]) -> Item:
    """Return `item` with what :func:`article_more` gave; values of a wrong type are left out."""
    known: dict[str, Any] = {key: more[key] for key in _TEXTS if isinstance(more.get(key), str)}
    for key in ("done", "predicted"):
        if isinstance(more.get(key), bool):
            known[key] = more[key]
    for key in ("metadata", "attributes"):
        if isinstance(more.get(key), dict):
            known[key] = more[key]
    if isinstance(labels := more.get("labels"), list):
        known["labels"] = tuple(one for one in labels if isinstance(one, str))
    if isinstance(listed := more.get("corrections"), list):
        known["corrections"] = tuple(_corrections(listed, len(item.text)))
    if more.get("spans") is False and not item.spans:
        known["spans"] = None
    return replace(item, **known)


def sentence_with(sentence: ItemSentence, more: Mapping[str, Any]) -> ItemSentence:
    """Return `sentence` with what :func:`~annotations.exchange.item_rows.more_of` gave, read from a file."""
    sound = dict(more)
    if sound.get("status") not in _STATUSES:
        sound.pop("status", None)
    for key in ("quotes", "thread", "prediction"):
        if isinstance(sound.get(key), list):
            sound[key] = [one for one in sound[key] if isinstance(one, dict)]
    for key in _DECISION_LISTS:
        if key in sound:
            listed = sound[key] if isinstance(sound[key], list) else []
            sound[key] = [one for one in listed if isinstance(one, str)]
    if not isinstance(sound.get("votes", {}), dict):
        del sound["votes"]
    if not isinstance(sound.get("how", ""), str):
        del sound["how"]
    if isinstance(sound.get("scores"), dict):
        sound["scores"] = {key: one for key, one in sound["scores"].items() if _is_score(one)}
    return with_more(sentence, sound)


def labelled(sentence: ItemSentence, labels: Iterable[str], order: object = ()) -> ItemSentence:
    """Return `sentence` with the labels that the format's own fields have, whatever else was carried.

    Args:
        sentence: With the status that was carried; ``open`` where none was.
        labels: What the fields say; somebody may have changed them.
        order: The labels in the order in which they were carried.
    """
    found = list(dict.fromkeys(labels))
    carried = [one for one in order if one in found] if isinstance(order, list) else []
    found = carried + [one for one in found if one not in carried]
    status = sentence.status
    if found:
        status = "marked"
    elif status == "marked":  # they were taken off
        status = "open"
    return replace(sentence, labels=tuple(found), status=status)


def is_place(start: object, end: object, length: int) -> bool:
    """Tell whether `start` and `end` are a range of a text of that length, maybe an empty one."""
    return type(start) is int and type(end) is int and 0 <= start <= end <= length


def spans_within(item: Item, losses: Losses) -> list[ItemSpan]:
    """Return the names and numbers of `item` that stand somewhere in its text, and count the others."""
    length = len(item.text)
    found = [one for one in item.spans or () if 0 <= one.start < one.end <= length]
    missing = len(item.spans or ()) - len(found)
    losses.add(msg("name or number without text"), msg("names and numbers without text"), missing)
    return found


def span_more(span: ItemSpan) -> dict[str, Any]:
    """Return what is said of a name or number besides its place and label; what is default is left out."""
    more: dict[str, Any] = {}
    if span.what != "name":
        more["what"] = span.what
    if span.by:
        more["by"] = span.by
    if not span.certain:
        more["certain"] = span.certain
    if span.score is not None:
        more["score"] = span.score
    if span.amount:
        more["amount"] = dict(span.amount)
    return more


def span_briefly(span: ItemSpan) -> dict[str, Any]:
    """Return what :func:`span_more` gives, without what is not known of a number: for people to read."""
    more = span_more(span)
    if set(more.get("amount", ())) == set(_AMOUNT):
        more["number"] = {key: one for key, one in more.pop("amount").items() if one != _AMOUNT[key]}
    return more


def span_with(span: ItemSpan, more: Mapping[str, Any]) -> ItemSpan:
    """Return `span` with what :func:`span_more` gave; values of a wrong type are left out."""
    if more.get("what") == "number":
        span = span._replace(what="number")
    if isinstance(by := more.get("by"), str):
        span = span._replace(by=by)
    if isinstance(certain := more.get("certain"), bool):
        span = span._replace(certain=certain)
    if _is_score(score := more.get("score")):
        span = span._replace(score=score)
    if isinstance(amount := more.get("amount"), dict) and is_amount(amount):
        span = span._replace(amount=amount)
    if isinstance(amount := more.get("number"), dict) and is_amount(amount):
        span = span._replace(amount={**_AMOUNT, **amount})
    return span


def pieces(item: Item, losses: Losses) -> Iterator[Item]:
    """Yield each sentence of an article as an item of its own; what lies in none, or in two, is counted."""
    within, corrected = 0, 0
    same = {one.name: getattr(item, one.name) for one in fields(item)} | {"unit": "sentence"}
    for one in item.sentences:
        start, end = one.start, one.end
        spans = item.spans_in(one)
        within += len(spans)
        inside = [each for each in item.corrections if start <= each.start and each.end <= end]
        corrected += len(inside)
        same["text"] = item.text[start:end]
        same["base"] = start
        same["sentences"] = (ItemSentence(0, end - start, *_BESIDE_PLACE(one)),)
        same["spans"] = None if item.spans is None else tuple(_moved(each, -start) for each in spans)
        same["corrections"] = tuple(_moved(each, -start) for each in inside)
        yield Item(**same)
    losses.add(
        msg("name or number outside sentences"),
        msg("names and numbers outside sentences"),
        max(0, len(item.spans or ()) - within),
    )
    losses.add(
        msg("repair over the end of a sentence"),
        msg("repairs over the ends of sentences"),
        max(0, len(item.corrections) - corrected),
    )


def _is_score(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _moved(one: Placed, by: int) -> Placed:
    return one._replace(start=one.start + by, end=one.end + by)


def _corrections(listed: list[Any], length: int) -> Iterator[ItemCorrection]:
    for one in listed:
        if isinstance(one, list) and len(one) == 3 and [type(each) for each in one] == [int, int, str]:
            start, end, text = one
            if 0 <= start <= end <= length:
                yield ItemCorrection(start, end, text)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode
