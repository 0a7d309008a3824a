"""What a file says of a text, laid over the article that the project has.

Where the texts are the same, everything stays where it is. Where they differ in white space, invisible
characters or normal form, everything is found again exactly; where they differ in more, what is found again
by most of its letters is near, and wants a second look. The rest is lost, and is listed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotations.editions.alignment import Alignment, Place
from annotations.exchange.items import Item, ItemCorrection, ItemSentence, ItemSpan
from annotations.model.article import Article

__all__ = ["Placed", "joined", "lay", "slots_of", "united"]

Slot = tuple[str, int]
"""A text, and the how manieth of this text it is."""
Find = Callable[[int, int, bool], Place | None]
"""Finds where a range stands in the article; whether it is a sentence, which grows to the article's own."""


@dataclass(slots=True)
class Placed:
    """An item over the text of an article of the project."""

    item: Item
    """Its offsets are the article's, and its text is."""
    near: list[tuple[int, int]] = field(default_factory=list)
    """Where sentences now stand of which the text differs."""
    lost: list[str] = field(default_factory=list)
    """The texts of the sentences and spans that were not found again."""


def lay(item: Item, article: Article) -> Placed:
    """Return `item`, of a whole article or of a piece whose place is told, over the text of `article`."""
    text, base = article.text, item.base
    if base is not None and text[base : base + len(item.text)] == item.text:
        return _laid(item, article, lambda start, end, _: Place(start + base, end + base, True), item.unit)
    alignment = Alignment(item.text, text)
    bounds = [(one.start, one.end) for one in article.sentences]

    def find(start: int, end: int, sentence: bool) -> Place | None:
        place = alignment.place(start, end, bounds if sentence else ())
        return place if place is None or place.exact or not sentence else _whole(place, bounds)

    return _laid(item, article, find, "article")


def joined(pieces: Sequence[Item]) -> Item:
    """Return pieces of one document as one item, in their order.

    Where they tell how far they stand from one another, they do again; else each begins a line. What quotes
    say of places follows the pieces in which these are, and is left out where it is in none.
    """
    return _over([(one.text, one.base) for one in pieces], list(enumerate(pieces)))


def united(pieces: Iterable[Item]) -> list[Item]:
    """Return pieces of one document as items of one text, an item for each who says something.

    What several say of the same piece stands in the text once: how often a text comes, for whom it comes most
    often. Where all pieces tell where they stand, or their numbers, they are in that order, else in that of
    their first.
    """
    slots = slots_of(pieces)
    order = list(dict.fromkeys(slot for slot, _ in slots))
    bases = {slot: one.base for slot, one in reversed(slots)}
    if all(base is not None for base in bases.values()):
        order.sort(key=lambda slot: bases[slot] or 0)
    elif all(one.sentences and one.sentences[0].number for _, one in slots):
        numbers = {slot: one.sentences[0].number for slot, one in reversed(slots)}
        order.sort(key=lambda slot: numbers[slot])
    lines = {slot: at for at, slot in enumerate(order)}
    theirs: dict[str, list[tuple[int, Item]]] = {}
    for slot, one in slots:
        theirs.setdefault(one.annotator, []).append((lines[slot], one))
    places = [(slot[0], bases[slot]) for slot in order]
    return [_over(places, sorted(own, key=lambda one: one[0])) for own in theirs.values()]


def slots_of(pieces: Iterable[Item]) -> list[tuple[Slot, Item]]:
    """Return pieces, each with its text and the how manieth of this text it is for who says so, from 1."""
    times: Counter[tuple[str, str]] = Counter()
    slots: list[tuple[Slot, Item]] = []
    for one in pieces:
        times[one.annotator, one.text] += 1
        slots.append(((one.text, times[one.annotator, one.text]), one))
    return slots


def _over(places: Sequence[tuple[str, int | None]], pieces: Sequence[tuple[int, Item]]) -> Item:
    """Return pieces as one item.

    Args:
        places: The texts that its text is made of, and where each begins in the article, if that is told.
        pieces: Each with the number of its text.
    """
    moves = _Moves(places)
    sentences: list[ItemSentence] = []
    spans: list[ItemSpan] = []
    corrections: list[ItemCorrection] = []
    for number, one in pieces:
        at = moves.starts[number]
        sentences += [
            replace(each, start=each.start + at, end=each.end + at, quotes=_found(each.quotes, moves.find))
            for each in one.sentences
        ]
        spans += [each._replace(start=each.start + at, end=each.end + at) for each in one.spans or ()]
        corrections += [each._replace(start=each.start + at, end=each.end + at) for each in one.corrections]
    return replace(
        pieces[0][1],
        text=moves.text,
        unit="article",
        base=0,
        sentences=tuple(sentences),
        spans=tuple(spans) if any(one.spans is not None for _, one in pieces) else None,
        corrections=tuple(corrections),
    )


_FAR = 8
"""So many characters between two pieces are white space; more are sentences that were left out.

Chosen: two line ends and an indent are six."""


class _Moves:
    """Where pieces of a document come to stand when they are joined."""

    def __init__(self, places: Sequence[tuple[str, int | None]]) -> None:
        self._bases = [base for _, base in places]
        ends = [base + len(text) for text, base in places if base is not None]
        after = zip(self._bases[1:], ends, strict=False)
        self._told = len(ends) == len(places) and all(base is not None and base >= end for base, end in after)
        self.starts: list[int] = []
        """Where each begins in the text of all."""
        parts: list[str] = []
        at = 0
        for number, (text, base) in enumerate(places):
            gap = min(number, 1)
            if gap and self._told and base is not None and base - ends[number - 1] <= _FAR:
                gap = base - ends[number - 1]
            parts += ["\n" * gap, text]
            self.starts.append(at + gap)
            at += gap + len(text)
        self.text = "".join(parts)
        """The text of all."""
        self._ends = [start + len(text) for (text, _), start in zip(places, self.starts, strict=True)]

    def find(self, start: int, end: int, _: bool) -> Place | None:
        """Return where a place of the article comes to stand; None if it is in none of the pieces."""
        if not self._told:
            return None
        number = bisect_right(self._bases, start, key=lambda base: base or 0) - 1
        if number < 0:
            return None
        by = self.starts[number] - (self._bases[number] or 0)
        if end + by > self._ends[number]:
            return None
        return Place(start + by, end + by, True)


def _laid(item: Item, article: Article, find: Find, unit: str) -> Placed:
    placed = Placed(item)
    sentences: list[ItemSentence] = []
    for one in item.sentences:
        place = find(one.start, one.end, True)
        if place is None:
            if one.judged or one.note or one.flag or one.scores:
                placed.lost.append(item.text[one.start : one.end])
            continue
        if not place.exact:
            placed.near.append((place.start, place.end))
        # Offsets of quotes count in the article already where a piece says where it stands.
        quotes = one.quotes if unit == "sentence" else _found(one.quotes, find)
        sentences.append(replace(one, start=place.start, end=place.end, quotes=quotes))
    spans: list[ItemSpan] = []
    for span in item.spans or ():
        place = find(span.start, span.end, False)
        if place is None or not place.exact:
            placed.lost.append(item.text[span.start : span.end])
        else:
            spans.append(span._replace(start=place.start, end=place.end))
    corrections = [
        ItemCorrection(place.start, place.end, one.correction)
        for one in item.corrections
        if (place := find(one.start, one.end, False)) is not None and place.exact
    ]
    placed.item = replace(
        item,
        text=article.text,
        unit="article",
        base=0,
        article=article.id,
        title=article.title,
        source=article.source,
        sentences=tuple(sorted(sentences, key=lambda one: (one.start, one.end))),
        spans=None if item.spans is None else tuple(sorted(spans, key=lambda one: (one.start, one.end))),
        corrections=tuple(corrections),
    )
    return placed


def _whole(place: Place, bounds: Sequence[tuple[int, int]]) -> Place:
    """Return the sentences of the article of which most is in `place`, or that hold all of it."""
    over = [(max(start, place.start), min(end, place.end), start, end) for start, end in bounds]
    most = [
        (start, end)
        for low, high, start, end in over
        if low < high and (2 * (high - low) > end - start or (low, high) == (place.start, place.end))
    ]
    return Place(most[0][0], most[-1][1], False) if most else place


def _found(quotes: Sequence[Mapping[str, Any]], find: Find) -> tuple[Mapping[str, Any], ...]:
    """Return what is said of quotes with its places found again; a place that is not found is left out."""
    return tuple(
        {
            **quote,
            **({"content": _range(quote["content"], find)} if quote.get("content") else {}),
            "speakers": [_speaker(one, find) for one in quote.get("speakers") or ()],
        }
        for quote in quotes
    )


def _range(value: Any, find: Find) -> list[int] | None:
    if not (isinstance(value, list | tuple) and len(value) == 2 and all(type(one) is int for one in value)):
        return None
    place = find(value[0], value[1], False) if 0 <= value[0] < value[1] else None
    return [place.start, place.end] if place else None


def _speaker(one: Any, find: Find) -> Any:
    if not isinstance(one, Mapping) or one.get("start") is None:
        return one
    found = _range([one["start"], one.get("end")], find)
    start, end = found or (None, None)
    return {**one, "start": start, "end": end}
