"""A layer as its project reads it, with what has changed since applied; see :mod:`.amendments`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from annotations.records.acts import Changed
from annotations.records.carried import carried_revision
from annotations.records.migration import PROJECT
from annotations.records.record import Newest, Record
from annotations.records.uids import article_of

if TYPE_CHECKING:
    from annotations.editions.lineage import Lineage
    from annotations.project.amendments import Amendments
    from annotations.storage.layer.layer import TinyDBLayer
    from annotations.storage.layer.repository import Pending
    from annotations.storage.readers.by_article import LayerByArticle

__all__ = ["AmendedByArticle", "AmendedFirsts", "AmendedLayer", "Readable"]


class Readable(Protocol):
    """What is asked of a layer to read it as amended."""

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came."""

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record."""


class _Amended:
    """What both kinds of layers have in common: their articles as they are by now."""

    def __init__(self, layer: Readable, path: Path, amendments: Amendments) -> None:
        self._readable = layer
        self._path = path
        self._amendments = amendments
        self._lineage: Callable[[], Lineage | None] = lambda: amendments.lineage(path)
        self.views = amendments.views(path, layer)
        """Its articles as they are by now."""

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came."""
        if self._lineage() is None:
            records = self._readable.of_article(article)
        else:
            records = [one for one in self.views.newest_of(article) if not one["deleted"]]
        by = self._amendments.migrations
        return by.applied(records) if by else records

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""
        layer = self._readable if self._lineage() is None else self.views
        records, by = layer.newest_of(article), self._amendments.migrations
        return list(map(by.of_record, records)) if by else records

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record; it may be that all of these are deleted."""
        articles, lineage = self._readable.articles(), self._lineage()
        if lineage is not None:
            articles = {now for one in articles for now in lineage.by_now(one)}
        return {*articles} - {PROJECT} if PROJECT in articles else articles


class _Firsts:
    """A layer as it was before others were seen, where that is known; else as it is."""

    def __init__(self, layer: Readable, firsts: Mapping[str, list[Record]]) -> None:
        self._layer = layer
        self._firsts = firsts

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted."""
        return [one for one in self.newest_of(article) if not one["deleted"]]

    def newest_of(self, article: str) -> list[Record]:
        """Return the revisions of the records of an article that were the newest then, deleted ones too."""
        found = self._firsts.get(article)
        return self._layer.newest_of(article) if found is None else found

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record, or had one."""
        return {*self._layer.articles(), *self._firsts}


class AmendedFirsts(_Amended):
    """A layer as it was before its annotator saw others, as amended."""

    def __init__(
        self, layer: Readable, firsts: Mapping[str, list[Record]], path: Path, amendments: Amendments
    ) -> None:
        super().__init__(_Firsts(layer, firsts), path, amendments)
        self.touched = _by_now({*firsts}, self._lineage())
        """The articles of which something else may have been said first than is said now."""


class AmendedByArticle(_Amended):
    """A layer that is read an article at a time, as amended; see :class:`.LayerByArticle`."""

    def __init__(self, layer: LayerByArticle, amendments: Amendments) -> None:
        super().__init__(layer, layer.path, amendments)
        self._layer = layer
        self.annotator = layer.annotator

    @property
    def notices(self) -> list[str]:
        """What is worth telling of it, a line each."""
        return self._layer.notices

    def refresh(self, on_read: Callable[[int], None] = lambda size: None) -> set[str]:
        """Take in what is new, and return the ids of the articles that this touched, maybe some more."""
        return _by_now(self._layer.refresh(on_read), self._lineage())

    def noted(self) -> Collection[str]:
        """Return the articles of which it may have a note, a flag, a remark or a return; maybe some more."""
        from annotations.storage.readers.noted import noted_articles

        if self._lineage() is not None:  # what was said of other texts holds for these
            return self.articles()
        try:
            return noted_articles(self._layer.path)
        except OSError:
            return self.articles()

    def unreadable(self, article: str) -> int:
        """Return how many records of an article follow no schema."""
        return sum(self._layer.unreadable(one) for one in _texts(article, self._lineage()))

    def close(self) -> None:
        """Let go of the file."""
        self._layer.close()


class AmendedLayer(_Amended):
    """A layer as amended; a :class:`~annotations.storage.layer.repository.Layer` that may be written to.

    What is put goes into the layer as it is.
    """

    def __init__(self, layer: TinyDBLayer, path: Path, amendments: Amendments) -> None:
        super().__init__(layer, path, amendments)
        self._layer = layer
        self.annotator = layer.annotator

    # -- as amended -----------------------------------------------------------------

    def records(self) -> Iterator[Record]:
        """Iterate over all records that follow the schema and are not deleted.

        They come in the order in which they came in; where texts became others, article by article.
        """
        lineage, by = self._lineage(), self._amendments.migrations
        if lineage is None:
            records = self._layer.records()
            return iter(by.applied(records)) if by else records
        articles = _in_turn(self._layer.records(), lineage)
        return (record for article in articles for record in self.of_article(article))

    def newest(self) -> Iterator[Record]:
        """Iterate over the newest revision of every record that follows the schema, deleted ones too."""
        lineage = self._lineage()
        if lineage is None:
            return map(self._amendments.migrations.of_record, self._layer.newest())
        articles = _in_turn(self._layer.newest(), lineage)
        return (record for article in articles for record in self.newest_of(article))

    def get(self, uid: str) -> Record | None:
        """Return the newest revision of a record, or None if it is not there or deleted."""
        record = self.latest(uid)
        return None if record is None or record["deleted"] or record["kind"] == "unreadable" else record

    def latest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record even if that one deletes it; the next one builds on it."""
        own = self._layer.latest(uid)
        lineage, article = self._lineage(), article_of(uid)
        sound = own is None or own["kind"] != "unreadable"
        if lineage is None or article is None or not sound:
            return self._amendments.migrations.newest(own)
        if lineage.sources(article) or (own is not None and "carried" in own):
            own = next((one for one in self.views.newest_of(article) if one["uid"] == uid), own)
        return self._amendments.migrations.newest(own)

    def history(self) -> list[tuple[Changed, ...]]:
        """Return the last acts that can be taken back, oldest first.

        What was changed of a record that was laid over another text was before it as it was laid over.
        """
        return [tuple(map(self._change, act)) for act in self._layer.history()]

    def _change(self, change: Changed) -> Changed:
        old, new = change
        if old is None and carried_revision(new):
            old = self.views.laid(new["uid"], new["article"])
        now = self._amendments.migrations.of_record
        return old and now(old), now(new)

    def before_others(self, firsts: Mapping[str, list[Record]]) -> AmendedFirsts:
        """Return the layer as it was before others were seen: `firsts` is by article what was said first."""
        return AmendedFirsts(self._layer, firsts, self._path, self._amendments)

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
        if article is None:
            return self._layer.unreadable()
        return sum(self._layer.unreadable(one) for one in _texts(article, self._lineage()))

    def conflicts(self, article: str) -> list[tuple[Record, Record]]:
        """Return the conflicts in an article that nobody settled: the version that counts, and another."""
        now = self._amendments.migrations.of_record
        return [(now(one), now(other)) for one, other in self._layer.conflicts(article)]

    def changed_since(self, begins: str) -> list[Record]:
        """Return the newest revisions that were made since `begins`, a time as records write it."""
        return self._layer.changed_since(begins)

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
        return _by_now(self._layer.refresh(), self._lineage())

    def restore(self) -> None:
        """Write back what was in the file and is in memory only, durable on return."""
        self._layer.restore()

    def close(self) -> None:
        """Let go of the layer; it may first be put into a shorter form."""
        self._layer.close()


def _in_turn(records: Iterable[Record], lineage: Lineage) -> Iterable[str]:
    """Return the articles that `records` hold for by now, in the order in which their texts came."""
    texts = dict.fromkeys(one["article"] for one in records)
    return dict.fromkeys(now for one in texts for now in sorted(lineage.by_now(one)))


def _by_now(articles: set[str], lineage: Lineage | None) -> set[str]:
    """Return `articles`, and those that what was said of them holds for by now."""
    return articles if lineage is None else articles.union(*map(lineage.by_now, articles))


def _texts(article: str, lineage: Lineage | None) -> list[str]:
    """Return the texts of which the records are those of `article`, itself first."""
    if lineage is None:
        return [article]
    return [article, *(text for one in lineage.sources(article) for text in _texts(one.article, lineage))]
