"""Who an annotator is: the one rule by which two spellings are one name."""

from __future__ import annotations

import unicodedata

__all__ = ["same_annotator"]


def same_annotator(name: str) -> str:
    """Return what all spellings of an annotator's name share: case, width and white space never matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
