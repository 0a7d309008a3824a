"""Reading tasks of Label Studio: its JSON, whoever wrote it, and JSON_MIN as far as that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.carried import labelled, sentence_with, span_with, with_article_more
from annotations.exchange.format import Order
from annotations.exchange.formats.label_studio_config import SENTENCE
from annotations.exchange.formats.label_studio_data import bare_item, listed, task_text
from annotations.exchange.formats.label_studio_min import full_task, is_table, table_rows
from annotations.exchange.formats.label_studio_results import Choice, Region, Said, Unit, results_of, said_in
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.json_streams import head, json_objects
from annotations.exchange.parcels import Source
from annotations.wording import msg, tr

__all__ = ["looks_like", "tasks_of"]

_TASKS = re.compile(r"\[?\s*\{")
_SHAPE = re.compile(
    r'"data"\s*:\s*\{|"(?:annotations|completions)"\s*:\s*\[\s*\{[^{]*"result"|"annotation_id"\s*:'
)
_OTHERS = re.compile(r'"@context"|"images"\s*:|"features"\s*:')
_SENTENCES = frozenset((SENTENCE, "sent", "segment", "句", "句子"))
"""What regions are called, without case, that are sentences and no names."""


def looks_like(source: Source) -> bool:
    """Tell whether there are tasks of Label Studio in it."""
    return any(_has_tasks(source, name) for name in source.names())


def _has_tasks(source: Source, name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in (".csv", ".tsv"):
        return is_table(name, head(source, name))
    if suffix not in (".json", ".jsonl", ""):
        return False
    begin = head(source, name)
    return bool(_TASKS.match(begin) and _SHAPE.search(begin) and not _OTHERS.search(begin))


def tasks_of(source: Source, order: Order) -> Iterator[Item]:
    """Yield what each annotator and each model says of each task; of a task without either, its text.

    An annotation that was skipped says nothing. One without choices says that there is no label only of
    a sentence that zhupi had written, for which it is known that there was something to choose.

    Raises:
        ReadingError: There is no task in it.
    """
    names = [name for name in source.names() if _has_tasks(source, name)]
    if not names and len(source.names()) == 1:
        names = list(source.names())
    reader = _Reader(order)
    for name in names:
        rows = table_rows if is_table(name, head(source, name)) else json_objects
        for number, task in rows(source, name, order.faults):
            where = tr("{name}, task {number}", name=source.where(name), number=number)
            yield from reader.items(task, where)
    if not reader.tasks:
        raise ReadingError(
            tr("{title}: there is no task of Label Studio in it; export it as JSON", title=source.title)
        )


class _Reader:
    def __init__(self, order: Order) -> None:
        self._order = order
        self._unit = Unit(order.options.get("offsets", "UTF-16"))
        self.tasks = 0

    def items(self, task: dict[str, Any], where: str) -> Iterator[Item]:
        """Yield what is said of one task."""
        shortened = not isinstance(task.get("data"), dict)
        if shortened:
            task = full_task(task, self._order, where)
        data = task.get("data")
        if not isinstance(data, dict):
            self._order.faults.add(tr("{where}: it has no data", where=where))
            return
        self.tasks += 1
        annotations = self._objects(task.get("annotations", task.get("completions")))
        predictions = self._objects(task.get("predictions"))
        text = task_text(data, [*annotations, *predictions])
        if text is None:
            self._order.faults.add(tr("{where}: there is no text in its data", where=where))
            return
        own = data["zhupi"] if isinstance(data.get("zhupi"), dict) else {}
        entries = [one for one in listed(own.get("said")) if isinstance(one, dict)]
        labelled = any(
            _of_the_whole(one) for each in (*annotations, *predictions) for one in results_of(each)
        )
        bare = bare_item(data, text, own, where, self._order, labelled)
        offsets = self._unit.offsets(text, [*annotations, *predictions])
        found = [self._unanswered(bare, one) for one in entries if not one.get("answered")]
        for one in annotations:
            said = said_in(one, text, offsets, where, self._order)
            found.append(self._item(bare, said, one, _entry(entries, one, shortened), bool(own)))
        for one in predictions:
            model = one.get("model_version")
            entry = next((e for e in entries if e.get("predicted") and e.get("annotator") == model), None)
            said = said_in(one, text, offsets, where, self._order)
            item = self._item(bare, said, one, entry, bool(own))
            found.append(replace(item, predicted=True, annotator=str(model or "")))
        yield from found or [bare]

    def _objects(self, value: object) -> list[dict[str, Any]]:
        """Return the objects of a list; Label Studio's exports may have mere numbers in their place."""
        found = [one for one in listed(value) if isinstance(one, dict)]
        self._order.losses.add(
            msg("prediction of which there is only the number"),
            msg("predictions of which there are only the numbers"),
            len(listed(value)) - len(found),
        )
        return found

    def _unanswered(self, bare: Item, entry: Mapping[str, Any]) -> Item:
        """Return what was carried of a sentence on which an annotator has not answered."""
        spans = []
        for one in listed(entry.get("found")):
            match one:
                case [int(start), int(end), str(label), dict(more)] if 0 <= start < end <= len(bare.text):
                    spans.append(span_with(ItemSpan(start, end, label), more))
        more = _more_at(entry)
        sentences = tuple(
            labelled(sentence_with(one, more.get((one.start, one.end), {})), ()) for one in bare.sentences
        )
        return with_article_more(replace(bare, sentences=sentences, spans=tuple(spans)), entry)

    def _item(
        self,
        bare: Item,
        said: Said,
        annotation: Mapping[str, Any],
        entry: Mapping[str, Any] | None,
        ours: bool,
    ) -> Item:
        """Return what one annotation says.

        Args:
            bare: The task, without anything that is said of it.
            said: What the annotation says.
            annotation: The annotation.
            entry: What zhupi had carried of the same annotator; None where it knows none.
            ours: Whether zhupi wrote the task.
        """
        whole: tuple[str, ...] = ()
        skipped = bool(annotation.get("was_cancelled") or annotation.get("skipped"))
        per_region = any(one.place for one in said.choices)
        if bare.unit == "sentence" and not (per_region and not ours):
            answered = ours and not skipped
            sentences = [_whole_sentence(one, said, entry, answered, skipped) for one in bare.sentences]
        else:
            bare = replace(bare, unit="article", base=0)
            chosen = [label for one in said.choices if not one.place for label in one.values]
            whole = tuple(dict.fromkeys(chosen))
            sentences = _sentences(said, entry, skipped)
        spans = [_span(one) for one in said.regions if not _is_sentence(one)]
        spans.sort(key=lambda one: (one.start, one.end))
        item = replace(
            bare,
            sentences=tuple(sentences),
            spans=tuple(spans) if spans or ours else None,
            annotator=_annotator(annotation),
            labels=whole,
        )
        return (
            item
            if entry is None
            else replace(with_article_more(item, entry), labels=whole or _kept(item, entry))
        )


def _of_the_whole(result: Mapping[str, Any]) -> bool:
    """Tell whether a result is a choice for all of the text."""
    value = result.get("value")
    return result.get("type") == "choices" and isinstance(value, dict) and "start" not in value


def _kept(item: Item, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of the article that were carried; a task of an article has them in its choices."""
    labels = entry.get("labels") if item.unit == "sentence" else ()
    return tuple(one for one in listed(labels) if isinstance(one, str))


def _whole_sentence(
    sentence: ItemSentence, said: Said, entry: Mapping[str, Any] | None, answered: bool, skipped: bool
) -> ItemSentence:
    """Return what is said of the sentence that a task is."""
    more = _more_at(entry).get((sentence.start, sentence.end), {})
    labels = [] if skipped else [label for one in said.choices for label in one.values]
    found = _with(sentence, more, labels, said.notes, said.choices)
    if skipped:
        return replace(found, status="open")
    if answered and not found.labels and found.status == "open":
        return replace(found, status="none")
    return found


def _sentences(said: Said, entry: Mapping[str, Any] | None, skipped: bool) -> list[ItemSentence]:
    """Return what is said of the sentences of an article: its regions, and those that were carried."""
    places: dict[tuple[int, int], list[Choice]] = {}
    for one in said.regions:
        if _is_sentence(one):
            places.setdefault((one.start, one.end), [])
    for each in said.choices:
        if each.place:
            places.setdefault(each.place, []).append(each)
    notes: dict[tuple[int, int], list[Choice]] = {}
    for each in said.notes:
        if each.place:
            places.setdefault(each.place, [])
            notes.setdefault(each.place, []).append(each)
    found, more = [], _more_at(entry)
    for start, end in sorted(places):
        sentence = ItemSentence(start, end)
        choices = places[start, end]
        labels = [] if skipped else [label for one in choices for label in one.values]
        found.append(
            _with(sentence, more.get((start, end), {}), labels, notes.get((start, end), []), choices)
        )
    return found


def _with(
    sentence: ItemSentence,
    more: Mapping[str, Any],
    labels: list[str],
    notes: Sequence[Choice],
    choices: Sequence[Choice],
) -> ItemSentence:
    found = labelled(sentence_with(sentence, more), labels, more.get("labels", []))
    note = "\n".join(text for one in notes for text in one.values)
    if not found.scores:
        scored = ((one.values, one.score) for one in choices)
        scores = {label: score for values, score in scored if score is not None for label in values}
        found = replace(found, scores=scores)
    return replace(found, note=note or found.note)


def _more_at(entry: Mapping[str, Any] | None) -> dict[tuple[int, int], Mapping[str, Any]]:
    """Return what was carried of sentences, by their places."""
    found: dict[tuple[int, int], Mapping[str, Any]] = {}
    for one in listed((entry or {}).get("sentences")):
        match one:
            case [int(start), int(end), dict(more)]:
                found[start, end] = more
    return found


def _span(one: Region) -> ItemSpan:
    more = one.more.get("zhupi")
    span = ItemSpan(one.start, one.end, one.label, score=one.score)
    return span_with(span, more) if isinstance(more, dict) else span


def _is_sentence(one: Region) -> bool:
    return one.label.casefold() in _SENTENCES


def _entry(
    entries: Sequence[Mapping[str, Any]], annotation: Mapping[str, Any], shortened: bool
) -> Mapping[str, Any] | None:
    """Return what was carried of the annotator of an annotation.

    Label Studio gives annotations ids of its own, and remembers the one that it was imported with.
    """
    key = annotation["import_id"] if "import_id" in annotation else annotation.get("id")
    if shortened and annotation.get("completed_by") is not None:
        key = None
    answered = [one for one in entries if one.get("answered") and not one.get("predicted")]
    known = next((one for one in answered if key is not None and one.get("id") == key), None)
    name = _annotator(annotation)
    return known or next((one for one in answered if name and one.get("annotator") == name), None)


def _annotator(annotation: Mapping[str, Any]) -> str:
    """Return who made an annotation: an address, a name, or the number that Label Studio has for somebody."""
    who = annotation.get("completed_by", annotation.get("created_username"))
    if isinstance(who, dict):
        named = " ".join(str(who[key]) for key in ("first_name", "last_name") if who.get(key))
        who = who.get("email") or who.get("username") or named or who.get("id")
    return str(who) if isinstance(who, str | int) and not isinstance(who, bool) else ""
