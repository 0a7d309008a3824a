"""What everybody says of the article: read behind the screen, shown when it is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from annotations.model.article import Article
from annotations.records.record import Newest
from tui.presenters.heading import all_saved
from tui.session import messages

if TYPE_CHECKING:
    from annotations.adjudication.sentences import Decisions
    from tui.screens.article.screen import ArticleScreen

__all__ = ["Follower", "Watcher"]


@runtime_checkable
class Follower(Protocol):
    """A screen that shows how far others are."""

    def others_moved(self) -> None:
        """Take in that others have said more."""


class Watcher:
    """Watches the layers of others where the annotator may see them."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Watch for `screen`, which shows nobody's tags yet but the annotator's."""
        self._screen = screen
        self._session = screen.session
        self._following = False
        self._waited = ("", "dim")
        """What was said last of what is waited for."""
        self._then: tuple[str, Callable[[], object]] | None = None
        """What to do once it is known what others say, and of which article."""
        self._answer = ""
        """What was said last of how it stands with the hub."""
        self._told: set[str] = set()
        """What has been said of layers that cannot be read; once is enough."""
        screen.news.on(messages.OthersKnown, self._others_known)
        screen.news.on(messages.OthersChanged, self._others_changed)
        screen.news.on(messages.Waiting, self._waiting_for)
        screen.news.on(messages.HubMoved, self._hub_moved)

    def see(self) -> None:
        """Have it read what everybody says of the article; forget what is known of another, or may not be."""
        session, everybody = self._session, self._session.everybody
        article, own = session.article.bounded, session.writer.records
        allowed = self._allowed()
        if everybody.of is not None and not (allowed and _is_about(everybody.of, article)):
            everybody.take(None)
            session.forget_threads()
            self._screen.others_shown()
        if session.ready and allowed:
            mine = own(article.id)
            self._screen.run_worker(
                lambda: session.tell(everybody.look(article, mine)),
                thread=True,
                group="others",
                exclusive=True,
            )

    def when_known(self, do: Callable[[], object]) -> None:
        """Do `do` once it is known what everybody says of the open article; not if another is opened."""
        of, article = self._session.everybody.of, self._session.article
        if of is not None and _is_about(of, article.bounded):
            do()
        else:
            self._then = article.id, do

    def follow(self) -> None:
        """Take in what others have stored meanwhile, if anything of theirs is shown."""
        if self._screen.at_work and self._session.everybody.of is not None and not self._following:
            self._following = True
            self._screen.run_worker(self._follow, thread=True, group="following")

    def _follow(self) -> None:
        tell = self._session.tell
        try:
            if touched := self._session.everybody.follow(lambda words: tell(messages.Waiting(words))):
                tell(messages.OthersChanged(touched))
        finally:
            self._following = False

    def _allowed(self) -> bool:
        session = self._session
        return session.everybody.may_see(done=session.writer.is_done(session.article.id))

    # -- what is told of it -----------------------------------------------------

    def _others_known(self, news: messages.OthersKnown) -> None:
        screen, session, of = self._screen, self._session, news.decisions
        if not self._allowed() or not _is_about(of, session.article.bounded):
            return
        session.everybody.take(of, news.places)
        # What was said while it was read, and what was taken back.
        newest: list[Newest] = [*session.writer.records(session.article.id)]
        there = {one["uid"] for one in newest}
        gone = [one["uid"] for one in of.marks[session.project.annotator].all_records()]
        latest = session.writer.latest
        newest += [one for uid in gone if uid not in there and (one := latest(uid)) is not None]
        session.everybody.note(newest)
        session.forget_threads()
        lines = [line for line in news.notices if line not in self._told]
        self._told.update(lines)
        if screen.message == self._waited:
            screen.message = ("", "dim")
        if lines:
            screen.message = ("; ".join(filter(None, (screen.message[0], *lines))), "key")
        screen.others_shown()
        then, self._then = self._then, None
        if then is not None and then[0] == session.article.id:
            screen.deferred.add(then[1])

    def _others_changed(self, news: messages.OthersChanged) -> None:
        if self._session.article.id in news.articles:
            self.see()

    def say_all_saved(self) -> None:
        """Say that all is saved, and how it stands with the hub, which is kept true while it is shown."""
        self._answer = all_saved(self._session)
        self._screen.say(self._answer)

    def _hub_moved(self, news: messages.HubMoved) -> None:
        """Show how it stands with the hub, and what came from it: here, and on the board over it."""
        screen = self._screen
        if news.came:
            screen.saver.look_around()
            self.follow()
            over = screen.app.screen
            if isinstance(over, Follower):
                over.others_moved()
        said, style = screen.message
        if self._answer and said.startswith(self._answer):
            more = said.removeprefix(self._answer)
            self._answer = all_saved(self._session)
            screen.message = (f"{self._answer}{more}", style)
        screen.tell()

    def _waiting_for(self, news: messages.Waiting) -> None:
        self._waited = (news.words, "dim")
        self._screen.say(*self._waited)


def _is_about(of: Decisions, article: Article) -> bool:
    return of.article.id == article.id and of.article.sentences == article.sentences
