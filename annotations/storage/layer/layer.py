"""A layer that lives in a TinyDB file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from annotations.errors import LayerReadOnly, RecordError, StorageError, ZhupiError
from annotations.records.acts import Changed
from annotations.records.carried import carried_revision
from annotations.records.conflict import conflict_of
from annotations.records.kinds import SCHEMA, Unreadable
from annotations.records.record import Newest, Record, layer_head, owned
from annotations.records.uids import doc_id
from annotations.records.validation import validate
from annotations.storage.files.files import Files
from annotations.storage.layer.fold import revision
from annotations.storage.layer.history import Act
from annotations.storage.layer.lines import HEAD_KEY, Document
from annotations.storage.layer.record_index import RecordIndex
from annotations.storage.layer.repository import Pending
from annotations.storage.layer.schema import follows_schema, newer_zhupi
from annotations.wording import counted, tr

if TYPE_CHECKING:
    from annotations.storage.layer.tail import TailStorage

__all__ = ["TinyDBLayer", "open_layer"]


def open_layer(path: Path, annotator: str, *, files: Files | None = None, keep: bool = False) -> TinyDBLayer:
    """Open the layer of `annotator` at `path`; nothing is made on disk before something is put.

    Args:
        path: The file; it may be missing.
        annotator: Whose layer it is.
        files: Through what to reach the file system.
        keep: Whether to keep in memory what the file loses while it is open, as whoever annotates wants it.

    Raises:
        StorageError: The file cannot be read or is no layer.
    """
    from annotations.storage.layer.tail import TailStorage  # it imports TinyDB, which not every command needs

    return TinyDBLayer(TailStorage(path, layer_head(annotator), files, keep=keep), annotator)


class TinyDBLayer:
    """A :class:`~annotations.storage.layer.repository.Layer` over a `TailStorage`, by uid and article."""

    def __init__(self, storage: TailStorage, annotator: str) -> None:
        self.annotator = annotator
        self._storage = storage
        self._index = RecordIndex(storage)
        self._wrote = False
        self._warn_of_owner()

    @property
    def read_only(self) -> str | None:
        """Why nothing may be written, in one line, or None."""
        if self._index.newest_schema > SCHEMA:
            newer = newer_zhupi(self._index.newest_schema)
            return tr(
                "{path}: {newer}; install a newer zhupi to write", path=self._storage.file.path, newer=newer
            )
        return self._storage.read_only

    @property
    def lost(self) -> Sequence[Record]:
        """The records that were in the file and are in memory only; see :meth:`restore`."""
        held = list(self._storage.lost.values())
        return [one for one in held if isinstance(one.get("uid"), str) and follows_schema(one)]

    @property
    def trouble(self) -> str | None:
        """What happened to the file while it was in use and is not put right yet, in one line, or None."""
        if self._storage.gone is not None:
            return self._storage.gone
        lost = self._storage.lost
        if not lost:
            return None
        contested = {both[0].get("uid") for both in self._storage.memory.conflicts()}
        where = tr("{path}: another program changed it", path=self._storage.file.path)
        are = counted(len(lost), "record is", "records are")
        if all(one.get("uid") in contested for one in lost.values()):
            return tr(
                "{where}, and {are} otherwise in it than in memory; settle these conflicts",
                where=where,
                are=are,
            )
        return tr("{where}, and {are} in memory only; write back what memory holds", where=where, are=are)

    def restore(self) -> None:
        """Write back what was in the file and is in memory only; see the protocol for what it raises."""
        self._demand_known()
        self._storage.restore()
        self._wrote = True

    @property
    def notices(self) -> list[str]:
        """What opening and reading found that is worth telling the user, a line each."""
        return self._storage.notices

    def get(self, uid: str) -> Record | None:
        """Return the newest revision of a record, or None if it is not there, deleted or unreadable."""
        record = self.latest(uid)
        return None if record is None or record["deleted"] or record["kind"] == "unreadable" else record

    def latest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record even if that one deletes it; the next one builds on it."""
        record = self._index.latest(uid)
        if record is None or self._index.is_sound(record):
            return record
        return _silenced(record, self.annotator)

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came.

        What follows no schema, because a hand or a disk harmed it, is left out; see :meth:`unreadable`.
        """
        return list(filter(self._index.is_sound, self._index.of_article(article)))

    def unreadable(self, article: str | None = None) -> int:
        """Return how many records of an article, or of all, follow no schema; they stay in the file."""
        if article is not None:
            return sum(not self._index.is_sound(one) for one in self._index.of_article(article))
        here = [one for key, one in list(self._storage.docs.items()) if key != HEAD_KEY]
        live = [one for one in here if one.get("deleted") is not True]
        return sum(not (isinstance(one.get("uid"), str) and self._index.is_sound(one)) for one in live)

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record which is not deleted."""
        return self._index.articles()

    def records(self) -> Iterator[Record]:
        """Iterate over all records that follow the schema and are not deleted, in the order of the file."""
        return (record for record in self.newest() if not record["deleted"])

    def newest(self) -> Iterator[Record]:
        """Iterate over the newest revision of every record that follows the schema, deleted ones too."""
        return filter(self._index.is_sound, self._index.newest())

    def changed_since(self, begins: str) -> list[Record]:
        """Return the newest revisions that were made since `begins`, a time as records write it."""
        return self._index.changed_since(begins)

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too."""
        return list(filter(self._index.is_sound, self._index.newest_of(article)))

    def put(self, records: Sequence[Record], *, check: bool = True) -> None:
        """Store `records` as one act, durable on return; see the protocol for what it raises."""
        self.flush([self.write(records, check=check)])

    def write(self, records: Sequence[Record], *, check: bool = True) -> Pending:
        """Take `records` as one act, not yet durable; see :meth:`flush`."""
        self._demand_writable()
        records = tuple(records)
        for record in records:
            self._validate(record)
        if not records:
            return Pending((), None)
        documents = [(str(doc_id(record["uid"])), record) for record in records]
        receipt = self._storage.append(documents, lambda: self._check(documents, check))
        self._wrote = True
        return Pending(records, receipt)

    def flush(self, pending: Sequence[Pending]) -> None:
        """Make what was written durable."""
        if receipts := [one.receipt for one in pending if one.receipt is not None]:
            self._storage.flush(receipts)

    def refresh(self) -> set[str]:
        """Take in what other programs stored and return the ids of the articles that this touched."""
        self._storage.refresh()
        return self._index.touched()

    def conflicts(self, article: str) -> list[tuple[Record, Record]]:
        """Return the conflicts in an article that nobody settled: the version that counts, and another."""
        return [
            (one, other)
            for one, other in self._storage.memory.conflicts()
            if article in (one.get("article"), other.get("article"))
            and follows_schema(one)
            and follows_schema(other)
        ]

    def history(self) -> list[tuple[Changed, ...]]:
        """Return the last 1,000 acts, oldest first: each record as it was, or None, and as it became.

        Where the revision before a record is not known any more, because the layer was compacted, the act
        is left out, and so is everything before it.
        """
        acts: list[tuple[Changed, ...]] = []
        for act in self._storage.memory.acts():
            if _is_of_records(act):
                acts.append(act)
            else:
                acts.clear()  # another program put there what is no record
        return acts

    def close(self) -> None:
        """Close the file; make it shorter before, if something was stored in it and that pays."""
        if self._wrote and self.read_only is None:
            try:
                self._storage.compact(self._demand_writable)
            except (ZhupiError, OSError) as error:
                self.notices.append(
                    tr("the layer could not be made shorter, and nothing is lost: {error}", error=error)
                )
        self._storage.close()

    def _demand_writable(self) -> None:
        """Raise LayerReadOnly where another try is of no use; the storage finds out about the rest."""
        self._demand_known()
        if (reason := self._storage.file.refused) is not None:
            raise LayerReadOnly(reason)

    def _demand_known(self) -> None:
        if self._index.newest_schema > SCHEMA:
            raise LayerReadOnly(str(self.read_only))

    def _validate(self, record: Mapping[str, object]) -> None:
        validate(record)
        if record.get("kind") == "layer":
            raise RecordError(
                tr("{path}: the first line of a layer stays as it is", path=self._storage.file.path)
            )

    def _check(self, documents: Sequence[tuple[str, Record]], revisions: bool) -> None:
        """Refuse what must not be written over what is here now; called under the lock."""
        self._demand_writable()  # another program may have written a newer schema a moment ago
        seen: dict[str, Record] = {}
        for key, record in documents:
            uid = record["uid"]
            stored: Mapping[str, object] | None = seen.get(uid) or self._index.latest(uid)
            there = self._storage.docs.get(key)
            if there is not None and there.get("uid") != uid:
                raise StorageError(
                    tr(
                        "{path}: {uid} and {get} have the same document id;"
                        " zhupi check --repair gives each its own",
                        path=self._storage.file.path,
                        uid=uid,
                        get=there.get("uid"),
                    )
                )
            rev = max(revision(stored), 0) if stored is not None else carried_revision(record)
            if revisions and record["rev"] != rev + 1:
                readable = seen.get(uid) or _readable(self._index.latest(uid))
                raise conflict_of(record, stored, rev, readable=readable)
            seen[uid] = record

    def _warn_of_owner(self) -> None:
        owner = self._storage.docs.get(HEAD_KEY, {}).get("annotator", self.annotator)
        if owner != self.annotator:
            self.notices.append(
                tr(
                    "{path}: it says that it is the layer of {owner}",
                    path=self._storage.file.path,
                    owner=owner,
                )
            )


def _is_of_records(act: Act) -> TypeGuard[tuple[Changed, ...]]:
    return all(follows_schema(record) for change in act for record in change if record is not None)


def _readable(record: Document | None) -> Record | None:
    return record if record is not None and follows_schema(record) else None


def _silenced(record: Document, annotator: str) -> Unreadable:
    """Return what stands in for a harmed record, so that the next revision can follow it."""
    return {
        "schema": SCHEMA,
        "uid": str(record.get("uid")),
        "kind": "unreadable",
        **owned(annotator, "unknown", "unknown"),
        "rev": max(revision(record), 1),
        "deleted": True,
    }
