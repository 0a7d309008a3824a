"""What a CAS says, of zhupi's layers and of INCEpTION's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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
from annotations.exchange.formats import uima_types as types
from annotations.exchange.formats.uima_files import Found, cases_in
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.parcels import Source
from annotations.wording import msg, tr

__all__ = ["items_in"]

_CUSTOM = ("webanno.custom.", "custom.")
"""How the layers that a project of INCEpTION makes begin."""
_OWN = (types.TAGGED, types.NUMBER, types.ARTICLE)
_BASE = ("sofa", "begin", "end")
_FIRST = ("label", "labels", "value", "kind", "type_", "category")
"""Features that are looked at before others for what an annotation says."""
_ENDS = ("Governor", "Dependent", "next", "first")
"""Features of relations and chains."""


def items_in(source: Source, order: Order) -> Iterator[Item]:
    """Yield an item for each CAS.

    Raises:
        ReadingError: There is none.
    """
    count = 0
    for found in cases_in(source, order):
        count += 1
        try:
            item = _item(found, order)
        except Exception as error:  # a CAS may have features of any kind under the names that are looked at
            order.faults.add(
                tr(
                    "{where} cannot be read and is left out: {error}",
                    where=found.where,
                    error=f"{type(error).__name__} {error!s:.80}",
                )
            )
            continue
        yield item
    if not count and not order.faults.count:
        raise ReadingError(
            tr(
                "{source}: no CAS (.xmi) in it; export from INCEpTION as UIMA CAS XMI (XML 1.0)",
                source=source.title,
            )
        )


def _item(found: Found, order: Order) -> Item:
    cas = found.cas
    text = cas.sofa_string or ""
    more = next((object_in(one.zhupi) for one in _of(cas, types.ARTICLE)), {})
    document = next(iter(_of(cas, types.DOCUMENT)), None)
    tagged, names, losses = _Tagged(text, more), list(_spans(cas, more)), 0
    for one in _of(cas, types.SENTENCE):
        tagged.sentence(one.begin, one.end)
    for one in _of(cas, types.TAGGED):
        tagged.said(one)
    for one in _custom(cas):
        if any(hasattr(one, end) for end in _ENDS):
            losses += 1
        elif (one.begin, one.end) in tagged.places:
            tagged.custom(one)
        else:
            label = next(iter(_features(one).values()), "")
            names.append(ItemSpan(one.begin, one.end, label or one.type.name.rpartition(".")[2]))
    order.losses.add(msg("relation or chain"), msg("relations and chains"), losses)
    known = {one[:3]: one for one in names if 0 <= one.start < one.end <= len(text)}
    item = Item(
        text,
        where=found.where,
        document=found.document,
        title=str(getattr(document, "documentTitle", None) or ""),
        annotator=found.annotator,
        sentences=tuple(tagged.all()),
        spans=tuple(known[key] for key in sorted(known)),
    )
    return with_article_more(item, {"title": "", **more} if more else {})


def _of(cas: Any, name: str) -> list[Any]:
    """Return the annotations of a type; none where the types of the file do not have it."""
    return list(cas.select(name)) if cas.typesystem.contains_type(name) else []


def _custom(cas: Any) -> Iterator[Any]:
    for one in cas.select_all_annotations():
        if one.type.name.startswith(_CUSTOM) and one.type.name not in _OWN and one.begin < one.end:
            yield one


def _features(one: Any) -> dict[str, str]:
    """Return what an annotation says: its texts, and what is as good as one, the likeliest label first."""
    told: dict[str, str] = {}
    for feature in one.type.all_features:
        value = one.get(feature.name) if feature.name not in _BASE else None
        elements = getattr(value, "elements", None)
        if isinstance(value, str | bool | int | float) and value not in ("", False):
            told[feature.name] = "" if value is True else str(value)
        elif isinstance(elements, list) and all(isinstance(each, str) for each in elements) and elements:
            told[feature.name] = ",".join(elements)
    order = {name: at for at, name in enumerate(_FIRST)}
    return {name: told[name] for name in sorted(told, key=lambda name: (order.get(name, 99), name))}


def _spans(cas: Any, more: Mapping[str, Any]) -> Iterator[ItemSpan]:
    carried = told_spans(more)
    for name, feature in ((types.NAME, "value"), (types.NUMBER, "kind")):
        for one in _of(cas, name):
            label = one.get(feature) or ""
            span = ItemSpan(one.begin, one.end, label, "number" if name == types.NUMBER else "name")
            yield span_with(span, carried.get(span[:3], {}))


class _Tagged:
    """The sentences of a CAS, and what is said of them."""

    def __init__(self, text: str, more: Mapping[str, Any]) -> None:
        self.places: dict[tuple[int, int], ItemSentence] = {}
        self._length = len(text)
        self._told = told_sentences(more, len(text))
        self._labels: dict[tuple[int, int], list[str]] = {}

    def sentence(self, start: int, end: int) -> None:
        """Take in a sentence, with what zhupi told of it but for what can be changed in INCEpTION."""
        told = self._told.get((start, end), {})
        kept = {key: value for key, value in told.items() if key not in ("status", "note", "voice")}
        self.places.setdefault((start, end), sentence_with(ItemSentence(start, end), kept))

    def said(self, one: Any) -> None:
        """Take in what is said of a sentence in zhupi's layer."""
        place = (one.begin, one.end)
        self.sentence(*place)
        more = {"status": one.get("status"), "note": one.get("note"), "voice": one.get("voice")}
        self.places[place] = sentence_with(self.places[place], more)
        self._labels.setdefault(place, []).extend(_divided(one.get("labels")))

    def custom(self, one: Any) -> None:
        """Take in what is said of a sentence in a layer of somebody's own: its label, and attributes."""
        place = (one.begin, one.end)
        features = _features(one)
        if not features:
            features = {"label": one.type.name.rpartition(".")[2]}
        first, *others = features
        self._labels.setdefault(place, []).extend(_divided(features[first] or first))
        attributes = {**self.places[place].attributes, **{key: features[key] for key in others}}
        self.places[place] = sentence_with(self.places[place], {"attributes": attributes})

    def all(self) -> Iterator[ItemSentence]:
        """Yield the sentences, ascending, and those without text that only zhupi knows of."""
        for place, told in self._told.items():
            if place[0] == place[1]:
                self.places.setdefault(place, sentence_with(ItemSentence(*place), told))
        for place in sorted(self.places):
            told = self._told.get(place, {})
            listed = told.get("labels")
            labels = _restored(self._labels.get(place, []), listed)
            yield labelled(self.places[place], labels, listed)


def _divided(text: str | None) -> list[str]:
    return [one.strip() for one in (text or "").split(",") if one.strip()]


def _restored(labels: list[str], listed: object) -> list[str]:
    """Return labels as they were before commas were put between them, if nobody has changed them."""
    carried = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    return carried if labels == _divided(",".join(carried)) else labels
