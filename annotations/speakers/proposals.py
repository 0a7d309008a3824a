"""What the rules say of the quotes in one article, found when somebody looks and not before.

Proposals are drawn as such and are never tags. A paragraph is looked at as a whole, because a quote may be
opened in one sentence and closed in another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from annotations.editing.quotes import speaker
from annotations.model.article import Article, Name
from annotations.model.quotes import QuoteFields

if TYPE_CHECKING:
    from annotations.analysis.quotes import QuoteFound

__all__ = ["Proposals"]

_BLOCK = 40
"""Sentences that are looked at together at most; in a longer paragraph an open quote ends with its block.

Chosen: paragraphs of news have one to five, and a text without line ends costs no more at a key."""
_LONGEST = 2_000
"""Characters of a sentence that are looked at: the first ones. What is longer is no sentence but a text
without stops, and to go through a million characters takes ten seconds.

Chosen: ten times the longest of 5,000 sentences (182; UD and UNER, GSD)."""


class Proposals:
    """The quotes that the rules find in `article`, a paragraph at a time.

    Args:
        article: The text and its sentences.
        names_of: Returns the names that are known in a sentence.
        name_of: Returns whom a speaker's words in the article mean, by default the words themselves.
    """

    def __init__(
        self,
        article: Article,
        names_of: Callable[[int], Sequence[Name]] = lambda index: (),
        name_of: Callable[[str], str] = lambda text: text,
    ) -> None:
        self._article = article
        self._names_of = names_of
        self._name_of = name_of
        self._found: dict[int, tuple[QuoteFound, ...]] = {}

    def forget(self, sentences: range | None = None) -> None:
        """Look again when next asked: the names in `sentences`, or in all, were found or have changed."""
        if sentences is None:
            self._found.clear()
            return
        for index in self._block(sentences.start) if sentences else ():
            self._found.pop(index, None)
        for index in range(sentences.start, self._block(max(sentences.start, sentences.stop - 1)).stop):
            self._found.pop(index, None)

    def quotes(self, index: int) -> tuple[QuoteFound, ...]:
        """Return the quotes that the rules find in sentence `index`."""
        if index not in self._found:
            from annotations.analysis.quotes import find_quotes

            block = self._block(index)
            sentences = [
                one._replace(end=min(one.end, one.start + _LONGEST))
                for one in self._article.sentences[block.start : block.stop]
            ]
            names = [
                name
                for number, one in zip(block, sentences, strict=True)
                for name in _until(self._names_of(number), one.end)
            ]
            found = find_quotes(self._article.text, sentences, names)
            self._found.update(zip(block, found, strict=True))
        return self._found[index]

    def fields(self, index: int) -> list[QuoteFields]:
        """Return the quotes of sentence `index` as marks keep them, said by rule."""
        return [self._fields(one) for one in self.quotes(index)]

    def reasons(self, index: int) -> Mapping[str, str]:
        """Return for each speaker that a rule finds in sentence `index` what the rule saw."""
        return {one.text: one.reason for quote in self.quotes(index) for one in quote.speakers}

    def _fields(self, quote: QuoteFound) -> QuoteFields:
        return {
            "form": quote.form,
            "cont": quote.cont,
            "content": list(quote.content) if quote.content else None,
            "speakers": [
                speaker(one.text, self._name_of(one.text), one.start, one.end, "rule")
                for one in quote.speakers
            ],
            "by": "rule",
        }

    def _block(self, index: int) -> range:
        """Return the sentences that are looked at together with `index`: its paragraph, or a part of it."""
        sentences = self._article.sentences
        start = index
        least = index // _BLOCK * _BLOCK
        while start > least and not sentences[start].opens_paragraph:
            start -= 1
        stop = index + 1
        most = min(len(sentences), least + _BLOCK)
        while stop < most and not sentences[stop].opens_paragraph:
            stop += 1
        return range(start, stop)


def _until(names: Sequence[Name], end: int) -> Sequence[Name]:
    """Return those of `names`, ascending, that end before `end` or there."""
    return names[: bisect_right(names, end, key=attrgetter("end"))]
