"""Which sentences a reviewer wants to go to next."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace

from annotations.adjudication.disagreement import differing
from annotations.adjudication.sentences import Decisions, Unit
from annotations.model.scheme import Scheme
from annotations.wording import msg, tr

__all__ = ["ASPECTS", "Filter", "filters"]

ASPECTS = (
    msg("differing"),
    msg("label"),
    msg("annotator"),
    msg("attribute"),
    msg("flagged"),
    msg("noted"),
    msg("names"),
    msg("answered"),
    msg("stale"),
    msg("anything"),
)
"""What a filter can ask for; `Filter.value` says which label, annotator or attribute."""
_QUOTED = ("form", "speaker")
"""Attributes that are told by the quotes of a sentence."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reviewer looks for: by default where annotators differ and not all of it is decided."""

    aspect: str = "differing"
    value: str = ""
    settled_too: bool = False
    """Whether sentences that have been settled are looked at as well."""

    @property
    def words(self) -> str:
        """Return it as the screen names it."""
        return self.words_by(str)

    def words_by(self, called: Callable[[str], str]) -> str:
        """Return it as the screen names it, an annotator by the name that `called` gives."""
        value = called(self.value) if self.aspect == "annotator" else self.value
        return " ".join(filter(None, (tr(self.aspect), value, tr("settled too") if self.settled_too else "")))

    def turned(self) -> Filter:
        """Return the same filter with settled sentences, or without them."""
        return replace(self, settled_too=not self.settled_too)

    def fits(
        self, unit: Unit, of: Decisions, names: Container[int] = (), answered: Container[int] = ()
    ) -> bool:
        """Tell whether `unit`, one of `of`, is looked for.

        Args:
            unit: The sentence.
            of: The article.
            names: The sentences in which annotators differ on a name or number that nobody has decided.
            answered: The sentences that were sent back and to which an answer has come.
        """
        if self.aspect == "names":
            return unit.index in names
        if self.aspect == "answered":
            return unit.index in answered
        if self.aspect == "stale":
            return unit.state in ("stale", "disputed")
        if not self.settled_too and unit.state == "settled":
            return bool(unit.left_open) and (self.aspect == "differing" or self._open(unit))
        if self.aspect == "differing":
            return bool(unit.differing or unit.left_open) or unit.state in ("stale", "disputed")
        if self.aspect == "label":
            said = {self.value in one.labels for one in unit.opinions}
            return len(said) > 1
        if self.aspect == "annotator":
            mine = unit.opinion_of(self.value)
            return mine is not None and any(
                differing([mine, one]) for one in unit.opinions if one is not mine
            )
        if self.aspect == "attribute":
            return self._attribute(unit)
        if self.aspect in ("flagged", "noted"):
            said_here = [marks.said(unit.index) for marks in of.marks.values()]
            return any(one.flag if self.aspect == "flagged" else one.note for one in said_here)
        return bool(unit.opinions)

    def _open(self, unit: Unit) -> bool:
        """Tell whether what was decided of `unit` leaves open the attribute that is looked for."""
        if self.aspect != "attribute":
            return False
        return ("quotes" if self.value in _QUOTED else self.value) in unit.left_open

    def _attribute(self, unit: Unit) -> bool:
        if self.value == "voice":
            return "voice" in unit.differing
        if self.value in _QUOTED:
            return "quotes" in unit.differing
        values = [repr(one.said.attributes.get(self.value)) for one in unit.opinions if one.labels]
        return "attributes" in unit.differing and len(set(values)) > 1


def filters(scheme: Scheme, annotators: Iterable[str]) -> Iterator[Filter]:
    """Yield the filters that there are for the labels and attributes of `scheme`, and for `annotators`."""
    yield Filter()
    yield from (Filter("label", label.name) for label in scheme.labels)
    yield from (Filter("annotator", name) for name in annotators)
    if scheme.voiced:
        yield Filter("attribute", "voice")
    if scheme.quotes:
        yield from (Filter("attribute", name) for name in _QUOTED)
    yield from (Filter("attribute", one.name) for one in scheme.own_attributes)
    yield from (
        Filter(aspect) for aspect in ASPECTS if aspect not in ("differing", "label", "annotator", "attribute")
    )
