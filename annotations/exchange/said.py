"""What one or several marks say of a place, to be compared and put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotations.model.quotes import sound_quote, voice_in
from annotations.wording import tr

__all__ = ["Left", "Said", "contrast", "said_in"]


@dataclass(frozen=True, slots=True)
class Left:
    """What a file says and a layer says otherwise."""

    place: str
    annotator: str
    was: str
    """What the layer says, in words."""
    will: str
    """What the file says, in words."""

    def __str__(self) -> str:
        return tr(
            "{place}: {annotator} has {was} there, the file says {will}",
            place=self.place,
            annotator=self.annotator,
            was=self.was,
            will=self.will,
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What is said, without who, when and in which order the labels were set."""

    labels: frozenset[str]
    status: str
    voice: str | None
    quotes: Sequence[Mapping[str, Any]]
    note: str
    flag: bool
    attributes: Mapping[str, Any] | None
    """None where it does not come up, which contradicts nothing."""

    def agrees(self, other: Said) -> bool:
        """Tell whether both say the same, as far as both say something."""
        silent = self.attributes is None or other.attributes is None
        return self == (replace(other, attributes=self.attributes) if silent else other)


def said_in(marks: Sequence[Mapping[str, Any]], text: str | None = None) -> Said:
    """Return what `marks` say together, joined as an export joins the marks that overlap a sentence.

    `text` is that of the article, if it is known: what a quote says of places outside it does not count.
    """
    attributed = [mark["attributes"] for mark in marks if "attributes" in mark]
    labels = frozenset(label for mark in marks for label in mark["labels"])
    none = any(mark["status"] == "none" for mark in marks)
    return Said(
        labels,
        "marked" if labels else "none" if none else "open",
        voice_in(marks)[0],
        [sound_quote(quote, text) for mark in marks for quote in mark["quotes"]],
        "\n".join(mark["note"] for mark in marks if mark["note"]),
        any(mark["flag"] for mark in marks),
        {name: one[name] for one in attributed for name in one} if attributed else None,
    )


def contrast(one: Said, two: Said) -> tuple[str, str]:
    """Return in words what is said in `one` and in `two`, as far as it differs."""
    pairs = [
        (_labels(one), _labels(two)),
        (
            tr("voice {voice}", voice=one.voice) if one.voice else tr("no voice"),
            tr("voice {voice}", voice=two.voice) if two.voice else tr("no voice"),
        ),
        _quotes(one, two),
        (_note(one), _note(two)),
        (tr("a flag") if one.flag else tr("no flag"), tr("a flag") if two.flag else tr("no flag")),
        *_attributes(one.attributes, two.attributes),
    ]
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    if not differing:  # only the text that they are about
        return tr("{labels} for another text", labels=_labels(one)), _labels(two)
    return ", ".join(pair[0] for pair in differing), ", ".join(pair[1] for pair in differing)


def _labels(said: Said) -> str:
    if said.labels:
        return ", ".join(sorted(said.labels))
    return tr("none") if said.status == "none" else tr("nothing")


def _note(said: Said) -> str:
    return tr("the note {note!r}", note=said.note[:20]) if said.note else tr("no note")


def _attributes(one: Mapping[str, Any] | None, two: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    if one is None or two is None:
        return []
    names = [name for name in {**one, **two} if one.get(name) != two.get(name)]
    return [(f"{name} {one.get(name)!s:.20}", f"{name} {two.get(name)!s:.20}") for name in names]


def _quotes(one: Said, two: Said) -> tuple[str, str]:
    if one.quotes == two.quotes:
        return "", ""
    if len(one.quotes) == len(two.quotes):
        return tr("other quotes"), tr("quotes of its own")
    return tr("quotes: {number}", number=len(one.quotes)), tr("quotes: {number}", number=len(two.quotes))
