"""Checking everything under a project's ``annotations`` folder; nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from annotations.errors import StorageError
from annotations.model.article import NAME_TYPES
from annotations.processes.messages import ChildFailed
from annotations.processes.parent import Parent
from annotations.processes.workers import Workers
from annotations.storage.check.copies import check_copies
from annotations.storage.check.findings import Finding, in_order, of_error, spoken
from annotations.storage.check.firsts import check_firsts
from annotations.storage.check.frozen import check_frozen
from annotations.storage.check.layer import check_copy, check_layer
from annotations.storage.check.predictions import check_predictions
from annotations.storage.check.records import Now
from annotations.storage.check.strays import Survey, survey
from annotations.storage.files.files import Files
from annotations.storage.files.holder import holder
from annotations.storage.files.lock import BusyError
from annotations.storage.files.locked_file import LockedFile
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.last_copy import left_by_zhupi
from annotations.storage.layer.memory import collector_paused
from annotations.storage.layer.owner import owner_of
from annotations.storage.layer.roster import Roster, read_roster
from annotations.wording import tr

__all__ = ["PATIENCE", "FrozenTexts", "check_annotations", "read_locked"]

PATIENCE = 2.0
"""Seconds to wait for a layer that another program keeps locked. Chosen: a press takes less than a
millisecond, and what takes longer is told, for whoever checks looks at the screen."""

_SHELF = 200
"""Frozen articles that are checked at one go. Chosen: enough to keep a process busy, few enough for
progress."""
_PAYS = 16_000_000
"""Bytes from which starting other processes takes less time than it saves.

On two cores, with processes and without: 5.5 MB 0.31 and 0.28 s, 18 MB 0.94 and 1.14 s."""
_KEPT_CHARACTERS = 20_000_000
"""Characters of articles that are kept in memory at once. Chosen: as many as one article may have."""

OnProgress = Callable[[int, int], None]
"""Told how many bytes have been checked, and of how many."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What one process checks at one go."""

    kind: str
    paths: tuple[Path, ...] = ()
    articles: tuple[tuple[str, Path | None, Path | None], ...] = ()
    size: int = 0


class FrozenTexts:
    """The frozen texts of a project, each read once while it is in use."""

    def __init__(self, root: Path, files: Files) -> None:
        self._frozen = FrozenArticles(root, files=files)
        self._known: dict[str, str | StorageError | None] = {}
        self._characters = 0

    def __call__(self, article: str) -> str | None:
        """Return the text of an article, None where it was never frozen.

        Raises:
            StorageError: It is damaged.
        """
        if article not in self._known:
            if self._characters > _KEPT_CHARACTERS:
                self._known.clear()
                self._characters = 0
            try:
                loaded = self._frozen.load(article)
            except StorageError as error:
                self._known[article] = error
            else:
                self._known[article] = loaded.text if loaded else None
                self._characters += len(loaded.text) if loaded else 0
        found = self._known[article]
        if isinstance(found, StorageError):
            raise found
        return found


class _Checker:
    """Checks files one after another, and keeps the frozen texts that they share."""

    def __init__(self, root: Path, now: Now | None, files: Files) -> None:
        self._root = root
        self._now = now
        self._types = now.types if now is not None else NAME_TYPES
        self._files = files
        self._texts = FrozenTexts(root, files)

    def run(self, task: _Task) -> list[Finding]:
        """Return what is found in the files of a task."""
        findings: list[Finding] = []
        for article, path, spans in task.articles:
            findings += check_frozen(self._root, article, path, spans, self._files, self._types)
        for path in task.paths:
            try:
                data = read_locked(path, self._files, findings.append)
            except StorageError as error:
                findings.append(of_error(path, error))
                continue
            with collector_paused():
                if task.kind == "copy":
                    findings += check_copy(path, data)
                else:
                    left = left_by_zhupi(path, self._files)
                    findings += check_layer(path, data, now=self._now, texts=self._texts, left=left)
        return findings


def check_annotations(
    root: Path,
    *,
    now: Now | None = None,
    files: Files | None = None,
    jobs: int | None = None,
    on_progress: OnProgress = lambda done, of: None,
) -> list[Finding]:
    """Check every layer, every frozen article and every copy of a project, and look for stray files.

    Args:
        root: The project's folder.
        now: Its scheme, and how records read under it; None leaves what they say unjudged.
        files: Through what to reach the file system; other than the usual one, it all happens here.
        jobs: How many processes to use where there is much to check; by default one a core.
        on_progress: Called now and then.

    Returns:
        What was found, in the order of paths and lines.
    """
    here = files or Files()
    surveyed = survey(root, here)
    roster = _roster(root, here)
    surveyed.findings += _check_roster(roster, surveyed, here)
    surveyed.findings += check_predictions(surveyed.predictions)
    surveyed.findings += check_firsts(surveyed.firsts)
    tasks = sorted(_tasks(surveyed, roster, here), key=lambda task: -task.size)
    total = sum(task.size for task in tasks)
    findings = surveyed.findings
    jobs = jobs or os.cpu_count() or 1
    if files is None and jobs > 1 and total >= _PAYS and len(tasks) > 1:
        results = _in_processes(root, now, tasks, min(jobs, len(tasks)))
    else:
        checker = _Checker(root, now, here)
        results = ((task, checker.run(task)) for task in tasks)
    done = 0
    on_progress(done, total)
    for task, found in results:
        findings += found
        done += task.size
        on_progress(done, total)
    return in_order(findings)


def read_locked(path: Path, files: Files, tell: Callable[[Finding], None] = lambda finding: None) -> bytes:
    """Return what is in the layer at `path`, under a shared lock so that no write is seen half.

    Args:
        path: The layer.
        files: Through what to read it.
        tell: Called if another program is at work on it.

    Raises:
        StorageError: It cannot be read, or another program kept it locked all the time.
    """
    try:
        file = LockedFile(path, files)
        try:
            return _read(file, wait=False)
        except BusyError:
            who = holder(files.stat(path)) or tr("another program")
            tell(
                Finding(
                    path, None, tr("{who} is writing in it", who=who), tr("it was waited for"), counts=False
                )
            )
            file.patience = PATIENCE
            return _read(file, wait=True)
        finally:
            file.close()
    except (OSError, RuntimeError) as error:
        what = spoken(error) if isinstance(error, OSError) else str(error)
        raise StorageError(
            tr("{path}: it cannot be read ({what}); check its permissions", path=path, what=what)
        ) from error


def _read(file: LockedFile, *, wait: bool) -> bytes:
    with file.locked(exclusive=False, wait=wait):
        return file.read()


def _roster(root: Path, files: Files) -> Roster:
    try:
        return read_roster(root, files)
    except OSError:  # the survey says so
        return Roster()


def _check_roster(roster: Roster, surveyed: Survey, files: Files) -> Iterator[Finding]:
    """Say which files are copies of layers, which layers are empty or gone, and who is called otherwise."""
    for line in roster.notices:
        path, _, what = line.partition(": ")
        yield of_error(Path(path), StorageError(what))
    for layer in roster.layers:
        if layer.misnamed:
            what, _, do = layer.says_whose.partition(tr("; "))
            yield Finding(layer.path, None, what, do, counts=False)
        if layer.emptied is not None:
            what = tr(
                "it is empty, but the copy in annotations/.backup/{name} is not",
                name=layer.emptied.parent.name,
            )
            do = tr("zhupi check --repair puts that back")
            yield Finding(layer.path, None, what, do, mendable=True)
        if layer.copies:
            try:
                data = read_locked(layer.path, files)
                yield from check_copies(
                    layer, data, {copy: read_locked(copy, files) for copy in layer.copies}
                )
            except StorageError as error:
                yield of_error(layer.path, error)
    for copy in {one.name: one for one in surveyed.copies if not one.name.startswith("before-")}.values():
        if roster.find(copy.stem) is None and roster.find(owner_of(copy, files)) is None:
            what, do = (
                tr("the layer of which this is a copy is gone"),
                tr("put it back as {name} if it is missed", name=copy.name),
            )
            yield Finding(copy, None, what, do, counts=False)


def _tasks(surveyed: Survey, roster: Roster, files: Files) -> Iterator[_Task]:
    sizes = {path: _size(path, files) for path in (*surveyed.layers, *surveyed.copies)}
    for path in surveyed.copies:
        yield _Task("copy", (path,), size=sizes[path])
    apart = {copy for layer in roster.layers for copy in layer.copies}
    apart |= {layer.path for layer in roster.layers if layer.emptied is not None}
    for path in surveyed.layers:
        if path not in apart:
            yield _Task("layer", (path,), size=sizes[path])
    articles = [
        (article, surveyed.articles.get(article), surveyed.spans.get(article))
        for article in sorted(surveyed.articles.keys() | surveyed.spans.keys())
    ]
    for at in range(0, len(articles), _SHELF):
        shelf = articles[at : at + _SHELF]
        paths = [path for _, *both in shelf for path in both if path is not None]
        yield _Task("frozen", articles=tuple(shelf), size=sum(_size(path, files) for path in paths))


def _size(path: Path, files: Files) -> int:
    try:
        return files.stat(path).st_size
    except OSError:
        return 0


def _in_processes(
    root: Path, now: Now | None, tasks: Iterable[_Task], jobs: int
) -> Iterator[tuple[_Task, list[Finding]]]:
    with Workers(__name__, root, now, jobs=jobs) as workers:
        for task, found in workers.results(tasks):
            if isinstance(found, ChildFailed):
                raise found
            yield task, found


def main(parent: Parent, root: Path, now: Now | None) -> NoReturn:
    """Check what `parent` sends."""
    parent.work(_Checker(root, now, Files()).run)
