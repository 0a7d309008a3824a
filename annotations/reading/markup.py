"""Marked-up text whose every paragraph counts, as in the chapters of a book: XHTML, whole or not, as lines.

Other than for a web page nothing has to be told from the article here. It knows no entities but HTML's and
loads nothing, so that no file can have it read another, and takes as long as the file is, which
:mod:`html.parser` does not do where much is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

__all__ = ["Lines", "Token", "holds_text", "lines_of", "tokens_of"]

_LEFT_OUT = frozenset(
    {"script", "style", "rt", "rp", "rtc", "svg", "audio", "video", "iframe", "object", "template"}
)
"""What is no text of the article, the reading over a character (``rt``) too."""
_READINGS = frozenset({"rt", "rp", "rtc"})
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre"}
    | {"section", "article", "aside", "header", "footer", "main", "nav", "figure", "figcaption", "hr", "body"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "address", "center"}
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_NOTE_TYPES = frozenset({"noteref", "doc-noteref"})
_NOTE_MARK = re.compile(r"[\[［〔(（【]?\s?(?:注|註)?\s?(?:\d{1,3}|[①-⑳]|[*†‡])\s?[\]］〕)）】]?")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_BETWEEN = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")


class Lines(NamedTuple):
    """What marked-up text says."""

    lines: tuple[str, ...]
    title: str
    """What its head calls it."""
    heading: str
    """Its first heading."""


class Token(NamedTuple):
    """A piece of marked-up text: the start or the end of an element, or what stands between two of them."""

    kind: str
    """``start``, ``end`` or ``text``."""
    text: str
    """The name of the element in lower case, or the text."""
    given: Mapping[str, str] = {}
    """The attributes of an element, their names in lower case."""


_TOKEN = re.compile(r"(?P<open><!--|<!\[CDATA\[)|<(?P<tag>[^<>]*)>|[^<]+|<")
_CLOSING = {"<!--": "-->", "<![CDATA[": "]]>"}
_NAME = re.compile(r"(/?)\s*([A-Za-z][^\s/]*)")
_ATTRIBUTE = re.compile(r"([^\s=/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?")


def tokens_of(markup: str) -> Iterator[Token]:
    """Yield the pieces of `markup` in their order; comments, declarations and instructions are left out."""
    at = 0
    never: set[str] = set()
    while match := _TOKEN.match(markup, at):
        at = match.end()
        if opening := match["open"]:
            closing = _CLOSING[opening]
            end = -1 if closing in never else markup.find(closing, at)
            if end < 0:  # what is never closed is text
                never.add(closing)
                continue
            if opening != "<!--":
                yield Token("text", markup[at:end])
            at = end + len(closing)
        elif match["tag"] is None:
            yield Token("text", unescape(match[0]))
        elif name := _NAME.match(match["tag"]):
            tag = name[2].lower()
            if name[1]:
                yield Token("end", tag)
                continue
            given = {
                one[1].lower(): unescape(one[2] or one[3] or one[4] or "")
                for one in _ATTRIBUTE.finditer(match["tag"], name.end())
            }
            yield Token("start", tag, given)
            if match["tag"].endswith("/"):
                yield Token("end", tag)


def lines_of(markup: str) -> Lines:
    """Return the paragraphs, headings, items and rows of tables in `markup`, a tab between cells."""
    walker = _Walker()
    for token in tokens_of(markup):
        walker.take(token)
    walker.end_line()
    return Lines(tuple(walker.lines), " ".join("".join(walker.title).split()), walker.heading)


def holds_text(markup: str) -> bool:
    """Tell whether `lines_of` finds a line in `markup`; no more of it is read than up to there."""
    walker = _Walker()
    for token in tokens_of(markup):
        walker.take(token)
        if walker.lines:
            return True
    walker.end_line()
    return bool(walker.lines)


class _Walker:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.title: list[str] = []
        self.heading = ""
        self._line: list[str] = []
        self._silent, self._depth = "", 0
        """The element around that is left out, and how many of its kind are open."""
        self._in_title = False
        self._heading = ""
        self._pre = 0
        self._sup: int | None = None
        """Where in the line the raised text begins that is read."""
        self._linked = False
        """Whether it leads somewhere else in the book."""
        self._in_link = False

    def end_line(self) -> None:
        text = "".join(self._line)
        self._line.clear()
        self._sup = None
        for line in text.split("\n"):
            line = line.strip(" ")
            if line.strip():
                self.lines.append(line)
        if self._heading and not self.heading:
            self.heading = " ".join(text.split())

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self._say(token.text)
        elif token.kind == "start":
            self._begin(token.text, token.given)
        else:
            self._end(token.text)

    def _begin(self, tag: str, given: Mapping[str, str]) -> None:
        if self._silent:
            self._depth += tag == self._silent
        elif tag in _LEFT_OUT or _NOTE_TYPES & {given.get("epub:type", ""), given.get("role", "")}:
            self._silent, self._depth = tag, 1
        elif tag == "title" and not self.lines and not self._line:
            self._in_title = True
        elif tag == "br":
            self._line.append("\n")
        elif tag in ("td", "th"):
            if any(map(str.strip, self._line[-2:])):  # the cell before it has text, or a tab behind it
                self._line.append("\t")
        elif tag in _BLOCKS:
            self.end_line()
            self._heading = tag if tag in _HEADINGS else self._heading
            self._pre += tag == "pre"
        elif tag == "sup":
            self._sup, self._linked = len(self._line), self._in_link
        elif tag == "a" and "#" in given.get("href", ""):
            self._linked = self._in_link = True

    def _end(self, tag: str) -> None:
        if self._silent:
            self._depth -= tag == self._silent
            # `rt` needs no end of its own.
            if not self._depth or (tag == "ruby" and self._silent in _READINGS):
                self._silent = ""
        elif tag == "title":
            self._in_title = False
        elif tag in _BLOCKS:
            self.end_line()
            self._heading = "" if tag == self._heading else self._heading
            self._pre = max(0, self._pre - (tag == "pre"))
        elif tag == "a":
            self._in_link = False
        elif tag == "sup" and self._sup is not None:
            # The mark of a note would be a number in the midst of a sentence; 10² and CO₂ are none.
            if self._linked and _NOTE_MARK.fullmatch("".join(self._line[self._sup :]).strip()):
                del self._line[self._sup :]
            self._sup = None

    def _say(self, data: str) -> None:
        if self._silent:
            return
        if self._in_title:
            self.title.append(data)
        elif self._pre:
            self._line.append(data)
        else:
            # A new line in the source is a space between words and nothing between Chinese characters.
            text = _SPACE.sub(" ", data)
            before = self._line[-1][-1:] if self._line else ""
            joined = _BETWEEN.sub("", before + text)[len(before) :] if before != " " else text.lstrip(" ")
            if joined:
                self._line.append(joined)
