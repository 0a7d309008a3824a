"""By what two layers under one name are known to be one person's, or two people's. Pure.

A layer carries no identity on which two machines would have to agree: it is derived from its first record, of
which no revision changes where it stands and when it was made, so that every machine comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from annotations.digest import blake2b

__all__ = ["Birth", "births", "in_common", "origin_of"]

Birth = tuple[str, str, str]
"""When a record was made, what it is about, and which import made it: no two people share all of that.

Many may begin with one file, of which each mark was made at one moment; the import tells these apart.
"""


def births(records: Iterable[Mapping[str, Any]]) -> set[Birth]:
    """Return what no revision of each record changes, whoever is said to have made it."""
    return {
        (
            str(one["created"]),
            str(one["uid"]).removesuffix(f":{one['annotator']}"),
            str(one.get("imported", "")),
        )
        for one in records
    }


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


def in_common(one: AbstractSet[Birth], other: AbstractSet[Birth]) -> bool:
    """Tell whether two layers have a record in common.

    What an import made and what it was made from are one record; what two imports made of one file are two.
    """
    if one & other:
        return True
    return bool(_made(one) & _all(other) or _made(other) & _all(one))


def _made(known: AbstractSet[Birth]) -> set[tuple[str, str]]:
    return {(created, about) for created, about, imported in known if not imported}


def _all(known: AbstractSet[Birth]) -> set[tuple[str, str]]:
    return {(created, about) for created, about, _ in known}
