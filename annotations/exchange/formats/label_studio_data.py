"""What a task of Label Studio is about: its text, and what its data tells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotations.exchange.format import Order
from annotations.exchange.formats.foreign_record import foreign_item
from annotations.exchange.items import Item, ItemSentence

__all__ = ["bare_item", "listed", "task_text"]

_ADDRESS = re.compile(r"(?:https?|s3|gs)://\S+$|/data/\S+$")


def bare_item(
    data: Mapping[str, Any], text: str, own: Mapping[str, Any], where: str, order: Order, labelled: bool
) -> Item:
    """Return the text of a task with what is known of it, before anybody has said anything.

    Args:
        data: That of the task.
        text: Which of it is the text.
        own: What zhupi had put there; empty in a task of somebody else's.
        where: What to call the task.
        order: What is wanted.
        labelled: Whether anybody has said something of the text as a whole.
    """
    if not own:
        return foreign_item(text, data, order, labelled=labelled, where=where)
    article, title, source = (
        value if isinstance(value := data.get(key), str) else "" for key in ("article", "title", "source")
    )
    metadata = own.get("metadata")
    item = Item(
        *(text, "article", where, article),
        title=title,
        source=source,
        metadata=metadata if isinstance(metadata, dict) else {},
    )
    if own.get("unit") == "article":
        return item
    number, start, part = data.get("sentence"), data.get("start"), data.get("part")
    sentence = ItemSentence(
        0,
        len(text),
        part=part if isinstance(part, str) else "body",
        number=number if type(number) is int else 0,
    )
    base = start if type(start) is int and start >= 0 else None
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
