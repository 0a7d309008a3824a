"""What the commands of the reading screen build on: acts, articles, and two versions of one mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on

from annotations.editing.editor import Editor
from annotations.errors import UsageError, ZhupiError
from annotations.records.acts import Act
from annotations.records.record import Record
from tui.layout.lines import Page
from tui.screens.article.workers import HearingScreen
from tui.session import messages
from tui.session.session import Session

__all__ = ["WorkingScreen"]


class WorkingScreen(HearingScreen):
    """A screen on one article of a session, with what its commands build on."""

    def __init__(self, session: Session, page: Page) -> None:
        """Work on the session's article, laid out as `page`."""
        super().__init__(session, page)
        self._first_page = page
        self._undecided: dict[str, tuple[Record, Record]] = {}
        """Of records that two programs changed at once, what is stored and what was to be, by uid."""

    # -- what commands build on -------------------------------------------------

    def act(self, act: Callable[[Editor], Act | None], then: Callable[[], None] = lambda: None) -> None:
        """Do `act`, draw it at once and have it saved, and then do `then`; wait for the layer if need be."""
        session = self.session
        if not session.ready and self.alarm:
            self.say(f"not saved: {self.alarm}", "bad")
        elif not session.ready:
            self._waiting.append(lambda: self.act(act, then))
        elif not len(session.marks):
            self.say("this article has no sentence")
        elif session.read_only:
            self.say(f"not saved: {session.trouble or session.read_only}", "bad")
        else:
            try:
                done = act(session.editor)
            except ZhupiError as error:
                self.say(str(error), "key" if isinstance(error, UsageError) else "bad")
                return
            if done is not None:
                session.save(done)
                self.draw(done.after)
                self.view.range_start = None
                self.say(f"{self.view.prepared.sentence_at(done.start) + 1} {done.words}")
                then()

    def advance(self, label: str, chosen: range) -> None:
        """Go on to the next sentence if `label` has just been put on a single one and is to do that."""
        if len(chosen) != 1 or label not in self.session.advance:
            return
        said = self.session.marks.said(chosen.start)
        if said.none if label == "none" else label in said.labels:
            self.view.cursor = self.session.following(chosen.start, 1)

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
        self._when_found = (self.session.article.id, then)

    def begin(self) -> None:
        """Open the layer and begin the analysis."""
        self.session.tell(self.post_message)
        self._open_layer()
        self.analyse()

    def look_around(self) -> None:
        """Show what another terminal of the same annotator, or the lead, has stored meanwhile."""
        if not self.at_work:
            return
        try:
            news = self.session.look_around()
        except ZhupiError as error:
            self.alarm = str(error)
            self.tell()
            return
        self.mind_trouble()
        if news:
            self.when_free(self.rebound)
            self.view.correct(self.session.corrections)
            self.see_others()
            self.view.refresh_all()
            self.tell()

    def mind_trouble(self) -> None:
        """Say at once when what was saved is so no longer or nothing can be saved, and when that is over."""
        session = self.session
        trouble = session.trouble or session.read_only
        if trouble is not None and trouble != self.trouble:
            self.alarm = trouble
            self.view.refresh_all()
            self.say(f"{trouble} (U shows it)" if session.trouble else trouble, "bad")
        elif trouble is None and self.trouble is not None:
            self.alarm = ""
            session.retry()
            self.view.refresh_all()
            self.say("the layer can be written again, and what memory holds is in it", "good")
        self.trouble = trouble
        if notices := session.layers.news():
            self.say("; ".join(filter(None, (self.message[0], *notices))), "bad" if trouble else "key")

    @on(messages.Restored)
    def _restored(self) -> None:
        self.session.retry()
        self.look_around()

    def show_article(self, page: Page) -> None:
        """Show the session's article, laid out as `page`, with the cursor where it was last."""
        start = self.session.memory.sentence_start(self.session.article.id)
        cursor = self.session.following(-1, 1) if start is None else page.sentence_at(start)
        self.view.load(page, cursor)
        self.clear_selection()  # it is a range of the text that was there
        if page.starts:
            self.session.see(self.view.cursor)

    def rebound(self) -> None:
        """Lay the article out anew if its sentences have become others; the cursor stays at its place."""
        start = self.session.article.sentences[self.view.cursor].start if len(self.session.marks) else 0
        if not self.session.rebound():
            return
        page = self.view.prepared.rebound(self.session.article.sentences)
        self.view.load(page, page.sentence_at(start))
        self.view.correct(self.session.corrections)
        self.see_others()
        self.analyse()

    def remember(self) -> None:
        """Remember where the cursor stands."""
        if self.at_work:
            self.session.remember(self.view.cursor)

    @property
    def busy(self) -> bool:
        """Tell whether commands must wait: for an article, or for the layer that acts wait for."""
        return self._opening is not None or bool(self._waiting)

    @property
    def waiting(self) -> int:
        """Return how many acts wait for the layer to be read."""
        return len(self._waiting)

    def hold_back(self, name: str) -> None:
        """Run the command `name` later, when nothing has to be waited for."""
        self._held_back.append(name)

    def draw(self, records: Sequence[Record]) -> None:
        """Draw again what `records` of the open article say."""
        page = self.view.prepared
        for record in records:
            if record.get("article") != self.session.article.id:
                continue
            if record["kind"] in ("sentence", "decision"):
                for index in range(
                    page.sentence_at(record["start"]), page.sentence_at(record["end"] - 1) + 1
                ):
                    self.view.refresh_sentence(index)
            elif record["kind"] == "article":
                self.view.refresh_all()
            elif record["kind"] == "correction":
                self.view.correct(self.session.corrections)
            elif record["kind"] == "bounds":
                self.rebound()
                page = self.view.prepared
            elif record["kind"] == "span":
                self.view.show_found(None)
                self.session.names_mended()
                self.view.highlight(self.highlights)

    # -- two versions of one mark -----------------------------------------------

    def ask_which(self, stored: Record, other: Record) -> None:
        """Let the annotator decide between two versions of a record; what is stored holds until then."""
        from tui.screens.dialogs.conflict import ConflictScreen

        uid = stored["uid"]
        asked = bool(self._undecided)
        self._undecided[uid] = (stored, other)
        for screen in self.app.screen_stack:
            if isinstance(screen, ConflictScreen) and screen.stored["uid"] == uid:
                screen.offer(other)
        if not asked:
            self.when_free(self._ask_next)  # no key has asked for it, so none that is pressed now is for it

    def _ask_next(self) -> None:
        from tui.screens.dialogs.conflict import ConflictScreen

        uid, (stored, other) = next(iter(self._undecided.items()))
        start = None if stored["kind"] == "article" else stored["start"]
        number = 0
        if start is not None and stored["article"] == self.session.article.id:
            number = self.view.prepared.sentence_at(start) + 1

        def decide(choice: int | None) -> None:
            _, latest = self._undecided.pop(uid)
            if choice is not None:
                chosen = (stored, latest)[choice - 1]
                self.act(lambda editor: editor.ledger.settle(stored, chosen))
            if self._undecided:
                self._ask_next()

        self.app.push_screen(ConflictScreen(number, str(stored.get("quote", "")), stored, other), decide)
