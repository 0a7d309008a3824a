"""Somebody else's layer, read an article at a time and never held in memory.

An index says where in the file the lines of each article are. It is made in one go through the bytes and kept
in a cache; a layer that grew is read on from where it ended. An article's own lines then say what
:class:`~annotations.storage.layer.layer.TinyDBLayer` would. A layer in which something is not as usual, as
damage or a record that went from one article to another, is opened, and that one answers.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from annotations.errors import StorageError
from annotations.records.kinds import SCHEMA
from annotations.records.record import Record
from annotations.storage.files.files import Files
from annotations.storage.files.lock import BusyError
from annotations.storage.files.reading import OpenFile
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.storage.layer.lines import HEAD, HEAD_KEY, parse_rows
from annotations.storage.layer.schema import newer_zhupi, schema_of
from annotations.storage.layer.snapshot import Snapshot, snapshot
from annotations.storage.readers.article_index import ArticleIndex, UnusualError
from annotations.storage.readers.article_state import OneArticle, State
from annotations.storage.readers.cache_file import Stamp, stamp_of
from annotations.storage.readers.index_cache import Kept, keep, recall
from annotations.wording import tr

__all__ = ["LayerByArticle"]

_SEAM = 256
"""How many bytes before the end must still be there for what follows to be an addition.

Chosen: they hold the checksum of the last record, so that two files which agree in them agree in that
record."""
_LONGEST_HEAD = 1 << 16
"""Bytes of a first line that is still a head. Chosen: ours have some 200, and a file without line ends is
no layer."""
_WORTH_KEEPING = 1 << 20
"""From how many bytes that it does not know on the cache is written at once, and not when all ends.

Chosen: reading a megabyte again costs less than a tenth of a second, which is what a killed program may
lose."""


class LayerByArticle:
    """A layer that is only read, an article at a time.

    Any thread may ask while another one refreshes; the answer is then that of before.

    Damage in a line that looks as usual is noticed when somebody asks for its article. What needs all records
    of a layer :attr:`notices` does not tell: that some were changed in two places at once, which
    :meth:`conflicts` does, or that a merge put lines in another order.

    Args:
        path: The file of the layer; one that is not there has nothing in it.
        annotator: Whose layer it is.
        cache: A folder of the user's for a small file a layer; it may be missing or not writable.
        files: Through what to reach the layer.
    """

    def __init__(
        self, path: Path, annotator: str, *, cache: Path | None = None, files: Files | None = None
    ) -> None:
        self.path = path
        self.annotator = annotator
        self._cache = cache
        self._files = files or Files()
        self._mutex = threading.Lock()
        self._state = State()
        self._kept: Kept | None = None  # what the next refresh can go on from
        self._saved = 0  # up to where the cache knows the layer
        self._doubtful: set[str] = set()  # what the next refresh names, whatever it finds
        self._began = self._closed = False

    @property
    def notices(self) -> list[str]:
        """What is worth telling of it, a line each."""
        state = self._state
        if state.opened is not None:
            return list(state.opened.notices)
        if state.schema <= SCHEMA:
            return []
        newer = newer_zhupi(state.schema)
        return [
            tr(
                "{path}: {newer}, so not all of it may be shown; install a newer zhupi",
                path=self.path,
                newer=newer,
            )
        ]

    def refresh(self, on_read: Callable[[int], None] = lambda size: None) -> set[str]:
        """Index what is new, and return the ids of the articles that this touched, maybe some more.

        The first time that is all of the layer, or what the cache does not know. Unless it is the first
        time it comes back empty-handed while another program rewrites the layer.

        Args:
            on_read: Called with the number of bytes that were read since the last call.

        Raises:
            StorageError: It cannot be read; what was known of it still is.
        """
        with self._mutex:
            try:
                touched = set() if self._closed else self._refresh(on_read)
            except _StopError:
                return set()
            except FileNotFoundError:
                touched = self._be_empty(None)
            except BusyError:
                if not self._began:
                    raise
                return set()
            except OSError as error:
                raise self._unread(error) from error
            self._began = True
            return touched

    @property
    def file_state(self) -> tuple[int, int, int] | None:
        """The file in whose state it was refreshed; see :attr:`State.file_state`."""
        return self._state.file_state

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record; it may be that all of these are deleted."""
        state = self._state
        return state.articles if state.opened is None else state.opened.articles()

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came.

        What follows no schema is left out; see :meth:`unreadable`. Before the first refresh there is
        nothing.

        Raises:
            StorageError: It cannot be read any more.
        """
        return self._ask(article).of_article(article)

    def newest_of(self, article: str) -> list[Record]:
        """Return the newest revisions of the records of an article, deleted ones too.

        Raises:
            StorageError: It cannot be read any more.
        """
        return self._ask(article).newest_of(article)

    def unreadable(self, article: str) -> int:
        """Return how many records of an article follow no schema; raises as :meth:`of_article` does."""
        return self._ask(article).unreadable(article)

    def conflicts(self, article: str) -> list[tuple[Record, Record]]:
        """Return the conflicts in an article that nobody settled: the version that counts, and another.

        Raises:
            StorageError: It cannot be read any more.
        """
        return self._ask(article).conflicts(article)

    def close(self) -> None:
        """Let go of the file; a refresh that is going on in another thread ends early."""
        self._closed = True
        with self._mutex:
            if self._kept is not None and self._kept.index.end > self._saved:
                self._save(self._kept)
            self._be_empty(None)

    def _unread(self, error: OSError) -> StorageError:
        """Return the error that says that the file cannot be read, and why."""
        why = error.strerror or str(error)
        return StorageError(
            tr(
                "{path}: it cannot be read ({why}); check its permissions and the disk",
                path=self.path,
                why=why,
            )
        )

    def _ask(self, article: str) -> OneArticle | TinyDBLayer:
        """Return who knows the records of an article."""
        while True:
            state = self._state
            if state.opened is not None:
                return state.opened
            try:
                return state.of(article)
            except UnusualError:
                pass
            except OSError as error:
                raise self._unread(error) from error
            with self._mutex:
                if self._state is state:
                    self._doubtful = self._open(state.stamp)  # what was told of others may be wrong too

    # -- refreshing -----------------------------------------------------------------

    def _refresh(self, on_read: Callable[[int], None]) -> set[str]:
        stamp = stamp_of(self._files.stat(self.path))
        state = self._state
        if state.stamp is not None and state.opened is not None and state.stamp[:2] == stamp[:2]:
            doubtful, self._doubtful = self._doubtful, set()
            return state.opened.refresh() | doubtful
        if state.stamp == stamp:
            return set()
        with snapshot(self.path, self._files) as found:
            return self._take(found, on_read)

    def _take(self, found: Snapshot, on_read: Callable[[int], None]) -> set[str]:
        def read(size: int) -> None:
            if self._closed:
                raise _StopError
            on_read(size)

        stamp = stamp_of(found.stat)
        if not found.size:
            return self._be_empty(stamp)
        if not found.whole:
            return self._open(stamp)
        file = found.opened()
        if self._cache is not None and not self._began and self._kept is None:
            self._kept = recall(self._cache, self.path)
            self._saved = self._kept.index.end if self._kept is not None else 0
        kept, self._kept = self._kept, None  # an index that was added to in vain is not gone on from
        known: set[str] = set()
        if kept is not None and kept.goes_on(stamp, file):
            known = set(kept.index.numbers)
            with contextlib.suppress(UnusualError):
                touched = kept.index.add(found.body(kept.index.end), read)
                self._commit(kept.index, stamp, file)
                return touched
        self._saved = 0
        try:
            index = self._begun(file)
            index.add(found.body(index.end), read)
        except UnusualError:
            return self._open(stamp) | known
        known |= self._everything()
        self._commit(index, stamp, file)
        return self._everything() | known

    def _begun(self, file: OpenFile) -> ArticleIndex:
        """Return the index of a layer of which the head is read, and nothing else."""
        head = file.read(len(HEAD), _LONGEST_HEAD).partition(b"\n")[0]
        index = ArticleIndex(len(HEAD) + len(head) + 1)
        try:
            [(key, document)] = parse_rows([b"," + head])
        except (ValueError, RecursionError) as error:
            raise UnusualError("the head is damaged") from error
        owner = document.get("annotator", self.annotator)
        if key != HEAD_KEY or owner != self.annotator or not document.keys().isdisjoint(("uid", "batch")):
            raise UnusualError("another head")
        index.schema = max(schema_of(document), SCHEMA)
        return index

    def _commit(self, index: ArticleIndex, stamp: Stamp, file: OpenFile) -> None:
        """Let `index` be what there is from now on."""
        seam = min(_SEAM, index.end)
        self._kept = Kept(index, stamp, file.read(index.end - seam, seam))
        if index.end - self._saved >= _WORTH_KEEPING:
            self._save(self._kept)
        self._become(State(index, index.lines, len(index.numbers), index.schema, file=file, stamp=stamp))

    def _open(self, stamp: Stamp | None) -> set[str]:
        """Read the whole layer, and let that be what there is; return every article, also those gone."""
        opened = open_layer(self.path, self.annotator, files=self._files)
        before = self._everything()
        self._kept = None
        self._become(State(opened=opened, stamp=stamp))
        return before | self._everything()

    def _be_empty(self, stamp: Stamp | None) -> set[str]:
        """Let there be nothing, and return the articles that there were."""
        before = self._everything()
        self._kept = None
        self._become(State(stamp=stamp))
        return before

    def _everything(self) -> set[str]:
        """Return all articles, and those of which was told what may have been wrong."""
        return set(self.articles()) | self._doubtful

    def _become(self, state: State) -> None:
        old, self._state = self._state, state
        self._doubtful = set()
        if old.opened is not None:
            old.opened.close()

    def _save(self, kept: Kept) -> None:
        if self._cache is not None:
            keep(self._cache, self.path, kept)
        self._saved = kept.index.end


class _StopError(Exception):
    """The layer was closed meanwhile."""
