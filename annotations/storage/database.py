"""TinyDB itself over a layer: what it can do at the price of the change, and what it does its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from annotations.errors import RevisionConflict, StorageError
from annotations.storage.layer.fold import revision
from annotations.storage.layer.lines import TABLE
from annotations.storage.layer.tail import TailStorage, copy

__all__ = ["TailDB", "TailTable"]


class TailTable(Table):
    """A TinyDB table whose upsert of a Document costs the same however many there are.

    Reading works on what is in memory, brought up to date first. The other methods that change something
    are TinyDB's own: they rewrite the file.
    """

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        if not isinstance(storage, TailStorage) or name != TABLE:
            raise StorageError(f"a layer has one table, {TABLE}; there is no {name[:40]!r}")
        super().__init__(storage, name, cache_size=cache_size, persist_empty=persist_empty)
        self._tail = storage

    def upsert(self, document: Mapping[Any, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the document or add it; durable on return. Without a doc_id as TinyDB does it."""
        if isinstance(document, Document):
            return self.upsert_many([document])
        return super().upsert(document, cond)

    def upsert_many(self, documents: Iterable[Document]) -> list[int]:
        """Update or add documents that have a doc_id, by one write; durable on return."""
        batch = list(documents)
        self._store(batch, lambda: self._demand_newer(batch))
        return [document.doc_id for document in batch]

    def insert(self, document: Mapping[Any, Any]) -> int:
        """Add a document that has a doc_id; ValueError if it is there already. Durable on return.

        Raises:
            StorageError: It has none. TinyDB would count one up, and so would the next program.
        """
        self._demand_ids([document])
        assert isinstance(document, Document)
        self._store([document], lambda: self._demand_absent(document))
        return document.doc_id

    def insert_multiple(self, documents: Iterable[Mapping[Any, Any]]) -> list[int]:
        """Add documents that have a doc_id, the slow way."""
        batch = list(documents)
        self._demand_ids(batch)
        return super().insert_multiple(batch)

    def _store(self, documents: Sequence[Document], check: Callable[[], None]) -> None:
        if documents:
            lines = [(str(document.doc_id), document) for document in documents]
            self._tail.flush([self._tail.append(lines, check, merge=True)])

    def _demand_ids(self, documents: Iterable[Mapping[Any, Any]]) -> None:
        if not all(isinstance(document, Document) for document in documents):
            raise StorageError(
                f"{self._tail.file.path}: a record needs its own doc_id: Document(record, doc_id)"
            )

    def _demand_absent(self, document: Document) -> None:
        if str(document.doc_id) in self._tail.docs:
            raise ValueError(f"Document with ID {document.doc_id} already exists")

    def _demand_newer(self, documents: Iterable[Document]) -> None:
        for document in documents:
            stored = self._tail.docs.get(str(document.doc_id))
            if "rev" in document and revision(document) < revision(stored):  # reading would not see it
                raise RevisionConflict(
                    f"{document.doc_id}: revision {revision(stored)} of it is there; read it again"
                )

    def get(  # type: ignore[override]
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Document | list[Document] | None:
        """Return one document by id or by query, or several by ids, as TinyDB does."""
        if doc_id is not None:
            self._tail.refresh(wait=True)
            found = self._tail.docs.get(str(doc_id))
            return None if found is None else Document(copy(found), doc_id)
        if doc_ids is not None:
            wanted = set(doc_ids)
            return [document for document in self if document.doc_id in wanted]
        if cond is not None:
            return next((document for document in self if cond(document)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def search(self, cond: QueryLike) -> list[Document]:
        """Return the documents that match; nothing is cached, because other programs may write."""
        return [document for document in self if cond(document)]

    def __iter__(self) -> Iterator[Document]:
        self._tail.refresh(wait=True)
        for key, document in list(self._tail.docs.items()):
            yield Document(copy(document), int(key))

    def __len__(self) -> int:
        self._tail.refresh(wait=True)
        return len(self._tail.docs)


class TailDB(TinyDB):
    """TinyDB over a :class:`TailStorage`."""

    table_class = TailTable
    default_storage_class = TailStorage  # type: ignore[assignment]
