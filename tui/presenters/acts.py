"""The acts as lists have them, a line each with its keys, and how they are found by what somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.analysis.script import to_simplified
from annotations.wording import tr
from tui.layout.cells import cell_width, fit, visible
from tui.layout.runs import Row, Run

__all__ = ["Act", "act_row", "found", "matches", "short"]

_KEYS_SHARE = 3
"""Of how much of a line the keys may take one part."""
_CUTS = re.compile(r"[;:,](?= )|[;:,](?=\s)|[；：，。]")
"""Where the line of an act may end when there is no room for what follows."""


class Act(NamedTuple):
    """One thing that can be done."""

    group: str
    """The heading that it stands under."""
    keys: tuple[str, ...]
    """As people write them, the one to show first."""
    title: str
    command: str = ""
    """Its id; empty for what is done in a shell."""
    line: str = ""
    """The command line to type, for what is done in a shell."""

    @property
    def told(self) -> str:
        """Return its keys, or what to type, in one."""
        return self.line or " ".join(self.keys)


def _folded(text: str) -> str:
    """Return what all spellings of `text` share: case, either script, and whether there is a hyphen."""
    return to_simplified(text).casefold().replace("-", " ")


def matches(text: str, query: str) -> bool:
    """Tell whether `text` has every word of `query`, in any order."""
    folded = _folded(text)
    return all(word in folded for word in _folded(query).split())


def found(acts: Iterable[Act], query: str) -> list[Act]:
    """Return those of `acts` that `query` names: by a key first, then by words, in any order.

    Those whose words begin as what was typed come before those that have it somewhere.
    """
    wanted = _folded(query).split()
    if not wanted:
        return list(acts)
    ranked = [(rank, act) for act in acts if (rank := _rank(act, query.strip(), wanted)) is not None]
    return [act for _, act in sorted(ranked, key=lambda one: one[0])]


def _rank(act: Act, query: str, words: Sequence[str]) -> int | None:
    """Return how well an act fits what was typed, 0 best; None if it does not."""
    title = _folded(f"{act.title} {act.line}")
    text = f"{title} {_folded(act.group)} {_folded(act.command)}"
    # A letter and its capital are two keys; Ctrl+R is written in many ways.
    if query in act.keys or any(len(key) > 1 and key.casefold() == query.casefold() for key in act.keys):
        return 0
    if not all(word in text for word in words):
        return None
    if title.startswith(" ".join(words)) or _folded(act.line).startswith(f"zhupi {' '.join(words)}"):
        return 1
    begins = all(re.search(rf"(?<!\w){re.escape(word)}", text) for word in words)
    return (2 if all(word in title for word in words) else 3) if begins else 4


def short(title: str, width: int) -> str:
    """Return `title` in `width` cells: where it is longer, up to the last comma that fits."""
    title = visible(title)
    if cell_width(title) <= width:
        return title
    cuts = [at.start() for at in _CUTS.finditer(title) if cell_width(title[: at.start()]) <= width]
    # A cut that leaves next to nothing says less than the beginning of the whole.
    if cuts and 2 * cell_width(title[: cuts[-1]]) >= width:
        return title[: cuts[-1]]
    return fit(title, width)


def act_row(act: Act, width: int, *, chosen: bool = False) -> Row:
    """Return the line of `act` in `width` cells: what it does, and its keys at the right."""
    most = width // _KEYS_SHARE
    told = visible(act.line or keys_within(act.keys, most))
    if act.line and cell_width(told) > most:
        told = fit(" ".join([*told.split()[:2], ".."]), most)
    room = width - cell_width(told) - 4
    title = short(act.title, room)
    gap = " " * (room - cell_width(title) + 2)
    look = "strong" if chosen else ""
    command = act.command or f"shell {act.line}"
    return [
        Run("> " if chosen else "  ", "cursor", command),
        Run(f"{title}{gap}", look, command),
        Run(told, "dim" if act.line else "key", command),
    ]


def keys_within(keys: Sequence[str], width: int) -> str:
    """Return the first of `keys`, as many as `width` cells have room for."""
    told = ""
    for key in keys:
        more = f"{told} {key}".strip()
        if cell_width(more) > width:
            break
        told = more
    return told


def group_words(group: str) -> str:
    """Return the heading of a group for people."""
    return tr(group)
