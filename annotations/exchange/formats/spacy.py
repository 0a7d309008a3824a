"""spaCy's DocBin: what ``spacy train`` reads, and what any pipeline writes its documents to.

A document is a sentence or an article. Its tokens are single characters, as ``spacy.blank("zh")`` divides a
text, but that white space is divided where a span begins or ends inside it: so every span has its tokens.

- ``doc.ents``: names and numbers, the longest where they overlap; the others are in ``doc.spans["sc"]``.
- ``doc.cats``, unit sentence: every label of the scheme, 1.0 or 0.0; none of them where nobody has answered.
  Unit article: the labels of articles.
- ``doc.spans["sentences"]``, unit article: each sentence once for each of its labels. Where sentences begin
  is in the tokens too.
- ``doc.user_data``: ``article``, ``title``, ``source``, ``annotator``, ``sentence``, ``start`` and ``end`` as
  plain values, and under ``zhupi``, as JSON, all that spaCy has no field for. It is kept by
  ``DocBin(store_user_data=True)``.

A file holds at most :data:`TOKENS` tokens, for a DocBin is in memory as a whole. What is more makes a folder
in its place, ``train/0001.spacy``, ``train/0002.spacy``, which ``spacy train`` takes like a file. The files
of several annotators lie in a folder each. Nothing is ever pickled: a DocBin is msgpack.

Lost, and counted: names without text, halves of characters, and with the unit sentence names and repairs in
no sentence or over the end of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from annotations.errors import ReadingError
from annotations.exchange.carried import compact, pieces, spans_within, whole
from annotations.exchange.carried_whole import everything
from annotations.exchange.file_names import annotator_names, file_name
from annotations.exchange.format import Order
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan, Unit
from annotations.exchange.parcels import Parcel, Source
from annotations.wording import tr

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "TOKENS", "UNITS", "read", "recognises", "write"]

NAME = "spacy"
UNITS: tuple[Unit, ...] = ("sentence", "article")
MAIN = ""
DIVIDES = True
OPTIONS: Mapping[str, Sequence[str]] = {}
NEEDS = ("spacy", "spacy")
TOKENS = 100_000
"""As many are in one file. Measured: writing 250,000 takes 110 MB, and spaCy reads many files as fast."""
_SUFFIX = ".spacy"
_FILE = "export"
"""What the file is called where the articles are not divided into parts."""
_ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "SENT_START")


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write the groups as documents; see the module.

    In memory are the documents of one file for each split and annotator.
    """
    from spacy.vocab import Vocab

    vocab = Vocab()
    bins: dict[str, _Bin] = {}
    names = annotator_names(order.annotators)
    for group in groups:
        for item in group:
            name = order.split_of(item) if order.splits else _FILE
            if order.together:
                name = f"{names.get(item.annotator) or file_name(item.annotator)}/{name}"
            target = bins.setdefault(name, _Bin(name, parcel))
            for one in [item] if order.unit == "article" else pieces(item, order.losses):
                target.add(_doc(one, vocab, order))
    for name in order.splits if not order.together else ():
        bins.setdefault(name, _Bin(name, parcel))
    for target in bins.values():
        target.close()


class _Bin:
    """The documents of one file, or of one folder of files once they are many."""

    def __init__(self, name: str, parcel: Parcel) -> None:
        self._name = name
        self._parcel = parcel
        self._files = 0
        self._new()

    def _new(self) -> None:
        from spacy.tokens import DocBin
        from srsly.msgpack import Packer

        self._docs = DocBin(attrs=_ATTRIBUTES)
        self._pack = Packer(use_bin_type=True).pack
        self._tokens = 0

    def add(self, doc: Doc) -> None:
        if self._tokens and self._tokens + len(doc) > TOKENS:
            self._write(in_folder=True)
            self._new()
        self._docs.add(doc)
        # As DocBin does it, which looks for plug-ins each time: half of all the time that writing takes.
        self._docs.user_data.append(self._pack(doc.user_data))
        self._tokens += len(doc)

    def close(self) -> None:
        self._write(in_folder=self._files > 0)

    def _write(self, in_folder: bool) -> None:
        self._files += 1
        name = f"{self._name}/{self._files:04}" if in_folder else self._name
        with self._parcel.open(name + _SUFFIX) as sink:
            self._docs.store_user_data = True
            sink.write(self._docs.to_bytes())


def _doc(item: Item, vocab: Vocab, order: Order) -> Doc:
    from spacy.tokens import Doc

    text = whole(item.text, order.losses)
    spans = spans_within(item, order.losses)
    sentences = [one for one in item.sentences if one.start < one.end]
    starts = {one.start for one in spans} | {one.start for one in sentences}
    ends = {one.end for one in spans} | {one.end for one in sentences}
    words, spaces = words_of(text, starts, ends)
    begins: list[bool | int | None] | None = None
    if item.unit == "article" and sentences:
        at, firsts, begins = 0, {one.start for one in sentences}, []
        for word, space in zip(words, spaces, strict=True):
            begins.append(at in firsts)
            at += len(word) + space
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=begins)
    kept, rest = _apart(spans, text)
    doc.ents = tuple(_span(doc, one) for one in kept)
    if rest:
        doc.spans["sc"] = [_span(doc, one) for one in rest]
        _score(doc, "sc", [one.score for one in rest])
    if item.unit == "article":
        tagged = [(one, label) for one in sentences for label in one.labels]
        if tagged:
            doc.spans["sentences"] = [
                _span(doc, ItemSpan(one.start, one.end, label)) for one, label in tagged
            ]
        doc.cats = _article_cats(item, order)
    else:
        doc.cats = _cats(item.sentences[0], order)
    doc.user_data.update(_user_data(item))
    return doc


def words_of(text: str, starts: set[int], ends: set[int]) -> tuple[list[str], list[bool]]:
    """Return the tokens of `text`, and whether a space follows each: characters, and runs of white space.

    One space after a character belongs to it, unless a span begins or ends there.

    Args:
        text: The text.
        starts: Where spans begin; a token begins there.
        ends: Where spans end; a token ends there.
    """
    words: list[str] = []
    spaces: list[bool] = []
    at, length = 0, len(text)
    while at < length:
        end = at + 1
        if text[at].isspace():
            while end < length and text[end].isspace() and end not in starts and end not in ends:
                end += 1
        words.append(text[at:end])
        joined = (
            end < length
            and text[end] == " "
            and not text[at].isspace()
            and end not in starts
            and end + 1 not in ends
        )
        spaces.append(joined)
        at = end + joined
    return words, spaces


def _apart(spans: Sequence[ItemSpan], text: str) -> tuple[list[ItemSpan], list[ItemSpan]]:
    """Return the spans that can be entities, none over another, and the others.

    spaCy trains on no entity that begins or ends with white space.
    """
    kept: set[int] = set()
    taken: set[int] = set()
    for number, one in sorted(enumerate(spans), key=lambda each: (each[1].start - each[1].end, each[0])):
        surface = text[one.start : one.end]
        if one.label and surface.strip() == surface and taken.isdisjoint(range(one.start, one.end)):
            kept.add(number)
            taken.update(range(one.start, one.end))
    entities = [one for number, one in enumerate(spans) if number in kept]
    return entities, [one for number, one in enumerate(spans) if number not in kept]


def _span(doc: Doc, one: ItemSpan | ItemSentence, label: str = "") -> Span:
    found = doc.char_span(one.start, one.end, label=label or getattr(one, "label", ""))
    assert found is not None  # a token begins and ends where every span does
    return found


def _score(doc: Doc, key: str, scores: list[float | None]) -> None:
    """Say how sure a model was, as spaCy's own span categorizer does."""
    if any(one is not None for one in scores):
        doc.spans[key].attrs["scores"] = [-1.0 if one is None else float(one) for one in scores]


def _cats(sentence: ItemSentence, order: Order) -> dict[str, float]:
    if sentence.scores:
        return {label: float(score) for label, score in sentence.scores.items()}
    if sentence.status == "open" and not sentence.labels:
        return {}
    names = [one.name for one in order.scheme.labels]
    return {name: float(name in sentence.labels) for name in dict.fromkeys((*names, *sentence.labels))}


def _article_cats(item: Item, order: Order) -> dict[str, float]:
    names = [one.name for one in order.scheme.article_labels]
    if not item.labels and not (names and item.done):
        return {}
    return {name: float(name in item.labels) for name in dict.fromkeys((*names, *item.labels))}


def _user_data(item: Item) -> dict[str, Any]:
    """Return what a document carries: plain values, and JSON for all that msgpack has no form for."""
    more: dict[str, Any] = {"unit": item.unit, **everything(item)}
    named = {"article": item.article, "title": item.title, "source": item.source}
    data: dict[str, Any] = {**named, "annotator": item.annotator}
    if item.unit == "sentence":
        more["base"] = item.base
        start, (one,) = item.base or 0, item.sentences
        data |= {"sentence": one.number, "part": one.part, "start": start, "end": start + len(item.text)}
    plain = {key: _encodable(value) for key, value in data.items()}
    return plain | {"zhupi": compact(more)}


def _encodable(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield the items that the documents of ``.spacy`` files are, one file in memory at a time.

    Raises:
        ReadingError: There is no such file, or none that is a DocBin.
    """
    from annotations.exchange.formats.spacy_reader import items_in

    names = [name for name in source.names() if name.endswith(_SUFFIX)]
    if not names:
        raise ReadingError(tr("{source}: no file of spaCy's (.spacy)", source=source.title))
    for name in names:
        try:
            yield from items_in(source, name, order)
        except ReadingError as error:
            if len(names) == 1:
                raise
            order.faults.add(str(error))


def recognises(source: Source) -> bool:
    """Tell whether there are ``.spacy`` files, compressed as a DocBin is."""
    with suppress(Exception):
        name = next((one for one in source.names() if one.endswith(_SUFFIX)), None)
        if name is not None:
            with source.open(name) as file:
                return file.read(1) == b"\x78"
    return False
