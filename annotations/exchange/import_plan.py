"""What of a file goes into a layer: the records to write, what is there already, what is left as it is.

Nothing here reads or writes a file; :mod:`annotations.exchange.import_planner` makes the plan.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from annotations.exchange.said import Left
from annotations.records.record import (
    Record,
)

__all__ = ["Plan", "Receiver"]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whose layer the records are for, and what they carry."""

    annotator: str
    writer: str
    scheme: str
    """The project's scheme, for records to which the file names none."""
    corrects: bool
    """Whether corrections are taken in; only the lead's hold."""
    replace: bool = False
    """Whether the file counts where the layer says something else."""
    called: str = ""
    """What the annotator is called, if that is another name."""


@dataclass(slots=True)
class Plan:
    """What is to be done with what a file says of one article, or of several."""

    records: list[Record] = field(default_factory=list)
    """To be written as one act."""
    made: int = 0
    """Marks where there was none."""
    corrected: int = 0
    """Corrections where there was none."""
    spans: int = 0
    """Names and numbers of which a person says something that was not said here."""
    bounds: int = 0
    """Joins and splits of sentences where there was none."""
    replaced: int = 0
    """What says something else than before: marks, corrections, whether an article is done."""
    same: int = 0
    """Marks and corrections that were there already."""
    left: list[Left] = field(default_factory=list)
    """What is not imported because something else is there."""
    misplaced: list[str] = field(default_factory=list)
    """What is not imported because the article has another text there, a line each."""
    behind: Counter[str] = field(default_factory=Counter)
    """What cannot be imported, of each kind how much."""

    def add(self, other: Plan) -> None:
        """Take in what is to be done in another article."""
        self.records += other.records
        self.made += other.made
        self.corrected += other.corrected
        self.replaced += other.replaced
        self.same += other.same
        self.left += other.left
        self.misplaced += other.misplaced
        self.spans += other.spans
        self.bounds += other.bounds
        self.behind += other.behind
