"""What the screens on an article have in common: their parts, and how keys and clicks become commands."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from annotations.wording import counted
from tui.input_method import KeyGate
from tui.keymap import Keymap
from tui.layout.cells import visible
from tui.layout.lines import Page
from tui.picker import Picker
from tui.runs import Row
from tui.screens.together import TogetherScreen
from tui.session import Session
from tui.widgets.article_view import ArticleView
from tui.widgets.heading import Heading
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_painter import Look
from tui.widgets.panel import Panel

__all__ = ["ArticleScreen"]


class ArticleScreen(TogetherScreen):
    """A screen on one article; its keys run the commands of a keymap."""

    CSS_PATH = "../styles/article.tcss"
    # Below 40 x 12 there is no room to annotate; from 120 columns the panel stands at the right.
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-low"), (18, "-high")]  # noqa: RUF012

    def __init__(self, session: Session, page: Page, keymap: Keymap) -> None:
        """Show the session's article, laid out as `page`."""
        super().__init__(session, page)
        self.keymap = keymap
        self.gate = KeyGate(self.press, self._composed)
        self.picker: Picker | None = None
        """The list that is open in the panel."""
        self._leaving = False

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
        yield Heading(id="heading")
        yield ArticleView(self.look, self.columns, id="article")
        yield Panel(id="panel")
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
        self.query_one(KeyBar).tell(self.keymap)

    # -- keys -------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Take every key that is a command's; the rest goes on to Textual."""
        character = event.character if event.is_printable else None
        key = character or event.key
        if character or self.keymap.command(key):
            event.stop()
            event.prevent_default()
            self.gate.feed(key)

    def press(self, key: str) -> None:
        """Run the command of `key`."""
        if self.picker is not None and self._picks(key):
            return
        command = self.keymap.command(key)
        if command is None:
            self.say(f"{visible(key)} is no key here; ? shows them")
            return
        self.run_command(command.id)

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
            self._leaving = False
        self.keymap.commands[name].run(self)

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
        heading, panel = self.query_one(Heading), self.query_one(Panel)
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
        """Leave the program; what could not be saved is named first."""
        in_danger = len(self.session.endangered) if self.alarm else 0
        if in_danger and not self._leaving:
            self._leaving = True
            self.say(
                f"{counted(in_danger, 'mark is', 'marks are')} not saved, U shows them;"
                " the same key again leaves without them",
                "bad",
            )
            return
        self.remember()
        self.app.exit()

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
