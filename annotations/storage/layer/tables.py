"""A layer as the tables that TinyDB knows: one of them, and nothing is taken out of it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from annotations.errors import StorageError
from annotations.storage.layer.lines import HEAD_KEY, TABLE, Document, Line
from annotations.wording import tr

__all__ = ["Addition", "additions", "tables"]

Addition = tuple[str, Mapping[str, object]]
"""What is to be added: a key and a document."""


def tables(documents: Mapping[str, Document]) -> dict[str, Document] | None:
    """Return `documents` as a database: a copy, which TinyDB may change; None if there are none yet."""
    return {TABLE: deepcopy(dict(documents))} if documents else None


def additions(changed: Mapping[str, Document], documents: Mapping[str, Document], name: str) -> list[Line]:
    """Return what TinyDB has put in the database `changed` that `documents`, those of the layer, do not say.

    Raises:
        StorageError: Something was taken out, the head was changed, or there is another table; `name` is
            that of the layer.
    """
    now = {str(key): one for key, one in changed.get(TABLE, {}).items()}
    new = [(key, one) for key, one in now.items() if documents.get(key) != one]
    if set(changed) != {TABLE} or documents.keys() - now.keys() or HEAD_KEY in dict(new):
        raise StorageError(
            tr("{name}: a layer is one table, {TABLE}, that is only added to", name=name, TABLE=TABLE)
        )
    return new
