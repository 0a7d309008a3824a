"""What each kind of record holds, as types: a record that follows the schema has these keys, of these types.

A record is a plain dict as it was read, so that keys which no type names survive a copy and a round trip.
:mod:`annotations.records.validation` checks what is said here when a layer is read; whoever gets a record may
rely on every key that is not ``NotRequired``. What validation does not look into, such as the inside of
quotes, is an ``object`` here: it may be anything that JSON has. What a lead says, and the answer to it, is in
:mod:`annotations.records.lead_kinds`.
"""

# Types are no strings here, so that each kind knows at run time which keys it needs.
from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

__all__ = [
    "CHECKSUM",
    "SCHEMA",
    "Amount",
    "ArticleMark",
    "Assisted",
    "BoundsAct",
    "BoundsRecord",
    "Correction",
    "LayerHead",
    "OfPlace",
    "OfText",
    "Ownership",
    "RemarkRecord",
    "Reviewed",
    "SaidFields",
    "SaidOfArticle",
    "SentenceMark",
    "SpanAct",
    "SpanRecord",
    "Status",
    "TagFields",
    "Unreadable",
    "What",
]

SCHEMA = 1
"""The newest form of a record that this program understands."""
CHECKSUM = "sum"
"""The key under which a record carries its checksum on disk, and in memory only if that is wrong."""

Status = Literal["marked", "none", "open"]
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
    carried: NotRequired[object]
    """Of which text, record and revision it was laid over this one; see :mod:`annotations.editions.carry`."""
    imported: NotRequired[object]
    """The import that made it; see :mod:`annotations.records.origin`."""
    sum: NotRequired[object]
    """The checksum as it was read, where it is wrong; see :mod:`annotations.storage.layer.checksum`."""


class OfText(Ownership):
    """What every record has: its form, how it is called, and the article that it is about."""

    schema: int
    uid: str
    article: str


class OfPlace(OfText):
    """What a record has that is about one place of an article."""

    start: int
    end: int
    quote: str


class TagFields(TypedDict):
    """What a mark and a decision both say of a sentence, but for the note."""

    status: Status
    labels: list[str]
    voice: str | None
    voice_by: NotRequired[object]
    """Who set the voice: ``default`` or ``person``."""
    quotes: Sequence[Mapping[str, object]]
    """Nothing in them is checked; :func:`annotations.model.quotes.sound_quote` makes sense of each."""
    attributes: NotRequired[Mapping[str, object]]
    """The first layers had none."""


class SaidFields(TagFields):
    """What a mark and a decision both say of a sentence."""

    note: str


class Reviewed(TypedDict, total=False):
    """What a mark carries that was changed after others had spoken about its sentence."""

    after_review: object
    first_labels: object
    first_status: object
    """What it said before; see :func:`annotations.records.independence.after_review`."""


class Assisted(TypedDict, total=False):
    """What a mark carries that was made while the annotator was shown what models say of its sentence.

    And what a record of a name or number carries, likewise of the place.
    """

    predicted: object
    """By the model's name the labels, types or kinds that it predicts, and ``followed``: the models
    that say what the mark says; see :func:`annotations.records.assistance.assisted`."""


class SentenceMark(OfPlace, SaidFields, Reviewed, Assisted):
    """What an annotator says of a sentence."""

    kind: Literal["sentence"]
    flag: bool


class SaidOfArticle(TypedDict, total=False):
    """What a mark of an article carries once something was said of the whole of it."""

    labels: list[str]
    attributes: Mapping[str, object]
    predicted: object
    """True where the annotator was shown what models say of sentences without a mark when it was done."""
    predicted_spans: object
    """True where names or numbers that models mark were shown then, and not taken."""


class ArticleMark(OfText, SaidOfArticle):
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


class SpanRecord(OfPlace, Assisted):
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


class BoundsRecord(OfPlace):
    """A join or a split of sentences at one place."""

    kind: Literal["bounds"]
    act: BoundsAct
    at: int


class Correction(OfPlace):
    """What is shown in place of a damaged place."""

    kind: Literal["correction"]
    text: str


class RemarkRecord(OfPlace):
    """What somebody says about a sentence after its note; see :mod:`annotations.records.remarks`."""

    kind: Literal["remark"]
    to: str
    """Whose marks it is about."""
    text: str
    """Of any number of lines; not empty."""


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
