"""Who may be speaking: the ranked names for the dialog of speakers, and completion of a typed name.

`Speakers` is built once for an article and extended as names are found and speakers are given; a list costs
the same in an article of any length, because only a window of names around the sentence is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotations.model.article import Name, Sentence
from annotations.speakers.aliases import Aliases
from annotations.speakers.person_names import fold

__all__ = ["Candidate", "Given", "Speakers", "complete"]

_WINDOW = 200
"""So many names before the sentence's cue, and as many after it, are looked at.

Chosen so that a list costs the same in an article of any length; most articles have fewer names."""
_GIVEN = 50
"""So many sentences with speakers before this one, and as many after it, are looked at. Chosen likewise."""
_WHERE = 9
"""So many sentences that name a person are told. Chosen: a row of the panel has no room for more."""

_RANK = {"PER": 0, "ORG": 1, "PRODUCT": 2}
_CLAUSE = re.compile("[，,；;：:。！？!?]")
_SPEAKING_PLACES = frozenset(
    re.findall(
        r"\w+",
        "白宫 克里姆林宫 克宫 青瓦台 五角大楼 唐宁街 唐宁街10号 总统府 爱丽舍宫 中南海 国会山 国会山庄 "
        "梵蒂冈 教廷 华尔街 硅谷",
    )
)
"""Places, simplified, whose names stand for those who work there."""


@dataclass(frozen=True, slots=True)
class Given:
    """A speaker that has been given to a quote of this article."""

    name: str
    sentence: int
    """The index of the sentence of the quote."""
    start: int | None = None
    """Where the name stands in the text, or None where it was typed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person or organisation that may be the speaker."""

    name: str
    """The fullest name that the article, or the annotator, has for it."""
    text: str
    """What stands at the occurrence; the name where there is none."""
    start: int | None
    """The occurrence nearest before the cue, else the nearest one; offsets into the article, or None."""
    end: int | None
    type: str
    """One of `annotations.model.article.NAME_TYPES`, or empty where it is not known."""
    where: tuple[int, ...]
    """The sentences nearby that name it or have it as a speaker: this one, those before, those after."""
    why: str
    """Why it stands here, in a few words."""


@dataclass(slots=True)
class _Entry:
    """A candidate in the making."""

    why: str
    name: str
    spot: tuple[int, int] | None
    type: str
    where: list[int] = field(default_factory=list)


class Speakers:
    """The names and the speakers of one article. Offsets are code points into its text."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        names: Iterable[Name] = (),
        *,
        given: Iterable[Given] = (),
        joined: Iterable[tuple[str, str]] = (),
        parted: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Know the names of an article, and the speakers given so far.

        `joined` and `parted` are pairs of names that people have said to be one, or not to be.
        """
        self._text = text
        self._sentences = sentences
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._names: list[Name] = []
        self._starts: list[int] = []
        self._given: dict[int, list[Given]] = {}
        self._given_at: list[int] = []
        self.aliases = Aliases(joined=joined, parted=parted)
        self.see(names)
        for one in given:
            self.give(one)

    def see(self, names: Iterable[Name]) -> None:
        """Take names that have been found, in any order; one that begins where another does replaces it."""
        by_start = {name.start: name for name in self._names} | {name.start: name for name in names}
        self._names = sorted(by_start.values(), key=lambda name: name.start)
        self._starts = [name.start for name in self._names]
        for name in self._names:
            if name.type in ("PER", "ORG"):
                self.aliases.add(self._text[name.start : name.end], name.type)

    def give(self, given: Given) -> None:
        """Take a speaker that has been given; an empty name, of who is unknown, counts for nothing."""
        if not given.name.strip():
            return
        self.aliases.add(given.name)
        if given.sentence not in self._given:
            insort(self._given_at, given.sentence)
        self._given.setdefault(given.sentence, []).append(given)

    def take_back(self, sentence: int) -> None:
        """Forget the speakers given to the quotes of a sentence."""
        if self._given.pop(sentence, None) is not None:
            self._given_at.remove(sentence)

    def candidates(
        self, sentence: int, *, cue: int | None = None, ruled: Sequence[tuple[int, int]] = (), limit: int = 9
    ) -> list[Candidate]:
        """Return who may be the speaker of a quote in the sentence of this index, the likeliest first.

        Args:
            sentence: The index of the sentence.
            cue: Where its verb of saying begins, or None.
            ruled: Where the speakers stand that a rule has found.
            limit: How many candidates there may be.

        The order is: the rule's own; the names in the sentence before the cue, those nearest to it first,
        then those after it; speakers of earlier sentences, the latest first; people and organisations named
        before; speakers of later sentences; names after. Names of one person are one candidate.
        """
        bounds = self._sentences[sentence]
        entries: dict[str, _Entry] = {}
        for start, end in ruled:
            self._enter(entries, "by rule", self._text[start:end], (start, end), self._type_at(start, end))
        for name, why in self._here(bounds, cue):
            self._enter(entries, why, self._text[name.start : name.end], (name.start, name.end), name.type)
        for given in self._given_near(sentence, before=True):
            self._enter_given(entries, given)
        before, after = self._around(bounds)
        for name in before:
            self._enter_named(entries, name)
        for given in self._given_near(sentence, before=False):
            self._enter_given(entries, given)
        for name in after:
            self._enter_named(entries, name)
        chosen = list(entries.values())[:limit]
        return [self._candidate(entry, sentence) for entry in chosen]

    def names(self) -> list[str]:
        """Return the names of the article's people and organisations, and of its speakers, for `complete`."""
        return self.aliases.written()

    def _enter(
        self, entries: dict[str, _Entry], why: str, text: str, spot: tuple[int, int] | None, kind: str
    ) -> None:
        """Add a candidate, or what is new of one that is there."""
        group = self.aliases.group(text)
        entry = entries.get(group)
        if entry is None:
            entry = entries[group] = _Entry(why, text, spot, kind)
        entry.spot = entry.spot or spot
        entry.type = entry.type or kind
        if spot is not None:
            entry.where.append(self._sentence_at(spot[0]))

    def _enter_given(self, entries: dict[str, _Entry], given: Given) -> None:
        end = None if given.start is None else given.start + len(given.name)
        spot = None
        if given.start is not None and end is not None and self._text[given.start : end] == given.name:
            spot = (given.start, end)
        kind = self._type_at(*spot) if spot else ""
        self._enter(entries, f"speaker of {given.sentence + 1}", given.name, spot, kind)
        entries[self.aliases.group(given.name)].where.append(given.sentence)

    def _enter_named(self, entries: dict[str, _Entry], name: Name) -> None:
        why = f"named in {self._sentence_at(name.start) + 1}"
        self._enter(entries, why, self._text[name.start : name.end], (name.start, name.end), name.type)

    def _candidate(self, entry: _Entry, sentence: int) -> Candidate:
        where = sorted(set(entry.where), key=lambda other: (other > sentence, abs(other - sentence)))
        start, end = entry.spot or (None, None)
        text = self._text[start:end] if entry.spot else entry.name
        name = self.aliases.canonical(entry.name)
        return Candidate(name, text, start, end, entry.type, tuple(where[:_WHERE]), entry.why)

    def _here(self, bounds: Sentence, cue: int | None) -> Iterator[tuple[Name, str]]:
        """Yield the names in the sentence that may speak: before the cue from it back, then after it."""
        first, last = bisect_left(self._starts, bounds.start), bisect_left(self._starts, bounds.end)
        at = bounds.start if cue is None else cue
        middle = bisect_left(self._starts, at, first, last)
        before = self._names[max(first, middle - _WINDOW) : middle]
        after = self._names[middle : min(last, middle + _WINDOW)]
        if before:
            marks = [found.start() for found in _CLAUSE.finditer(self._text, before[0].start, at)]
            may = [name for name in before if self._may_speak(name, at)]
            may.sort(key=lambda n: (len(marks) - bisect_left(marks, n.end), _RANK.get(n.type, 3), -n.start))
            for name in may:
                yield name, "this sentence, before the cue"
        if after:
            marks = [found.start() for found in _CLAUSE.finditer(self._text, at, after[-1].end)]
            may = [name for name in after if self._may_speak(name, None)]
            may.sort(key=lambda n: (bisect_left(marks, n.start), _RANK.get(n.type, 3), n.start))
            for name in may:
                yield name, "this sentence" if cue is None else "this sentence, after the cue"

    def _may_speak(self, name: Name, cue: int | None) -> bool:
        """Tell whether a name may be a speaker's; of places, one that stands for an institution."""
        if name.type != "LOC":
            return True
        if cue is not None and 0 <= cue - name.end <= 1:
            return True  # 北京表示, 北京也表示
        return fold(self._text[name.start : name.end]) in _SPEAKING_PLACES

    def _around(self, bounds: Sentence) -> tuple[list[Name], list[Name]]:
        """Return the people and organisations before the sentence and after it, those nearest first."""
        first, last = bisect_left(self._starts, bounds.start), bisect_left(self._starts, bounds.end)
        here = self._sentence_at(bounds.start)

        def nearness(name: Name) -> tuple[int, int, int]:
            return (
                abs(self._sentence_at(name.start) - here),
                _RANK.get(name.type, 3),
                abs(name.start - bounds.start),
            )

        def near(names: Sequence[Name]) -> list[Name]:
            who = (
                n for n in names if n.type in ("PER", "ORG") or (n.type == "LOC" and self._may_speak(n, None))
            )
            return sorted(who, key=nearness)

        return near(self._names[max(0, first - _WINDOW) : first]), near(self._names[last : last + _WINDOW])

    def _given_near(self, sentence: int, *, before: bool) -> Iterator[Given]:
        """Yield the speakers of this sentence and the earlier ones, latest first, or of later ones."""
        middle = bisect_right(self._given_at, sentence)
        at = (
            self._given_at[max(0, middle - _GIVEN) : middle][::-1]
            if before
            else self._given_at[middle : middle + _GIVEN]
        )
        for other in at:
            yield from reversed(self._given[other])

    def _sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def _type_at(self, start: int, end: int) -> str:
        """Return the type of the last name that lies in a range of the text, or an empty string."""
        at = bisect_left(self._starts, end) - 1
        return self._names[at].type if at >= 0 and self._names[at].end > start else ""


def complete(typed: str, names: Iterable[str], limit: int = 9) -> list[str]:
    """Return the names that hold what is `typed`, in either script and whatever the case.

    First those that begin with it, then those one of whose parts does, then those that have it anywhere;
    within each in the order given. Nothing typed completes to nothing.
    """
    wanted = fold(typed)
    if not wanted:
        return []
    found: list[list[str]] = [[], [], []]
    for name in dict.fromkeys(names):
        folded = fold(name)
        at = folded.find(wanted)
        if at < 0:
            continue
        inner = f"·{wanted}" in folded or f" {wanted}" in folded
        found[0 if at == 0 else 1 if inner else 2].append(name)
    return [name for group in found for name in group][:limit]
