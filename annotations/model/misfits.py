"""What marks say that a scheme no longer has: labels, attributes, and values of an attribute.

A scheme changes while a project lives; marks stay as they were said. What no longer fits is shown, counted
and named, and :mod:`annotations.migration` leads it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotations.model.scheme import Scheme

__all__ = ["Misfit", "misfits"]


class Misfit(NamedTuple):
    """Something said that the scheme does not have."""

    what: str
    """``label``, ``attribute``, or ``value`` of an attribute."""
    name: str
    """The label or the attribute."""
    value: str = ""
    """The value, as text; empty for labels and attributes."""

    def __str__(self) -> str:
        return f"{self.value} as {self.name}" if self.what == "value" else f"{self.what} {self.name}"


def misfits(scheme: Scheme, labels: Sequence[str], attributes: Mapping[str, object]) -> Iterator[Misfit]:
    """Yield what `scheme` does not have of the `labels` and `attributes` of a mark."""
    names = scheme.names if labels else ()
    for label in labels:
        if label not in names:
            yield Misfit("label", label)
    for name, value in attributes.items():
        known = scheme.attribute(name)
        if known is None:
            yield Misfit("attribute", name)
        elif not known.fits(value):
            yield Misfit("value", name, str(value))
