"""Rows of styled text, before anybody draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["TARGETS", "Row", "Run", "Target"]


class Run(NamedTuple):
    """A stretch of text of one style."""

    text: str
    style: str = ""
    """One of the names that `Looks` knows, as ``dim``."""
    command: str = ""
    """The id of the command that a click on it runs, or a `Target`."""


Target = str
"""Where a click goes that runs no command.

``go:12`` is the sentence of that number, ``span:310:322`` the name or number there, ``who:`` who annotates.
"""
TARGETS = ("go", "span", "who")
Row = Sequence[Run]
