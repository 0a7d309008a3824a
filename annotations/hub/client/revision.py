"""What travels: one revision of one record, its JSON as it was stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from annotations.digest import blake2b
from annotations.storage.layer.lines import encode

__all__ = ["Key", "Revision"]

Key = tuple[str, int, str]
"""The uid, the revision and the digest: what tells a revision from every other one of one annotator."""


class Revision(NamedTuple):
    """One revision of one record."""

    uid: str
    rev: int
    digest: str
    """32 hexadecimal digits that two revisions share only if they are the same, the act aside."""
    article: str
    kind: str
    content: str
    """The record as JSON on one line; with a checksum only if that was found to be wrong."""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Revision:
        """Return `document`, a record as it was read, as what travels.

        The act that it is part of has no part in the digest: a layer that takes in half an act says so in it.

        Raises:
            RecordError: It cannot be written as JSON.
        """
        bare = encode({key: value for key, value in document.items() if key != "batch"})
        return cls(
            document["uid"],
            document["rev"],
            blake2b(bare.encode(), digest_size=16).hexdigest(),
            str(document.get("article", "")),
            document["kind"],
            encode(document),
        )

    @property
    def key(self) -> Key:
        """What tells it from every other one of its annotator."""
        return self.uid, self.rev, self.digest
