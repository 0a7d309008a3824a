"""An article with what zhupi sees in it, and the analysis of any text."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from annotations.model.article import Analysis, Article, Name, Number, Sentence, article_date, article_id

if TYPE_CHECKING:  # each is imported when it is needed
    from annotations.analysis.pipeline import Analyser
    from annotations.analysis.quotes.found import QuoteFound

__all__ = ["AnalysedArticle", "analyse", "plain_analyser"]


def analyse(text: str, *, date: str | None = None) -> AnalysedArticle:
    """Return `text` with its sentences, and with its names, numbers and quotes once they are asked for.

    Args:
        text: Any text, in either script; it is taken as it is, nothing is repaired.
        date: When it was written, ISO 8601; 昨天 and the like are worked out from it.
    """
    from annotations.analysis.parts import find_parts
    from annotations.analysis.sentences import split

    metadata = {"date": date} if date else {}
    sentences = find_parts(text, split(text))
    article = Article(article_id(text), "", text, text, sentences=sentences, metadata=metadata)
    return AnalysedArticle(article, plain_analyser())


class AnalysedArticle:
    """An article with what zhupi sees in it; names, numbers and quotes are found when first asked for.

    Offsets, here as everywhere, are code points into `text`, the end not included.
    """

    def __init__(self, article: Article, analyser: Analyser, known: Analysis | None = None) -> None:
        self._article = article
        self._analyser = analyser
        self._known = known

    def __repr__(self) -> str:
        return f"<AnalysedArticle {self.id} {self.title!r}, {len(self.sentences)} sentences>"

    @property
    def id(self) -> str:
        """Return its identity, which records and exports carry."""
        return self._article.id

    @property
    def title(self) -> str:
        """Return its title, or an empty text."""
        return self._article.title

    @property
    def source(self) -> str:
        """Return where it came from: a file's name, relative to the project."""
        return self._article.source

    @property
    def text(self) -> str:
        """Return the text that every offset counts in."""
        return self._article.text

    @property
    def article(self) -> Article:
        """Return the article as the rooms know it: its raw text, encoding, metadata and notes too."""
        return self._article

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return its sentences in order, titles and the like among them; their `part` tells."""
        return self._article.sentences

    @property
    def names(self) -> tuple[Name, ...]:
        """Return the names in it, ascending."""
        return self.analysis.names

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Return the numbers in it with their values, ascending."""
        return self.analysis.numbers

    @cached_property
    def analysis(self) -> Analysis:
        """The names and numbers; of an annotated article those that were kept with it."""
        if self._known is not None:
            return self._known
        article = self._article
        return self._analyser.analyse(article.text, article.sentences, date=article_date(article.metadata))

    @cached_property
    def quotes(self) -> tuple[tuple[QuoteFound, ...], ...]:
        """The quotes that the rules see, of each sentence in the order of `sentences`."""
        from annotations.analysis.quotes import find_quotes

        return tuple(find_quotes(self.text, self.sentences, self.names))

    def text_of(self, span: Sentence | Name | Number) -> str:
        """Return what stands in the text at a sentence, name or number."""
        return self.text[span.start : span.end]


@lru_cache(maxsize=1)
def plain_analyser() -> Analyser:
    """Return the analyser of every text that no project's gazetteer is about; its tagger is loaded once."""
    from annotations.analysis.pipeline import Analyser

    return Analyser()
