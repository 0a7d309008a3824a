"""What stands behind the screens: the parts of a session, and the way from article to article.

A session knows nothing of widgets. Whatever takes time runs on threads of the caller's or of its parts, and
what comes of it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Changed, is_settling
from annotations.records.record import Record
from annotations.storage.files.folders import FOLDER
from tui.layout.lines import Page
from tui.session import messages
from tui.session.analysis import Analyser
from tui.session.article import OpenArticle
from tui.session.earlier import EarlierTexts
from tui.session.layers import Layers
from tui.session.notices import no_review, remarks, returned_words
from tui.session.others import Everybody
from tui.session.position import Memory
from tui.session.returns import WaitingReturns
from tui.session.shelf import Shelf
from tui.session.writer import Writer

if TYPE_CHECKING:
    from annotations.adjudication.adjudicator import Adjudicator
    from annotations.project.queue import OwnQueue
    from tui.session.library import Library
    from tui.session.pace import ReadingPace
    from tui.session.search_desk import SearchDesk
    from tui.session.threads import Threads
    from tui.session.way import Way

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
        queue: OwnQueue | None = None,
    ) -> None:
        """Begin with `article`, the project's at `index`; `notices` are said at the start.

        `advance` are the labels after which the cursor goes on by itself, if not those of the scheme.
        `review` says that the annotator came to review, which lets a lead see what everybody says.
        `queue` is what the annotator is to read, where that is not everything in the order of the project.
        """
        self.project = project
        self.memory = memory
        """Where the annotator was in each article."""
        self.library: Library | None = None
        """Every article of the project with how far the annotator is, since the library was opened first."""
        self.desk: SearchDesk | None = None
        """What was looked for in all articles, if anything was."""
        self.advance_by(advance)
        self.ready = False
        """Whether the layer has been read, so that marks can be made."""
        self.pace: ReadingPace | None = None
        """How fast it goes; None before the first page is on screen."""
        self.pace_shown = False
        """Whether the annotator wants to see that."""
        self.shelf = Shelf(project)
        self.layers = Layers(project)
        self.earlier = EarlierTexts(project, self.layers)
        """What is with earlier texts of articles that were changed since they were annotated."""
        self.everybody = Everybody(project, self.layers, review)
        self.analysis = Analyser(project, self.tell)
        self.writer = Writer(project, self.layers, self.shelf, self.analysis.freeze, self.tell)
        self.queue = None if review else queue
        self.done: int | None = None
        """How many articles of the queue, or of all, are done; None until that is known."""
        self.returns = WaitingReturns(project, self.layers, self.writer)
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

    @cached_property
    def threads(self) -> Threads:
        """What annotator and lead say to each other about the open article."""
        from tui.session.threads import Threads

        return Threads(self)

    def forget_threads(self, records: Sequence[Record] | None = None) -> None:
        """Take note that `records`, or anybody, may say something in a thread."""
        if "threads" in self.__dict__ and (records is None or self.threads.concern(records)):
            self.threads.forget()

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
        self.way.count()
        self.earlier.look(article)
        self._look_for_predictions(article)
        self.returns.look()
        given_back = [returned_words(count)] if (count := self.returns.elsewhere("")) else []
        general = [
            *no_review(self.project, asked=self.everybody.review),
            *self.threads.answers(),
            *self.project.remarks(),
            *self._notices,
            *([self.queue.notice] if self.queue and self.queue.notice else ()),
            *self.layers.notices,
            *(self.article.predictions.faults if self.article.predictions else ()),
        ]
        notices = [*given_back, *general, *remarks(article), *self.layers.unreadable(article.id)]
        if not self.everybody.review:
            self.layers.look_for_proposals(article.id)
        self.tell(messages.LayerReady(notices, layer.history(), general))
        import annotations.analysis.quotes  # noqa: F401 - a tenth of a second that no key should wait for

        if notices := self.layers.copy():
            self.tell(messages.Noticed(notices))

    def _look_for_predictions(self, article: Article) -> None:
        """Find out what models say of `article`; where none ever said anything, nothing is imported."""
        if not (self.project.root / FOLDER / "predictions").is_dir():
            return
        from tui.session.predictions import Predictions

        if self.article.predictions is None:
            self.article.predictions = Predictions(self.project)
        self.article.predictions.look(article)

    @cached_property
    def way(self) -> Way:
        """The way from article to article."""
        from tui.session.way import Way

        return Way(self)

    def read(self, index: int) -> messages.ArticleReady | messages.NothingToOpen:
        """Read the article at `index`, or say why that cannot be."""
        try:
            article = self.shelf.read(index)
        except ZhupiError as error:
            return messages.NothingToOpen(str(error))
        return self.lay_out(index, article)

    def lay_out(self, index: int, article: Article, notices: Sequence[str] = ()) -> messages.ArticleReady:
        """Return `article`, the project's at `index`, ready to be shown, with what there is to say of it."""
        self.layers.peek(article.id)
        self.earlier.look(article)
        self._look_for_predictions(article)
        if not self.everybody.review:
            self.layers.look_for_proposals(article.id)
        page = Page.of(article.text, self.article.bound(article).sentences)
        notices = [*notices, *self.layers.unreadable(article.id), *remarks(article)]
        return messages.ArticleReady(index, article, page, notices)

    # -- on the screen's thread ----------------------------------------------

    @property
    def left(self) -> int | None:
        """How many articles of the queue, or of all, are not done; None where that is not known.

        Of somebody without a queue all that are done are known, also where few were opened.
        """
        mine = self.shelf if self.queue is None else self.queue
        left = -1 if self.done is None else len(mine) - self.done
        return None if left < 0 else left

    @property
    def given_back(self) -> int:
        """How many things the lead has given back that wait for an answer, in all articles."""
        return self.returns.elsewhere(self.article.id) + self.article.returned.unanswered

    def enter(self, index: int, article: Article) -> None:
        """Make `article` the open one, with the marks that the layer has of it."""
        self.keep_seen()
        self.returns.look([self.article.id])
        self.shelf.put(index, article)
        self.article.take_up(index, article)
        self.forget_threads()

    def see(self, sentence: int) -> None:
        """Note that the cursor is on `sentence` of the open article."""
        self.article.see(sentence)
        if self.pace is not None:
            self.pace.moved(self.article, sentence)

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
        self.forget_threads()

    def look_around(self) -> bool:
        """Take in what other programs have stored in the layers; True if it is about the open article.

        Raises:
            StorageError: if a layer can no longer be read.
        """
        touched = self.layers.refresh() if self.ready else set()
        self.returns.look(touched)
        if touched and self.ready:
            self.way.note(touched)
        if self.article.id in touched:
            self.article.reload()
            self.forget_threads()
        return self.article.id in touched

    def take_carried(self) -> None:
        """Show the open article with what was carried over to it, or without what is carried over no more."""
        self.layers.look_at_texts()
        self.earlier.look(self.article.base)
        self.returns.look()
        self.article.reload()
        self.forget_threads()

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
