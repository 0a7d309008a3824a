"""The keys of the acts that matter most, as the last row of a screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotations.wording import tr
from tui.layout.cells import cell_width
from tui.layout.runs import Row, Run

if TYPE_CHECKING:
    from annotations.marks.marks import Marks

__all__ = ["Hint", "first_words", "key_row", "moments_of"]


_FIRST = 6
"""Labels that somebody new is told: more would fill two lines."""


class Hint(NamedTuple):
    """One entry of the row."""

    key: str
    """As people write it."""
    words: str
    command: str
    """The id of the act that a click on it runs."""
    stays: bool = False
    """Whether it is shown at every width; its words give way, its key does not."""


class _Stand(Protocol):
    """Where somebody stands in an article."""

    @property
    def cursor(self) -> int: ...
    @property
    def range_start(self) -> int | None: ...
    @property
    def found(self) -> tuple[int, int] | None: ...


def moments_of(marks: Marks, stand: _Stand) -> set[str]:
    """Return what the key bar is to mind: a range that is begun, a name that is chosen, labels."""
    moments = {"range"} if stand.range_start is not None else set()
    if stand.found is not None:
        moments.add("name")
    if 0 <= stand.cursor < len(marks) and (labels := marks.said(stand.cursor).labels):
        moments |= {"label", *(f"label-{name}" for name in labels)}
    return moments


def first_words(hints: Iterable[Hint], tour: str, name: str) -> str:
    """Return what somebody new is told: the keys that matter most, of `hints`, and who one is.

    Args:
        hints: Those of the key bar.
        tour: The key of the tour; empty leaves it out.
        name: What the annotator is called.
    """
    told = list(hints)
    labels = [f"{one.key} {one.words}" for one in told if one.command.startswith("label-")][:_FIRST]
    keys = {one.command: one.key for one in told}
    parts = [
        " ".join(labels),
        tr("{key} next", key=keys["next-sentence"]) if "next-sentence" in keys else "",
        tr("{key} all keys", key=keys["show-help"]) if "show-help" in keys else "",
        tr("{key} a tour", key=tour) if tour else "",
    ]
    return tr("{keys}; you are {name}", keys=", ".join(filter(None, parts)), name=name)


def key_row(hints: Iterable[Hint], width: int) -> Row:
    """Return the row for `width` cells: of `hints`, those that matter most first, what there is room for.

    Those that stay are the last ones, and without words where there is no room for these.
    """
    hints = list(hints)
    staying = [hint for hint in hints if hint.stays]
    left = width - sum(1 + cell_width(hint.key) for hint in staying)
    row: list[Run] = []
    for hint in hints:
        cells = 1 + cell_width(hint.key) + 1 + cell_width(hint.words)
        if not hint.stays and cells <= left:
            row += _entry(hint, f" {hint.words}")
            left -= cells
    for hint in staying if left >= 0 else ():
        words = f" {hint.words}"
        words = words if cell_width(words) <= left else ""
        row += _entry(hint, words)
        left -= cell_width(words)
    return row


def _entry(hint: Hint, words: str) -> Row:
    return [Run(" "), Run(hint.key, "key", hint.command), Run(words, "dim", hint.command)]
