"""What a person said of a sentence beside its labels, as values that can be compared.

What a rule proposed or a default filled in is nobody's judgement and left out, and so is a value that the
scheme no longer has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence

from annotations.model.quotes import QuoteFields, SpeakerFields, sound_quote, voice_in
from annotations.model.scheme import Scheme
from annotations.records.kinds import SentenceMark

__all__ = ["attribute_values", "plain"]

_PERSON = "person"
_UNKNOWN = "unknown"


def attribute_values(
    marks: Sequence[SentenceMark], labels: Collection[str], scheme: Scheme, fold: Callable[[str], str]
) -> Iterator[tuple[str, str, str]]:
    """Yield a label, an attribute of it and the value that a person gave it, for the marks of one sentence.

    The label is empty where the attribute belongs to none. Of several quotes in the sentence the forms are
    compared in order, the speakers as a set.
    """
    if any(mark.get("voice_by") == _PERSON for mark in marks):
        voice, _ = voice_in(marks)
        for label in scheme.voiced:
            if label in labels and voice:
                yield label, "voice", voice
    if scheme.quotes in labels:
        quotes = [sound_quote(quote) for mark in marks for quote in mark["quotes"]]
        if quotes and all(quote["by"] == _PERSON and quote["form"] for quote in quotes):
            yield str(scheme.quotes), "form", " + ".join(quote["form"] for quote in quotes)
        if quotes and all(map(_speakers_are_said, quotes)):
            names = {_name(one, fold) for quote in quotes for one in quote["speakers"]}
            yield str(scheme.quotes), "speaker", " + ".join(sorted(names))
    for attribute in scheme.own_attributes:
        values = [
            mark["attributes"][attribute.name]
            for mark in marks
            if attribute.name in mark.get("attributes", {})
            and attribute.fits(mark["attributes"][attribute.name])
        ]
        if values and attribute.applies(labels):
            for label in [one for one in attribute.labels if one in labels] or [""]:
                yield label, attribute.name, plain(values[-1])


def _speakers_are_said(quote: QuoteFields) -> bool:
    return bool(quote["speakers"]) and all(one["by"] == _PERSON for one in quote["speakers"])


def _name(speaker: SpeakerFields, fold: Callable[[str], str]) -> str:
    return fold(speaker["name"] or speaker["text"]) or _UNKNOWN


def plain(value: object) -> str:
    """Return the value of an attribute as it is compared."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
