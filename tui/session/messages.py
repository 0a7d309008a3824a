"""What the parts of a session tell whoever is at work with it, from any thread. They carry results only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, dataclass_transform

from annotations.errors import ZhupiError
from annotations.model.article import Article, Name, Number
from annotations.records.acts import Changed
from annotations.records.lead_kinds import Decision, SpanDecision
from annotations.records.record import Record
from tui.layout.lines import Page
from tui.layout.pieces import Highlights

if TYPE_CHECKING:
    from annotations.adjudication.filters import Filter
    from annotations.adjudication.sentences import Decisions
    from annotations.adjudication.spans import SpanUnit
    from annotations.reading.scars import Scar

__all__ = [
    "Analysed",
    "AnalysisFailed",
    "ArticleReady",
    "Dull",
    "HubMoved",
    "LayerFailed",
    "LayerReady",
    "MarksKnown",
    "News",
    "NothingToOpen",
    "Noticed",
    "OthersChanged",
    "OthersKnown",
    "PartAnalysed",
    "Restored",
    "SaveFailed",
    "Saved",
    "ScarsFound",
    "UnanimousFound",
    "Waiting",
]


@dataclass_transform(eq_default=False)
class News:
    """Something about the session: whoever is at work with it by then hears it.

    Each kind names what it carries as a dataclass does, and is checked as one. It is none, for the code that
    dataclasses make of themselves is compiled at every start.
    """

    def __init__(self, *values: object, **named: object) -> None:
        self.__dict__.update(zip(type(self).__annotations__, values, strict=False), **named)


class LayerReady(News):
    """The annotator's layer can be read and written."""

    notices: Sequence[str]
    history: Sequence[Sequence[Changed]] = ()
    """Its last acts, oldest first: each record before and after."""
    general: Sequence[str] = ()
    """Those of `notices` that hold whichever article is open."""


class MarksKnown(News):
    """The marks of an article can be shown, before the whole layer has been read."""

    article: str


class Noticed(News):
    """Something that the user should know and that stops nothing."""

    notices: Sequence[str]


class LayerFailed(News):
    """The annotator's layer cannot be used at all."""

    reason: str


class ArticleReady(News):
    """An article has been read and laid out."""

    index: int
    article: Article
    page: Page
    notices: Sequence[str] = ()


class NothingToOpen(News):
    """No article could be opened, and why."""

    reason: str


class PartAnalysed(News):
    """The names and numbers of some sentences of an article."""

    article: str
    sentences: range
    names: Sequence[Name]
    numbers: Sequence[Number]


class Analysed(News):
    """All names and numbers of an article."""

    article: str
    highlights: Highlights


class ScarsFound(News):
    """The damaged places of an article."""

    article: str
    scars: Sequence[Scar]


class AnalysisFailed(News):
    """An article could not be analysed; it can be annotated all the same."""

    article: str
    reason: str


class Saved(News):
    """These records are on disk."""

    records: Sequence[Record]


class Restored(News):
    """What memory held and the file had lost has been written back."""


class SaveFailed(News):
    """These records are not on disk, and why."""

    records: Sequence[Record]
    error: ZhupiError


class OthersKnown(News):
    """What everybody says of an article, for an annotator who may see it."""

    decisions: Decisions
    places: Sequence[SpanUnit] = ()
    """The names and numbers that somebody mended, for who came to review."""
    notices: Sequence[str] = ()
    """What could not be read."""


class OthersChanged(News):
    """Others have said something new of these articles."""

    articles: Collection[str]


class HubMoved(News):
    """It stands otherwise with the team's hub than it did."""

    came: bool = False
    """Whether anything has come from it, and lies with the project."""


class Dull(News):
    """These articles have nothing that a reviewer looks for."""

    wanted: Filter
    articles: Sequence[str]


class Waiting(News):
    """What is going on while the screen waits, in words."""

    words: str


class UnanimousFound(News):
    """The decisions that settle what all agree on in the whole project, not yet taken."""

    records: Sequence[Decision | SpanDecision]
    words: str
    """What there is to say of it."""
