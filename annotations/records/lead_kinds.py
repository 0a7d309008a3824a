"""What each kind of record holds by which a lead settles, gives back or carries on, and what answers it.

:mod:`annotations.records.kinds` has all others, and says how they are read.
"""

# Types are no strings here, so that each kind knows at run time which keys it needs.
from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

from annotations.records.kinds import Amount, OfPlace, OfText, SaidFields, SentenceMark, What

__all__ = [
    "AnswerRecord",
    "CarryRecord",
    "ChangeAct",
    "ChangeOf",
    "DecidedSpan",
    "Decision",
    "Ground",
    "GroundOfSentence",
    "GroundOfSpans",
    "How",
    "MigrationRecord",
    "OfSentence",
    "Overruled",
    "ReturnRecord",
    "SaidThen",
    "SchemeChange",
    "SeenMark",
    "SpanDecision",
]

How = Literal["person", "unanimous", "majority"]


class SeenMark(TypedDict):
    """The mark that something rests on: its uid and revision, or None and 0 where there was none."""

    uid: str | None
    rev: int
    done: bool
    """Whether the annotator had marked the article done."""


class SaidThen(TypedDict, total=False):
    """What an annotator said of a sentence when it was decided; what was not said is left out."""

    labels: Sequence[str]
    voice: str
    quotes: Sequence[Mapping[str, object]]
    """Of each quote its ``form`` and the names of its ``speakers``, in the spelling that is compared."""
    attributes: Mapping[str, object]


class GroundOfSentence(SeenMark):
    """What a decision on a sentence rests on: one mark, or that there was none."""

    annotator: str
    said: NotRequired[SaidThen]
    """What all marks of the annotator there said together, beside the first of them: a later revision that
    says the same, with a note more, is no news."""


class Overruled(TypedDict):
    """A decision of another lead that was known to whoever decided anew."""

    uid: str
    rev: int


class Ground(TypedDict):
    """How a decision on a sentence came about, what it rests on, and how far it goes."""

    how: How
    seen: list[GroundOfSentence]
    votes: dict[str, int]
    left_open: NotRequired[Sequence[str]]
    """What is left open of what hangs on the labels: ``voice``, ``quotes``, names of attributes."""
    overrules: NotRequired[Sequence[Overruled]]


class Decision(OfPlace, SaidFields, Ground):
    """What a lead decided of a sentence; its status is never ``open``."""

    kind: Literal["decision"]
    reason: str


class DecidedSpan(TypedDict):
    """A name or a number as decisions have it."""

    start: int
    end: int
    type: NotRequired[str | None]
    """Of a name; not empty."""
    number: NotRequired[Amount | None]
    """Of a number."""


class GroundOfSpans(TypedDict):
    """What a decision on names or numbers rests on: what one annotator had there."""

    annotator: str
    spans: list[DecidedSpan]


class SpanDecision(OfPlace):
    """What a lead decided of the names, or the numbers, of one place."""

    kind: Literal["span-decision"]
    what: What
    spans: list[DecidedSpan]
    how: How
    seen: list[GroundOfSpans]
    reason: str
    note: str
    overrules: NotRequired[Sequence[Overruled]]


class _Returned(OfText):
    start: int | None
    end: int | None
    """Both None where it is about a whole article; the quote is then empty."""
    quote: str
    comment: str


class ReturnRecord(_Returned):
    """What a lead gives back to an annotator."""

    kind: Literal["return"]
    to: str
    seen: SeenMark


# A key that is a word of Python's needs this form.
_Answering = TypedDict("_Answering", {"return": str})  # the uid of the return


class AnswerRecord(_Returned, _Answering):
    """What the annotator answers."""

    kind: Literal["answer"]
    return_rev: int


class CarryRecord(OfText):
    """That what was said of one text holds for another one that it became; `article` is the later one."""

    kind: Literal["carry"]
    earlier: str
    """The id of the earlier one."""
    stays: bool
    """Whether the earlier text is one of the project still, as it stands in another file too."""
    rule: int
    """By which rule; see :data:`annotations.editions.alignment.RULE`."""


ChangeOf = Literal["label", "attribute", "value", "type"]
ChangeAct = Literal["rename", "merge", "split", "remove"]


class SchemeChange(TypedDict):
    """One change of a scheme that marks follow."""

    what: ChangeOf
    """``type`` is a type of names."""
    act: ChangeAct
    old: list[str]
    """What there was; several where they are merged or removed."""
    new: list[str]
    """What comes of it: nothing where it is removed, several to choose from where it is split."""
    attribute: str
    """The attribute that the values are of, by its name of before; empty for all else."""


class MigrationRecord(OfText):
    """How what was said under one version of the scheme is read under the next.

    It is about no article; :data:`annotations.records.migration.PROJECT` stands in its place.
    """

    kind: Literal["migration"]
    before: int
    """The version that it leads on; records of earlier ones follow too."""
    after: int
    changes: list[SchemeChange]
    undoes: int | None
    """The version to which the step leads that it takes back; None where it takes back none."""


OfSentence = SentenceMark | Decision
"""What says something of a sentence."""
