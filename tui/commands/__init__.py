"""One class per act of the annotator: key, palette entry, help and key bar come from it alone."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.scheme import Scheme
from tui.commands import articles, looking, moving, program, tagging
from tui.commands.base import GROUPS, Command

__all__ = ["GROUPS", "Command", "commands_for"]


def commands_for(scheme: Scheme) -> Iterator[Command]:
    """Yield every command of the reading screen, the labels of `scheme` first."""
    for number, label in enumerate(scheme.labels, 1):
        yield tagging.ToggleLabel(label, number)
    for module in (tagging, moving, looking, articles, program):
        for command in module.COMMANDS:
            yield command()
    for kind in looking.HIGHLIGHTS:
        yield looking.ToggleHighlight(kind)
