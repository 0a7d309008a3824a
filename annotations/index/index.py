"""The index of a project's articles: what is known of them without reading them, following their files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.digest import blake2b
from annotations.index.article_rows import ArticleRow, ArticleRows
from annotations.index.database import Database, IndexLost
from annotations.index.holding import FrozenText, Holding, Reads
from annotations.index.refresh import OnStep, Refresh, Refreshed
from annotations.progress.article import Bounds
from annotations.reading import Options, Place, Places

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Index"]

_FORMAT = 1
"""Grows when the same file comes to other rows than before, by its tables or by how articles are read."""


class Index:
    """What is known of the articles of one project; threads and programs may use one at once.

    Args:
        root: The project's folder.
        options: How articles are read; each way has an index of its own.
        holdings: What is held of each article beside its row. It has to be the same for whoever opens the
            index of a project, or each would make anew what the other left.
        cache: A folder of the user's, for one file a project; by default that of zhupi's caches. It may be
            missing or not writable: then the index lives in memory.
    """

    def __init__(
        self, root: Path, options: Options, holdings: Sequence[Holding] = (), cache: Path | None = None
    ) -> None:
        if cache is None:
            from platformdirs import user_cache_path

            cache = user_cache_path("zhupi", appauthor=False) / "index"
        self._root = root
        self._holdings = holdings
        self._rows = ArticleRows()
        whose = os.fsencode(os.path.abspath(root)) + repr(tuple(options)).encode("utf-8", "backslashreplace")
        about = [_FORMAT, ArticleRows.version, sys.byteorder, *((one.name, one.version) for one in holdings)]
        name = f"{blake2b(whose, digest_size=12).hexdigest()}.sqlite"
        self._database = Database(cache / name, repr(about), self._create)

    @property
    def kept(self) -> bool:
        """Tell whether it is in a file; else it lives in memory, without what is large."""
        return self._database.kept

    def connection(self) -> AbstractContextManager[Connection]:
        """Give a connection to read the tables of a holding, for one thread.

        Raises:
            IndexLost: The index was damaged; it is empty now, and a refresh fills it again.
        """
        return self._database.connection()

    def rows(self) -> Iterator[ArticleRow]:
        """Yield what is known of the articles of the project, and of others whose files were named once.

        A damaged index has no rows.
        """
        try:
            with self._database.connection() as database:
                yield from self._rows.rows(database)
        except IndexLost:
            return

    def bounds(self, articles: Iterable[str]) -> dict[str, Bounds]:
        """Return the bounds of the sentences of those of `articles`, by their ids, that are known."""
        try:
            with self._database.connection() as database:
                return dict(self._rows.bounds(database, articles))
        except IndexLost:
            return {}

    def refresh(
        self,
        places: Iterable[Place],
        reads: Reads,
        frozen: Mapping[str, FrozenText],
        *,
        on_step: OnStep = lambda done, of: None,
        cancelled: Callable[[], bool] = lambda: False,
        jobs: int | None = None,
    ) -> Refreshed:
        """Take in which files came, went and changed since; on any thread.

        A file is read again if its time or size is other than it was. Many articles are read in processes
        of their own. What was read is kept now and then, so that a refresh that was broken off goes on.

        Args:
            places: Where the articles of the project lie now.
            reads: Who reads them.
            frozen: What was frozen, by the id of the text.
            on_step: Called in this thread as articles are read.
            cancelled: Asked in this thread whether to break off.
            jobs: How many processes may read at once; by default one a core.

        Raises:
            IndexLost: It could not be written, twice.
        """
        places = Places.of(places)
        for again in (True, False):
            one = Refresh(self._database, self._root, self._rows, self._holdings)
            try:
                return one.run(places, reads, frozen, on_step, cancelled, jobs)
            except IndexLost:
                if not again:
                    raise
        raise AssertionError

    def close(self) -> None:
        """Forget what is in memory."""
        self._database.close()

    def _create(self, database: Connection, in_memory: bool) -> None:
        self._rows.create(database)
        for one in self._holdings:
            if not (in_memory and one.large):
                one.create(database)
