"""What the documents of a DocBin say, whoever wrote it."""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from annotations.errors import ReadingError
from annotations.exchange.carried import (
    labelled,
    object_in,
    sentence_with,
    span_with,
    with_article_more,
)
from annotations.exchange.carried_whole import told_sentences, told_spans
from annotations.exchange.format import Order
from annotations.exchange.items import Item, ItemSentence, ItemSpan, Unit
from annotations.exchange.parcels import Source
from annotations.wording import tr

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

__all__ = ["items_in"]

LARGEST = 2_000_000_000
"""Bytes that a file may unpack to. Chosen: four times what spaCy itself can write without much ado."""
_NAMED = ("article", "title", "source", "annotator")


def items_in(source: Source, name: str, order: Order) -> Iterator[Item]:
    """Yield the items of one file.

    Raises:
        ReadingError: It is no DocBin.
    """
    from spacy.vocab import Vocab

    where = source.where(name)
    with source.open(name) as file:
        docs = _bin(file.read(), where)
    vocab = Vocab()
    for string in docs.strings:
        vocab[string]
    for number in range(len(docs)):
        place = tr("{where}, document {number}", where=where, number=number + 1)
        try:
            with _collecting():
                (doc,) = _alone(docs, number).get_docs(vocab)
            item = _item(doc, place, order)
        except Exception as error:  # what a file may hold that is not as spaCy writes it has no end
            order.faults.add(
                tr(
                    "{where} cannot be read and is left out: {error}",
                    where=place,
                    error=f"{type(error).__name__} {error!s:.80}",
                )
            )
            continue
        yield item


def _alone(docs: DocBin, number: int) -> DocBin:
    """Return a DocBin of one document, so that one that is broken does not take the others with it."""
    from spacy.tokens import DocBin

    one = DocBin(store_user_data=True)
    one.attrs = docs.attrs
    one.tokens, one.spaces = [docs.tokens[number]], [docs.spaces[number]]
    one.cats, one.flags = [docs.cats[number]], [docs.flags[number]]
    one.span_groups, one.user_data = [docs.span_groups[number]], [docs.user_data[number]]
    return one


def _bin(data: bytes, where: str) -> DocBin:
    from spacy.tokens import DocBin

    try:
        _demand_small(data)
        with _collecting():
            return DocBin(store_user_data=True).from_bytes(data)
    except Exception as error:
        raise ReadingError(
            tr(
                "{where}: no DocBin of spaCy's ({error}); write it with DocBin.to_disk",
                where=where,
                error=f"{error!s:.80}" or type(error).__name__,
            )
        ) from None


def _demand_small(data: bytes) -> None:
    """Raise ValueError if `data` unpacks to more than is allowed; spaCy would unpack all of it."""
    unpacker, size, rest = zlib.decompressobj(), 0, data
    while rest and not unpacker.eof:
        size += len(unpacker.decompress(rest, 1 << 20))
        rest = unpacker.unconsumed_tail
        if size > LARGEST:
            raise ValueError(tr("it unpacks to more than {size:,} bytes", size=LARGEST))


@contextmanager
def _collecting() -> Iterator[None]:
    """Leave Python's collector as it was: srsly switches it off and forgets it where a file is broken."""
    enabled = gc.isenabled()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _item(doc: Doc, where: str, order: Order) -> Item:
    data: dict[Any, Any] = doc.user_data
    more = object_in(data.get("zhupi"))
    named = {key: data[key] for key in _NAMED if isinstance(data.get(key), str)}
    text = doc.text
    unit = _unit(doc, more)
    spans, scored = _spans(doc, more, text, where, order)
    sentences = _sentences(doc, more, unit)
    scores = {} if all(one in (0, 1) for one in doc.cats.values()) else doc.cats
    base = more.get("base", data.get("start"))
    item = Item(
        text,
        unit=unit,
        where=where,
        base=(base if type(base) is int and base >= 0 else None) if unit == "sentence" else 0,
        predicted=bool(scores) or scored,
        sentences=tuple(sentences),
        spans=tuple(spans) if spans or more or _looked_at(doc) else None,
    )
    item = with_article_more(item, {**named, **more})
    if unit == "article":
        chosen = [label for label, value in doc.cats.items() if value >= 0.5]
        item = with_article_more(item, {"labels": _in_order(chosen, more.get("labels"))})
    return item


def _in_order(found: list[str], carried: object) -> list[str]:
    first = [one for one in carried if one in found] if isinstance(carried, list) else []
    return first + [one for one in found if one not in first]


def _unit(doc: Doc, more: Mapping[str, Any]) -> Unit:
    if more.get("unit") in ("sentence", "article"):
        return "sentence" if more["unit"] == "sentence" else "article"
    several = doc.has_annotation("SENT_START") and len(list(doc.sents)) > 1
    return "article" if several or "sentences" in doc.spans or "\n" in doc.text else "sentence"


def _looked_at(doc: Doc) -> bool:
    """Tell whether somebody has looked for names: without any, only a token that is outside says so."""
    return doc.has_annotation("ENT_IOB") or bool(doc.spans)


def _range(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Return the characters of tokens; None where there are no such, which a file may well say."""
    if not 0 <= start < end <= len(doc):
        return None
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


def _spans(
    doc: Doc, more: Mapping[str, Any], text: str, where: str, order: Order
) -> tuple[list[ItemSpan], bool]:
    """Return the names and numbers, ascending, and whether a model was asked how sure it is."""
    carried = told_spans(more)
    found: dict[tuple[int, int, str], ItemSpan] = {}
    scored = False
    groups: list[tuple[Any, Any]] = [(doc.ents, ())]
    for key, each in sorted(doc.spans.items()):
        if key != "sentences":
            groups.append((each, each.attrs.get("scores", ())))
    for group, scores in groups:
        values = _floats(scores)
        scored = scored or bool(values)
        for number, one in enumerate(group):
            place = _range(doc, one.start, one.end)
            if place is None:
                order.faults.add(
                    tr("{where}: a span of tokens {start} to {end}, of which there are {count}; left out",
                       where=where, start=one.start, end=one.end, count=len(doc))
                )  # fmt: skip
                continue
            score = values[number] if number < len(values) and values[number] >= 0 else None
            span = ItemSpan(*place, one.label_, score=score)
            found[span[:3]] = span_with(span, carried.get(span[:3], {}))
    return sorted(found.values(), key=lambda one: one[:3]), scored


def _floats(scores: Any) -> list[float]:
    """Return the scores of a group, whichever sequence of numbers they are."""
    try:
        return [float(one) for one in scores]
    except (TypeError, ValueError):
        return []


def _sentences(doc: Doc, more: Mapping[str, Any], unit: Unit) -> Iterator[ItemSentence]:
    """Yield the sentences: as they were carried, as they are tagged, and as the tokens say they begin."""
    length = len(doc.text)
    carried = told_sentences(more, length)
    if unit == "sentence":
        place, said = next(iter(carried.items()), ((0, length), {}))
        sentence = sentence_with(ItemSentence(*place), said)
        labels = [label for label, value in doc.cats.items() if value >= 0.5]
        if doc.cats and not labels and sentence.status == "open" and not said:
            sentence = sentence_with(sentence, {"status": "none"})
        if any(value not in (0, 1) for value in doc.cats.values()):
            sentence = sentence_with(sentence, {"scores": doc.cats})
        yield labelled(sentence, labels, said.get("labels"))
        return
    tagged: dict[tuple[int, int], list[str]] = {}
    for span in doc.spans.get("sentences", ()):
        if (found := _range(doc, span.start, span.end)) is not None:
            tagged.setdefault(found, []).append(span.label_)
    places = {**{place: {} for place in tagged}, **carried}
    if not places and doc.has_annotation("SENT_START"):
        begun = (_range(doc, one.start, one.end) for one in doc.sents)
        places = {place: {} for place in begun if place is not None}
    for place in sorted(places):
        sentence = sentence_with(ItemSentence(*place), places[place])
        yield labelled(sentence, tagged.get(place, ()), places[place].get("labels"))
