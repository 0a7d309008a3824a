"""Articles as they were when the first mark was made, and what the analysis found in them.

::

    annotations/articles/2f/2f9c….json         text, map and sentence bounds: written before the first mark
    annotations/articles/2f/2f9c….spans.json   names and numbers: written when the analysis has ended

Both are written once and never revised, so that neither another version of zhupi nor another option can
move a mark. The same article gives the same bytes, so that two branches that both freeze it agree.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from annotations.errors import RecordError, StorageError
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.field_values import is_amount, is_article_id, is_name, is_range
from annotations.records.record import SCHEMA
from annotations.storage.files.files import Files, atomic_write, read_all
from annotations.storage.layer.lines import encode, loads

__all__ = ["FrozenArticles"]

_T = TypeVar("_T")


class FrozenArticles:
    """The frozen articles of one project.

    Args:
        root: The project's folder; the articles lie in ``annotations/articles`` in it.
        files: Through what to reach the file system.
    """

    def __init__(self, root: Path, *, files: Files | None = None) -> None:
        self._folder = root / "annotations" / "articles"
        self._files = files or Files()
        self._durable: set[Path] = set()

    def load(self, article: str) -> Article | None:
        """Return the frozen article of that id, or None if it was never frozen.

        Raises:
            StorageError: Its file is damaged, is not what its name says, or comes from a newer zhupi.
        """
        if not is_article_id(article):  # a mark may say that it is about anything
            return None
        return self._load(self._path(article, ".json"), lambda data: _article(data, article))

    def freeze(self, article: Article) -> bool:
        """Keep `article` as it is, durable on return; what is already kept under its id stays.

        Returns:
            Whether it was written now.

        Raises:
            StorageError: It cannot be written.
        """
        return self._freeze(self._path(article.id, ".json"), lambda: _article_text(article))

    def load_analysis(self, article: str) -> Analysis | None:
        """Return the names and numbers kept for the article of that id, or None if there are none yet.

        Raises:
            StorageError: As for :meth:`load`.
        """
        if not is_article_id(article):
            return None
        return self._load(self._path(article, ".spans.json"), lambda data: _analysis(data, article))

    def freeze_analysis(self, article: Article, analysis: Analysis) -> bool:
        """Keep what the analysis found in `article`, as :meth:`freeze` keeps the article itself.

        Raises:
            StorageError: It cannot be written.
        """
        return self._freeze(self._path(article.id, ".spans.json"), lambda: _analysis_text(article, analysis))

    def _path(self, article: str, ending: str) -> Path:
        if not is_article_id(article):
            raise StorageError(f"{article[:40]!r} is not the id of an article: 20 hexadecimal digits")
        return self._folder / article[:2] / f"{article}{ending}"

    def _load(self, path: Path, build: Callable[[Mapping[str, Any]], _T]) -> _T | None:
        try:
            fd = self._files.open(path, os.O_NONBLOCK)  # else a pipe would make us wait
            try:
                if not stat.S_ISREG(self._files.fstat(fd).st_mode):
                    raise OSError(errno.EINVAL, "this is not a file")
                data = read_all(self._files, fd)
            finally:
                self._files.close(fd)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StorageError(
                f"{path}: it cannot be read ({error.strerror}); check its permissions"
            ) from error
        try:
            loaded = loads(data.decode("utf-8-sig"))
            newer = loaded["schema"] > SCHEMA
            built = None if newer else build(loaded)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise StorageError(
                f"{path}: this frozen article is damaged ({_reason(error)}); put it back from git or a backup"
            ) from error
        if newer:
            raise StorageError(f"{path}: a newer zhupi froze it; install a newer zhupi to open it")
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
                f"{path}: the article could not be frozen ({error.strerror}), so no mark in it was saved"
            ) from error
        except RecordError as error:
            raise StorageError(f"{path}: the article could not be frozen: {error}") from error
        self._durable |= {path, path.parent}
        return written

    def _exists(self, path: Path) -> bool:
        try:
            self._files.stat(path)
        except FileNotFoundError:
            return False
        return True


def _article_text(article: Article) -> str:
    return _object(
        schema=SCHEMA,
        kind="article",
        id=article.id,
        title=article.title,
        source=article.source,
        encoding=article.encoding,
        metadata=_sorted(article.metadata),
        raw=article.raw,
        text=article.text,
        removed=[list(one) for one in article.removed],
        sentences=[_fields(one) for one in article.sentences],
    )


def _analysis_text(article: Article, analysis: Analysis) -> str:
    return _object(
        schema=SCHEMA,
        kind="analysis",
        id=article.id,
        version=analysis.version,
        names=[_fields(one) for one in analysis.names],
        numbers=[_fields(one) for one in analysis.numbers],
    )


def _article(data: Mapping[str, Any], article: str) -> Article:
    _demand(data["id"] == article, "its id is another one")
    text, raw = _text(data["text"]), _text(data["raw"])
    removed = tuple(_range(one, len(raw)) for one in data["removed"])
    _demand(_without(raw, removed) == text, "its text does not follow from its raw text")
    sentences = tuple(Sentence(**one) for one in data["sentences"])
    for one in sentences:
        _range((one.start, one.end), len(text))
        _text(one.part)
    _demand(_ascending([(one.start, one.end) for one in sentences]), "its sentences overlap")
    return Article(
        id=article,
        title=_text(data["title"]),
        text=text,
        raw=raw,
        removed=removed,
        source=_text(data["source"]),
        encoding=_text(data["encoding"]),
        sentences=sentences,
        metadata=MappingProxyType(dict(data["metadata"])),
    )


def _analysis(data: Mapping[str, Any], article: str) -> Analysis:
    _demand(data["id"] == article, "its id is another one")
    names = tuple(Name(**one) for one in data["names"])
    numbers = tuple(Number(**one) for one in data["numbers"])
    spans: tuple[Name | Number, ...] = (*names, *numbers)
    for one in spans:
        _demand(is_range([one.start, one.end]) and isinstance(one.by, str), "an offset is out of place")
    _demand(all(is_name(one.type) for one in names), "a name has no type")
    _demand(all(is_name(one.kind) and is_amount(_fields(one)) for one in numbers), "a number is none")
    _demand(_ascending([(one.start, one.end) for one in names]), "its names overlap")
    _demand(_ascending([(one.start, one.end) for one in numbers]), "its numbers overlap")
    return Analysis(names, numbers, _text(data["version"]))


def _fields(one: Sentence | Name | Number) -> dict[str, Any]:
    """Return the fields of one of the small values; `asdict` copies deeply and takes ten times as long."""
    return {name: getattr(one, name) for name in one.__slots__}


def _object(**values: Any) -> str:
    """Return a JSON object with a key a line, and in lists of objects one of them a line."""
    rows = ",\n".join(f'"{key}": {_value(value)}' for key, value in values.items())
    return f"{{\n{rows}\n}}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(encode(one) for one in value) + "\n]"
    return encode(value)


def _sorted(value: Any) -> Any:
    """Return a JSON value whose objects have their keys in one fixed order."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_sorted(one) for one in value]
    return value


def _without(raw: str, removed: tuple[tuple[int, int], ...]) -> str:
    _demand(_ascending(removed), "the removed ranges overlap")
    starts = [0, *(end for _, end in removed)]
    ends = [*(start for start, _ in removed), len(raw)]
    return "".join(raw[start:end] for start, end in zip(starts, ends, strict=True))


def _ascending(ranges: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> bool:
    whole = all(start < end for start, end in ranges)
    return whole and all(one[1] <= two[0] for one, two in pairwise(ranges))


def _range(value: Any, limit: int) -> tuple[int, int]:
    start, end = value
    _demand(
        type(start) is int and type(end) is int and 0 <= start < end <= limit, "an offset is out of place"
    )
    return start, end


def _text(value: Any) -> str:
    _demand(isinstance(value, str), "a text is missing")
    return str(value)


def _demand(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)


def _reason(error: Exception) -> str:
    return f"no {error}" if isinstance(error, KeyError) else str(error)[:120]
