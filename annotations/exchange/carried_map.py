"""All that is said of a text as one map, for formats that carry such a map beside each of their examples.

It holds what the format has fields for too where it says in what order or of whom: somebody may have changed
the fields since, or answered in the place of the one who had.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotations.exchange.carried import (
    article_more,
    labelled,
    sentence_with,
    span_more,
    span_with,
    with_article_more,
)
from annotations.exchange.item_rows import more_of
from annotations.exchange.items import Item, ItemSentence, ItemSpan

__all__ = ["CarriedMap", "carried_map"]


def carried_map(item: Item, aside: Collection[ItemSpan] = ()) -> dict[str, Any]:
    """Return all that is said of `item`, but the names and numbers of which the format has all.

    Args:
        item: A sentence or an article.
        aside: Names and numbers that the format has no place for.
    """
    sentences = [[one.start, one.end, list(one.labels), more_of(one)] for one in item.sentences]
    told = [[*one[:3], more] for one in item.spans or () if one not in aside and (more := span_more(one))]
    place = {"unit": item.unit} | ({} if item.base in (0, None) else {"base": item.base})
    carried = {**place, **article_more(item), "sentences": sentences}
    if told:
        carried["told"] = told
    if aside:
        carried["aside"] = [[*one[:3], span_more(one)] for one in aside]
    return carried


@dataclass(frozen=True, slots=True)
class CarriedMap:
    """What :func:`carried_map` gave, read from a file; what is not sound in it is left out."""

    item: Item
    """What was said, without the names and numbers of which the format has all."""
    told: Mapping[tuple[int, int, str], Mapping[str, Any]]
    """What was said of names and numbers that the format has."""

    @classmethod
    def of(cls, own: Mapping[str, Any], text: str, where: str) -> CarriedMap:
        """Return what `own` says of `text`."""
        unit, base = own.get("unit"), own.get("base", 0)
        sentences = tuple(_sentences(own.get("sentences"), len(text)))
        if unit != "article":
            sentences = sentences[:1] or (ItemSentence(0, len(text)),)
        item = Item(
            text,
            unit="article" if unit == "article" else "sentence",
            base=base if type(base) is int and base >= 0 else 0,
            where=where,
            sentences=sentences,
            spans=tuple(
                span_with(ItemSpan(*place), more) for place, more in _spans(own.get("aside"), len(text))
            ),
        )
        return cls(with_article_more(item, own), dict(_spans(own.get("told"), len(text))))

    def by_another(self, annotator: str) -> CarriedMap:
        """Return the same for somebody else: where the text is, and nothing of what was said of it."""
        item = self.item
        sentences = tuple(
            ItemSentence(one.start, one.end, part=one.part, number=one.number, raw=one.raw)
            for one in item.sentences
        )
        bare = replace(item, annotator=annotator, predicted=False, done=None, scheme="", sentences=sentences)
        return CarriedMap(replace(bare, spans=(), labels=(), attributes={}), {})

    def with_spans(self, spans: Collection[ItemSpan] | None) -> Item:
        """Return what was said with `spans` of the format's own fields; None leaves what was carried."""
        item = self.item
        if spans is None or (not spans and item.spans is None):
            return item
        known = [span_with(one, self.told.get(one[:3], {})) for one in spans]
        found = sorted([*known, *(item.spans or ())], key=lambda one: (one.start, one.end))
        return replace(item, spans=tuple(found))

    def sentence(self, labels: Collection[str], *, answered: bool) -> ItemSentence:
        """Return the one sentence that the text is, with the labels that the format's own fields have.

        Args:
            labels: What they say.
            answered: Whether no label there means that none applies.
        """
        one = self.item.sentences[0] if self.item.sentences else ItemSentence(0, len(self.item.text))
        found = labelled(one, labels, list(one.labels))
        return replace(found, status="none") if answered and found.status == "open" else found


def _sentences(value: object, length: int) -> Iterator[ItemSentence]:
    for one in value if isinstance(value, list) else ():
        match one:
            case [int(start), int(end), list(labels), dict(more)] if 0 <= start <= end <= length:
                named = [label for label in labels if isinstance(label, str)]
                yield labelled(sentence_with(ItemSentence(start, end), more), named)


def _spans(value: object, length: int) -> Iterator[tuple[tuple[int, int, str], Mapping[str, Any]]]:
    for one in value if isinstance(value, list) else ():
        match one:
            case [int(start), int(end), str(label), dict(more)] if 0 <= start < end <= length:
                yield (start, end, label), more
