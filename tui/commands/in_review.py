"""Which commands the review screen has; nobody who only annotates needs them."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.model.scheme import Scheme
from tui.commands import (
    adjudication,
    articles,
    attributes,
    bounds,
    cursor,
    guidelines,
    labels,
    program,
    quotes,
    review,
    review_desk,
    view,
)
from tui.commands.base import Command

__all__ = ["review_commands_for"]

_ANNOTATING = (
    labels.SayNone,
    labels.ToggleFlag,
    labels.WriteNote,
    cursor.NextOpen,
    cursor.PreviousOpen,
    view.NextSpan,
    view.PreviousSpan,
    articles.MarkDone,
)
"""Acts for which review has its own, or which only an annotator does."""


def review_commands_for(scheme: Scheme) -> Iterator[Command]:
    """Yield every command of the review screen; where two have one key it is that of the first.

    What sets labels and attributes by hand is what does so in reading, done to what is decided.
    """
    for number in range(1, 10):
        yield adjudication.AcceptAnnotator(number)
    for place, label in enumerate(scheme.labels, 1):
        yield labels.ToggleLabel(label, place)
    for attribute in scheme.own_attributes:
        yield attributes.SetAttribute(attribute)
    for review_module in (adjudication, review_desk):
        for review_command in review_module.COMMANDS:
            yield review_command()
    yield review.ShowAgreement()
    if scheme.quotes is not None:
        for quoting_command in quotes.COMMANDS:
            yield quoting_command()
    if scheme.voiced:
        yield quotes.ChangeVoice()
    for module in (labels, cursor, view, guidelines, articles, bounds, program):
        for command in module.COMMANDS:
            if command not in _ANNOTATING:
                yield command()
    for kind in view.HIGHLIGHTS:
        yield view.ToggleHighlight(kind)
