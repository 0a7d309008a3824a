"""What everybody says of the article: read behind the screen, shown when it is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from textual import on, work

from annotations.model.article import Article
from annotations.records.record import Newest, Record
from tui.layout.lines import Page
from tui.screens.article.actions import WorkingScreen
from tui.screens.article.workers import HearingScreen
from tui.session import messages
from tui.session.session import Session

if TYPE_CHECKING:
    from annotations.adjudication.sentences import Decisions
    from annotations.adjudication.spans import SpanUnit

__all__ = ["TogetherScreen"]


class TogetherScreen(WorkingScreen):
    """A screen that shows others' tags where the annotator may see them."""

    def __init__(self, session: Session, page: Page) -> None:
        """Show the session's article, laid out as `page`, and nobody's tags yet but the annotator's."""
        super().__init__(session, page)
        self.places: Sequence[SpanUnit] = ()
        """The names and numbers of the article that somebody mended, where the lead reviews it."""
        self._following = False
        self._waited = ("", "dim")
        """What was said last of what is waited for."""
        self._told: set[str] = set()
        """What has been said of layers that cannot be read; once is enough."""

    def adopt(self, other: HearingScreen) -> None:
        """Take over what `other`, a screen on the same article, knows of it."""
        super().adopt(other)
        if isinstance(other, TogetherScreen):
            self.places = other.places

    def see_others(self) -> None:
        """Have it read what everybody says of the article; forget what is known of another, or may not be."""
        session, of = self.session, self.session.everybody.of
        allowed = session.everybody.may_see(done=session.is_done(session.article.id))
        if of is not None and not (allowed and _is_about(of, session.article)):
            session.everybody.take(None)
            self.places = ()
            self.others_shown()
        if session.ready and allowed:
            self._read_others(session.article, session.own_records(session.article.id))

    def follow_others(self) -> None:
        """Take in what others have stored meanwhile, if anything of theirs is shown."""
        if self.at_work and self.session.everybody.of is not None and not self._following:
            self._following = True
            self._follow_others()

    def others_shown(self) -> None:
        """Draw what everybody says, or take it away."""
        self.view.refresh_all()
        self.tell()

    def touched(self, sentences: Collection[int]) -> None:
        """Take note that what everybody says of `sentences` is something else now."""

    def look_for_returns(self) -> None:
        """Take note of what was given back of the article."""
        self.session.look_for_returns()

    def draw(self, records: Sequence[Record]) -> None:
        """Draw again what `records` of the open article say, and how that stands to what others say."""
        touched = self.session.everybody.note(records)
        self.touched(touched)
        if any(one["kind"] in ("answer", "return") for one in records):
            self.look_for_returns()
            self.view.refresh_all()
        super().draw(records)
        for index in touched:
            self.view.refresh_sentence(index)
        # A done article may show others, and a place that was decided is another one.
        if any(one["kind"] in ("article", "span-decision") for one in records):
            self.see_others()

    @work(thread=True, group="others", exclusive=True)
    def _read_others(self, article: Article, own: Sequence[Record]) -> None:
        self.session.read_others(article, own)

    @work(thread=True, group="following")
    def _follow_others(self) -> None:
        try:
            self.session.follow_others()
        finally:
            self._following = False

    @on(messages.OthersKnown)
    def _others_known(self, message: messages.OthersKnown) -> None:
        session, of = self.session, message.decisions
        allowed = session.everybody.may_see(done=session.is_done(session.article.id))
        if not allowed or not _is_about(of, session.article):
            return
        session.everybody.take(of)
        self.places = message.places
        # What was said while it was read, and what was taken back.
        newest: list[Newest] = [*session.own_records(session.article.id)]
        there = {one["uid"] for one in newest}
        gone = [one["uid"] for one in of.marks[session.project.annotator].all_records()]
        newest += [one for uid in gone if uid not in there and (one := session.latest(uid)) is not None]
        session.everybody.note(newest)
        news = [line for line in message.notices if line not in self._told]
        self._told.update(news)
        if self.message == self._waited:
            self.message = ("", "dim")
        if news:
            self.message = ("; ".join(filter(None, (self.message[0], *news))), "key")
        self.others_shown()

    @on(messages.OthersChanged)
    def _others_changed(self, message: messages.OthersChanged) -> None:
        if self.session.article.id in message.articles:
            self.see_others()

    @on(messages.Waiting)
    def _waiting_for(self, message: messages.Waiting) -> None:
        self._waited = (message.words, "dim")
        self.say(*self._waited)


def _is_about(of: Decisions, article: Article) -> bool:
    return of.article.id == article.id and of.article.sentences == article.sentences
