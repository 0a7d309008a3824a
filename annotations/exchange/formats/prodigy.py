"""Prodigy's JSONL: an example a sentence, as its recipes save them and take them in.

The option ``view`` says how the examples are seen:

- ``choice``: the labels of the sentence as options, those that apply as ``accept``; none of them is an answer
  too. Names and numbers are its ``spans``, which Prodigy shows.
- ``spans_manual`` and ``ner_manual``: names and numbers, with a token for each character and ``token_end``
  inclusive. In ``ner_manual`` nothing overlaps: of what does, the longest stands there, and the rest is
  carried.
- ``binary``: an example for each label, accepted or rejected.

A sentence on which nobody has answered has the answer ``ignore``. Several annotators make the examples of
``review``: an example with a version for each answer, and whose it is; or, with the option ``several`` as
``rows``, an example for each of them, from which Prodigy makes that itself. Predictions have no answer.

Hashes are left out: they are Prodigy's to make, and ``db-in`` makes them. ``zhupi`` holds what has no field.
What a text is in examples of others, ``each=sentence`` or ``each=article`` says; otherwise the text tells.
Lost, and counted: names without text, and names and repairs in no sentence or over the end of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from annotations.exchange.carried import pieces, span_more, spans_within
from annotations.exchange.carried_map import carried_map
from annotations.exchange.format import Order
from annotations.exchange.formats.foreign_record import EACH
from annotations.exchange.formats.prodigy_reader import examples_of, looks_like
from annotations.exchange.items import Group, Item, ItemSpan, Unit
from annotations.exchange.json_streams import Opened, line_of
from annotations.exchange.parcels import Parcel
from annotations.model.scheme import Scheme
from annotations.model.scheme_rows import ONE_OF
from annotations.wording import msg

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "prodigy"
UNITS: tuple[Unit, ...] = ("sentence",)
MAIN = "prodigy.jsonl"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {
    "view": ("choice", "spans_manual", "ner_manual", "binary"),
    "several": ("review", "rows"),
    "each": EACH,
}
NEEDS = None
_MANUAL = ("spans_manual", "ner_manual")


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write the examples of each sentence."""
    examples = _Examples(order)
    with Opened(parcel) as files:
        for split in order.splits:
            files.sink(f"{split}.jsonl")
        for group in groups:
            sink = files.sink(f"{order.split_of(group[0])}.jsonl" if order.splits else MAIN)
            for one in examples.of(group):
                sink.write(line_of(one) + b"\n")
        if not order.splits:
            files.sink(MAIN)


read = examples_of
recognises = looks_like


class _Examples:
    """Makes examples of articles."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._view = order.options.get("view", "choice")
        self._review = order.together and order.options.get("several", "review") == "review"
        self._titles = {one.name: one.title or one.name for one in order.scheme.labels}
        self._style = "single" if _exclusive(order.scheme) else "multiple"

    def of(self, group: Group) -> Iterator[dict[str, Any]]:
        """Yield the examples of one article."""
        places: dict[tuple[int, int], list[Item]] = {}
        for item in group:
            for piece in pieces(item, self._order.losses):
                places.setdefault((piece.base or 0, len(piece.text)), []).append(piece)
        for place in sorted(places):
            said = places[place]
            if self._review and self._view != "binary":
                yield from self._reviewed(said)
            else:
                for one in said:
                    yield from self._of_one(one)

    def _of_one(self, item: Item) -> Iterator[dict[str, Any]]:
        about = {"text": item.text, "_view_id": "classification" if self._view == "binary" else self._view}
        known = _known(item)
        if self._view != "binary":
            yield {**about, **self._said(item), **known}
            return
        labels = list(dict.fromkeys((*self._titles, *item.sentences[0].labels)))
        for number, label in enumerate(labels):
            answer = {} if item.predicted else {"answer": self._answer(item, label)}
            scored = item.sentences[0].scores.get(label)
            row = {
                **about,
                "label": label,
                **({} if scored is None else {"score": scored}),
                **answer,
                **known,
            }
            place = {"article": item.article, "base": item.base, "annotator": item.annotator}
            row["zhupi"] = place if number else carried_map(item, spans_within(item, self._order.losses))
            yield row

    def _answer(self, item: Item, label: str) -> str:
        (sentence,) = item.sentences
        return "accept" if label in sentence.labels else "reject" if sentence.judged else "ignore"

    def _said(self, item: Item) -> dict[str, Any]:
        """Return what is said of a sentence, in the fields of the view, and what has no field."""
        (sentence,) = item.sentences
        spans = spans_within(item, self._order.losses)
        said: dict[str, Any] = {}
        judged = sentence.judged
        aside: list[ItemSpan] = []
        if self._view == "choice":
            titles = {**{one: one for one in sentence.labels}, **self._titles}
            options = list(dict.fromkeys((*self._titles, *sentence.labels)))
            said["options"] = [{"id": one, "text": titles[one]} for one in options]
            said["accept"] = list(sentence.labels)
            said["config"] = {"choice_style": self._style}
            said["spans"] = [_span(one) for one in spans]
        else:
            if self._view == "ner_manual":
                spans, aside = _apart(spans)
                self._order.losses.add(
                    msg("overlapping name or number beside the spans"),
                    msg("overlapping names and numbers beside the spans"),
                    len(aside),
                )
            said["tokens"] = [
                {"text": one, "start": at, "end": at + 1, "id": at, "ws": False}
                for at, one in enumerate(item.text)
            ]
            said["spans"] = [
                {**_span(one), "token_start": one.start, "token_end": one.end - 1} for one in spans
            ]
            judged = judged or any(one.by == "person" for one in item.spans or ())
        if not item.predicted:
            said["answer"] = "accept" if judged else "ignore"
        elif scores := [*sentence.scores.values()]:
            said["score"] = max(scores)
        return {**said, "zhupi": carried_map(item, aside)}

    def _reviewed(self, items: Sequence[Item]) -> Iterator[dict[str, Any]]:
        """Yield the example in which several annotators' answers are versions; predictions by themselves."""
        versions: list[dict[str, Any]] = []
        silent = []
        for item in items:
            said = self._said(item)
            if said.get("answer") != "accept":
                silent.append(item)
                continue
            own = said.pop("zhupi")
            same = next((one for one in versions if all(one[key] == said[key] for key in said)), None)
            if same is None:
                same = {"text": item.text, **said, "sessions": [], "default": False, "zhupi": []}
                versions.append(same)
            same["sessions"].append(item.annotator)
            same["zhupi"].append(own)
        if versions:
            default = max(versions, key=lambda one: len(one["sessions"]))
            default["default"] = True
            shown = {
                key: default[key] for key in default if key not in ("sessions", "default", "zhupi", "answer")
            }
            yield {
                **shown,
                "_view_id": "review",
                "view_id": self._view,
                "meta": _known(items[0])["meta"],
                "versions": versions,
            }
        for item in silent:
            yield from self._of_one(item)


def _known(item: Item) -> dict[str, Any]:
    """Return where a sentence is from, who says so, and when."""
    (sentence,) = item.sentences
    meta = {"title": item.title, "source": item.source, "article": item.article, "sentence": sentence.number}
    known: dict[str, Any] = {"meta": {key: one for key, one in meta.items() if one}}
    if item.annotator and not item.predicted:
        known |= {"_session_id": item.annotator, "_annotator_id": item.annotator}
    if sentence.updated and (seconds := _seconds(sentence.updated)):
        known["_timestamp"] = seconds
    return known


def _seconds(time: str) -> int:
    try:
        return int(datetime.fromisoformat(time).timestamp())
    except (ValueError, OverflowError):
        return 0


def _span(span: ItemSpan) -> dict[str, Any]:
    score = {} if span.score is None else {"score": span_more(span)["score"]}
    return {"start": span.start, "end": span.end, "label": span.label, **score}


def _apart(spans: Iterable[ItemSpan]) -> tuple[list[ItemSpan], list[ItemSpan]]:
    """Return the spans of which none overlaps, the longest first chosen, and the others."""
    kept: list[ItemSpan] = []
    others: list[ItemSpan] = []
    for one in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        clear = all(one.end <= each.start or each.end <= one.start for each in kept)
        (kept if clear else others).append(one)
    return sorted(kept, key=lambda one: one.start), sorted(others, key=lambda one: (one.start, one.end))


def _exclusive(scheme: Scheme) -> bool:
    """Tell whether a sentence can have one label only."""
    groups = {one.group for one in scheme.labels}
    return len(groups) == 1 and any(one.name in groups and one.choose == ONE_OF for one in scheme.groups)
