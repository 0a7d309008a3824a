"""The articles of the project, with how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.worker import get_current_worker

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.wording import counted, tr
from tui.presenters.library import article_line, review_heading, review_line
from tui.screens.dialogs.box import box_width
from tui.session.session import Session

__all__ = ["LibraryScreen"]

_BATCH = 25
"""Articles that are told together; a message each would flood the screen."""


class LibraryScreen(ModalScreen[int | None]):
    """Lists the articles; gives the index of the one chosen, or None."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,L,f10", "dismiss(None)", "Leave", id="leave-library"),
        Binding("j", "down", "Down", id="library-down"),
        Binding("k", "up", "Up", id="library-up"),
    ]

    @dataclass
    class Known(Message):
        """What is known of some articles: their index and the line to show."""

        lines: Sequence[tuple[int, str]]

    def __init__(self, session: Session) -> None:
        """List the articles of the session's project."""
        super().__init__()
        self._session = session
        self._reviewing = session.article.settling
        """Whether it is asked for by a lead who settles: what matters then is how far everybody is."""

    def compose(self) -> ComposeResult:
        """Put the list in a box."""
        project = self._session.project
        with Vertical(classes="box") as box:
            box.border_title = counted(len(project.places), "article")
            box.border_subtitle = tr("Enter opens, Esc leaves")
            lines = (self._line(n, project.source_of(place)) for n, place in enumerate(project.places))
            if self._reviewing:
                yield Static(review_heading(self._width), markup=False, classes="columns")
            yield OptionList(*(Content(line) for line in lines))

    def on_mount(self) -> None:
        """Begin where the reader is, and find out about the rest."""
        self.query_one(OptionList).highlighted = self._session.article.index
        self._look()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_down(self) -> None:
        """Go down in the list."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Go up in the list."""
        self.query_one(OptionList).action_cursor_up()

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        worker, project = get_current_worker(), self._session.project
        known: list[tuple[int, str]] = []
        for index, place in enumerate(project.places):
            if worker.is_cancelled:
                return
            try:
                article = project.article(place)
                line = self._known_line(index, article)
            except ZhupiError as error:
                line = self._line(index, tr("cannot be read: {error}", error=error), "!")
            known.append((index, line))
            if len(known) == _BATCH:
                self.post_message(self.Known(known))
                known = []
        self.post_message(self.Known(known))

    @on(Known)
    def _known(self, message: Known) -> None:
        options = self.query_one(OptionList)
        for index, line in message.lines:
            options.replace_option_prompt_at_index(index, Content(line))

    def _known_line(self, index: int, article: Article) -> str:
        """Return the line of an article that was read."""
        session, text = self._session, f"{article.title}  {article.source}"
        if self._reviewing:
            from tui.session.review import tally_of

            return review_line(index + 1, tally_of(session, article), text, self._width)
        session.earlier.look(article)
        marks = session.marks_of(article)
        state = tr("done") if marks.done else f"{marks.settled}/{marks.size}"
        if session.earlier.marks(article.id):
            state = tr("changed")
        return self._line(index, text, tr("< back") if session.is_given_back(article.id) else state)

    @property
    def _width(self) -> int:
        return box_width(self.app.size.width)

    def _line(self, index: int, text: str, state: str = "") -> str:
        return article_line(index + 1, state, text, self._width)
