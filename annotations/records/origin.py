"""By what two layers under one name are known to be one person's, or two people's. Pure.

A layer carries no identity on which two machines would have to agree: it is derived from its first record, of
which no revision changes where it stands and when it was made, so that every machine comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.digest import blake2b

__all__ = ["births", "origin_of"]

Birth = tuple[str, str]
"""When a record was made, and what it is about: what no revision changes, and no two people share."""


def births(records: Iterable[Mapping[str, Any]]) -> set[Birth]:
    """Return of each record when it was made and what it is about, whoever is said to have made it."""
    return {(str(one["created"]), str(one["uid"]).removesuffix(f":{one['annotator']}")) for one in records}


def origin_of(known: Iterable[Birth]) -> str:
    """Return the identity of a layer, 20 hexadecimal digits made from its first record.

    Args:
        known: The :func:`births` of all its records, deleted ones too.

    Returns:
        An empty text where it has none.
    """
    first = min(known, default=None)
    if first is None:
        return ""
    return blake2b("\0".join(first).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
