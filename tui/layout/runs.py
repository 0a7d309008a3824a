"""Rows of styled text, before anybody draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Row", "Run"]


class Run(NamedTuple):
    """A stretch of text of one style."""

    text: str
    style: str = ""
    """One of the names that `Looks` knows, as ``dim``."""
    command: str = ""
    """The id of the command that a click on it runs."""


Row = Sequence[Run]
