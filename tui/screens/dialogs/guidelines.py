"""The guidelines of the project: one label at a time, and a search over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static

from annotations.errors import ZhupiError
from annotations.guidelines.bilingual import Bilingual
from annotations.guidelines.guidelines import GENERAL
from annotations.marks.marks import Said
from annotations.model.scheme import Scheme
from annotations.wording import msg, tr
from tui.keys.input_method import plain_key
from tui.layout.cells import visible
from tui.layout.guidance import Page, chapter_page, hit_text, names_row
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run
from tui.presenters.key_row import Hint
from tui.screens.dialogs.box import box_width, key_bar
from tui.widgets.board import Board
from tui.widgets.safe_input import SafeInput

__all__ = ["GuidelinesScreen", "subject_of"]

_LISTED = 200
"""Hits that are listed; whoever gets more types another word."""
_SILENT = msg("Nothing is said of it yet; guidelines.md in the folder of the project is the place for it.")


def subject_of(scheme: Scheme, said: Said) -> str:
    """Return what the guidelines are to open at, for a sentence of which `said` is said."""
    known = {label.name for label in scheme.labels}
    first = next((name for name in scheme.in_order(said.labels) if name in known), None)
    return first or ("none" if said.none else GENERAL)


class _Scroll(VerticalScroll):
    """Scrolls up and down, at once; left and right go to the other chapters."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.turn(-1)", "Previous", id="guidelines-previous"),
        Binding("right", "screen.turn(1)", "Next", id="guidelines-next"),
        Binding("down", "move(1)", "Down", id="guidelines-row-down"),
        Binding("up", "move(-1)", "Up", id="guidelines-row-up"),
        Binding("pagedown", "turn_over(1)", "Page down", id="guidelines-page-on"),
        Binding("pageup", "turn_over(-1)", "Page up", id="guidelines-page-back"),
        Binding("home", "move(-1_000_000)", "Begin", id="guidelines-home"),
        Binding("end", "move(1_000_000)", "End", id="guidelines-end"),
    ]

    def action_move(self, rows: int) -> None:
        """Scroll by some rows, as far as there are."""
        self.scroll_relative(y=rows, animate=False)

    def action_turn_over(self, pages: int) -> None:
        """Scroll by pages; a row stays in sight."""
        self.action_move(pages * max(1, self.size.height - 1))


class GuidelinesScreen(ModalScreen[None]):
    """Shows one chapter of the guidelines; the usual keys leave."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Leave", id="guidelines-leave"),
        Binding("shift+f1,ctrl+q", "dismiss", "Leave", id="guidelines-leave-too"),
        Binding("ctrl+f", "search", "Search", id="guidelines-search"),
        Binding("down", "choose('cursor_down')", "Next", id="guidelines-down"),
        Binding("up", "choose('cursor_up')", "Previous", id="guidelines-up"),
        Binding("pagedown", "choose('page_down')", "Page down", id="guidelines-page-down"),
        Binding("pageup", "choose('page_up')", "Page up", id="guidelines-page-up"),
    ]

    def __init__(self, root: Path, scheme: Scheme, subject: str) -> None:
        """Show what holds in the project in `root`, beginning with the chapter on `subject`.

        If a file of the project cannot be read, that is said, and the chapters that come with zhupi and
        the scheme are shown.
        """
        super().__init__()
        self._fault = ""
        try:
            self._book = Bilingual.load(root, scheme)
        except ZhupiError as error:
            self._fault = str(error)
            self._book = Bilingual.load(None, scheme)
        self._digits = {label.name: str(number) for number, label in enumerate(scheme.labels, 1)}
        self._digits["none"] = "0"
        self._at = self._book.place(subject) or 0
        self._marked: int | None = None
        self._page = Page([], [])
        self._above = 0
        """Rows that stand above the chapter."""
        self._going: int | None = None
        """The passage to scroll to when the rows have been laid out, -1 for the beginning."""
        self._hits: list[tuple[int, int]] = []

    @property
    def keys_told(self) -> Sequence[Hint]:
        """Return its keys, for the key bar."""
        return [
            Hint(tr("Left Right"), tr("others"), ""),
            Hint("/", tr("finds"), ""),
            Hint("Esc", tr("leaves"), ""),
        ]

    def compose(self) -> ComposeResult:
        """Put the names of the chapters, the chapter, and what the search needs into a box."""
        yield key_bar(self.keys_told)
        with Vertical(classes="box") as box:
            box.border_title = tr("Guidelines")
            yield Board(id="chapters")
            with _Scroll(id="chapter"):
                yield Board(id="passages")
            yield Static(id="found", markup=False)
            hits = OptionList(id="hits", markup=False)
            hits.can_focus = False
            yield hits
            yield SafeInput(id="words")

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one(_Scroll).focus()
        self.screen_layout_refresh_signal.subscribe(self, self._laid_out, immediate=True)
        self._show()

    def on_resize(self) -> None:
        """Fold the chapter anew for another width; what was found stays in sight, else what is at the top."""
        if not self._page.rows:
            return
        scroll = self.query_one(_Scroll)
        if self._going is not None:
            self._show(self._going if self._going >= 0 else None)
            return
        row, found = round(scroll.scroll_y), self._marked
        rows = range(row, row + scroll.size.height)
        if found is None or self._above + self._page.starts[found] not in rows:
            found = self._page.passage_at(row - self._above)
        self._show(found if row else None)
        if self.has_class("-searching"):
            self._search(self.query_one(SafeInput).value)

    def on_key(self, event: events.Key) -> None:
        """Take the characters that are keys here, full-width ones too; what is searched for takes its own."""
        if not event.is_printable or event.character is None:
            return
        key = plain_key(event.character)
        if key == "g":
            self.dismiss()
        elif key == "/":
            self.action_search()
        elif key in ("j", "k"):
            self.query_one(_Scroll).action_move(1 if key == "j" else -1)
        elif name := next((name for name, digit in self._digits.items() if digit == key), None):
            place = self._book.place(name)
            if place is not None:
                self._go(place)
        else:
            return
        event.stop()

    def run_command(self, name: str) -> None:
        """Go to the chapter that was clicked."""
        self._go(int(name.removeprefix("chapter-")))

    def action_turn(self, step: int) -> None:
        """Go to the next or previous chapter, going round."""
        self._go((self._at + step) % len(self._book.chapters))

    # -- the search -----------------------------------------------------------

    def action_search(self) -> None:
        """Open the line for what is searched for."""
        self.add_class("-searching")
        line = self.query_one(SafeInput)
        line.focus()
        self._search(line.value)

    def action_back(self) -> None:
        """Leave the search, or the guidelines."""
        if self.has_class("-searching"):
            self._close_search()
        else:
            self.dismiss()

    def action_choose(self, step: str) -> None:
        """Move in the list of hits, if it is open."""
        if self.has_class("-searching"):
            getattr(self.query_one(OptionList), f"action_{step}")()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self._go_to_hit(chosen)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._go_to_hit(event.option_index)

    def _search(self, words: str) -> None:
        """List where `words` stand."""
        self._hits = self._book.search(words)
        width = box_width(self.app.size.width) - 2
        chapters = self._book.chapters
        lines = [
            hit_text(chapters[chapter], chapters[chapter].passages[passage], width)
            for chapter, passage in self._hits[:_LISTED]
        ]
        options = self.query_one(OptionList)
        options.set_options(Content(line) for line in lines)
        options.highlighted = 0 if lines else None
        if lines:
            all_ = msg("{number} found; Enter goes there, Esc back")
            some = msg("{number} found, the first {listed} listed; Enter goes there, Esc back")
            found = len(self._hits)
            told = tr(some if found > _LISTED else all_, number=found, listed=_LISTED)
        else:
            told = tr("not in the guidelines; Esc back") if words.strip() else tr("Find words; Esc back")
        self.query_one("#found", Static).update(told)

    def _go_to_hit(self, number: int) -> None:
        chapter, passage = self._hits[number]
        self._close_search()
        self._at, self._marked = chapter, passage
        passages = self._book.chapters[chapter].passages
        reason = passages[passage].kind == "reason"
        self._show(passage - 1 if reason else passage)  # a reason says nothing without its example

    def _close_search(self) -> None:
        self.remove_class("-searching")
        self.query_one(_Scroll).focus()

    # -- the chapter ------------------------------------------------------------

    def _go(self, at: int) -> None:
        self._at, self._marked = at, None
        self._show()

    def _show(self, top: int | None = None) -> None:
        """Draw the chapter, and scroll to passage number `top`, or to where it begins."""
        width = box_width(self.app.size.width)
        chapters = self._book.chapters
        names = [(self._digits.get(chapter.key, ""), chapter.key) for chapter in chapters]
        self.query_one("#chapters", Board).show([names_row(names, self._at, width)])
        self._page = chapter_page(chapters[self._at], width, self._marked)
        above: list[Row] = []
        if self._fault:
            above = [*([Run(line, "bad")] for line in fold(visible(self._fault), width - HANG)), []]
        self._above = len(above)
        rows: list[Row] = [*above, *self._page.rows]
        if len(chapters[self._at].passages) == 1:
            rows += [[Run(line, "dim")] for line in fold(tr(_SILENT), width - HANG)]
        board = self.query_one("#passages", Board)
        board.styles.height = len(rows)
        board.show(rows)
        self._going = -1 if top is None else top
        self.refresh(layout=True)

    def _laid_out(self, _: Screen[None]) -> None:
        """Scroll to where the chapter is to be read; before there were too few rows to scroll over."""
        scroll = self.query_one(_Scroll)
        if self._going is not None and scroll.size.height:
            row = self._above + self._page.starts[self._going] if self._going >= 0 else 0
            self._going = None
            scroll.scroll_to(y=row, animate=False, immediate=True)
