"""What everybody says of the article: read behind the screen, shown when it is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual import on, work

from annotations.article import Article
from annotations.record import Record
from annotations.review.span_units import SpanUnit
from tui import messages
from tui.screens.hearing import HearingScreen
from tui.screens.working import WorkingScreen

__all__ = ["TogetherScreen"]


class TogetherScreen(WorkingScreen):
    """A screen that shows others' tags where the annotator may see them."""

    _following = False
    places: Sequence[SpanUnit] = ()
    """The names and numbers of the article that somebody mended, where the lead reviews it."""

    def adopt(self, other: HearingScreen) -> None:
        """Take over what `other`, a screen on the same article, knows of it."""
        super().adopt(other)
        if isinstance(other, TogetherScreen):
            self.places = other.places

    def see_others(self) -> None:
        """Have it read what everybody says of the article; forget it where that may not be seen."""
        session = self.session
        everybody = session.everybody
        if session.ready and everybody.may_see(done=session.is_done(session.article.id)):
            self._read_others(session.article, session.own_records(session.article.id))
        elif everybody.of is not None:
            everybody.take(None)
            self.others_shown()

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
        session, decisions = self.session, message.decisions
        here = decisions.article.id == session.article.id
        if not here or decisions.article.sentences != session.article.sentences:
            return
        if session.everybody.may_see(done=session.is_done(session.article.id)):
            session.everybody.take(decisions)
            self.places = message.places
            session.everybody.note(session.own_records(session.article.id))  # what was said while it was read
            if message.notices and not self.message[0]:
                self.message = ("; ".join(message.notices), "key")
            self.others_shown()

    @on(messages.OthersChanged)
    def _others_changed(self, message: messages.OthersChanged) -> None:
        if self.session.article.id in message.articles:
            self.see_others()

    @on(messages.Waiting)
    def _waiting_for(self, message: messages.Waiting) -> None:
        self.say(message.words)
