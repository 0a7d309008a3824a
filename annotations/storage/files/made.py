"""Which files an export has written and nobody has changed since, so that another may replace them.

Of a table or a folder of another program it cannot be told from what is in it whether a person has worked in
it since. So it is remembered in the user's cache how each file was when it was written. Where that is lost,
a user is asked for ``--force``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from annotations.digest import digest_of
from annotations.storage.files.temporary import temporary

__all__ = ["Made"]


class Made:
    """What is remembered of exports.

    Args:
        folder: Where; by default in the user's cache.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            from platformdirs import user_cache_path

            folder = user_cache_path("zhupi", appauthor=False) / "exports"
        self._folder = folder

    def note(self, place: Path, files: Iterable[Path]) -> None:
        """Remember `files`, an export that has just been written to `place`, a file or a folder."""
        place = _plain(place)
        known = {os.path.relpath(_plain(one), place): state for one in files if (state := _state(one))}
        path = self._path(place)
        staged = temporary(path)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            staged.write_text(json.dumps(known), encoding="utf-8")
            staged.replace(path)

    def unchanged(self, place: Path) -> frozenset[Path]:
        """Return the files of the export at `place` that are as it left them."""
        place = _plain(place)
        try:
            known = json.loads(self._path(place).read_text(encoding="utf-8"))
            kept = {name: state for name, state in known.items() if isinstance(state, list)}
        except (OSError, ValueError, AttributeError, RecursionError):
            return frozenset()
        files = ((Path(os.path.normpath(place / name)), state) for name, state in kept.items())
        return frozenset(one for one, state in files if _state(one) == state)

    def _path(self, place: Path) -> Path:
        return self._folder / f"{digest_of(os.fsencode(place))}.json"


def _plain(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _state(path: Path) -> list[int] | None:
    """Return what changes when somebody writes to the file; None if it is not there."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ino]
