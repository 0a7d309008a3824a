"""Finding in the article."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotations.model.scheme import Scheme
from annotations.search.folding import folded
from annotations.search.matching import matches
from annotations.search.query import Query, Words
from annotations.search.subject import Needs, Subject
from annotations.search.syntax import QueryError, Vocabulary, read_query
from annotations.wording import tr
from tui.layout.cells import fit
from tui.widgets.article_view import ArticleView
from tui.widgets.safe_input import SafeInput

__all__ = ["FindScreen"]


class FindScreen(ModalScreen[str | None]):
    """Searches while one types; Enter and the arrows go from hit to hit, Esc leaves the cursor there."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="leave-find"),
        Binding("down", "go(1)", "Next", id="find-next"),
        Binding("up", "go(-1)", "Previous", id="find-previous"),
    ]

    def __init__(
        self, view: ArticleView, subject: Subject, scheme: Scheme, finding: Callable[[], bool]
    ) -> None:
        """Search `subject`, the article that `view` shows, in a project with `scheme`.

        `finding` tells whether names and numbers are still looked for.
        """
        super().__init__()
        self._view = view
        self._subject = subject
        self._finding = finding
        self._vocabulary = Vocabulary.of(scheme)
        page = view.prepared
        self._from = page.starts[view.cursor] if len(page.starts) else 0
        self._hits: list[tuple[int, int]] = []
        self._at = 0
        self._problem = ""
        self._unread = ""
        """Why what was typed is no query, so that it is looked for as it stands."""

    def compose(self) -> ComposeResult:
        """Put the line of input at the bottom, where it hides no text."""
        with Vertical(classes="line"):
            yield Static(self._words(""), id="found", markup=False)
            yield SafeInput(id="text")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._problem, self._unread, self._hits = "", "", []
        if event.value.strip():
            try:
                query = read_query(event.value, self._vocabulary)
            except QueryError as error:  # whoever types what stands in the text means that
                self._unread = str(error)
                query = Words(folded(event.value.strip()).text)
            self._find(query)
        self._at = next((n for n, (start, _) in enumerate(self._hits) if start >= self._from), 0)
        self._show()

    def _find(self, query: Query) -> None:
        if Needs.of(query).analysis and self._finding():
            self._problem = tr(
                "names and numbers of this article are still looked for; ask again in a moment"
            )
            return
        sentences = self._subject.article.sentences
        for index, spans in matches(query, self._subject):
            # Where no text was looked for, the sentence is what was found.
            self._hits += spans or [(sentences[index].start, sentences[index].end)]

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_go(1)

    def action_go(self, step: int) -> None:
        """Go to the next or previous hit, going round."""
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            self._show()

    def action_leave(self) -> None:
        """Leave the search; the cursor stays where it is."""
        self.dismiss(self.query_one(SafeInput).value)

    def _show(self) -> None:
        words = self._words(self.query_one(SafeInput).value)
        self.query_one("#found", Static).update(fit(words, max(1, self.app.size.width - 2)))
        self._view.show_found(self._hits[self._at] if self._hits else None)

    def _words(self, wanted: str) -> str:
        if self._problem:
            return self._problem
        if self._hits:
            number, count = self._at + 1, len(self._hits)
            return tr(
                "Find: {number} of {count}; Enter next, Up and Down, Esc stays there",
                number=number,
                count=count,
            )
        if self._unread:
            return tr("Find: not in this article; {problem}", problem=self._unread)
        if wanted.strip():
            return tr("Find: not in this article")
        return tr('Find: words "phrase" /expression/ label:claim name:.. money > 1e9; Enter next, Esc stays')
