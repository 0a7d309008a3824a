"""Which stops end a sentence: a dot, an ellipsis and a half-width mark do not always."""

from __future__ import annotations

import re

from annotations.analysis import lexicon
from annotations.analysis.pairs import CLOSERS, PAIRS
from annotations.analysis.script import to_simplified
from annotations.expressions import HAN, lazily

__all__ = ["DOTS", "GOES_ON", "STOPS", "dot_ends", "dots_end_sentences", "ellipsis_ends", "inside_latin"]

STOPS = "。！？!?｡…"
DOTS = ".．"
GOES_ON = frozenset("，,、；;：:—–~～·・‧")
"""What cannot begin a sentence, so that none ends before it."""

_AFTER_ELLIPSIS = frozenset("的之地得了等及和與与或嗎吗呢吧啊")
_LONGEST_STUB = 20
"""Characters before an ellipsis that are looked at. Chosen: the longest words of the lists have six."""
_STUB = lazily(r"[^\n\r\u2028\u2029，,。！？!?｡；;：:…「」『』“”\"‘’（）()《》.．~～—]*\Z")

_LINE_STOP = lazily(r"[^\s.．][.．][」”’』）)\"]*\s*$", re.MULTILINE)
_LATIN_WORD = lazily(r"(?<![0-9])[A-Za-z](?:[A-Za-z]|\.(?=[A-Za-z]))*$")
_ADDRESS = lazily(r"(?:://|^www\.|^[\w.-]+\.[a-z]{2,}/)")
_HAN = lazily(f"[{HAN}]")
_LEADING = " \t\u3000*_#>-"
_LONGEST_NUMBERING = 24
"""Characters before the dot of a numbered line, marks of Markdown among them. Chosen."""
_PRINTED = lazily("[!-~]+")
_LONGEST_ADDRESS = 300
"""Characters of an address before the mark in it that are looked at. Chosen: few are as long."""
_NUMBERING = lazily(r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[IVXivx]{1,5}|[A-Za-z])\Z")


def ellipsis_ends(text: str, at: int, end: int) -> bool:
    """Say whether the bare ellipsis from `at` to `end` ends a sentence.

    It does not in 我……我不知道, in a list (…等), nor behind a hesitation or an interjection: 什麼……你再說.
    """
    if end >= len(text) or text[end].isspace():
        return True
    after = text[end]
    if _breaks_off(_STUB().search(text, max(0, at - _LONGEST_STUB), at).group()):  # type: ignore[union-attr]
        return False
    if after in PAIRS or after == '"':
        return True
    if end - at < 2 or after in GOES_ON or after in _AFTER_ELLIPSIS:
        return False
    return at > 0 and after != text[at - 1]


def _breaks_off(clause: str) -> bool:
    """Say whether a clause before an ellipsis says nothing yet, wants more, or is a list that goes on."""
    simple = to_simplified(clause.strip())
    if len(simple) < 2 or "、" in simple or simple in lexicon.words("hesitations"):
        return True
    return any(simple[-size:] in lexicon.words("unfinished") for size in (1, 2))


def dots_end_sentences(text: str) -> bool:
    """Say whether ``.`` is the full stop of this text, and not the dot in a foreign name (喬治.布希).

    It is where there are more of it than of 。 and a line ends with it.
    """
    return text.count(".") + text.count("．") > text.count("。") and _LINE_STOP().search(text) is not None


def dot_ends(text: str, at: int, begin: int, dots_end: bool) -> bool:
    """Say whether the ``.`` at `at` is a full stop, in a sentence that begins at `begin`."""
    size = len(text)
    after = text[at + 1] if at + 1 < size else "\n"
    before = text[at - 1] if at else "\n"
    if before.isspace() or (after.isascii() and after.isalnum()):
        return False
    if at - begin < _LONGEST_NUMBERING and _NUMBERING().match(text[begin:at].strip(_LEADING)) is not None:
        return False
    if _HAN().match(before) is not None:
        return dots_end or after.isspace()
    word = _LATIN_WORD().search(text, max(begin, at - 24), at)
    if word is not None and _is_abbreviation(word.group().lower()):
        return False
    if not after.isspace():
        return dots_end or after in CLOSERS or after in '"'
    following = text[at + 1 : at + 12].lstrip()[:1]
    return not following or not following.islower()


def _is_abbreviation(word: str) -> bool:
    """Say whether a Latin word before a dot is a listed one, an initial, or initials (p.s, a.k.a)."""
    return all(len(part) == 1 for part in word.split(".")) or word in lexicon.words("latin_abbreviations")


def inside_latin(text: str, at: int, end: int) -> bool:
    """Say whether a half-width ``?`` or ``!`` is part of an address or of a name (Yahoo!奇摩)."""
    if text[max(0, at - 5) : at].lower() == "yahoo":
        return end < len(text) and not text[end].isspace()
    if end >= len(text) or not ("!" <= text[end] <= "~") or at == 0 or not ("!" <= text[at - 1] <= "~"):
        return False
    before = text[max(0, at - _LONGEST_ADDRESS) : at]
    word = _PRINTED().match(before[::-1])
    return word is not None and _ADDRESS().search(before[-word.end() :]) is not None
