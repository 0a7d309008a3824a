"""Puts what came from a hub into the layers under ``annotations/``: others', and one's own from elsewhere.

Layers are never held in memory for it: an index says where an article's lines are, and what is new is added
behind. The lock of a layer is held for that one write.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from annotations.errors import BadName, StorageError
from annotations.exchange.merge import respelled
from annotations.hub.client.rows import Revised
from annotations.hub.layers.admission import Admission, admit
from annotations.hub.layers.layer_ends import has_receded, note_end
from annotations.hub.layers.ledger import Ledger
from annotations.model.annotator import check_annotator, same_annotator
from annotations.plain_json import DEEP, demand_shallow
from annotations.project.annotators import roster_of
from annotations.project.project import Project
from annotations.records.field_values import is_article_id
from annotations.records.origin import births, in_common
from annotations.records.record import Record
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER
from annotations.storage.layer.addition import add_to
from annotations.storage.layer.identity import settled_uid
from annotations.storage.layer.last_copy import keep_last
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import Document, loads
from annotations.storage.layer.schema import follows_schema
from annotations.storage.layer.upgrades import upgraded
from annotations.storage.readers.article_index import UnusualError
from annotations.storage.readers.by_article import LayerByArticle
from annotations.storage.readers.unknown import is_unknown
from annotations.wording import counted, tr

__all__ = ["Delivered", "Delivery"]

_TRIES = 50
"""How often to begin anew because somebody else wrote to the layer meanwhile. Chosen: each time costs
milliseconds, and nobody writes that often."""


@dataclass(slots=True)
class Delivered:
    """What became of revisions that came."""

    articles: set[str] = field(default_factory=set)
    """The articles of which something is new."""
    taken: int = 0
    """How many revisions were new."""
    own: int = 0
    """How many of them are the annotator's own, from another machine."""
    newer: bool = False
    """Whether there were some that only a newer zhupi can take in."""
    lines: list[str] = field(default_factory=list)
    """What is worth telling, a line each."""


class Delivery:
    """Takes in revisions.

    Args:
        project: The project, opened for who works there.
        ledger: Whose revisions came before.
        cache: A folder of the user's for what makes the next start quick; it may be missing.
        files: Through what to reach the layers.
    """

    def __init__(
        self, project: Project, ledger: Ledger, cache: Path | None = None, files: Files | None = None
    ) -> None:
        self._project = project
        self._ledger = ledger
        self._cache = cache
        self._files = files or Files()
        self._layers: dict[str, LayerByArticle] = {}
        self._wrote_own = False
        self._owners = ledger.owners()

    def take(self, rows: Sequence[Revised]) -> Delivered:
        """Add what is new in `rows` to the layers, durable on return.

        Raises:
            StorageError: A layer cannot be read or written; what went into others before is in them.
        """
        found = Delivered()
        by_owner: dict[str, list[Record]] = defaultdict(list)
        names: dict[str, str] = {}
        harmed = 0
        for row in rows:
            document = _document(row.content)
            key = same_annotator(row.annotator)
            if document is None or same_annotator(str(document.get("annotator"))) != key:
                harmed += 1
            elif follows_schema(document) and _says_its_place(document):
                names.setdefault(key, row.annotator)
                by_owner[key].append(upgraded(document))
            elif is_unknown(document):
                found.newer = True
            else:
                harmed += 1
        if harmed:
            found.lines.append(
                tr(
                    "left out, for they follow no schema: {records} from the hub",
                    records=counted(harmed, "record"),
                )
            )
        for key, records in by_owner.items():
            self._take_of(names[key], records, found)
        own = [(one.uid, one.rev, one.digest) for one in rows if self._project.owns(one.annotator)]
        if own:  # what the hub has of one's own need not be sent
            self._ledger.acknowledge(own)
        return found

    def missing(self) -> bool:
        """Tell whether a layer into which revisions came lacks some, or is gone, or one in their way is."""
        roster = roster_of(self._project.root)
        for name in self._owners:
            layer = roster.find(name)
            if layer is None or has_receded(self._ledger, name, layer.path):
                return True
        return False

    def forget(self) -> None:
        """Take note that all will come once more."""
        self._owners = {}
        self._ledger.forget_owners()

    def close(self) -> None:
        """Let go of the layers, and keep a copy of one's own as it is left: nobody edits others'."""
        for layer in self._layers.values():
            layer.close()
        self._layers.clear()
        if self._wrote_own:
            keep_last(self._project.layer_path, self._files)
            self._wrote_own = False

    # -- one layer ----------------------------------------------------------------------

    def _take_of(self, name: str, records: Sequence[Record], found: Delivered) -> None:
        """Add what `name` says to the layer of that one."""
        own = self._project.owns(name)
        try:
            path, owner = self._place_of(name)
        except BadName as error:
            found.lines.append(str(error))
            return
        records = [respelled(record, record["annotator"], owner) for record in records]
        key = same_annotator(name)
        if not own and self._is_strangers(key, path, owner, records):
            if key not in self._owners or not self._owners[key]:
                found.lines.append(
                    tr(
                        "what {name} says on the hub has nothing in common with {path} here: these may be"
                        " two people; move that file away, zhupi collect it --as another name, start again",
                        name=name,
                        path=f"{FOLDER}/{path.name}",
                    )
                )
            self._keep_owner(key, refused=True)
            return
        if key not in self._owners:
            self._keep_owner(key, refused=False)
        admission = self._admit(path, owner, records)
        if not admission.lines:
            return
        with suppress(OSError):
            note_end(self._ledger, key, path)
        self._wrote_own = self._wrote_own or own
        found.articles.update(str(document["article"]) for _, document in admission.lines)
        found.taken += admission.taken
        found.own += admission.taken if own else 0
        if admission.differing:
            found.lines.append(_dispute("" if own else self._project.name_of(owner)))

    def _place_of(self, name: str) -> tuple[Path, str]:
        """Return the file of the layer of `name`, and by which name its records go."""
        project = self._project
        if project.owns(name):
            return project.layer_path, project.annotator
        layer = roster_of(project.root).find(name)
        if layer is not None:
            return layer.path, layer.owner
        return project.root / FOLDER / f"{check_annotator(name)}.json", check_annotator(name)

    def _layer(self, path: Path, owner: str) -> LayerByArticle:
        key = str(path)
        layer = self._layers.get(key)
        if layer is None:
            layer = self._layers[key] = LayerByArticle(path, owner, cache=self._cache, files=self._files)
        return layer

    def _admit(self, path: Path, owner: str, records: Sequence[Record]) -> Admission:
        layer = self._layer(path, owner)
        for _ in range(_TRIES):
            layer.refresh()
            admission = admit(records, _Versions(layer, records).of)
            if not admission.lines:
                return admission
            try:
                known = layer.file_state
            except UnusualError:
                self._put(path, owner, records)
                return admission
            if add_to(path, owner, admission.lines, known, self._files):
                return admission
        raise StorageError(
            tr("{path}: other programs write to it all the time; what came is taken in later", path=path)
        )

    def _put(self, path: Path, owner: str, records: Sequence[Record]) -> None:
        """Add to a layer that has to be read whole, as one that another program wrote."""
        with closing(open_layer(path, owner, files=self._files)) as layer:
            rivals: dict[str, list[Record]] = defaultdict(list)
            for article in {record["article"] for record in records}:
                for one, other in layer.conflicts(article):
                    rivals[one["uid"]].append(other)

            def versions(uid: str) -> list[Record]:
                newest = layer.latest(uid)
                if newest is None or newest["kind"] == "unreadable":
                    return []
                return [newest, *rivals[uid]]

            lines = admit(records, versions).lines
            if lines:
                layer.put([document for _, document in lines if follows_schema(document)], check=False)

    def _is_strangers(self, key: str, path: Path, owner: str, records: Sequence[Record]) -> bool:
        """Tell whether the layer that is here is of another person than the hub's of that name.

        That shows where both have said something of one place and nothing of it is in common. Whose layer
        the hub has led on before is not asked about again.
        """
        if key in self._owners:
            return self._owners[key]
        layer = self._layer(path, owner)
        layer.refresh()
        articles = {record["article"] for record in records}
        here = [one for article in articles for one in layer.newest_of(article)]
        shared = {one["uid"] for one in here} & {one["uid"] for one in records}
        return bool(shared) and not in_common(births(here), births(records))

    def _keep_owner(self, key: str, *, refused: bool) -> None:
        self._owners[key] = refused
        self._ledger.keep_owner(key, refused=refused)


class _Versions:
    """What a layer has of the records that some revisions are of."""

    def __init__(self, layer: LayerByArticle, records: Iterable[Record]) -> None:
        self._found: dict[str, list[Record]] = {}
        for article in {record["article"] for record in records}:
            for one in layer.newest_of(article):
                self._found[one["uid"]] = [one]
            for one, other in layer.conflicts(article):
                self._found.setdefault(one["uid"], [one]).append(other)

    def of(self, uid: str) -> Sequence[Record]:
        """Return the newest revision, and those in conflict with it."""
        return self._found.get(uid, ())


def _document(content: str) -> Document | None:
    """Return the record that `content` is, as far as JSON goes; None if it is none, or of no article."""
    with suppress(ValueError, RecursionError):
        document = loads(content)
        if content.count("{") + content.count("[") > DEEP:
            demand_shallow(document)
        if isinstance(document, dict) and is_article_id(document.get("article")):
            return document
    return None


def _says_its_place(record: Mapping[str, object]) -> bool:
    """Tell whether the uid of a record is that of what it says."""
    return settled_uid(dict(record)) in (None, record["uid"])


def _dispute(name: str) -> str:
    """Say that `name`, or empty for oneself, said two things of one place."""
    if not name:
        return tr("your machines say different things of one place; both are kept: ! marks it, = shows both")
    return tr(
        "the machines of {name} say different things of one place; one counts until {name} chooses",
        name=name,
    )
