"""Finding in all articles of a project: what the index knows first, all else read from its file, none twice.

Results come in the order of the articles, article by article, as soon as each is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import ZhupiError
from annotations.model.article import Analysis, Article
from annotations.project.project import Project
from annotations.project.search_texts import Batch, Read, SearchTexts
from annotations.project.voices import Voices
from annotations.reading import Place
from annotations.search.matches import matches
from annotations.search.query import Query, Said, terms
from annotations.search.reach import demanded, narrowed
from annotations.search.subject import Needs, Subject
from annotations.search.units import fold_plain
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.project.search_analysis import AnalysedBatch

__all__ = ["Found", "Search", "Step"]

_BATCH = 64
"""Articles that are looked at together. Chosen: they take some milliseconds."""
_TOGETHER = 8
"""The same where names and numbers are found first, half a second's work."""


class Found(NamedTuple):
    """A sentence that was found."""

    place: int
    """The index of its article among those of the project."""
    source: str
    """Where the article lies, as the project names it."""
    article: str
    """The article's id."""
    title: str
    sentence: int
    """The index of the sentence."""
    start: int
    """Where it begins in the article's text, and where it ends."""
    end: int
    text: str
    """What it reads."""
    spans: tuple[tuple[int, int], ...]
    """What in it was looked for, as offsets into the article's text; nothing where it is no text."""
    settled: bool
    """Whether the asker has given it a label, or said that none fits."""


class Step(NamedTuple):
    """What came of looking at some articles."""

    found: Sequence[Found]
    looked: int
    """How many articles have been looked at, or need not be."""
    of: int
    """How many there are."""
    unread: Sequence[str] = ()
    """A line on each of them that could not be read."""


class Search:
    """Searches one project again and again; any thread may, one after another.

    Args:
        project: The project, opened for the annotator who asks.
        review: Whether the annotator came to review.
        cache: The user's folder for caches; by default that of the system.
        jobs: How many processes may analyse at once.
    """

    def __init__(
        self, project: Project, *, review: bool = False, cache: Path | None = None, jobs: int | None = None
    ) -> None:
        if cache is None:
            from platformdirs import user_cache_path

            cache = user_cache_path("zhupi", appauthor=False)
        # What it finds out of frozen texts it finds out for itself: another thread may be at the project's.
        self.project = replace(project)
        self._turn = Lock()
        self._voices = Voices(self.project, review=review, cache=cache / "layers")
        self._texts = SearchTexts(self.project, cache / "index")
        self._jobs = jobs
        self._tagger_lines: list[str] = []
        """What is worth telling of the tagger for names, where it was asked."""

    @property
    def lines(self) -> list[str]:
        """What is worth telling of layers and index, a line each."""
        return [*self._voices.lines, *self._texts.lines, *self._tagger_lines]

    def refresh(
        self,
        on_step: Callable[[int, int], object] = lambda done, of: None,
        cancelled: Callable[[], bool] = lambda: False,
        places: Iterable[Place] | None = None,
    ) -> bool:
        """Bring the index to what the files are by now; tell whether that changed anything.

        Args:
            on_step: Called with how many articles have been read, and of how many.
            cancelled: Asked whether to break off; what was read so far is kept.
            places: Where the articles lie now; by default as the project was opened.
        """
        return self._texts.refresh(on_step, cancelled, places)

    def run(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Step]:
        """Yield what `query` finds, until all articles have been looked at or it is `cancelled`.

        Raises:
            StorageError: The annotator's own layer cannot be read.
        """
        with self._turn:
            yield from self._run(query, cancelled)

    def close(self) -> None:
        """Let go of layers and index."""
        with self._turn:
            self._voices.close()
            self._texts.close()

    def _run(self, query: Query, cancelled: Callable[[], bool]) -> Iterator[Step]:
        needs, texts = Needs.of(query), self._texts
        self._voices.refresh(others=needs.others)
        named = any(isinstance(one, Said) and one.what == "annotator" for one in terms(query))
        if named and not self._voices.ever:
            self._voices.lines.append(
                tr("what others say is not asked: a lead sees it with --review")
                if self.project.lead and self.project.may_review
                else tr("what others say is not asked: this project does not show it to you")
            )
        held = texts.held
        total = len(held.numbers)
        which = narrowed(
            query,
            lambda words: texts.containing(held, words),
            lambda: texts.among(held, self._voices.spoken_of()),
        )
        looked = 0 if which is None else total - int(which.sum())
        yield Step((), looked, total)
        together = _TOGETHER if needs.analysis else _BATCH
        batches = texts.read(held, which, demanded(query), cancelled, together)
        for batch, passed in self._with_analysis(batches) if needs.analysis else _without(batches):
            found: list[Found] = []
            unread: list[str] = []
            for read, analysis in batch:
                if isinstance(read.article, ZhupiError):
                    unread.append(str(read.article))
                    continue
                if analysis is None:
                    name = self.project.source_of(self.project.places[read.place])
                    unread.append(tr("{name}: names and numbers could not be found", name=name))
                    continue
                found += self._found_in(query, needs, read, read.article, analysis)
            looked += len(batch) + passed
            yield Step(found, looked, total, unread)
            if cancelled():
                return

    def _with_analysis(self, batches: Iterable[Batch]) -> Iterator[AnalysedBatch]:
        from annotations.project.search_analysis import SearchAnalysis

        return SearchAnalysis(self.project, self._texts, self._jobs, self._say).of(batches)

    def _say(self, line: str) -> None:
        if line not in self._tagger_lines:
            self._tagger_lines.append(line)

    def _found_in(
        self, query: Query, needs: Needs, read: Read, article: Article, analysis: Analysis
    ) -> Iterator[Found]:
        """Yield what is found in one article."""
        article = self._voices.bounded(article)
        voices = self._voices.of(article, others=needs.others) if needs.marks else {}
        text = fold_plain(article.text) if read.plain else None
        found = matches(query, Subject(article, voices, lambda: analysis, text))
        if found and not voices:
            voices = self._voices.of(article, others=False)
        own = next(iter(voices.values()), None)
        for index, spans in found:
            sentence = article.sentences[index]
            settled = own is not None and (own.said(index).settled or own.done)
            yield Found(
                read.place,
                article.source,
                article.id,
                article.title,
                index,
                sentence.start,
                sentence.end,
                article.text[sentence.start : sentence.end],
                spans,
                settled,
            )


def _without(batches: Iterable[Batch]) -> Iterator[AnalysedBatch]:
    nothing = Analysis()
    return (([(one, nothing) for one in batch.read], batch.passed) for batch in batches)
