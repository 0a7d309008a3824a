"""What the screens on an article have in common: their parts, and how keys and clicks become commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from annotations.wording import counted
from tui.keys.input_method import KeyGate
from tui.keys.key_line import Lined
from tui.keys.keymap import Keymap
from tui.layout.cells import visible
from tui.layout.lines import Page
from tui.layout.runs import Row
from tui.presenters.columns import Look
from tui.screens.article.others import TogetherScreen
from tui.screens.article.way_out import WayOut
from tui.session.session import Session
from tui.widgets.article_view import ArticleView
from tui.widgets.board import Board
from tui.widgets.key_bar import KeyBar
from tui.widgets.picker import Picker

__all__ = ["ArticleScreen"]


class ArticleScreen(TogetherScreen):
    """A screen on one article; its keys run the commands of a keymap."""

    # Below 40 x 12 there is no room to annotate; from 120 columns the panel stands at the right.
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-low"), (18, "-high")]  # noqa: RUF012

    def __init__(self, session: Session, page: Page, keymap: Keymap) -> None:
        """Show the session's article, laid out as `page`."""
        super().__init__(session, page)
        self.keymap = keymap
        self.gate = KeyGate(self.press, self._composed, self._led_to_text, self._is_open, self._give_back)
        self.picker: Picker | None = None
        """The list that is open in the panel."""
        self._way_out = WayOut(self)

    # -- what each screen shows in its own way ----------------------------------

    def look(self, index: int) -> Look:
        """Return what stands in the columns beside sentence `index`."""
        raise NotImplementedError

    @property
    def columns(self) -> int:
        """Return how many cells those columns take."""
        raise NotImplementedError

    def heading_row(self, width: int) -> Row:
        """Return the first row of the screen."""
        raise NotImplementedError

    def panel_rows(self, width: int, height: int) -> list[Row]:
        """Return the rows of the panel."""
        raise NotImplementedError

    def open_review(self) -> None:
        """Open the review of the article, where there is something to review from here."""

    def stay(self) -> None:
        """Leave the cursor where it is when more becomes known of the article."""

    # -- parts --------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Put the parts on the screen."""
        yield Board(id="heading")
        yield ArticleView(self.look, self.columns, id="article")
        yield Board(id="panel")
        yield KeyBar(id="keys")
        yield Static("zhupi needs a window of at least 40 x 12", id="too-small", markup=False)

    @property
    def view(self) -> ArticleView:
        """Return the article's view."""
        return self.query_one("#article", ArticleView)

    def on_mount(self) -> None:
        """Show the text at once."""
        self.show_article(self._first_page)
        self.view.focus()
        self.query_one(KeyBar).tell(self.keymap.hints)

    # -- keys -------------------------------------------------------------

    def takes(self, key: str) -> bool:
        """Tell whether a key that is no character, as ``down``, is a command's; the rest is Textual's."""
        return self.keymap.command(key) is not None

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` gives up what the screen waits for, and with it the keys that wait too."""
        return False

    def press(self, key: str) -> None:
        """Run the command of `key`."""
        try:
            self._press(key)
        except Exception as error:  # a key that was held back is pressed where nobody else would hear of it
            self.app._handle_exception(error)

    def _press(self, key: str) -> None:
        if self.picker is not None and self._picks(key):
            return
        command = self.keymap.command(key)
        if command is None:
            self.say(f"{visible(key)} is no key here; ? shows them")
            return
        self.run_command(command.id)

    @property
    def occupied(self) -> bool:
        """Tell whether a list or a dialog is open."""
        return self.picker is not None or self.app.screen is not self

    @property
    def busy(self) -> bool:
        """Tell whether keys must wait for an article or the layer; those for an open list need not."""
        return super().busy and self.picker is None

    def on_screen_resume(self) -> None:
        """Do what waited for a dialog to be left, after what was answered there."""
        self.call_later(self.free)

    def _is_open(self) -> bool:
        """Tell whether a key is for this screen, now."""
        return self.app.screen is self and not self.busy

    def _give_back(self, keys: Sequence[events.Event]) -> None:
        cast("Lined", self.app).line.put_back(keys)

    def _led_to_text(self, burst: str) -> int:
        """Return how many characters of `burst` lead to a line of text, to which the others then belong.

        Chinese characters are among them, so an input method may have sent the whole: nothing before that
        line may change anything. Full-width forms are no keys here, for they stand in Chinese text too.
        """
        for count, character in enumerate(burst, 1):
            extra = self.picker.extras.get(character) if self.picker is not None else None
            command = self.keymap.command(character)
            opens = extra.opens if extra is not None else command.opens if command is not None else ""
            if opens == "text":
                return count
            if not opens and not (command is not None and command.group in ("Move", "Look")):
                return 0
        return 0

    def others_shown(self) -> None:
        """Draw what everybody says, in columns of their own, or take it away."""
        self.view.columns = self.columns
        self.view.reveal()
        super().others_shown()

    def offer(self, picker: Picker) -> None:
        """Open a list in the panel; the next key picks from it."""
        self.picker = picker
        self.tell()

    def _picks(self, key: str) -> bool:
        """Let the list that is open have `key`; False if it is closed by a key that means nothing to it."""
        assert self.picker is not None
        answer = self.picker.answer(key)
        if answer is None and self.picker.moves(key):
            self.tell()
            return True
        self.picker = None
        if answer is not None:
            answer()
        self.tell()
        self.free()
        return answer is not None or key == "escape"

    def run_command(self, name: str) -> None:
        """Run a command by its id: from a key, a click or the palette."""
        if name.startswith("pick-") and self.picker is not None:
            self._picks(name.removeprefix("pick-"))
            return
        self.picker = None
        if self.busy:
            self.hold_back(name)
            return
        if self.message[0]:
            self.say("")
        if name != "leave":
            self._way_out.ask_again()
        self.keymap.commands[name].run(self)
        self.free()

    def _composed(self, text: str) -> None:
        self.say(
            f"input method on? {visible(text)[:8]} did nothing: switch it off, or use F2 to F12 and arrows",
            "key",
        )

    # -- telling ------------------------------------------------------------

    def say(self, text: str, style: str = "dim") -> None:
        """Show one line in the panel until the next act."""
        self.message = (text, style)
        self.tell()

    def tell(self) -> None:
        """Show how things stand in heading and panel."""
        heading, panel = self.query_one("#heading", Board), self.query_one("#panel", Board)
        heading.show([self.heading_row(heading.size.width)])
        width, height = panel.size
        panel.show(self.picker.rows(width, height) if self.picker else self.panel_rows(width, height))

    @on(ArticleView.Moved)
    def _moved(self) -> None:
        self.session.see(self.view.cursor)
        self.tell()
        self.session.focus(self.view.cursor)

    def on_resize(self) -> None:
        """Fit heading and panel to the new size."""
        self.call_after_refresh(self.tell)

    def leave(self) -> None:
        """Leave the program as soon as everything is saved; what could not be saved is named first."""
        self._way_out.take()

    # -- mouse ------------------------------------------------------------------

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Return what is at a cell; in the article the offset of its character, exact on both halves."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        if isinstance(widget, ArticleView):
            region = widget.content_region
            at = widget.offset_at(x - region.x, y - region.y)
            return widget, None if at is None else Offset(at, 0)
        return widget, offset

    def on_text_selected(self) -> None:
        """Copy what was selected with the mouse."""
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            self.say(f"{counted(len(text), 'character')} sent to the terminal's clipboard")
