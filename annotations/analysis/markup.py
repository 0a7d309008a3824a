"""The marks of Markdown in a text: lines that are no prose, and marks that belong to the words beside them.

Articles from blogs come with their marks, in files of any ending and in tables. Only what is written in full
counts: a fence that is closed, a mark of emphasis that was opened in its line, a link with its address. So
texts that never saw Markdown lose nothing but their rules.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.expressions import lazily

__all__ = [
    "CODE",
    "HEADING",
    "IMAGE",
    "ROW",
    "RULE",
    "Block",
    "Emphasis",
    "address_end",
    "block_at",
    "blocks",
    "code_span_end",
    "footnote_end",
    "image_end",
]

RULE = "rule"
"""A line of one mark alone (***) between two chapters, or below the head of a table."""
CODE = "code"
"""A line of a block of code, its fences included, or of tags and comments of HTML alone."""
HEADING = "heading"
IMAGE = "image"
"""A line of images alone."""
ROW = "row"
"""A row of a table."""

_LONGEST_HEADING = 120
"""Characters of a heading; what is longer is a paragraph that begins with a #. Chosen."""
_LONGEST_FENCE = 8
"""Marks of a fence. Chosen: three are usual, and each length costs a search of its own."""
_LONGEST_SPAN = 400
"""Characters of code within a line. Chosen: far more than a line holds."""

_LEAD = "[ \t\u3000]*"
_EOL = r"[ \t\r]*$"
_HOLDER = r"(?:>[ \t]*|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*"
"""Before a fence: the marks of the block quotes and of the items of lists that it stands in."""
_CANDIDATE = re.compile(
    rf"^{_LEAD}(?=[`~|:#*_=+<>!\[＊＿－＝─━—–═·•◇◆★☆※-]|[0-9]{{1,9}}[.)][ \t]+[`~])", re.MULTILINE
)
_RULE_LINE = lazily(rf"{_LEAD}([-*_=~＊＿－＝─━—–═·•◇◆★☆※#+]){_LEAD}(?:\1{_LEAD}){{2,}}{_EOL}", re.MULTILINE)
_TABLE_RULE = lazily(
    rf"(?=[^\n]*\|){_LEAD}(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|)?{_EOL}", re.MULTILINE
)
_FENCE = lazily(
    rf"{_LEAD}{_HOLDER}(`{{3,{_LONGEST_FENCE}}}|~{{3,{_LONGEST_FENCE}}})(?!\1)[^`\n]*$", re.MULTILINE
)
_HEADING_LINE = lazily(
    rf"(?:[ \t]{{0,3}}#{{1,6}}[ \t]+\S[^\n]{{0,{_LONGEST_HEADING}}}"
    rf"|(={{2,6}})[^=\n]{{1,{_LONGEST_HEADING}}}\1{_EOL})$",
    re.MULTILINE,
)
_TARGET = r"\([^()\n]{0,600}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?\)"
_PICTURE = rf"!\[[^\]\n]{{0,300}}\](?:{_TARGET}|\[[^\]\n]{{0,100}}\])"
_IMAGE = lazily(_PICTURE)
_IMAGE_LINE = lazily(rf"{_LEAD}(?:(?:{_PICTURE}|\[{_PICTURE}\]{_TARGET})[ \t]*)+{_EOL}", re.MULTILINE)
_ROW_LINE = lazily(rf"{_LEAD}\|[^\n]*\|[^\n]*\|{_EOL}", re.MULTILINE)
_TAG_LINE = lazily(rf"{_LEAD}(?:<!--[^\n]*?-->|(?:</?[A-Za-z][^<>\n]{{0,500}}>[ \t]*)+){_EOL}", re.MULTILINE)
_ADDRESS = lazily(rf"{_TARGET}|\[[^\]\n]{{0,100}}\]")
_FOOTNOTES = lazily(
    r"(?:[\[［](?:\^[^\]\s]{1,20}|[註注]? ?[0-9]{1,4}|來源請求|来源请求)[\]］](?![(:：])"
    r"|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3})+"
)
_REFERENCES = frozenset("[［\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
"""What a reference to a note begins with: nearly no stop has one behind it, and no expression is asked."""
_MARKS = lazily(r"\*+|_+|~~+|'{2,3}|</[A-Za-z][A-Za-z0-9]{0,10}>|<br ?/?>")
_TICKS = lazily("`+")


class Block(NamedTuple):
    """A line that is not split like prose. Offsets are into the text, its end is the line's."""

    start: int
    end: int
    kind: str


def blocks(text: str) -> list[Block]:
    """Return the lines of `text` that are no prose, ascending; a block of code line by line."""
    found: list[Block] = []
    at = 0
    unclosed: set[str] = set()
    for candidate in _CANDIDATE.finditer(text):
        start = candidate.start()
        if start < at:
            continue
        fence = _FENCE().match(text, start)
        if fence is not None:
            found += _code(text, fence, unclosed)
        elif (kind := _kind(text, start)) == ROW or (kind == RULE and "|" in _line(text, start)):
            found += _table(text, start, kind, found[-1].end if found else 0)
        elif kind:
            found.append(Block(start, _line_end(text, start), kind))
        at = found[-1].end if found else 0
    return found


def block_at(some: Sequence[Block], at: int) -> Block | None:
    """Return the one of `some` that `at` lies in."""
    number = bisect_right(some, at, key=lambda block: block.start) - 1
    return some[number] if number >= 0 and at < some[number].end else None


def _kind(text: str, start: int) -> str:
    """Return what the line that begins at `start` is, or an empty string for prose."""
    if _RULE_LINE().match(text, start) or _TABLE_RULE().match(text, start):
        return RULE
    for kind, line in ((HEADING, _HEADING_LINE), (IMAGE, _IMAGE_LINE), (ROW, _ROW_LINE), (CODE, _TAG_LINE)):
        if line().match(text, start):
            return kind
    return ""


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _line(text: str, start: int) -> str:
    return text[start : _line_end(text, start)]


def _code(text: str, fence: re.Match[str], unclosed: set[str]) -> Iterator[Block]:
    """Yield the lines from a fence to the one that closes it; none where nothing does."""
    mark = fence[1]
    if mark in unclosed:
        return
    closing = re.compile(rf"^[ \t\u3000>]*{mark}{mark[0]}*{_EOL}", re.MULTILINE).search(text, fence.end())
    if closing is None:
        unclosed.add(mark)  # it is looked for once, however many open
        return
    start = fence.start()
    while start < closing.end():
        end = _line_end(text, start)
        yield Block(start, end, CODE)
        start = end + 1


def _table(text: str, start: int, kind: str, passed: int) -> Iterator[Block]:
    """Yield a line of a table; behind the rule below its head also the head and all its other rows.

    What ends before `passed` was yielded already.
    """
    end = _line_end(text, start)
    if kind == RULE:
        head = text.rfind("\n", 0, max(0, start - 1)) + 1
        if passed <= head < start and "|" in text[head:start]:
            yield Block(head, start - 1, ROW)
    yield Block(start, end, kind)
    while kind == RULE and end < len(text):
        start, end = end + 1, _line_end(text, end + 1)
        if "|" not in text[start:end]:
            return
        yield Block(start, end, ROW)


def address_end(text: str, at: int) -> int:
    """Return where the address ends that makes a link of the brackets before `at`; `at` if there is none."""
    found = _ADDRESS().match(text, at)
    return found.end() if found else at


def image_end(text: str, at: int) -> int:
    """Return where the image ends that begins at `at`; `at` if none does."""
    found = _IMAGE().match(text, at)
    return found.end() if found else at


def footnote_end(text: str, at: int) -> int:
    """Return where the references to notes end that stand at `at`, behind a stop: 。[1]."""
    found = _FOOTNOTES().match(text, at) if text[at : at + 1] in _REFERENCES else None
    return found.end() if found else at


def code_span_end(text: str, at: int) -> int:
    """Return where the code ends that the backticks at `at` open, or these backticks if nothing closes it."""
    ticks = _TICKS().match(text, at)
    assert ticks is not None
    most = min(_line_end(text, at), at + _LONGEST_SPAN)
    for closing in _TICKS().finditer(text, ticks.end(), most):
        if len(closing.group()) == len(ticks.group()):
            return closing.end()
    return ticks.end()


class Emphasis:
    """The marks of emphasis (**, _, ~~, ''', </b>) that close; each line of the text is read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = self._end = -1
        self._closing: dict[int, int] = {}

    def closed(self, at: int) -> int:
        """Return where the marks end that stand at `at` and close what was opened before."""
        if self._text[at : at + 1] not in ("*", "_", "~", "'", "<"):
            return at
        if not self._start <= at < self._end:
            self._read(at)
        while at in self._closing:
            at = self._closing[at]
        return at

    def _read(self, at: int) -> None:
        """Find the marks that close in the line that `at` stands in."""
        text = self._text
        self._start, self._end = text.rfind("\n", 0, at) + 1, _line_end(text, at)
        self._closing = {}
        opened: set[str] = set()
        for found in _MARKS().finditer(text, self._start, self._end):
            mark = found.group()
            left, right = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
            if mark[0] == "<":
                closes = True
            elif mark in ("_", "*") and _is_latin(left) and _is_latin(right):
                continue  # snake_case, 3*4
            else:
                closes = bool(left.strip()) and (mark in opened or (opened >= {"*", "**"} and mark == "***"))
            if closes:
                self._closing[found.start()] = found.end()
                opened -= {mark} if mark in opened else {"*", "**"} if mark == "***" else set()
            elif right.strip():
                opened.add(mark)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
