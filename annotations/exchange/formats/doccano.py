"""doccano's files: text classification and sequence labeling, with the labels and settings of a project.

The option ``task`` says what the project is for:

- ``classification``: ``label`` is a list of the labels of the sentence, or of the article.
- ``sequence``: ``label`` is a list of ``[start, end, label]``: names and numbers, and with the unit article
  the labels of sentences too, which overlap them; ``project.json`` allows that.
- ``both``: ``cats`` and ``entities``, for what doccano calls intent detection and slot filling.

The option ``shape`` is ``jsonl``, or ``entities`` as with relations switched on. Tables and fastText are read
and not written: doccano's import makes a single label of several in a table, and there is no room for more.

Offsets count UTF-16 units, as doccano's page does, or ``graphemes`` where the project counts those, or
``code-points`` for other programs that read its files. Which one a file of doccano's own has it does not
tell: what fits its texts best is taken, and the option where several do.

Several annotators have a file each, ``NAME.jsonl``, as in doccano's own archives, for a record has no field
for a name. A name or number without a place in the records is in ``zhupi``, which holds, as a text, all that
doccano has no field for. What a text is in records of others, ``each=sentence`` or ``each=article`` says;
otherwise the text tells. Sentences without labels are written alike whether nobody has answered or none
applies; ``zhupi`` tells them apart, and without it they are not answered.

Lost, and counted: names without text, those that divide a grapheme where graphemes are counted, and with the
unit sentence names and repairs in no sentence or over the end of one; of doccano's own files relations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotations.errors import UsageError
from annotations.exchange.carried import compact, pieces, spans_within
from annotations.exchange.carried_map import carried_map
from annotations.exchange.file_names import annotator_names, file_name
from annotations.exchange.format import Order
from annotations.exchange.formats.doccano_config import Labels, project_settings
from annotations.exchange.formats.doccano_files import looks_like
from annotations.exchange.formats.doccano_offsets import Counting
from annotations.exchange.formats.doccano_reader import records_of
from annotations.exchange.formats.foreign_record import EACH
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan, Unit
from annotations.exchange.json_streams import Opened, line_of
from annotations.exchange.parcels import Parcel
from annotations.wording import msg, tr

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "doccano"
UNITS: tuple[Unit, ...] = ("sentence", "article")
MAIN = "all.jsonl"
DIVIDES = True
OPTIONS: Mapping[str, Sequence[str]] = {
    "task": ("classification", "sequence", "both"),
    "shape": ("jsonl", "entities"),
    "offsets": ("UTF-16", "code-points", "graphemes"),
    "each": EACH,
}
NEEDS = None
_SUFFIX = ".jsonl"


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write a record for each sentence or article, with the labels and settings of the project beside them.

    Raises:
        UsageError: The shape that is wanted has no labels, or what divides graphemes is not installed.
    """
    records = _Records(order)
    names = annotator_names(order.annotators)
    with Opened(parcel) as files:
        if not order.together:
            for split in order.splits or ("all",):
                files.sink(split + _SUFFIX)
        for group in groups:
            split = order.split_of(group[0]) if order.splits else ""
            for item in group:
                name = split or "all"
                if order.together:
                    who = names.get(item.annotator) or file_name(item.annotator)
                    name = "/".join(filter(None, (split, who)))
                sink = files.sink(name + _SUFFIX)
                for one in [item] if order.unit == "article" else pieces(item, order.losses):
                    sink.write(records.of(one))
        files.sink("project.json").write(project_settings(order, records.task))
        for name, labels in records.configs():
            files.sink(name).write(labels.config())


read = records_of
recognises = looks_like


class _Records:
    """Makes records of sentences or articles, and remembers which labels they need."""

    def __init__(self, order: Order) -> None:
        self.task = order.options.get("task", "classification")
        self.shape = order.options.get("shape", "jsonl")
        self._unit = order.options.get("offsets", "UTF-16")
        self._losses = order.losses
        if self.task != "sequence" and self.shape == "entities":
            raise UsageError(tr("doccano's entities are of task=sequence alone"))
        of_sentences = order.unit == "sentence"
        self._labels = (Labels.of_sentences if of_sentences else Labels.of_articles)(order.scheme)
        self._names = Labels.of_names(order.scheme)
        self._kinds = order.scheme.names
        if self.task == "sequence" and not of_sentences:
            for label in order.scheme.labels:
                self._names.need(label.name)

    def configs(self) -> Iterator[tuple[str, Labels]]:
        """Yield the files of labels with their names."""
        yield "label_config.json", self._names if self.task == "sequence" else self._labels
        if self.task == "both":
            yield "span_label_config.json", self._names

    def of(self, item: Item) -> bytes:
        """Return the record of one sentence or article."""
        own_labels = item.labels if item.unit == "article" else item.sentences[0].labels
        spans = spans_within(item, self._losses)
        if self.task == "classification":
            placed: list[tuple[int, int, str]] = []
            aside: list[ItemSpan] = spans
        else:
            counting = Counting(item.text, self._unit)
            aside = [one for one in spans if not counting.holds(one.start, one.end)]
            self._losses.add(
                msg("name or number that divides a character"),
                msg("names and numbers that divide a character"),
                len(aside),
            )
            placed = [one[:3] for one in spans if one not in aside]
            if item.unit == "article" and self.task == "sequence":
                placed += _labelled(item.sentences, counting.holds)
            for _, _, label in placed:
                self._names.need(label)
            placed = [(*counting.out(start, end), label) for start, end, label in placed]
        if self.task != "sequence":
            for label in own_labels:
                self._labels.need(label)
        return self._encoded(item, own_labels, placed, aside)

    def _encoded(
        self,
        item: Item,
        labels: Sequence[str],
        placed: Sequence[tuple[int, int, str]],
        aside: Sequence[ItemSpan],
    ) -> bytes:
        said: dict[str, Any]
        if self.task == "classification":
            said = {"label": list(labels)}
        elif self.task == "both":
            said = {"cats": list(labels), "entities": [list(one) for one in placed]}
        elif self.shape == "entities":
            said = {"entities": [_entity(number, one) for number, one in enumerate(placed)], "relations": []}
        else:
            said = {"label": [list(one) for one in placed]}
        about: dict[str, Any] = {"article": item.article, "title": item.title, "source": item.source}
        about["sentence"] = item.sentences[0].number if item.unit == "sentence" else 0
        own = {"task": self.task, "offsets": self._unit, **carried_map(item, aside)}
        if self.task == "sequence" and item.unit == "article":
            own["kinds"] = sorted(self._kinds.union(*(one.labels for one in item.sentences)))
        return line_of({**said, "text": item.text, **about, "zhupi": compact(own)}) + b"\n"


def _labelled(
    sentences: Iterable[ItemSentence], holds: Callable[[int, int], bool]
) -> Iterator[tuple[int, int, str]]:
    """Yield each label of each sentence with its place."""
    for one in sentences:
        if holds(one.start, one.end):
            for label in one.labels:
                yield one.start, one.end, label


def _entity(number: int, one: tuple[int, int, str]) -> dict[str, Any]:
    return {"id": number, "label": one[2], "start_offset": one[0], "end_offset": one[1]}
