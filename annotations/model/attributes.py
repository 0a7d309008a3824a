"""What a mark says beside its labels: the attributes of a scheme, and what values they take.

    [[scheme.attributes]]
    name = "worth"
    kind = "choice"
    labels = ["claim"]
    values = ["trivial", "of interest", "decisive"]
    key = "b"
    required = true

Two kinds are zhupi's own: ``quotes`` keeps form, content and speakers of what is quoted, and ``voice`` whose
claim or opinion it is. The others are a project's: ``choice`` (one of `values`), ``text``, ``flag`` (yes or
no), ``number``, and ``name`` (a name that stands in the article).
"""

from __future__ import annotations

from collections.abc import Collection
from math import isfinite
from typing import NamedTuple

from annotations.errors import SchemeError
from annotations.wording import tr

__all__ = ["KINDS", "MAX_DIGITS", "MAX_VALUES", "Attribute"]

KINDS = ("choice", "text", "flag", "number", "name", "voice", "quotes")
MAX_VALUES = 9
"""Values of a choice; each is chosen by a digit."""
MAX_DIGITS = 40
"""Characters of a number that somebody types."""


class Attribute(NamedTuple):
    """One attribute of the marks that carry one of `labels`; of all marks where there are none."""

    name: str
    kind: str
    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    key: str = ""
    """The character that sets it; empty leaves it to the palette."""
    title: str = ""
    definition: str = ""
    required: bool = False
    """Whether a sentence lacks something without it."""
    of: str = "sentence"
    """Whether it is said of a ``sentence`` or of an ``article``."""

    def applies(self, labels: Collection[str]) -> bool:
        """Tell whether a mark with `labels` may have it."""
        return not self.labels or any(label in labels for label in self.labels)

    def fits(self, value: object) -> bool:
        """Tell whether `value` is one that it takes."""
        if self.kind == "choice":
            return value in self.values
        if self.kind == "flag":
            return isinstance(value, bool)
        if self.kind == "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        return self.kind not in ("text", "name") or isinstance(value, str)

    def read(self, text: str) -> str | int | float:
        """Return the value that somebody typed as `text`.

        Raises:
            SchemeError: It is no value of this attribute; the message says what is.
        """
        text = text.strip()
        if self.kind == "number":
            return self._number(text)
        if self.kind == "choice" and text not in self.values:
            raise SchemeError(
                tr(
                    "{name} is one of {values}, not {text!r}",
                    name=self.name,
                    values=", ".join(self.values),
                    text=text[:40],
                )
            )
        return text

    def _number(self, text: str) -> int | float:
        """Return the number that `text` is: a whole one exactly, of any length that JSON readers take."""
        if len(text) > MAX_DIGITS:
            raise SchemeError(
                tr(
                    "{name} takes a number of at most {MAX_DIGITS} characters",
                    name=self.name,
                    MAX_DIGITS=MAX_DIGITS,
                )
            )
        try:
            return int(text)
        except ValueError:
            pass
        try:
            number = float(text)
        except ValueError:
            raise SchemeError(tr("{name} takes a number, not {text!r}", name=self.name, text=text)) from None
        if not isfinite(number):
            raise SchemeError(tr("{name} takes a finite number, not {text!r}", name=self.name, text=text))
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
