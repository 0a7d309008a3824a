"""What stands beside a sentence, on screen and on paper alike: its labels, speakers and values in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from annotations.agreement.judgements import judgement
from annotations.marks.marks import Marks
from annotations.model.article import Number
from annotations.model.quotes import SpeakerFields
from annotations.model.scheme import Label, Scheme
from annotations.model.scheme_rows import TYPES
from annotations.wording import term, tr

__all__ = [
    "PACKED",
    "RULE",
    "UNKNOWN",
    "Look",
    "colours_of",
    "held_letters",
    "label_cells",
    "letter_of",
    "letters_of",
    "placed",
    "set_letters",
    "style_beside",
    "style_of",
    "value_text",
    "who",
]


RULE = ("|", "rule")
"""What stands between the columns of one annotator and another's."""
UNKNOWN = "?"
"""What stands for a label that the scheme does not have; no label has it as its letter."""


_TYPE_COLORS = ("bright cyan", "bright magenta", "bright green", "bright yellow", "bright blue", "bright red")
"""What types of names of a project look like that have no colour of their own."""
PACKED = 4
"""Cells of labels that stand together. Chosen: a sentence has seldom more than three, and ``+`` says so."""
_ALWAYS = 6
"""So many labels have a column each on every screen."""


class Look(NamedTuple):
    """What the columns beside a sentence say."""

    letters: tuple[tuple[str, str], ...] = ()
    """A character and the name of its look for each column of labels."""
    signs: str = ""
    """A sign for each thing there is to say beside the labels, what matters most first."""
    waiting: range = range(0)
    """Which of the letters are not yet on disk; they are drawn dim till then."""
    unread: bool = False
    """Whether the first sign is of something said that was not read."""


def letters_of(marks: Marks, labels: Sequence[Label], index: int, barred: str = "") -> str:
    """Return a character for each of `labels` beside sentence `index`.

    A label that it carries shows its letter; one that the scheme no longer has shows ``?`` in the first free
    column. ``n`` in the first column says none, hyphens that none is
    implied, because the article is done and the sentence was seen, full stops that it was not judged: nothing
    was said yet, it was never seen, or `barred` says why nothing of the article counts. Titles, bylines and
    the like, which need no tag, show nothing.
    """
    said = marks.said(index)
    if said.none:
        return "n".ljust(len(labels))
    if said.labels:
        return held_letters(said.labels, labels)
    if not marks.counts(index):
        return " " * len(labels)
    return ("-" if judgement(marks, index, barred=barred).implied else ".") * len(labels)


def label_cells(labels: Sequence[Label], width: int) -> int:
    """Return how many cells the labels take beside the text on a screen of `width` cells.

    Up to six have a column each, and more where they take no more than a tenth of the screen and their groups
    a gap. Else the letters of those that a sentence carries stand together in the first `PACKED` cells.
    """
    if len(labels) <= _ALWAYS:
        return len(labels)
    return _spread_cells(labels) if _spread_cells(labels) * 10 <= width else PACKED


def set_letters(
    letters: Sequence[tuple[str, str]], labels: Sequence[Label], cells: int
) -> list[tuple[str, str]]:
    """Return a letter and its look for each of `labels` as they stand in as many cells as they have."""
    if len(labels) <= _ALWAYS or cells != PACKED:
        gaps = _gaps(labels) if len(labels) > _ALWAYS else frozenset()
        return [
            one
            for at, letter in enumerate(letters)
            for one in ([(" ", ""), letter] if at in gaps else [letter])
        ]
    held = [one for one in letters if one[0] != " "]
    if len(held) > cells and len(set(held)) > 1:
        held[cells - 1 :] = [("+", "dim")]
    return [*held, *[(" ", "")] * cells][:cells]


def _spread_cells(labels: Sequence[Label]) -> int:
    return len(labels) + len(_gaps(labels))


def _gaps(labels: Sequence[Label]) -> frozenset[int]:
    """Return before which of `labels` another group begins."""
    return frozenset(at for at, one in enumerate(labels) if at and one.group != labels[at - 1].group)


def held_letters(held: Collection[str], labels: Sequence[Label]) -> str:
    """Return a character for each of `labels`: its letter where it is `held`; ``?`` for what is no label."""
    letters = "".join(label.key if label.name in held else " " for label in labels)
    known = len(letters) - letters.count(" ")
    return letters.replace(" ", UNKNOWN, 1) if known < len(held) else letters


def colours_of(scheme: Scheme) -> dict[str, str]:
    """Return the variables of a theme that `scheme` gives a colour of its own."""
    own = {f"tag-{place}": one.color for place, one in enumerate(scheme.labels, 1)}
    types = {
        f"name-{one.name.lower()}": one.color or _TYPE_COLORS[place % len(_TYPE_COLORS)] * (one not in TYPES)
        for place, one in enumerate(scheme.types)
    }
    return {name: color for name, color in {**own, **types}.items() if color}


def style_beside(letter: str, place: int, differing: Collection[str]) -> str:
    """Return the look of a letter beside others' in the column `place`, from 1; 0 says that it is no label's.

    Where all say the same it is dim, so that the rest is seen; where they differ only in what hangs on the
    labels it is plain, and in its colour where they differ in the labels themselves.
    """
    if not differing or letter == " ":
        return "dim" if letter != " " else ""
    if "labels" not in differing:
        return ""
    return style_of(letter, place) if place else "none"


def style_of(letter: str, place: int) -> str:
    """Return the look of a letter of :func:`held_letters` in the column `place`, from 1."""
    return "" if letter == " " else "key" if letter == UNKNOWN else f"label-{place}"


def letter_of(marks: Marks, labels: Sequence[Label], index: int, barred: str = "") -> tuple[str, int]:
    """Return one character for all that is said of sentence `index`, and the place of its label from 1.

    Several labels show the letter of the first as a capital. What has no label shows what `letters_of` does,
    and the place 0.
    """
    letters = letters_of(marks, labels, index, barred)
    said = marks.said(index).labels
    held = [place for place, label in enumerate(labels, 1) if label.name in said]
    if not held:
        return (UNKNOWN if said else letters[:1]), 0
    letter = labels[held[0] - 1].key
    return letter.upper() if len(said) > 1 else letter, held[0]


def who(speaker: SpeakerFields) -> str:
    """Return who a speaker is: the name, and behind it how the article has it where that differs."""
    name, text = speaker["name"], speaker["text"]
    if not name and not text:
        return tr("unknown")
    return name if name == text or not text else f"{name} ({text})"


def value_text(number: Number) -> str:
    """Return what a number amounts to, for people: ``600,000,000,000 USD about``; a guessed ``USD?``."""
    words: list[str] = []
    if number.iso is not None:
        words.append(number.iso)
    elif number.value is not None:
        value = f"{number.value:,}"
        words.append(
            value if number.high is None else tr("{value} to {high:,}", value=value, high=number.high)
        )
    if number.kind == "percent":
        words.append("%")
    elif number.unit is not None:
        words.append(f"{number.unit}{'' if number.certain else '?'}")
    if number.modifier is not None:
        words.append(
            {"approx": tr("about"), "less": tr("at most"), "more": tr("at least")}.get(
                number.modifier, number.modifier
            )
        )
    return " ".join(words)


def placed(scheme: Scheme, labels: Sequence[str] | frozenset[str]) -> list[tuple[str, int]]:
    """Return `labels` in the order of the scheme, each with its place there from 1, or 0."""
    places = {label.name: place for place, label in enumerate(scheme.labels, 1)}
    return [(term(name), places.get(name, 0)) for name in scheme.in_order(set(labels))]
