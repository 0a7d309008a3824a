"""Texts that files bring and a project does not have yet: they become files in its folder."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from annotations.editions.equivalence import fingerprint
from annotations.exchange.items import Item
from annotations.exchange.placement import slots_of, united
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.reading import Place
from annotations.storage.files.output import OutputFile

__all__ = ["LINES", "NewArticle", "Newcomers"]

LINES = 200
"""As many texts without a document go into one file. Chosen: what can be read through in a sitting."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029\u202a-\u202e\u2066-\u2069]+')
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
"""How an address begins, which says nothing of what lies there."""
_LONGEST = 60
"""Characters of a file's name, so that its bytes stay below the 255 that file systems take."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that is not in the project yet."""

    source: str
    """The name of its file, relative to the project."""
    article: Article
    staged: Path
    """Where its file lies until it is put in place."""


@dataclass(slots=True)
class Newcomers:
    """The new articles of one import; a context, at whose end the staged files are gone.

    Args:
        project: The project, for anybody.
    """

    project: Project
    articles: list[NewArticle] = field(default_factory=list)
    _folder: Path = Path()
    _known: dict[str, Article] = field(default_factory=dict)
    """By what their texts are known by."""
    _taken: set[str] = field(default_factory=set)
    """The names of their files, folded."""
    _numbers: dict[str, int] = field(default_factory=dict)
    """The number to try next for a name that is taken."""

    @classmethod
    @contextmanager
    def of(cls, project: Project) -> Iterator[Newcomers]:
        """Give what takes new articles of `project`."""
        with tempfile.TemporaryDirectory(prefix="zhupi-") as folder:
            yield cls(project, _folder=Path(folder))

    def add(self, item: Item, name: str) -> Article:
        """Return the article that the text of `item` will be, read as the project reads it.

        Args:
            item: Of a whole text.
            name: What to call its file where the item does not tell.
        """
        known = self._known.get(key := fingerprint(item.text))
        if known is not None:  # another annotator's item of the same text
            return known
        source = self._free(item, name)
        staged = self._folder / str(len(self.articles)) / PurePosixPath(source).name
        staged.parent.mkdir()
        staged.write_bytes(item.text.encode("utf-8", "surrogatepass"))
        article = replace(self.project.article(Place(staged)), source=source)
        self.articles.append(NewArticle(source, article, staged))
        self._known[key] = article
        return article

    def add_lines(self, pieces: Sequence[Item], name: str) -> Iterator[tuple[Item, Article]]:
        """Yield texts that belong to no document as lines of articles, and these articles.

        Of an article there is an item for each who says something of its lines.
        """
        parts: dict[tuple[str, int], int] = {}
        members: list[list[Item]] = []
        for slot, one in slots_of(pieces):
            part = parts.setdefault(slot, len(parts) // LINES)
            if part == len(members):
                members.append([])
            members[part].append(one)
        for number, own in enumerate(members, 1):
            for item in united(own):
                yield item, self.add(item, f"{name}-{number:04d}")

    def put(self) -> None:
        """Put the files into the folder of the project.

        Raises:
            StorageError: One of them cannot be written; those before it are there.
        """
        for one in self.articles:
            path = self.project.root / one.source
            path.parent.mkdir(parents=True, exist_ok=True)
            with OutputFile(str(path)).opened() as sink:
                sink.write(one.staged.read_bytes())

    def _free(self, item: Item, name: str) -> str:
        """Return a name for the file of a new article that no other file has."""
        given = _SCHEME.sub("", item.source or item.document or name)
        parts = [
            _plain(one) for one in PurePosixPath(given.replace("\\", "/")).parts if one not in ("/", "..")
        ]
        stem = "/".join([*parts[:-1], PurePosixPath(parts[-1]).stem[:_LONGEST]]) if parts else "imported"
        number = self._numbers.get(stem, 1)
        while True:
            source = f"{stem}.txt" if number == 1 else f"{stem}-{number}.txt"
            number += 1
            # Two names may be one where the file system does not tell capitals or normal forms apart.
            folded = normalize("NFC", source).casefold()
            if folded not in self._taken and not os.path.lexists(self.project.root / source):
                self._taken.add(folded)
                self._numbers[stem] = number
                return source


def _plain(part: str) -> str:
    return _FORBIDDEN.sub("_", part).strip(". ") or "_"
