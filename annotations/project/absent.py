"""On whom decisions rest whose layer is not there, in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from annotations.model.annotator import same_annotator
from annotations.wording import counted, tr

__all__ = ["absent_words"]


def absent_words(
    absent: Mapping[str, int], layers: Collection[str], called: Callable[[str], str]
) -> list[str]:
    """Return a line for each annotator whom decisions rest on and of whom nothing is there.

    Args:
        absent: By annotator how many sentences were decided so.
        layers: Whose layers there are: one that is there may not be up to date.
        called: Gives the names to show.
    """
    there = set(map(same_annotator, layers))
    lines = []
    for name, number in sorted(absent.items()):
        missing = tr("{called}'s layer is absent", called=called(name))
        if same_annotator(name) in there:
            missing = tr(
                "{called}'s layer lacks what it once said; it may not be up to date", called=called(name)
            )
        rest = counted(number, "decision that rests on it stands", "decisions that rest on it stand")
        lines.append(f"{missing}: {rest}")
    return lines
