"""What goes on behind the reading screen, as its workers tell it: layer, articles, analysis, saving.

Workers post messages and touch no widget; what they say is taken in here, on the screen's own thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from annotations.editing.editor import Editor
from annotations.errors import RevisionConflict
from annotations.records.acts import Act
from annotations.records.record import Record
from tui.layout.lines import Page
from tui.layout.pieces import Highlights
from tui.session import messages
from tui.session.session import Session
from tui.widgets.article_view import ArticleView

__all__ = ["HearingScreen"]


class HearingScreen(Screen[None]):
    """A screen on one article of a session that hears what its workers have to say."""

    def __init__(self, session: Session, page: Page) -> None:
        """Hear of the session's article, laid out as `page`."""
        super().__init__()
        self.session = session
        self.message = ("", "dim")
        self.alarm = ""
        """Why saving does not work; stays until it does."""
        self.trouble: str | None = None
        """What kept things from being saved when it was last looked at, and may pass."""
        self._when_found: tuple[str, Callable[[], None]] | None = None
        """What to do when the names and numbers of an article are found, and of which."""
        self._when_free: list[Callable[[], object]] = []
        """What would change the article under an open list or dialog, or lie over it, and so waits."""
        self._waiting: list[Callable[[], None]] = []
        """What was pressed before the layer could be read."""
        self._opening: Callable[[], None] | None = None
        """What to do when the article that is being read is there."""
        self._held_back: list[str] = []
        """The commands that were run meanwhile."""

    # -- what is known of the article, by whichever screen ------------------------

    @property
    def highlights(self) -> Highlights:
        """Return its names and numbers, as far as they are known."""
        return self.session.found.highlights

    @property
    def pending(self) -> str:
        """Return what to say of names and numbers until they are there."""
        return self.session.found.pending

    @property
    def finding(self) -> bool:
        """Tell whether names and numbers are still being looked for."""
        return self.session.found.finding

    @property
    def at_work(self) -> bool:
        """Tell whether this is the screen that the session reports to: another may lie over it."""
        return self.session.tells(self.post_message)

    async def _on_message(self, message: Message) -> None:
        # What was on its way to this screen when another took over is news for that one.
        if isinstance(message, messages.News) and not self.at_work:
            self.session.pass_on(message)
        else:
            await super()._on_message(message)

    # -- what the screen itself does --------------------------------------------

    @property
    def occupied(self) -> bool:
        """Tell whether a list or a dialog is open, which is about the article as it is."""
        raise NotImplementedError

    def when_free(self, do: Callable[[], object]) -> None:
        """Do `do`, which changes the article or asks something, once no list and no dialog is open."""
        self._when_free.append(do)
        self.free()

    def free(self) -> None:
        """Do what waited, if nothing is open any more."""
        while self._when_free and not self.occupied:
            self._when_free.pop(0)()

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

    def act(self, act: Callable[[Editor], Act | None], then: Callable[[], None] = lambda: None) -> None:
        """Do `act`, draw it, have it saved, and then do `then`."""
        raise NotImplementedError

    def show_article(self, page: Page) -> None:
        """Show the session's article, laid out as `page`."""
        raise NotImplementedError

    def rebound(self) -> None:
        """Lay the article out anew if its sentences have become others."""
        raise NotImplementedError

    def remember(self) -> None:
        """Remember where the cursor stands."""
        raise NotImplementedError

    def draw(self, records: Sequence[Record]) -> None:
        """Draw again what `records` of the open article say."""
        raise NotImplementedError

    def ask_which(self, stored: Record, other: Record) -> None:
        """Let the annotator decide between two versions of a record."""
        raise NotImplementedError

    def see_others(self) -> None:
        """Have it read what everybody says of the article."""
        raise NotImplementedError

    def adopt(self, other: HearingScreen) -> None:
        """Take over what `other`, a screen on the same article, knows of it."""
        self.alarm = other.alarm

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

    def analyse(self) -> None:
        """Have names, numbers and damaged places of the article found."""
        self._find_scars()
        self.session.found.look()
        self.session.analyse(self.view.cursor)
        self.tell()

    # -- what they say ----------------------------------------------------------

    @on(messages.LayerReady)
    def _layer_ready(self, message: messages.LayerReady) -> None:
        self.session.begin(message.history)
        self.when_free(self.rebound)
        self.view.refresh_all()
        self.view.correct(self.session.corrections)
        self.see_others()
        notices = [*message.notices, *self.session.misplaced]
        if notices:
            self.message = ("; ".join(notices), "key")
        if self.session.read_only:
            self.alarm = self.session.read_only
            self.message = (f"read-only: {self.alarm}", "bad")
        self.tell()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()
        self._go_on()

    @on(messages.MarksKnown)
    def _marks_known(self, message: messages.MarksKnown) -> None:
        if message.article == self.session.article.id and not self.session.ready:
            self.session.reload()
            self.when_free(self.rebound)
            self.view.refresh_all()
            self.tell()

    @on(messages.Noticed)
    def _noticed(self, message: messages.Noticed) -> None:
        said, style = self.message
        self.say("; ".join(filter(None, (said, *message.notices))), "bad" if style == "bad" else "key")

    @on(messages.LayerFailed)
    def _layer_failed(self, message: messages.LayerFailed) -> None:
        self.alarm = message.reason
        self._waiting.clear()
        self._go_on()
        self.say(f"nothing can be saved: {message.reason}", "bad")

    @on(messages.ArticleReady)
    def _article_ready(self, message: messages.ArticleReady) -> None:
        self.when_free(lambda: self._take_up(message))

    def _take_up(self, message: messages.ArticleReady) -> None:
        self.remember()
        self.session.enter(message.index, message.article)
        self.show_article(message.page)
        self.see_others()
        self.view.correct(self.session.corrections)
        self.message = ("; ".join([*message.notices, *self.session.misplaced]), "key")
        self.remember()
        self.analyse()
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
            self.session.found.add(message.names, message.numbers)
            self._highlight(message.sentences)

    @on(messages.Analysed)
    def _analysed(self, message: messages.Analysed) -> None:
        if message.article == self.session.article.id:
            self.session.found.take(message.highlights)
            self.session.found.end()
            self._highlight()
            self._found()

    @on(messages.ScarsFound)
    def _scars_found(self, message: messages.ScarsFound) -> None:
        if message.article == self.session.article.id:
            self.session.found.take_scars(message.scars)
            self._highlight()

    def _highlight(self, sentences: range | None = None) -> None:
        self.session.names_known(sentences)
        self.view.highlight(self.highlights, sentences)
        self.tell()

    @on(messages.AnalysisFailed)
    def _analysis_failed(self, message: messages.AnalysisFailed) -> None:
        if message.article == self.session.article.id:
            self.session.found.end(f"no names and numbers: {message.reason}")
            self.tell()
            self._found()

    def _found(self) -> None:
        """Do what waited for the names and numbers of this article; what waited for others' is forgotten."""
        waited, self._when_found = self._when_found, None
        if waited is not None and waited[0] == self.session.article.id:
            self.when_free(waited[1])

    @on(messages.Saved)
    def _saved(self, message: messages.Saved) -> None:
        self.session.settle(message.records)
        self.draw([record for record in message.records if record["kind"] in ("sentence", "decision")])
        if not self.session.unsaved:
            self.alarm = self.session.trouble or ""
        self.tell()

    @on(messages.SaveFailed)
    def _save_failed(self, message: messages.SaveFailed) -> None:
        if not self.session.give_up(message.records):
            self.alarm = str(message.error)
            self.trouble = self.session.trouble or self.session.read_only
            self.say(f"NOT SAVED: {message.error}", "bad")
            return
        self.view.refresh_all()
        self.say(f"NOT SAVED: {message.error}", "bad")
        error = message.error
        if isinstance(error, RevisionConflict) and error.stored and error.offered:
            self.ask_which(error.stored, error.offered)
