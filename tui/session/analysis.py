"""What is found in the open article: names, numbers and damaged places, by the analysis or as it was kept."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
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
        self._analysed: dict[str, Analysis] = {}
        self._frozen: set[str] = set()
        self._freezing = Lock()
        self._outdated = False

    def begin(self, article: Article, first: int) -> None:
        """Find names and numbers of `article`, those near sentence `first` first; they are told."""
        if self._ticket is not None:
            self._ticket.cancel()
        try:
            known = self._analysed.get(article.id) or self._project.frozen.load_analysis(article.id)
        except ZhupiError as error:
            self._tell(messages.AnalysisFailed(article.id, str(error)))
            known = None
        starts = [sentence.start for sentence in article.sentences]

        def done(analysis: Analysis) -> None:
            highlights = Highlights(starts, analysis.names, analysis.numbers)
            self._tell(messages.Analysed(article.id, highlights))

        if known is not None:
            done(known)
            return

        def on_part(sentences: range, names: tuple[Name, ...], numbers: tuple[Number, ...]) -> None:
            self._tell(messages.PartAnalysed(article.id, sentences, names, numbers))

        def on_done(analysis: Analysis) -> None:
            with self._freezing:
                self._analysed[article.id] = analysis
                frozen = article.id in self._frozen
            done(analysis)
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

            self._service = AnalysisService(self._project.gazetteer_path)
        self._ticket = self._service.analyse(
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
        if self._service is not None:
            self._service.close()
