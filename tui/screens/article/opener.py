"""The way of an article onto a screen: read on a thread, laid out, shown; and what waits for it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from annotations.wording import tr
from tui.session import messages

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["Opener"]

_PATIENCE = 0.2
"""Seconds after which what comes next is looked at. Chosen: by then the open article has been drawn."""


class Opener:
    """Opens articles on one screen; keys that are pressed meanwhile wait."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Open articles on `screen`."""
        self._screen = screen
        self._session = screen.session
        self._then: Callable[[], None] | None = None
        """What to do when the article that is being read is there."""
        self._held_back: list[str] = []
        """The commands that were run meanwhile."""
        self._kept: list[str] = []
        """What is said with the next article: it came before it, and is not about the one before."""
        self._arrived_at: int | None = None
        screen.news.on(messages.ArticleReady, self._article_ready)
        screen.news.on(messages.NothingToOpen, self._nothing_to_open)

    @property
    def busy(self) -> bool:
        """Tell whether an article is being read."""
        return self._then is not None

    @property
    def idle(self) -> bool:
        """Tell whether no article is being read and no command waits for one."""
        return self._then is None and not self._held_back

    # -- asking for one ---------------------------------------------------------

    def read(self, index: int, then: Callable[[], None] = lambda: None) -> None:
        """Open the article at `index`, and then do `then`."""
        self._open(lambda: self._session.tell(self._session.read(index)), then)

    def read_beside(self, step: int) -> None:
        """Open the article after this one, or before it."""
        self._open(lambda: self._session.tell(self._session.way.read_beside(step)))

    def read_next_open(self) -> None:
        """Open the next article that is not done: at once, where it has been read ahead."""
        if (ready := self._session.way.take_next_open()) is not None:
            self._then = lambda: None
            self._article_ready(ready)
        else:
            self._open(lambda: self._session.tell(self._session.way.read_next_open()))

    def read_first(self) -> None:
        """Open what a day begins with, where that is another article and nobody has begun with this one."""
        if self._session.queue is not None and self.idle and self.arrived:
            self._open(self._read_first)

    def keep(self, *lines: str) -> None:
        """Say `lines` with the article that is being read, too, if one is: else nobody could read them."""
        if self.busy:
            self._kept += lines

    def _read_first(self) -> None:
        found = self._session.way.read_first()
        if found is not None:
            self._session.tell(found)
        else:
            self._session.tell(messages.NothingToOpen(""))

    def look_ahead(self) -> None:
        """Have the next article read behind the screen, so that the key for it costs what any other does."""
        if self._screen.at_work and not self._session.article.settling:
            self._screen.set_timer(_PATIENCE, self._look_ahead)

    def _look_ahead(self) -> None:
        if self._screen.at_work and self.idle:
            self._screen.run_worker(self._session.way.look_ahead, thread=True, group="ahead", exclusive=True)

    def read_given_back(self, step: int) -> None:
        """Open the next article, or the one before, of which the lead gave something back, and go there."""
        self._open(lambda: self._session.tell(self._session.way.read_given_back(step)), self._go_to_returned)

    def _go_to_returned(self) -> None:
        if waiting := self._session.article.returned.waiting():
            self._screen.view.cursor = waiting[0]
            self.stay()

    def search(self, search: Callable[[Callable[[], bool]], None]) -> None:
        """Open what `search` finds on a thread; its argument tells whether it was given up."""
        self._open(lambda: _search(search))

    def _open(self, work: Callable[[], None], then: Callable[[], None] = lambda: None) -> None:
        self._then = then
        self._screen.run_worker(work, thread=True, group="article", exclusive=True)

    def give_up(self) -> None:
        """Open nothing, and forget what waits for it."""
        self._screen.workers.cancel_group(self._screen, "article")
        self._forget()
        self._screen.say(tr("given up"))

    def hold_back(self, name: str) -> None:
        """Run the command `name` later, when nothing has to be waited for."""
        self._held_back.append(name)

    def go_on(self) -> None:
        """Run the commands that were held back."""
        held_back, self._held_back = self._held_back, []
        for name in held_back:
            self._screen.run_command(name)

    def _forget(self) -> None:
        self._then = None
        self._held_back.clear()

    # -- showing it ---------------------------------------------------------------

    @property
    def arrived(self) -> bool:
        """Tell whether the cursor still stands where it was put when the article came, by nobody's wish."""
        return self._arrived_at == self._screen.view.cursor

    def arrive(self) -> None:
        """Take note that the cursor was put where it stands because the article came."""
        self._arrived_at = self._screen.view.cursor

    def stay(self) -> None:
        """Leave the cursor where it is when more becomes known of the article: somebody wants to see that."""
        self._arrived_at = None

    def rebound(self) -> None:
        """Lay the article out anew if its sentences have become others; the cursor stays at its place."""
        screen, article = self._screen, self._session.article
        start = article.sentences[screen.view.cursor].start if len(article.marks) else 0
        if not article.rebound():
            return
        page = screen.view.prepared.rebound(article.sentences)
        screen.view.load(page, page.sentence_at(start))
        screen.view.correct(article.corrections)
        screen.watcher.see()
        screen.finder.begin()

    def changed(self) -> list[str]:
        """Return a line if marks are with an earlier text of the open article, with the key for it."""
        session, commands = self._session, self._screen.keymap.commands
        key = self._screen.keymap.shown(commands["carry-over"]) if "carry-over" in commands else "zhupi carry"
        return session.earlier.words(session.article.id, key)

    # -- what is told of it -----------------------------------------------------

    def _article_ready(self, news: messages.ArticleReady) -> None:
        self._screen.when_free(lambda: self._take_up(news))

    def _take_up(self, news: messages.ArticleReady) -> None:
        screen, session = self._screen, self._session
        screen.remember()
        session.enter(news.index, news.article)
        screen.show_article(news.page)
        screen.watcher.see()
        screen.view.correct(session.article.corrections)
        notices = [*self.changed(), *news.notices, *session.article.misplaced, *self._kept]
        self._kept.clear()
        screen.message = ("; ".join(notices), "key")
        screen.remember()
        screen.finder.begin()
        then, self._then = self._then, None
        if then is not None:
            then()
        self.go_on()

    def _nothing_to_open(self, news: messages.NothingToOpen) -> None:
        kept = "; ".join([news.reason, *self._kept])
        self._kept.clear()
        if not news.reason:  # one stays where one is, and keys that came meanwhile have their turn
            self._then = None
            self.go_on()
            return
        self._forget()
        self._screen.say(kept, "key")


def _search(search: Callable[[Callable[[], bool]], None]) -> None:
    worker = get_current_worker()
    search(lambda: worker.is_cancelled)
