"""What the rules find: a quote of a sentence, and who is quoted."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["QuoteFound", "SpeakerFound"]


@dataclass(frozen=True, slots=True)
class SpeakerFound:
    """Who is quoted. Offsets are code points into the article, end exclusive."""

    start: int
    end: int
    """The name itself, without its title; where there is no name the words that stand for one (警方)."""
    text: str
    """Exactly what the article has there."""
    title_start: int
    """Where the title before the name begins, or `start`."""
    reason: str
    """How the rules came to it: ``name + 警告稱``, ``據…報道``, ``colon``, ``open quote`` and the like."""


@dataclass(frozen=True, slots=True)
class QuoteFound:
    """A quote in one sentence. Offsets are code points into the article, end exclusive.

    What its speaker cuts in two, 「…，」他說，「…。」, is two quotes with one cue.
    """

    form: str
    """``direct`` in quotation marks, ``indirect`` without, ``mixed``: indirect with words in marks."""
    cont: bool
    """Whether it goes on from the sentence before, inside marks that are open."""
    cue: tuple[int, int] | None
    """The verb or phrase that says that somebody is quoted, if it stands in this sentence."""
    content: tuple[int, int] | None
    """What is quoted, without cue and colon, with its quotation marks."""
    speakers: tuple[SpeakerFound, ...]
    """In the order of the text; none where the article does not tell or the rules do not find it."""
    certain: bool
    """False where the rules themselves doubt that it is a quote, or who speaks."""
