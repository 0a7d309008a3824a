"""What one annotator said first: a file an article, valid JSON in TinyDB's form, one record a line.

::

    annotations/firsts/mei/2581….json

    {"_default": {
    "1": {"uid": "article:2581…:mei", …}
    ,"2": {"uid": "sentence:2581…:310:mei", …}
    }}

It holds each record as it was before its annotator could see others in that article, and none where nothing
was said before. Like a frozen article it is written once and never revised. It belongs to nobody's layer:
whoever brings layers together writes it, and agreement reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from annotations.errors import RecordError, StorageError
from annotations.model.annotator import check_annotator
from annotations.plain_json import loads
from annotations.records.field_values import is_article_id
from annotations.records.record import Record
from annotations.records.validation import validate
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FIRSTS, FOLDER
from annotations.storage.files.new_files import write_new
from annotations.storage.layer.upgrades import upgraded
from annotations.wording import tr

__all__ = ["FirstFiles", "damaged", "read_first"]

_HEAD = '{"_default": {\n'
_FOOT = "}}\n"


class FirstFiles:
    """What one annotator said first, on disk.

    Args:
        folder: Where the files are; it need not be there yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, root: Path, owner: str) -> FirstFiles:
        """Return those for the layer of `owner`, a name that records carry, in the project in `root`.

        Raises:
            BadName: It cannot be a folder's.
        """
        return cls(root / FOLDER / FIRSTS / check_annotator(owner))

    def has(self, article: str) -> bool:
        """Tell whether it is known what was said first of an article."""
        return self._path(article).exists()

    def read(self) -> dict[str, list[Record]]:
        """Return by article what was said first, deleted records too.

        Raises:
            StorageError: A file cannot be read, or is damaged.
        """
        try:
            found = sorted(path for path in self.folder.glob("*.json") if is_article_id(path.stem))
        except OSError as error:
            raise damaged(self.folder, error.strerror or str(error)) from error
        return {path.stem: read_first(path) for path in found}

    def put(self, firsts: Mapping[str, Sequence[Record]], files: Files | None = None) -> set[str]:
        """Keep what was said first of articles, durable on return; what is already kept of one stays.

        Returns:
            The articles of which it was not known.

        Raises:
            StorageError: It cannot be written.
        """
        contents = ((self._path(article), _written(firsts[article])) for article in firsts)
        try:
            return {path.stem for path in write_new(files or Files(), contents)}
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: {strerror}; check its permissions and the disk",
                    path=self.folder,
                    strerror=error.strerror,
                )
            ) from error

    def _path(self, article: str) -> Path:
        if not is_article_id(article):
            raise StorageError(
                tr("{article!r} is not the id of an article: 20 hexadecimal digits", article=article[:40])
            )
        return self.folder / f"{article}.json"


def read_first(path: Path) -> list[Record]:
    """Return what the file at `path` says was said first of the article that it is called by.

    Raises:
        StorageError: It cannot be read, or is damaged.
    """
    try:
        return [_said(row, path.stem) for row in loads(path.read_bytes().decode())["_default"].values()]
    except OSError as error:
        raise damaged(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecordError) as error:
        raise damaged(path, str(error)) from error


def damaged(path: Path, why: str) -> StorageError:
    """Return the error that says that what was said first cannot be read."""
    return StorageError(
        tr(
            "{path}: what was said before others were seen cannot be read ({why}); move the folder away, and"
            " the hub brings it anew",
            path=path,
            why=why,
        )
    )


def _written(records: Sequence[Record]) -> bytes:
    rows = (json.dumps(one, ensure_ascii=False) for one in records)
    lines = (f'{"," if number > 1 else ""}"{number}": {row}\n' for number, row in enumerate(rows, 1))
    return "".join([_HEAD, *lines, _FOOT]).encode("utf-8", "backslashreplace")


def _said(row: dict[str, Any], article: str) -> Record:
    record = upgraded(row)
    validate(record)
    if record.get("article") != article:
        raise ValueError(f"{record.get('uid')!r:.60}")
    return cast(Record, record)
