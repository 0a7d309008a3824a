"""Label Studio's tasks as JSON, its labeling configuration beside them in ``config.xml``.

A task is a sentence or an article, with an annotation of each annotator and a prediction of each model.

- Unit sentence: the labels of the sentence are choices of the task, its note is a text area, names and
  numbers are regions. A sentence on which nobody has answered has no annotation, so that Label Studio asks
  for one; what was found in it, and notes on it, travel in the task's data. One to which no label applies
  has an annotation without choices.
- Unit article: each sentence is a region ``sentence``; choices and text areas with the same region id are its
  labels and its note.
- ``completed_by`` names the annotator where the name is an address of mail. Label Studio refuses names that
  it has no account for, so other names are left to the task's data, unless the option ``completed_by`` is
  ``name``. Read back, an annotation is known by the id that it was imported with.
- Offsets count UTF-16 units, as browsers do; the SDK's converter and other programs in Python count code
  points, which the option ``offsets`` gives them. When reading, the texts of the regions tell which it is.
- What a text is in tasks of others, ``each=sentence`` or ``each=article`` says; otherwise the text tells.
- ``data.zhupi`` holds what Label Studio has no field for.

Lost, and counted: names without text, and with the unit sentence names and repairs in no sentence or over the
end of one; of Label Studio's own files results of other kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotations.exchange.carried import article_more, pieces, span_more, spans_within
from annotations.exchange.format import Order
from annotations.exchange.formats.foreign_record import EACH
from annotations.exchange.formats.label_studio_config import NAMES, NOTE, SENTENCE, SENTENCES, WHOLE, Config
from annotations.exchange.formats.label_studio_reader import looks_like, tasks_of
from annotations.exchange.item_rows import more_of
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan, Unit
from annotations.exchange.json_streams import Opened, line_of
from annotations.exchange.offsets import Offsets
from annotations.exchange.parcels import Parcel

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "label-studio"
UNITS: tuple[Unit, ...] = ("sentence", "article")
MAIN = "tasks.json"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {
    "completed_by": ("address", "name"),
    "offsets": ("UTF-16", "code-points"),
    "each": EACH,
}
NEEDS = None
_SHARED = ("article", "title", "source", "metadata")
"""What is said of the article itself, whoever annotates it."""


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write a task for each sentence or article, and the configuration that asks for the same again."""
    config = Config(order.scheme, order.unit)
    tasks = _Tasks(order, config)
    begun: Counter[str] = Counter()
    with Opened(parcel) as files:
        for name in (f"{split}.json" for split in order.splits or (MAIN.removesuffix(".json"),)):
            files.sink(name, b"[", b"\n]\n")
        for group in groups:
            name = f"{order.split_of(group[0])}.json" if order.splits else MAIN
            for task in tasks.of(group):
                files.sink(name).write(b",\n" if begun[name] else b"\n")
                files.sink(name).write(line_of(task))
                begun[name] += 1
        files.sink("config.xml").write(config.xml())


read = tasks_of
recognises = looks_like


class _Tasks:
    """Makes tasks of articles, each with a number of its own, as Label Studio's exports have it."""

    def __init__(self, order: Order, config: Config) -> None:
        self._order = order
        self._config = config
        self._named = order.options.get("completed_by") == "name"
        self._unit = order.options.get("offsets", "UTF-16")
        self._tasks = 0
        self._said = 0

    def of(self, group: Group) -> Iterator[dict[str, Any]]:
        """Yield the tasks of one article."""
        if self._order.unit == "article":
            yield self._task(group)
            return
        places: dict[tuple[int, int], list[Item]] = {}
        for item in group:
            for piece in pieces(item, self._order.losses):
                places.setdefault((piece.base or 0, len(piece.text)), []).append(piece)
        for place in sorted(places):
            yield self._task(places[place])

    def _task(self, items: Sequence[Item]) -> dict[str, Any]:
        first = items[0]
        self._tasks += 1
        annotations: list[dict[str, Any]] = []
        predictions: list[dict[str, Any]] = []
        carried = []
        offsets = Offsets(first.text, "UTF-16" if self._unit == "UTF-16" else "code points")
        for item in items:
            entry = self._entry(item)
            carried.append(entry)
            if "answered" in entry:
                results = self._results(item, offsets)
                if item.predicted:
                    predictions.append(self._prediction(item, results))
                else:
                    annotations.append(self._annotation(item, results))
                    entry["id"] = self._said
        data: dict[str, Any] = {
            "text": first.text,
            "title": first.title,
            "source": first.source,
            "article": first.article,
        }
        if first.unit == "sentence":
            (sentence,) = first.sentences
            place = {"start": first.base, "end": (first.base or 0) + len(first.text)}
            data |= {"part": sentence.part, "sentence": sentence.number, **place}
        data["zhupi"] = {"unit": first.unit, "metadata": dict(first.metadata), "said": carried}
        return {"id": self._tasks, "data": data, "annotations": annotations, "predictions": predictions}

    def _entry(self, item: Item) -> dict[str, Any]:
        """Return what Label Studio has no field for of what one annotator said."""
        answered = item.unit == "article" or item.sentences[0].judged
        more = {key: value for key, value in article_more(item).items() if key not in _SHARED}
        entry = {**more, "sentences": [_carried(one, answered) for one in item.sentences]}
        if answered:
            entry["answered"] = True
        elif item.spans:
            spans = spans_within(item, self._order.losses)
            entry["found"] = [[one.start, one.end, one.label, span_more(one)] for one in spans]
        return entry

    def _annotation(self, item: Item, results: list[dict[str, Any]]) -> dict[str, Any]:
        self._said += 1
        settled = any(one.decision is not None for one in item.sentences)
        annotation: dict[str, Any] = {"id": self._said, "was_cancelled": False, "ground_truth": settled}
        if item.annotator and (self._named or "@" in item.annotator):
            annotation["completed_by"] = {"email": item.annotator}
        return annotation | {"result": results}

    def _prediction(self, item: Item, results: list[dict[str, Any]]) -> dict[str, Any]:
        scores = [one["score"] for one in results if "score" in one]
        score = {"score": min(scores)} if scores else {}
        return {"model_version": item.annotator, **score, "result": results}

    def _results(self, item: Item, offsets: Offsets) -> list[dict[str, Any]]:
        """Return what is said as results: of sentences first, then names and numbers."""
        results: list[dict[str, Any]] = []
        if item.unit == "article":
            results += self._choices("whole", {}, item.labels, WHOLE)
        for one in item.sentences:
            if item.unit == "sentence":
                key, place = "task", {}
            else:
                key, place = f"s{one.start}-{one.end}", _place(one, item.text, offsets)
                results.append(_result(key, SENTENCES, "labels", {**place, "labels": [SENTENCE]}))
            found = self._choices(key, place, one.labels)
            if one.scores and found:
                found[0]["score"] = max(one.scores.values())
            results += found
            if one.note:
                results.append(_result(key, NOTE, "textarea", {**place, "text": [one.note]}))
        taken: Counter[str] = Counter()
        for span in spans_within(item, self._order.losses):
            key = f"{span.start}-{span.end}-{span.label}"
            taken[key] += 1
            again = f"-{taken[key]}" if taken[key] > 1 else ""
            results.append(self._span(span, key + again, _place(span, item.text, offsets)))
        return results

    def _choices(
        self, key: str, place: Mapping[str, Any], labels: Sequence[str], name: str = ""
    ) -> list[dict[str, Any]]:
        """Return the labels as a choice of each group that they are of."""
        groups: dict[str, list[str]] = {}
        for label in labels:
            groups.setdefault(self._config.control_of(label, name), []).append(label)
        return [_result(key, one, "choices", {**place, "choices": groups[one]}) for one in groups]

    def _span(self, span: ItemSpan, key: str, place: Mapping[str, Any]) -> dict[str, Any]:
        self._config.name(span.label)
        result = _result(key, NAMES, "labels", {**place, "labels": [span.label]})
        more = span_more(span)
        if span.score is not None:
            result["score"] = more.pop("score")
        return {**result, "meta": {"zhupi": more}} if more else result


def _carried(one: ItemSentence, answered: bool) -> list[Any]:
    """Return where a sentence is and what is said of it, but what has a field of its own."""
    more = more_of(one)
    if answered:
        more.pop("note", None)
    return [one.start, one.end, more | ({"labels": list(one.labels)} if len(one.labels) > 1 else {})]


def _place(one: ItemSentence | ItemSpan, text: str, offsets: Offsets) -> dict[str, Any]:
    return {
        "start": offsets.out(one.start),
        "end": offsets.out(one.end),
        "text": text[one.start : one.end],
    }


def _result(key: str, name: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": name, "to_name": "text", "type": kind, "value": dict(value)}
