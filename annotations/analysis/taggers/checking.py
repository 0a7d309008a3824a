"""What another tagger says, looked at before anybody believes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotations.analysis.names import CERTAIN
from annotations.model.article import Name
from annotations.model.usual_types import NUMBER_TYPES
from annotations.wording import counted, tr

__all__ = ["LeftOut", "Said", "checked"]


class Said(NamedTuple):
    """A name as a tagger says it: offsets into the sentence, end exclusive."""

    start: int
    end: int
    type: str
    score: float | None = None
    """How sure it is, 0 to 1; None where it does not say."""
    surface: str | None = None
    """What it believes to stand there; None where it does not say."""


@dataclass(slots=True)
class LeftOut:
    """How many names that a tagger said were left out, and why."""

    misplaced: int = 0
    """Out of the sentence, empty, or over another text than the one that stands there."""
    overlapping: int = 0
    types: Counter[str] = field(default_factory=Counter)
    """Of types that the project does not have, by type."""

    def __bool__(self) -> bool:
        return bool(self.misplaced or self.overlapping or self.types)

    @property
    def kinds(self) -> frozenset[str]:
        """What kinds of names were left out."""
        why = ("/misplaced" * bool(self.misplaced), "/overlapping" * bool(self.overlapping))
        return frozenset((*self.types, *filter(None, why)))

    def words(self, tagger: str) -> str:
        """Return in a line what of the names that `tagger` said was left out."""
        total = self.misplaced + self.overlapping + self.types.total()
        why = []
        if self.types:
            listed = ", ".join(f"{kind[:40]} {count:,}" for kind, count in self.types.most_common(6))
            why.append(tr("of types that the project lacks: {listed}", listed=listed))
        if self.overlapping:
            why.append(tr("overlapping: {count:,}", count=self.overlapping))
        if self.misplaced:
            why.append(tr("not where it says: {count:,}", count=self.misplaced))
        names = counted(total, "name")
        return tr("{tagger}: {names} left out ({why})", tagger=tagger, names=names, why="; ".join(why))


def checked(text: str, said: Iterable[Said], types: Mapping[str, str], left_out: LeftOut) -> list[Name]:
    """Return the names of a sentence, ascending and disjoint, of those that are `said` of it.

    Args:
        text: The sentence.
        said: What the tagger says.
        types: The project's types by what they are called, see :func:`type_among`.
        left_out: Counts what is left out. Numbers are not counted: the rules find those.
    """
    found = []
    for one in said:
        kind = types.get(one.type) or types.get(one.type.upper())
        if kind is None:
            if one.type.upper() not in NUMBER_TYPES:
                left_out.types[one.type] += 1
            continue
        start, end = one.start, one.end
        surface = text[start:end]
        if not 0 <= start < end <= len(text) or (one.surface is not None and one.surface != surface):
            left_out.misplaced += 1
            continue
        start += len(surface) - len(surface.lstrip())
        end -= len(surface) - len(surface.rstrip())
        if start >= end:
            left_out.misplaced += 1
            continue
        found.append(Name(start, end, kind, one.score is None or one.score >= CERTAIN))
    return _disjoint(sorted(found, key=lambda name: (name.start, -name.end)), left_out)


def _disjoint(names: Sequence[Name], left_out: LeftOut) -> list[Name]:
    """Return `names` without what overlaps one before it; of those that begin alike the longest stays."""
    kept: list[Name] = []
    for name in names:
        if kept and name.start < kept[-1].end:
            left_out.overlapping += 1
        else:
            kept.append(name)
    return kept
