"""One class per act of the annotator: key, palette entry, help and key bar come from it alone."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.model.scheme import Scheme
from tui.commands import (
    adding,
    articles,
    attributes,
    bounds,
    guidelines,
    looking,
    moving,
    program,
    quoting,
    reviewing,
    spans,
    tagging,
)
from tui.commands.base import GROUPS, Command

__all__ = ["GROUPS", "Command", "commands_for"]


def commands_for(scheme: Scheme) -> Iterator[Command]:
    """Yield every command of the reading screen, the labels of `scheme` first."""
    labels = [tagging.ToggleLabel(label, number) for number, label in enumerate(scheme.labels, 1)]
    taken = {key for label in labels for key in label.default_keys() if len(key) > 1}
    yield from labels
    if scheme.quotes is not None:
        for quoting_command in quoting.COMMANDS:
            yield quoting_command(taken)
    if scheme.voiced:
        yield quoting.ChangeVoice(taken)
    for attribute in scheme.own_attributes:
        yield attributes.SetAttribute(attribute)
    for module in (tagging, spans, adding, moving, looking, guidelines, articles, bounds, program):
        for command in module.COMMANDS:
            yield command()
    for reading_command in reviewing.COMMANDS:
        yield reading_command()
    for kind in looking.HIGHLIGHTS:
        yield looking.ToggleHighlight(kind)
