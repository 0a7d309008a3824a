"""Mending what a check found, where that decides nothing for a person.

What is dropped from a file is kept beside it as ``NAME.damaged``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from annotations.errors import RecordError, StorageError, ZhupiError
from annotations.model.article import Article
from annotations.records.validation import validate
from annotations.storage.check.check import PATIENCE, read_locked
from annotations.storage.check.copies import merge_copy, put_back
from annotations.storage.check.findings import Finding, spoken
from annotations.storage.check.strays import Survey, survey
from annotations.storage.files.files import Files, atomic_write
from annotations.storage.files.folders import ARTICLES, FOLDER
from annotations.storage.files.holder import is_abandoned
from annotations.storage.files.locked_file import LockedFile
from annotations.storage.files.reading import read
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.contents import parse
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.last_copy import left_by_zhupi
from annotations.storage.layer.lines import Document
from annotations.storage.layer.normal_form import mend
from annotations.storage.layer.owner import owner_of
from annotations.storage.layer.roster import read_roster
from annotations.wording import tr

__all__ = ["Articles", "Repairs", "repair_annotations"]

Articles = Callable[[frozenset[str]], Mapping[str, Sequence[Article]]]
"""Finds the articles with these ids among the files of a project, each as read in one or in several ways."""


@dataclass(slots=True)
class Repairs:
    """What a repair came to, a line each, with whole paths."""

    did: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def repair_annotations(
    root: Path, findings: Iterable[Finding], *, articles: Articles, files: Files | None = None
) -> Repairs:
    """Mend what can be mended of what a check has just found.

    Layers are rewritten under their lock and in one step. No mark is moved, no conflict settled, and a
    frozen article is made anew only from a file of the same id whose text has all that its marks quote.

    Args:
        root: The project's folder.
        findings: What the check found.
        articles: Finds articles in the project again.
        files: Through what to reach the file system.
    """
    mendable = {one.path for one in findings if one.mendable}
    return _Repair(root, mendable, articles, files or Files()).run() if mendable else Repairs()


class _Repair:
    def __init__(self, root: Path, mendable: set[Path], articles: Articles, files: Files) -> None:
        self._root = root
        self._mendable = mendable
        self._articles = articles
        self._files = files
        self._done = Repairs()

    def run(self) -> Repairs:
        surveyed = survey(self._root, self._files)
        if surveyed.misplaced:
            for path, target in surveyed.misplaced.items():
                self._try(path, partial(self._move, path, target))
            surveyed = survey(self._root, self._files)
        roster = read_roster(self._root, self._files)
        for layer in roster.layers:
            if layer.path not in self._mendable:
                continue
            if layer.emptied is not None:
                self._try(layer.path, partial(put_back, layer, self._files, PATIENCE))
            else:
                self._try(layer.path, partial(self._mend, layer.path))
        for layer in roster.layers:
            for copy in layer.copies:
                if copy in self._mendable:
                    self._try(copy, partial(merge_copy, layer, copy, self._files, PATIENCE))
        for path in surveyed.abandoned:
            self._try(path, partial(self._sweep, path))
        self._keep_first(surveyed)
        self._freeze_again(surveyed)
        for path in surveyed.spans.values():
            if path in self._mendable:
                self._try(path, partial(self._put_aside, path))
        return self._done

    def _try(self, path: Path, act: Callable[[], str | None]) -> None:
        try:
            if (did := act()) is not None:
                self._done.did.append(f"{path}: {did}")
        except OSError as error:
            self._done.failed.append(
                tr(
                    "{path}: it could not be mended ({spoken}); check the permissions",
                    path=path,
                    spoken=spoken(error),
                )
            )
        except ZhupiError as error:
            self._done.failed.append(
                tr(
                    "{path}: it could not be mended: {removeprefix}",
                    path=path,
                    removeprefix=str(error).removeprefix(f"{path}: "),
                )
            )

    def _mend(self, path: Path) -> str | None:
        owner = owner_of(path, self._files)
        left = left_by_zhupi(path, self._files)
        if mend(read_locked(path, self._files), str(path), owner, left) is None:
            return None  # only to look at a file no right to write it is needed
        file = LockedFile(path, self._files)
        file.patience = PATIENCE
        try:
            with file.locked(exclusive=True):
                data = file.read()
                mended = mend(data, str(path), owner, left)
                if mended is None:
                    return None
                kept = (
                    tr("; as it was it is kept in {name}", name=file.keep_copy(data).name)
                    if mended.dropped
                    else ""
                )
                file.replace(mended.data)
        finally:
            file.close()
        return ", ".join(mended.did) + kept

    def _sweep(self, path: Path) -> str | None:
        if not is_abandoned(path, self._files):
            return None
        layer = path.with_name(path.name.removeprefix(".").removesuffix(".tmp"))
        try:
            self._files.stat(layer)
        except FileNotFoundError:
            self._unlink(path)
        else:  # nobody may begin to rewrite the layer by the same temporary file meanwhile
            file = LockedFile(layer, self._files)
            try:
                with file.locked(exclusive=True, wait=False):
                    self._unlink(path)
            finally:
                file.close()
        return tr("removed this unfinished file")

    def _unlink(self, path: Path) -> None:
        with suppress(FileNotFoundError):
            self._files.unlink(path)

    def _move(self, path: Path, target: Path) -> str:
        data = self._read(path)
        if not atomic_write(self._files, target, data, exclusive=True) and self._read(target) != data:
            raise StorageError(
                tr(
                    "{path}: another one is in {name} already; keep the right one",
                    path=path,
                    name=target.parent.name,
                )
            )
        self._files.unlink(path)
        return tr("moved to {name}", name=target.parent.name)

    def _read(self, path: Path) -> bytes:
        fd = self._files.open(path, 0)
        try:
            return read(self._files, fd)
        finally:
            self._files.close(fd)

    def _keep_first(self, surveyed: Survey) -> None:
        """Write of two files that git left in one the one that counts; then nothing is wrong with it."""
        frozen = FrozenArticles(self._root, files=self._files)
        for path in [*surveyed.articles.values(), *surveyed.spans.values()]:
            if path in self._mendable:
                with suppress(StorageError):
                    if frozen.keep_first(path):
                        self._mendable.discard(path)
                        self._done.did.append(
                            tr("{path}: of the two that git left the first is kept", path=path)
                        )

    def _put_aside(self, path: Path) -> str:
        """Give the file at `path` a name that says that it is damaged, never one that is taken."""
        number = 1
        while True:
            target = path.with_name(f"{path.name}.damaged{f'-{number}' if number > 1 else ''}")
            if atomic_write(self._files, target, self._read(path), exclusive=True):
                break
            number += 1
        self._files.unlink(path)
        self._files.fsync_dir(path.parent)
        return tr("put aside as {name}", name=target.name)

    def _freeze_again(self, surveyed: Survey) -> None:
        """Freeze the articles whose text is damaged or missing anew, where the project still has them."""
        damaged = {article: path for article, path in surveyed.articles.items() if path in self._mendable}
        marks = self._marks(surveyed, damaged.keys())
        wanted = frozenset(damaged.keys() | marks.keys())
        if not wanted:
            return
        found = self._articles(wanted)
        frozen = FrozenArticles(self._root, files=self._files)
        folder = self._root / FOLDER / ARTICLES
        for article in sorted(wanted):
            path = damaged.get(article) or folder / article[:2] / f"{article}.json"
            candidates = found.get(article, ())
            if candidates:
                freeze = partial(
                    self._freeze, frozen, damaged.get(article), candidates, marks.get(article, ())
                )
                self._try(path, freeze)

    def _freeze(
        self,
        frozen: FrozenArticles,
        damaged: Path | None,
        candidates: Sequence[Article],
        marks: Sequence[Document],
    ) -> str:
        fitting = [one for one in candidates if all(_fits(mark, one.text) for mark in marks)]
        if not fitting:
            raise StorageError(tr("its file now reads otherwise than the marks quote; put it back from git"))
        aside = tr("{put_aside}, and ", put_aside=self._put_aside(damaged)) if damaged is not None else ""
        frozen.freeze(fitting[0])
        return tr("{aside}frozen anew from {source}", aside=aside, source=fitting[0].source)

    def _marks(self, surveyed: Survey, damaged: Iterable[str]) -> dict[str, list[Document]]:
        """Return the newest records that are about damaged or missing articles, by article."""
        wanted = set(damaged)
        marks: dict[str, list[Document]] = defaultdict(list)
        for path in surveyed.layers:
            if not (wanted or path in self._mendable):
                continue  # a layer with records of a missing article is among the findings
            fold = Fold({})
            with suppress(StorageError):
                fold.take(parse(read_locked(path, self._files), str(path)).lines)
            for record in fold.docs.values():
                article = record.get("article")
                if not isinstance(article, str) or not _counts(record):
                    continue
                if article not in surveyed.articles or article in wanted:
                    marks[article].append(record)
        return marks


def _counts(record: Document) -> bool:
    try:
        validate(record)
    except RecordError:
        return False
    return not record.get("deleted")


def _fits(mark: Document, text: str) -> bool:
    start, end = mark.get("start"), mark.get("end")
    if type(start) is int and type(end) is int and "quote" in mark:
        return bool(text[start:end] == mark["quote"])
    return mark["kind"] != "article" or all(until <= len(text) for _, until in mark["seen"])
