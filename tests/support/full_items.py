"""An item with everything that can be said, and what comes back of items where sentences are the examples."""

from __future__ import annotations

from dataclasses import replace

from annotations.exchange.carried import pieces
from annotations.exchange.format import Losses
from annotations.exchange.items import Item, ItemCorrection, ItemDecision, ItemSentence, ItemSpan

__all__ = ["FULL", "QUOTE", "bare", "expected"]

SPEAKER = {"text": "林某", "name": "林某", "start": 0, "end": 2, "by": "rule"}
QUOTE = {"form": "direct", "cont": False, "content": [4, 9], "speakers": [SPEAKER], "by": "rule"}
MONEY = {
    "value": 0.5,
    "exact": "",
    "high": None,
    "high_exact": "",
    "iso": None,
    "unit": "%",
    "modifier": None,
}
SAID = ItemSentence(
    *(0, 11, ("claim", "quote"), "marked", "body", 1, "speaker", "rule", (QUOTE,), {"tone": "dry"}),
    *("=1+1\r二\n\t三\r\n", True, ({"annotator": "mei", "text": "嗯", "created": "2026-01-31T08:00:00Z"},)),
    *("2026-01-31T08:00:00Z", "2026-01-31T08:00:01Z", "default/1", (3, 14), {}),
    decision=ItemDecision(("mei",), "majority", {"claim": 2}, (), ("kai",)),
    prediction=({"model": "bert", "labels": ["claim", "quote"], "followed": True},),
)
TEXT = "林某說：降准0.5%。\n'=無"
FULL = Item(
    TEXT,
    article="0123456789abcdef0123",
    title="-題",
    source="a/b.txt",
    metadata={"url": "https://x", "nested": [1, {"a": None}]},
    annotator="mei",
    done=True,
    scheme="default/1",
    sentences=(SAID, ItemSentence(12, 15, status="none", number=2, part="title")),
    spans=(
        ItemSpan(0, 2, "PER", by="person"),
        ItemSpan(6, 10, "percent", "number", "auto", False, None, MONEY),
    ),
    corrections=(ItemCorrection(1, 2, "某"),),
    labels=("news",),
    attributes={"genre": "report"},
)
"""An item with everything."""


def bare(item: Item) -> Item:
    """Return `item` without what only its file knows."""
    return replace(item, where="", document="")


def expected(*given_in: Item) -> list[Item]:
    """Return the sentences of articles, an item each."""
    return [one for item in given_in for one in pieces(item, Losses())]
