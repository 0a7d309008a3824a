"""The files of the lead's as they lie here: which there are, and reading and writing one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import SettingsError, StorageError
from annotations.hub.files.lead_paths import RULES, Sort, sort_of
from annotations.hub.files.settings_text import hub_line, with_hub, without_hub
from annotations.migration.kept import SCHEMES
from annotations.project.places import gathered, table_of
from annotations.project.settings import ASSIGNMENTS, SETTINGS, read_settings
from annotations.reading import Options
from annotations.storage.files.files import Files, atomic_write
from annotations.storage.files.folders import FOLDER, NAMES
from annotations.storage.files.locked_file import LockedFile
from annotations.storage.predictions.prediction_file import PREDICTIONS
from annotations.wording import tr

__all__ = ["LocalFile", "rules_of", "texts_of"]

_FOLDERS = (SCHEMES, f"{FOLDER}/{NAMES}", f"{FOLDER}/{PREDICTIONS}")


@dataclass(frozen=True)
class LocalFile:
    """One file, as it travels: the settings without the line that says where the hub is."""

    root: Path
    path: str
    """Relative to the project's folder, with ``/``."""

    @property
    def here(self) -> Path:
        """Where it lies."""
        return self.root / self.path

    @property
    def is_prediction(self) -> bool:
        """Tell whether models predict in it."""
        return self.path.startswith(f"{FOLDER}/{PREDICTIONS}/")

    @property
    def is_inside(self) -> bool:
        """Tell whether no link leads from its place out of the project."""
        root = os.path.realpath(self.root)
        return os.path.realpath(self.here).startswith(os.path.join(root, ""))  # noqa: PTH118

    @property
    def is_missing(self) -> bool:
        """Tell whether nothing is there."""
        return not os.path.lexists(self.here)

    @property
    def stamp(self) -> tuple[int, int]:
        """When it was written, and its size; zeros where it is not there."""
        try:
            found = self.here.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size

    def read(self) -> bytes | None:
        """Return what travels of it; None where it is not there.

        Raises:
            StorageError: It cannot be read.
        """
        data = self._data()
        return data if data is None or self.path != SETTINGS else _sent(data)

    def write(self, content: bytes, *, instead: bytes | None) -> bool:
        """Put `content` in its place, durable on return; False where it is not any more what it was.

        Args:
            content: What travelled.
            instead: What :meth:`read` gave; None where it was not there.

        Raises:
            StorageError: It cannot be written.
        """
        files = Files()
        path = Path(os.path.realpath(self.here))
        try:
            if instead is None:
                return atomic_write(files, path, content, exclusive=True)
            file = LockedFile(path, files)
            try:
                with file.locked(exclusive=True):
                    there = file.read()
                    if (_sent(there) if self.path == SETTINGS else there) != instead:
                        return False
                    file.replace(_received(content, there) if self.path == SETTINGS else content)
            finally:
                file.close()
        except OSError as error:
            raise self._refused(error) from error
        return True

    def keep_beside(self, content: bytes) -> Path:
        """Write `content` beside it as ``NAME.mine``, numbered if there is one, and return where.

        Raises:
            StorageError: It cannot be written.
        """
        number = 1
        while True:
            path = self.here.with_name(f"{self.here.name}.mine{f'-{number}' if number > 1 else ''}")
            try:
                if atomic_write(Files(), path, content, exclusive=True) or path.read_bytes() == content:
                    return path
            except OSError as error:
                raise self._refused(error) from error
            number += 1

    def remove(self) -> None:
        """Take it away.

        Raises:
            StorageError: It cannot be.
        """
        try:
            self.here.unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(error) from error

    def _data(self) -> bytes | None:
        try:
            return self.here.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> StorageError:
        return StorageError(
            tr(
                "{path}: {strerror}; check its permissions and the disk",
                path=self.here,
                strerror=error.strerror,
            )
        )


def rules_of(root: Path) -> Iterator[LocalFile]:
    """Yield the files that rule the project in `root`, the settings last."""
    for folder in _FOLDERS:
        with suppress(OSError):
            for name in sorted(os.listdir(root / folder)):  # noqa: PTH208
                path = f"{folder}/{name}"
                if sort_of(path) is Sort.RULE and (root / path).is_file():
                    yield LocalFile(root, path)
    for name in RULES:
        if (root / name).is_file():
            yield LocalFile(root, name)


def texts_of(root: Path) -> Iterator[LocalFile]:
    """Yield the files that are articles of the project in `root`, or hold such, and the known answers.

    Some of them may have names with which they cannot travel.

    Raises:
        ReadingError: A folder cannot be listed.
        SettingsError: What names files cannot be understood.
    """
    from annotations.assignment.table import Assignments

    inside = os.path.join(root, "")  # noqa: PTH118
    listed = (name for name, _, _ in gathered([root], root, Options(), []).named())
    named = (table_of(source) for source in Assignments.read(root / ASSIGNMENTS).rows)
    more = (*named, read_settings(root).training.answers)
    paths = [*(name[len(inside) :] for name in listed if name.startswith(inside)), *filter(None, more)]
    for path in dict.fromkeys(paths):
        if sort_of(path) is not Sort.RULE and (root / path).is_file():
            yield LocalFile(root, path)


def _sent(data: bytes) -> bytes:
    """Return settings as they travel; as they are where that cannot be told, and nobody sends them."""
    try:
        left = without_hub(data.decode())
    except (UnicodeDecodeError, SettingsError):
        return data
    return left.encode() if left.strip() else b""


def _received(content: bytes, there: bytes) -> bytes:
    """Return settings as they are here: with the line of those that are `there` which names the hub."""
    with suppress(UnicodeDecodeError):
        return with_hub(content.decode(), hub_line(there.decode())).encode()
    return content
