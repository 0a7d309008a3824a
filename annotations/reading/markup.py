"""Marked-up text whose every paragraph counts, as in the chapters of a book: XHTML, whole or not, as lines.

Other than for a web page nothing has to be told from the article here. It knows no entities but HTML's and
loads nothing, so that no file can have it read another.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

__all__ = ["Lines", "lines_of"]

_LEFT_OUT = frozenset(
    {"script", "style", "rt", "rp", "rtc", "svg", "audio", "video", "iframe", "object", "template"}
)
"""What is no text of the article, the reading over a character (``rt``) too."""
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre"}
    | {"section", "article", "aside", "header", "footer", "main", "nav", "figure", "figcaption", "hr", "body"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "address", "center"}
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_NOTE_TYPES = frozenset({"noteref", "doc-noteref"})
_NOTE_MARK = re.compile(r"\s*[\[［〔(（【]?\s*(?:注|註)?\s*(?:\d{1,3}|[①-⑳]|[*†‡])\s*[\]］〕)）】]?\s*")
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


def lines_of(markup: str) -> Lines:
    """Return the paragraphs, headings, items and rows of tables in `markup`, a tab between cells."""
    walker = _Walker()
    walker.feed(markup)
    walker.close()
    walker.end_line()
    return Lines(tuple(walker.lines), " ".join("".join(walker.title).split()), walker.heading)


class _Walker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.title: list[str] = []
        self.heading = ""
        self._line: list[str] = []
        self._silent: list[str] = []
        """The elements around that are left out, from the outermost."""
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _LEFT_OUT or _NOTE_TYPES & {given.get("epub:type", ""), given.get("role", "")}:
            self._silent.append(tag)
        elif tag == "title" and not self.lines and not self._line:
            self._in_title = True
        elif tag == "br":
            self._line.append("\n")
        elif tag in ("td", "th"):
            if "".join(self._line).strip(" "):
                self._line.append("\t")
        elif tag in _BLOCKS:
            self.end_line()
            self._heading = tag if tag in _HEADINGS else self._heading
            self._pre += tag == "pre"
        elif tag == "sup":
            self._sup, self._linked = len(self._line), self._in_link
        elif tag == "a" and "#" in given.get("href", ""):
            self._linked = self._in_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent or (tag == "ruby" and self._silent):
            # `rt` needs no end of its own.
            del self._silent[self._silent.index(tag) if tag in self._silent else 0 :]
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
            if self._linked and _NOTE_MARK.fullmatch("".join(self._line[self._sup :])):
                del self._line[self._sup :]
            self._sup = None

    def handle_data(self, data: str) -> None:
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
