"""Quotes of a text as it is written, with whatever in it nobody sees.

The rules read the text without that (`legible`); what they find is laid back where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotations.analysis.code import without_code
from annotations.analysis.legible import Legible, Span, legible
from annotations.analysis.quotes import paragraphs
from annotations.analysis.quotes.found import QuoteFound, SpeakerFound
from annotations.model.article import Name, Sentence

__all__ = ["find_quotes"]


def find_quotes(
    text: str, sentences: Sequence[Sentence], names: Sequence[Name] = ()
) -> list[tuple[QuoteFound, ...]]:
    """Return the quotes of each of `sentences`, in their order, ascending within one.

    `sentences` are consecutive ones of `text` and make whole paragraphs; what is found in a paragraph depends
    on no other. `names` are those of the article, ascending; without them names are told by surname, title
    and position, less well. Any text is accepted.
    """
    if not sentences:
        return []
    base, end = sentences[0].start, sentences[-1].end
    part = text[base:end]
    if legible(part).text == part:
        return paragraphs.find_quotes(text, sentences, names)
    # Where a block of code begins, which reaches into these sentences, only the whole text shows.
    seen = legible(without_code(text, base, end))
    return [
        tuple(_back(text, seen, base, quote) for quote in quotes)
        for quotes in paragraphs.find_quotes(
            seen.text,
            [_here(seen, base, one) for one in sentences],
            [_here(seen, base, one) for one in names if base <= one.start and one.end <= end],
        )
    ]


def _here(seen: Legible, base: int, span: Span) -> Span:
    start, end = seen.here(span.start - base, span.end - base)
    return span._replace(start=start, end=end)


def _back(text: str, seen: Legible, base: int, quote: QuoteFound) -> QuoteFound:
    """Return a quote of what is read with its offsets in the article."""

    def raw(bounds: tuple[int, int]) -> tuple[int, int]:
        start, end = seen.raw(*bounds)
        return start + base, end + base

    def speaker(one: SpeakerFound) -> SpeakerFound:
        start, end = raw((one.start, one.end))
        title = raw((one.title_start, one.end))[0]
        return replace(one, start=start, end=end, text=text[start:end], title_start=title)

    return replace(
        quote,
        cue=quote.cue and raw(quote.cue),
        content=quote.content and raw(quote.content),
        speakers=tuple(map(speaker, quote.speakers)),
    )
