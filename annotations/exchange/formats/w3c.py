"""Web Annotations of the W3C, as JSON-LD.

An annotation says of a place in an article what it is:

- a sentence, ``classifying``: a body with the purpose ``tagging`` for each label, and ``commenting`` for the
  note; without labels and unanswered it is ``highlighting``;
- a name or number, ``identifying``: its type as a body;
- the article as a whole, ``tagging``: its labels.

Places are a TextPositionSelector (code points) and a TextQuoteSelector with what stands before and behind,
so that they are found again in a text that has changed. The text of an article travels as an annotation of
its own, ``describing``, ahead of the others, so that the file reads back alone. Who says so is the
``creator``, a model is ``Software``. What the vocabulary has no word for is ``zhupi:more``, as JSON.

``layout=collection`` makes an AnnotationCollection with one page, an annotation a line in it;
``layout=lines`` a file of which each line is an annotation with its context. Both are written article by
article. What is read is either, a page, a list, one annotation, or what the interface of Hypothesis gives.
Files of others may bring their texts as ``.txt``, called like the last part of the source; without it an
annotation is a piece of text by itself, as far as its quote goes. In memory are all annotations of one
source, and of a file that is not divided into lines all of it.

Lost, and counted: names without text and halves of characters; of files of others comments on names and on
articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import quote

from annotations.digest import digest_of
from annotations.exchange.carried import article_more, compact, span_more, spans_within, whole
from annotations.exchange.format import Order
from annotations.exchange.item_rows import more_of
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan, Unit
from annotations.exchange.parcels import Parcel, Sink, Source

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "w3c"
UNITS: tuple[Unit, ...] = ("article",)
MAIN = "annotations.jsonld"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {"layout": ("collection", "lines")}
NEEDS = None
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_CONTEXT = [CONTEXT, {"zhupi": "urn:zhupi:"}]
_AROUND = 32
"""Characters before and behind a quote. Chosen: as many as Hypothesis takes."""
_HEAD = 1 << 13
_SUFFIXES = (".jsonld", ".json", ".jsonl", ".ndjson")


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write the groups, an article at a time."""
    lines = order.options.get("layout") == "lines"
    with ExitStack() as stack:
        files: dict[str, _File] = {}
        for split in order.splits or ("",):
            sink = stack.enter_context(parcel.open(f"{split}.jsonld" if split else MAIN))
            files[split] = _File(sink, order.title, lines)
        for group in groups:
            for number, item in enumerate(group):
                target = files[order.split_of(item) if order.splits else ""]
                for one in _annotations(item, order, with_text=number == 0):
                    target.add(one)
        for target in files.values():
            target.close()


class _File:
    """A collection of one page, or lines."""

    def __init__(self, sink: Sink, title: str, lines: bool) -> None:
        self._sink = sink
        self._lines = lines
        self._count = 0
        if not lines:
            head = compact({"@context": _CONTEXT})[:-1]
            page = '{"type":"AnnotationPage","startIndex":0,"items":['
            label = compact(title)
            sink.write(f'{head},"type":"AnnotationCollection","label":{label},"first":{page}'.encode())

    def add(self, annotation: dict[str, Any]) -> None:
        if self._lines:
            self._sink.write(f"{compact({'@context': _CONTEXT, **annotation})}\n".encode())
        else:
            self._sink.write(f"{',' if self._count else ''}\n{compact(annotation)}".encode())
        self._count += 1

    def close(self) -> None:
        if not self._lines:
            self._sink.write(f'\n]}},"total":{self._count}}}\n'.encode())


def _annotations(item: Item, order: Order, *, with_text: bool) -> Iterator[dict[str, Any]]:
    text = whole(item.text, order.losses)
    name = quote(item.article or digest_of(text.encode()), safe="")
    source = f"urn:zhupi:article:{name}"
    creator = _creator(item)
    who = f"{name}:{quote(item.annotator, safe='', errors='replace')}"
    if with_text:
        body = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": text}
        yield _annotation(f"{name}:text", "describing", "text", [body | {"language": "zh"}], source)
    yield {
        **_annotation(f"{who}:article", "tagging", "article", _tags(item.labels), source),
        **creator,
        "zhupi:more": compact(article_more(item)),
    }
    for one in item.sentences:
        yield _sentence(one, who, {"source": source, "selector": _selectors(text, one)}) | creator
    for span in spans_within(item, order.losses):
        yield _span(span, who, {"source": source, "selector": _selectors(text, span)}) | creator


def _annotation(
    name: str, motivation: str, kind: str, body: list[dict[str, Any]], target: object
) -> dict[str, Any]:
    return {
        "id": f"urn:zhupi:{name}",
        "type": "Annotation",
        "motivation": motivation,
        "zhupi:kind": kind,
        **({"body": body} if body else {}),
        "target": target,
    }


def _creator(item: Item) -> dict[str, Any]:
    if not item.annotator:
        return {}
    kind = "Software" if item.predicted else "Person"
    return {"creator": {"type": kind, "name": item.annotator}}


def _tags(labels: Iterable[str]) -> list[dict[str, Any]]:
    return [{"type": "TextualBody", "purpose": "tagging", "value": one} for one in labels]


def _sentence(one: ItemSentence, who: str, target: dict[str, Any]) -> dict[str, Any]:
    more = {key: value for key, value in more_of(one).items() if key not in ("note", "created", "updated")}
    body = _tags(one.labels)
    if one.note:
        body.append({"type": "TextualBody", "purpose": "commenting", "value": one.note})
    motivation = "classifying" if one.labels or one.judged else "commenting" if body else "highlighting"
    found = _annotation(f"{who}:sentence:{one.start}-{one.end}", motivation, "sentence", body, target)
    times = {"created": one.created, "modified": one.updated}
    return found | {key: time for key, time in times.items() if time} | {"zhupi:more": compact(more)}


def _span(one: ItemSpan, who: str, target: dict[str, Any]) -> dict[str, Any]:
    name = f"{who}:{one.what}:{one.start}-{one.end}:{quote(one.label, safe='', errors='replace')}"
    found = _annotation(name, "identifying", one.what, _tags([one.label]), target)
    return found | {"zhupi:more": compact(span_more(one))}


def _selectors(text: str, one: ItemSentence | ItemSpan) -> list[dict[str, Any]]:
    start, end = one.start, one.end
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        },
    ]


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield an item for each source and creator, in the order in which sources begin.

    Raises:
        ReadingError: There is no annotation.
    """
    from annotations.exchange.formats.w3c_reader import items_in

    yield from items_in(source, order)


def recognises(source: Source) -> bool:
    """Tell whether a file of JSON begins with the context of annotations."""
    with suppress(Exception):
        names = source.names()
        for name in names if len(names) == 1 else [one for one in names if one.endswith(_SUFFIXES)][:20]:
            with source.open(name) as file:
                if b"www.w3.org/ns/anno" in file.read(_HEAD):
                    return True
    return False
