"""The article: every sentence a line of its own, its tags in fixed columns at the left.

Lines are cut once a width and drawn from a cache, so that a key costs the same whatever the length of
the article. Everything is addressed by the offset into the text; a selection is a range of offsets.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tui.layout.lines import HANG, Lines, Page, wrap
from tui.layout.pieces import Highlights, pieces
from tui.looks import Looks
from tui.widgets.line_painter import LinePainter, Look

__all__ = ["ArticleView"]

_SPACED_FROM = 36
"""Rows of text from which paragraphs are parted by empty lines."""


class ArticleView(ScrollView, can_focus=True):
    """Shows one article and the cursor on one of its sentences."""

    class Moved(Message):
        """The cursor stands on another sentence."""

        def __init__(self, view: ArticleView) -> None:
            self.view = view
            super().__init__()

        @property
        def control(self) -> ArticleView:
            """Return the view that sent it."""
            return self.view

    def __init__(self, look: Callable[[int], Look], columns: int, *, id: str | None = None) -> None:  # noqa: A002
        """Create a view; `look` tells what stands beside a sentence, in `columns` columns of labels."""
        super().__init__(id=id)
        self._look = look
        self._columns = columns
        self._page = Page.of("", ())
        self._lines = wrap(self._page, 80)
        self._highlights = Highlights()
        self._cursor = 0
        self._range_start: int | None = None
        self._found: tuple[int, int] | None = None
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(1024)
        self._revisions: dict[int, int] = {}
        self._painter_of_theme: LinePainter | None = None

    # -- what is shown ----------------------------------------------------

    def load(self, page: Page, cursor: int = 0) -> None:
        """Show another article, the cursor on sentence `cursor`."""
        self._page = page
        self._highlights = Highlights()
        self._range_start = self._found = None
        self._cursor = max(0, min(cursor, len(page.starts) - 1))
        self._revisions.clear()
        self._wrap(0)
        self.reveal()

    def highlight(self, highlights: Highlights, sentences: range | None = None) -> None:
        """Show `highlights` from now on; those of `sentences` alone have changed, or all."""
        self._highlights = highlights
        self._strips.clear()
        seen = self.visible_sentences
        if sentences is None or (sentences.start < seen.stop and seen.start < sentences.stop):
            self.refresh()

    def refresh_sentence(self, index: int) -> None:
        """Draw sentence `index` again, because what stands beside it has changed."""
        if not 0 <= index < len(self._page.starts):
            return
        self._revisions[index] = self._revisions.get(index, 0) + 1
        lines = self._lines.of_sentence(index)
        self.refresh_lines(lines.start, len(lines))

    def refresh_all(self) -> None:
        """Draw everything again."""
        self._strips.clear()
        self.refresh()

    @property
    def lines(self) -> Lines:
        """Return the lines as they are cut at this width."""
        return self._lines

    @property
    def left(self) -> int:
        """Return the cells at the left: cursor, number, labels, state, and the space between."""
        return 1 + self._digits + 1 + self._columns + 1 + 1

    @property
    def _digits(self) -> int:
        return max(2, len(str(len(self._page.starts))))

    @property
    def visible_sentences(self) -> range:
        """Return the sentences of which some line is on screen."""
        if not len(self._lines):
            return range(0)
        top = min(self.scroll_offset.y, len(self._lines) - 1)
        bottom = min(top + max(1, self.size.height), len(self._lines)) - 1
        return range(self._lines.sentence_of(top), self._lines.sentence_of(bottom) + 1)

    # -- cursor -----------------------------------------------------------

    @property
    def cursor(self) -> int:
        """Return the index of the sentence under the cursor."""
        return self._cursor

    @cursor.setter
    def cursor(self, index: int) -> None:
        count = len(self._page.starts)
        index = max(0, min(index, count - 1))
        if index == self._cursor or not count:
            return
        old, self._cursor = self._cursor, index
        between = range(min(old, index), max(old, index) + 1)
        for sentence in {old, index} if self._range_start is None else between:
            lines = self._lines.of_sentence(sentence)
            self.refresh_lines(lines.start, len(lines))
        self.reveal()
        self.post_message(self.Moved(self))

    @property
    def range_start(self) -> int | None:
        """Return where a range of sentences began, or None."""
        return self._range_start

    @range_start.setter
    def range_start(self, index: int | None) -> None:
        for sentence in self.chosen:
            lines = self._lines.of_sentence(sentence)
            self.refresh_lines(lines.start, len(lines))
        self._range_start = index

    @property
    def chosen(self) -> range:
        """Return the sentences that a tag goes to: the range, or the one under the cursor."""
        if not len(self._page.starts):
            return range(0)
        other = self._cursor if self._range_start is None else self._range_start
        return range(min(self._cursor, other), max(self._cursor, other) + 1)

    def reveal(self) -> None:
        """Scroll until the sentence under the cursor is on screen, its beginning above all."""
        if not len(self._lines) or not self.size.height:
            return
        lines = self._lines.of_sentence(self._cursor)
        self._show_lines(lines.start, min(len(lines), self.size.height))

    def _show_lines(self, first: int, count: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        # One line of what comes before and after stays in sight, for tags depend on context.
        margin = 1 if height >= count + 2 else 0
        if first - margin < top:
            top = first - margin
        elif first + count + margin > top + height:
            top = first + count + margin - height
        else:
            return
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    def scroll_within(self, step: int) -> bool:
        """Scroll on inside a sentence that is taller than the view; False if there is nothing left to see."""
        lines = self._lines.of_sentence(self._cursor)
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if step > 0 and lines.start < top + height < lines.stop:
            target = min(top + height - 1, lines.stop - height)
        elif step < 0 and lines.start < top < lines.stop:
            target = max(top - height + 1, lines.start)
        else:
            return False
        self.scroll_to(y=target, animate=False, immediate=True, force=True)
        return True

    def page(self, step: int) -> None:
        """Move the cursor by about a screen."""
        if not len(self._lines):
            return
        lines = self._lines.of_sentence(self._cursor)
        start = lines.start if step < 0 else lines.stop - 1
        target = start + step * max(1, self.size.height - 1)
        index = self._lines.sentence_of(max(0, min(target, len(self._lines) - 1)))
        self.cursor = index if index != self._cursor else self._cursor + step

    def show_found(self, found: tuple[int, int] | None) -> None:
        """Mark the range `found` and bring it on screen, or take the mark away."""
        for old in (self._found, found):
            if old:
                first, last = self._lines.line_of(old[0]), self._lines.line_of(max(old[0], old[1] - 1))
                self.refresh_lines(first, last - first + 1)
        self._found = found
        if found:
            self.cursor = self._page.sentence_at(found[0])
            self._show_lines(self._lines.line_of(found[0]), 1)

    # -- wrapping ---------------------------------------------------------

    def on_resize(self) -> None:
        """Cut the lines anew, keeping what is at the top at the top."""
        self._wrap()
        self.reveal()

    def _wrap(self, top: int | None = None) -> None:
        """Cut the lines for the width there is, keeping the offset `top` at the top, or what is there now."""
        width = self.scrollable_content_region.width - self.left - HANG
        if width <= 0:
            return
        if top is None and len(self._lines):
            line = min(self.scroll_offset.y, len(self._lines) - 1)
            top = self._lines.starts[line]
        self._lines = wrap(self._page, width, spaced=self.size.height >= _SPACED_FROM)
        self._strips.clear()
        self.virtual_size = Size(self.left + width + HANG, len(self._lines))
        y = self._lines.line_of(top or 0) if len(self._lines) else 0
        self.scroll_to(y=y, animate=False, immediate=True, force=True)
        self.refresh()

    # -- painting ---------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the styles of the theme that was left."""
        super().notify_style_update()
        self._painter_of_theme = None
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the widget."""
        line = y + self.scroll_offset.y
        width = self.size.width
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        start, end = self._lines.starts[line], self._lines.ends[line]
        sentence = self._lines.sentence_of(line)
        marked = sentence in self.chosen and end > start
        selected = _within(self._selected_range(), start, end)
        found = _within(self._found, start, end)
        key = (line, width, marked, selected, found, self._revisions.get(sentence, 0))
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(line, sentence, marked, selected, found, width)
        return strip

    def _draw(
        self,
        line: int,
        sentence: int,
        marked: bool,
        selected: tuple[int, int] | None,
        found: tuple[int, int] | None,
        width: int,
    ) -> Strip:
        lines, painter = self._lines, self._painter
        start, end = lines.starts[line], lines.ends[line]
        first = line == lines.first[sentence]
        number = f"{sentence + 1:>{self._digits}}"
        segments = painter.columns(number, self._look(sentence) if first else None, self.left, marked)
        indent = lines.indent_of(line)
        segments.append(Segment(" " * indent, painter.base(marked)))
        names, numbers = self._highlights.names_of(sentence), self._highlights.numbers_of(sentence)
        cut = pieces(start, end, names, numbers, selected, found)
        segments += painter.text(self._page.text, cut, marked)
        used = self.left + indent + lines.page.prefix[end] - lines.page.prefix[start]
        segments.append(Segment(" " * max(0, width - used), painter.base(marked)))
        return Strip(segments, max(used, width)).crop(0, width)

    @property
    def _painter(self) -> LinePainter:
        if self._painter_of_theme is None:
            selection = self.screen.get_component_rich_style("screen--selection")
            self._painter_of_theme = LinePainter(Looks(self.app.theme_variables), self.rich_style, selection)
        return self._painter_of_theme

    # -- mouse and selection ----------------------------------------------

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the offset of the character drawn at cell `x`, `y`; both halves of a wide one count."""
        line = y + self.scroll_offset.y
        if not 0 <= line < len(self._lines):
            return None
        return self._lines.offset_at(line, x - self.left)

    def on_click(self, event: events.Click) -> None:
        """Go to the sentence that was clicked, unless text was selected."""
        at = event.get_content_offset(self)
        if at is None or self.text_selection is not None:
            return
        offset = self.offset_at(at.x, at.y)
        if offset is not None:
            self.cursor = self._page.sentence_at(offset)

    def text_select_all(self) -> None:
        """Select the sentence under the cursor: what a double click means here."""
        if len(self._page.starts):
            start, end = self._page.starts[self._cursor], self._page.ends[self._cursor]
            self.screen.selections = {self: Selection(Offset(start, 0), Offset(end, 0))}
            self.screen.post_message(events.TextSelected())

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text exactly as it stands in the article."""
        start, end = self._range_of(selection)
        return self._page.text[start:end], "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()

    def _range_of(self, selection: Selection) -> tuple[int, int]:
        start = 0 if selection.start is None else selection.start.x
        end = len(self._page.text) if selection.end is None else selection.end.x
        return min(start, end), max(start, end)

    def _selected_range(self) -> tuple[int, int] | None:
        selection = self.text_selection
        return None if selection is None else self._range_of(selection)


def _within(span: tuple[int, int] | None, start: int, end: int) -> tuple[int, int] | None:
    """Return the part of `span` inside ``[start, end)``, or None."""
    if span is None or span[0] >= end or span[1] <= start:
        return None
    return max(span[0], start), min(span[1], end)
