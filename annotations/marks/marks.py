"""What one annotator has said of the sentences of one article.

A mark is a record about an interval of the text; sentences are a view. What a sentence carries is what
the marks that overlap it say, so that a changed sentence bound moves no mark.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeGuard

from annotations.marks.coverage import Coverage
from annotations.marks.said import Said, said_by
from annotations.marks.spans import Spans
from annotations.model.article import Article
from annotations.records.kinds import Correction
from annotations.records.lead_kinds import OfSentence
from annotations.records.record import Newest, Record

__all__ = ["Marks", "Said", "Whole", "corrections_held", "to_be_tagged"]


_NOTHING = Said()
_NO_LABELS: frozenset[str] = frozenset()


class Whole(NamedTuple):
    """What is said of an article as a whole."""

    labels: frozenset[str] = frozenset()
    attributes: Mapping[str, object] = MappingProxyType({})


class Marks:
    """The marks of one annotator over the sentences of `article`, kept current by `apply`."""

    def __init__(
        self,
        article: Article,
        records: Iterable[Record] = (),
        lacks: Callable[[Said], bool] = lambda said: False,
        kind: Literal["sentence", "decision"] = "sentence",
        labels: Collection[str] | None = None,
    ) -> None:
        """Take in `records` of `article`; `lacks` tells whether what is said of a sentence is not all.

        `kind` is the kind of record that says something of sentences: ``decision`` shows what a lead has
        decided as if it were marked, and nothing that the lead has marked. `labels` are those that the scheme
        has; None takes any label for one of them.
        """
        self.article = article
        self._kind = kind
        self._lacks = lacks
        self._labels = None if labels is None else frozenset(labels)
        self._wanting: set[int] = set()
        self._starts = [sentence.start for sentence in article.sentences]
        self._ends = [sentence.end for sentence in article.sentences]
        self._counted = to_be_tagged(article)
        self.size = sum(self._counted)
        """How many sentences are to be tagged."""
        self._records: dict[str, Record] = {}
        self._corrections: dict[str, Correction] = {}
        self.spans = Spans(article.text)
        """Names and numbers as they were mended."""
        self._over: dict[int, list[OfSentence]] = {}
        self._said: dict[int, Said] = {}
        self.out_of_place: list[OfSentence] = []
        """Marks whose quoted text is not what stands there: reported, never shown elsewhere."""
        self.coverage = Coverage()
        """Whether the article is done, and what of it was seen."""
        self.whole = Whole()
        """What is said of the article as a whole."""
        self.settled = 0
        """Sentences to be tagged that have a label or an explicit none."""
        self.apply(records)

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def done(self) -> bool:
        """Tell whether the annotator marked the article done."""
        return self.coverage.done

    @property
    def unsaid(self) -> bool:
        """Tell whether nothing at all has been said of the article."""
        return not self._records

    def said(self, index: int) -> Said:
        """Return what is said of sentence `index`."""
        return self._said.get(index, _NOTHING)

    def unknown(self, index: int) -> frozenset[str]:
        """Return the labels of sentence `index` that the scheme does not have."""
        labels = self.said(index).labels
        return labels - self._labels if labels and self._labels is not None else _NO_LABELS

    def record(self, uid: str) -> Record | None:
        """Return the newest record with `uid`, a deleted one too."""
        return self._records.get(uid)

    def all_records(self) -> list[Record]:
        """Return the records of every kind that are not deleted, in the order in which they came."""
        return [one for one in self._records.values() if not one["deleted"]]

    def over(self, index: int) -> Sequence[OfSentence]:
        """Return the marks that overlap sentence `index`, in order of their start."""
        return self._over.get(index, ())

    @property
    def corrections(self) -> list[Correction]:
        """Return the corrections of damaged places that hold, ascending."""
        text = self.article.text
        live = [
            one
            for one in self._corrections.values()
            if not one["deleted"] and text[one["start"] : one["end"]] == one["quote"]
        ]
        return sorted(live, key=_start)

    def counts(self, index: int) -> bool:
        """Tell whether sentence `index` is to be tagged."""
        return bool(self._counted[index])

    def is_open(self, index: int) -> bool:
        """Tell whether nothing was decided of sentence `index`, not even by marking the article done."""
        return not self.done and bool(self._counted[index]) and not self.said(index).settled

    def wants_attention(self, index: int) -> bool:
        """Tell whether sentence `index` is open, flagged, or lacks something."""
        return index in self._wanting or self.is_open(index)

    def next_wanting(self, index: int, step: int) -> int | None:
        """Return the next sentence that wants attention, from `index` on or back by `step`, going round."""
        count = len(self._starts)
        if self.done or self.settled == self.size:  # then few want it, and they are known
            others = [other for other in self._wanting if other != index] or list(self._wanting)
            return min(others, key=lambda other: (other - index) * step % count or count, default=None)
        for distance in range(1, count + 1):
            other = (index + step * distance) % count
            if self.wants_attention(other):
                return other
        return None

    def lacking(self) -> list[int]:
        """Return the sentences that lack something, ascending."""
        return sorted(index for index in self._wanting if self._lacks(self.said(index)))

    def flagged(self) -> Iterator[int]:
        """Yield the sentences with a flag, ascending."""
        return iter(sorted(index for index, said in self._said.items() if said.flag))

    def quoted(self) -> Iterator[tuple[int, Said]]:
        """Yield the sentences that quote somebody and what is said of them, ascending."""
        return iter(sorted(((index, said) for index, said in self._said.items() if said.quotes), key=_first))

    def apply(self, records: Iterable[Newest]) -> set[int]:
        """Take in newer revisions of `records`; return the sentences whose marks they touch.

        What is about another article is left out: one act may be about many.
        """
        touched: set[int] = set()
        here = [one for one in records if one["kind"] != "unreadable" and one["article"] == self.article.id]
        marking = self._kind == "sentence"
        if marking:  # a lead's own names and numbers are one annotator's word among others
            self.spans.apply(here)
        for record in here:
            uid, kind = record["uid"], record["kind"]
            old = self._records.get(uid)
            self._records[uid] = record
            if kind != self._kind:
                if kind == "article" and marking:
                    self.coverage = Coverage.of(self._records.values())
                    self.whole = _whole(self._records.values())
                elif record["kind"] == "correction":
                    self._corrections[uid] = record
                continue
            if not _is_of_sentence(record):
                continue
            if old is not None and _is_of_sentence(old):
                for index in self._sentences(old["start"], old["end"]):  # its bounds may have been others
                    self._over[index] = [mark for mark in self._over.get(index, ()) if mark is not old]
                    touched.add(index)
                self.out_of_place = [mark for mark in self.out_of_place if mark is not old]
            if record["deleted"]:
                continue
            if self.article.text[record["start"] : record["end"]] != record["quote"]:
                self.out_of_place.append(record)
                continue
            for index in self._sentences(record["start"], record["end"]):
                if over := self._over.get(index):
                    over.append(record)
                    over.sort(key=_start)
                else:
                    self._over[index] = [record]
                touched.add(index)
        for index in touched:
            self._say(index)
        return touched

    def _sentences(self, start: int, end: int) -> range:
        """Return the sentences that ``[start, end)`` overlaps."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def _say(self, index: int) -> None:
        """Work out anew what is said of sentence `index`."""
        before = self._said.pop(index, _NOTHING)
        marks = self._over.get(index)
        if marks:
            said = self._said[index] = said_by(marks, self.article.text)
        else:
            said = _NOTHING
        if said.flag or self._lacks(said):
            self._wanting.add(index)
        else:
            self._wanting.discard(index)
        self.settled += (said.settled - before.settled) * self._counted[index]


def _whole(records: Iterable[Record]) -> Whole:
    said = [one for one in records if one["kind"] == "article" and not one["deleted"]]
    return Whole(
        frozenset(label for one in said for label in one.get("labels", ())),
        {name: value for one in said for name, value in one.get("attributes", {}).items()},
    )


def to_be_tagged(article: Article) -> bytes:
    """Return 1 for each sentence that is to be tagged: title, byline and the like are not.

    Where an article has nothing else, they are.
    """
    body = bytes(sentence.part == "body" for sentence in article.sentences)
    return body if any(body) else bytes([1]) * len(body)


def corrections_held(marks: Marks, lead: Iterable[Record] | None) -> list[tuple[int, int, str]]:
    """Return the corrections that hold in the article of `marks`: start, end, and what is shown there.

    `lead` are the records of the lead's layer for the article, or None where `marks` are the lead's own.
    """
    if lead is not None:
        marks = Marks(marks.article, [one for one in lead if one["kind"] == "correction"])
    return [(one["start"], one["end"], one["text"]) for one in marks.corrections]


def _first(pair: tuple[int, Said]) -> int:
    return pair[0]


def _start(record: OfSentence | Correction) -> int:
    return record["start"]


def _is_of_sentence(record: Record) -> TypeGuard[OfSentence]:
    return record["kind"] == "sentence" or record["kind"] == "decision"
