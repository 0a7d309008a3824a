"""Whether a hub has the project at hand or another one already: what is stored there stays for good."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import StorageError
from annotations.hub.administration.administration import Administration
from annotations.hub.files.known_versions import digest_of
from annotations.hub.files.lead_paths import Sort, sort_of
from annotations.hub.files.local_files import LocalFile

if TYPE_CHECKING:
    from annotations.hub.client.hub import Hub

__all__ = ["has_another", "has_this"]

_NEWEST = "SELECT DISTINCT ON (path) path, digest FROM zhupi.file ORDER BY path, version DESC"


def has_another(admin: Administration, root: Path) -> bool:
    """Tell whether the hub has texts of a project, and none of them lies in the one in `root`.

    Raises:
        HubError: It cannot be asked.
    """
    with admin.act() as cursor:
        admin.roles.become_owner(cursor)
        rows = cursor.execute(_NEWEST).fetchall()
    texts = _texts(rows)
    return bool(texts) and not any(_has(root, path, digest) for path, digest in texts)


def has_this(hub: Hub, root: Path) -> bool:
    """Tell whether the hub has a text that lies in the project in `root`, as a member sees it.

    Raises:
        HubError: It cannot be asked.
    """
    texts = _texts((row.path, row.digest) for row in hub.files())
    return any(_has(root, path, digest) for path, digest in texts)


def _texts(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(path, digest) for path, digest in rows if digest and sort_of(path) is Sort.TEXT]


def _has(root: Path, path: str, digest: str) -> bool:
    try:
        data = LocalFile(root, path).read()
    except StorageError:
        return False
    return data is not None and digest_of(data) == digest
