"""What goes on behind the reading screen: the layer, the articles, the analysis, and what is saved.

Workers post messages and touch no widget; what they say is taken in here, on the screen's own thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.screen import Screen

from annotations.annotating import Act, Annotating
from annotations.errors import ZhupiError
from annotations.record import Record
from tui import messages
from tui.layout.lines import Page
from tui.layout.pieces import Highlights
from tui.session import Session
from tui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from annotations.reading.scars import Scar

__all__ = ["WorkingScreen"]


class WorkingScreen(Screen[None]):
    """A screen on one article of a session, with what its commands build on."""

    def __init__(self, session: Session, page: Page) -> None:
        """Work on the session's article, laid out as `page`."""
        super().__init__()
        self.session = session
        self.highlights = Highlights(page.starts)
        """The names and numbers of the article, as far as they are known."""
        self.message = ("", "dim")
        self.alarm = ""
        """Why saving does not work; stays until it does."""
        self.pending = ""
        """What to say of names and numbers until they are there."""
        self.finding = False
        """Whether names and numbers are still being looked for."""
        self._first_page = page
        self._scars: Sequence[Scar] = ()
        self._when_found: Callable[[], None] | None = None
        self._waiting: list[Callable[[], None]] = []
        """What was pressed before the layer could be read."""
        self._opening: Callable[[], None] | None = None
        """What to do when the article that is being read is there."""
        self._held_back: list[str] = []
        """The commands that were run meanwhile."""

    # -- what the screen itself does --------------------------------------------

    @property
    def view(self) -> ArticleView:
        """Return the article's view."""
        raise NotImplementedError

    def say(self, text: str, style: str = "dim") -> None:
        """Show one line until the next act."""
        raise NotImplementedError

    def tell(self) -> None:
        """Show how things stand."""
        raise NotImplementedError

    def run_command(self, name: str) -> None:
        """Run a command by its id."""
        raise NotImplementedError

    # -- what commands build on -------------------------------------------------

    def act(self, act: Callable[[Annotating], Act | None], then: Callable[[], None] = lambda: None) -> None:
        """Do `act`, draw it at once and have it saved, and then do `then`; wait for the layer if need be."""
        session = self.session
        if not session.ready and self.alarm:
            self.say(f"not saved: {self.alarm}", "bad")
        elif not session.ready:
            self._waiting.append(lambda: self.act(act, then))
        elif not len(session.marks):
            self.say("this article has no sentence")
        elif session.read_only:
            self.say(f"not saved: {session.read_only}", "bad")
        elif (done := act(session.annotating)) is not None:
            session.save(done)
            self._draw(done.after)
            self.view.range_start = None
            self.say(f"{done.sentence + 1} {done.words}")
            then()

    def read(self, index: int, then: Callable[[], None] = lambda: None) -> None:
        """Open the article at `index`, and then do `then`; keys pressed meanwhile wait for it."""
        self._opening = then
        self._read(index)

    def read_next_open(self) -> None:
        """Open the next article that is not done."""
        self._opening = lambda: None
        self._read_next_open(self.session.index)

    def when_found(self, then: Callable[[], None]) -> None:
        """Do `then` when the names and numbers of this article are found; another article forgets it."""
        self._when_found = then

    def begin(self) -> None:
        """Open the layer and begin the analysis."""
        self.session.tell(self.post_message)
        self._open_layer()
        self._analyse()

    def look_around(self) -> None:
        """Show what another terminal of the same annotator, or the lead, has stored meanwhile."""
        try:
            news = self.session.look_around()
        except ZhupiError as error:
            self.alarm = str(error)
            self.tell()
            return
        if news:
            self.view.correct(self.session.corrections)
            self.view.refresh_all()
            self.tell()

    def show_article(self, page: Page) -> None:
        """Show the session's article, laid out as `page`, with the cursor where it was last."""
        start = self.session.memory.sentence_start(self.session.article.id)
        self.view.load(page, 0 if start is None else page.sentence_at(start))

    def remember(self) -> None:
        """Remember where the cursor stands."""
        self.session.remember(self.view.cursor)

    @property
    def busy(self) -> bool:
        """Tell whether commands must wait: for an article, or for the layer that acts wait for."""
        return self._opening is not None or bool(self._waiting)

    def hold_back(self, name: str) -> None:
        """Run the command `name` later, when nothing has to be waited for."""
        self._held_back.append(name)

    def _draw(self, records: Sequence[Record]) -> None:
        """Draw again what `records` of the open article say."""
        page = self.view.prepared
        for record in records:
            if record.get("article") != self.session.article.id:
                continue
            if record["kind"] == "sentence":
                for index in range(
                    page.sentence_at(record["start"]), page.sentence_at(record["end"] - 1) + 1
                ):
                    self.view.refresh_sentence(index)
            elif record["kind"] == "article":
                self.view.refresh_all()
            elif record["kind"] == "correction":
                self.view.correct(self.session.corrections)

    # -- workers: they post messages, nothing else ------------------------------

    @work(thread=True, group="layer")
    def _open_layer(self) -> None:
        self.session.open_layer()

    @work(thread=True, group="article", exclusive=True)
    def _read(self, index: int) -> None:
        self.session.read(index)

    @work(thread=True, group="article", exclusive=True)
    def _read_next_open(self, after: int) -> None:
        self.session.read_next_open(after)

    @work(thread=True, group="scars", exclusive=True)
    def _find_scars(self) -> None:
        self.session.find_scars(self.session.article)

    def _analyse(self) -> None:
        self._find_scars()
        self.pending = "finding names and numbers.."
        self.finding = True
        self._when_found = None
        self.session.analyse(self.view.cursor)
        self.tell()

    # -- what they say ----------------------------------------------------------

    @on(messages.LayerReady)
    def _layer_ready(self, message: messages.LayerReady) -> None:
        self.session.reload()
        self.view.refresh_all()
        self.view.correct(self.session.corrections)
        if message.notices:
            self.message = ("; ".join(message.notices), "key")
        if self.session.read_only:
            self.alarm = self.session.read_only
            self.message = (f"read-only: {self.alarm}", "bad")
        self.tell()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()
        self._go_on()

    @on(messages.LayerFailed)
    def _layer_failed(self, message: messages.LayerFailed) -> None:
        self.alarm = message.reason
        self._waiting.clear()
        self._go_on()
        self.say(f"nothing can be saved: {message.reason}", "bad")

    @on(messages.ArticleReady)
    def _article_ready(self, message: messages.ArticleReady) -> None:
        self.remember()
        self.session.enter(message.index, message.article)
        self.highlights = Highlights(message.page.starts)
        self._scars = ()
        self.show_article(message.page)
        self.view.correct(self.session.corrections)
        self.message = ("; ".join(message.notices), "key")
        self.remember()
        self._analyse()
        self._opened()

    @on(messages.NothingToOpen)
    def _nothing_to_open(self, message: messages.NothingToOpen) -> None:
        self._opening = None
        self._held_back.clear()
        self.say(message.reason, "key")

    def _opened(self) -> None:
        """Go on with what waited for the article."""
        then, self._opening = self._opening, None
        if then is not None:
            then()
        self._go_on()

    def _go_on(self) -> None:
        """Run the commands that were held back."""
        held_back, self._held_back = self._held_back, []
        for name in held_back:
            self.run_command(name)

    @on(messages.PartAnalysed)
    def _part_analysed(self, message: messages.PartAnalysed) -> None:
        if message.article == self.session.article.id:
            self.highlights.add(message.names, message.numbers)
            self._highlight(message.sentences)

    @on(messages.Analysed)
    def _analysed(self, message: messages.Analysed) -> None:
        if message.article == self.session.article.id:
            self.pending = ""
            self.highlights = message.highlights
            self.highlights.add_scars(self._scars)
            self._highlight()
            self._found()

    @on(messages.ScarsFound)
    def _scars_found(self, message: messages.ScarsFound) -> None:
        if message.article == self.session.article.id:
            self._scars = message.scars
            self.highlights.add_scars(self._scars)
            self._highlight()

    def _highlight(self, sentences: range | None = None) -> None:
        self.view.highlight(self.highlights, sentences)
        self.tell()

    @on(messages.AnalysisFailed)
    def _analysis_failed(self, message: messages.AnalysisFailed) -> None:
        if message.article == self.session.article.id:
            self.pending = f"no names and numbers: {message.reason}"
            self.tell()
            self._found()

    def _found(self) -> None:
        self.finding = False
        then, self._when_found = self._when_found, None
        if then is not None:
            then()

    @on(messages.Saved)
    def _saved(self, message: messages.Saved) -> None:
        self.session.settle(message.records)
        self._draw([record for record in message.records if record["kind"] == "sentence"])
        if not self.session.unsaved:
            self.alarm = ""
        self.tell()

    @on(messages.SaveFailed)
    def _save_failed(self, message: messages.SaveFailed) -> None:
        if self.session.give_up(message.records):
            self.view.refresh_all()
        else:
            self.alarm = message.reason
        self.say(f"NOT SAVED: {message.reason}", "bad")
