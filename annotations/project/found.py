"""What was found in the frozen articles of a project: as it was kept, else found now and kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.errors import StorageError
from annotations.model.article import Analysis, Article, article_date
from annotations.project.analyser import analyser_of
from annotations.project.project import Project

if TYPE_CHECKING:
    from annotations.analysis.pipeline import Analyser

__all__ = ["Found"]


class Found:
    """The names and numbers of a project's frozen articles; the analyser is loaded once, if at all.

    Args:
        project: The project.
        tell: Told in a line what is worth knowing of the tagger.
    """

    def __init__(self, project: Project, tell: Callable[[str], object] = lambda line: None) -> None:
        self._project = project
        self._tell = tell

    def of(self, article: Article) -> Analysis:
        """Return what was found in `article` when it was frozen.

        Where its annotator left before the analysis had ended, or nobody opened it at this machine, what is
        found now is kept, so that whoever asks again is told the same.

        Raises:
            StorageError: What was kept is damaged.
        """
        kept = self._project.frozen.load_analysis(article.id)
        if kept is not None:
            return kept
        found = self._analyser.analyse(article.text, article.sentences, date=article_date(article.metadata))
        with contextlib.suppress(StorageError):
            self._project.frozen.freeze_analysis(article, found)
        return found

    @cached_property
    def _analyser(self) -> Analyser:
        return analyser_of(self._project, self._tell)
