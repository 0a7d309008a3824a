"""The rows of a scheme besides its attributes: labels, their groups, types of names."""

from __future__ import annotations

from typing import NamedTuple

from annotations.model.article import NAME_TYPES

__all__ = [
    "ANY_OF",
    "ARTICLE",
    "FREE_LETTERS",
    "MAX_GROUPS",
    "MAX_LABELS",
    "MAX_TYPES",
    "ONE_OF",
    "TYPES",
    "Group",
    "Label",
    "NameType",
]

MAX_LABELS = 12
"""Columns of letters that an 80-column screen has room for beside text; half as many as the alphabet."""
MAX_GROUPS = 6
FREE_LETTERS = "bclmoqszEFGHIPVXYZ"
"""Letters that are the key of no act of reading, more than there can be labels: who has no key gets one."""
MAX_TYPES = 9
"""Types of names; each is chosen by a digit."""
ONE_OF, ANY_OF = "one of", "any of"
ARTICLE = "article"


class Label(NamedTuple):
    """One tag that a sentence, or an article as a whole, may carry."""

    name: str
    """What records and exports say."""
    key: str
    """One Latin letter: the key that sets it and the letter that shows it."""
    title: str = ""
    """Its name in the language of the articles."""
    definition: str = ""
    color: str = ""
    """``#rrggbb`` or the name of a terminal's colour; empty takes the next of the theme's."""
    group: str = ""
    of: str = "sentence"
    """Whether it is said of a ``sentence`` or of an ``article``."""
    was: tuple[str, ...] = ()
    """Labels of earlier versions that marks still say, and for which this is one to choose."""


class Group(NamedTuple):
    """Labels that belong together."""

    name: str
    title: str = ""
    choose: str = ANY_OF
    """``one of``: choosing one takes the others off. ``any of``: each stands for itself."""


class NameType(NamedTuple):
    """A type that a name in the text may have."""

    name: str
    key: str = ""
    """A letter that chooses it in the list of types, beside its digit; empty leaves it at the digit."""
    title: str = ""
    color: str = ""


TYPES = tuple(NameType(name) for name in NAME_TYPES)
"""The types of names of a scheme that has none of its own."""
