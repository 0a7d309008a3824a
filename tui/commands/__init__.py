"""One class per act of the annotator: key, palette entry, help and key bar come from it alone."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.model.scheme import Scheme
from tui.commands import (
    articles,
    attributes,
    bounds,
    cursor,
    guidelines,
    labels,
    new_span,
    program,
    quotes,
    review,
    spans,
    view,
)
from tui.commands.base import GROUPS, Command

__all__ = ["GROUPS", "Command", "commands_for"]


def commands_for(scheme: Scheme) -> Iterator[Command]:
    """Yield every command of the reading screen, the labels of `scheme` first."""
    toggles = [labels.ToggleLabel(label, number) for number, label in enumerate(scheme.labels, 1)]
    taken = {key for toggle in toggles for key in toggle.default_keys() if len(key) > 1}
    yield from toggles
    if scheme.quotes is not None:
        for quoting_command in quotes.COMMANDS:
            yield quoting_command(taken)
    if scheme.voiced:
        yield quotes.ChangeVoice(taken)
    for attribute in scheme.own_attributes:
        yield attributes.SetAttribute(attribute)
    for module in (labels, spans, new_span, cursor, view, guidelines, articles, bounds, program):
        for command in module.COMMANDS:
            yield command()
    for reading_command in review.COMMANDS:
        yield reading_command()
    for kind in view.HIGHLIGHTS:
        yield view.ToggleHighlight(kind)
