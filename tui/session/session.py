"""What stands behind the screens: the parts of a session, and the way from article to article.

A session knows nothing of widgets. Whatever takes time runs on threads of the caller's or of its parts, and
what comes of it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Changed, is_settling
from annotations.records.record import Record
from annotations.wording import tr
from tui.layout.lines import Page
from tui.session import messages
from tui.session.analysis import Analyser
from tui.session.article import OpenArticle
from tui.session.earlier import EarlierTexts
from tui.session.layers import Layers
from tui.session.notices import passed_over, remarks, returned_words
from tui.session.others import Everybody
from tui.session.position import Memory
from tui.session.returns import WaitingReturns
from tui.session.shelf import Shelf
from tui.session.writer import Writer

if TYPE_CHECKING:
    from annotations.adjudication.adjudicator import Adjudicator
    from tui.session.search_desk import SearchDesk

__all__ = ["Session"]


class Session:
    """One annotator at one project, from the first article opened to leaving."""

    def __init__(
        self,
        project: Project,
        memory: Memory,
        index: int,
        article: Article,
        notices: Sequence[str] = (),
        advance: Sequence[str] | None = None,
        review: bool = False,
    ) -> None:
        """Begin with `article`, the project's at `index`; `notices` are said at the start.

        `advance` are the labels after which the cursor goes on by itself, if not those of the scheme.
        `review` says that the annotator came to review, which lets a lead see what everybody says.
        """
        self.project = project
        self.memory = memory
        """Where the annotator was in each article."""
        self.desk: SearchDesk | None = None
        """What was looked for in all articles, if anything was."""
        self.advance_by(advance)
        self.ready = False
        """Whether the layer has been read, so that marks can be made."""
        self.shelf = Shelf(project)
        self.layers = Layers(project)
        self.earlier = EarlierTexts(project, self.layers)
        """What is with earlier texts of articles that were changed since they were annotated."""
        self.everybody = Everybody(project, self.layers, review)
        self.analysis = Analyser(project, self.tell)
        self.writer = Writer(project, self.layers, self.shelf, self.analysis.freeze, self.tell)
        self._returns = WaitingReturns(project, self.layers, self.writer)
        self.shelf.put(index, article)
        self.article = OpenArticle(project, self.layers, self.writer, index, article)
        self._notices = list(notices)
        self._hear: Callable[[messages.News], object] = lambda news: None
        self._settled: list[Sequence[tuple[Record | None, Record]]] = []
        """What the lead settled in earlier runs of the program, act by act."""

    def notice(self, text: str) -> None:
        """Have `text` said at the start, beside what else there is to say."""
        self._notices.append(text)

    def advance_by(self, labels: Sequence[str] | None) -> None:
        """Let the cursor go on by itself after `labels`, or after those of the scheme."""
        self.advance = tuple(self.project.scheme.advance if labels is None else labels)

    def report_to(self, hear: Callable[[messages.News], object]) -> None:
        """Have `hear` called with all news from now on, on any thread."""
        self._hear = hear

    def reports_to(self, hear: Callable[[messages.News], object]) -> bool:
        """Tell whether news goes to `hear`."""
        return self._hear == hear

    def tell(self, news: messages.News) -> None:
        """Tell `news` to whoever it is for by now; on any thread."""
        self._hear(news)

    @cached_property
    def lead(self) -> Adjudicator:
        """The acts by which a lead settles, those of earlier runs of the program among them."""
        from annotations.adjudication.adjudicator import Adjudicator

        lead = Adjudicator(self.project.scheme, self.project.annotator, self.article.proposed)
        lead.editor.ledger.recall(self._settled)
        return lead

    # -- on a worker's thread ----------------------------------------------

    def open_layer(self) -> None:
        """Open the layer and tell `LayerReady` or `LayerFailed`; before that what it says of this article."""
        article = self.article.base
        try:
            if self.layers.peek(article.id):
                self.tell(messages.MarksKnown(article.id))
            layer = self.layers.open()
        except ZhupiError as error:
            self.tell(messages.LayerFailed(str(error)))
            return
        self.writer.begin(layer)
        self.earlier.look(article)
        self._returns.look()
        given_back = [returned_words(count)] if (count := self._returns.elsewhere("")) else []
        notices = [
            *self._no_review(),
            *given_back,
            *self.project.remarks(),
            *self._notices,
            *remarks(article),
            *self.layers.notices,
        ]
        notices += self.layers.unreadable(article.id)
        if not self.everybody.review:
            self.layers.look_for_proposals(article.id)
        self.tell(messages.LayerReady(notices, layer.history()))
        import annotations.analysis.quotes  # noqa: F401 - a tenth of a second that no key should wait for

        if notices := self.layers.copy():
            self.tell(messages.Noticed(notices))

    def _no_review(self) -> list[str]:
        """Return a line on why the review that was asked for shows nothing, if that is so."""
        why = self.project.why_no_review if self.everybody.review else ""
        return [tr("no review: {why}", why=why)] if why else []

    def read(self, index: int) -> messages.ArticleReady | messages.NothingToOpen:
        """Read the article at `index`, or say why that cannot be."""
        try:
            article = self.shelf.read(index)
        except ZhupiError as error:
            return messages.NothingToOpen(str(error))
        return self.lay_out(index, article)

    def read_beside(self, step: int) -> messages.ArticleReady | messages.NothingToOpen:
        """Read the article after the open one, or before it; what cannot be read is passed over."""
        failed: list[str] = []
        index = self.article.index + step
        while 0 <= index < len(self.shelf):
            try:
                return self.lay_out(index, self.shelf.read(index), passed_over(failed))
            except ZhupiError as error:
                failed.append(str(error))
            index += step
        end = tr("this is the {what} article", what=tr("last") if step > 0 else tr("first"))
        return messages.NothingToOpen(
            "; ".join([*passed_over(failed), tr("{end} that can be read", end=end) if failed else end])
        )

    def read_next_open(self) -> messages.ArticleReady | messages.NothingToOpen:
        """Read the next article that is not done, going round; those that cannot be read are named.

        What the lead has given back comes before all others.
        """
        if self._returns.articles(self.article.id):
            found = self.read_given_back(1)
            if isinstance(found, messages.ArticleReady):
                return found
        after, count = self.article.index, len(self.shelf)
        failed: list[str] = []
        for step in range(1, count):
            index = (after + step) % count
            try:
                article = self.shelf.read(index)
            except ZhupiError as error:
                failed.append(str(error))
                continue
            if not self.writer.is_done(article.id):
                return self.lay_out(index, article, passed_over(failed))
        end = tr("every article that can be read is done") if failed else tr("every article is done")
        return messages.NothingToOpen("; ".join([*passed_over(failed), end]))

    def read_given_back(self, step: int) -> messages.ArticleReady | messages.NothingToOpen:
        """Read the next article, or the one before, of which the lead gave something back, going round."""
        here, count = self.article.index, len(self.shelf)
        waiting = self._returns.articles(self.article.id)
        there = {one: place for one in waiting if (place := self.shelf.place_of(one)) is not None}
        for one in sorted(there, key=lambda one: (there[one] - here) * step % count):
            if (article := self.shelf.find(one)) is not None:
                return self.lay_out(there[one], article, [tr("given back: . goes there, > answers")])
        return messages.NothingToOpen(self._returns.cannot_open(waiting))

    def marks_of(self, article: Article) -> Marks:
        """Return what the annotator has said of `article`, any of the project's, by now."""
        return Marks(self.article.bound(article), self.writer.records(article.id))

    def lay_out(self, index: int, article: Article, notices: Sequence[str] = ()) -> messages.ArticleReady:
        """Return `article`, the project's at `index`, ready to be shown, with what there is to say of it."""
        self.layers.peek(article.id)
        self.earlier.look(article)
        if not self.everybody.review:
            self.layers.look_for_proposals(article.id)
        page = Page.of(article.text, self.article.bound(article).sentences)
        notices = [*notices, *self.layers.unreadable(article.id), *remarks(article)]
        return messages.ArticleReady(index, article, page, notices)

    # -- on the screen's thread ----------------------------------------------

    @property
    def given_back(self) -> int:
        """How many things the lead has given back that wait for an answer, in all articles."""
        return self._returns.elsewhere(self.article.id) + self.article.returned.unanswered

    @property
    def given_back_elsewhere(self) -> bool:
        """Tell whether any of them wait in another article that can be opened, as far as is known."""
        return bool(self._returns.articles(self.article.id))

    def is_given_back(self, article: str) -> bool:
        """Tell whether the lead has given back anything of `article` that waits for an answer."""
        if article == self.article.id:
            return self.article.returned.unanswered > 0
        return self._returns.waits_in(article)

    def enter(self, index: int, article: Article) -> None:
        """Make `article` the open one, with the marks that the layer has of it."""
        self.keep_seen()
        self._returns.look([self.article.id])
        self.shelf.put(index, article)
        self.article.take_up(index, article)

    def keep_seen(self) -> None:
        """Have it stored what has been seen of the open article, if anything else is said of it."""
        article = self.article
        if article.settling or not self.ready or self.layers.read_only:
            return
        if len(article.sentences) and not article.marks.unsaid:
            act = article.editor.article.note_seen(article.seen)
            if act is not None:
                self.writer.save(act, article.base)

    def begin(self, history: Sequence[Sequence[Changed]]) -> None:
        """Take note that the layer has been read and marks can be made; `history` are its last acts."""
        self.ready = True
        self._settled = [change for change in history if is_settling(record for _, record in change)]
        self.article.own.ledger.recall(change for change in history if change not in self._settled)
        self.article.reload()

    def look_around(self) -> bool:
        """Take in what other programs have stored in the layers; True if it is about the open article.

        Raises:
            StorageError: if a layer can no longer be read.
        """
        touched = self.layers.refresh() if self.ready else set()
        self._returns.look(touched)
        if self.article.id not in touched:
            return False
        self.article.reload()
        return True

    def take_carried(self) -> None:
        """Show the open article with what was carried over to it, or without what is carried over no more."""
        self.layers.look_at_texts()
        self.earlier.look(self.article.base)
        self._returns.look()
        self.article.reload()

    def remember(self, sentence: int) -> None:
        """Remember that the cursor stands on `sentence` of the open article."""
        if self.article.sentences:
            start = self.article.sentences[sentence].start
            self.memory.note(self.article.base.source, self.article.id, start)

    def close(self, timeout: float | None = None) -> None:
        """Save what waits, for at most `timeout` seconds, and end the analysis."""
        self.analysis.close()
        if not self.writer.closing:
            self.keep_seen()
        self.writer.close(timeout)

    def let_go(self) -> None:
        """Close the layers when everything is saved; a long one is put in order, which may take seconds."""
        self.everybody.close()
        self.layers.close()
        if self.desk is not None:
            self.desk.close()
