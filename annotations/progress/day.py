"""What an annotator did on one day, counted from the records that were made or changed since it began."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from annotations.progress.pace import PAUSE, moment
from annotations.records.record import Newest

__all__ = ["Day", "day_begins"]


class Day(NamedTuple):
    """One day's work."""

    done: int = 0
    """Articles that were marked done."""
    articles: int = 0
    """Articles of which anything was said, the done ones too."""
    sentences: int = 0
    """Sentences that were given labels or an explicit none."""
    labels: int = 0
    """Labels that they have, a none counted as one."""
    minutes: int = 0
    """How long was worked, pauses left out; a minute that was begun counts."""

    @classmethod
    def of(cls, records: Iterable[Newest], begins: str) -> Day:
        """Count `records`, the newest revisions of a layer, as far as they were changed since `begins`.

        What an import brought is nobody's work of the day.

        Args:
            records: In any order; deleted ones tell of work too.
            begins: When the day began, as records write times.
        """
        done: set[str] = set()
        articles: set[str] = set()
        sentences = labels = 0
        moments: set[float] = set()
        for one in records:
            updated = one["updated"]
            if updated < begins or one["kind"] == "unreadable" or ("imported" in one and one["rev"] == 1):
                continue
            moments.add(moment(updated))
            if one["created"] >= begins:
                moments.add(moment(one["created"]))
            if one["deleted"]:
                continue
            if one["kind"] == "sentence":
                articles.add(one["article"])
                sentences += one["status"] != "open"
                labels += len(one["labels"]) or one["status"] == "none"
            elif one["kind"] == "article" and one["done"]:
                done.add(one["article"])
                articles.add(one["article"])
        gaps = (later - earlier for earlier, later in pairwise(sorted(moments)))
        seconds = sum(gap for gap in gaps if gap <= PAUSE)
        return cls(len(done), len(articles), sentences, labels, -int(-seconds // 60))


def day_begins(now: datetime | None = None) -> str:
    """Return when the day began, midnight where the user is, as records write times.

    Args:
        now: Now, in the zone of the user where it names none, which is also what it is by default.
    """
    now = now or datetime.now()  # noqa: DTZ005 - only so has midnight the offset of its own hour
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
