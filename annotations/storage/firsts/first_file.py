"""The file of what one annotator said first: valid JSON in TinyDB's form, one record a line, sorted by uid.

::

    {"_default": {
    "1": {"uid": "sentence:2581…:310:mei", "article": "2581…", "since": 4, "first": {…}}
    ,"2": {"uid": "sentence:2581…:352:mei", "article": "2581…", "since": 1, "first": null}
    }}

``first`` is the newest revision that was made before its annotator could see others, null where there was
none; ``since`` is the lowest revision that was made when others could be seen. It belongs to nobody's layer:
whoever brings layers together writes it, and agreement reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from annotations.errors import RecordError, StorageError
from annotations.model.annotator import check_annotator
from annotations.plain_json import loads
from annotations.records.field_values import is_article_id
from annotations.records.firsts import FirstSaid
from annotations.records.record import Record
from annotations.records.validation import validate
from annotations.storage.files.files import Files, make_folders
from annotations.storage.files.folders import FIRSTS, FOLDER
from annotations.storage.files.locked_file import LockedFile
from annotations.storage.layer.upgrades import upgraded
from annotations.wording import tr

__all__ = ["FirstFile"]

_HEAD = '{"_default": {\n'
_FOOT = "}}\n"


class FirstFile:
    """What one annotator said first, on disk.

    Args:
        path: The file; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, root: Path, owner: str) -> FirstFile:
        """Return the file for the layer of `owner`, a name that records carry, in the project in `root`.

        Raises:
            BadName: It cannot be a file's.
        """
        return cls(root / FOLDER / FIRSTS / f"{check_annotator(owner)}.json")

    def read(self) -> dict[str, FirstSaid]:
        """Return by uid what was said first.

        Raises:
            StorageError: The file cannot be read, or is damaged.
        """
        try:
            data = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise self._damaged(error.strerror or str(error)) from error
        return self._read(data)

    def put(self, firsts: Iterable[FirstSaid], files: Files | None = None) -> bool:
        """Write what was said first of more records, durable on return; tell whether it is news.

        Raises:
            StorageError: The file cannot be read or written; it is as it was.
        """
        given = list(firsts)
        if not given:
            return False
        files = files or Files()
        try:
            make_folders(files, self.path.parent)
            file = LockedFile(self.path, files)
            try:
                with file.locked(exclusive=True):
                    before = self._read(file.read())
                    now = {**before, **{one.uid: one for one in given}}
                    if now == before:
                        return False
                    file.replace(_written(now))
            finally:
                file.close()
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: {strerror}; check its permissions and the disk",
                    path=self.path,
                    strerror=error.strerror,
                )
            ) from error
        return True

    def _read(self, data: bytes) -> dict[str, FirstSaid]:
        try:
            rows = loads(data.decode("utf-8"))["_default"] if data.strip() else {}
            found = [_said(row) for row in rows.values()]
        except (ValueError, KeyError, TypeError, AttributeError, RecordError) as error:
            raise self._damaged(str(error)) from error
        return {one.uid: one for one in found}

    def _damaged(self, why: str) -> StorageError:
        return StorageError(
            tr(
                "{path}: what was said before others were seen cannot be read ({why}); move the file away,"
                " and the hub brings it anew",
                path=self.path,
                why=why,
            )
        )


def _written(firsts: Mapping[str, FirstSaid]) -> bytes:
    rows = (
        json.dumps(
            {"uid": one.uid, "article": one.article, "since": one.since, "first": one.record},
            ensure_ascii=False,
        )
        for _, one in sorted(firsts.items())
    )
    lines = (f'{"," if number > 1 else ""}"{number}": {row}\n' for number, row in enumerate(rows, 1))
    return "".join([_HEAD, *lines, _FOOT]).encode("utf-8", "backslashreplace")


def _said(row: Mapping[str, Any]) -> FirstSaid:
    uid, article, since, first = row["uid"], row["article"], row["since"], row["first"]
    if not isinstance(uid, str) or not isinstance(article, str) or type(since) is not int:
        raise ValueError(f"{uid!r:.60}")
    if first is not None:
        first = upgraded(first)
        validate(first)
        if first["uid"] != uid or first.get("article") != article:
            raise ValueError(f"{uid!r:.60}")
    elif not is_article_id(article):
        raise ValueError(f"{article!r:.60}")
    return FirstSaid(uid, article, since, cast("Record | None", first))
