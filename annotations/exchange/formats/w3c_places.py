"""Where the selectors of an annotation point: in a text, or in no text but by their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.exchange.offsets import Offsets
from annotations.wording import tr

__all__ = ["Selected", "listed", "selected"]

_FRAGMENT = re.compile(r"char=(\d{1,12}),(\d{1,12})")
"""RFC 5147: a place in a plain text."""


@dataclass(slots=True)
class Selected:
    """What selectors say of a place."""

    start: int | None = None
    end: int | None = None
    counts_bytes: bool = False
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""

    def place(self, text: str) -> tuple[int, int]:
        """Return where it stands in `text`, code points.

        Raises:
            ValueError: It stands nowhere, or in several places.
        """
        found = list(self._positions(text))
        for start, end in found:
            if self.exact is None or text[start:end] == self.exact:
                return start, end
        if self.exact:
            return self._quoted(text)
        raise ValueError(tr("nothing says where it stands"))

    def _positions(self, text: str) -> Iterator[tuple[int, int]]:
        if self.start is None or self.end is None:
            return
        units = ("bytes",) if self.counts_bytes else ("code points", "UTF-16")
        for unit in units:
            offsets = Offsets(text, unit)  # type: ignore[arg-type]
            try:
                start, end = offsets.into(self.start), offsets.into(self.end)
            except ValueError:
                continue
            if start <= end:
                yield start, end

    def _quoted(self, text: str) -> tuple[int, int]:
        """Return where the quote stands: the only place, or the only one with these words around it."""
        exact = self.exact or ""
        places: list[int] = []
        at = text.find(exact)
        while at >= 0 and len(places) < _MOST:
            places.append(at)
            at = text.find(exact, at + 1)
        best = [
            one
            for one in places
            if text[:one].endswith(self.prefix) and text.startswith(self.suffix, one + len(exact))
        ]
        chosen = best if len(best) == 1 else places
        if not chosen:
            raise ValueError(tr("{text!r:.40} does not stand in its text", text=exact))
        if len(chosen) > 1:
            raise ValueError(tr("{text!r:.40} stands there several times", text=exact))
        return chosen[0], chosen[0] + len(exact)


_MOST = 10_000
"""Places of a quote that are looked at."""


def listed(value: object) -> list[Any]:
    """Return what JSON-LD has as one value or as a list, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def selected(selectors: object) -> Selected:
    """Return what all selectors of a target say together; of a kind that is not known, nothing."""
    found = Selected()
    for one in listed(selectors):
        if isinstance(one, Mapping):
            _take(one, found)
            if "refinedBy" in one:
                for inner in listed(one["refinedBy"]):
                    if isinstance(inner, Mapping):
                        _take(inner, found)
    return found


def _take(one: Mapping[str, Any], found: Selected) -> None:
    kinds = [str(kind).rpartition(":")[2] for kind in listed(one.get("type", one.get("@type")))]
    start, end = one.get("start"), one.get("end")
    if "TextPositionSelector" in kinds or "DataPositionSelector" in kinds:
        if type(start) is int and type(end) is int and (found.start is None or not found.counts_bytes):
            found.start, found.end = start, end
            found.counts_bytes = "DataPositionSelector" in kinds
    elif "TextQuoteSelector" in kinds and isinstance(one.get("exact"), str):
        found.exact = one["exact"]
        found.prefix = one["prefix"] if isinstance(one.get("prefix"), str) else ""
        found.suffix = one["suffix"] if isinstance(one.get("suffix"), str) else ""
    elif "FragmentSelector" in kinds and (place := _FRAGMENT.match(str(one.get("value", "")))):
        found.start, found.end, found.counts_bytes = int(place[1]), int(place[2]), False
