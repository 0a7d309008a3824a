"""The records of an open layer by their uid and by their article."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard
from weakref import WeakMethod

from annotations.records.kinds import SCHEMA
from annotations.records.record import Record
from annotations.records.uids import doc_id
from annotations.storage.layer.fold import revision
from annotations.storage.layer.identity import rank
from annotations.storage.layer.lines import Document
from annotations.storage.layer.schema import follows_schema, schema_of
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.storage.layer.tail import TailStorage

__all__ = ["RecordIndex"]


class RecordIndex:
    """What a `TailStorage` holds, kept up with every change of it. Any thread may ask meanwhile.

    What a hand or a disk harmed is in it too; :meth:`is_sound` tells.
    """

    def __init__(self, storage: TailStorage) -> None:
        self._storage = storage
        self._by_uid: dict[str, Document] = {}
        self._by_article: dict[str, dict[str, Document]] = {}
        self._deleted: dict[str, dict[str, Document]] = {}
        self._articles: frozenset[str] | None = None
        self._sound: set[str] = set()
        """The uids of records that are known to follow the schema, so that none is checked twice."""
        self._harmed: dict[str, Document] = {}
        """By their uid, records that are known to follow none."""
        self._touched: set[str] = set()
        self.newest_schema = SCHEMA
        """The newest schema that a record names."""
        for document in storage.docs.values():
            self._add(document)
        changed = WeakMethod(self._on_change)  # a circle would keep file and memory of one that nobody closes

        def listen(old: Document | None, new: Document | None, own: bool) -> None:
            on_change = changed()
            if on_change is not None:
                on_change(old, new, own)

        storage.listener = listen

    def latest(self, uid: str) -> Document | None:
        """Return the newest revision of a record, one that deletes it too."""
        return self._by_uid.get(uid)

    def newest(self) -> list[Document]:
        """Return the newest revision of every record, deleted ones too."""
        return list(self._by_uid.values())

    def changed_since(self, begins: str) -> list[Record]:
        """Return the newest revisions that were made since `begins`, a time as records write it.

        Only these are checked, so that it takes a tenth of a second among a hundred thousand.
        """
        late = [one for one in self.newest() if str(one.get("updated", "")) >= begins]
        return list(filter(self.is_sound, late))

    def of_article(self, article: str) -> list[Document]:
        """Return the records of an article that are not deleted, in the order in which they came."""
        return list(self._by_article.get(article, {}).values())

    def newest_of(self, article: str) -> list[Document]:
        """Return the newest revisions of the records of an article, deleted ones too."""
        return [*self.of_article(article), *self._deleted.get(article, {}).values()]

    def articles(self) -> frozenset[str]:
        """Return the ids of the articles that have a record which is not deleted."""
        known = self._articles
        if known is None:
            known = self._articles = frozenset(self._by_article)
        return known

    def touched(self) -> set[str]:
        """Return the articles that other programs changed something in since the last call."""
        touched, self._touched = self._touched, set()
        return touched

    def is_sound(self, record: Document) -> TypeGuard[Record]:
        """Say whether a newest revision follows the schema."""
        uid = record["uid"]
        if uid in self._sound:
            return True
        if self._harmed.get(uid) is record:
            return False
        if not follows_schema(record):
            self._harmed[uid] = record
            return False
        self._sound.add(uid)
        return True

    def _on_change(self, old: Document | None, new: Document | None, own: bool) -> None:
        if not own:
            self._touched |= {str(one["article"]) for one in (old, new) if one and "article" in one}
        if old is not None and (new is None or _slot(new) != _slot(old)):
            self._remove(old)
        if new is not None:
            self._add(new, old)

    def _add(self, record: Document, old: Document | None = None) -> None:
        uid, article, schema = record.get("uid"), record.get("article"), record.get("schema")
        if schema != SCHEMA:
            self.newest_schema = max(self.newest_schema, schema_of(record))
        if not isinstance(uid, str):
            return  # the head, or what somebody else put there: it stays in the file
        known = self._by_uid.get(uid)
        if known is not None and known is not old:  # the same uid under another document id
            ours, theirs = self._rank(record), self._rank(known)
            if ours[0] != theirs[0]:
                self._say_hidden(known if ours > theirs else record)
            if theirs > ours:
                return
        self._sound.discard(uid)
        self._harmed.pop(uid, None)
        self._by_uid[uid] = record
        if not isinstance(article, str):
            return
        if record.get("deleted") is True:  # one that says so in another way than records do is harmed instead
            self._forget(article, uid)
            self._deleted.setdefault(article, {})[uid] = record
            return
        if self._deleted:
            self._deleted.get(article, {}).pop(uid, None)
        of_article = self._by_article.get(article)
        if of_article is None:
            of_article = self._by_article[article] = {}
            self._articles = None
        of_article[uid] = record

    def _rank(self, record: Document) -> tuple[bool, int, bool]:
        at_home = self._storage.docs.get(str(doc_id(record["uid"]))) is record
        return rank(record, revision(record), at_home=at_home)

    def _say_hidden(self, record: Document) -> None:
        self._storage.notices.append(
            tr(
                "{path}: what is said of article {get} at offset"
                " {get2} has the uid of another record, {uid}, and is left out;"
                " zhupi check --repair puts that right",
                path=self._storage.file.path,
                get=record.get("article"),
                get2=record.get("start"),
                uid=record["uid"],
            )
        )

    def _remove(self, record: Document) -> None:
        uid, article = _slot(record)
        if not isinstance(uid, str):
            return  # as in _add
        if self._by_uid.get(uid) is record:
            del self._by_uid[uid]
        if isinstance(article, str):
            self._forget(article, uid)

    def _forget(self, article: str, uid: str) -> None:
        self._deleted.get(article, {}).pop(uid, None)
        of_article = self._by_article.get(article)
        if of_article is not None and of_article.pop(uid, None) is not None and not of_article:
            del self._by_article[article]
            self._articles = None


def _slot(record: Document) -> tuple[object, object]:
    return record.get("uid"), record.get("article")
