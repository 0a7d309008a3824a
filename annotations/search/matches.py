"""Which sentences of an article a query finds, and what in them to show for it.

What is asked of what people say is asked of one of them at a time: ``label:claim not label:quote`` finds what
somebody calls a claim and the same person no quote. ``not`` before what names an annotator means nobody:
``not annotator:mei`` finds what mei has said nothing of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from annotations.agreement.judgements import status_of
from annotations.marks.marks import Marks
from annotations.marks.marks import Said as SaidOf
from annotations.model.article import Name, Number
from annotations.search.comparison import holds
from annotations.search.fold import folded
from annotations.search.query import (
    ANY,
    About,
    All,
    Amount,
    Either,
    Moment,
    Not,
    Pattern,
    Query,
    Said,
    Series,
    Spoken,
    Term,
    Words,
    terms,
)
from annotations.search.series import series_in
from annotations.search.subject import Subject

__all__ = ["Match", "matches"]

_Span = TypeVar("_Span", Name, Number)
Spans = Mapping[int, list[tuple[int, int]]]
"""By sentence, where in the article's text stands what was found; none where it is no text."""


class Match(NamedTuple):
    """A sentence that a query finds."""

    sentence: int
    """Its index."""
    spans: tuple[tuple[int, int], ...]
    """What in it to show, ascending and disjoint, as offsets into the article's text."""


def matches(query: Query, subject: Subject) -> list[Match]:
    """Return the sentences of `subject` that `query` finds, in their order."""
    return _Matching(query, subject).found()


class _Matching:
    """One query at one article; each term is asked once for each voice."""

    def __init__(self, query: Query, subject: Subject) -> None:
        self._query = query
        self._subject = subject
        self._every = frozenset(range(len(subject.article.sentences)))
        self._spans: dict[tuple[Term, str], Spans] = {}
        self._said = any(isinstance(one, Said | Spoken) for one in terms(query))

    def found(self) -> list[Match]:
        sentences: set[int] = set()
        for voice in self._voices():
            sentences |= self._holds(self._query, voice)
        return [Match(index, self._shown(index)) for index in sorted(sentences)]

    def _voices(self) -> list[str]:
        """Return whom the query asks; where it is about the text alone, nobody in particular."""
        return [*self._subject.voices] or [""] if self._said else [next(iter(self._subject.voices), "")]

    def _holds(self, query: Query, voice: str) -> frozenset[int]:
        """Return the sentences of which `query` is true, of what is said of them by `voice`."""
        match query:
            case All(parts):
                found = self._every
                for part in parts:
                    found &= self._holds(part, voice)
                    if not found:
                        break
                return found
            case Either(parts):
                return frozenset().union(*(self._holds(part, voice) for part in parts))
            case Not(part):
                if any(isinstance(one, Said) and one.what == "annotator" for one in terms(part)):
                    return self._every.difference(*(self._holds(part, one) for one in self._voices()))
                return self._every - self._holds(part, voice)
        return frozenset(self._spans_of(query, voice))

    def _spans_of(self, term: Term, voice: str) -> Spans:
        asked = (term, voice if isinstance(term, Said | Spoken) else "")
        known = self._spans.get(asked)
        if known is None:
            known = self._spans[asked] = self._find(term, voice)
        return known

    def _find(self, term: Term, voice: str) -> Spans:
        match term:
            case Words():
                return self._words(term.text)
            case Series():
                return dict(self._series(term))
            case Pattern():
                return dict(self._pattern(term))
            case About():
                return self._about(term)
            case Amount() | Moment():
                return _kept(self._subject.numbers, lambda number: holds(term, number))
        marks = self._subject.voices.get(voice)
        if marks is None:
            return {}
        if isinstance(term, Spoken):
            return dict(self._spoken(term, marks))
        return {index: [] for index in self._says(term, marks, voice)}

    # -- the text ------------------------------------------------------------------------

    def _words(self, wanted: str) -> Spans:
        """Return where `wanted` stands, by the sentence in which it begins."""
        subject = self._subject
        text, starts = subject.folded.text, subject.folded_starts
        found: dict[int, list[tuple[int, int]]] = {}
        at = text.find(wanted)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            if index >= 0:
                found.setdefault(index, []).append(subject.folded.raw(at, at + len(wanted)))
            at = text.find(wanted, at + len(wanted))
        return found

    def _series(self, term: Series) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Yield where all texts of `term` stand in one sentence in this order, by that sentence."""
        text = self._subject.folded
        if any(one not in text.text for one in term.texts):
            return
        for index, sentence in enumerate(self._subject.article.sentences):
            where = text.here(sentence.start, sentence.end)
            if found := [text.raw(*span) for span in series_in(term.texts, text.text, *where)]:
                yield index, found

    def _pattern(self, term: Pattern) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        text = self._subject.folded
        if any(one not in text.text for one in term.literals):
            return
        for index, sentence in enumerate(self._subject.article.sentences):
            start, end = text.here(sentence.start, sentence.end)
            found = [one.span() for one in term.fits.finditer(text.text[start:end])]
            if found:
                yield index, [text.raw(start + one, start + to) for one, to in found if one < to]

    def _about(self, term: About) -> Spans:
        subject = self._subject
        if term.what == "name":
            return _kept(
                subject.names, lambda name: term.type in ("", name.type) and self._reads(term.text, name)
            )
        value = subject.title if term.what == "title" else subject.source
        held = bool(value) if term.text == ANY else term.text in value
        return {index: [] for index in self._every} if held else {}

    def _reads(self, wanted: str, name: Name) -> bool:
        """Tell whether `wanted` stands in a name."""
        text = self._subject.folded
        return wanted == ANY or wanted in text.text[slice(*text.here(name.start, name.end))]

    # -- what is said ----------------------------------------------------------------------

    def _spoken(self, term: Spoken, marks: Marks) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Yield the sentences whose speaker it is: as was said, or where nothing was, as the rules see it."""
        text = self._subject.article.text
        for index in self._every:
            said = marks.said(index)
            if said.settled or said.quotes:
                speakers = [one for quote in said.quotes for one in quote["speakers"]]
                spots = [
                    (one["start"], one["end"])
                    for one in speakers
                    if _is_part(term.name, one["name"]) or _is_part(term.name, one["text"])
                ]
            else:
                found = [one for quote in self._subject.quotes[index] for one in quote.speakers]
                spots = [
                    (one.start, one.end) for one in found if _is_part(term.name, text[one.start : one.end])
                ]
            if spots:
                yield index, [(start, end) for start, end in spots if start is not None and end is not None]

    def _says(self, term: Said, marks: Marks, voice: str) -> Iterable[int]:
        test = _TESTS.get(term.what)
        if test is not None:
            return [index for index in self._every if test(term, marks.said(index))]
        if term.what == "annotator":
            named = term.value in (ANY, folded(voice).text)
            return [index for index in self._every if named and marks.said(index) != SaidOf()]
        if term.value == "done":
            return self._every if marks.done else ()
        wanted = term.value
        if wanted == "open":
            return [one for one in self._every if marks.counts(one) and status_of(marks, one) == wanted]
        return [one for one in self._every if status_of(marks, one) == wanted]

    # -- what to show ------------------------------------------------------------------------

    def _shown(self, index: int) -> tuple[tuple[int, int], ...]:
        """Return what in a sentence to show: what stands for a term that is not denied."""
        sentence = self._subject.article.sentences[index]
        found = sorted(
            span
            for term in _asserted(self._query)
            for voice in (self._voices() if isinstance(term, Said | Spoken) else [""])
            for span in self._spans_of(term, voice).get(index, ())
            if span[1] > sentence.start and span[0] < sentence.end
        )
        shown: list[tuple[int, int]] = []
        for start, end in found:
            if shown and start < shown[-1][1]:
                shown[-1] = (shown[-1][0], max(end, shown[-1][1]))
            else:
                shown.append((start, end))
        return tuple(shown)


def _asserted(query: Query) -> Iterator[Term]:
    """Yield the terms of `query` that are not denied."""
    match query:
        case All(parts) | Either(parts):
            for part in parts:
                yield from _asserted(part)
        case Not():
            return
        case _:
            yield query


def _kept(spans: Mapping[int, list[_Span]], test: Callable[[_Span], bool]) -> Spans:
    found = {index: [(one.start, one.end) for one in here if test(one)] for index, here in spans.items()}
    return {index: held for index, held in found.items() if held}


def _is_part(wanted: str, name: str) -> bool:
    return bool(name) if wanted == ANY else wanted in folded(name).text


def _label(term: Said, said: SaidOf) -> bool:
    return bool(said.labels) if term.value == ANY else term.value in said.labels


def _note(term: Said, said: SaidOf) -> bool:
    return bool(said.note) if term.value == ANY else term.value in folded(said.note).text


def _flag(term: Said, said: SaidOf) -> bool:
    return said.flag == (term.value != "no")


def _attribute(term: Said, said: SaidOf) -> bool:
    if term.attribute == "voice":
        values: list[object] = [said.voice] if said.voice else []
    elif term.attribute == "form":
        values = [quote["form"] for quote in said.quotes if quote["form"]]
    else:
        held = said.attributes.get(term.attribute)
        values = [*held] if isinstance(held, list | tuple) else [] if held in (None, "") else [held]
    words = [folded(_words_of(value)).text for value in values]
    return bool(words) if term.value == ANY else term.value in words


def _words_of(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


_TESTS: Mapping[str, Callable[[Said, SaidOf], bool]] = {
    "label": _label,
    "note": _note,
    "flag": _flag,
    "attribute": _attribute,
}
