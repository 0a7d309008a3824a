"""An article of which everything is said that can be, and what of it a format brings back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

from parcels import Packed

from annotations.exchange.format import Format, Losses, Order
from annotations.exchange.items import Item, ItemCorrection, ItemDecision, ItemSentence, ItemSpan
from annotations.model.scheme import DEFAULT

TITLE = "央行“降准”"
FIRST = "林某說：「👨\u200d👩\u200d👧說不會漲價。」"
SECOND = "𠮷野家漲價0.5%，  約3億元。"
TEXT = f"{TITLE}\n\u3000\u3000{FIRST}{SECOND}"
_AT = TEXT.index(FIRST)
_THEN = TEXT.index(SECOND)
_SPEAKER = {"text": "林某", "name": "林某某", "start": _AT, "end": _AT + 2, "by": "person"}
_QUOTE = {"form": "direct", "cont": False, "content": [_AT + 5, _AT + 16], "by": "rule"}
_AMOUNT = {
    "value": 300000000.0,
    "exact": "",
    "high": None,
    "high_exact": "",
    "iso": None,
    "unit": "CNY",
    "modifier": "approx",
}
_MONEY = TEXT.index("約3億元")

RICH = Item(
    TEXT,
    article="0123456789abcdef0123",
    title="央行\t降准",
    source="news/央行.txt",
    metadata={"date": "2026-01-31", "id": 10**30, "tags": ["a", None]},
    annotator="mei",
    done=True,
    scheme="default/1",
    sentences=(
        ItemSentence(0, len(TITLE), (), "implied", "title", 1, raw=(0, 5)),
        ItemSentence(
            _AT,
            _AT + len(FIRST),
            ("quote", "claim"),
            "marked",
            number=2,
            voice="speaker",
            voice_by="person",
            quotes=({**_QUOTE, "speakers": [_SPEAKER]},),
            attributes={"worth": "decisive", "count": 3, "loud": True},
            note='誰說的？\nE:\\tmp "x" # & <b>',
            flag=True,
            thread=({"annotator": "bo", "text": "對", "created": "2026-01-31T08:00:00Z"},),
            prediction=({"model": "bert 2", "labels": ["claim"], "followed": False},),
            created="2026-01-31T08:00:00Z",
            updated="2026-01-31T09:00:00.123Z",
            scheme="default/1",
            raw=(8, 30),
            decision=ItemDecision(("lead",), "votes", {"mei": ["claim"]}, ("bo",), ("wang",)),
        ),
        ItemSentence(_THEN, len(TEXT), ("opinion",), "marked", number=3),
    ),
    spans=(
        ItemSpan(_AT, _AT + 2, "PER", "name", "person"),
        ItemSpan(_THEN, _THEN + 3, "ORG", "name", "auto", certain=False),
        ItemSpan(_THEN + 1, _THEN + 3, "LOC", "name", "gold"),
        ItemSpan(_MONEY, _MONEY + 4, "money", "number", "auto", amount=_AMOUNT),
    ),
    corrections=(ItemCorrection(_THEN, _THEN + 1, "吉"),),
    labels=("front page",),
    attributes={"desk": "money"},
)


def written(form: Any, groups: Sequence[Sequence[Item]], order: Order | None = None) -> Packed:
    """Return what a format writes of `groups`; it writes the same bytes again."""
    order = order or order_of(form)
    packed, again = Packed(), Packed()
    form.write(groups, packed, order)
    form.write(groups, again, replace(order, losses=type(order.losses)()))
    assert packed.files == again.files
    return packed


def read_back(form: Any, packed: Packed, order: Order | None = None) -> list[Item]:
    """Return what a format reads of what it wrote, without places in files; no fault, nothing left out."""
    order = replace(order or order_of(form), losses=Losses())
    assert form.recognises(packed.source), sorted(packed.files)
    found = list(form.read(packed.source, order))
    assert order.faults.lines == []
    assert order.losses.lines() == []
    assert all(one.where for one in found)
    return [replace(one, where="", document="") for one in found]


def order_of(form: ModuleType | Format, unit: str = "", **options: str) -> Order:
    """Return what is wanted of a format, with its own defaults."""
    chosen = {key: values[0] for key, values in form.OPTIONS.items()} | options
    return Order(DEFAULT, unit=unit or form.UNITS[0], options=chosen, title="Project")  # type: ignore[arg-type]
