"""One place where what a project says of records changes how every layer of it is read.

A layer keeps what its annotator said, of the text and under the labels of that day. What has changed since is
said once, by the lead, and applied here whenever somebody reads a layer of the project: nobody writes into
another's layer, and every reader on every machine comes to the same. Whoever writes into a layer, copies it,
hands it in or checks it has the layer itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import StorageError
from annotations.migration.migrations import Migrations
from annotations.model.scheme import Scheme
from annotations.project.amended import AmendedByArticle, AmendedLayer
from annotations.project.carries import Carries, stamp_of
from annotations.project.catalogue import Catalogue
from annotations.project.views import Newest as NewestOf
from annotations.project.views import Views
from annotations.records.lead_kinds import CarryRecord
from annotations.records.migration import PROJECT
from annotations.records.record import Record

if TYPE_CHECKING:  # a screen shows its first page before it reads any layer
    from annotations.editions.carry import Carrier
    from annotations.editions.lineage import Lineage, Source
    from annotations.storage.files.files import Files
    from annotations.storage.readers.tally import Counted

__all__ = ["Amendments"]


class Amendments:
    """What changes how the layers of one project are read; :meth:`newest_of` is where it happens.

    A lead's word holds for every layer, anybody's for the layer that it is in.

    Args:
        root: The project's folder.
        lead: The file of the lead's layer, or None where nobody is named.
        scheme: The scheme that the project has by now.
        catalogue: The texts that were frozen.
    """

    def __init__(self, root: Path, lead: Path | None, scheme: Scheme, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        """The texts that were frozen."""
        self._root = root
        self._lead = lead
        self._scheme = scheme
        self._ready = False
        self._carries: dict[Path, Carries] = {}
        self._lineages: dict[Path, Lineage | None] = {}
        self._carriers: OrderedDict[tuple[str, str], Carrier] = OrderedDict()

    @cached_property
    def migrations(self) -> Migrations:
        """How what was said under earlier versions of the scheme reads now.

        They are looked for in all layers: who leads may have changed since. A scheme of the first version has
        none, and no layer is looked at.
        """
        if self._scheme.version == 1:
            return Migrations()
        from annotations.storage.layer.layer import open_layer
        from annotations.storage.layer.roster import read_roster
        from annotations.storage.readers.peek import peek

        found: list[Record] = []
        for one in read_roster(self._root).layers:
            records = peek(one.path, PROJECT)
            if records is None and one.path.stat().st_size:
                with suppress(StorageError), closing(open_layer(one.path, one.owner)) as layer:
                    records = layer.newest_of(PROJECT)
            found += records or ()
        return Migrations.of(found, self._scheme)

    # -- layers, as they are read -------------------------------------------------------

    def open(
        self, path: Path, annotator: str, *, files: Files | None = None, keep: bool = False
    ) -> AmendedLayer:
        """Open a layer to read it as amended; takes and raises what :func:`.open_layer` does."""
        from annotations.storage.layer.layer import open_layer

        return AmendedLayer(open_layer(path, annotator, files=files, keep=keep), path, self)

    def by_article(
        self, path: Path, annotator: str, *, cache: Path | None = None, files: Files | None = None
    ) -> AmendedByArticle:
        """Return a layer to be read an article at a time, as amended; takes what LayerByArticle does."""
        from annotations.storage.readers.by_article import LayerByArticle

        return AmendedByArticle(LayerByArticle(path, annotator, cache=cache, files=files), self)

    def peek(self, path: Path, article: str) -> list[Record] | None:
        """Return what a layer says of an article by now, before all of it is read; see :func:`.peek`."""
        peeked = _Peeked(path)
        try:
            found = self.views(path, peeked).newest_of(article)
        except _UnknownError:
            return None
        return list(map(self.migrations.of_record, found))

    def count(
        self,
        paths: Iterable[Path],
        *,
        cache: Path,
        on_progress: Callable[[int, int], None] | None = None,
        aside: Callable[[Callable[[str], int]], Collection[str]] = lambda weights: (),
    ) -> dict[Path, Counted]:
        """Count what layers say by now; takes and returns what :func:`.count_layers` does.

        Args:
            paths: The layers.
            cache: See there.
            on_progress: See there.
            aside: Returns the texts that do not count in a layer; it is told how much that says of a text.
        """
        from annotations.storage.readers.counting import count_layers

        if self.migrations:
            return {path: self._counted_anew(path, aside) for path in paths}
        counted = count_layers(paths, cache=cache, on_progress=on_progress)
        return {path: self._counted(path, one, aside) for path, one in counted.items()}

    def views(self, path: Path, layer: NewestOf) -> Views:
        """Return the articles of a layer as they are by now."""
        return Views(layer, lambda: self.lineage(path), self._carrier)

    # -- texts ----------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Take in what was frozen and said since; tell whether anything is read in another way now."""
        self._ready = True
        changed = self.catalogue.refresh()
        for path, known in list(self._carries.items()):
            if stamp_of(path) != known.stamp:
                self._carries[path] = Carries.of(path)
                changed = changed or self._carries[path].records != known.records
        if changed:
            self._lineages.clear()
            self._carriers.clear()
        return changed

    def standing_of(
        self, article: str, fingerprint: str, digest: str = "", encoding: str | None = None
    ) -> str | None:
        """Return the id of the frozen text that is one article with a text of this id and fingerprint.

        If there is none, it is one read from the bytes with this digest, in `encoding` if that is named.
        """
        self._prepare()
        if article in self.catalogue:
            return self.catalogue.alike.get(article, article)
        return self.catalogue.like(fingerprint) or self.catalogue.of_bytes(digest, encoding)

    def keeps_no_bytes(self, source: str) -> bool:
        """Tell whether a text was frozen at `source` that does not say from which bytes it was read."""
        self._prepare()
        found = map(self.catalogue.get, self.catalogue.at(source))
        return any(one is not None and not one.digest for one in found)

    def texts(self) -> int:
        """Return how many texts were frozen."""
        self._prepare()
        return len(self.catalogue)

    def earlier(self, path: Path, article: str, place: str) -> list[str]:
        """Return the texts frozen at `place` of which the records of `path` do not hold for `article`.

        Of texts that are one article it is the one that stands for them.
        """
        lineage = self.lineage(path)
        standing = self.catalogue.alike.get
        here = standing(article, article)
        found = dict.fromkeys(standing(one, one) for one in self.catalogue.at(place))
        return [
            one for one in found if one != here and not (lineage is not None and lineage.carried(one, here))
        ]

    def lineage(self, path: Path) -> Lineage | None:
        """Return how the texts of the project hang together for the layer at `path`; None if they do not."""
        self._prepare()
        if path not in self._lineages:
            paths = dict.fromkeys([path, *([self._lead] if self._lead else ())])
            carries = [one for each in paths for one in self._carries_of(each)]
            self._lineages[path] = self._lineage_of(carries)
        return self._lineages[path]

    def carries(self, path: Path) -> list[CarryRecord]:
        """Return what the layer at `path` says of which text became which, deleted records too."""
        return list(self._carries_of(path))

    # -- how ------------------------------------------------------------------------------

    def _prepare(self) -> None:
        if not self._ready:
            self.refresh()

    def _carries_of(self, path: Path) -> Sequence[CarryRecord]:
        if path not in self._carries:
            self._carries[path] = Carries.of(path)
        return self._carries[path].records

    def _lineage_of(self, carries: Sequence[CarryRecord]) -> Lineage | None:
        alike, known = self.catalogue.alike, self.catalogue.get
        there = [one for one in carries if known(one["earlier"]) and known(one["article"])]
        if not alike and not carries:  # what was carried over once and is no more has left its traces
            return None
        from annotations.editions.lineage import Lineage

        return Lineage(alike, there)

    def _carrier(self, source: Source, article: str) -> Carrier | None:
        key = source.article, article
        if key not in self._carriers:
            from annotations.editions.carry import Carrier
            from annotations.storage.frozen.articles import FrozenArticles

            frozen = FrozenArticles(self._root)
            earlier, later = frozen.load(source.article), frozen.load(article)
            if earlier is None or later is None:
                return None
            self._carriers[key] = Carrier(earlier, later, looked=not source.same)
            while len(self._carriers) > _CARRIERS:
                self._carriers.popitem(last=False)
        return self._carriers[key]

    def _counted(
        self, path: Path, one: Counted, aside: Callable[[Callable[[str], int]], Collection[str]]
    ) -> Counted:
        """Return what is counted of a layer, anew where texts of it became others, or may not count."""
        if one.counts is None or (self.lineage(path) is None and not aside(lambda text: 1)):
            return one
        return replace(self._counted_anew(path, aside), stamp=one.stamp)

    def _counted_anew(self, path: Path, aside: Callable[[Callable[[str], int]], Collection[str]]) -> Counted:
        """Count a layer of which not all that is counted stands there."""
        from annotations.progress.counts import LayerCounts
        from annotations.storage.layer.owner import owner_of
        from annotations.storage.readers.tally import Counted

        try:
            with closing(self.open(path, owner_of(path))) as layer:
                left = aside(lambda text: len(layer.of_article(text)))
                counts = LayerCounts.of(one for one in layer.records() if one["article"] not in left)
                return Counted(counts, tuple(layer.notices))
        except StorageError as error:
            return Counted(None, (str(error),))


_CARRIERS = 64
"""How many texts stay laid over one another: some are looked at again and again, and each takes up to a
megabyte."""


class _UnknownError(Exception):
    """Only reading the whole layer can tell."""


class _Peeked:
    """A layer that is read for one article after the other, without all of it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""
        from annotations.storage.readers.peek import peek

        found = peek(self._path, article)
        if found is None:
            raise _UnknownError
        return found
