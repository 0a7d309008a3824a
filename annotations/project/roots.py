"""Which folder is the project, where the one that was opened lies below it, or above it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotations.errors import NoCommonFolder, ProjectError, ReadingError
from annotations.expressions import lazily
from annotations.project.settings import SETTINGS
from annotations.storage.files.files import Files
from annotations.storage.files.folders import ARTICLES, COPIES, FOLDER, plain_name
from annotations.storage.layer.owner import beginning_of
from annotations.wording import tr

__all__ = [
    "Root",
    "begins_a_layer",
    "common_folder",
    "found_root",
    "is_project",
    "keeps_annotations",
    "what_begins",
]

_DEEP = 3
"""How many levels below the folder that was opened a project is looked for. Chosen: further down it is one of
many things that lie there."""
_MANY = 2_000
"""How many folders are looked at, so that opening a whole disk does not search it."""
_BEGINNING = 1 << 14
"""Bytes of a file that tell what it is. Chosen: a head has some hundred, white space may stand before it."""
_LAYER = lazily(rb'(?:\xef\xbb\xbf)?\s*\{\s*"_default"\s*:')
_SHELVED = lazily(r"[0-9a-f]{20}(?:\.spans)?\.json")
_DAY = lazily(r"\d{4}-\d{2}-\d{2}")


class Root(NamedTuple):
    """The folder of a project."""

    folder: Path
    notices: tuple[str, ...] = ()
    """A line where it is not the folder that was opened."""


def common_folder(paths: Sequence[Path]) -> Path:
    """Return the folder that holds all of `paths`: the folder itself if it is the only one."""
    for path in paths:
        if not os.path.lexists(path):
            raise ReadingError(tr("{path}: there is no such file or folder", path=path))
    folders = [path if path.is_dir() else path.parent for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        raise NoCommonFolder from None


def found_root(folder: Path) -> Root:
    """Return the project that `folder` belongs to: itself, the nearest one above, or the only one below.

    Where there is none, it is `folder` itself. Nobody's home folder is taken for the project of all that lies
    in it.

    Raises:
        ProjectError: There are several below, and none above.
    """
    if not folder.is_dir() or is_project(folder):
        return Root(folder)
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    for above in folder.parents:
        if above != home and above != above.parent and is_project(above):
            return Root(
                above,
                (
                    tr(
                        "{name}/ belongs to the project in {above}, where its marks are",
                        name=folder.name,
                        above=above,
                    ),
                ),
            )
    below = list(_below(folder))
    if len(below) > 1:
        names = ", ".join(str(one.relative_to(folder)) for one in below[:5])
        more = tr(" and {number} more", number=len(below) - 5) if len(below) > 5 else ""
        raise ProjectError(
            tr(
                "{folder}: there are {number} projects below, {names}{more}; name one of them,"
                " or begin one here with zhupi open --project .",
                folder=folder,
                number=len(below),
                names=names,
                more=more,
            )
        )
    if below:
        only = below[0]
        return Root(
            only, (tr("the project is in {only}/, below what was opened", only=only.relative_to(folder)),)
        )
    return Root(folder)


def _below(folder: Path) -> Iterator[Path]:
    """Yield the projects below `folder`, in order of name; none that lies in another one."""
    seen = 0
    for at, folders, _ in os.walk(folder):
        here = Path(at)
        seen += 1
        if seen > _MANY:
            return
        if here != folder and is_project(here):
            folders.clear()
            yield here
            continue
        deep = len(here.relative_to(folder).parts) >= _DEEP
        folders[:] = (
            [] if deep else sorted(one for one in folders if not one.startswith(".") and one != FOLDER)
        )


def is_project(folder: Path) -> bool:
    """Tell whether `folder` is that of a project: it has settings, or annotations."""
    return (folder / SETTINGS).is_file() or keeps_annotations(folder / FOLDER, None)


def keeps_annotations(folder: Path, root: Path | None) -> bool:
    """Tell whether `folder` keeps the annotations of a project: that of `root`, or any that has some."""
    if root is not None and folder == Path(os.path.realpath(root / FOLDER)):
        return True
    if plain_name(folder.name) != FOLDER or not folder.is_dir():
        return False
    if (folder.parent / SETTINGS).is_file() or folder.parent == root:
        return True
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            if entry.name == COPIES and any(_DAY().fullmatch(one.name) for one in entry.glob("*/")):
                return True
            if entry.name == ARTICLES and any(_SHELVED().fullmatch(one.name) for one in entry.glob("??/*")):
                return True
            if entry.suffix == ".json" and begins_a_layer(what_begins(entry)):
                return True
    return False


def begins_a_layer(beginning: bytes) -> bool:
    """Tell whether a file that begins so is a layer or a copy of one."""
    return _LAYER().match(beginning) is not None


def what_begins(path: Path) -> bytes:
    """Return the bytes of a file that tell what it is; none of what is no file, or cannot be read."""
    try:
        return beginning_of(path, _BEGINNING, Files())
    except OSError:
        return b""
