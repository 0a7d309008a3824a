"""What is said of one sentence by the marks that lie over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from annotations.model.quotes import QuoteFields, sound_quote, voice_in
from annotations.records.lead_kinds import OfSentence

__all__ = ["Said", "said_by"]

_NONE: Mapping[str, object] = MappingProxyType({})


class Said(NamedTuple):
    """What is said of one sentence."""

    labels: frozenset[str] = frozenset()
    none: bool = False
    """True where it was said that no label fits."""
    flag: bool = False
    note: str = ""
    voice: str | None = None
    voice_by: str | None = None
    quotes: tuple[QuoteFields, ...] = ()
    attributes: Mapping[str, object] = _NONE

    @property
    def settled(self) -> bool:
        """Tell whether it has a label or an explicit none."""
        return self.none or bool(self.labels)


def said_by(marks: Sequence[OfSentence], text: str) -> Said:
    """Return what `marks`, at least one, say together of a sentence of `text`, in order of their start."""
    if len(marks) == 1:  # as nearly always
        return _said_by_one(marks, text)
    labels = frozenset(label for mark in marks for label in mark["labels"])
    return Said(
        labels,
        not labels and any(mark["status"] == "none" for mark in marks),
        any(mark.get("flag", False) for mark in marks),
        "\n".join(mark["note"] for mark in marks if mark["note"]),
        *voice_in(marks),
        tuple(sound_quote(quote, text) for mark in marks for quote in mark["quotes"]),
        {name: value for mark in marks for name, value in mark.get("attributes", {}).items()},
    )


def _said_by_one(marks: Sequence[OfSentence], text: str) -> Said:
    [mark] = marks
    labels, quotes = frozenset(mark["labels"]), mark["quotes"]
    return Said(
        labels,
        not labels and mark["status"] == "none",
        bool(mark.get("flag", False)),
        mark["note"] or "",
        *(voice_in(marks) if mark["voice"] else (None, None)),
        tuple([sound_quote(quote, text) for quote in quotes]) if quotes else (),
        dict(mark.get("attributes", _NONE)),
    )
