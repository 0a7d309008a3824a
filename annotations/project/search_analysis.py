"""Names and numbers that a search asks for: as they were kept, else found now, in other processes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeAlias

from annotations.errors import ZhupiError
from annotations.model.article import Analysis, Article, Sentence, article_date
from annotations.processes.messages import ChildFailed
from annotations.processes.parent import Parent
from annotations.processes.workers import Workers
from annotations.project.project import Project
from annotations.project.search_texts import Batch, Read, SearchTexts
from annotations.project.tagger import tagger_lines, tagger_of

if TYPE_CHECKING:
    from annotations.analysis.pipeline import Analyser
    from annotations.analysis.taggers.spec import TaggerSpec

__all__ = ["AnalysedBatch", "SearchAnalysis", "main"]


AnalysedBatch: TypeAlias = tuple[Sequence[tuple[Read, Analysis | None]], int]
"""Articles with their names and numbers, None where these failed; and how many were passed over."""


class _Text(NamedTuple):
    """What of an article another process is sent."""

    text: str
    sentences: Sequence[Sentence]
    date: str | None

    @classmethod
    def of(cls, article: Article) -> _Text:
        return cls(article.text, article.sentences, article_date(article.metadata))


class SearchAnalysis:
    """Finds the names and numbers of many articles of one project, and keeps them in its index.

    Args:
        project: The project.
        texts: Its articles, and the index.
        jobs: How many processes may be at work; by default one a core, with another tagger one.
        tell: Told in a line what is worth knowing of that.
    """

    def __init__(
        self,
        project: Project,
        texts: SearchTexts,
        jobs: int | None = None,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._project = project
        self._texts = texts
        self._tell = tell
        self._tagger = tagger_of(project)
        self._jobs = 1 if self._tagger is not None else jobs or os.cpu_count() or 1

    def of(self, batches: Iterable[Batch]) -> Iterator[AnalysedBatch]:
        """Yield the articles of `batches`, in their order, with their names and numbers."""
        version = self._version()
        waiting: deque[tuple[Batch, dict[int, Analysis], list[Read]]] = deque()

        def tasks(first: Batch) -> Iterator[list[_Text]]:
            for batch in chain([first], run):
                known, todo = self._known(batch.read, version)
                waiting.append((batch, known, todo))
                yield [_Text.of(one.article) for one in todo if isinstance(one.article, Article)]

        run = iter(batches)
        for batch in run:
            known, todo = self._known(batch.read, version)
            if not todo:
                yield _joined(batch, known)
                continue
            for line in tagger_lines(self._project):
                self._tell(line)
            using = self._project.gazetteer_path, self._tagger
            with Workers(__name__, *using, jobs=self._jobs, in_order=True) as workers:
                for _, found in workers.results(tasks(batch), self._tell):
                    batch, known, todo = waiting.popleft()
                    if not isinstance(found, ChildFailed):
                        made = list(zip(todo, found, strict=True))
                        known.update((one.place, analysis) for one, analysis in made)
                        self._texts.keep([one for one in made if self._is_of_tagger(one[1])], version)
                    yield _joined(batch, known)

    def _known(self, batch: Sequence[Read], version: str) -> tuple[dict[int, Analysis], list[Read]]:
        """Return by place what is known of the articles of a batch, and of which nothing is."""
        known = self._texts.analyses(batch, version)
        todo: list[Read] = []
        for one in batch:
            if isinstance(one.article, ZhupiError):
                continue
            try:
                frozen = self._project.frozen.load_analysis(one.article.id)
            except ZhupiError:
                frozen = None
            if frozen is not None:
                known[one.place] = frozen
            elif one.place not in known:
                todo.append(one)
        return known, todo

    def _version(self) -> str:
        """Return by which rules and which names of the project's own names are found."""
        from annotations.analysis.gazetteer import Gazetteer
        from annotations.analysis.pipeline import RULES

        path, tagger = self._project.gazetteer_path, self._tagger
        version = f"{RULES}+{Gazetteer.read(path).version if path else ''}"
        if tagger is None:
            return version
        from annotations.analysis.taggers.spec import signature

        return f"{version}+{signature(tagger)}"

    def _is_of_tagger(self, analysis: Analysis) -> bool:
        """Tell whether the tagger that is to be at work was: what is found without it holds for now alone."""
        return self._tagger is None or f"+{self._tagger.called}" in analysis.version


def _joined(batch: Batch, known: Mapping[int, Analysis]) -> AnalysedBatch:
    return [(one, known.get(one.place)) for one in batch.read], batch.passed


def main(parent: Parent, gazetteer: Path | None, tagger: TaggerSpec | None) -> NoReturn:
    """Analyse the articles that `parent` sends."""
    from annotations.analysis.pipeline import Analyser

    parent.work(partial(_analysed, Analyser.of(gazetteer, tagger, parent.tell)))


def _analysed(analyser: Analyser, texts: Sequence[_Text]) -> list[Analysis]:
    return [analyser.analyse(one.text, one.sentences, date=one.date) for one in texts]
