"""What the readers of the grammar hand on to one another."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal

from annotations.analysis.numbers.amounts import Amount

__all__ = ["Found", "longest", "skip_space"]


@dataclass(slots=True)
class Found:
    """A number in the folded text, before the modifiers around it are looked at."""

    start: int
    end: int
    kind: str
    value: Decimal | None = None
    high: Decimal | None = None
    iso: str | None = None
    unit: str | tuple[int, int] | None = None
    """A code, or where the unit stands in the text."""
    modifier: str | None = None
    certain: bool = True
    """False where the currency is not said."""

    @classmethod
    def of(
        cls,
        amount: Amount,
        end: int,
        kind: str,
        factor: Decimal | int = 1,
        *,
        unit: str | tuple[int, int] | None = None,
    ) -> Found:
        """Return the number of `kind` that ends at `end` and is worth `amount` times `factor`."""
        high = None if amount.high is None else amount.high * factor
        return cls(amount.start, end, kind, amount.value * factor, high, None, unit, amount.modifier)

    def add(self, more: Decimal | int) -> None:
        """Raise the value, and the upper end where there is one: 两倍半."""
        self.value = None if self.value is None else self.value + more
        self.high = None if self.high is None else self.high + more


def longest(text: str, start: int, words: Container[str], most: int) -> int | None:
    """Return where the longest of `words` (at most `most` characters) at `start` ends, or None."""
    for end in range(min(len(text), start + most), start, -1):
        if text[start:end] in words:
            return end
    return None


def skip_space(text: str, start: int, most: int = 1) -> int:
    """Return `start`, or where up to `most` spaces at `start` end."""
    end = start
    while end < len(text) and end - start < most and text[end] == " ":
        end += 1
    return end
