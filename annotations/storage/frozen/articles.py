"""Articles as they were when the first mark was made, and what the analysis found in them.

::

    annotations/articles/2f/2f9c….json         text, map and sentence bounds: written before the first mark
    annotations/articles/2f/2f9c….spans.json   names and numbers: written when the analysis has ended

Both are written once and never revised, so that neither another version of zhupi nor another option can
move a mark. The same article gives the same bytes, so that two branches that both freeze it agree.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from annotations.errors import RecordError, StorageError
from annotations.model.article import Analysis, Article
from annotations.records.field_values import is_article_id
from annotations.records.kinds import SCHEMA
from annotations.storage.files.files import Files, atomic_write
from annotations.storage.files.folders import ARTICLES, FOLDER
from annotations.storage.files.reading import read
from annotations.storage.frozen.form import (
    ANALYSIS_ROWS,
    ARTICLE_ROWS,
    analysis_from,
    analysis_text,
    article_from,
    article_text,
)
from annotations.storage.frozen.rows import read as read_rows
from annotations.storage.frozen.sides import OURS, first, sides
from annotations.wording import tr

__all__ = ["FrozenArticles"]

_T = TypeVar("_T")


class FrozenArticles:
    """The frozen articles of one project.

    Args:
        root: The project's folder; the articles lie in ``annotations/articles`` in it.
        files: Through what to reach the file system.
        type_of: What a type of names is called now that was kept under an earlier name; None where types
            have kept their names.
    """

    def __init__(
        self, root: Path, *, files: Files | None = None, type_of: Callable[[str], str] | None = None
    ) -> None:
        self._type_of = type_of
        self._folder = root / FOLDER / ARTICLES
        self._files = files or Files()
        self._durable: set[Path] = set()

    def load(self, article: str) -> Article | None:
        """Return the frozen article of that id, or None if it was never frozen.

        Raises:
            StorageError: Its file is damaged, is not what its name says, or comes from a newer zhupi.
        """
        if not is_article_id(article):  # a mark may say that it is about anything
            return None
        return self._load(
            self._path(article, ".json"), ARTICLE_ROWS, lambda data: article_from(data, article)
        )

    def freeze(self, article: Article) -> bool:
        """Keep `article` as it is, durable on return; what is already kept under its id stays.

        Returns:
            Whether it was written now.

        Raises:
            StorageError: It cannot be written.
        """
        return self._freeze(self._path(article.id, ".json"), lambda: article_text(article))

    def load_analysis(self, article: str) -> Analysis | None:
        """Return the names and numbers kept for the article of that id, or None if there are none yet.

        Raises:
            StorageError: As for :meth:`load`.
        """
        if not is_article_id(article):
            return None
        path = self._path(article, ".spans.json")
        kept = self._load(path, ANALYSIS_ROWS, lambda data: analysis_from(data, article))
        if kept is None or self._type_of is None:
            return kept
        names = [one._replace(type=self._type_of(one.type)) for one in kept.names]
        return kept._replace(names=tuple(names))

    def freeze_analysis(self, article: Article, analysis: Analysis) -> bool:
        """Keep what the analysis found in `article`, as :meth:`freeze` keeps the article itself.

        Raises:
            StorageError: It cannot be written.
        """
        return self._freeze(self._path(article.id, ".spans.json"), lambda: analysis_text(article, analysis))

    def two_sided(self, article: str) -> list[Path]:
        """Return the files of the article of that id in which git left two, each of which may count.

        Raises:
            StorageError: One cannot be read.
        """
        paths = [self._path(article, ending) for ending in (".json", ".spans.json")]
        return [path for path in paths if len(sides(self._text(path) or "")) > 1]

    def keep_first(self, path: Path) -> bool:
        """Write, of two files that git left in the one at `path`, the one that counts; False if there is one.

        Raises:
            StorageError: It cannot be read, or not written.
        """
        files = sides(self._text(path) or "")
        if len(files) < 2:
            return False
        try:
            atomic_write(self._files, path, first(*files).encode())
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: it could not be written ({strerror}); try again",
                    path=path,
                    strerror=error.strerror,
                )
            ) from error
        return True

    def _path(self, article: str, ending: str) -> Path:
        if not is_article_id(article):
            raise StorageError(
                tr("{article!r} is not the id of an article: 20 hexadecimal digits", article=article[:40])
            )
        return self._folder / article[:2] / f"{article}{ending}"

    def _text(self, path: Path) -> str | None:
        """Return what is in the file at `path`; None if there is none."""
        data = self._data(path)
        return None if data is None else data.decode("utf-8-sig", "surrogateescape")

    def _data(self, path: Path) -> bytes | None:
        """Return the bytes of the file at `path`; None if there is none."""
        try:
            fd = self._files.open(path, os.O_NONBLOCK)  # else a pipe would make us wait
            try:
                if not stat.S_ISREG(self._files.fstat(fd).st_mode):
                    raise OSError(errno.EINVAL, tr("this is not a file"))
                return read(self._files, fd)
            finally:
                self._files.close(fd)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: it cannot be read ({strerror}); check its permissions",
                    path=path,
                    strerror=error.strerror,
                )
            ) from error

    def _load(self, path: Path, rows: Sequence[str], build: Callable[[Mapping[str, Any]], _T]) -> _T | None:
        if (data := self._data(path)) is None:
            return None
        try:
            loaded = _loaded(data.removeprefix(codecs.BOM_UTF8), rows)
            newer = loaded["schema"] > SCHEMA
            built = None if newer else build(loaded)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise StorageError(
                tr(
                    "{path}: this frozen article is damaged ({reason}); put it back from git or a backup",
                    path=path,
                    reason=_reason(error),
                )
            ) from error
        if newer:
            raise StorageError(
                tr("{path}: a newer zhupi froze it; install a newer zhupi to open it", path=path)
            )
        return built

    def _freeze(self, path: Path, text: Callable[[], str]) -> bool:
        try:
            if (exists := self._exists(path)) and path in self._durable:
                return False
            if exists:
                self._files.fsync_dir(path.parent)  # whoever put it there may have died before doing so
                written = False
            else:
                if path in self._durable:  # it was removed while in use, maybe with its folder
                    self._durable -= {path, *path.parents}
                written = atomic_write(self._files, path, text().encode(), exclusive=True)
            if path.parent not in self._durable:
                for folder in path.parents[1:4]:  # up to the project's; whoever made one may have died too
                    self._files.fsync_dir(folder)
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: the article could not be frozen ({strerror}), so no mark in it was saved",
                    path=path,
                    strerror=error.strerror,
                )
            ) from error
        except RecordError as error:
            raise StorageError(
                tr("{path}: the article could not be frozen: {error}", path=path, error=error)
            ) from error
        self._durable |= {path, path.parent}
        return written

    def _exists(self, path: Path) -> bool:
        try:
            self._files.stat(path)
        except FileNotFoundError:
            return False
        return True


def _loaded(data: bytes, rows: Sequence[str]) -> Any:
    """Return what a file says, of two files in one that which counts."""
    try:
        return read_rows(data, rows)
    except ValueError:
        if OURS not in data:
            raise
        return read_rows(first(*sides(data.decode())).encode(), rows)


def _reason(error: Exception) -> str:
    return tr("no {error}", error=error) if isinstance(error, KeyError) else str(error)[:120]
