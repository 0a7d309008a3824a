"""Reading examples of Prodigy, of any recipe for text, as ``db-out`` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.carried_map import CarriedMap
from annotations.exchange.format import Order
from annotations.exchange.formats.foreign_record import foreign_item
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.json_streams import head, json_lines, score_of
from annotations.exchange.offsets import demand_text
from annotations.exchange.parcels import Source
from annotations.wording import tr

__all__ = ["examples_of", "looks_like"]

_MARKS = re.compile(
    r'(?<!\\)"(?:_view_id|_input_hash|_task_hash)"\s*:|(?<!\\)"answer"\s*:\s*"(?:accept|reject|ignore)"'
    r'|(?<!\\)"tokens"\s*:\s*\[\s*\{[^}]*"ws"\s*:'
)
_UNNAMED = re.compile(r"(?:.*-)?\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")
"""A session that nobody gave a name to is called by the time at which it began."""
_FIELDS = frozenset(("text", "label", "answer", "score", "priority", "html", "image", "view_id", "model"))
"""Those of Prodigy itself that are numbers or texts."""


def looks_like(source: Source) -> bool:
    """Tell whether there are examples of Prodigy in it."""
    return any(_has_examples(source, name) for name in source.names())


def _has_examples(source: Source, name: str) -> bool:
    if PurePosixPath(name).suffix.lower() not in (".jsonl", ".ndjson", ""):
        return False
    begin = head(source, name)
    return begin.startswith("{") and '"text"' in begin and _MARKS.search(begin) is not None


def examples_of(source: Source, order: Order) -> Iterator[Item]:
    """Yield what each example says, in whose name it says so.

    ``ignore`` and ``reject`` say nothing of a sentence, but that ``reject`` of a single label says that it
    does not apply: no label applies where all labels of the scheme were rejected. Examples of single labels
    are in memory until all are read, for those of one sentence may stand anywhere.

    Raises:
        ReadingError: There is no example in it.
    """
    names = [name for name in source.names() if _has_examples(source, name)]
    if not names and len(source.names()) == 1:
        names = list(source.names())
    known = False
    for name in names:
        reader = _Reader(order, PurePosixPath(name).stem)
        for where, row in json_lines(source, name, order.faults):
            if not isinstance(row.get("text"), str) or not row["text"]:
                order.faults.add(tr("{where}: it has no text", where=where))
                continue
            known = True
            yield from reader.items(row, where)
        yield from reader.single_labels()
    if not known:
        raise ReadingError(
            tr("{title}: there is no example of Prodigy in it; write it with db-out", title=source.title)
        )


@dataclass(slots=True)
class _Single:
    """What examples of single labels say of one sentence."""

    carried: CarriedMap
    full: bool
    """Whether all that was carried is here."""
    silent: bool = True
    """Whether no example has an answer."""
    accepted: dict[str, None] = field(default_factory=dict)
    rejected: set[str] = field(default_factory=set)
    scores: dict[str, float] = field(default_factory=dict)


class _Reader:
    def __init__(self, order: Order, dataset: str) -> None:
        self._order = order
        self._prefix = f"{dataset}-"
        self._single: dict[tuple[str, ...], _Single] = {}

    def items(self, row: dict[str, Any], where: str) -> Iterator[Item]:
        """Yield what one example says."""
        versions = row.get("versions")
        if isinstance(versions, list):
            yield from self._versions(row, versions, where)
            if "answer" not in row:
                return
        own = row.get("zhupi")
        carried = self._carried(row, own if isinstance(own, dict) else None, self._who(row), where)
        if isinstance(row.get("label"), str) and "options" not in row and "tokens" not in row:
            self._add(row, carried, isinstance(own, dict))
        else:
            yield self._item(row, carried, isinstance(own, dict), where)

    def _versions(self, row: Mapping[str, Any], versions: list[Any], where: str) -> Iterator[Item]:
        for one in versions:
            if not isinstance(one, dict):
                self._order.faults.add(tr("{where}: a version is not a JSON object", where=where))
                continue
            shared = {key: row[key] for key in ("text", "meta", "options") if key in row}
            version = {"answer": "accept", **shared, **one, "text": row["text"]}
            sessions = [each for each in _listed(one.get("sessions")) if isinstance(each, str)]
            owned = [each for each in _listed(one.get("zhupi")) if isinstance(each, dict)]
            for number, session in enumerate(sessions or [""]):
                own = owned[number] if number < len(owned) else None
                carried = self._carried(version, own, self._name(session), where)
                yield self._item(version, carried, own is not None, where)

    def single_labels(self) -> Iterator[Item]:
        """Yield what the examples of single labels say together."""
        every = self._order.scheme.names
        for one in self._single.values():
            all_rejected = not one.accepted and bool(every) and every <= one.rejected
            sentence = one.carried.sentence(one.accepted, answered=all_rejected)
            if one.silent and not one.accepted and one.carried.item.sentences:
                sentence = one.carried.item.sentences[0]
            elif not sentence.labels and not all_rejected:
                sentence = replace(sentence, status="open")
            if one.scores and not sentence.scores:
                sentence = replace(sentence, scores=one.scores)
            yield _with_sentence(one.carried.item, sentence)
        self._single.clear()

    def _add(self, row: Mapping[str, Any], carried: CarriedMap, ours: bool) -> None:
        item = carried.item
        place = (item.article, str(item.base)) if ours else (item.document, item.text)
        full = bool(item.sentences) if ours else True
        key = (item.annotator, *place)
        one = self._single.get(key)
        if one is None:
            one = self._single[key] = _Single(carried, full)
        elif full and not one.full:
            one.carried, one.full = carried, True
        answer = row.get("answer")
        one.silent = one.silent and answer is None
        if answer == "accept" or (answer is None and item.predicted and row.get("zhupi") is None):
            one.accepted[row["label"]] = None
        elif answer == "reject":
            one.rejected.add(row["label"])
        score = score_of(row.get("score"))
        if score is not None and (answer is None or item.predicted):
            one.scores[row["label"]] = score

    def _item(self, row: Mapping[str, Any], carried: CarriedMap, ours: bool, where: str) -> Item:
        answer = row.get("answer")
        accepted = answer == "accept" or carried.item.predicted
        spans = self._spans(row, where) if accepted or ours else None
        if "options" in row or "accept" in row:
            labels = _accepted(row) if accepted else []
            sentence = carried.sentence(labels, answered=answer == "accept")
            if not accepted:
                sentence = replace(sentence, status="open", labels=())
        elif ours and carried.item.sentences:
            sentence = carried.item.sentences[0]
        else:
            sentence = carried.sentence((), answered=False)
        if not ours and (score := score_of(row.get("score"))) is not None:
            sentence = replace(sentence, scores=dict.fromkeys(sentence.labels, score))
        found = _with_sentence(carried.with_spans(spans), sentence)
        if found.spans is None and spans == [] and "tokens" in row and not ours:
            found = replace(found, spans=())
        return found

    def _spans(self, row: Mapping[str, Any], where: str) -> list[ItemSpan] | None:
        """Return the spans of an example; None where it has no field for them."""
        if not isinstance(row.get("spans"), list):
            return None
        found = []
        for one in row["spans"]:
            try:
                found.append(_span(one, row["text"], where))
            except ReadingError as error:
                self._order.faults.add(str(error))
        return found

    def _carried(
        self, row: Mapping[str, Any], own: Mapping[str, Any] | None, who: str | None, where: str
    ) -> CarriedMap:
        """Return what is known of an example before its fields are looked at.

        Args:
            row: The example.
            own: What zhupi had put beside it.
            who: Whose answer it is; None where the example does not tell.
            where: What to call it.
        """
        if own is not None:
            carried = CarriedMap.of(own, row["text"], where)
            mine = (who is None or who == carried.item.annotator) and not (
                carried.item.predicted and "answer" in row
            )
            return carried if mine else carried.by_another(who or "")
        meta = row["meta"] if isinstance(row.get("meta"), dict) else {}
        predicted = "answer" not in row and any(key in row for key in ("accept", "spans", "label"))
        labelled = "options" in row or "accept" in row or ("label" in row and "tokens" not in row)
        item = foreign_item(
            row["text"],
            {**{key: row[key] for key in row if key not in _FIELDS and not key.startswith("_")}, **meta},
            self._order,
            labelled=labelled,
            where=where,
        )
        sentences = tuple(replace(one, updated=_time(row.get("_timestamp"))) for one in item.sentences)
        annotator = (_model(row) if predicted else who) or ""
        return CarriedMap(replace(item, sentences=sentences, annotator=annotator, predicted=predicted), {})

    def _who(self, row: Mapping[str, Any]) -> str | None:
        for key in ("_annotator_id", "_session_id"):
            if isinstance(row.get(key), str):
                return self._name(row[key])
        return None

    def _name(self, session: str) -> str:
        """Return who a session is of: its name behind that of the data set; empty for one without a name."""
        return "" if _UNNAMED.fullmatch(session) else session.removeprefix(self._prefix)


def _with_sentence(item: Item, sentence: ItemSentence) -> Item:
    """Return `item` with what was said of its text as a whole: of a sentence, or of an article."""
    if item.unit == "article":
        return replace(item, labels=sentence.labels)
    return replace(item, sentences=(sentence,))


def _accepted(row: Mapping[str, Any]) -> list[str]:
    """Return the labels of the options that were chosen: their ids, or their texts where ids are numbers."""
    texts = {}
    for one in _listed(row.get("options")):
        if isinstance(one, dict) and isinstance(one.get("id"), str | int):
            texts[str(one["id"])] = str(one.get("text", one["id"])) if type(one["id"]) is int else one["id"]
    chosen = row.get("accept")
    listed = [chosen] if isinstance(chosen, str) else _listed(chosen)
    return [texts.get(str(one), str(one)) for one in listed if isinstance(one, str | int)]


def _span(one: object, text: str, where: str) -> ItemSpan:
    """Return a span of an example.

    Raises:
        ReadingError: It is none, or other words stand there.
    """
    if not isinstance(one, dict):
        raise ReadingError(tr("{where}: a span is not a JSON object", where=where))
    start, end, label = (one.get(key) for key in ("start", "end", "label"))
    if type(start) is not int or type(end) is not int or not isinstance(label, str) or not label:
        raise ReadingError(tr("{where}: a span needs start, end and label", where=where))
    surface = one.get("text")
    demand_text(text, start, end, surface if isinstance(surface, str) else text[start:end], where)
    if start == end:
        raise ReadingError(tr("{where}: a span at {start} is empty", where=where, start=start))
    return ItemSpan(start, end, label, score=score_of(one.get("score")))


def _model(row: Mapping[str, Any]) -> str:
    sources = [
        row.get("model"),
        *(one.get("source") for one in _listed(row.get("spans")) if isinstance(one, dict)),
    ]
    return next((one for one in sources if isinstance(one, str)), "")


def _time(seconds: object) -> str | None:
    if type(seconds) not in (int, float):
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # type: ignore[call-overload]
    except (ValueError, OverflowError, OSError):
        return None


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
