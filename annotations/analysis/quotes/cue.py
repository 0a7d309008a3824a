"""A word or phrase that introduces a quote, and what of the sentence it governs."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SOURCE", "Cue"]

SOURCE = "source"
"""The kind of 據…報道, beside those of `verbs`."""


@dataclass(slots=True)
class Cue:
    """A word or phrase that may introduce a quote. Offsets are into the page."""

    start: int
    end: int
    kind: str
    """One of the kinds of `verbs`, or ``source`` for 據…報道."""
    clause: int
    """Where its clause begins; its subject, or the source of a ``source``, stands from there to `until`."""
    until: int
    content: int
    """Where what it governs begins, or -1 if nothing follows."""
    marked: bool
    """Whether a comma, colon, quotation mark or 說 stands between."""
    colon: bool = False
    reason: str = ""
    """The words of a ``source`` cue around its source."""
    passive: bool = False
