"""An article cut into the lines of the screen: every sentence begins a line of its own.

Everything is addressed by the offset into the article's text, so that a resize moves nothing but lines.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotations.model.article import Sentence
from tui.layout.breaks import HANGING, may_break
from tui.layout.cells import prefix_cells

__all__ = ["HANG", "INDENT", "Lines", "Page", "Spacing", "fold", "wrap"]

HANG = 2
"""Cells at the right that only a hanging mark may use: one full-width mark."""
INDENT = 4
"""Cells by which a paragraph's first line is moved in: two characters, as Chinese is set."""


class Spacing(NamedTuple):
    """How much room the text is given."""

    width: int = 0
    """The most cells of a line; 0: as many as there are."""
    between: int = 0
    """Empty lines between sentences."""
    density: str = "auto"
    """Empty lines between paragraphs: ``compact`` none, ``roomy`` one, ``auto`` one where there are rows."""

    def parts_paragraphs(self, rows: int) -> bool:
        """Tell whether an empty line parts paragraphs on a screen with `rows` rows of text."""
        return self.density == "roomy" or (self.density == "auto" and rows >= _SPACED_FROM)


_SPACED_FROM = 36
"""Rows of text from which paragraphs are parted by empty lines."""


class Page(NamedTuple):
    """What of an article the layout needs, prepared once for all widths."""

    text: str
    prefix: array[int]
    """``prefix[i]`` is the cells of ``text[:i]``."""
    starts: array[int]
    ends: array[int]
    opens: bytes
    """1 where a sentence opens a paragraph, else 0."""
    apart: bytes
    """1 where a sentence is a title, a byline and the like, else 0."""

    @classmethod
    def of(cls, text: str, sentences: Sequence[Sentence]) -> Page:
        """Prepare `text` with its `sentences`, which are ascending and do not overlap."""
        return cls(
            text,
            prefix_cells(text),
            array("I", [sentence.start for sentence in sentences]),
            array("I", [sentence.end for sentence in sentences]),
            bytes([sentence.opens_paragraph for sentence in sentences]),
            bytes([sentence.part != "body" for sentence in sentences]),
        )

    def rebound(self, sentences: Sequence[Sentence]) -> Page:
        """Return the same text with other `sentences`."""
        return self._replace(
            starts=array("I", [sentence.start for sentence in sentences]),
            ends=array("I", [sentence.end for sentence in sentences]),
            opens=bytes([sentence.opens_paragraph for sentence in sentences]),
            apart=bytes([sentence.part != "body" for sentence in sentences]),
        )

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds `offset`, or the one before the white space there."""
        return max(0, bisect_right(self.starts, offset) - 1)


@dataclass(eq=False, repr=False)
class Lines:
    """The lines of one page at one width. A line is empty only where it parts two paragraphs or sentences."""

    page: Page
    width: int
    indent: int
    starts: array[int]
    """Where each line begins, as an offset into the text."""
    ends: array[int]
    first: array[int]
    """The first line of each sentence, and at last the number of lines."""

    def __len__(self) -> int:
        return len(self.starts)

    def of_sentence(self, index: int) -> range:
        """Return the lines that show sentence `index`, the empty ones after it left out."""
        stop = self.first[index + 1]
        while stop - 1 > self.first[index] and self.starts[stop - 1] == self.ends[stop - 1]:
            stop -= 1
        return range(self.first[index], stop)

    def sentence_of(self, line: int) -> int:
        """Return the index of the sentence on `line`; an empty line counts to the sentence before it."""
        return max(0, bisect_right(self.first, line, 0, len(self.first) - 1) - 1)

    def line_of(self, offset: int) -> int:
        """Return the line that shows the character at `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def indent_of(self, line: int) -> int:
        """Return the cells by which `line` is moved in."""
        if not self.indent:
            return 0
        sentence = self.sentence_of(line)
        return self.indent if self.first[sentence] == line and self.page.opens[sentence] else 0

    def offset_at(self, line: int, cell: int) -> int:
        """Return the offset of the character drawn at `cell` of `line`, either half of a wide one.

        `cell` counts from the left edge of the text; left of it is the line's first character, right
        of it the last.
        """
        start, end = self.starts[line], self.ends[line]
        if start == end:
            return start
        prefix = self.page.prefix
        target = prefix[start] + max(0, cell - self.indent_of(line))
        return min(bisect_right(prefix, target, start, end + 1) - 1, end - 1)

    def cell_of(self, offset: int) -> tuple[int, int]:
        """Return the line that shows `offset` and the cell there, counted from the left edge of the text."""
        line = self.line_of(offset)
        prefix = self.page.prefix
        return line, self.indent_of(line) + prefix[min(offset, self.ends[line])] - prefix[self.starts[line]]


def wrap(page: Page, width: int, *, spaced: bool = False, between: int = 0) -> Lines:
    """Cut `page` into lines of at most `width` cells, not counting a mark that hangs by at most `HANG`.

    Paragraphs are shown by indentation, or, if `spaced`, by an empty line between them; `between` are the
    empty lines between sentences. A word longer than a line is cut, for nothing may be hidden.
    """
    width = max(2, width)
    indent = 0 if spaced or width < 8 * INDENT else INDENT
    text, prefix = page.text, page.prefix
    starts, ends, first = array("I"), array("I"), array("I")
    add_start, add_end = starts.append, ends.append
    for sentence, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
        opens = page.opens[sentence]
        if sentence:
            for _ in range(between + (1 if spaced and opens else 0)):
                add_start(start)
                add_end(start)
        first.append(len(starts))
        at = start
        limit = prefix[at] + width - (indent if opens else 0)
        while prefix[end] > limit:
            cut = _cut(text, prefix, at, end, limit)
            add_start(at)
            add_end(cut)
            at = cut
            if at == end:
                break
            limit = prefix[at] + width
        if at < end:
            add_start(at)
            add_end(end)
    first.append(len(starts))
    return Lines(page, width, indent, starts, ends, first)


def fold(text: str, width: int) -> list[str]:
    """Return `text`, a few words without a newline, as lines of at most `width` cells; a mark may hang."""
    lines = wrap(Page.of(text, [Sentence(0, len(text))] if text else []), width)
    return [text[start:end].rstrip() for start, end in zip(lines.starts, lines.ends, strict=True)] or [""]


def _cut(text: str, prefix: array[int], start: int, stop: int, limit: int) -> int:
    """Return where the line that begins at `start` ends, when the rest up to `stop` does not fit `limit`."""
    over = max(start + 1, bisect_right(prefix, limit, start + 1, stop + 1) - 1)
    if over == stop:
        return stop
    following = text[over]
    if (following in HANGING or following.isspace()) and prefix[over + 1] - limit <= HANG:
        hung = over + 1
        while hung < stop and prefix[hung + 1] == prefix[hung]:
            hung += 1  # what combines with the mark hangs with it
        if hung == stop or may_break(text, hung, start, stop):
            return hung
    cut = over
    while cut > start and not may_break(text, cut, start, stop):
        cut -= 1
        while cut > start and prefix[cut + 1] == prefix[cut]:
            cut -= 1  # a combining mark stays with what it combines with
    return cut if cut > start else over
