"""What each kind of record holds, as types: a record that follows the schema has these keys, of these types.

A record is a plain dict as it was read, so that keys which no type names survive a copy and a round trip.
:mod:`annotations.records.validation` checks what is said here when a layer is read; whoever gets a record may
rely on every key that is not ``NotRequired``. What validation does not look into, such as the inside of
quotes, is an ``object`` here: it may be anything that JSON has.
"""

# Types are no strings here, so that each kind knows at run time which keys it needs.
from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

__all__ = [
    "Amount",
    "AnswerRecord",
    "ArticleMark",
    "BoundsAct",
    "BoundsRecord",
    "ChangeAct",
    "ChangeOf",
    "Correction",
    "DecidedSpan",
    "Decision",
    "GroundOfSentence",
    "GroundOfSpans",
    "How",
    "LayerHead",
    "MigrationRecord",
    "OfSentence",
    "Overruled",
    "Ownership",
    "ReturnRecord",
    "Reviewed",
    "SaidFields",
    "SaidThen",
    "SchemeChange",
    "SeenMark",
    "SentenceMark",
    "SpanAct",
    "SpanDecision",
    "SpanRecord",
    "Status",
    "Unreadable",
    "What",
]

Status = Literal["marked", "none", "open"]
How = Literal["person", "unanimous", "majority"]
What = Literal["name", "number"]
SpanAct = Literal["add", "change", "reject"]
BoundsAct = Literal["join", "split"]


class Ownership(TypedDict):
    """Who made a revision, when, and with what; the last keys of every record."""

    annotator: str
    rev: int
    """From 1; the highest one of a record counts."""
    writer: str
    """The run of the program."""
    batch: list[str | int]
    """The act that it is part of: its id, and how many records it has."""
    scheme: str
    created: str
    updated: str
    deleted: bool
    sum: NotRequired[object]
    """The checksum as it was read, where it is wrong; see :mod:`annotations.storage.layer.checksum`."""


class _Common(Ownership):
    schema: int
    uid: str
    article: str


class _Place(_Common):
    start: int
    end: int
    quote: str


class SaidFields(TypedDict):
    """What a mark and a decision both say of a sentence."""

    status: Status
    labels: list[str]
    voice: str | None
    voice_by: NotRequired[object]
    """Who set the voice: ``default`` or ``person``."""
    quotes: Sequence[Mapping[str, object]]
    """Nothing in them is checked; :func:`annotations.model.quotes.sound_quote` makes sense of each."""
    attributes: NotRequired[Mapping[str, object]]
    """The first layers had none."""
    note: str


class Reviewed(TypedDict, total=False):
    """What a mark carries that was changed after others had spoken about its sentence."""

    after_review: object
    first_labels: object
    first_status: object
    """What it said before; see :func:`annotations.records.independence.after_review`."""


class SentenceMark(_Place, SaidFields, Reviewed):
    """What an annotator says of a sentence."""

    kind: Literal["sentence"]
    flag: bool


class ArticleMark(_Common):
    """What an annotator says of an article as a whole."""

    kind: Literal["article"]
    done: bool
    seen: list[list[int]]
    """Ranges ``[start, end]`` of the text that were under the cursor."""
    note: str


class Amount(TypedDict, total=False):
    """What a number amounts to; records that others wrote may lack any of it."""

    kind: str | None
    value: int | float | None
    high: int | float | None
    iso: str | None
    unit: str | None
    modifier: str | None


class SpanRecord(_Place):
    """What an annotator says of a name or a number."""

    kind: Literal["span"]
    what: What
    act: SpanAct
    target: list[int] | None
    """What it is about, ``[start, end]``; None where it is added, and only there."""
    type: str | None
    """Of a name that is not rejected; not empty."""
    number: Amount | None
    """Of a number that is not rejected."""
    everywhere: NotRequired[object]
    proposed: NotRequired[object]


class BoundsRecord(_Place):
    """A join or a split of sentences at one place."""

    kind: Literal["bounds"]
    act: BoundsAct
    at: int


class Correction(_Place):
    """What is shown in place of a damaged place."""

    kind: Literal["correction"]
    text: str


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
    """What all marks of the annotator there said together, beside the first of them."""


class Overruled(TypedDict):
    """A decision of another lead that was known to whoever decided anew."""

    uid: str
    rev: int


class Decision(_Place, SaidFields):
    """What a lead decided of a sentence; its status is never ``open``."""

    kind: Literal["decision"]
    how: How
    seen: list[GroundOfSentence]
    votes: dict[str, int]
    reason: str
    left_open: NotRequired[Sequence[str]]
    """What is left open of what hangs on the labels: ``voice``, ``quotes``, names of attributes."""
    overrules: NotRequired[Sequence[Overruled]]


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


class SpanDecision(_Place):
    """What a lead decided of the names, or the numbers, of one place."""

    kind: Literal["span-decision"]
    what: What
    spans: list[DecidedSpan]
    how: How
    seen: list[GroundOfSpans]
    reason: str
    note: str
    overrules: NotRequired[Sequence[Overruled]]


class _Returned(_Common):
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


class MigrationRecord(_Common):
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


class LayerHead(TypedDict):
    """The line that a layer begins with. It is no record: nobody says anything in it."""

    kind: Literal["layer"]
    schema: int
    annotator: str


class Unreadable(Ownership):
    """What stands in for a record that follows no schema: all that the next revision needs, and deleted."""

    schema: int
    uid: str
    kind: Literal["unreadable"]


OfSentence = SentenceMark | Decision
"""What says something of a sentence."""
