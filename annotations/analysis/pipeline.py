"""From a text to its names and numbers.

Two halves, so that the first screenful can be shown before the rest is done: `Analyser.tag` looks at
sentences one by one, `Analyser.finish` makes the mentions of one article agree. `Analyser.analyse` is both.

Names and numbers are layers of their own; nothing overlaps within one, and nothing across them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotations.analysis import names as naming
from annotations.analysis.code import no_prose
from annotations.analysis.gazetteer import Gazetteer
from annotations.analysis.legible import Legible, legible
from annotations.analysis.mentions import settle
from annotations.analysis.numbers import find_numbers, with_currencies
from annotations.analysis.numbers.broken import unbroken
from annotations.analysis.overlaps import apart
from annotations.analysis.ranges import touched
from annotations.analysis.rosters import with_rosters
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split
from annotations.analysis.tagger import Tagger, load_tagger
from annotations.errors import TaggerFailed
from annotations.model.article import Analysis, Name, Number, Sentence
from annotations.processes.child import ONE_THREAD
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.analysis.taggers.external import ExternalTagger
    from annotations.analysis.taggers.spec import TaggerSpec

__all__ = ["Analyser", "moved"]

RULES = "3"
"""Raised whenever the rules or their lists change what is found."""

_BATCH = 20_000
"""How many characters are tagged together at the most: the tagger sorts them by length, which pays.

Chosen: some 500 sentences, enough that a batch of the tagger has sentences of one length, two thirds of a
second.
"""

Found = tuple[list[Name], list[Number]]
Span = TypeVar("Span", Name, Number)
Answer = TypeVar("Answer")


class Analyser:
    """Finds names and numbers. Costs nothing until first used; then a tenth of a second for the tagger."""

    def __init__(
        self,
        tagger: Tagger | None = None,
        gazetteer: Gazetteer | None = None,
        external: ExternalTagger | None = None,
        tell: Callable[[str], object] | None = None,
    ) -> None:
        """Use `tagger`, by default the best that can be had here, and the names of `gazetteer`.

        Args:
            tagger: What cuts sentences into tagged words, of which the rules make names.
            gazetteer: The project's own names, which win.
            external: Another tagger, whose names take the place of those.
            tell: Told in a line that the other tagger failed, from where on `tagger` is at work; without it
                such an article fails.
        """
        self._tagger = tagger
        self.gazetteer = gazetteer or Gazetteer()
        self.external = external
        """The other tagger, as long as it is at work."""
        self._tell = tell
        self._told: frozenset[str] = frozenset()
        """What kinds of names of the other tagger it was told are left out."""

    @classmethod
    def of(
        cls,
        gazetteer: Path | None,
        tagger: TaggerSpec | None = None,
        tell: Callable[[str], object] | None = None,
    ) -> Analyser:
        """Return one with the names of the file `gazetteer`, if there is one, and of another `tagger`.

        Raises:
            SettingsError: The gazetteer cannot be read or is wrong.
        """
        external = None
        if tagger is not None:
            from annotations.analysis.taggers.external import ExternalTagger

            external = ExternalTagger(tagger)
        return cls(None, Gazetteer.read(gazetteer) if gazetteer else None, external, tell)

    @property
    def version(self) -> str:
        """Return which rules, tagger and gazetteer are at work: analyses of one version agree."""
        version = self._with_external(lambda external: external.version)
        return f"{RULES}+{self.tagger.version if version is None else version}{self.gazetteer.version}"

    def _with_external(self, ask: Callable[[ExternalTagger], Answer]) -> Answer | None:
        """Return what the other tagger answers; None where there is none, or none any more.

        Raises:
            TaggerFailed: It failed, and there is nobody to be told that the built-in one is at work instead.
        """
        if self.external is None:
            return None
        try:
            return ask(self.external)
        except TaggerFailed as failed:
            if self._tell is None:
                raise
            self.external = None
            self._tell(tr("{failed}; the built-in tagger is at work instead", failed=failed))
            return None

    @property
    def tagger(self) -> Tagger:
        """Return the tagger, loading it the first time."""
        if self._tagger is None:
            for variable in ONE_THREAD:  # before numpy is imported; more threads give nothing back
                os.environ.setdefault(variable, "1")
            self._tagger = load_tagger()
        return self._tagger

    def say_left_out(self) -> None:
        """Tell what of the other tagger's names is left out, each kind of them once."""
        if self.external is None or self._tell is None:
            return
        left = self.external.left_out
        if not left.kinds <= self._told:
            self._told |= left.kinds
            self._tell(left.words(self.external.spec.called))

    def tag(self, sentences: Sequence[str], *, date: str | None = None) -> list[Found]:
        """Return the names and numbers of each of `sentences`, offsets into the sentence.

        Many at once take a third of the time that they take one by one. `date` is the article's,
        ISO 8601; relative dates resolve against it.
        """
        return self._tag(sentences, [date] * len(sentences))

    def analyse(
        self, text: str, sentences: Sequence[Sentence] | None = None, *, date: str | None = None
    ) -> Analysis:
        """Return the names and numbers of `text`, offsets into it.

        `sentences` are its own; without them it is split here. `date` is as for `tag`.
        """
        return self.analyse_many([(text, sentences, date)])[0]

    def analyse_many(
        self, articles: Iterable[tuple[str, Sequence[Sentence] | None, str | None]]
    ) -> list[Analysis]:
        """Return one analysis for each text, its sentences (or None) and its date (or None).

        Short texts are tagged together, which is what makes many of them quick.

        Raises:
            TaggerFailed: As it was said when this was made.
        """
        articles = list(articles)
        tagger = self.external
        found = self._analyse_many(articles)
        if self.external is not tagger:  # of one text all names are one tagger's, whatever happens to it
            found = self._analyse_many(articles)
        self.say_left_out()
        return found

    def _analyse_many(
        self, articles: Sequence[tuple[str, Sequence[Sentence] | None, str | None]]
    ) -> list[Analysis]:
        texts = []
        pieces: list[str] = []
        dates: list[str | None] = []
        origins: list[tuple[int, int]] = []  # of which text, and where it begins there
        for number, (text, sentences, date) in enumerate(articles):
            texts.append(text)
            for sentence in split(text) if sentences is None else sentences:
                pieces.append(text[sentence.start : sentence.end])
                dates.append(date)
                origins.append((number, sentence.start))
        names: list[list[Name]] = [[] for _ in texts]
        numbers: list[list[Number]] = [[] for _ in texts]
        for batch in _batches(pieces):
            for found, (number, offset) in zip(
                self._tag(pieces[batch], dates[batch]), origins[batch], strict=True
            ):
                names[number].extend(moved(name, offset) for name in found[0])
                numbers[number].extend(moved(it, offset) for it in found[1])
        return [
            self.finish(text, some_names, some_numbers)
            for text, some_names, some_numbers in zip(texts, names, numbers, strict=True)
        ]

    def finish(self, text: str, names: Iterable[Name], numbers: Iterable[Number]) -> Analysis:
        """Return the analysis of an article from what was found in its sentences, in any order."""
        seen = legible(text)
        some = unbroken(seen.text, map(seen.span_here, numbers))
        ordered = sorted(some, key=lambda number: number.start)
        ordered = with_currencies(seen.text, ordered)
        here = map(seen.span_here, names)
        # Another tagger has the say of what is a name, and where: no mention is added, none changes its type.
        settled = settle(seen.text, here) if self.external is None else sorted(here)
        found = apart(seen.text, self.gazetteer.apply(seen.text, settled), ordered, self.gazetteer)
        some_names, some_numbers = _raw(seen, found)
        hidden = touched(no_prose(text))
        some_names = [name for name in some_names if not hidden(name.start, name.end)]
        some_numbers = [number for number in some_numbers if not hidden(number.start, number.end)]
        return Analysis(tuple(some_names), tuple(some_numbers), self.version)

    def _tag(self, sentences: Sequence[str], dates: Sequence[str | None]) -> list[Found]:
        seen = [legible(sentence) for sentence in sentences]
        texts = [one.text for one in seen]
        simple = to_simplified("".join(texts))
        bounds = [*accumulate(map(len, texts), initial=0)]
        converted = [simple[start:end] for start, end in pairwise(bounds)]
        named: Sequence[list[Name]] | None = self._with_external(lambda external: external.names(texts))
        ours = named is None
        if named is None:
            named = list(map(naming.find, converted, self.tagger.tag(texts)))
        found = []
        for one, names, simplified, date, sentence in zip(
            seen, named, converted, dates, sentences, strict=True
        ):
            listed = self.gazetteer.apply(one.text, names, simplified)
            numbers = find_numbers(one.text, date=date)
            some_names, some_numbers = _raw(one, apart(one.text, listed, numbers, self.gazetteer))
            if ours and not one.whole:
                some_names = with_rosters(sentence, some_names)
            found.append((some_names, some_numbers))
        return found


def _raw(seen: Legible, found: Found) -> Found:
    """Return what was found in what is read of a text as it stands in the text."""
    if seen.whole:
        return found
    names, numbers = found
    return list(map(seen.raw_span, names)), list(map(seen.raw_span, numbers))


def moved(span: Span, offset: int) -> Span:
    """Return a name or number of a sentence that begins at `offset`, with its place in the article."""
    return span._replace(start=span.start + offset, end=span.end + offset)


def _batches(pieces: Sequence[str]) -> Iterator[slice]:
    """Yield slices of `pieces` of about `_BATCH` characters each."""
    start = size = 0
    for index, piece in enumerate(pieces):
        size += len(piece)
        if size >= _BATCH:
            yield slice(start, index + 1)
            start, size = index + 1, 0
    if start < len(pieces):
        yield slice(start, len(pieces))
