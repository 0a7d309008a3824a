"""What one annotator judged of one sentence: the one definition that everything asks.

Agreement, settling, votes, gold, the columns of a review and the status of an export count what this says:

- Marks that overlap the sentence say labels or an explicit none: that is said, in a finished article or not.
  A mark that holds a note or a flag only says nothing.
- Where nothing is said, none is implied if the article is done and the sentence was seen. What was not seen
  was not judged; :mod:`annotations.marks.coverage` says when a sentence was seen.
- Titles, bylines and captions are not judged, nor is anything of an article in which a mark of the annotator
  quotes another text than stands there: what is not said of the other sentences says nothing either.
- A scheme changes in mid-project. A mark counts, whichever version it was made under, as long as the scheme
  still has every label that it says. A sentence with one that is gone is not judged; the others are.

A lead settles what is said now. Agreement measures only what was said before a review, and before others were
seen: of a mark that was changed later, the labels that it had before. Nor does it measure what was said while
a model's prediction was shown, with which two people agree and not with each other. That is asked for as
`independent`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotations.marks.coverage import Coverage
from annotations.marks.marks import Marks
from annotations.records.kinds import SentenceMark

__all__ = [
    "CHANGED",
    "COUNTING",
    "LATE",
    "PART",
    "WHYS",
    "Judgement",
    "barred",
    "barred_in",
    "independent",
    "is_changed",
    "judged",
    "judgement",
    "status_of",
]

WHYS = (
    "marked",
    "none",
    "implied",
    "before review",
    "open",
    "unseen",
    "after review",
    "text differs",
    "unknown label",
    "prediction",
)
"""Why a judgement counts, or does not."""
COUNTING = 4
"""So many of `WHYS`, the first, say that it counts."""
PART = "part"
"""Why nothing is judged of a title, a byline and the like, which are asked of nobody."""

_MARKED, _NONE, _IMPLIED, _BEFORE, _OPEN, _UNSEEN, _AFTER, _DIFFERS, _UNKNOWN, _SHOWN = WHYS
_COUNTS = frozenset(WHYS[:COUNTING])
LATE = _AFTER
"""Why what was said only after others were seen does not count."""
CHANGED = frozenset((_BEFORE, _AFTER))
"""Why something else is judged now than what is taken for independent."""


class Judgement(NamedTuple):
    """What one annotator judged of one sentence, or why that one judged nothing."""

    why: str
    """One of `WHYS`, or `PART`."""
    labels: tuple[str, ...] = ()
    """Empty where none applies, and where nothing was judged."""

    @property
    def counts(self) -> bool:
        """Tell whether it is a judgement: labels, none that was said, or none that is implied."""
        return self.why in _COUNTS

    @property
    def implied(self) -> bool:
        """Tell whether it is an implied none: the article is done and the sentence was seen."""
        return self.why == _IMPLIED


_EXPLICIT = Judgement(_NONE)
_BY_DONE = Judgement(_IMPLIED)
_UNJUDGED = Judgement(_UNKNOWN)


def judged(
    marks: Sequence[SentenceMark],
    coverage: Coverage,
    start: int,
    end: int,
    *,
    known: Collection[str],
    barred: str = "",
    independent: bool = False,
) -> Judgement:
    """Return what an annotator judged of the sentence from `start` to `end`.

    Args:
        marks: The annotator's marks that overlap it, none of them deleted or out of place.
        coverage: What of the article the annotator has been through.
        start: Where the sentence begins, within the bounds that the lead gave it.
        end: Where it ends.
        known: The labels that the scheme has.
        barred: Why nothing of the article counts, as :func:`barred` says; empty if it does.
        independent: Whether to leave out what was said only after a review, or beside a prediction.
    """
    if barred:
        return Judgement(barred)
    if independent and any("predicted" in one for one in marks):
        return Judgement(_SHOWN)
    labels: tuple[str, ...] = ()
    why = _OPEN
    if len(marks) == 1 and not (independent and "first_labels" in marks[0]):  # nearly all of them
        labels, why = tuple(marks[0]["labels"]), marks[0]["status"]  # which are called as in `WHYS`
    elif marks:
        labels, why = _first(marks) if independent and any(map(_was_reviewed, marks)) else _now(marks)
    if any(label not in known for label in labels):
        return Judgement(_UNKNOWN)
    if why != _OPEN or not coverage.done:
        return Judgement(why, labels)
    if independent and coverage.helped and coverage.saw(start, end):
        return Judgement(_SHOWN)
    return _BY_DONE if coverage.saw(start, end) else Judgement(_UNSEEN)


def independent(first: Judgement, now: Judgement) -> Judgement:
    """Return the judgement that agreement takes, of what was judged before others were seen and of now's.

    What was judged before counts; that it was changed since is the reason then. What was judged only since
    does not count.
    """
    if first.counts:
        return first._replace(why=_BEFORE) if is_changed(first, now) else first
    return Judgement(_AFTER) if now.counts and first.why in (_OPEN, _UNSEEN) else first


def is_changed(first: Judgement, now: Judgement) -> bool:
    """Tell whether something else, or nothing, is judged now than what was judged first."""
    return not now.counts or frozenset(first.labels) != frozenset(now.labels)


def judgement(marks: Marks, index: int, *, barred: str = "") -> Judgement:
    """Return what the annotator of `marks` judges now of sentence `index`; see :func:`judged`."""
    if not marks.counts(index):
        return Judgement(PART)
    if barred:
        return Judgement(barred)
    said = marks.said(index)  # what the marks say together is known already
    if said.labels:
        return _UNJUDGED if marks.unknown(index) else _labelled(said.labels)
    if said.none:
        return _EXPLICIT
    sentence = marks.article.sentences[index]
    return judged((), marks.coverage, sentence.start, sentence.end, known=())


def status_of(marks: Marks, index: int) -> str:
    """Return how sentence `index` stands: ``marked``, ``none``, ``implied`` or ``open``.

    ``implied`` is none because the article is done and the sentence was seen. What was not seen is ``open``,
    and so is a title that nothing was said of: neither was judged.
    """
    said = marks.said(index)
    if said.labels:
        return _MARKED
    if said.none:
        return _NONE
    if not marks.done or not marks.counts(index):
        return _OPEN
    sentence = marks.article.sentences[index]
    return _IMPLIED if marks.coverage.implies_none(sentence.start, sentence.end) else _OPEN


def barred(text: str, marks: Iterable[SentenceMark]) -> str:
    """Return why nothing that an annotator says of an article counts: one of `WHYS`; empty if it does.

    Args:
        text: The article's.
        marks: All marks of sentences of it, deleted ones left out.
    """
    return _DIFFERS if any(text[one["start"] : one["end"]] != one["quote"] for one in marks) else ""


def barred_in(marks: Marks) -> str:
    """Return the same as :func:`barred`, of marks that are already laid over their article."""
    return _DIFFERS if marks.out_of_place else ""


@lru_cache(maxsize=1024)
def _labelled(labels: frozenset[str]) -> Judgement:
    return Judgement(_MARKED, tuple(sorted(labels)))


def _now(marks: Sequence[SentenceMark]) -> tuple[tuple[str, ...], str]:
    """Return the labels that overlapping marks say together, and whether that is labels, none or nothing."""
    labels = tuple(dict.fromkeys(label for mark in marks for label in mark["labels"]))
    if labels:
        return labels, _MARKED
    return (), _NONE if any(mark["status"] == "none" for mark in marks) else _OPEN


def _first(marks: Sequence[SentenceMark]) -> tuple[tuple[str, ...], str]:
    """Return the labels that overlapping marks said together before a review, and whether these count."""
    labels: dict[str, None] = {}
    none = False
    for mark in marks:
        before = mark.get("first_labels")
        if isinstance(before, list):
            labels.update(dict.fromkeys(one for one in before if isinstance(one, str)))
            none = none or (not before and mark.get("first_status", "none") == "none")
        else:
            labels.update(dict.fromkeys(mark["labels"]))
            none = none or mark["status"] == "none"
    if labels or none:
        return tuple(labels), _BEFORE
    return (), _AFTER  # to be done with the article afterwards is no free judgement


def _was_reviewed(mark: SentenceMark) -> bool:
    return isinstance(mark.get("first_labels"), list)
