"""Reads the articles of some files for an index; it is also the program of a child."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotations.errors import ZhupiError
from annotations.index.article_rows import Facts
from annotations.index.holding import Holding, Reads
from annotations.processes.parent import Parent
from annotations.reading import Place
from annotations.wording import tr

__all__ = ["UNFINISHED", "FileRead", "PlaceRead", "Stamp", "Wanted", "read_files", "stamp_of"]

Stamp = tuple[int, int]
"""The time of a file's last change in nanoseconds, and its size in bytes."""

UNFINISHED: Stamp = (-1, -1)
"""The stamp of a file that is to be read again."""
_COARSE = 2_000_000_000
"""Nanoseconds for which a file may go on changing under one time: some file systems count in seconds."""


class Wanted(NamedTuple):
    """Places of one file that are to be read."""

    path: Path
    places: Sequence[Place]
    first: bool = True
    """Whether they begin the file: what was known of it before holds no longer."""
    last: bool = True
    """Whether they end it."""

    @property
    def whole(self) -> bool:
        """Tell whether they are all of the file."""
        return self.first and self.last


class PlaceRead(NamedTuple):
    """What came of reading one place."""

    position: int | None
    number: int | None
    facts: Facts
    made: Sequence[object]
    """What each holding makes of the article; nothing where it could not be read."""


class FileRead(NamedTuple):
    """What came of reading places of one file."""

    wanted: Wanted
    stamp: Stamp
    """How the file was before it was read; `UNFINISHED` where that does not tell it from what it may be."""
    found: Sequence[PlaceRead]

    @property
    def errors(self) -> list[tuple[int | None, int | None, str]]:
        """Return why nothing of it could be read, by position and number; empty where anything could."""
        errors = [(one.position, one.number, one.facts.error) for one in self.found]
        return errors if all(why for *_, why in errors) else []


def stamp_of(path: Path | str) -> Stamp | None:
    """Return how a file is now; None if it is not there."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a hundred thousand of them, in paths of any kind
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def read_files(reads: Reads, holdings: Sequence[Holding], wanted: Sequence[Wanted]) -> list[FileRead]:
    """Read what is `wanted`; what cannot be read says why."""
    found = []
    for one in wanted:
        now = time.time_ns()
        stamp = stamp_of(one.path) or UNFINISHED
        read = [_read(reads, holdings, place) for place in one.places]
        if now - stamp[0] < _COARSE or any(place.facts.error for place in read):
            stamp = UNFINISHED  # a change might not show, or what was wrong be mended without one
        found.append(FileRead(one, stamp, read))
    return found


def _read(reads: Reads, holdings: Sequence[Holding], place: Place) -> PlaceRead:
    made: Sequence[object] = ()
    try:
        article = reads.article(place)
        facts = Facts.of(article)
        made = [one.made_of(article) for one in holdings]
    except ZhupiError as error:
        facts = Facts(error=str(error))
    except Exception as error:  # whatever it is, it costs this article only
        facts = Facts(
            error=tr(
                "{path}: reading it failed ({error}); please report this",
                path=place.path,
                error=f"{type(error).__name__}: {error}",
            )
        )
    if facts.error:  # a name of a file may hold what is no character
        facts = facts._replace(error=facts.error.encode("utf-8", "backslashreplace").decode())
    return PlaceRead(place.position, place.number, facts, made)


def main(parent: Parent, reads: Reads, holdings: Sequence[Holding]) -> None:
    """Read what `parent` wants."""
    os.nice(5)  # the screen comes first
    parent.work(lambda wanted: read_files(reads, holdings, wanted))
