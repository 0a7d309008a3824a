"""What was just done, in words: where, and what."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.editing.ledger import TURNED
from annotations.records.acts import Act
from annotations.records.carried import carried_from
from annotations.records.record import Record
from annotations.wording import counted, tr
from tui.layout.lines import Page

__all__ = ["carried_words", "where_and_what"]

_NUMBER = re.escape("{number}")


def _without_more(words: str) -> str:
    """Return the words of an act without how many more it was about, where they are counted otherwise."""
    more = re.escape(tr("and {number} more {words}").partition("{words}")[0]).replace(_NUMBER, r"\d+")
    return re.sub(rf"(?<![^ ：]){more}", "", words, count=1)


def carried_words(records: Iterable[Record], before: int) -> str:
    """Return how many of the marks in `records` were carried over, and how many want a second look.

    Args:
        records: What is said of the article by now.
        before: How many marks there were with the earlier text.
    """
    origins = [carried_from(one) for one in records if one["kind"] == "sentence"]
    carried = [origin for origin in origins if origin is not None]
    near = sum(bool(origin.get("near")) for origin in carried)
    look = tr(", {near} of them to look at: . goes there", near=near) if near else ""
    stay = before - len(carried)
    behind = tr("; {stay} with the earlier text", stay=counted(stay, "stays", "stay")) if stay > 0 else ""
    return tr(
        "{marks} carried over{look}{behind}; u takes it back",
        marks=counted(len(carried), "mark"),
        look=look,
        behind=behind,
    )


def where_and_what(act: Act, page: Page) -> str:
    """Return an act in words, with the numbers of its sentences in the article laid out as `page`.

    A range is named by its ends. Of scattered sentences it is the first, and how many more there are.
    """
    if act.words.startswith(tuple(map(tr, TURNED))) and all(one["kind"] == "article" for one in act.after):
        return tr(
            "the article, {words}", words=act.words
        )  # where one stands by then has nothing to do with it
    here = [one for one in act.after if one["article"] == act.article]
    there = {page.sentence_at(one["start"]) for one in here if one["kind"] in ("sentence", "decision")}
    first, last = min(there, default=0), max(there, default=0)
    if len(there) < 2 or len(here) < len(act.after):
        return f"{page.sentence_at(act.start) + 1} {act.words}"
    words = _without_more(act.words)
    if all(index in there or page.apart[index] for index in range(first, last)):
        return tr("{first} to {last} {words}", first=first + 1, last=last + 1, words=words)
    return tr("{first} and {number} more {words}", first=first + 1, number=len(there) - 1, words=words)
