"""Names of files as they are typed: what may be meant by the beginning of one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

__all__ = ["completed"]

_MOST = 10_000
"""Entries of a folder that are looked at."""


def completed(text: str) -> tuple[str, Sequence[str]]:
    """Return `text` as far as the folders and files that begin so agree, and what these are called.

    Hidden ones are meant only where a full stop begins the name. A folder ends in a slash. Where nothing
    begins so, `text` is as it was.
    """
    folder, slash, begun = text.rpartition("/")
    where = Path(os.path.expanduser(folder + slash) or ".")  # noqa: PTH111 - as it was typed
    found = []
    try:
        with os.scandir(where) as entries:
            for _, entry in zip(range(_MOST), entries, strict=False):
                if entry.name.startswith(begun) and (begun.startswith(".") or not entry.name.startswith(".")):
                    found.append(entry.name + "/" * entry.is_dir())
    except (OSError, ValueError):
        return text, ()
    found.sort()
    if not found:
        return text, ()
    return folder + slash + _shared(found), found


def _shared(names: Sequence[str]) -> str:
    """Return how all of `names`, which are sorted, begin."""
    first, last = names[0], names[-1]
    return first[
        : next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    ]
