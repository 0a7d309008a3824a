"""An item with all that may be said of an article, and what is expected of it when it comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from parcels import Kept, Packed

from annotations.exchange.carried import pieces
from annotations.exchange.format import Losses, Order
from annotations.exchange.items import Item, ItemCorrection, ItemDecision, ItemSentence, ItemSpan
from annotations.model.scheme import DEFAULT

RICH = Item(
    "👨說：𠮷野家涨价了。\n“央行\u2028称降准0.5%，\t不会”。無人。",
    article="0123456789abcdef0123",
    title="涨价",
    source="news/一.txt",
    metadata={"date": "2026-01-31", "page": "3"},
    annotator="mei",
    done=True,
    scheme="default/1",
    sentences=(
        ItemSentence(
            *(0, 10, ("claim", "quote"), "marked", "title", 1, "speaker", "person"),
            quotes=({"form": "direct", "cont": False, "content": [2, 9], "speakers": []},),
            attributes={"tone": "calm"},
            note='誰？\n"他"',
            flag=True,
            thread=({"annotator": "li", "text": "不對", "created": "2026-01-31T08:00:00Z"},),
            created="2026-01-31T08:00:00Z",
            updated="2026-02-01T08:00:00Z",
            scheme="default/1",
            raw=(3, 13),
        ),
        ItemSentence(11, 28, (), "implied", number=2),
        ItemSentence(28, 31, (), "open", number=3, note="後來再看"),
    ),
    spans=(
        ItemSpan(0, 1, "PER", "name", "person"),
        ItemSpan(3, 6, "ORG", "name", "auto", certain=False),
        ItemSpan(
            *(18, 22, "percent", "number", "auto", True),
            amount={"value": 0.5, "exact": "", "high": None, "high_exact": "", "unit": None},
        ),
        ItemSpan(28, 31, "LOC", "name", "gold"),
    ),
    corrections=(ItemCorrection(12, 13, "中"),),
    labels=("economy",),
    attributes={"genre": "news"},
)
GOLD = replace(
    RICH,
    annotator="gold",
    sentences=(
        replace(
            RICH.sentences[0],
            decision=ItemDecision(("lead",), "settled", {"claim": ["mei"]}, ("voice",), ("li",)),
        ),
        *RICH.sentences[1:],
    ),
)


def order(**wanted: Any) -> Order:
    """Return an order for the default scheme."""
    return Order(DEFAULT, **wanted)


def divided(items: Iterable[Item]) -> list[Item]:
    """Return the sentences of articles as items, in the order of the articles."""
    return [piece for item in items for piece in pieces(item, Losses())]


def bare(items: Iterable[Item]) -> list[Item]:
    """Return items without the place in which they were found."""
    return [replace(one, where="") for one in items]


def sorted_items(items: Iterable[Item]) -> list[Item]:
    """Return items without the place in which they were found, by article, place and annotator."""
    return sorted(bare(items), key=lambda one: (one.article, one.base or 0, one.annotator, one.predicted))


def source_of(name: str, text: str) -> Kept:
    """Return a file as somebody else wrote it."""
    return Packed({name: text.encode()}, name).source
