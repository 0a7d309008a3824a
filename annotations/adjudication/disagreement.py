"""What several annotators say of one sentence, and in what they differ."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from annotations.agreement.judgements import judgement
from annotations.marks.marks import Marks, Said
from annotations.model.quotes import QuoteFields, SpeakerFields
from annotations.records.decisions import seen
from annotations.records.lead_kinds import GroundOfSentence, SaidThen

__all__ = [
    "Opinion",
    "differing",
    "judged_quotes",
    "judged_voice",
    "opinion",
    "passed_over",
    "quotes_key",
    "votes",
]

_NOBODY = ("default", "rule")
"""Who fills in what nobody has judged."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one annotator says of one sentence: labels, or that none applies."""

    annotator: str
    said: Said
    implied: bool
    """True where none follows from the article being done and the sentence seen."""
    seen: Sequence[GroundOfSentence]
    """What it rests on: a mark or several, or that there was none."""

    @property
    def labels(self) -> frozenset[str]:
        """The labels; none where none applies."""
        return self.said.labels

    @property
    def grounds(self) -> Sequence[GroundOfSentence]:
        """What it rests on as a decision keeps it: with the first mark stands what all of them say."""
        first, *others = self.seen
        return self.seen if first["uid"] is None else [{**first, "said": _said_then(self.said)}, *others]


def opinion(annotator: str, marks: Marks, index: int, barred: str = "") -> Opinion | None:
    """Return what `annotator` says of sentence `index`; None if that is nothing yet.

    That is what :func:`~annotations.agreement.judgements.judgement` says; `barred` is why nothing of the
    article counts.
    """
    found = judgement(marks, index, barred=barred)
    return _opinion(annotator, marks, index, found.implied) if found.counts else None


def passed_over(annotator: str, marks: Marks, index: int) -> Opinion | None:
    """Return what `annotator`, who judged nothing of sentence `index`, was once taken to say of it.

    Decisions were made on none that was never seen, and on marks that quote another text or say labels
    that are gone. They rest on it still: that it does not count is no news of what anybody says.
    """
    said = marks.said(index)
    if not said.settled and not marks.done:
        return None
    return _opinion(annotator, marks, index, not said.settled)


def _opinion(annotator: str, marks: Marks, index: int, implied: bool) -> Opinion:
    done = marks.done
    rests_on = [seen(annotator, one["uid"], one["rev"], done) for one in marks.over(index)]
    return Opinion(annotator, marks.said(index), implied, rests_on or [seen(annotator, None, 0, done)])


def judged_quotes(said: Said) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the form and the names of the speakers of each quote, as far as somebody judged of them.

    What a rule proposed or a default filled in is nobody's judgement: it is an empty text, or no name. A
    quote of which nothing was judged is left out.
    """
    found = []
    for quote in said.quotes:
        form = "" if quote["by"] in _NOBODY else quote["form"]
        judged = quote["speakers"] and not any(one["by"] in _NOBODY for one in quote["speakers"])
        names = tuple(sorted(map(_name, quote["speakers"]))) if judged else ()
        if form or names:
            found.append((form, names))
    return tuple(sorted(found))


def judged_voice(said: Said) -> str | None:
    """Return the voice that somebody judged it to be; None where a default says so."""
    return None if said.voice_by in _NOBODY else said.voice


def _said_then(said: Said) -> SaidThen:
    """Return `said` as a decision keeps it: what is compared, and nothing that was not judged."""
    then: SaidThen = {}
    if said.labels:
        then["labels"] = sorted(said.labels)
    if voice := judged_voice(said):
        then["voice"] = voice
    if quotes := judged_quotes(said):
        then["quotes"] = [{"form": form, "speakers": [*names]} for form, names in quotes]
    if said.attributes:
        then["attributes"] = dict(said.attributes)
    return then


def differing(opinions: Sequence[Opinion]) -> frozenset[str]:
    """Return in what, of labels, voice, quotes and attributes, not all of `opinions` are the same.

    Where they have different labels, what hangs on labels is compared among those who say something of it.
    """
    result = set()
    apart = len({one.labels for one in opinions}) > 1
    if apart:
        result.add("labels")
    keys: Mapping[str, Callable[[Said], str | tuple[Hashable, ...] | None]] = {
        "voice": lambda said: said.voice,
        "quotes": lambda said: quotes_key(said.quotes),
    }
    for aspect, key in keys.items():
        values = [key(one.said) for one in opinions]
        if len({value for value in values if value or not apart}) > 1:
            result.add(aspect)
    names = {name for one in opinions for name in one.said.attributes}
    for name in names:
        shown = [repr(one.said.attributes[name]) if name in one.said.attributes else "" for one in opinions]
        if len({value for value in shown if value or not apart}) > 1:
            result.add("attributes")
    return frozenset(result)


def quotes_key(quotes: Sequence[QuoteFields]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what two lists of quotes share if they name the same forms and speakers."""
    return tuple(
        sorted((one["form"], tuple(sorted(_name(each) for each in one["speakers"]))) for one in quotes)
    )


def votes(opinions: Sequence[Opinion]) -> dict[str, int]:
    """Return how many of `opinions` say each label, or ``none``."""
    counts = Counter(label for one in opinions for label in one.labels or ("none",))
    return dict(sorted(counts.items()))


def _name(speaker: SpeakerFields) -> str:
    return unicodedata.normalize("NFKC", speaker["name"]).strip().casefold()
