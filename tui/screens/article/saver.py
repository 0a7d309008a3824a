"""Acts on an article: done, drawn, and saved; and what becomes of the layer that they are saved in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.editing.editor import Editor
from annotations.errors import UsageError, ZhupiError
from annotations.records.acts import Act
from annotations.records.conflict import RevisionConflict
from annotations.wording import tr
from tui.presenters.told import carried_words, where_and_what
from tui.session import messages
from tui.session.notices import returned_words

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["Saver"]


class Saver:
    """Does what is asked for on one screen and says what became of it."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Work for `screen`; acts wait until the layer can be read."""
        self._screen = screen
        self._session = screen.session
        self._waiting: list[Callable[[], None]] = []
        """What was pressed before the layer could be read."""
        self._trouble: str | None = None
        """What kept things from being saved when it was last looked at, and may pass."""
        screen.news.on(messages.LayerReady, self._layer_ready)
        screen.news.on(messages.MarksKnown, self._marks_known)
        screen.news.on(messages.LayerFailed, self._layer_failed)
        screen.news.on(messages.Noticed, self._noticed)
        screen.news.on(messages.Saved, self._saved)
        screen.news.on(messages.SaveFailed, self._save_failed)
        screen.news.on(messages.Restored, self._restored)

    @property
    def waiting(self) -> int:
        """Return how many acts wait for the layer to be read."""
        return len(self._waiting)

    def open_layer(self) -> None:
        """Have the layer read; acts are possible from then on."""
        self._screen.run_worker(self._session.open_layer, thread=True, group="layer")

    def _begin_sending(self) -> None:
        if self._session.writer.hub is not None:
            self._screen.run_worker(self._session.writer.hub.begin, thread=True, group="hub")

    # -- acts ----------------------------------------------------------------

    def when_known(self, do: Callable[[], None]) -> None:
        """Call `do` when what the layer says is known, or never will be; for what asks before it acts."""
        if self._session.ready or self._session.writer.alarm:
            do()
        else:
            self._waiting.append(do)

    def act(self, act: Callable[[Editor], Act | None], then: Callable[[], None] = lambda: None) -> None:
        """Do `act`, draw it at once and have it saved, and then do `then`; wait for the layer if need be."""
        screen, session, article = self._screen, self._session, self._session.article
        if not session.ready and session.writer.alarm:
            screen.say(tr("not saved: {alarm}", alarm=session.writer.alarm), "bad")
        elif not session.ready:
            self._waiting.append(lambda: self.act(act, then))
        elif not len(article.marks):
            screen.say(tr("this article has no sentence"))
        elif session.layers.read_only:
            screen.say(
                tr("not saved: {trouble}", trouble=session.layers.trouble or session.layers.read_only), "bad"
            )
        else:
            try:
                done = act(article.editor)
            except ZhupiError as error:
                screen.say(str(error), "key" if isinstance(error, UsageError) else "bad")
                return
            if done is not None:
                session.writer.save(done, article.base)
                screen.draw(done.after)
                if session.pace is not None:
                    session.pace.said(done.after)
                screen.view.range_start = None
                screen.say(where_and_what(done, screen.view.prepared))
                then()

    def advance(self, label: str, chosen: range) -> None:
        """Go on to the next sentence if `label` has just been put on a single one and is to do that."""
        if len(chosen) != 1 or label not in self._session.advance:
            return
        said = self._session.article.marks.said(chosen.start)
        if said.none if label == "none" else label in said.labels:
            self._screen.view.cursor = self._session.article.following(chosen.start, 1)

    # -- what others do to the layer -------------------------------------------

    def look_around(self) -> None:
        """Show what another terminal of the same annotator, or the lead, has stored meanwhile."""
        screen = self._screen
        if not screen.at_work:
            return
        before = self._session.given_back
        try:
            news = self._session.look_around()
        except ZhupiError as error:
            self._session.writer.warn(str(error))
            screen.tell()
            return
        self._mind_trouble()
        given_back = self._session.given_back
        if given_back > before:
            screen.say(returned_words(given_back), "key")
        if news or given_back != before:
            self._show_anew()
            screen.tell()

    def _show_anew(self) -> None:
        """Show the open article as its marks, bounds and corrections have it by now."""
        screen = self._screen
        screen.deferred.add(screen.opener.rebound)
        screen.view.correct(self._session.article.corrections)
        screen.watcher.see()
        screen.view.refresh_all()

    def _mind_trouble(self) -> None:
        """Say at once when what was saved is so no longer or nothing can be saved, and when that is over."""
        screen, session = self._screen, self._session
        trouble = session.layers.trouble or session.layers.read_only
        if trouble is not None and trouble != self._trouble:
            session.writer.warn(trouble)
            screen.view.refresh_all()
            screen.say(
                tr("{trouble} (U shows it)", trouble=trouble) if session.layers.trouble else trouble, "bad"
            )
        elif trouble is None and self._trouble is not None:
            session.writer.warn("")
            session.writer.retry()
            screen.view.refresh_all()
            screen.say(tr("the layer can be written again, and what memory holds is in it"), "good")
        self._trouble = trouble
        if notices := session.layers.news():
            screen.say("; ".join(filter(None, (screen.message[0], *notices))), "bad" if trouble else "key")

    # -- what is told of it -----------------------------------------------------

    def _layer_ready(self, news: messages.LayerReady) -> None:
        screen, session = self._screen, self._session
        session.begin(news.history)
        self._show_anew()
        notices = [*screen.opener.changed(), *news.notices, *session.article.misplaced]
        if notices:
            screen.message = ("; ".join(notices), "key")
        if session.layers.read_only:
            session.writer.warn(session.layers.read_only)
            screen.message = (tr("read-only: {alarm}", alarm=session.writer.alarm), "bad")
        screen.tell()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()
        screen.opener.go_on()
        if not waiting:
            screen.opener.read_first()
        screen.opener.keep(*news.general)
        self._begin_sending()

    def _marks_known(self, news: messages.MarksKnown) -> None:
        screen, article = self._screen, self._session.article
        if news.article == article.id and not self._session.ready:
            article.reload()
            screen.deferred.add(screen.opener.rebound)
            screen.view.refresh_all()
            screen.tell()

    def _noticed(self, news: messages.Noticed) -> None:
        said, style = self._screen.message
        words = "; ".join(filter(None, (said, *news.notices)))
        self._screen.say(words, "bad" if style == "bad" else "key")

    def _layer_failed(self, news: messages.LayerFailed) -> None:
        self._session.writer.warn(news.reason)
        self._waiting.clear()
        self._screen.opener.go_on()
        self._screen.say(tr("nothing can be saved: {reason}", reason=news.reason), "bad")

    def _saved(self, news: messages.Saved) -> None:
        writer = self._session.writer
        writer.settle(news.records)
        if done := {record["article"] for record in news.records if record["kind"] == "article"}:
            self._session.way.note(done)
        if any(record["kind"] == "carry" for record in news.records):
            self._take_carried(over=not all(record["deleted"] for record in news.records))
        self._screen.draw([record for record in news.records if record["kind"] in ("sentence", "decision")])
        if not writer.unsaved:
            writer.warn(self._session.layers.trouble or "")
        self._screen.tell()

    def _take_carried(self, *, over: bool) -> None:
        """Show what was carried over, or that it is no more, and say how much it is."""
        screen, session = self._screen, self._session
        before = session.earlier.marks(session.article.id)
        session.take_carried()
        self._show_anew()
        if over:
            screen.say(carried_words(session.article.marks.all_records(), before), "key")
        else:
            screen.say("; ".join([tr("carried over no more"), *screen.opener.changed()]), "key")

    def _save_failed(self, news: messages.SaveFailed) -> None:
        screen, session, error = self._screen, self._session, news.error
        if not session.writer.give_up(news.records):
            session.writer.warn(str(error))
            self._trouble = session.layers.trouble or session.layers.read_only
            screen.say(tr("NOT SAVED: {error}", error=error), "bad")
            return
        session.article.forget(news.records)
        session.forget_threads()
        screen.view.refresh_all()
        screen.say(tr("NOT SAVED: {error}", error=error), "bad")
        if isinstance(error, RevisionConflict) and error.stored and error.offered:
            screen.conflicts.ask(error.stored, error.offered)

    def _restored(self, news: messages.Restored) -> None:
        self._session.writer.retry()
        self.look_around()
