"""What a large layer says of one article, without reading all of it: for the first screen.

The bytes are searched for the article's id, and only the lines that hold it are parsed, and further
revisions of records whose uid does not hold the article's id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from annotations.errors import StorageError
from annotations.records.record import Record
from annotations.storage.files.files import Files
from annotations.storage.layer.doubts import put_right
from annotations.storage.layer.fold import Fold, revision
from annotations.storage.layer.identity import is_at_home, rank
from annotations.storage.layer.lines import HEAD, Document, Line, parse_rows, whole_lines
from annotations.storage.layer.schema import follows_schema
from annotations.storage.layer.snapshot import Snapshot, snapshot
from annotations.storage.layer.upgrades import upgraded

__all__ = ["peek", "peek_kind"]

_PATIENCE = 0.5
"""Seconds to wait for a program that has the file; longer means a rewrite, and reading all waits for it.

Chosen: nothing is lost by giving up."""
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]+")  # what every writer of JSON writes as it is

Found = dict[int, Line]
"""Lines by where in the file they are."""


def peek(path: Path, article: str, files: Files | None = None) -> list[Record] | None:
    """Return the newest revision of each record of an article, deleted ones too, in the order of the file.

    Returns:
        None where only reading the whole layer can tell: it is not there, cannot be read now, or is not
        in our own form. Damage in lines that were not looked at goes unnoticed.
    """
    try:
        with snapshot(path, files or Files(), _PATIENCE) as found:
            return _Search(found, article).records() if found.whole else None
    except (OSError, StorageError, ValueError, RecursionError):
        return None


def peek_kind(path: Path, kind: str, files: Files | None = None) -> list[Record] | None:
    """Return the newest revision of each record of a kind, as :func:`peek` does of an article."""
    try:
        with snapshot(path, files or Files(), _PATIENCE) as found:
            return _Kind(found, kind).records() if found.whole else None
    except FileNotFoundError:
        return []
    except (OSError, StorageError, ValueError, RecursionError):
        return None


class _Search:
    """A search through a whole layer; raises ValueError where it is not one record a line."""

    def __init__(self, layer: Snapshot, article: str) -> None:
        self._layer = layer
        self._article = article
        self._found: Found = {}

    def records(self) -> list[Record]:
        name = _searchable(self._article)
        self._collect(lambda piece: _rows_with(name, piece))
        searched: set[str] = set()
        while missing := self._loose() - searched:
            searched |= missing
            self._collect(_chooser(missing))
        return self._newest()

    def _collect(self, choose: Callable[[bytes], Iterator[tuple[int, bytes]]]) -> None:
        rows: dict[int, bytes] = {}
        for offset, piece in self._pieces():
            for at, row in choose(piece):
                if offset + at not in self._found:
                    rows[offset + at] = row
        self._found.update(zip(rows, put_right(parse_rows(list(rows.values())))[0], strict=True))

    def _pieces(self) -> Iterator[tuple[int, bytes]]:
        """Yield the layer in pieces of whole lines, each with its offset, the head left out."""
        offset = len(HEAD)
        for piece in whole_lines(self._layer.body(offset)):
            start = piece.find(b"\n") + 1 if offset == len(HEAD) else 0
            yield offset + start, piece[start:]
            offset += len(piece)

    def _loose(self) -> set[str]:
        """Return the keys of records of the article of which other lines may not name it."""
        keys = self._keys()
        return {
            key
            for key, document in self._found.values()
            if key in keys and self._article not in str(document.get("uid"))
        }

    def _keys(self) -> set[str]:
        documents = self._found.values()
        uids = {str(document.get("uid")) for _, document in documents if self._is_here(document)}
        return {key for key, document in documents if self._is_here(document) or document.get("uid") in uids}

    def _is_here(self, document: Document) -> bool:
        return document.get("article") == self._article

    def _newest(self) -> list[Record]:
        fold = Fold({})
        fold.take([(key, upgraded(document)) for _, (key, document) in sorted(self._found.items(), key=_at)])
        newest: dict[str, Line] = {}
        for key, document in fold.docs.items():
            uid = document.get("uid")
            if isinstance(uid, str) and (uid not in newest or _rank(key, document) >= _rank(*newest[uid])):
                newest[uid] = key, document
        return [one for _, one in newest.values() if self._is_here(one) and follows_schema(one)]


class _Kind(_Search):
    """A search for the records of a kind; no record is of another kind before or after."""

    def records(self) -> list[Record]:
        name = f'"kind": "{self._article}"'.encode()
        self._collect(lambda piece: _rows_with(name, piece))
        return self._newest()

    def _is_here(self, document: Document) -> bool:
        return document.get("kind") == self._article


def _rank(key: str, document: Document) -> tuple[bool, int, bool]:
    return rank(document, revision(document), at_home=is_at_home(key, document))


def _at(found: tuple[int, Line]) -> int:
    return found[0]


def _searchable(text: str) -> bytes:
    if _PLAIN.fullmatch(text) is None:
        raise ValueError("it may be written in several ways")
    return text.encode()


def _rows_with(name: bytes, piece: bytes) -> Iterator[tuple[int, bytes]]:
    """Find the lines that hold `name`."""
    at = piece.find(name)
    while at >= 0:
        start, end = piece.rfind(b"\n", 0, at) + 1, piece.find(b"\n", at)
        yield start, piece[start:end]
        at = piece.find(name, end)


def _chooser(keys: set[str]) -> Callable[[bytes], Iterator[tuple[int, bytes]]]:
    """Return what finds the lines of these keys."""
    wanted = {_searchable(key) for key in keys}

    def choose(piece: bytes) -> Iterator[tuple[int, bytes]]:
        at = 0
        for row in piece.split(b"\n"):
            if row[2 : row.find(b'"', 2)] in wanted:
                yield at, row
            at += len(row) + 1

    return choose
