"""What a record says of where it was laid over from; see :mod:`annotations.editions.carry`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.records.record import R, with_fields

__all__ = ["as_carried", "carried_from", "carried_revision"]


def carried_from(record: Mapping[str, object]) -> Mapping[str, Any] | None:
    """Return of which article and record, in which revision, `record` was laid over; None if it was not."""
    origin = record.get("carried")
    if not isinstance(origin, Mapping) or type(origin.get("rev")) is not int:
        return None
    return origin if isinstance(origin.get("article"), str) and isinstance(origin.get("uid"), str) else None


def carried_revision(record: Mapping[str, object]) -> int:
    """Return the revision that the first one of `record` here follows; 0 if it was not laid over."""
    origin = carried_from(record)
    return max(0, int(origin["rev"])) if origin is not None else 0


def as_carried(record: R, wanted: Mapping[str, object]) -> R:
    """Return `record`, which says what `wanted` says, with a note if that is no more than what was laid over.

    When the earlier text holds no longer, such a record goes with it.
    """
    origin = carried_from(wanted)
    if origin is None or wanted["rev"] not in (origin["rev"], origin.get("same")):
        return record
    return with_fields(record, {"carried": {**origin, "same": record["rev"]}})
