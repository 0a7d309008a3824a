"""Which files are whose layers: an annotator has one, however the name is spelled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from annotations.storage.files.files import Files

__all__ = ["one_layer_each", "same_annotator"]


def same_annotator(name: str) -> str:
    """Return what all spellings of an annotator's name share: case, width and white space never matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def one_layer_each(paths: Iterable[Path], files: Files) -> tuple[list[Path], list[str]]:
    """Return `paths` in order, of those that are one annotator's under two spellings only the largest.

    Returns:
        The files that are left, and of each of the others a line.
    """
    by_name: dict[str, list[Path]] = {}
    for path in paths:
        by_name.setdefault(same_annotator(path.stem), []).append(path)
    kept, lines = [], []
    for spellings in by_name.values():
        first, *others = sorted(spellings, key=lambda path: -files.stat(path).st_size)
        kept.append(first)
        lines += [
            f"{other}: this is {first.stem} under another spelling, so it is left out; bring both "
            "together with zhupi export and zhupi import --as"
            for other in others
        ]
    return sorted(kept), lines
