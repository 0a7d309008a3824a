"""The reading screen: the article is the canvas, a key tags the sentence under the cursor."""

from __future__ import annotations

import gc
import os
from typing import cast

from tui.keys.keymap import Keymaps
from tui.layout.lines import Page
from tui.layout.runs import Row
from tui.presenters.columns import Look, label_cells
from tui.presenters.heading import heading_row, progress_of
from tui.presenters.key_row import first_words
from tui.presenters.panel import panel_rows
from tui.presenters.reading import look_of, others_of, sight_of
from tui.screens.article.appearance import Furnished, fit
from tui.screens.article.screen import ArticleScreen
from tui.session import messages
from tui.session.session import Session
from tui.terminal.connection import watch_terminal
from tui.terminal.surroundings import in_browser
from tui.widgets.board import Board

__all__ = ["ReadingScreen"]


_NEW = 10
"""Acts in a project up to which somebody is told at the start what to press. Chosen: after ten one knows."""


class ReadingScreen(ArticleScreen):
    """Read an article and tag its sentences."""

    def __init__(self, session: Session, page: Page, keymaps: Keymaps) -> None:
        """Show the session's article, laid out as `page`."""
        super().__init__(session, page, keymaps.reading)
        self._keymaps = keymaps
        self.news.on(messages.LayerReady, self._review_at_once)
        self.news.on(messages.LayerReady, self._welcome)

    def look(self, index: int) -> Look:
        """Return what stands in the columns beside sentence `index`."""
        return look_of(self.session, index, self._label_cells)

    @property
    def columns(self) -> int:
        """Return how many cells those columns take."""
        others = len(others_of(self.session))
        return self._label_cells + (1 + others if others else 0)

    @property
    def _label_cells(self) -> int:
        return label_cells(self.session.project.scheme.labels, self.app.size.width)

    def heading_row(self, width: int) -> Row:
        """Return which article it is, how far it is, and whether everything is saved."""
        return heading_row(progress_of(self.session), width)

    def others_shown(self) -> None:
        """Draw what others say in columns of their own, with a row above that says whose each is."""
        there = bool(self.query("#names"))
        if there != bool(others_of(self.session)):
            self.set_class(not there, "-others")
            if there:
                self.query_one("#names").remove()
            else:
                self.mount(Board(self._names, id="names"), after="#heading")
        super().others_shown()

    def tell(self) -> None:
        """Show how things stand, and whose each column is."""
        super().tell()
        for names in self.query("#names").results(Board):
            names.tell()

    def _names(self, width: int, _: int) -> list[Row]:
        from tui.presenters.others import others_row

        return [others_row(self.session, others_of(self.session), self.view.left, width)]

    def panel_rows(self, width: int, height: int) -> list[Row]:
        """Return what is known of the sentence under the cursor."""
        return panel_rows(sight_of(self.session, self.standing), width, height)

    def on_mount(self) -> None:
        """Have layer and analysis follow when the text is on screen."""
        # Layer and analysis import much; begun at once they would hold up the first frame's way out.
        self.call_after_refresh(self.set_timer, 0.02, self._begin)

    def open_review(self) -> None:
        """Lay the review of the article over this screen."""
        from tui.screens.review import ReviewScreen

        review = ReviewScreen(self, self._keymaps.review, lambda: self._resume(review))
        fit(review, self.app.size, cast(Furnished, self.app).settings.panel)
        self.app.push_screen(review)

    def take_keys(self, keymaps: Keymaps) -> None:
        """Go by other keys from now on."""
        self._keymaps, self.keymap = keymaps, keymaps.reading

    def _resume(self, review: ArticleScreen) -> None:
        """Go on where the review was left, perhaps in another article."""
        article, page = self.session.article, review.view.prepared
        self.message = ("", "dim")
        self.session.report_to(self.hear)
        article.work_with(article.own)
        self.view.load(page, review.view.cursor)
        self.view.columns = self.columns
        self.view.show_in(review.view.script)
        self.view.highlight(article.found.highlights)
        self.view.correct(article.corrections)
        self.finder.go_on()  # it may have been found for the review
        self.watcher.see()
        self.tell()

    def _welcome(self, news: messages.LayerReady) -> None:
        """Tell whoever has done little here what to press and who one is, if nothing else is to be said."""
        if len(news.history) < _NEW and not self.message[0] and not self.session.everybody.review:
            tour = self.keymap.commands.get("take-tour")
            key = self.keymap.shown(tour) if tour is not None else ""
            words = first_words(self.keymap.hints, key, self.session.project.called)
            self.message = (words, "key")
            self.opener.keep(words)

    def _review_at_once(self, news: messages.LayerReady) -> None:
        """Begin with the review where that is what the lead came for."""
        if self.session.everybody.review and self.session.project.may_review:
            self.call_later(self.open_review)

    def _begin(self) -> None:
        gc.freeze()
        gc.enable()
        if not self.app.is_headless and not in_browser():  # its driver hears of the end
            watch_terminal(self._end_without_terminal)
        self.begin()

    def begin(self) -> None:
        """Have layer and analysis follow, and what others do."""
        self.set_interval(2, self.remember)
        self.set_interval(1, self.saver.look_around)
        self.set_interval(2, self.watcher.follow)
        self.watch(self.app, "app_focus", self._focused, init=False)
        from tui.session.pace import ReadingPace

        self.session.pace = ReadingPace()
        self.session.report_to(self.hear)
        self.opener.arrive()
        self.saver.open_layer()
        self.finder.begin()

    def _focused(self, focused: bool) -> None:
        """Have what was changed in another window sent when somebody comes back to this one."""
        hub = self.session.writer.hub
        if focused and hub is not None:
            hub.look_around()

    def _end_without_terminal(self) -> None:
        """Save what waits and end the program; comes on a thread of its own, for the screen may be stuck."""
        self.remember()
        self.session.close()
        os._exit(129)  # the code of a hangup; an orderly end would write to the terminal
