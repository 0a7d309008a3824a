"""Nouns for people, and for bodies that can speak: who says something without being named."""

from __future__ import annotations

import re

from annotations.analysis import lexicon

__all__ = ["HEAD_NOUN", "MOST_TITLE", "ends_in_title", "is_agent", "is_title", "titles"]

_ENDS = lexicon.words("agents") | {"部"}
_LONGEST_END = max(map(len, _ENDS))
_NONE = re.compile(
    "(?:[全内局一大]部|双手|一生|发生|产生|[机社都]会|成长|增长|延长|[地多各北南东西前后左右]方|进行|执行"
    "|[舞平柜阳]台|[互上]网|[日自]报|为人|令人|动人|惊人|个人|目的)$"
)
"""What only ends like such a noun; where the lists have the word itself it is one."""
MOST_TITLE = 6
"""Characters of a title: the longest that the lists have has five (首席执行官)."""


_SOME_PERSON = re.compile(
    "(?:[一两二三四五六七八九十多几数0-9]+|[某这那该])[名位].|(?:许多|不少|很多|众多|部分|一些|多数|大多数|有些)[^，的]{2,4}$"
)
"""How people are counted: 一位店主, 多名目擊者, 許多同僚."""
HEAD_NOUN = re.compile(
    "[该这本]?(?:公司|集团|[警控辩检校院官店资劳厂园馆军对]方|[妇老男女][人子]|小伙子?|老人家?|(?:婆婆|老伯|阿婆|大爷|大妈)|被告人?|原告|当局|法庭|法院|法官|裁判官|事主|死者家属|总统府|外交部|国防部)"
    "(?![的之、和与及])"
)
"""Words for who can speak that a clause may begin with and that nothing else shows to be its subject."""


def is_agent(text: str) -> bool:
    """Say whether a noun phrase ends in a word for people or for a body that can speak."""
    if _SOME_PERSON.match(text):
        return not text.endswith("的")
    for size in range(min(_LONGEST_END, len(text)), 0, -1):
        if text[-size:] in _ENDS:
            return size > 1 or _NONE.search(text) is None
    return False


def titles() -> frozenset[str]:
    """Return the titles and occupations that stand beside names, simplified and in lower case."""
    return lexicon.words("titles", "more_titles")


def is_title(text: str, longest: int) -> bool:
    """Say whether `text`, before a name, belongs to it as its title and affiliation."""
    text = text.strip(" ·")
    if not text or len(text) > longest:
        return False
    return is_agent(text) or ends_in_title(text, 0, len(text))


def ends_in_title(text: str, start: int, end: int) -> bool:
    """Say whether the words from `start` to `end` end in a title that the lists have."""
    some = titles()
    longest = min(MOST_TITLE, end - start)
    return any(text[end - size : end].lower() in some for size in range(2, longest + 1))
