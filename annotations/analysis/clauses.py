"""The clauses of a sentence: a digit chooses one as the content of a quote, or splits the sentence after it.

A clause ends after a comma, a semicolon or a colon, and at a stop inside the sentence, together with the
closing marks and further marks that follow. The enumeration comma ``、`` ends none. What stands in brackets
or in the marks of a title is never cut. Nor is a quote, so that one digit chooses it whole, unless it is
longer than `LONGEST_WHOLE`: then it is cut like a sentence, but into no piece shorter than `SHORTEST`.
"""

from __future__ import annotations

import re

__all__ = ["LONGEST_WHOLE", "SHORTEST", "clauses"]

LONGEST_WHOLE = 40
"""A quote of up to so many characters, its marks aside, is one piece: about a line on the screen.

Chosen, not measured: a shorter bound would offer pieces where nobody wants them, a longer one hide them."""
SHORTEST = 8
"""No piece of a longer quote has fewer characters: shorter ones are exclamations and forms of address.

Chosen, not measured: fewer would give digits to 是的， and 各位，, more would hide where a short clause
ends."""

_QUOTES = {"「": "」", "『": "』", "“": "”", "‘": "’", "﹁": "﹂", "﹃": "﹄", "«": "»", '"': '"', "＂": "＂"}
_BRACKETS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
    "〖": "〗",
}
_PAIRS = _QUOTES | _BRACKETS
_CLOSERS = frozenset(_PAIRS.values())
_CLOSING = "".join(sorted(_CLOSERS - {'"', "＂"}))
_WIDE = "，；：﹐﹔﹕。！？｡"
_NARROW = ",;:!?"
_STOPPED = frozenset("。！？!?｡…，,；;")
"""A quote that ends in one of these is a clause by itself, ..."""
_TIES = frozenset("的之地得了是與与和及或等為为而、")
"""... but for what ties it to what follows: 「為什麼？」的問題."""
_MARK = re.compile(f"[{_WIDE}{_NARROW}]")
_TAIL = re.compile(f"[{re.escape(_CLOSING + _WIDE + _NARROW)}…]*")
_DIGIT = re.compile("[0-9０-９]")
_SPACE = re.compile(r"\s*")


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the clauses of the sentence ``text[start:end]``, ascending: one at least, if it is not blank.

    Offsets are code points into `text`, end exclusive. The clauses and the white space between them are
    the whole sentence. None touches white space at its ends; each has a letter or digit if the sentence has.

    Raises:
        ValueError: if the bounds are not inside `text`.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"{start} to {end} is not inside a text of {len(text)} characters")
    pairs = _pairs(text, start, end)
    return _pieces(text, start, end, sorted(_cuts(text, start, end, pairs)))


def _pairs(text: str, start: int, end: int) -> dict[int, int]:
    """Return where each pair that is closed inside the sentence opens, and where it closes."""
    pairs: dict[int, int] = {}
    open_marks: list[int] = []
    waiting: dict[str, int] = {}  # how many marks that close so are open
    for at in range(start, end):
        char = text[at]
        if char in _CLOSERS and waiting.get(char):
            while open_marks:
                opened = open_marks.pop()
                closer = _PAIRS[text[opened]]
                waiting[closer] -= 1
                if closer == char:
                    pairs[opened] = at
                    break
        elif char in _PAIRS:
            open_marks.append(at)
            waiting[_PAIRS[char]] = waiting.get(_PAIRS[char], 0) + 1
    return pairs


def _cuts(text: str, start: int, end: int, pairs: dict[int, int]) -> list[int]:
    """Return where one clause ends and the next begins."""
    cuts: list[int] = []
    at = start
    inside: tuple[int, int] | None = None  # the long quote that is being read
    last = start  # where the piece of it that is being read begins
    while at < end:
        if inside is not None and at >= inside[1]:
            inside = None
        close = pairs.get(at, -1)
        if close >= 0:
            whole = text[at] not in _QUOTES or close - at - 1 <= LONGEST_WHOLE or inside is not None
            if not whole:
                inside, last, at = (at, close), at + 1, at + 1
                continue
            stopped = text[close - 1] in _STOPPED and text[close] in _QUOTES.values() and close - at > 1
            at = close + 1
            if not stopped or (at < end and text[at] in _TIES):
                continue
            cut = _tail(text, at, end)
        elif _MARK.match(text, at) is None or not _separates(text, at, start, end):
            at += 1
            continue
        else:
            cut = _tail(text, at + 1, end)
        if inside is not None and cut <= inside[1]:
            if cut - last >= SHORTEST and inside[1] - cut >= SHORTEST:
                cuts.append(cut)
                last = cut
        else:
            cuts.append(cut)
        at = max(at + 1, cut) if close < 0 else cut
    return cuts


def _tail(text: str, at: int, end: int) -> int:
    """Return where the closing marks and further marks that begin at `at` end."""
    tail = _TAIL.match(text, at, end)
    assert tail is not None
    return tail.end()


def _separates(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether the mark at `at` stands between clauses, and not in a number, a time or a Latin text."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if _DIGIT.match(before) and _DIGIT.match(after):
        return False
    if text[at] in _WIDE:
        return True
    if text[at] in "!?" and before.isascii():
        return False
    blank = _SPACE.match(text, at + 1, end)
    assert blank is not None
    following = text[blank.end()] if blank.end() < end else " "
    return not (before.isascii() and following.isascii())


def _pieces(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    """Cut the sentence, without white space at the ends of a piece and with no piece of marks alone."""
    pieces: list[tuple[int, int]] = []
    marks = -1  # where marks stand that have no clause before them
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left == right:
            continue
        if not any(char.isalnum() for char in text[left:right]):
            if pieces:
                pieces[-1] = (pieces[-1][0], right)
            elif marks < 0:
                marks = left
            continue
        pieces.append((marks if marks >= 0 else left, right))
        marks = -1
    if marks >= 0:
        pieces.append((marks, len(text[:end].rstrip())))
    return pieces
