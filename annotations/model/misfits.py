"""What marks say that a scheme no longer has: labels, attributes, and values of an attribute.

A scheme changes while a project lives; marks stay as they were said. What no longer fits is shown, counted
and named, and :mod:`annotations.migration` leads it on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotations.model.scheme import Scheme
from annotations.wording import tr

__all__ = ["Misfit", "misfits"]


class Misfit(NamedTuple):
    """Something said that the scheme does not have."""

    what: str
    """``label``, ``attribute``, ``value`` of an attribute, or ``type`` of a name."""
    name: str
    """The label, the attribute or the type."""
    value: str = ""
    """The value, as text; empty for labels and attributes."""

    def __str__(self) -> str:
        return (
            tr("{value} as {name}", value=self.value, name=self.name)
            if self.what == "value"
            else f"{self.what} {self.name}"
        )


def misfits(
    scheme: Scheme,
    labels: Sequence[str],
    attributes: Mapping[str, object],
    known: Collection[str] | None = None,
) -> Iterator[Misfit]:
    """Yield what `scheme` does not have of the `labels` and `attributes` of a mark.

    The labels may be those `known`, by default those of sentences.
    """
    names = known if known is not None else scheme.names if labels else ()
    for label in labels:
        if label not in names:
            yield Misfit("label", label)
    for name, value in attributes.items():
        attribute = scheme.attribute(name)
        if attribute is None:
            yield Misfit("attribute", name)
        elif not attribute.fits(value):
            yield Misfit("value", name, str(value))
