"""Which hits of a query an annotator has been at: kept in the system's place for state, as the memory is.

Losing it costs a second look, so it is written without waiting for the disk; a damaged file counts as none.
"""

from __future__ import annotations

import contextlib
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
        self._path = state_path(root, annotator).with_suffix(".lists.json")
        self._lists: dict[str, set[Tick]] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            from annotations.plain_json import loads

            read = loads(self._path.read_text(encoding="utf-8"))
            self._lists = {
                str(name): {(str(article), int(start)) for article, start in ticks}
                for name, ticks in read.items()
            }

    def of(self, query: str) -> set[Tick]:
        """Return the sentences that were gone through of those that a query found."""
        return self._lists.get(query, set())

    def tick(self, query: str, tick: Tick) -> None:
        """Remember that a sentence was gone through; no news is not written."""
        known = self._lists.pop(query, set())
        self._lists[query] = known  # which was at work last
        if tick in known:
            return
        known.add(tick)
        while len(self._lists) > 1 and sum(map(len, self._lists.values())) > _KEPT:
            del self._lists[next(iter(self._lists))]
        import json

        text = json.dumps({name: sorted(ticks) for name, ticks in self._lists.items()}, ensure_ascii=False)
        keep(self._path, text)
