"""Records of a layer that a newer zhupi wrote and this one does not understand: passed on as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotations.errors import StorageError
from annotations.records.kinds import SCHEMA
from annotations.records.validation import KINDS
from annotations.storage.files.files import Files
from annotations.storage.layer.contents import parse
from annotations.storage.layer.lines import Document
from annotations.storage.layer.snapshot import snapshot
from annotations.wording import tr

__all__ = ["is_unknown", "unknown_records"]


def is_unknown(record: Mapping[str, object]) -> bool:
    """Tell whether `record` is whole, as far as can be told, and of a kind or schema that is not known."""
    schema, rev = record.get("schema"), record.get("rev")
    if type(schema) is not int or type(rev) is not int or schema < 1 or rev < 1:
        return False
    words = [record.get(key) for key in ("uid", "kind", "annotator")]
    return all(isinstance(one, str) and one for one in words) and (
        schema > SCHEMA or record["kind"] not in KINDS
    )


def unknown_records(path: Path, files: Files | None = None) -> list[Document]:
    """Return the newest revision of each record of the layer at `path` that a newer zhupi must have written.

    Raises:
        StorageError: The layer cannot be read.
    """
    try:
        with snapshot(path, files or Files()) as found:
            data = b"".join(found.bytes()) if found.whole else path.read_bytes()
    except OSError as error:
        raise StorageError(
            tr(
                "{path}: it cannot be read ({strerror}); check its permissions",
                path=path,
                strerror=error.strerror,
            )
        ) from error
    newest: dict[str, Document] = {}
    for _, document in parse(data, str(path)).lines:
        if is_unknown(document):
            known = newest.get(document["uid"])
            if known is None or known["rev"] <= document["rev"]:
                newest[document["uid"]] = document
    return list(newest.values())
