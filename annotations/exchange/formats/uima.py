"""UIMA CAS as XMI, for INCEpTION: an ``.xmi`` for each article and annotator.

Beside them lie ``TypeSystem.xml``, which every reader of a CAS needs, and ``layers.json``: import that into
INCEpTION under Settings, Layers, before the documents, which are "UIMA CAS XMI (XML 1.0)".

- ``Sentence`` and ``Token`` are INCEpTION's own: its sentences are ours, and its tokens characters and whole
  runs of Latin letters and digits, divided where a name begins or ends.
- ``NamedEntity`` has the type of a name as ``value``, ``ZhupiNumber`` the kind of a number.
- ``ZhupiSentence`` says what is said of a sentence: labels with commas between them, status (``none`` or
  ``implied``), note, voice, and the names of the speakers. A sentence of which nothing is said has none.
- ``ZhupiArticle``, of the document, has all that there is no feature for, as JSON: so all of it comes back.

cassis makes and reads the files and counts UTF-16 units as Java does. XML has no control characters and no
halves of characters; they are written as U+FFFD and counted, and so are names without text, which are left.
Files with a document type, and so with entities, are refused before anything
else looks at them. Read are also what INCEpTION exports: documents with any ``TypeSystem.xml``, archives of
``annotation/DOCUMENT/USER.zip``, its ``SentenceLabel`` and custom layers with texts as features.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from annotations.exchange.carried import compact, spans_within, whole
from annotations.exchange.carried_whole import everything
from annotations.exchange.file_names import annotator_names, document_name, file_name
from annotations.exchange.format import Losses, Order
from annotations.exchange.formats import uima_types as types
from annotations.exchange.formats.conll_tokens import tokens_of
from annotations.exchange.items import Group, Item, ItemSentence, Unit
from annotations.exchange.parcels import Parcel, Source
from annotations.model.quotes import sound_quote
from annotations.wording import msg

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "uima"
UNITS: tuple[Unit, ...] = ("article",)
MAIN = ""
DIVIDES = True
OPTIONS: Mapping[str, Sequence[str]] = {}
NEEDS = ("uima", "cassis")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = 1 << 12


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write the groups, an article at a time, and at last the types and layers."""
    system = types.type_system()
    labels: dict[str, None] = {}
    names = annotator_names(order.annotators)
    for group in groups:
        for item in group:
            folders = [names.get(item.annotator) or file_name(item.annotator)] if order.together else []
            folders += [order.split_of(item)] if order.splits else []
            labels.update(dict.fromkeys(each for one in item.sentences for each in one.labels))
            with parcel.open("/".join([*folders, f"{document_name(item)}.xmi"])) as sink:
                sink.write(_cas(item, system, order).to_xmi().encode())
    with parcel.open("TypeSystem.xml") as sink:
        sink.write(system.to_xml().encode())
    with parcel.open("layers.json") as sink:
        sink.write(types.layer_definitions(order.scheme, sorted(labels)).encode())


def _cas(item: Item, system: Any, order: Order) -> Any:
    from cassis import Cas

    text = _xml(item.text, order.losses)
    cas = Cas(typesystem=system)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"

    def add(name: str, begin: int | None = None, end: int | None = None, **features: Any) -> None:
        places = {} if begin is None else {"begin": begin, "end": end}
        told = {key: _xml(value) for key, value in features.items() if value}
        cas.add(system.get_type(name)(**{**places, **told}))

    name = document_name(item)
    title = item.title or name
    add(types.DOCUMENT, 0, len(text), language="zh", documentTitle=title, documentId=name)
    spans = spans_within(item, order.losses)
    borders = {one.start for one in spans} | {one.end for one in spans}
    for sentence in item.sentences:
        start, end = sentence.start, sentence.end
        if start == end:
            continue
        add(types.SENTENCE, start, end)
        inside = {one - start for one in borders if start < one < end}
        for begin, stop in tokens_of(text[start:end], inside, runs=True):
            if not text[start + begin : start + stop].isspace():
                add(types.TOKEN, start + begin, start + stop)
        if sentence.labels or sentence.judged or sentence.note:
            add(types.TAGGED, start, end, **_said(sentence))
    for span in spans:
        if span.what == "number":
            value = span.amount.get("exact") or span.amount.get("value")
            shown = "" if value is None else str(value)
            add(types.NUMBER, span.start, span.end, kind=span.label, value=shown)
        else:
            add(types.NAME, span.start, span.end, value=span.label)
    more = compact(everything(item))
    add(
        types.ARTICLE,
        title=item.title,
        annotator=item.annotator,
        labels=",".join(item.labels),
        zhupi=_NO_XML.sub(lambda one: f"\\u{ord(one[0]):04x}", more),
    )
    return cas


def _said(sentence: ItemSentence) -> dict[str, str | None]:
    """Return the features of a sentence of which something is said."""
    speakers = [
        each["name"] or each["text"] for one in sentence.quotes for each in sound_quote(one)["speakers"]
    ]
    return {
        "labels": ",".join(sentence.labels),
        "status": sentence.status if sentence.status in ("none", "implied") else None,
        "note": sentence.note,
        "voice": sentence.voice,
        "speakers": ", ".join(dict.fromkeys(one for one in speakers if one)),
    }


def _xml(text: str, losses: Losses | None = None) -> str:
    """Return `text` with U+FFFD for what XML has no place for; the text of an article is counted."""
    counted = losses or Losses()
    found, count = _NO_XML.subn("\ufffd", whole(text, counted))
    counted.add(msg("control character"), msg("control characters"), count)
    return found


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield an item for each CAS, one in memory at a time.

    Raises:
        ReadingError: There is none.
    """
    from annotations.exchange.formats.uima_reader import items_in

    yield from items_in(source, order)


def recognises(source: Source) -> bool:
    """Tell whether there is an XMI file of UIMA, or archives as INCEpTION exports them."""
    with suppress(Exception):
        names = source.names()
        for name in [one for one in names if one.endswith((".xmi", ".xml"))][:20]:
            with source.open(name) as file:
                if b"/uima/cas.ecore" in file.read(_HEAD):
                    return True
        return any(re.search(r"(?:^|/)(?:annotation|curation)/[^/]+/[^/]+\.zip$", one) for one in names)
    return False
