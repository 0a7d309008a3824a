"""How messages say how many of something there are, and what a value is."""

from __future__ import annotations

__all__ = ["counted", "value_words"]


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 article`` or ``2,000 articles``: how many, and what as a word that goes with it.

    Args:
        number: How many.
        one: What there is, where it is one: ``article``, or ``mark is`` with a verb.
        many: The same where it is none or several; by default with an ``s``.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def value_words(value: object) -> str:
    """Return the value of an attribute in words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
