"""What was just done, in words: where, and what."""

from __future__ import annotations

import re

from annotations.editing.ledger import TURNED
from annotations.records.acts import Act
from tui.layout.lines import Page

__all__ = ["where_and_what"]

_AND_MORE = re.compile(r"(?<![^ ])and \d+ more ")


def where_and_what(act: Act, page: Page) -> str:
    """Return an act in words, with the numbers of its sentences in the article laid out as `page`.

    A range is named by its ends. Of scattered sentences it is the first, and how many more there are.
    """
    if act.words.startswith(TURNED) and all(one["kind"] == "article" for one in act.after):
        return f"the article, {act.words}"  # where one stands by then has nothing to do with it
    here = [one for one in act.after if one["article"] == act.article]
    there = {page.sentence_at(one["start"]) for one in here if one["kind"] in ("sentence", "decision")}
    first, last = min(there, default=0), max(there, default=0)
    if len(there) < 2 or len(here) < len(act.after):
        return f"{page.sentence_at(act.start) + 1} {act.words}"
    words = _AND_MORE.sub("", act.words, count=1)
    if all(index in there or page.apart[index] for index in range(first, last)):
        return f"{first + 1} to {last + 1} {words}"
    return f"{first + 1} and {len(there) - 1} more {words}"
