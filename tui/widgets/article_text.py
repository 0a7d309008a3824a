"""The text of an article, drawn line by line with the columns of tags at its left.

Lines are cut once a width and drawn from a cache, so that a key costs the same whatever the length of
the article. Everything is addressed by the offset into the text; a selection is a range of offsets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.cache import LRUCache
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotations.analysis.conversion import Script
from tui.layout.cells import prefix_cells
from tui.layout.lines import HANG, Lines, Page, Spacing, wrap
from tui.layout.pieces import Highlights, on_line, pieces, within
from tui.layout.shown import SLACK, ShownLine
from tui.presenters.columns import Look
from tui.theme.looks import Looks
from tui.widgets.line_painter import LinePainter
from tui.widgets.wording import Wording

__all__ = ["ArticleText"]


class ArticleText(ScrollView):
    """Shows the sentences of one article, each beginning a line of its own."""

    def __init__(self, look: Callable[[int], Look], columns: int, *, id: str | None = None) -> None:  # noqa: A002
        """Create a text; `look` tells what stands beside a sentence, in `columns` columns of labels."""
        super().__init__(id=id)
        # The bar is always there (see the style sheet); that it comes later would cost a second layout.
        self.set_reactive(ArticleText.show_vertical_scrollbar, True)
        self._look = look
        self._columns = columns
        self._spacing = Spacing()
        self._page = Page.of("", ())
        self._lines = wrap(self._page, 80)
        self._highlights = Highlights()
        self._found: tuple[int, int] | None = None
        self._hidden: frozenset[str] = frozenset()
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(1024)
        self._revisions: dict[int, int] = {}
        self._wording = Wording()
        self._painter_of_theme: LinePainter | None = None

    @property
    def chosen(self) -> range:
        """Return the sentences that are marked."""
        return range(0)

    @property
    def selected_range(self) -> tuple[int, int] | None:
        """Return the range of the text that is selected, or None."""
        return None

    def show(self, page: Page) -> None:
        """Show another article from its beginning."""
        self._page = page
        self._lines = wrap(Page.of("", ()), 80)
        self._highlights = Highlights()
        self._found = None
        self._revisions.clear()
        self._wording.clear()
        self.wrap(0)

    def highlight(self, highlights: Highlights, sentences: range | None = None) -> None:
        """Show `highlights` from now on; those of `sentences` alone have changed, or all."""
        self._highlights = highlights
        self._strips.clear()
        seen = self.visible_sentences
        if sentences is None or (sentences.start < seen.stop and seen.start < sentences.stop):
            self.refresh()

    @property
    def hidden(self) -> frozenset[str]:
        """Return what is not highlighted: types of names in lower case, and ``number``."""
        return self._hidden

    @hidden.setter
    def hidden(self, kinds: frozenset[str]) -> None:
        self._hidden = kinds
        self.refresh_all()

    def correct(self, corrections: Sequence[tuple[int, int, str]]) -> None:
        """Show in place of damaged stretches, each a start and an end, what stood there once."""
        if self._wording.correct(self._page, corrections):
            self.refresh_all()

    @property
    def script(self) -> Script:
        """Return the script in which the article is shown."""
        return self._wording.script

    @script.setter
    def script(self, script: Script) -> None:
        slack = Script.TAIWAN in (self.script, script)
        self._wording.script = script
        if slack:
            self.wrap()  # the lines have another length
        else:
            self.refresh_all()

    @property
    def columns(self) -> int:
        """Return how many cells the columns of tags take."""
        return self._columns

    @columns.setter
    def columns(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            self.wrap()

    def space(self, spacing: Spacing) -> None:
        """Give the text as much room as `spacing` says."""
        if spacing != self._spacing:
            self._spacing = spacing
            self.wrap()

    def measure_anew(self) -> None:
        """Cut the lines anew, for the terminal draws some characters in another width than was thought."""
        self._page = self._page._replace(prefix=prefix_cells(self._page.text))
        self._wording.clear()
        self.wrap()

    def refresh_sentence(self, index: int) -> None:
        """Draw sentence `index` again, because what stands beside it has changed."""
        if not self.laid_out or not 0 <= index < len(self._page.starts):
            return
        self._revisions[index] = self._revisions.get(index, 0) + 1
        lines = self._lines.of_sentence(index)
        self.refresh_lines(lines.start, len(lines))

    def refresh_all(self) -> None:
        """Draw everything again."""
        self._strips.clear()
        self.refresh()

    @property
    def laid_out(self) -> bool:
        """Tell whether there are lines; keys may come before the first layout has given the width."""
        return len(self._lines) > 0

    @property
    def prepared(self) -> Page:
        """Return the article as it is prepared for any width."""
        return self._page

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

    # -- wrapping ---------------------------------------------------------

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Cut the lines while the screen is laid out; at the event for it an empty one has been drawn."""
        before = self.outer_size
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.outer_size != before:
            self.fit()
        return changed

    def fit(self) -> None:
        """Cut the lines anew for another size, keeping what is at the top at the top."""
        self.wrap()

    def wrap(self, top: int | None = None) -> None:
        """Cut the lines for the width there is, keeping the offset `top` at the top, or what is there now."""
        width = self.scrollable_content_region.width - self.left - HANG
        width -= SLACK if self.script is Script.TAIWAN else 0
        if width <= 0:
            return
        if top is None and len(self._lines):
            line = min(self.scroll_offset.y, len(self._lines) - 1)
            top = self._lines.starts[line]
        spacing = self._spacing
        width = min(width, spacing.width) if spacing.width else width
        spaced = spacing.parts_paragraphs(self.size.height)
        self._lines = wrap(self._page, width, spaced=spaced, between=spacing.between)
        self._strips.clear()
        # Neither the bar nor anything beside it moves with the number of lines: no new layout of the screen.
        self.set_reactive(
            ArticleText.virtual_size, Size(self.scrollable_content_region.width, len(self._lines))
        )
        self._scroll_update(self.virtual_size)
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
        selected = within(self.selected_range, start, end)
        found = within(self._found, start, end)
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
        names = on_line(self._highlights.names_of(sentence), start, end)
        numbers = on_line(self._highlights.numbers_of(sentence), start, end)
        shown = self._shown(line, sentence)
        text = self._page.text
        scars = on_line(self._highlights.scars_of(sentence), start, end)
        if self._hidden:
            names = [name for name in names if name.type.lower() not in self._hidden]
            numbers = [] if "number" in self._hidden else numbers
        apart = bool(self._page.apart[sentence])
        for piece in pieces(start, end, names, numbers, scars, selected, found):
            run = shown.text(piece.start, piece.end) if shown else text[piece.start : piece.end]
            segments += painter.text(run, piece, marked, apart)
        cells = shown.width if shown else lines.page.prefix[end] - lines.page.prefix[start]
        used = self.left + indent + cells
        segments.append(Segment(" " * max(0, width - used), painter.base(marked)))
        return Strip(segments, max(used, width)).crop(0, width)

    def _shown(self, line: int, sentence: int) -> ShownLine | None:
        """Return how `line` is shown in another script, or None if it is shown as written."""
        width = self.scrollable_content_region.width - self.left
        return self._wording.shown(self._page, self._lines, line, sentence, width)

    @property
    def _painter(self) -> LinePainter:
        if self._painter_of_theme is None:
            selection = self.screen.get_component_rich_style("screen--selection")
            self._painter_of_theme = LinePainter(Looks(self.app.theme_variables), self.rich_style, selection)
        return self._painter_of_theme

    # -- mouse ------------------------------------------------------------

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the offset of the character drawn at cell `x`, `y`; both halves of a wide one count."""
        line = y + self.scroll_offset.y
        if not 0 <= line < len(self._lines):
            return None
        shown = self._shown(line, self._lines.sentence_of(line))
        if shown is not None and self._lines.ends[line] > self._lines.starts[line]:
            return shown.offset_at(x - self.left - self._lines.indent_of(line))
        return self._lines.offset_at(line, x - self.left)
