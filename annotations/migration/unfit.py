"""What a record says that the scheme does not have."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.model.misfits import Misfit, misfits
from annotations.model.scheme import Scheme
from annotations.records.record import Record

__all__ = ["unfit"]


def unfit(scheme: Scheme, record: Record) -> Iterator[Misfit]:
    """Yield what `scheme` does not have of what `record`, which may be of any kind, says."""
    if record["kind"] == "sentence" or record["kind"] == "decision":
        yield from misfits(scheme, record["labels"], record.get("attributes", {}))
    elif record["kind"] == "article":
        labels = {one.name for one in scheme.article_labels}
        yield from misfits(scheme, record.get("labels", ()), record.get("attributes", {}), labels)
    elif record["kind"] == "span" and record["what"] == "name" and record["act"] != "reject":
        kind = record["type"]
        yield from [Misfit("type", kind)] if kind and all(kind != one.name for one in scheme.types) else []
