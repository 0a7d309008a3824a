"""Lines of an interview: who speaks stands before a colon, and what is said has no marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotations.analysis import lexicon
from annotations.analysis.quotes.marks import ASIDE, QUOTED, TITLE
from annotations.analysis.quotes.page import FAR, Page
from annotations.analysis.quotes.speakers import Subject, subject

__all__ = ["Turn", "says_something", "turn"]

_SURNAMES = "".join(sorted(lexicon.words("surnames")))
_OPENS = re.compile(
    rf"[\s*>#-]*(?:(?P<letter>[问答QA](?:[0-9]{{1,2}})?)|(?P<who>记者|主持人|采访者|提问者|本报|本刊|笔者|编辑|[甲乙丙丁]|(?![文图时言按案计元单注])[{_SURNAMES}]|《{TITLE}+》))"
    rf"[{ASIDE}]*\**[：:]\**"
)
"""Labels of those who ask and answer; a magazine that asks goes by its title."""
_BEHIND_LABEL = re.compile(rf"[\s*{ASIDE}]*")
_STOPPED = re.compile(f'[。！？…?!.~～][”」』）)"*{ASIDE}{QUOTED}]*\\s*$')
_TO_SOMEBODY = re.compile("[你您妳咱俺]|我(?![国市省县区党军方校院])|[吗呢吧啊呀嘛哦哈][，。！？…]|？")
"""What is in words that are spoken, and not in those that only report what was."""
_LONGEST_LABEL = 24
"""Characters of a title, a name and an aside before the colon. Chosen."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says in an interview: who, where known, and where it begins."""

    who: Subject | None
    start: int


def turn(page: Page, start: int, end: int, paragraph: int) -> Turn | None:
    """Return the turn that begins with the sentence from `start` to `end`, or None.

    It may go on to `paragraph`, where the paragraph ends. What stands in quotation marks behind the label is
    no turn; nor is a headline or a list of those present, which have no stop at their end.
    """
    text = page.masked
    label = min(end, start + _LONGEST_LABEL)
    if text.find("：", start, label) < 0 and text.find(":", start, label) < 0:
        return None  # as most sentences
    asked = _OPENS.match(text, start, min(end, start + _LONGEST_LABEL))
    who = None
    if asked is not None:
        after = asked.end()
        if asked["who"]:
            at, to = asked.span("who")
            who = Subject(((at, to, at),), "noun", at)
    else:
        colon = text.find("：", start, min(end, start + _LONGEST_LABEL))
        if colon <= start or page.clause_start(colon, start) != start:
            return None
        who = _person(page, start, colon)
        if who is None or not _TO_SOMEBODY.search(text, colon, min(paragraph, colon + FAR)):
            return None
        after = colon + 1
    found = _BEHIND_LABEL.match(text, after, end)
    assert found is not None
    after = found.end()
    if after >= end or text[after] == QUOTED:
        return None
    if not (asked is not None and asked["letter"]) and not says_something(page, after, end):
        return None
    return Turn(who, after)


def says_something(page: Page, start: int, end: int) -> bool:
    """Say whether a sentence of a turn is spoken: it ends with a stop and is more than （大笑）."""
    text = page.masked
    return _STOPPED.search(text, max(start, end - 8), end) is not None and any(
        char.isalnum() for char in text[start:end]
    )


def _person(page: Page, start: int, colon: int) -> Subject | None:
    who = subject(page, start, colon)
    if who is None or who.kind not in ("name", "title + name") or not who.adjacent:
        return None
    if page.text[slice(*who.names[0][:2])].isupper():
        return None  # CMMLU：46 分
    kinds = {name[2] for name in page.names_in(*who.names[0][:2])}
    return who if "PER" in kinds or (not kinds and who.kind == "title + name") else None
