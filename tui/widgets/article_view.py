"""The article with a cursor on one of its sentences."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection

from annotations.analysis.conversion import Script
from tui.layout.lines import Page
from tui.presenters.columns import Look
from tui.widgets.article_text import ArticleText

__all__ = ["ArticleView"]

_LONG = 4_000
"""Characters of a sentence from which on only what is in sight of it is cut into clauses and words.

Chosen: more than a screen shows; nobody looks through a list of a thousand clauses."""


class ArticleView(ArticleText, can_focus=True):
    """Shows one article; the cursor stands on a sentence, or spans a range of them."""

    class Moved(Message):
        """The cursor stands on another sentence."""

        def __init__(self, view: ArticleView) -> None:
            self.view = view
            super().__init__()

        @property
        def control(self) -> ArticleView:
            """Return the view that sent it."""
            return self.view

    class Chosen(Message):
        """A place in the sentence under the cursor was clicked, `offset` of the text."""

        def __init__(self, view: ArticleView, offset: int) -> None:
            self.view, self.offset = view, offset
            super().__init__()

        @property
        def control(self) -> ArticleView:
            """Return the view that sent it."""
            return self.view

    def __init__(self, look: Callable[[int], Look], columns: int, *, id: str | None = None) -> None:  # noqa: A002
        """Create a view; `look` tells what stands beside a sentence, in `columns` columns of labels."""
        super().__init__(look, columns, id=id)
        self._cursor = 0
        self._range_start: int | None = None

    def load(self, page: Page, cursor: int = 0) -> None:
        """Show another article, the cursor on sentence `cursor`."""
        self._range_start = None
        self._cursor = max(0, min(cursor, len(page.starts) - 1))
        self.show(page)
        self.reveal()

    def fit(self) -> None:
        """Cut the lines anew for another size, the cursor in sight."""
        super().fit()
        if not self._fills_view():
            self.reveal()

    def show_in(self, script: Script) -> None:
        """Show the article in `script`, the cursor where it is."""
        self.script = script
        if not self._fills_view():
            self.reveal()

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
        self.show_found(None)
        if self._range_start is None:
            self._redraw(old, old)
            self._redraw(index, index)
        else:
            self._redraw(min(old, index), max(old, index))
        self.reveal()
        self.post_message(self.Moved(self))

    @property
    def range_start(self) -> int | None:
        """Return where a range of sentences began, or None."""
        return self._range_start

    @range_start.setter
    def range_start(self, index: int | None) -> None:
        self._redraw(min(self.chosen, default=0), max(self.chosen, default=-1))
        self._range_start = index

    def _redraw(self, first: int, last: int) -> None:
        """Repaint the sentences from `first` to `last`."""
        if first <= last and self.laid_out:
            lines = range(self._lines.of_sentence(first).start, self._lines.of_sentence(last).stop)
            self.refresh_lines(lines.start, len(lines))

    @property
    def chosen(self) -> range:
        """Return the sentences that a tag goes to: the range, or the one under the cursor."""
        if not len(self._page.starts):
            return range(0)
        other = self._cursor if self._range_start is None else self._range_start
        return range(min(self._cursor, other), max(self._cursor, other) + 1)

    def reveal(self) -> None:
        """Scroll until the sentence under the cursor is on screen, its beginning above all."""
        if not self.laid_out or not self.size.height:
            return
        lines = self._lines.of_sentence(self._cursor)
        self._show_lines(lines.start, min(len(lines), self.size.height))

    def _fills_view(self) -> bool:
        """Tell whether all that is on screen is of the sentence under the cursor, taller than the screen."""
        lines = self._lines.of_sentence(self._cursor) if self.laid_out else range(0)
        top = self.scroll_offset.y
        return lines.start <= top and top + self.size.height <= lines.stop

    def in_sight(self) -> tuple[int, int]:
        """Return the bounds of the sentence under the cursor, or of what is seen of a very long one."""
        start, end = self._page.starts[self._cursor], self._page.ends[self._cursor]
        if end - start <= _LONG or not self.laid_out:
            return start, end
        lines, top = self._lines.of_sentence(self._cursor), self.scroll_offset.y
        first = min(max(top, lines.start), lines.stop - 1)
        last = max(first, min(top + self.size.height, lines.stop) - 1)
        return self._lines.starts[first], self._lines.ends[last]

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
        if not self.laid_out:
            return False
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
        if not self.laid_out or self.scroll_within(step):
            return
        lines = self._lines.of_sentence(self._cursor)
        start = lines.start if step < 0 else lines.stop - 1
        target = start + step * max(1, self.size.height - 1)
        index = self._lines.sentence_of(max(0, min(target, len(self._lines) - 1)))
        self.cursor = index if index != self._cursor else self._cursor + step

    def show_found(self, found: tuple[int, int] | None) -> None:
        """Mark the range `found` and bring it on screen, or take the mark away; moving takes it away too."""
        if found:
            self.cursor = self._page.sentence_at(found[0])
            self._show_lines(self._lines.line_of(found[0]), 1)
        for changed in (self._found, found):
            if changed:
                first = self._lines.line_of(changed[0])
                self.refresh_lines(first, self._lines.line_of(max(changed[0], changed[1] - 1)) - first + 1)
        self._found = found

    @property
    def found(self) -> tuple[int, int] | None:
        """Return the range that is marked as found, or None."""
        return self._found

    @property
    def cursor_cell(self) -> Offset:
        """Return where on the screen the sentence under the cursor begins, or what is seen of it."""
        line = self._lines.of_sentence(self._cursor).start if self.laid_out else 0
        y = max(0, min(line - self.scroll_offset.y, self.size.height - 1))
        return self.content_region.offset + (0, y)  # noqa: RUF005 - an Offset is no sequence

    # -- mouse ---------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Go to the sentence that was clicked, unless text was selected."""
        at = event.get_content_offset(self)
        if at is None or self.text_selection is not None:
            return
        offset = self.offset_at(at.x, at.y)
        if offset is None:
            return
        index = self._page.sentence_at(offset)
        if index != self.cursor:
            self.cursor = index
        elif at.x >= self.left:  # who clicks a sentence to go to it chooses no name by that
            self.post_message(self.Chosen(self, offset))

    def text_select_all(self) -> None:
        """Select the sentence under the cursor: what a double click means here."""
        if len(self._page.starts):
            start, end = self._page.starts[self._cursor], self._page.ends[self._cursor]
            self.screen.selections = {self: Selection(Offset(start, 0), Offset(end, 0))}
            self.screen.post_message(events.TextSelected())

    # -- selection ------------------------------------------------------------

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

    @property
    def selected_range(self) -> tuple[int, int] | None:
        """Return the range of the text that is selected, or None."""
        selection = self.text_selection
        return None if selection is None else self._range_of(selection)
