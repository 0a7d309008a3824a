"""Several files that a command writes for its user: all of them in their place, or none.

They are written into a folder beside the place, which takes the place in one step when everything in it is
complete and durable, or is packed into one archive.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, BinaryIO, cast

from annotations.errors import StorageError, UsageError
from annotations.storage.files.output import Sink
from annotations.storage.files.temporary import temporary
from annotations.wording import tr

__all__ = ["Staging"]

_CHUNK = 1 << 20
_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can say: the same files make the same archive on every day."""


class Staging:
    """A folder of files that are being written; a context after which nothing of it is left.

    Args:
        place: Where they are to stand: a folder, or an archive.

    Raises:
        UsageError: There is no folder in which the place could be.
        StorageError: Nothing can be written there.
    """

    def __init__(self, place: Path) -> None:
        self._place = Path(os.path.abspath(place))
        if not self._place.parent.is_dir():
            raise UsageError(
                tr("{place}: there is no folder {parent}", place=place, parent=self._place.parent)
            )
        # An archive is staged itself, under the name that its own place gives it.
        self._staged = temporary(self._place.with_name(f"{self._place.name[:36]}.all"))
        self.names: list[str] = []
        """What was written, in the order in which it was begun."""

    def __enter__(self) -> Staging:
        shutil.rmtree(self._staged, ignore_errors=True)  # a program that had the same number was killed here
        with self._told():
            self._staged.mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._staged, ignore_errors=True)

    @contextmanager
    def open(self, name: str) -> Iterator[Sink]:
        """Give what takes the bytes of the file `name`, with ``/`` between folders; several may be open.

        Raises:
            ValueError: The name would leave the folder, or was written before.
            StorageError: It cannot be written.
        """
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or ".." in parts or name in self.names:
            raise ValueError(f"no name for a file of a folder: {name!r}")
        self.names.append(name)
        path = self._staged.joinpath(*parts)
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("xb", buffering=_CHUNK)
        with self._told(), file:
            yield _Plain(file)
            file.flush()
            os.fsync(file.fileno())

    def put(self, *, force: bool = False) -> None:
        """Put the folder into its place.

        One that is there is replaced where it holds nothing but files of the same names: an export that is
        made again.

        Args:
            force: Whether it is replaced whatever it holds, unless it is a project.

        Raises:
            UsageError: What is there may not be replaced.
            StorageError: It could not be put there; what was there is there still.
        """
        place = self._place
        if place.is_dir() and not place.is_symlink():
            self._demand_replaceable(force)
            old = place.with_name(f"{self._staged.name}.old")
            with self._told():
                place.rename(old)
                try:
                    self._staged.rename(place)
                except OSError:
                    old.rename(place)
                    raise
            shutil.rmtree(old, ignore_errors=True)
        elif os.path.lexists(place):
            raise UsageError(tr("{place}: this is no folder; name another with -o", place=place))
        else:
            with self._told():
                self._staged.rename(place)
        with self._told():
            fd = os.open(place.parent, os.O_RDONLY)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)

    def _demand_replaceable(self, force: bool) -> None:
        place = self._place
        if (place / "zhupi.toml").exists() or (place / "annotations").is_dir():
            raise UsageError(tr("{place}: this is a project of zhupi; name another folder", place=place))
        if force:
            return
        new = set(self.names)
        for path in place.rglob("*"):
            if not path.is_dir() and path.relative_to(place).as_posix() not in new:
                raise UsageError(
                    tr(
                        "{place}: something else is in this folder, such as {name};"
                        " name another, or replace it with --force",
                        place=place,
                        name=path.relative_to(place).as_posix(),
                    )
                )

    def pack(self, sink: Sink) -> None:
        """Write the files into `sink` as a zip archive, the same bytes for the same files."""
        with zipfile.ZipFile(cast(IO[bytes], _Writable(sink)), "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.names):
                entry = zipfile.ZipInfo(name, _NO_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                path = self._staged.joinpath(*PurePosixPath(name).parts)
                with archive.open(entry, "w") as target, path.open("rb") as file:
                    shutil.copyfileobj(file, target, _CHUNK)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(
                tr(
                    "{place}: it could not be written ({strerror}); nothing was replaced;"
                    " mend that, or name another place with -o",
                    place=self._place,
                    strerror=error.strerror or error,
                )
            ) from error


class _Plain:
    """Passes bytes on to a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes, /) -> None:
        """Take `data`."""
        self._file.write(data)

    def isatty(self) -> bool:
        """Say that it is no terminal."""
        return False


class _Writable:
    """What zipfile asks of a file that it only writes to, and cannot go back in."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes, /) -> int:
        """Take `data`."""
        self._sink.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: the sink flushes at its end."""
