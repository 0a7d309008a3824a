"""Articles of Web Annotations, and pieces of articles where the text did not come with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from annotations.errors import ReadingError
from annotations.exchange.carried import labelled, object_in, sentence_with, span_with, with_article_more
from annotations.exchange.format import Order
from annotations.exchange.formats.w3c_files import annotations_in
from annotations.exchange.formats.w3c_places import Selected, listed, selected
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.parcels import Source
from annotations.wording import msg, tr

__all__ = ["items_in"]

_TAGS = ("tagging", "classifying", "identifying", "linking")
_SOFTWARE = ("Software", "SoftwareApplication", "SoftwareAgent")


@dataclass(slots=True)
class _Said:
    """What one annotation says of one target."""

    where: str
    kind: str
    """``sentence``, ``name``, ``number``, ``article`` or ``text``; empty where the file does not tell."""
    identifies: bool
    """Whether it says what something is, and not how it is to be classified."""
    labels: list[str]
    note: str
    more: dict[str, Any]
    created: str | None
    updated: str | None
    selected: Selected
    has_selector: bool


@dataclass(slots=True)
class _Document:
    """What is said of one source."""

    text: str | None = None
    own: bool = False
    """Whether zhupi wrote it, which tells where one ends."""
    said: dict[tuple[str, bool], list[_Said]] = field(default_factory=dict)
    """By who says so, and whether that is a program."""


def items_in(source: Source, order: Order) -> Iterator[Item]:
    """Yield the items.

    Raises:
        ReadingError: There is no annotation.
    """
    documents: dict[str, _Document] = {}
    count = 0
    for where, annotation in annotations_in(source, order):
        count += 1
        for target in listed(annotation.get("target")):
            name, selectors = _target(target)
            said = _said(annotation, where, selectors)
            if said.kind == "text":
                for one, document in list(documents.items()):  # the articles before it are complete
                    if document.own and one != name:
                        yield from _items(one, documents.pop(one), source, order)
                documents.setdefault(name, _Document()).own = True
                documents[name].text = said.note
            else:
                who = _creator(annotation)
                documents.setdefault(name, _Document()).said.setdefault(who, []).append(said)
    if not count:
        raise ReadingError(tr("{source}: there is no Web Annotation in it", source=source.title))
    for name, document in documents.items():
        yield from _items(name, document, source, order)


def _target(target: object) -> tuple[str, object]:
    """Return what a target calls its source, and its selectors."""
    if not isinstance(target, Mapping):
        return str(target), None
    source = target.get("source", target.get("id", target.get("@id")))
    if isinstance(source, Mapping):
        source = source.get("id", source.get("@id"))
    return str(source or ""), target.get("selector")


def _creator(annotation: Mapping[str, Any]) -> tuple[str, bool]:
    for one in listed(annotation.get("creator")):
        if isinstance(one, str):
            return unquote(one.rpartition("/")[2].rpartition(":")[2] or one), False
        if isinstance(one, Mapping):
            name = one.get("name", one.get("nickname", one.get("id", one.get("@id", ""))))
            kinds = [str(kind).rpartition(":")[2] for kind in listed(one.get("type"))]
            return str(name), any(kind in _SOFTWARE for kind in kinds)
    return "", False


def _said(annotation: Mapping[str, Any], where: str, selectors: object) -> _Said:
    motivations = [str(one).rpartition("#")[2] for one in listed(annotation.get("motivation"))]
    kind = annotation.get("zhupi:kind")
    bodies = listed(annotation.get("body"))
    if isinstance(annotation.get("bodyValue"), str):
        bodies = [*bodies, {"value": annotation["bodyValue"]}]
    labels: list[str] = []
    notes: list[str] = []
    for body in bodies:
        _take_body(body, motivations, labels, notes)
    more = object_in(annotation.get("zhupi:more"))
    times = [annotation.get(key) for key in ("created", "modified")]
    created, updated = (one if isinstance(one, str) else None for one in times)
    return _Said(
        where,
        kind if isinstance(kind, str) else "",
        "identifying" in motivations,
        labels,
        "\n".join(notes),
        more,
        created,
        updated,
        selected(selectors),
        bool(listed(selectors)),
    )


def _take_body(body: object, motivations: list[str], labels: list[str], notes: list[str]) -> None:
    """Take a body in: a label if it tags, and else a note."""
    if isinstance(body, str):  # the address of a class
        labels.append(unquote(urlsplit(body).fragment or body.rstrip("/").rpartition("/")[2]) or body)
        return
    if not isinstance(body, Mapping):
        return
    purposes = [str(one) for one in listed(body.get("purpose"))] or motivations
    value = body.get("value", body.get("label"))
    if value is None and (source := body.get("source", body.get("id"))) is not None:
        _take_body(str(source), motivations, labels, notes)
    elif isinstance(value, str):
        tags = any(one in _TAGS for one in purposes) and "commenting" not in purposes
        (labels if tags else notes).append(value)


def _items(name: str, document: _Document, source: Source, order: Order) -> Iterator[Item]:
    text = document.text if document.text is not None else _text_beside(name, source)
    for (annotator, predicted), said in document.said.items():
        if text is None:
            for one in said:
                item = _alone(one, name, order)
                if item is not None:
                    yield replace(item, annotator=annotator, predicted=predicted)
        else:
            item = _whole(text, said, order)
            annotator, predicted = annotator or item.annotator, predicted or item.predicted
            yield replace(item, document=name, annotator=annotator, predicted=predicted)


def _text_beside(name: str, source: Source) -> str | None:
    """Return the text of a source that came with the annotations, by its name; None if it did not."""
    path = unquote(urlsplit(name).path or name)
    last = path.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    stem = last.rpartition(".")[0] or last
    for one in source.names():
        base = one.rpartition("/")[2]
        if base.endswith(".txt") and base in (last, f"{last}.txt", f"{stem}.txt"):
            with source.open(one) as file:
                return file.read().decode("utf-8-sig", "replace")
    return None


def _is_name(one: _Said, order: Order) -> bool:
    """Tell whether something is a name or number, and not a sentence."""
    if one.kind:
        return one.kind in ("name", "number")
    if any(label in order.scheme.names for label in one.labels):
        return False
    types = {each.name for each in order.scheme.types}
    return bool(one.labels) and (one.identifies or all(label in types for label in one.labels))


def _whole(text: str, said: list[_Said], order: Order) -> Item:
    """Return an item of a whole article."""
    sentences: dict[tuple[int, int], ItemSentence] = {}
    spans: dict[tuple[int, int, str], ItemSpan] = {}
    labels: list[str] = []
    more: dict[str, Any] = {}
    for one in said:
        if one.kind == "article" or not one.has_selector:
            labels += one.labels
            more = more or one.more
            order.losses.add(msg("comment on an article"), msg("comments on articles"), bool(one.note))
            continue
        try:
            place = one.selected.place(text)
        except ValueError as error:
            order.faults.add(tr("{where}: {problem}; it is left out", where=one.where, problem=error))
            continue
        if _is_name(one, order):
            for label in one.labels:
                spans[(*place, label)] = span_with(ItemSpan(*place, label), one.more)
            order.losses.add(msg("note on a name"), msg("notes on names"), bool(one.note))
        else:
            sentences[place] = _sentence(one, place, sentences.get(place))
    item = Item(
        text,
        where=said[0].where,
        sentences=tuple(sentences[place] for place in sorted(sentences)),
        spans=tuple(sorted(spans.values(), key=lambda each: each[:3])) if spans or more else None,
    )
    return replace(with_article_more(item, more), labels=tuple(dict.fromkeys(labels)))


def _sentence(one: _Said, place: tuple[int, int], before: ItemSentence | None) -> ItemSentence:
    """Return what is said of a sentence, with what was said of it before."""
    more = {**one.more, "note": one.note, "created": one.created, "updated": one.updated}
    sentence = sentence_with(ItemSentence(*place), more)
    if before is None:
        return labelled(sentence, one.labels)
    notes = [note for note in (before.note, one.note) if note]
    return labelled(replace(before, note="\n".join(notes)), (*before.labels, *one.labels))


def _alone(one: _Said, name: str, order: Order) -> Item | None:
    """Return a piece of a text that did not come with its annotations; None where it has no words."""
    chosen = one.selected
    if one.kind == "article" or not one.has_selector or not chosen.exact:
        order.faults.add(
            tr(
                "{where}: the text of {source} is not here, and no quote either; put it beside as {name}.txt",
                where=one.where,
                source=name or "-",
                name=unquote(name).rstrip("/").rpartition("/")[2] or "text",
            )
        )
        return None
    words, base = chosen.exact, None if chosen.counts_bytes else chosen.start
    item = Item(words, "sentence", one.where, document=name, base=base)
    if not _is_name(one, order):
        return replace(item, sentences=(_sentence(one, (0, len(words)), None),))
    before = len(chosen.prefix)
    spans = tuple(span_with(ItemSpan(before, before + len(words), each), one.more) for each in one.labels)
    text = chosen.prefix + words + chosen.suffix
    start = base - before if base is not None and base >= before else None
    return replace(item, text=text, base=start, spans=spans, sentences=(ItemSentence(0, len(text)),))
