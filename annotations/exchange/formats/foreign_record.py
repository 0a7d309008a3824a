"""A record that somebody else's program wrote: what its text is, and where its fields say that it is from."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from annotations.exchange.format import Order
from annotations.exchange.items import Item, ItemSentence

__all__ = ["EACH", "foreign_item"]

EACH: Sequence[str] = ("auto", "sentence", "article")
"""What a text is of which the file does not say so: ``auto`` tells by the text."""
_DOCUMENTS = ("doc_id", "document_id", "document", "doc", "article_id", "article")
_SOURCES = ("source", "file", "filename", "file_name", "path", "url")
_FILE = re.compile(r"[^\s]{1,200}\.[A-Za-z0-9]{1,5}|https?://\S{1,500}")
"""What a source is that tells one text from another; the name of a newspaper is none."""
_ENDS = re.compile(r"[。！？!?]")
_MANY = 3
"""As many ends of sentences make an article of a text on which nobody has said anything as a whole."""
_LONG = 200
_LONGEST_NAME = 200


def foreign_item(
    text: str,
    told: Mapping[str, Any],
    order: Order,
    *,
    labelled: bool,
    where: str,
    leave: Collection[str] = (),
) -> Item:
    """Return the text of a record with what is known of it, before anybody says anything.

    Args:
        text: The text.
        told: What the record tells of it, by the names of its fields.
        order: What is wanted; its option ``each`` says what a text is.
        labelled: Whether something is said of the text as a whole. What has paragraphs is an article all
            the same.
        where: What to call the record.
        leave: Fields that tell something else, or nothing.
    """
    known = {
        key: one
        for key, one in told.items()
        if isinstance(one, str | int | float) and not isinstance(one, bool) and one not in ("", text)
    }
    document = _first(known, _DOCUMENTS)
    source = next(
        (one for key in _SOURCES if isinstance(one := known.get(key), str) and _FILE.fullmatch(one)), ""
    )
    title = known.get("title")
    taken = {"title", *(key for key in (*_DOCUMENTS, *_SOURCES) if str(known.get(key)) in (document, source))}
    whole = _is_article(text, labelled, order)
    return Item(
        text,
        unit="article" if whole else "sentence",
        where=where,
        document=document or source,
        base=0 if whole else None,
        title=title if isinstance(title, str) else "",
        source=source,
        metadata={key: one for key, one in known.items() if key not in taken and key not in leave},
        sentences=() if whole else (ItemSentence(0, len(text)),),
        spans=None,
    )


def _is_article(text: str, labelled: bool, order: Order) -> bool:
    wanted = order.options.get("each", "auto")
    if wanted != "auto" or order.unit == "article":
        return "article" in (wanted, order.unit)
    if "\n" in text.strip():
        return True
    return not labelled and len(text) > _LONG and len(_ENDS.findall(text)) >= _MANY


def _first(known: Mapping[str, Any], keys: Sequence[str]) -> str:
    found = (str(known[key]) for key in keys if key in known)
    return next((one for one in found if len(one) <= _LONGEST_NAME), "")
