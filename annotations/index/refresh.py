"""Brings an index to what the files are by now: reads what came or changed, and forgets what is gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.index import reader
from annotations.index.article_rows import ArticleRows, Facts, stored_name
from annotations.index.database import Database
from annotations.index.holding import FrozenText, Holding, Reads
from annotations.index.reader import UNFINISHED, FileRead, PlaceRead, Wanted, read_files, stamp_of
from annotations.processes.messages import ChildFailed
from annotations.processes.workers import Workers
from annotations.reading import Place, Places
from annotations.wording import tr

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["OnStep", "Refresh", "Refreshed"]

OnStep = Callable[[int, int], object]
"""Called with how many articles have been read, and of how many."""

_TASK = 40
"""Articles that are read together. Chosen: small ones take a thirtieth of a second, and few cross the border
between two processes at once."""
_ALONE = 40
"""Articles up to which no process is started, which takes a tenth of a second."""
_KEPT_TOGETHER = 2_000
"""Articles that one transaction keeps. Chosen: two seconds' work is lost where building is broken off."""


class Refreshed(NamedTuple):
    """What a refresh did."""

    read: int
    """Articles that were read."""
    changed: bool
    """Whether the index holds anything else than before."""
    complete: bool
    """Whether it came to its end, or was broken off and may go on."""


class Refresh:
    """One refresh of one index.

    Args:
        database: The file of the index.
        root: The project's folder.
        rows: The rows of the articles.
        holdings: What else the index holds.
    """

    def __init__(
        self, database: Database, root: Path, rows: ArticleRows, holdings: Sequence[Holding]
    ) -> None:
        self._database = database
        self._inside = os.path.join(root, "")  # noqa: PTH118 - names of files are compared as texts
        self._rows = rows
        self._holdings = holdings

    def run(
        self,
        places: Places,
        reads: Reads,
        frozen: Mapping[str, FrozenText],
        on_step: OnStep,
        cancelled: Callable[[], bool],
        jobs: int | None = None,
    ) -> Refreshed:
        """Read what is other than the index has it, and keep it; see :meth:`.Index.refresh`."""
        of_file = _by_file(places)
        with self._database.connection() as database:
            news = self._frozen_news(database, frozen)
            gone = list(self._compared(database, of_file, news))
        total = sum(map(len, of_file.values()))
        if not (total or gone or news.came or news.went):
            return Refreshed(0, changed=False, complete=True)
        batch: list[FileRead] = []
        done = kept = 0
        changed = False
        on_step(0, total)
        with closing(self._read(_tasks(of_file, places), total, reads, jobs)) as found:
            for files in found:
                batch += files
                done += sum(len(one.found) for one in files)
                on_step(done, total)
                if cancelled():
                    break
                if done - kept >= _KEPT_TOGETHER:
                    changed |= self._keep(batch, gone)
                    batch, gone, kept = [], [], done
        complete = done == total
        changed |= self._keep(batch, gone, news if complete else None)
        return Refreshed(done, changed=changed, complete=complete)

    # -- what is to be done -------------------------------------------------------------

    def _compared(
        self, database: Connection, of_file: dict[str, Sequence[int]], news: _FrozenNews
    ) -> Iterator[int]:
        """Take out of `of_file` what is as the index has it; yield by number the files that it has in vain.

        Those are files that nobody names and that are not what they were, or may not be. What is merely not
        named stays: a project may be opened with some of its articles.
        """
        for number, stored, *stamp in database.execute("SELECT * FROM files"):
            name = os.path.join(self._inside, os.fsdecode(stored))  # noqa: PTH118
            same = (
                number not in news.doubtful and stored not in news.sources and stamp_of(name) == tuple(stamp)
            )
            if name not in of_file:
                if not same:
                    yield number
            elif same:
                del of_file[name]

    def _name(self, path: str) -> str | bytes:
        """Return how the index names a file: relative to the project where it lies inside."""
        return stored_name(path.removeprefix(self._inside))

    def _frozen_news(self, database: Connection, frozen: Mapping[str, FrozenText]) -> _FrozenNews:
        """Return what was frozen since, and which files may hold another article for it.

        Mostly none: what is frozen is what was read. But a text may have been frozen by another program, or
        another version, in another encoding, or be one article with what lies elsewhere.
        """
        before = {article for (article,) in database.execute("SELECT article FROM frozen")}
        came, went = frozen.keys() - before, before - frozen.keys()
        doubtful: set[int] = set()
        sources: set[str | bytes] = set()
        for article in came:
            one = frozen[article]
            rows = database.execute(
                "SELECT file, article, exact FROM articles WHERE article = ? OR fingerprint = ?",
                (article, one.fingerprint),
            ).fetchall()
            doubtful.update(file for file, *here in rows if here != [article, one.exact])
            if not any(here == article for _, here, _ in rows):
                file, _, number = one.source.rpartition("#")
                sources.add(stored_name(file if number.isdecimal() else one.source))
        for article in went:
            query = "SELECT file FROM articles WHERE article = ?"
            doubtful.update(file for (file,) in database.execute(query, (article,)))
        return _FrozenNews(came, went, doubtful, sources)

    # -- reading and keeping ------------------------------------------------------------

    def _read(
        self, tasks: Iterable[list[Wanted]], total: int, reads: Reads, jobs: int | None
    ) -> Generator[list[FileRead]]:
        holdings = [one for one in self._holdings if self._database.kept or not one.large]
        if total <= _ALONE:
            for task in tasks:
                yield read_files(reads, holdings, task)
            return
        jobs = jobs or os.cpu_count() or 1
        with Workers(reader.__name__, reads, holdings, jobs=jobs, in_order=True) as workers:
            for task, found in workers.results(tasks):
                yield _failed(task, found) if isinstance(found, ChildFailed) else found

    def _keep(self, read: Sequence[FileRead], gone: Sequence[int], news: _FrozenNews | None = None) -> bool:
        """Keep what was `read` and forget what is `gone`; tell whether that is anything else than before."""
        changed = bool(gone)
        holdings = [one for one in self._holdings if self._database.kept or not one.large]
        with self._database.transaction() as database:
            for number in gone:
                self._drop(database, number)
                database.execute("DELETE FROM files WHERE number = ?", (number,))
            for one in read:
                changed |= self._keep_file(database, one, holdings)
            for holding in holdings:
                holding.gather(database, ended=news is not None)
            if news is not None:
                database.executemany("INSERT OR IGNORE INTO frozen VALUES (?)", [(it,) for it in news.came])
                database.executemany("DELETE FROM frozen WHERE article = ?", [(it,) for it in news.went])
        return changed

    def _keep_file(self, database: Connection, one: FileRead, holdings: Sequence[Holding]) -> bool:
        name = self._name(str(one.wanted.path))
        row = database.execute("SELECT number, mtime, size FROM files WHERE path = ?", (name,)).fetchone()
        if row is None:
            number = database.execute("INSERT INTO files VALUES (NULL, ?, -1, -1)", (name,)).lastrowid
            assert number is not None
        else:
            number = row[0]
            if one.wanted.whole and one.errors and one.errors == self._rows.errors(database, number):
                return False  # it cannot be read, for the reason that is known
            if one.wanted.first:
                self._drop(database, number)
        for place in one.found:
            article = self._rows.put(database, number, place.position, place.number, place.facts)
            for holding, made in zip(holdings, place.made, strict=False):
                holding.put(database, article, made)
        stamp = one.stamp if one.wanted.last else UNFINISHED
        database.execute("UPDATE files SET mtime = ?, size = ? WHERE number = ?", (*stamp, number))
        return True

    def _drop(self, database: Connection, file: int) -> None:
        numbers = self._rows.drop(database, file)
        for holding in self._holdings:
            if numbers and (self._database.kept or not holding.large):
                holding.drop(database, numbers)


class _FrozenNews(NamedTuple):
    """What is frozen otherwise than the index knows."""

    came: set[str]
    went: set[str]
    doubtful: set[int]
    """Files that may hold another article by now, by number."""
    sources: set[str | bytes]
    """Such files by name."""


def _by_file(places: Places) -> dict[str, Sequence[int]]:
    """Return by file which of `places` are in it, in their order."""
    of_file: dict[str, Sequence[int]] = {}
    for index, (name, _, _) in enumerate(places.named()):
        before = of_file.get(name)
        of_file[name] = range(index, index + 1) if before is None else _with(before, index)
    return of_file


def _with(indexes: Sequence[int], index: int) -> Sequence[int]:
    """Return `indexes` and one more: mostly places of a file follow one another."""
    if isinstance(indexes, range):
        if indexes.stop == index:
            return range(indexes.start, index + 1)
        indexes = list(indexes)
    return [*indexes, index]


def _tasks(of_file: Mapping[str, Sequence[int]], places: Sequence[Place]) -> Iterator[list[Wanted]]:
    """Yield what is to be read in one go: some whole files, or a run of the places of a large one."""
    task: list[Wanted] = []
    room = _TASK
    for path, indexes in of_file.items():
        for start in range(0, len(indexes), _TASK):
            run = [places[index] for index in indexes[start : start + _TASK]]
            task.append(Wanted(Path(path), run, start == 0, start + _TASK >= len(indexes)))
            room -= len(run)
            if room <= 0:
                yield task
                task, room = [], _TASK
    if task:
        yield task


def _failed(task: Sequence[Wanted], why: ChildFailed) -> list[FileRead]:
    """Return what is known of files whose reader ended over one of them: they are tried again next time."""
    return [
        FileRead(
            one,
            UNFINISHED,
            [
                PlaceRead(
                    place.position,
                    place.number,
                    Facts(error=tr("{path}: reading it stopped ({why}); try again", path=one.path, why=why)),
                    (),
                )
                for place in one.places
            ],
        )
        for one in task
    ]
