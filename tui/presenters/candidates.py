"""Who may be the speaker of a quote, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import msg, tr

if TYPE_CHECKING:
    from annotations.speakers.candidates import Candidate

__all__ = ["name_words", "where_parts", "where_words"]

_HERE = (
    msg("by rule"),
    msg("this sentence, before the cue"),
    msg("this sentence, after the cue"),
    msg("this sentence"),
)
"""Reasons that say all there is to say of this sentence."""
_LISTED = 6
"""Sentences that are named. Chosen: no row of a panel has room for more."""


def name_words(candidate: Candidate) -> str:
    """Return the name, and behind it how the article has it there where that differs."""
    if candidate.name == candidate.text:
        return candidate.name
    return f"{candidate.name} ({candidate.text})"


def where_words(candidate: Candidate, index: int) -> str:
    """Return why a candidate is offered for sentence `index`, and in which others it is named or speaks."""
    return "; ".join(where_parts(candidate, index))


def where_parts(candidate: Candidate, index: int) -> list[str]:
    """Return the same in parts, what matters most first."""
    spoke = candidate.why.removeprefix("speaker of ") if candidate.why.startswith("speaker of ") else ""
    others = [one + 1 for one in candidate.where if one != index and str(one + 1) != spoke][:_LISTED]
    words = [tr(candidate.why)] if candidate.why in _HERE else []
    if spoke:
        words.append(tr("speaks in {number}", number=spoke))
    if others:
        words.append(tr("in {numbers}", numbers=", ".join(map(str, others))))
    return words
