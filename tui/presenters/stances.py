"""What several annotators say of one sentence, those who say the same together, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from annotations.marks.marks import Said
from annotations.model.scheme import Scheme
from annotations.wording import msg, term, tr, value_words
from tui.presenters.columns import placed, who
from tui.presenters.sights import Stance

if TYPE_CHECKING:
    from annotations.adjudication.sentences import Decisions, Unit

__all__ = ["details_of", "stances_of", "time_words"]


_STATES = {
    "marked": "",
    "none": msg("none"),
    "implied": msg("none, implied"),
    "open": msg("nothing yet"),
    "unseen": msg("never seen, so not judged"),
}
"""What to say by why somebody's judgement counts, or does not."""


def stances_of(
    of: Decisions, unit: Unit, scheme: Scheme, keys: Mapping[str, str], called: Callable[[str], str]
) -> list[Stance]:
    """Return what everybody says of `unit`, those whom most agree with first.

    Args:
        of: The article.
        unit: The sentence.
        scheme: The labels of the project.
        keys: For each annotator to be shown, in order, the key that accepts what that one says.
        called: Gives the name to show.
    """
    groups: dict[object, list[str]] = {}
    for name in keys:
        if name in of.marks:
            groups.setdefault(_key(of, name, unit), []).append(name)
    judged = {one.annotator for one in unit.opinions}
    ordered = sorted(groups.values(), key=lambda names: (names[0] not in judged, -len(names)))
    return [_stance(of, unit, scheme, [(keys[name], name) for name in names], called) for names in ordered]


def _key(of: Decisions, name: str, unit: Unit) -> object:
    """Return what those share who say the same."""
    from annotations.adjudication.disagreement import quotes_key  # nobody needs it for the first frame

    said, judged = of.marks[name].said(unit.index), of.judgement(name, unit.index)
    attributes = tuple(sorted((name, repr(value)) for name, value in said.attributes.items()))
    why = "" if judged.counts else judged.why
    return said.labels, why, said.voice, quotes_key(said.quotes), attributes


def _stance(
    of: Decisions,
    unit: Unit,
    scheme: Scheme,
    names: Sequence[tuple[str, str]],
    called: Callable[[str], str],
) -> Stance:
    all_marks = [(called(name), of.marks[name]) for _, name in names]
    said = all_marks[0][1].said(unit.index)
    judged = of.judgement(names[0][1], unit.index)
    known = _STATES.get(judged.why)
    state = tr("does not count: {why}", why=tr(judged.why)) if known is None else tr(known)
    details = details_of(said) + [state] * bool(said.labels and state)
    notes = []
    for name, marks in all_marks:
        one = marks.said(unit.index)
        text = " ".join(filter(None, (tr("* flagged") if one.flag else "", one.note)))
        if text:
            notes.append((name, text))
    times = [
        (name, time_words(max(str(mark["updated"]) for mark in marks.over(unit.index))))
        for name, marks in all_marks
        if marks.over(unit.index)
    ]
    shown = [(key, called(name)) for key, name in names]
    return Stance(shown, placed(scheme, said.labels), state, details, notes, times, judged.counts)


def details_of(said: Said) -> list[str]:
    """Return what hangs on labels in words."""
    details = [tr("voice {voice}", voice=term(said.voice))] if said.voice else []
    for quote in said.quotes:
        names = tr(" and ").join(map(who, quote["speakers"])) or tr("speaker?")
        details.append(
            ", ".join([*filter(None, (term(str(quote["form"])),)), names]) + " ..." * bool(quote["cont"])
        )
    return details + [f"{name} {value_words(value)}" for name, value in said.attributes.items()]


def time_words(time: str) -> str:
    """Return a record's time as the annotator's clock had it: ``11-24 14:02``."""
    try:
        return datetime.fromisoformat(time).astimezone().strftime("%m-%d %H:%M")
    except ValueError:  # a hand may have written anything there
        return time[:16]
