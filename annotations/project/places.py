"""Where the articles of a project lie: files that are named, and those in folders that look like articles."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotations.errors import ReadingError
from annotations.guidelines import GUIDELINES, RULINGS
from annotations.reading import (
    FOLDER_SUFFIXES,
    TABLE_SUFFIXES,
    UNREAD_SUFFIXES,
    Options,
    Place,
    Places,
    is_whole,
    places,
)
from annotations.storage.files.folders import FOLDER
from annotations.wording import counted, tr

__all__ = [
    "expanded",
    "gathered",
    "is_article_name",
    "named_files",
    "named_in",
    "sources_of",
    "table_of",
    "tables_in",
    "unread_words",
]

_HIDDEN = (".", "~$")
"""How the names of files begin that nobody wrote: of the system, and of Word while a document is open."""
_NAMED = 3
"""Files that are named of those that are not read. Chosen: a line has no room for more."""
_OWN_TABLES = ("gazetteer.tsv", "assignments.tsv")
"""Tables in the folder of a project that hold no articles."""
_NOT_ARTICLES = frozenset({"readme", "license", "licence", "changelog", "copying"})


def expanded(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield `paths`, patterns that the shell did not expand (``"news/*.txt"``) as the files they fit."""
    for path in paths:
        fitting: list[str] = []
        if not os.path.lexists(path):
            from glob import glob

            # Path.glob takes no pattern with a root, which a user's may well have.
            fitting = sorted(glob(str(path)))  # noqa: PTH207
        yield from map(Path, fitting) if fitting else [path]


def gathered(paths: Sequence[Path], root: Path, options: Options, unread: list[Path]) -> Places:
    """Return the articles at `paths`: of a folder every file that looks like one, in order of name.

    Args:
        paths: Folders, and files, which are taken whatever their names.
        root: The folder of the project.
        options: How to read.
        unread: Is given the files of folders that may hold an article and are of a kind that is not read.

    Raises:
        ReadingError: A folder cannot be listed.
    """
    found = Places()
    for path in paths:
        _gather(path, root, options, found, unread)
    return found


def _gather(path: Path, root: Path, options: Options, into: Places, unread: list[Path]) -> None:
    if not path.is_dir():
        into.extend(places(path, options))
        return
    failed: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=failed.append):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (name == FOLDER and here in (root, path))
        )
        top, inside = here == root, os.path.join(folder, "")  # noqa: PTH118
        for name in sorted(files):  # a hundred thousand, perhaps: no path is made of a name that is enough
            stem, dot, ending = name.rpartition(".")
            suffix = dot + ending.lower()
            if suffix in FOLDER_SUFFIXES:
                if not _is_named_as_article(name, stem, top=top):
                    continue
                if is_whole(suffix):
                    into.add_file(inside + name)
                else:
                    into.extend(places(here / name, options))
            elif suffix in UNREAD_SUFFIXES and _is_written(name, stem):
                unread.append(here / name)
    if failed and failed[0].filename == str(path):
        raise ReadingError(
            tr("{path}: {strerror}; check its permissions", path=path, strerror=failed[0].strerror)
        )


def named_in(root: Path, file: str) -> str:
    """Return how the project in `root` names a file to people: relative to it where it lies inside."""
    return _named(os.path.join(root, ""), root, file)  # noqa: PTH118


def sources_of(root: Path, places: Sequence[Place]) -> Iterator[str]:
    """Yield how the project in `root` names each of `places`, as :meth:`Project.source_of` does."""
    inside = os.path.join(root, "")  # noqa: PTH118
    for file, _, number in Places.of(places).named():
        name = _named(inside, root, file)
        yield name if number is None else f"{name}#{number}"


def _named(inside: str, root: Path, file: str) -> str:
    if file.startswith(inside) and ".." not in file:  # most of a hundred thousand
        return file[len(inside) :]
    path = Path(os.path.relpath(file, root))
    return file if ".." in path.parts else str(path)


def unread_words(unread: Sequence[Path], root: Path) -> list[str]:
    """Return a line on files of a folder that are passed over, with what to do, or nothing without any."""
    names = [os.path.relpath(path, root) for path in unread[:_NAMED]]
    more = tr(" and {number:,} more", number=len(unread) - _NAMED) if len(unread) > _NAMED else ""
    are = counted(len(unread), "file is", "files are")
    return [
        tr(
            "{are} not read: {names}{more}; save as .docx, .txt or CSV what is an article",
            are=are,
            names=", ".join(names),
            more=more,
        )
    ] * bool(names)


def tables_in(folder: Path) -> list[Path]:
    """Return the files in `folder` that may hold many articles each, which are read when they are named."""
    if not folder.is_dir():
        return []
    there = (one for one in folder.iterdir() if one.suffix.lower() in TABLE_SUFFIXES)
    return sorted(one for one in there if not one.name.startswith(_HIDDEN) and one.name not in _OWN_TABLES)


def table_of(source: str) -> str:
    """Return the file of which `source`, as a project names it, is a row; empty if it is a file itself."""
    name, _, number = source.rpartition("#")
    return name if number.isdecimal() else ""


def named_files(root: Path, sources: Iterable[str]) -> Iterator[Path]:
    """Yield the files in the project that `sources` name: not every one is listed with its folder."""
    for source in sources:
        path = Path(table_of(source) or source)
        if not path.is_absolute() and ".." not in path.parts:
            with contextlib.suppress(OSError, ValueError):
                if (root / path).is_file():
                    yield root / path


def is_article_name(path: Path, root: Path) -> bool:
    """Tell whether a file at `path` is an article of the project in `root` without anybody naming it."""
    if root not in path.parents:
        return False
    *folders, name = path.relative_to(root).parts
    hidden = any(folder.startswith(".") for folder in folders) or folders[:1] == [FOLDER]
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    read = suffix.lower() in FOLDER_SUFFIXES
    return read and not hidden and _is_named_as_article(name, stem, top=not folders)


def _is_named_as_article(name: str, stem: str, *, top: bool) -> bool:
    """Tell whether a file of a kind that is read is read with its folder; `top` is the project's own."""
    return _is_written(name, stem) and not (top and name in (GUIDELINES, RULINGS))


def _is_written(name: str, stem: str) -> bool:
    """Tell whether somebody wrote the file, as a text of its own."""
    return not name.startswith(_HIDDEN) and stem.casefold() not in _NOT_ARTICLES
