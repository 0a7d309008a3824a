"""JSON files: one article as an object, or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotations.digest import digest_of
from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.reading.decode import LOST, Decoded, decode
from annotations.reading.records import article_of, parse_json
from annotations.reading.source import Options, Place, file_stamp, read_bytes
from annotations.wording import tr

__all__ = ["json_places", "read_json"]


def json_places(path: Path, options: Options) -> Iterator[Place]:
    """Yield the place of every item of a list; any other file is one place without a position."""
    try:
        value, _ = _load(path, file_stamp(path), options.encoding)
    except ReadingError:
        value = None
    if isinstance(value, list) and value:
        for index in range(len(value)):
            yield Place(path, index, index + 1)
    else:
        yield Place(path)


def read_json(place: Place, options: Options, *, name: str | None) -> Article:
    """Read one item of a list, or the object that is the whole file; `name` becomes its source.

    Without a `name` it is the file's, and for an item ``#`` and its number.

    Raises:
        ReadingError: The file or the item cannot be read.
    """
    value, decoded = _load(place.path, file_stamp(place.path), options.encoding)
    where, shown = str(place.path), place.path.name
    if place.position is not None:
        if not isinstance(value, list) or not 0 <= place.position < len(value):
            raise ReadingError(
                tr(
                    "{where}: item {position:,} is not there any more; open the file again",
                    where=where,
                    position=place.position + 1,
                )
            )
        where, shown = (
            tr("{where}, item {position:,}", where=where, position=place.position + 1),
            f"{shown}#{place.position + 1}",
        )
        value = value[place.position]
        if decoded.bad and LOST not in json.dumps(value, ensure_ascii=False):
            decoded = decoded._replace(bad=(), certain=True)  # the places are in other items
        # All items have the file's bytes, and each is an article of its own.
        decoded = decoded._replace(digest=digest_of(f"{decoded.digest} {place.position}".encode()))
    elif isinstance(value, list):
        raise ReadingError(
            f"{where}: {tr('holds many articles; name one') if value else tr('holds an empty list')}"
        )
    return article_of(value, where=where, name=name or shown, decoded=decoded, options=options)


@lru_cache(maxsize=1)
def _load(path: Path, stamp: tuple[int, int, int], encoding: str | None) -> tuple[Any, Decoded]:
    """Return the value of a file and how it was decoded; the last file is kept, as items come one by one."""
    decoded = decode(read_bytes(path), name=str(path), encoding=encoding)
    value = parse_json(decoded.text, str(path))
    return value, decoded._replace(text="")
