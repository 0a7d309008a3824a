"""One article as a query asks it: its folded text, its sentences, what is said of it and found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number
from annotations.search.fold import Folded, folded
from annotations.search.query import About, Amount, Moment, Query, Said, Spoken, terms

if TYPE_CHECKING:
    from annotations.analysis.quotes.found import QuoteFound

__all__ = ["Needs", "Subject"]

_T = TypeVar("_T", Name, Number)


class Needs(NamedTuple):
    """What must be known of an article to say whether a query holds there."""

    marks: bool
    """What is said of it."""
    others: bool
    """What others say of it, where that may be seen: all that is said is about whoever says it."""
    analysis: bool
    """Names and numbers."""
    quotes: bool
    """Who is quoted by the rules."""

    @classmethod
    def of(cls, query: Query) -> Needs:
        """Return what `query` needs."""
        kinds = {type(one) for one in terms(query)}
        found = any(
            isinstance(one, Amount | Moment | Spoken) or (isinstance(one, About) and one.what == "name")
            for one in terms(query)
        )
        said = bool(kinds & {Said, Spoken})
        return cls(said or found, said, found, Spoken in kinds)


class Subject:
    """An article, with everything that a query may ask of it worked out when it is first asked for.

    Args:
        article: The article within the bounds that hold.
        voices: What each annotator says whom the asker may see, by the name that is shown; the asker's own
            first, there even where nothing is said.
        analyse: Returns the names and numbers of the text, before anybody mended them.
        text: Its folded text, if that is known.
    """

    def __init__(
        self,
        article: Article,
        voices: Mapping[str, Marks],
        analyse: Callable[[], Analysis] = Analysis,
        text: Folded | None = None,
    ) -> None:
        self.article = article
        self.voices = voices
        self._analyse = analyse
        if text is not None:
            self.folded = text

    @cached_property
    def folded(self) -> Folded:
        """Return its text as it is compared."""
        return folded(self.article.text)

    @cached_property
    def title(self) -> str:
        """Return its title as it is compared."""
        return folded(self.article.title).text

    @cached_property
    def source(self) -> str:
        """Return its place as it is compared."""
        return folded(self.article.source).text

    @cached_property
    def starts(self) -> list[int]:
        """Return where its sentences begin."""
        return [one.start for one in self.article.sentences]

    @cached_property
    def folded_starts(self) -> list[int]:
        """Return where its sentences begin in the folded text."""
        if self.folded.source.whole:
            return self.starts
        return [self.folded.here(one.start, one.end)[0] for one in self.article.sentences]

    @cached_property
    def analysis(self) -> Analysis:
        """Return its names and numbers as the asker mended them."""
        own = next(iter(self.voices.values()), None)
        analysis = self._analyse()
        return analysis if own is None else own.spans.mended(analysis, self.article.sentences)

    @cached_property
    def names(self) -> dict[int, list[Name]]:
        """Return its names by sentence."""
        return _by_sentence(self.starts, self.analysis.names)

    @cached_property
    def numbers(self) -> dict[int, list[Number]]:
        """Return its numbers by sentence."""
        return _by_sentence(self.starts, self.analysis.numbers)

    @cached_property
    def quotes(self) -> list[tuple[QuoteFound, ...]]:
        """Return the quotes that the rules see, of each sentence."""
        from annotations.analysis.quotes import find_quotes

        return [
            tuple(one) for one in find_quotes(self.article.text, self.article.sentences, self.analysis.names)
        ]


def _by_sentence(starts: list[int], spans: tuple[_T, ...]) -> dict[int, list[_T]]:
    found: dict[int, list[_T]] = {}
    for one in spans:
        found.setdefault(max(0, bisect_right(starts, one.start) - 1), []).append(one)
    return found
