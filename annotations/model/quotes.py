"""What marks say of quotes and voices, as far as it can be understood.

zhupi writes these fields itself, but a layer may come from another program or from a hand. Whoever reads
marks is given each field with a value of its kind; the record stays as it is, and other fields are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict, cast

__all__ = ["QuoteFields", "SpeakerFields", "sound_quote", "voice_in"]


class SpeakerFields(TypedDict):
    """Who is quoted."""

    text: str
    """As the article has it; empty where it does not say so."""
    name: str
    """Whom that means. Both are empty where somebody said that the speaker is not known."""
    start: int | None
    """Where the text stands in the article, if it does."""
    end: int | None
    by: str
    """Who said so: ``default``, ``rule`` or ``person``."""


class QuoteFields(TypedDict):
    """One quote in a sentence."""

    form: str
    """``direct``, ``indirect`` or ``mixed``."""
    cont: bool
    """Whether it goes on from the sentence before."""
    content: list[int] | None
    """Where the quoted words stand, ``[start, end]``, if they are set apart."""
    speakers: list[SpeakerFields]
    by: str


_FIELDS = ("form", "cont", "content", "speakers", "by")
_SPEAKER_FIELDS = ("text", "name", "start", "end", "by")
_NAMED = ("text", "name")


def sound_quote(quote: Mapping[str, object], text: str | None = None) -> QuoteFields:
    """Return `quote` with all its fields, each of its kind: an empty one where something else stands there.

    `text` is the article's. Offsets that lie outside it are none, and so are those of a speaker whose words
    do not stand there. Without `text` only the offsets themselves are looked at.
    """
    content, speakers = quote.get("content"), quote.get("speakers")
    bounds = content if isinstance(content, list | tuple) and len(content) == 2 else (None, None)
    span = _range(bounds[0], bounds[1], text)
    listed = speakers if isinstance(speakers, list | tuple) else ()
    sound: QuoteFields = {
        "form": _words(quote.get("form")),
        "cont": quote.get("cont") is True,
        "content": list(span) if span else None,
        "speakers": [one for one in (_speaker(speaker, text) for speaker in listed) if one],
        "by": _words(quote.get("by")),
    }
    others = {key: value for key, value in quote.items() if key not in _FIELDS}
    return cast(QuoteFields, {**sound, **others}) if others else sound


def voice_in(marks: Iterable[Mapping[str, object]]) -> tuple[str | None, str | None]:
    """Return whose voice the claims and opinions of `marks` are together, and who set that.

    What a person set goes first. Marks that differ, because their sentences were joined, are of both voices.
    """
    voiced = [mark for mark in marks if mark["voice"]]
    if not voiced:
        return None, None
    counts = next((mark for mark in voiced if mark.get("voice_by") == "person"), voiced[0])
    by = counts.get("voice_by")
    voice = str(counts["voice"])
    if by != "person" and any(mark["voice"] != voice for mark in voiced):
        voice = "both"
    return voice, by if isinstance(by, str) else None


def _speaker(speaker: object, text: str | None) -> SpeakerFields | None:
    """Return a speaker with all fields, or None for what is none; one who is only a name has that name.

    Both name and words may be empty: somebody said that the speaker is not known.
    """
    fields = {"name": speaker} if isinstance(speaker, str) else speaker
    if not isinstance(fields, Mapping) or not any(isinstance(fields.get(key), str) for key in _NAMED):
        return None
    words = _words(fields.get("text"))
    span = _range(fields.get("start"), fields.get("end"), text)
    if span and (not words or (text is not None and text[slice(*span)] != words)):
        span = None
    sound: SpeakerFields = {
        "text": words,
        "name": _words(fields.get("name")) or words,
        "start": span[0] if span else None,
        "end": span[1] if span else None,
        "by": _words(fields.get("by")),
    }
    others = {key: value for key, value in fields.items() if key not in _SPEAKER_FIELDS}
    return cast(SpeakerFields, {**sound, **others}) if others else sound


def _range(start: object, end: object, text: str | None) -> tuple[int, int] | None:
    """Return the offsets `start` and `end` if they bound something in `text`."""
    if type(start) is not int or type(end) is not int:  # a bool is an int to isinstance
        return None
    return (start, end) if 0 <= start < end and (text is None or end <= len(text)) else None


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""
