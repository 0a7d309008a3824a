"""Which files of a project are its layers."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER
from annotations.wording import tr

__all__ = ["layer_files", "no_layers"]

_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}


def layer_files(root: Path, files: Files) -> list[Path]:
    """Return the files of all layers of the project in `root`, in the order of their names.

    A link counts if it leads to a file, wherever that lies: the file is somebody's layer all the same.

    Raises:
        OSError: The folder of annotations is there and cannot be read.
    """
    return [path for path in _called_layers(root, files) if _is_file(path, files)]


def no_layers(root: Path, files: Files) -> list[str]:
    """Return a line for each thing in the project in `root` that is called as a layer and is no file.

    Whoever looks for everybody's marks must hear of it: somebody's may be missing.

    Raises:
        OSError: The folder of annotations is there and cannot be read.
    """
    return [
        tr("{path}: {what} and no layer; bring the layer back or move this away", path=path, what=_what(path))
        for path in _called_layers(root, files)
        if os.path.lexists(path) and not _is_file(path, files)
    ]


def _called_layers(root: Path, files: Files) -> list[Path]:
    folder = root / FOLDER
    try:
        names = files.names(folder)
    except FileNotFoundError:
        return []
    return [folder / name for name in names if name.endswith(".json") and not name.startswith(".")]


def _what(path: Path) -> str:
    if path.is_dir():
        return tr("this is a folder")
    return tr("this is not a file") if path.exists() else tr("this link leads nowhere")


def _is_file(path: Path, files: Files) -> bool:
    try:
        return stat.S_ISREG(files.stat(path).st_mode)
    except OSError as error:  # what else is wrong with a layer shows when it is opened
        return error.errno not in _NOT_THERE
