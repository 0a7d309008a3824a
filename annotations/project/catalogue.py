"""What the frozen texts of a project are, and where they came from, without reading all of them each time.

A frozen text never changes, so what is known of it is kept in the user's cache: its place, and the
fingerprint by which texts that are one article are found. Losing the cache costs reading the frozen texts
once more. Whether there are new ones the folders tell by the times of their last change.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annotations.digest import blake2b
from annotations.project.places import table_of
from annotations.records.field_values import is_article_id
from annotations.storage.files.folders import ARTICLES, FOLDER
from annotations.storage.frozen.sides import first, sides
from annotations.storage.readers.cache_file import CacheFile

__all__ = ["Catalogue", "Frozen", "place_of", "row_of"]

_FORMAT = 2
"""Grows when the same text comes to another fingerprint or row than before, which makes caches worthless."""
_KIND, _ALIKE = "frozen", "alike"
_COARSE = 2_000_000_000
"""Nanoseconds for which a folder may go on changing under one time: some file systems count in seconds."""
_ROW_KEYS = ("id", "_id", "ID", "doc_id", "uid")
"""The keys under which tables and JSON say which row it is, the usual ones first."""


class Frozen(NamedTuple):
    """What is known of a frozen text."""

    source: str
    """Where it was read from, as the project names it."""
    row: str
    """What its table calls its row; empty where it says nothing."""
    fingerprint: str
    """Two texts that share it are one article."""
    exact: str
    """Two texts that share it are the same, letter by letter."""
    encoding: str
    """How its bytes were read."""
    digest: str
    """What tells these bytes from others; empty where an earlier zhupi froze it."""

    @property
    def place(self) -> str:
        """Return what stays the same of the place when its text is changed: the file, and its row there."""
        return place_of(self.source, self.row)


def place_of(source: str, row: str) -> str:
    """Return what stays the same of a place when its text changes."""
    table = table_of(source)
    return f"{table}\0{row}" if row and table else source


def row_of(metadata: Mapping[str, Any]) -> str:
    """Return what a table calls the row that has `metadata`, or an empty text."""
    for key in _ROW_KEYS:
        value = metadata.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)
    return ""


class Catalogue:
    """The frozen texts of the project in `root`; `refresh` looks at what is there by now.

    Args:
        root: The project's folder.
        cache: A folder of the user's; by default that of zhupi's caches. It may be missing.
    """

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self._folder = root / FOLDER / ARTICLES
        self._cache = cache
        self._folders: dict[str, int] = {}
        self._known: dict[str, Frozen] = {}
        self._read = False
        self._alike: Mapping[str, str] = {}
        self._places: Mapping[str, Sequence[str]] = {}
        self._standing: Mapping[str, str] = {}
        self._of_bytes: Mapping[str, Sequence[str]] = {}

    def get(self, article: str) -> Frozen | None:
        """Return what is known of the frozen text with this id; None if there is none that can be read."""
        return self._known.get(article)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, article: object) -> bool:
        return article in self._known

    @property
    def texts(self) -> Mapping[str, Frozen]:
        """What is known of each, by its id."""
        return self._known

    @property
    def alike(self) -> Mapping[str, str]:
        """By each text that is one article with others the one of them that has the smallest id."""
        return self._alike

    def stands_for(self, article: str) -> str:
        """Return which frozen text stands for the frozen text `article`, mostly itself.

        Where nothing was frozen since the last time, that takes next to no reading.
        """
        if not self._read and (known := self._recalled_alike()) is not None:
            return known.get(article, article)
        if not self._read and not self.refresh() and all(self._folders.values()):
            self._keep()
        return self._alike.get(article, article)

    def find(self, text: str) -> str | None:
        """Return the frozen text that stands for those that are one article with `text`, if any is."""
        if not self._read:
            self.refresh()
        if not self._known:
            return None
        from annotations.editions.equivalence import fingerprint

        return self.like(fingerprint(text))

    def of_bytes(self, digest: str, encoding: str | None) -> str | None:
        """Return the frozen text that stands for those read from the bytes with this digest, if any is.

        Where the annotator names an `encoding`, only a text that was read in it counts.
        """
        if not digest:
            return None
        if not self._read:
            self.refresh()
        found = self._of_bytes.get(digest, ())
        one = next((one for one in found if encoding in (None, self._known[one].encoding)), None)
        return None if one is None else self._alike.get(one, one)

    def at(self, place: str) -> Sequence[str]:
        """Return the texts that were frozen at a place, as :attr:`Frozen.place` has it."""
        return self._places.get(place, ())

    def like(self, fingerprint: str) -> str | None:
        """Return the frozen text with this fingerprint that stands for all such; None if there is none."""
        return self._standing.get(fingerprint)

    def refresh(self) -> bool:
        """Take in what was frozen since; tell whether there was anything."""
        if not self._read:
            self._read = True
            self._recall()
        changed = self._look()
        if changed or not self._places:
            self._order()
        if changed:
            self._keep()
        return changed

    # -- how ------------------------------------------------------------------------

    def _look(self) -> bool:
        """Read what is new in the folders that changed; tell whether something is other than before."""
        folders = self._stamps()
        changed = False
        now = time.time_ns()
        known = defaultdict(set)
        for article in self._known:
            known[article[:2]].add(article)
        for name in self._folders.keys() - folders.keys():
            changed = changed or bool(known[name])
            for article in known.pop(name, ()):
                del self._known[article]
        for name, stamp in folders.items():
            if self._folders.get(name) == stamp:
                continue
            there = {
                entry[:-5]
                for entry in _names(self._folder / name)
                if entry.endswith(".json") and is_article_id(entry[:-5])
            }
            for article in known[name] - there:
                del self._known[article]
                changed = True
            for article in there - known[name]:
                found = self._read_one(self._folder / name / f"{article}.json")
                if found is not None:
                    self._known[article] = found
                    changed = True
            if now - stamp < _COARSE:
                folders[name] = 0
            else:
                changed = True
        self._folders = folders
        return changed

    def _stamps(self) -> dict[str, int]:
        """Return when each folder of frozen texts was changed last."""
        try:
            return {entry.name: entry.stat().st_mtime_ns for entry in os.scandir(self._folder)}
        except OSError:
            return {}

    def _read_one(self, path: Path) -> Frozen | None:
        from annotations.editions.equivalence import fingerprint

        try:
            data = json.loads(first(*sides(path.read_text(encoding="utf-8-sig"))))
            text, row = data["text"], row_of(data["metadata"])
            exact = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
            encoding, digest = str(data["encoding"]), str(data.get("bytes", ""))
            return Frozen(str(data["source"]), row, fingerprint(text), exact, encoding, digest)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None  # what is wrong with it is said by who opens it

    def _order(self) -> None:
        from annotations.editions.equivalence import united

        standing: dict[str, str] = {}
        places: defaultdict[str, list[str]] = defaultdict(list)
        alike: defaultdict[str, list[str]] = defaultdict(list)
        of_bytes: defaultdict[str, list[str]] = defaultdict(list)
        read_so: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for article in sorted(self._known):
            one = self._known[article]
            standing.setdefault(one.fingerprint, article)
            alike[one.fingerprint].append(article)
            places[one.place].append(article)
            if one.digest:
                of_bytes[one.digest].append(article)
                read_so[one.digest, one.encoding].append(article)
        groups = [group for many in alike.values() if len(many) > 1 for group in self._groups(many)]
        groups += read_so.values()  # what one version of zhupi read otherwise than another
        self._alike = united(groups)
        self._standing = {known: self._alike.get(one, one) for known, one in standing.items()}
        self._places, self._of_bytes = places, of_bytes

    def _groups(self, texts: list[str]) -> list[list[str]]:
        """Return which of `texts`, that share a fingerprint, are one article.

        The same text has the same id wherever it lies. One that is the same to the letter and has another
        comes from a file of another kind, and is an article of its own there.
        """
        if len({self._known[one].exact for one in texts}) > 1:
            return [texts]
        places: defaultdict[str, list[str]] = defaultdict(list)
        for one in texts:
            places[self._known[one].place].append(one)
        return list(places.values())

    # -- the cache --------------------------------------------------------------------

    def _file(self, kind: str = _KIND) -> CacheFile:
        cache = self._cache
        if cache is None:
            from platformdirs import user_cache_path

            cache = user_cache_path("zhupi", appauthor=False) / "frozen"
        return CacheFile(cache, self._folder, kind)

    def _recall(self) -> None:
        if not self._folder.is_dir() or (data := self._file().read()) is None:
            return
        try:
            kept = json.loads(data)
            if kept["format"] == _FORMAT:
                self._folders = {str(name): int(stamp) for name, stamp in kept["folders"].items()}
                self._known = {article: Frozen(*one) for article, one in kept["texts"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            self._folders, self._known = {}, {}

    def _keep(self) -> None:
        about = {"format": _FORMAT, "folders": self._folders}
        self._file().write(json.dumps({**about, "texts": self._known}).encode())
        self._file(_ALIKE).write(json.dumps({**about, "alike": self._alike}).encode())

    def _recalled_alike(self) -> dict[str, str] | None:
        """Return which texts are one article, as it was kept; None if something was frozen since."""
        if (data := self._file(_ALIKE).read()) is None:
            return None
        try:
            kept = json.loads(data)
            if kept["format"] != _FORMAT or kept["folders"] != self._stamps():
                return None
            return dict(kept["alike"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder)]
    except OSError:
        return []
