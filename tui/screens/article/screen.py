"""What the screens on an article have in common: their parts, and how keys and clicks become commands."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from annotations.records.record import Record
from tui.keys.keymap import Keymap, Keymaps
from tui.layout.lines import Page
from tui.layout.runs import TARGETS, Row
from tui.presenters.columns import Look
from tui.presenters.heading import too_small
from tui.presenters.key_row import key_row
from tui.presenters.standing import VAST_FROM, Standing
from tui.screens.article.appearance import Furnished, furnish, redraw
from tui.screens.article.conflicts import Conflicts
from tui.screens.article.finder import Finder
from tui.screens.article.keyboard import Keyboard
from tui.screens.article.news import Hearers, Told
from tui.screens.article.opener import Deferred, Opener
from tui.screens.article.saver import Saver
from tui.screens.article.watcher import Watcher
from tui.screens.article.way_out import WayOut
from tui.session.messages import News
from tui.session.session import Session
from tui.widgets.article_view import ArticleView
from tui.widgets.board import Board
from tui.widgets.picker import Picker

__all__ = ["ArticleScreen"]

AnswerT = TypeVar("AnswerT")


class ArticleScreen(Screen[None]):
    """A screen on the open article of a session; its keys run the commands of a keymap.

    What goes on behind it is the business of its workers, each with the news that it hears.
    """

    # Below 40 x 12 there is no room to annotate. How wide it is `fit` says.
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-low"), (18, "-high")]  # noqa: RUF012 - Textual's type

    def __init__(self, session: Session, page: Page, keymap: Keymap) -> None:
        """Show the session's article, laid out as `page`."""
        super().__init__()
        self.session = session
        self.keymap = keymap
        self.message = ("", "dim")
        """What the panel says until the next act, and in which style."""
        self.picker: Picker | None = None
        """The list that is open in the panel."""
        self.keyboard = Keyboard(self)
        self._first_page = page
        self.news = Hearers()
        self.deferred = Deferred(self)
        self._way_out = WayOut(self)
        self.saver = Saver(self)
        self.opener = Opener(self)
        self.finder = Finder(self)
        self.watcher = Watcher(self)
        self.conflicts = Conflicts(self)

    # -- what each screen shows in its own way ----------------------------------

    @abstractmethod
    def look(self, index: int) -> Look:
        """Return what stands in the columns beside sentence `index`."""

    @property
    @abstractmethod
    def columns(self) -> int:
        """Return how many cells those columns take."""

    @abstractmethod
    def heading_row(self, width: int) -> Row:
        """Return the first row of the screen."""

    @abstractmethod
    def panel_rows(self, width: int, height: int) -> list[Row]:
        """Return the rows of the panel."""

    @abstractmethod
    def take_keys(self, keymaps: Keymaps) -> None:
        """Go by other keys from now on."""

    # -- news of the session ---------------------------------------------------

    def hear(self, news: News) -> None:
        """Take news of the session from any thread."""
        self.post_message(Told(news))

    @property
    def at_work(self) -> bool:
        """Tell whether this is the screen that the session reports to: another may lie over it."""
        return self.session.reports_to(self.hear)

    @on(Told)
    def _told(self, message: Told) -> None:
        if not self.at_work:  # it was on its way here when another screen took over
            self.session.tell(message.news)
        else:
            self.news.tell(message.news)

    # -- the article -----------------------------------------------------------

    def show_article(self, page: Page) -> None:
        """Show the session's article, laid out as `page`, with the cursor where it was last."""
        article = self.session.article
        start = self.session.memory.sentence_start(article.id)
        cursor = article.following(-1, 1) if start is None else page.sentence_at(start)
        self.view.load(page, cursor)
        self.clear_selection()  # it is a range of the text that was there
        if page.starts:
            self.session.see(self.view.cursor)

    def highlight(self, sentences: range | None = None) -> None:
        """Draw the names and numbers of `sentences`, or of all, as far as they are known."""
        article = self.session.article
        article.speakers.names_known(sentences)
        self.view.highlight(article.found.highlights, sentences)
        self.tell()

    def others_shown(self) -> None:
        """Draw what everybody says, in columns of their own, or take it away."""
        self.view.columns = self.columns
        self.view.reveal()
        self.view.refresh_all()
        self.tell()

    def draw(self, records: Sequence[Record]) -> set[int]:
        """Draw again what `records` say; return the sentences that stand to what others say in a new way."""
        return redraw(self, records)

    def remember(self) -> None:
        """Remember where the cursor stands."""
        if self.at_work:
            self.session.remember(self.view.cursor)

    def ask(self, dialog: Screen[AnswerT], then: Callable[[AnswerT | None], object]) -> None:
        """Lay `dialog` over the screen, and do `then` with its answer before all that waits for that."""
        self.app.push_screen(dialog, self.deferred.behind(then))

    # -- parts --------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Put the parts on the screen."""
        yield Board(lambda width, _: [self.heading_row(width)], id="heading")
        view = ArticleView(self.look, self.columns, id="article")
        furnish(view, cast(Furnished, self.app).settings, self.session.project.scheme)
        yield view
        yield Board(lambda *size: (self.picker.rows if self.picker else self.panel_rows)(*size), id="panel")
        yield Board(lambda width, _: [key_row(self.keyboard.hints, width)], id="keys")
        yield Board(too_small, id="too-small")

    @property
    def view(self) -> ArticleView:
        """Return the article's view."""
        return self.query_one("#article", ArticleView)

    def on_mount(self) -> None:
        """Show the text at once."""
        self.show_article(self._first_page)
        self.view.focus()

    # -- keys -------------------------------------------------------------

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` gives up what the screen waits for, and with it the keys that wait too."""
        return False

    @property
    def occupied(self) -> bool:
        """Tell whether a list or a dialog is open."""
        return self.picker is not None or self.app.screen is not self or self.deferred.answers > 0

    @property
    def busy(self) -> bool:
        """Tell whether keys must wait for an article or the layer; those for an open list need not."""
        return self.picker is None and (self.opener.busy or self.saver.waiting > 0)

    def on_screen_suspend(self) -> None:
        """Let the key bar speak of the dialog that lies over the screen."""
        self._tell_keys()

    def on_screen_resume(self) -> None:
        """Do what waited for a dialog to be left, once its answer is taken."""
        self.call_later(self.deferred.free)
        self._tell_keys()

    def _tell_keys(self) -> None:
        if self.query(ArticleView):  # its parts may not be there yet, or no longer
            self.query_one("#keys", Board).tell()

    def offer(self, picker: Picker) -> None:
        """Open a list in the panel; the next key picks from it."""
        self.picker = picker
        self.tell()

    def run_command(self, name: str) -> None:
        """Run a command by its id, or go to a target: from a key, a click or the palette."""
        if name.startswith("pick-") and self.picker is not None:
            self.keyboard.picks(self.picker, name.removeprefix("pick-"))
            return
        self.picker = None
        if self.busy:
            self.opener.hold_back(name)
            return
        if name.partition(":")[0] in TARGETS:
            from tui.screens.article.pointer import follow

            follow(self, name)
            return
        if self.message[0]:
            self.say("")
        if name != "leave":
            self._way_out.ask_again()
        self.keymap.commands[name].run(self)
        self.deferred.free()

    @property
    def standing(self) -> Standing:
        """Return where one stands on this screen."""
        view, wide = self.view, self.has_class("-wide")
        steps = self.keymap.shown_by_id if wide else {}
        return Standing(
            view.cursor, view.chosen, view.found, view.hidden, *self.message, wide, steps, view.prepared
        )

    # -- telling ------------------------------------------------------------

    def say(self, text: str, style: str = "dim") -> None:
        """Show one line in the panel until the next act."""
        self.message = (text, style)
        self.tell()

    def tell(self) -> None:
        """Show how things stand in heading, panel and key bar."""
        for part in ("#heading", "#panel", "#keys"):
            self.query_one(part, Board).tell()

    @on(ArticleView.Moved)
    def _moved(self) -> None:
        self.session.see(self.view.cursor)
        self.tell()
        self.session.analysis.focus(self.view.cursor)

    def on_resize(self) -> None:
        """Give the columns the room that the new size leaves them."""
        self.set_class(self.size.width >= VAST_FROM, "-vast")
        self.view.columns = self.columns

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
        from tui.screens.article.pointer import copy

        copy(self)

    def told_of(self, target: str) -> str:
        """Return in words what a click on `target` does."""
        from tui.screens.article.pointer import told_of

        return told_of(self, target)

    @on(ArticleView.Chosen)
    def _chosen(self, event: ArticleView.Chosen) -> None:
        from tui.screens.article.pointer import choose_at

        choose_at(self, event.offset)
