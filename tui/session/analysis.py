"""What is found in the open article: names, numbers and damaged places, by the analysis or as it was kept."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, RLock
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.model.article import Analysis, Article, Name, Number, article_date
from annotations.project.project import Project
from tui.layout.pieces import Highlights
from tui.session import messages

if TYPE_CHECKING:
    from annotations.analysis.service import AnalysisService, Ticket

__all__ = ["Analyser"]

_SUGGESTED = 50
"""Damaged places up to which a suggestion is looked for, each a tenth of a second of work."""


class Analyser:
    """Has one article analysed at a time, and keeps what comes of it with an article that is annotated."""

    def __init__(self, project: Project, tell: Callable[[messages.News], object]) -> None:
        """Analyse articles of `project`, and `tell` what is found; nothing is started before the first."""
        self._project = project
        self._tell = tell
        self._service: AnalysisService | None = None
        self._ticket: Ticket | None = None
        self._ahead: Ticket | None = None
        """The article that comes next, if it is being analysed already."""
        self._asking = RLock()
        self._analysed: dict[str, Analysis] = {}
        self._frozen: set[str] = set()
        self._freezing = Lock()
        self._outdated = False
        self._closed = False

    def begin(self, article: Article, first: int) -> None:
        """Find names and numbers of `article`, those near sentence `first` first; they are told."""
        with self._asking:
            if self._ticket is not None:
                self._ticket.cancel()
            try:
                known = self._known(article)
            except ZhupiError as error:
                self._tell(messages.AnalysisFailed(article.id, str(error)))
                known = None
            ahead, self._ahead = self._ahead, None
            if known is not None:
                self._say(article, known)
            elif ahead is not None and ahead.article_id == article.id and ahead.waiting:
                self._ticket = ahead  # what it has found so far is told again when it has found all
                ahead.focus(first)
                return
            else:
                self._ticket = self._ask(article, first)
            if ahead is not None:
                ahead.cancel()

    def prepare(self, article: Article) -> None:
        """Find names and numbers of `article` behind those of the open one; on any thread."""
        with self._asking:
            try:
                known = self._known(article)
            except ZhupiError:  # told when it is opened
                return
            if self._ahead is not None:
                self._ahead.cancel()
                self._ahead = None
            if known is not None:
                self._analysed[article.id] = known
            elif not self._closed:
                self._ahead = self._ask(article, 0)

    def _known(self, article: Article) -> Analysis | None:
        return self._analysed.get(article.id) or self._project.frozen.load_analysis(article.id)

    def _say(self, article: Article, analysis: Analysis) -> None:
        starts = [sentence.start for sentence in article.sentences]
        highlights = Highlights(starts, analysis.names, analysis.numbers)
        self._tell(messages.Analysed(article.id, highlights))

    def _ask(self, article: Article, first: int) -> Ticket:
        """Have `article` analysed by the child process."""

        def on_part(sentences: range, names: tuple[Name, ...], numbers: tuple[Number, ...]) -> None:
            self._tell(messages.PartAnalysed(article.id, sentences, names, numbers))

        def on_done(analysis: Analysis) -> None:
            with self._freezing:
                self._analysed[article.id] = analysis
                frozen = article.id in self._frozen
            self._say(article, analysis)
            if frozen:  # its sentences may have other bounds by now, but names and numbers are the text's
                try:
                    self._project.frozen.freeze_analysis(article, analysis)
                except ZhupiError as error:
                    on_failed(str(error))

        def on_failed(reason: str) -> None:
            self._tell(messages.AnalysisFailed(article.id, reason))

        if self._outdated and self._service is not None:
            self._outdated = False
            self._service.close()
            self._service = None
        if self._service is None:
            from annotations.analysis.service import AnalysisService
            from annotations.project.tagger import tagger_of

            self._service = AnalysisService(
                self._project.gazetteer_path,
                tagger_of(self._project),
                lambda line: self._tell(messages.Noticed([line])),
            )
        return self._service.analyse(
            article.id,
            article.text,
            article.sentences,
            first=first,
            date=article_date(article.metadata),
            on_part=on_part,
            on_done=on_done,
            on_failed=on_failed,
        )

    def find_scars(self, article: Article) -> None:
        """Find the damaged places of `article` and tell them, first without what stood there once."""
        from annotations.reading.scars import find_scars

        scars = find_scars(article.text, suggest=False)
        if not scars:
            return
        self._tell(messages.ScarsFound(article.id, scars))
        if len(scars) <= _SUGGESTED:
            self._tell(messages.ScarsFound(article.id, find_scars(article.text)))

    def renew(self, keep: str) -> None:
        """Find names anew, by the project's own as they are now, but of `keep` and of what is frozen."""
        with self._asking:
            if self._ahead is not None:
                self._ahead.cancel()
                self._ahead = None
        with self._freezing:
            self._outdated = True
            known = {keep, *self._frozen}
            self._analysed = {name: found for name, found in self._analysed.items() if name in known}

    def focus(self, index: int) -> None:
        """Let the analysis go on around sentence `index`, which has come into view."""
        if self._ticket is not None:
            self._ticket.focus(index)

    def freeze(self, article: Article) -> None:
        """Keep `article` as it is annotated, and its names and numbers once they are known; on any thread.

        Raises:
            StorageError: It cannot be written.
        """
        with self._freezing:
            frozen = self._project.frozen
            frozen.freeze(article)
            self._frozen.add(article.id)
            analysis = self._analysed.get(article.id)
            if analysis is not None:
                frozen.freeze_analysis(article, analysis)

    def close(self) -> None:
        """End the analysis."""
        self._closed = True
        if self._service is not None:
            self._service.close()
