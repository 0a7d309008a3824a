"""Queries that are kept by name in the project folder, as lists of work: ``queries.tsv``, a line each.

A name, a tab, the query, as everybody in the project asks it. People write it by hand too: what else stands
in the file stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from annotations.errors import SettingsError, StorageError, UsageError, unreadable
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile
from annotations.wording import tr

__all__ = ["NAMED", "QUERIES", "WorkList", "forget", "keep", "named", "work_lists"]

QUERIES = "queries.tsv"
"""The file inside a project with the queries that are kept."""
NAMED = "@"
"""Before the name of a kept query, where a query is asked for."""


class WorkList(NamedTuple):
    """A query that is kept."""

    name: str
    query: str


def work_lists(root: Path) -> list[WorkList]:
    """Return the queries that are kept in the project, in order of name.

    Raises:
        SettingsError: The file is no UTF-8, or a line of it is no name and query.
        StorageError: It cannot be read.
    """
    path = root / QUERIES
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(
            tr("{path}: {why}; check its permissions", path=path, why=error.strerror)
        ) from None
    found = {}
    for number, line in enumerate(_text(path, data).split("\n"), 1):
        name, _, query = (part.strip() for part in line.partition("\t"))
        if not line.strip() or line.startswith("#"):
            continue
        if not (name and query):
            raise SettingsError(
                tr("{path}, line {number}: write a name, a tab and the query", path=path.name, number=number)
            )
        found[name] = WorkList(name, query)
    return sorted(found.values())


def named(root: Path, name: str) -> str:
    """Return the query that is kept under `name`.

    Raises:
        UsageError: There is none.
        SettingsError, StorageError: As :func:`work_lists`.
    """
    kept = work_lists(root)
    for one in kept:
        if one.name == name:
            return one.query
    there = ", ".join(one.name for one in kept) or tr("none yet")
    raise UsageError(tr("no query is kept as {name}; there are: {there}", name=name, there=there))


def keep(root: Path, name: str, query: str, *, files: Files | None = None) -> bool:
    """Keep `query` under `name`, in the place of the one that has that name; durable on return.

    Returns:
        False if it is kept so already.

    Raises:
        UsageError: No line can say it.
        SettingsError: The file is no UTF-8.
        StorageError: The file cannot be read or written.
    """
    name, query = name.strip().removeprefix(NAMED), " ".join(query.split())
    if not name or not query or name[0] == "#" or not name.isprintable() or not query.isprintable():
        raise UsageError(tr("{name} is no name for a query; give it a word or two", name=repr(name)))
    line = f"{name}\t{query}"
    file = LockedFile(root / QUERIES, files or Files())
    try:
        with file.locked(exclusive=True):
            data = file.read()
            lines = _text(root / QUERIES, data).split("\n") if data else []
            same = [at for at, one in enumerate(lines) if _name_of(one) == name]
            if same and lines[same[-1]].strip() == line:
                return False
            if same:
                lines[same[-1]] = line
            else:
                while lines and not lines[-1].strip():
                    lines.pop()
                lines += [line, ""]
            file.replace("\n".join(lines).encode())
    finally:
        file.close()
    return True


def forget(root: Path, name: str, *, files: Files | None = None) -> bool:
    """Take the query with `name` out of the file; durable on return. False if there is none.

    Raises:
        SettingsError: The file is no UTF-8.
        StorageError: The file cannot be read or written.
    """
    path = root / QUERIES
    if not path.exists():
        return False
    file = LockedFile(path, files or Files())
    try:
        with file.locked(exclusive=True):
            lines = _text(path, file.read()).split("\n")
            kept = [line for line in lines if _name_of(line) != name]
            if len(kept) == len(lines):
                return False
            file.replace("\n".join(kept).encode())
    finally:
        file.close()
    return True


def _name_of(line: str) -> str:
    name, tab, _ = line.partition("\t")
    return name.strip() if tab and not line.startswith("#") else ""


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise unreadable(path, error) from None
