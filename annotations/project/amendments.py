"""One place where what a project says of records changes how every layer of it is read.

A layer keeps what its annotator said, of the text and under the labels of that day. What has changed since is
said once, by the lead, and applied here whenever somebody reads a layer of the project: nobody writes into
another's layer, and every reader on every machine comes to the same. Whoever writes into a layer, copies it,
hands it in or checks it has the layer itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from annotations.errors import StorageError
from annotations.migration.migrations import Migrations
from annotations.model.scheme import Scheme
from annotations.records.acts import Changed
from annotations.records.migration import PROJECT
from annotations.records.record import Newest, Record

if TYPE_CHECKING:  # a screen shows its first page before it reads any layer
    from annotations.storage.files.files import Files
    from annotations.storage.layer.layer import TinyDBLayer
    from annotations.storage.layer.repository import Pending
    from annotations.storage.readers.by_article import LayerByArticle
    from annotations.storage.readers.tally import Counted

__all__ = ["AmendedByArticle", "AmendedLayer", "Amendments", "Readable"]


class Readable(Protocol):
    """What is asked of a layer to read it as amended."""

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came."""

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record."""


class Amendments:
    """What changes how the layers of one project are read; the three functions below are where it happens.

    Args:
        root: The project's folder.
        lead: The file of the lead's layer, or None where nobody is named.
        scheme: The scheme that the project has by now.
    """

    def __init__(self, root: Path, lead: Path | None, scheme: Scheme) -> None:
        self._root = root
        self._lead = lead
        self._scheme = scheme

    @cached_property
    def migrations(self) -> Migrations:
        """How what was said under earlier versions of the scheme reads now.

        They are looked for in all layers: who leads may have changed since. A scheme of the first version has
        none, and no layer is looked at.
        """
        if self._scheme.version == 1:
            return Migrations()
        from annotations.storage.files.files import Files
        from annotations.storage.layer.layer import open_layer
        from annotations.storage.layer.layer_files import layer_files
        from annotations.storage.readers.peek import peek

        found: list[Newest] = []
        for path in layer_files(self._root, Files()):
            records = peek(path, PROJECT)
            if records is None and path.stat().st_size:
                with suppress(StorageError), closing(open_layer(path, path.stem)) as layer:
                    records = layer.newest_of(PROJECT)
            found += records or ()
        return Migrations.of(found, self._scheme)

    def open(
        self, path: Path, annotator: str, *, files: Files | None = None, keep: bool = False
    ) -> AmendedLayer:
        """Open a layer to read it as amended; takes and raises what :func:`.open_layer` does."""
        from annotations.storage.layer.layer import open_layer

        return AmendedLayer(open_layer(path, annotator, files=files, keep=keep), self)

    def by_article(
        self, path: Path, annotator: str, *, cache: Path | None = None, files: Files | None = None
    ) -> AmendedByArticle:
        """Return a layer to be read an article at a time, as amended; takes what LayerByArticle does."""
        from annotations.storage.readers.by_article import LayerByArticle

        return AmendedByArticle(LayerByArticle(path, annotator, cache=cache, files=files), self)

    def peek(self, path: Path, article: str) -> list[Record] | None:
        """Return what a layer says of an article by now, before all of it is read; see :func:`.peek`."""
        from annotations.storage.readers.peek import peek

        records = peek(path, article)
        return None if records is None else list(map(self.migrations.of_record, records))

    def count(
        self,
        paths: Iterable[Path],
        *,
        cache: Path,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> dict[Path, Counted]:
        """Count what layers say by now; takes and returns what :func:`.count_layers` does."""
        from annotations.storage.readers.counting import count_layers

        if not self.migrations:
            return count_layers(paths, cache=cache, on_progress=on_progress)
        return {path: self._counted(path) for path in paths}

    def _counted(self, path: Path) -> Counted:
        """Count a layer of which not all that is counted stands there."""
        from annotations.progress.counts import LayerCounts
        from annotations.storage.readers.tally import Counted

        try:
            with closing(self.open(path, path.stem)) as layer:
                return Counted(LayerCounts.of(layer.records()), tuple(layer.notices))
        except StorageError as error:
            return Counted(None, (str(error),))

    def of_article(self, article: str, layer: Readable) -> list[Record]:
        """Return what `layer` says of an article by now, nothing that is deleted."""
        records = layer.of_article(article)
        return self.migrations.applied(records) if self.migrations else records

    def newest_of(self, article: str, layer: Readable) -> list[Record]:
        """Return the newest revisions of what `layer` says of an article by now, deleted ones too."""
        records = layer.newest_of(article)
        return list(map(self.migrations.of_record, records)) if self.migrations else records

    def articles(self, layer: Readable) -> Collection[str]:
        """Return the ids of the articles of which `layer` says anything by now."""
        found = layer.articles()
        return {*found} - {PROJECT} if PROJECT in found else found


class AmendedByArticle:
    """A layer that is read an article at a time, as amended; see :class:`.LayerByArticle`."""

    def __init__(self, layer: LayerByArticle, amendments: Amendments) -> None:
        self._layer = layer
        self._amendments = amendments
        self.annotator = layer.annotator

    @property
    def notices(self) -> list[str]:
        """What is worth telling of it, a line each."""
        return self._layer.notices

    def refresh(self, on_read: Callable[[int], None] = lambda size: None) -> set[str]:
        """Take in what is new, and return the ids of the articles that this touched, maybe some more."""
        return self._layer.refresh(on_read)

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record; it may be that all of these are deleted."""
        return self._amendments.articles(self._layer)

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came."""
        return self._amendments.of_article(article, self._layer)

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""
        return self._amendments.newest_of(article, self._layer)

    def unreadable(self, article: str) -> int:
        """Return how many records of an article follow no schema."""
        return self._layer.unreadable(article)

    def close(self) -> None:
        """Let go of the file."""
        self._layer.close()


class AmendedLayer:
    """A layer as amended; a :class:`~annotations.storage.layer.repository.Layer` that may be written to.

    What is put goes into the layer as it is.
    """

    def __init__(self, layer: TinyDBLayer, amendments: Amendments) -> None:
        self._layer = layer
        self._amendments = amendments
        self.annotator = layer.annotator

    # -- as amended -----------------------------------------------------------------

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came."""
        return self._amendments.of_article(article, self._layer)

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""
        return self._amendments.newest_of(article, self._layer)

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record which is not deleted."""
        return self._amendments.articles(self._layer)

    def records(self) -> Iterator[Record]:
        """Iterate over all records that follow the schema and are not deleted, in the order they came in."""
        records, by = self._layer.records(), self._amendments.migrations
        return iter(by.applied(records)) if by else records

    def newest(self) -> Iterator[Record]:
        """Iterate over the newest revision of every record that follows the schema, deleted ones too."""
        return map(self._amendments.migrations.of_record, self._layer.newest())

    def get(self, uid: str) -> Record | None:
        """Return the newest revision of a record, or None if it is not there or deleted."""
        record = self._amendments.migrations.newest(self._layer.get(uid))
        return None if record is None or record["deleted"] or record["kind"] == "unreadable" else record

    def latest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record even if that one deletes it; the next one builds on it."""
        return self._amendments.migrations.newest(self._layer.latest(uid))

    def history(self) -> list[tuple[Changed, ...]]:
        """Return the last acts that can be taken back, oldest first."""
        now = self._amendments.migrations.of_record
        acts = self._layer.history()
        return [tuple((old and now(old), now(new)) for old, new in act) for act in acts]

    # -- as it is ---------------------------------------------------------------------

    @property
    def read_only(self) -> str | None:
        """Why nothing may be written, in one line, or None."""
        return self._layer.read_only

    @property
    def lost(self) -> Sequence[Record]:
        """What was in the file and is in memory only."""
        return self._layer.lost

    @property
    def trouble(self) -> str | None:
        """What happened to the file while it was in use and is not put right yet, or None."""
        return self._layer.trouble

    @property
    def notices(self) -> list[str]:
        """What opening and reading found that is worth telling the user, a line each."""
        return self._layer.notices

    def unreadable(self, article: str | None = None) -> int:
        """Return how many records, of an article or of all, follow no schema and so are not handed out."""
        return self._layer.unreadable(article)

    def conflicts(self, article: str) -> list[tuple[Record, Record]]:
        """Return the conflicts in an article that nobody settled: the version that counts, and another."""
        now = self._amendments.migrations.of_record
        return [(now(one), now(other)) for one, other in self._layer.conflicts(article)]

    def put(self, records: Sequence[Record], *, check: bool = True) -> None:
        """Store `records` as one act, whole or not at all, durable on return."""
        self._layer.put(records, check=check)

    def write(self, records: Sequence[Record], *, check: bool = True) -> Pending:
        """Do the first half of :meth:`put`: take the records, not yet durable."""
        return self._layer.write(records, check=check)

    def flush(self, pending: Sequence[Pending]) -> None:
        """Do the second half of :meth:`put` for any number of first halves at once."""
        self._layer.flush(pending)

    def refresh(self) -> set[str]:
        """Take in what other programs stored and return the ids of the articles that this touched."""
        return self._layer.refresh()

    def restore(self) -> None:
        """Write back what was in the file and is in memory only, durable on return."""
        self._layer.restore()

    def close(self) -> None:
        """Let go of the layer; it may first be put into a shorter form."""
        self._layer.close()
