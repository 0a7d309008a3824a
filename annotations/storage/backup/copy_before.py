"""A copy of a layer, made by a command before it replaces what somebody said."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from annotations.errors import StorageError
from annotations.storage.files.files import Files, atomic_write
from annotations.storage.files.folders import COPIES
from annotations.storage.files.locked_file import LockedFile
from annotations.wording import tr

__all__ = ["copy_before", "keep_before"]


def copy_before(command: str, layer: Path, *, files: Files | None = None) -> Path:
    """Copy the layer at `layer` as it is, durable on return, and return where to.

    That is ``.backup/2026-11-23/before-COMMAND-101530-NAME.json`` beside it, in local time.

    Raises:
        StorageError: The layer cannot be read, or the copy cannot be written.
    """
    files = files or Files()
    file = LockedFile(layer, files)
    try:
        with file.locked(exclusive=False):
            data = file.read()
    except FileNotFoundError:
        raise StorageError(
            tr("{layer}: it was removed while in use; put it back and try again", layer=layer)
        ) from None
    finally:
        file.close()
    return keep_before(command, layer, data, files)


def keep_before(command: str, layer: Path, data: bytes, files: Files) -> Path:
    """Do as :func:`copy_before` does with `data`, which is what stands in the layer.

    Raises:
        StorageError: The copy cannot be written.
    """
    moment = datetime.now(UTC).astimezone()
    folder = layer.parent / COPIES / f"{moment:%Y-%m-%d}"
    try:
        atomic_write(files, folder.parent / ".gitignore", b"*\n", exclusive=True)  # nobody else's business
        names = (f"before-{command}-{moment:%H%M%S}{f'-{n}' if n > 1 else ''}-{layer.name}" for n in count(1))
        return next(
            folder / name for name in names if atomic_write(files, folder / name, data, exclusive=True)
        )
    except OSError as error:
        raise StorageError(
            tr(
                "{folder}: {name} could not be copied ({strerror}), so nothing in it was replaced;"
                " check permissions and room on the disk",
                folder=folder,
                name=layer.name,
                strerror=error.strerror,
            )
        ) from error
