"""A copy of every layer a day, for whoever damaged or emptied one without noticing.

::

    annotations/.backup/.gitignore                copies are nobody else's business
    annotations/.backup/2026-11-23/mei.json       the layer as it was at the first start of that day
    annotations/.backup/2026-11-23/before-….json  what a command that replaces marks copied first

A layer has `KEPT` copies. Which are the newest the names of the folders say, and those come from a clock
that may be wrong. So a copy dated after today is neither counted nor removed before its day has come, and
of what other commands copied nothing goes only because the clock says so.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from annotations.errors import StorageError
from annotations.storage.files.files import Files, atomic_write, discard, make_folders
from annotations.storage.files.folders import COPIES, FOLDER
from annotations.storage.files.holder import is_abandoned
from annotations.storage.files.temporary import temporary
from annotations.storage.layer.layer_files import layer_files
from annotations.storage.layer.snapshot import Snapshot, snapshot
from annotations.wording import tr

__all__ = ["KEPT", "KEPT_DAYS", "copy_layers"]

KEPT = 7
"""Copies of one layer that are kept, a day each. Chosen: a week of work, for the price of seven layers."""
KEPT_DAYS = 30
"""Days for which what another command copied is kept, and longer where fewer than `KEPT` days followed.

Chosen: replacing marks is rare, and that it was a mistake may show only when a team compares its layers."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEFORE = "before-"


def copy_layers(root: Path, *, files: Files | None = None, today: date | None = None) -> list[str]:
    """Copy the layers of the project in `root` that changed since their newest copy.

    A layer that has a copy of today is left alone, so that only the first start of a day copies. So is one
    that does not begin and end as a layer does: damage never pushes out a good copy. Of a link the file is
    copied that it leads to. Two programs may do it at once.

    Args:
        root: The project's folder.
        files: Through what to reach the file system.
        today: The day to use instead of the present one, local time.

    Returns:
        What was not copied and why, a line each. It is never an error: the layers are as they were.
    """
    now = today or datetime.now(UTC).astimezone().date()
    return _Copies(root, files or Files(), now).run()


class _Copies:
    """The copies of one project on one day."""

    def __init__(self, root: Path, files: Files, today: date) -> None:
        self.root = root
        self.folder = root / FOLDER / COPIES
        self.files = files
        self.today = today
        self.notices: list[str] = []

    def run(self) -> list[str]:
        try:
            layers = layer_files(self.root, self.files)
            days = self._days()
        except OSError as error:
            self._say(self.folder, error)
            return self.notices
        for layer in layers:
            if layer.name not in days.get(self.today, {}):
                self._try(layer, self._newest(layer.name, days))
        with contextlib.suppress(OSError):  # what is too many today is so tomorrow
            self._tidy({layer.name for layer in layers})
        return self.notices

    def _try(self, layer: Path, copies: list[Path]) -> None:
        """Copy `layer` unless it is as one of `copies`; say so if that fails."""
        try:
            with snapshot(layer, self.files) as found:
                if found.size == 0 or any(self._is_same(found, copy) for copy in copies):
                    return
                if not found.whole:
                    self.notices.append(
                        tr(
                            "{layer}: not copied, it does not look like a layer; run zhupi check, and"
                            " see {folder} for older copies",
                            layer=layer,
                            folder=self.folder,
                        )
                    )
                elif self._has_room(found.size):
                    self._copy(found)
                else:
                    self.notices.append(
                        tr("{layer}: not copied, the disk is nearly full; free some space", layer=layer)
                    )
        except FileNotFoundError:
            if self._is_there(layer):
                self.notices.append(
                    tr("{layer}: not copied, its folder was removed meanwhile; start again", layer=layer)
                )
        except StorageError as error:
            self.notices.append(str(error))
        except OSError as error:
            self._say(layer, error)

    def _say(self, path: Path, error: OSError) -> None:
        what = error.strerror or str(error)
        self.notices.append(
            tr(
                "{path}: no copy was made ({what}); check permissions and room on the disk",
                path=path,
                what=what,
            )
        )

    def _is_there(self, path: Path) -> bool:
        with contextlib.suppress(OSError):
            self.files.stat(path)
            return True
        return False

    # -- what there is ------------------------------------------------------------

    def _days(self) -> dict[date, dict[str, Path]]:
        """Return the files in the folder of each day, by their names."""
        days: dict[date, dict[str, Path]] = {}
        try:
            names = self.files.names(self.folder)
        except FileNotFoundError:
            return days
        for name in names:
            with contextlib.suppress(ValueError):
                day = date.fromisoformat(name) if _DAY.fullmatch(name) else None
                folder = self.folder / name
                if day is not None and self._is(stat.S_ISDIR, folder):
                    inside = [folder / one for one in self.files.names(folder)]
                    days[day] = {path.name: path for path in inside if self._is(stat.S_ISREG, path)}
        return days

    def _is(self, kind: object, path: Path) -> bool:
        """Tell what `path` itself is; through a link nothing is ever compared or removed."""
        assert callable(kind)
        try:
            return bool(kind(self.files.lstat(path).st_mode))
        except FileNotFoundError:
            return False

    def _newest(self, name: str, days: dict[date, dict[str, Path]]) -> list[Path]:
        """Return the newest copy up to today and, where the clock was set back, the newest of all."""
        dated = sorted(day for day, inside in days.items() if name in inside)
        newest = {max((day for day in dated if day <= self.today), default=None), *dated[-1:]}
        return [days[day][name] for day in newest if day is not None]

    def _is_same(self, found: Snapshot, copy: Path) -> bool:
        try:
            fd = self.files.open(copy, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:  # a copy that cannot be read is no copy
            return False
        try:
            if not found.whole or self.files.fstat(fd).st_size != found.size:
                return False
            at = 0
            for part in found.bytes():
                if self.files.pread(fd, len(part), at) != part:
                    return False
                at += len(part)
            return True
        except OSError:
            return False
        finally:
            self.files.close(fd)

    # -- making one ---------------------------------------------------------------

    def _has_room(self, size: int) -> bool:
        """Tell whether a copy leaves room for a rewrite of the layer: marks come before copies."""
        free = self.files.free(self.root / FOLDER)
        return free is None or free >= 2 * size

    def _copy(self, found: Snapshot) -> None:
        folder = self.folder / self.today.isoformat()
        target = folder / found.path.name
        staged = temporary(target)
        make_folders(self.files, self.folder)
        try:
            atomic_write(self.files, self.folder / ".gitignore", b"*\n", exclusive=True)
            make_folders(self.files, folder)
            self._write(staged, found)
            try:
                self.files.replace(staged, target)
            except BaseException:
                discard(self.files, staged)
                raise
        except BaseException:
            with contextlib.suppress(OSError):
                self.files.rmdir(folder)  # which goes only if it is empty
            raise
        self.files.fsync_dir(folder)

    def _write(self, staged: Path, found: Snapshot) -> None:
        """Write `found` to `staged`, durable on return; after a failure nothing of it is left."""
        fd = self.files.open(staged, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        try:
            try:
                with contextlib.suppress(PermissionError):  # some file systems have no permissions to set
                    self.files.chmod(fd, stat.S_IMODE(found.stat.st_mode))
                at = 0
                for part in found.bytes():
                    while part:
                        taken = self.files.pwrite(fd, part, at)
                        if taken <= 0:
                            raise OSError(tr("nothing more could be written"))
                        at, part = at + taken, part[taken:]
                self.files.fdatasync(fd)
            finally:
                self.files.close(fd)
        except BaseException:
            discard(self.files, staged)
            raise

    # -- keeping few --------------------------------------------------------------

    def _tidy(self, layers: set[str]) -> None:
        """Remove the copies that are too many or too old, and what killed programs left."""
        days = self._days()
        for path in list(self._superfluous(layers, days)):
            discard(self.files, path)
            if path.parent not in (self.folder, self.folder / self.today.isoformat()):
                with contextlib.suppress(OSError):
                    self.files.rmdir(path.parent)  # which goes only if it is empty

    def _superfluous(self, layers: set[str], days: dict[date, dict[str, Path]]) -> Iterator[Path]:
        past = sorted((day for day in days if day <= self.today), reverse=True)
        copied: dict[str, int] = defaultdict(int)
        later = 0
        for day in past:
            has_copy = False
            for name, path in days[day].items():
                if name.startswith("."):
                    continue
                if name.startswith(_BEFORE) and name not in layers:
                    if later >= KEPT and self.today - day > timedelta(days=KEPT_DAYS):
                        yield path
                    continue
                has_copy = True
                copied[name] += 1
                if copied[name] > KEPT:
                    yield path
            later += has_copy
        beside = [self.folder / name for name in self.files.names(self.folder)]
        for path in [*beside, *(path for inside in days.values() for path in inside.values())]:
            if path.name.endswith(".tmp") and is_abandoned(path, self.files):
                yield path
