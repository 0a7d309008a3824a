"""Several files that a command writes for its user: all of them in their place, or none.

They are written into a folder beside the place, which takes the place in one step when everything in it is
complete and durable, or is packed into one archive.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import zipfile
from collections.abc import Collection, Iterator
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
        place = Path(os.path.abspath(place))
        self._place = Path(os.path.realpath(place)) if place.is_dir() else place  # a link stays
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

    @property
    def files(self) -> list[Path]:
        """The files that were written, where they are when they are in their place."""
        return [self._place.joinpath(*PurePosixPath(one).parts) for one in self.names]

    def put(self, *, force: bool = False, replaceable: Collection[Path] = ()) -> None:
        """Put the folder into its place.

        One that is there is replaced where it holds nothing but an export that was made before. Otherwise
        `force` puts the files into it, one after the other, and leaves there what is in nobody's way.

        Args:
            force: Whether to write over files that are not `replaceable`, unless it is a project's folder.
            replaceable: Files there that an export has written and nobody has changed. What has the same
                bytes as before may be replaced too.

        Raises:
            UsageError: What is there may not be replaced.
            StorageError: It could not be put there; what was there is there still.
        """
        place = self._place
        if place.is_dir() and not place.is_symlink():
            if not self._is_replaceable(force, frozenset(replaceable)):
                self._put_each(frozenset(replaceable))
                return
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

    def _is_replaceable(self, force: bool, replaceable: Collection[Path]) -> bool:
        """Tell whether the whole folder may be replaced.

        Raises:
            UsageError: It may not, and neither may what is in it.
        """
        place = self._place
        if place == (here := Path.cwd()) or place in here.parents:
            raise UsageError(tr("{place}: you are in this folder; name another", place=place))
        if (place / "zhupi.toml").exists() or (place / "annotations").is_dir():
            raise UsageError(tr("{place}: this is a project of zhupi; name another folder", place=place))
        for path in place.rglob("*"):
            if (path.is_dir() and not path.is_symlink()) or path in replaceable or self._is_same(path):
                continue
            if not force:
                raise UsageError(
                    tr(
                        "{place}: something else is in this folder, such as {name};"
                        " name another, or replace it with --force",
                        place=place,
                        name=path.relative_to(place).as_posix(),
                    )
                )
            return False
        return True

    def _is_same(self, path: Path) -> bool:
        """Tell whether the file at `path` is written anew with the same bytes."""
        new = self._staged / path.relative_to(self._place)
        try:
            return new.is_file() and not path.is_symlink() and filecmp.cmp(path, new, shallow=False)
        except OSError:
            return False

    def _put_each(self, earlier: Collection[Path]) -> None:
        """Put the files into the folder, each whole; what an `earlier` export has besides is removed."""
        new = self.files
        with self._told():
            for name, target in zip(self.names, new, strict=True):
                target.parent.mkdir(parents=True, exist_ok=True)
                self._staged.joinpath(*PurePosixPath(name).parts).replace(target)
            for one in set(earlier).difference(new):
                if self._place in one.parents:
                    one.unlink(missing_ok=True)

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
