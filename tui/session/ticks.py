"""Which hits of a query an annotator has been at: kept in the system's place for state, as the memory is.

Losing it costs a second look, so it is written without waiting for the disk; a damaged line counts as none.
A line is added for each: two programs lose nothing of each other's, and the last costs what the first did.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from tui.session.position import keep, state_path

__all__ = ["Ticks"]

Tick = tuple[str, int]
"""An article, by its id, and where in it a sentence begins."""
_KEPT = 200_000
"""Sentences that are remembered in all; the list that was at work longest ago is forgotten first."""


class Ticks:
    """The sentences that one annotator has been at, by the query that found them, in one project."""

    def __init__(self, root: Path, annotator: str) -> None:
        """Read what was remembered of the project in `root`."""
        self._path = state_path(root, annotator).with_suffix(".lists.jsonl")
        self._lists: dict[str, set[Tick]] = {}
        with contextlib.suppress(OSError, ValueError):
            self._read(self._path.read_text(encoding="utf-8").splitlines())

    def of(self, query: str) -> set[Tick]:
        """Return the sentences that were gone through of those that a query found."""
        return self._lists.get(query, set())

    def tick(self, query: str, tick: Tick) -> None:
        """Remember that a sentence was gone through; no news is not written."""
        known = self._lists.setdefault(query, set())
        if tick in known:
            return
        known.add(tick)
        with contextlib.suppress(OSError):  # a read-only home must not keep anybody from annotating
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_line(query, tick))

    def _read(self, lines: Sequence[str]) -> None:
        """Take in the lines of the file; where they are too many, leave the newest lists in it."""
        from annotations.plain_json import loads

        count = 0
        for line in lines:
            with contextlib.suppress(ValueError, TypeError):
                query, article, start = loads(line)
                known = self._lists.pop(str(query), set())
                self._lists[str(query)] = known  # which was at work last
                count -= len(known)
                known.add((str(article), int(start)))
                count += len(known)
        if count <= _KEPT:
            return
        while len(self._lists) > 1 and count > _KEPT:
            count -= len(self._lists.pop(next(iter(self._lists))))
        left = [_line(query, tick) for query, ticks in self._lists.items() for tick in sorted(ticks)]
        keep(self._path, "".join(left))


def _line(query: str, tick: Tick) -> str:
    """Return a line of the file; it begins with the end of the one before, which may have been cut off."""
    import json

    return "\n" + json.dumps([query, *tick])
