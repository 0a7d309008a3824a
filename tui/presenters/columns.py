"""What stands beside a sentence, on screen and on paper alike: its labels, speakers and values in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotations.agreement.judgements import judgement
from annotations.marks.marks import Marks
from annotations.model.article import Number
from annotations.model.quotes import SpeakerFields
from annotations.model.scheme import Label

__all__ = ["Look", "letter_of", "letters_of", "value_text", "value_words", "who"]


class Look(NamedTuple):
    """What the columns beside a sentence say."""

    letters: tuple[tuple[str, str], ...] = ()
    """A character and the name of its look for each column of labels."""
    signs: str = ""
    """A sign for each thing there is to say beside the labels, what matters most first."""
    waiting: range = range(0)
    """Which of the letters are not yet on disk; they are drawn dim till then."""


def letters_of(marks: Marks, labels: Sequence[Label], index: int, barred: str = "") -> str:
    """Return a character for each of `labels` beside sentence `index`.

    A label that it carries shows its letter. ``n`` in the first column says none, hyphens that none is
    implied, because the article is done and the sentence was seen, full stops that it was not judged: nothing
    was said yet, it was never seen, or `barred` says why nothing of the article counts. Titles, bylines and
    the like, which need no tag, show nothing.
    """
    said = marks.said(index)
    if said.none:
        return "n".ljust(len(labels))
    if said.labels:
        return "".join(label.key if label.name in said.labels else " " for label in labels)
    if not marks.counts(index):
        return " " * len(labels)
    return ("-" if judgement(marks, index, barred=barred).implied else ".") * len(labels)


def letter_of(marks: Marks, labels: Sequence[Label], index: int, barred: str = "") -> tuple[str, int]:
    """Return one character for all that is said of sentence `index`, and the place of its label from 1.

    Several labels show the letter of the first as a capital. What has no label shows what `letters_of` does,
    and the place 0.
    """
    letters = letters_of(marks, labels, index, barred)
    said = marks.said(index).labels
    held = [place for place, label in enumerate(labels, 1) if label.name in said]
    if not held:
        return ("?" if said else letters[:1]), 0  # a label that the scheme does not know
    letter = labels[held[0] - 1].key
    return letter.upper() if len(said) > 1 else letter, held[0]


def who(speaker: SpeakerFields) -> str:
    """Return who a speaker is: the name, and behind it how the article has it where that differs."""
    name, text = speaker["name"], speaker["text"]
    if not name and not text:
        return "unknown"
    return name if name == text or not text else f"{name} ({text})"


def value_words(value: object) -> str:
    """Return the value of an attribute in words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def value_text(number: Number) -> str:
    """Return what a number amounts to, for people: ``600,000,000,000 USD about``."""
    words: list[str] = []
    if number.iso is not None:
        words.append(number.iso)
    elif number.value is not None:
        value = f"{number.value:,}"
        words.append(value if number.high is None else f"{value} to {number.high:,}")
    if number.kind == "percent":
        words.append("%")
    elif number.unit is not None:
        words.append(number.unit)
    if number.modifier is not None:
        words.append(
            {"approx": "about", "less": "at most", "more": "at least"}.get(number.modifier, number.modifier)
        )
    return " ".join(words)
