"""Which articles of a project were changed since they were annotated, and which are one in several places.

What a file holds is read once and kept in the user's cache with the file's time and size: the id of each of
its texts, and the fingerprint by which texts that are one article are found.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from annotations.errors import ProjectError, ZhupiError
from annotations.model.article import Article
from annotations.project.carries import stamp_of
from annotations.project.catalogue import place_of, row_of
from annotations.project.earlier import shares
from annotations.project.places import named_files, table_of
from annotations.project.project import Project
from annotations.reading import Place, read_article
from annotations.storage.readers.cache_file import CacheFile
from annotations.wording import counted, tr

__all__ = ["Changed", "Held", "Texts", "changed_words"]

_FORMAT = 3
_KIND = "texts"
OnStep = Callable[[int, int], object]


class Held(NamedTuple):
    """What a place holds."""

    article: str
    """The id of its text."""
    row: str
    fingerprint: str
    digest: str
    encoding: str
    characters: int
    """How long the text is."""

    @classmethod
    def of(cls, row: Sequence[str | int]) -> Held:
        """Return what a row of the cache says."""
        article, name, fingerprint, digest, encoding, characters = row
        return cls(str(article), str(name), str(fingerprint), str(digest), str(encoding), int(characters))


@dataclass(frozen=True, slots=True)
class Changed:
    """An article of which an earlier text was annotated."""

    place: Place
    source: str
    article: str
    """The id of the text that its file has now."""
    earlier: tuple[str, ...]
    """The ids of the texts that it had."""
    stays: bool
    """Whether the earlier text is that of another place still."""


def changed_words(marks: int) -> str:
    """Return that `marks` belong to an earlier text, in words."""
    belong = counted(marks, "mark belongs", "marks belong")
    return tr("changed since it was annotated: {belong} to the earlier text", belong=belong)


def _annotated_places(project: Project) -> Sequence[Place]:
    """Return the places of the folder of `project`, and of tables from which articles were frozen."""
    frozen = project.amendments.catalogue.texts.values() if project.amendments.texts() else ()
    rows = {table_of(one.source): one.source for one in frozen}
    tables = [rows[table] for table in sorted(rows) if table]
    paths = [project.root, *named_files(project.root, tables)]
    try:
        found = Project.open(paths, annotator=project.annotator, root=project.root, options=project.options)
    except ProjectError:  # there may be annotations alone
        return ()
    return tuple(dict.fromkeys(found.places))


class Texts:
    """What places of a project hold now; :meth:`look` reads what is not known of them.

    Args:
        project: The project; what it knows of frozen texts is known here too.
        places: The places to look at.
        cache: A folder of the user's for what makes the next time quick, by default that of zhupi's caches;
            it may be missing.
    """

    def __init__(self, project: Project, places: Sequence[Place], cache: Path | None = None) -> None:
        if cache is None:
            from platformdirs import user_cache_path

            cache = user_cache_path("zhupi", appauthor=False) / "texts"
        self._project = project
        self._places = places
        self._file = CacheFile(cache, project.root / "texts", _KIND)
        self._texts: dict[Place, Held] = {}
        self._changed: dict[Path, Sequence[Changed]] = {}
        self._read_before: dict[Place, str | None] = {}
        """By place the frozen text that its bytes were once read as."""

    @classmethod
    def of(
        cls, project: Project, cache: Path | None = None, on_step: OnStep = lambda done, of: None
    ) -> Texts:
        """Return what all places of `project` hold, also those of tables that nobody names."""
        texts = cls(project, _annotated_places(project), cache)
        texts.look(on_step)
        return texts

    def look(self, on_step: OnStep = lambda done, of: None) -> None:
        """Find out what the places hold; what cannot be read is left out."""
        kept = self._recall()
        known: dict[str, object] = {}
        places: defaultdict[Path, list[Place]] = defaultdict(list)
        for place in self._places:
            places[place.path].append(place)
        done, read = 0, False
        for path, here in places.items():
            stamp = list(stamp_of(path) or ())
            before = kept.get(str(path))
            if before is not None and before[0] == stamp and len(before[1]) == len(here):
                rows = before[1]
            else:
                rows, read = [self._read(place) for place in here], True
            known[str(path)] = [stamp, rows]
            for place, row in zip(here, rows, strict=True):
                if row is not None:
                    self._texts[place] = Held.of(row)
            done += len(here)
            on_step(done, len(self._places))
        if read:
            self._file.write(json.dumps({"format": self._about(), "files": known}).encode())

    @property
    def articles(self) -> int:
        """How many articles there are; one that lies in several places counts once."""
        return len(self._by_article) + len(self._places) - len(self._texts)

    def twice(self) -> list[str]:
        """Return a line on each article that lies in several places."""
        several = [
            list(map(self._project.source_of, one)) for one in self._by_article.values() if len(one) > 1
        ]
        return [
            tr(
                "{sources}: the same text as {sources2}, and one article with it",
                sources=", ".join(sources[1:]),
                sources2=sources[0],
            )
            for sources in several
        ]

    def places_of(self, article: str) -> list[Place]:
        """Return the places that hold the article with this id, in the order of the project."""
        return list(self._by_article.get(article, ()))

    def articles_held(self) -> Iterator[tuple[str | None, list[tuple[Place, Held]]]]:
        """Yield of each article the frozen text that stands for it, or None, and what its places hold."""
        for article, places in self._by_article.items():
            held = [(place, self._texts[place]) for place in places]
            yield (None if article == held[0][1].fingerprint else article), held

    def named(self, article: Article) -> Article:
        """Return a frozen `article` with what its place says beside the text by now.

        Where it lies in several places, what the others say stands in its metadata under ``also_in``.
        """
        found: list[Article] = []
        for place in self._by_article.get(article.id, ()):
            with contextlib.suppress(ZhupiError):
                source = self._project.source_of(place)
                found.append(read_article(place, self._project.options, source=source))
        if not found:
            return article
        metadata = dict(found[0].metadata)
        if others := found[1:]:
            metadata["also_in"] = [
                {"source": one.source, "title": one.title, "metadata": dict(one.metadata)} for one in others
            ]
        return replace(article, title=found[0].title, source=found[0].source, metadata=metadata)

    @cached_property
    def _by_article(self) -> Mapping[str, Sequence[Place]]:
        """The places of each article, by the id of the text that stands for it, or what equal texts share."""
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for place, text in self._texts.items():
            places[self._standing(place, text) or text.fingerprint].append(place)
        return places

    def _standing(self, place: Place, text: Held) -> str | None:
        amendments = self._project.amendments
        named = text.encoding if self._project.options.encoding else None
        found = amendments.standing_of(text.article, text.fingerprint, text.digest, named)
        if found is not None or not amendments.keeps_no_bytes(self._project.source_of(place)):
            return found
        if place not in self._read_before:  # the bytes have to be looked at
            with contextlib.suppress(ZhupiError):
                article = self._project.article(place).id
                self._read_before[place] = article if article in amendments.catalogue else None
        return self._read_before.get(place)

    def aside(self, weights: Callable[[str], int]) -> dict[str, Changed]:
        """Return the earlier texts that do not count beside another text of their place.

        What the file has now counts before what it had, if anything was said of it; else the earlier text of
        which most was said.

        Args:
            weights: Returns how much was said of a text.
        """
        aside: dict[str, Changed] = {}
        for one in self.changed():
            texts = sorted(
                (text for text in one.earlier if weights(text)), key=lambda text: (-weights(text), text)
            )
            aside |= dict.fromkeys(texts if weights(one.article) else texts[1:], one)
        return aside

    def changed(self, layer: Path | None = None) -> Sequence[Changed]:
        """Return the articles of which an earlier text was annotated and not carried over.

        Args:
            layer: For whose layer it is not carried over; by default that of the project's annotator.
        """
        path = layer or self._project.layer_path
        if path not in self._changed:
            self._changed[path] = tuple(self._find_changed(path))
        return self._changed[path]

    def _find_changed(self, layer: Path) -> Iterator[Changed]:
        project, amendments = self._project, self._project.amendments
        if not amendments.texts():
            return
        for place, text in self._texts.items():
            source = project.source_of(place)
            standing = self._standing(place, text)
            here = standing or text.article
            found = amendments.earlier(layer, here, place_of(source, text.row))
            if standing is not None:  # files that changed their names
                found = [one for one in found if one not in self._by_article]
            if found and place.number is not None and not text.row:
                found = self._akin(place, found)
            if found:
                stays = any(one in self._by_article for one in found)
                yield Changed(place, source, here, tuple(found), stays)

    def _akin(self, place: Place, earlier: Sequence[str]) -> list[str]:
        try:
            article = self._project.article(place)
        except ZhupiError:
            return []
        return [one for one in earlier if shares(self._project, one, article.text)]

    # -- how ------------------------------------------------------------------------

    def _read(self, place: Place) -> list[str | int] | None:
        from annotations.editions.equivalence import fingerprint

        try:
            article = read_article(place, self._project.options, source=self._project.source_of(place))
        except ZhupiError:
            return None
        row = row_of(article.metadata)
        how = (article.digest, article.encoding, len(article.text))
        return [article.id, row, fingerprint(article.text), *how]

    def _about(self) -> list[object]:
        options = self._project.options
        return [_FORMAT, options.encoding, options.repair, options.text_key]

    def _recall(self) -> dict[str, Any]:
        data = self._file.read()
        try:
            kept = json.loads(data) if data is not None else {}
            return dict(kept["files"]) if kept.get("format") == self._about() else {}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}
