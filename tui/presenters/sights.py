"""What the panel is told of the sentence under the cursor: in reading, and in review."""

# Types are no strings here, for a NamedTuple compiles those, at every start.
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.article import Name, Number
from tui.layout.pieces import HIGHLIGHTS

if TYPE_CHECKING:
    from annotations.reading.scars import Scar
    from tui.presenters.wide import Wide

__all__ = ["Decided", "Place", "QuoteSight", "ReviewSight", "Sight", "Stance"]


class Decided(NamedTuple):
    """A decision about the sentence."""

    labels: Sequence[tuple[str, int]]
    """Each label with its place in the scheme from 1; none where no label applies."""
    words: str
    """Who decided, how and why."""
    details: Sequence[str] = ()
    stale: bool = False
    since: Sequence[str] = ()
    """What was said against it since, and who is absent of those it rests on, a line each."""


class Stance(NamedTuple):
    """What one annotator or several say of a sentence."""

    names: Sequence[tuple[str, str]]
    """The key that accepts it, or an empty string, and the annotator."""
    labels: Sequence[tuple[str, int]]
    """Each label with its place in the scheme from 1; 0 where the scheme has none such."""
    state: str = ""
    """What to say where there is none."""
    details: Sequence[str] = ()
    """What hangs on the labels: voice, quotes, attributes."""
    notes: Sequence[tuple[str, str]] = ()
    """Who has written which note, or a flag."""
    times: Sequence[tuple[str, str]] = ()
    """Who said it last when."""
    counts: bool = True
    """Whether it is a judgement."""


class QuoteSight(NamedTuple):
    """What the panel shows of one quote."""

    form: str
    speakers: str
    """Their names; empty where they are not known."""
    by: str = ""
    """Who says so, in words: ``rule: name + 表示``."""
    cont: bool = False
    words: str = ""
    """How the quoted words begin; empty where they are not set apart."""
    proposed: bool = False
    """True where a rule found it and nobody has said that it is one."""


class Sight(NamedTuple):
    """What the panel shows."""

    sentence: int
    """Its number, from 1."""
    labels: Sequence[tuple[str, int]] = ()
    """The labels it carries, each with its place in the scheme from 1; 0 where the scheme has none such."""
    state: str = ""
    """What to say where it carries none."""
    flag: bool = False
    note: str = ""
    unread: bool = False
    """Whether something was answered to it that was not read."""
    part: str = ""
    """Which part of the article it belongs to, if not the body."""
    voice: str = ""
    voice_set: bool = False
    """Whether a person set the voice."""
    quotes: Sequence[QuoteSight] = ()
    lacking: Sequence[str] = ()
    """What it lacks of what its labels ask for."""
    attributes: Sequence[tuple[str, str]] = ()
    disputed: bool = False
    """Whether two programs made the same revision of what is said of it."""
    bounds: str = ""
    """Who proposes to join or split it."""
    names: Sequence[tuple[str, Name]] = ()
    numbers: Sequence[tuple[str, Number]] = ()
    unlisted: tuple[int, int] = (0, 0)
    """How many more names and numbers there are than these: a sentence may hold a hundred thousand."""
    scars: Sequence[tuple[str, "Scar"]] = ()
    """Places that mis-decoded bytes have damaged."""
    corrected: frozenset[int] = frozenset()
    """Where those begin that are shown corrected."""
    chosen: int = 1
    """How many sentences a tag goes to."""
    open: Sequence[int] = ()
    """Numbers of open sentences, from 1, those after the cursor first."""
    flagged: Sequence[int] = ()
    message: str = ""
    message_style: str = "dim"
    pending: str = ""
    """What is still being worked on, as ``finding names..``."""
    hidden: frozenset[str] = frozenset()
    whole: Sequence[tuple[str, str]] = ()
    """What is said of the article as a whole, each with its look."""
    kinds: Sequence[str] = HIGHLIGHTS
    """What can be highlighted."""
    """The kinds of names, and ``number``, that the text does not show."""
    stances: Sequence[Stance] = ()
    """What others say, where that may be seen."""
    predicted: Sequence[str] = ()
    """What models say of it, a line each."""
    marked: Sequence[tuple[str, str]] = ()
    """Names and numbers that models alone mark in it: the text, and what it is by whom."""
    decided: Sequence[Decided] = ()
    returned: Sequence[str] = ()
    """What the lead gave back, a line each."""
    wide: "Wide | None" = None
    """What there is room for in a panel at the right."""


class Place(NamedTuple):
    """A name or number on which annotators differ."""

    text: str
    versions: Sequence[tuple[str, str]]
    """What it is in words, and who says so; those whom most agree with first."""
    state: str
    relation: str = ""
    """How the versions differ, in words."""
    chosen: bool = False


class ReviewSight(NamedTuple):
    """What the panel shows."""

    sentence: int
    """Its number, from 1."""
    state: str = ""
    differing: Sequence[str] = ()
    part: str = ""
    chosen: int = 1
    """How many sentences a key decides."""
    stances: Sequence[Stance] = ()
    decided: Sequence[Decided] = ()
    places: Sequence[Place] = ()
    returned: Sequence[str] = ()
    """To whom the sentence was given back, and what came back, a line each."""
    threads: Sequence[tuple[str, bool]] = ()
    """What was said last in each thread about it, and whether that was not read."""
    wanted: str = ""
    """What is looked for."""
    left: Sequence[int] = ()
    """Numbers of the sentences of the article that are looked for, from 1."""
    wide: "Wide | None" = None
    """What there is room for in a panel at the right."""
    message: str = ""
    message_style: str = "dim"
