"""What a layer says of an article by now: its own records of it, and those of earlier texts laid over it.

Records of one's own go before what was laid over: who has judged the text as it is now is not asked what was
judged of it then. Only where the lead went back to an earlier text, a record that was changed meanwhile goes
before the one that it continues.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotations.marks.coverage import merged
from annotations.records.carried import carried_from
from annotations.records.record import Record, whereabouts, with_fields

if TYPE_CHECKING:
    from annotations.editions.carry import Carrier, Overlay
    from annotations.editions.lineage import Lineage, Source

__all__ = ["Newest", "Views"]


class Newest(Protocol):
    """What is asked of a layer to lay its records over another text."""

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""


class _Kept(NamedTuple):
    """What came of laying records over, and of which revisions."""

    revisions: list[tuple[str, int]]
    overlay: Overlay


class Views:
    """The articles of one layer, as they are by now.

    Args:
        layer: The layer.
        lineage: Returns how the texts of the project hang together for it, as far as that is known.
        carrier: Returns what lays the records of one text over another; None if a text is missing.
    """

    def __init__(
        self,
        layer: Newest,
        lineage: Callable[[], Lineage | None],
        carrier: Callable[[Source, str], Carrier | None],
    ) -> None:
        self._layer = layer
        self._lineage = lineage
        self._carrier = carrier
        self._overlays: dict[tuple[str, str], _Kept] = {}

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of what is said of `article` by now, deleted ones too."""
        lineage = self._lineage()
        own = self._layer.newest_of(article)
        found = {one["uid"]: one if lineage is None else _still_said(one, lineage) for one in own}
        for source in lineage.sources(article) if lineage is not None else ():
            overlay = self.overlay(source, article)
            taken = _Taken(found.values())
            for origin, laid in (*overlay.exact, *overlay.near) if overlay is not None else ():
                there = found.get(laid["uid"])
                if _continues(origin, there) if there is not None else not taken.covers(laid):
                    found[laid["uid"]] = laid
        return list(found.values())

    def laid(self, uid: str, article: str) -> Record | None:
        """Return the record with this uid as it was laid over `article`, whatever stands there itself."""
        lineage = self._lineage()
        for source in lineage.sources(article) if lineage is not None else ():
            overlay = self.overlay(source, article)
            for _, laid in (*overlay.exact, *overlay.near) if overlay is not None else ():
                if laid["uid"] == uid:
                    return laid
        return None

    def overlay(self, source: Source, article: str) -> Overlay | None:
        """Return what the records of a source come to in `article`; None if a text is missing."""
        earlier = self.newest_of(source.article)
        revisions = [(one["uid"], one["rev"]) for one in earlier]
        kept = self._overlays.get((source.article, article))
        if kept is not None and kept.revisions == revisions:
            return kept.overlay
        carrier = self._carrier(source, article)
        if carrier is None:
            return None
        overlay = carrier.lay(sorted(earlier, key=_deleted))
        self._overlays[source.article, article] = _Kept(revisions, overlay)
        return overlay


class _Taken:
    """The places of which sentence marks and decisions say something already."""

    def __init__(self, records: Iterable[Record]) -> None:
        places: dict[str, list[tuple[int, int]]] = {"sentence": [], "decision": []}
        for one in records:
            if (one["kind"] == "sentence" or one["kind"] == "decision") and not one["deleted"]:
                places[one["kind"]].append((one["start"], one["end"]))
        self._places = {kind: merged(ranges) for kind, ranges in places.items()}

    def covers(self, record: Record) -> bool:
        """Tell whether what `record` is about is touched by a record of its kind."""
        where, ranges = whereabouts(record), self._places.get(record["kind"])
        if where is None or not ranges:
            return False
        before = bisect_left(ranges, [where[1]]) - 1  # the last range that begins before the end
        return before >= 0 and ranges[before][1] > where[0]


def _deleted(record: Record) -> bool:
    return record["deleted"]


def _continues(origin: Record, there: Record) -> bool:
    """Tell whether `origin` was made of what is `there`, and changed since."""
    before = carried_from(origin)
    return before is not None and before["uid"] == there["uid"] and origin["rev"] > there["rev"]


def _still_said(record: Record, lineage: Lineage) -> Record:
    """Return `record` without what only an earlier text had, where what was said of that holds no longer.

    A record that was changed and changed back says nothing of its own.
    """
    origin = carried_from(record)
    if origin is None or lineage.carried(str(origin["article"]), record["article"]):
        return record
    if origin.get("same") == record["rev"]:
        return with_fields(record, {"deleted": True})
    if record["kind"] == "article" and record["done"] and origin.get("done"):
        return with_fields(record, {"done": False})
    return record
