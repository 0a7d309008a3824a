"""What a task of Label Studio is about: its text, and what its data tells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotations.exchange.format import Order
from annotations.exchange.items import Item, ItemSentence

__all__ = ["bare_item", "listed", "task_text"]

_ADDRESS = re.compile(r"(?:https?|s3|gs)://\S+$|/data/\S+$")
_DOCUMENTS = ("doc_id", "document_id", "document", "doc", "article_id", "article")


def bare_item(data: Mapping[str, Any], text: str, own: Mapping[str, Any], where: str, order: Order) -> Item:
    """Return the text of a task with what is known of it, before anybody has said anything."""
    unit = own.get("unit") if own.get("unit") in ("sentence", "article") else order.unit
    document = next((str(data[key]) for key in _DOCUMENTS if isinstance(data.get(key), str | int)), "")
    title, source = (data.get(key) if isinstance(data.get(key), str) else "" for key in ("title", "source"))
    item = Item(text, where=where, title=str(title), source=str(source), unit="article")
    if own:
        metadata = own.get("metadata")
        item = replace(item, article=document, metadata=metadata if isinstance(metadata, dict) else {})
    else:
        others = {key: one for key, one in data.items() if isinstance(one, str | int | float) and one != text}
        taken = {"title", "source", *_DOCUMENTS}
        others = {key: one for key, one in others.items() if key not in taken}
        item = replace(item, document=document, metadata=others)
    if unit == "article":
        return item
    number, start, part = data.get("sentence"), data.get("start"), data.get("part")
    sentence = ItemSentence(
        0,
        len(text),
        part=part if own and isinstance(part, str) else "body",
        number=number if own and type(number) is int else 0,
    )
    base = start if own and type(start) is int else None
    return replace(item, unit="sentence", base=base, sentences=(sentence,))


def task_text(data: Mapping[str, Any], annotations: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the text of a task: what is called so, or what regions are of, or the longest."""
    texts = {key: one for key, one in data.items() if isinstance(one, str) and one}
    names = [
        "text",
        *(
            str(one.get("to_name"))
            for each in annotations
            for one in listed(each.get("result"))
            if isinstance(one, dict)
        ),
    ]
    known = next((texts[name] for name in names if name in texts), None)
    found = known or max(texts.values(), key=len, default=None)
    if found is not None and _ADDRESS.match(found):
        return None
    return found


def listed(value: object) -> list[Any]:
    """Return `value` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []
