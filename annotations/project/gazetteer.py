"""Putting a string into a project's own names, ``gazetteer.tsv``, beside what people wrote there."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from annotations.analysis.gazetteer import NO_NAME
from annotations.analysis.script import to_simplified
from annotations.errors import SettingsError, StorageError, UsageError, unreadable
from annotations.model.article import NAME_TYPES
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile
from annotations.wording import tr

__all__ = ["is_there", "promote", "withdraw"]


def promote(
    path: Path, string: str, kind: str, *, types: Collection[str] = NAME_TYPES, files: Files | None = None
) -> bool:
    """Add `string` with the type `kind`, or ``-`` for no name, to the gazetteer at `path`; durable on return.

    What is there stays byte for byte; a missing file is made. `types` are those that the project has.

    Returns:
        False if it is there already, in either script.

    Raises:
        SettingsError: It is there with another type, or the file is no UTF-8.
        UsageError: No line of a gazetteer can say it.
        StorageError: The file cannot be read or written.
    """
    if kind not in types and kind != NO_NAME:
        raise UsageError(
            tr(
                "{kind!r} is no type; it is one of {types} or {NO_NAME}",
                kind=kind,
                types=", ".join(types),
                NO_NAME=NO_NAME,
            )
        )
    if not string.strip() or string != string.strip() or string[0] == "#" or set(string) & {"\t", "\n", "\r"}:
        raise UsageError(
            tr(
                "{string!r} cannot stand in {name}; a name there has no tab, no # before it",
                string=string,
                name=path.name,
            )
        )
    file = LockedFile(path, files or Files())
    try:
        with file.locked(exclusive=True):
            data = file.read()
            if _has(path, data, string, kind):
                return False
            newline = b"\r\n" if data.endswith(b"\r\n") else b"\n"
            if data and not data.endswith(b"\n"):
                data += newline
            file.replace(data + f"{string}\t{kind}".encode("utf-8", "surrogatepass") + newline)
    finally:
        file.close()
    return True


def withdraw(path: Path, string: str, kind: str, *, files: Files | None = None) -> bool:
    """Take out of the gazetteer at `path` the line that :func:`promote` added; durable on return.

    A line to which somebody added a note, or wrote in another way, stays; so does everything else.

    Returns:
        False if there is no such line.

    Raises:
        StorageError: The file cannot be read or written.
    """
    file = LockedFile(path, files or Files())
    wanted = f"{string}\t{kind}".encode("utf-8", "surrogatepass")
    try:
        if not path.exists():
            return False
        with file.locked(exclusive=True):
            lines = file.read().split(b"\n")
            at = next((n for n in reversed(range(len(lines))) if lines[n].rstrip(b"\r") == wanted), None)
            if at is None:
                return False
            file.replace(b"\n".join(lines[:at] + lines[at + 1 :]))
    finally:
        file.close()
    return True


def is_there(path: Path, string: str, kind: str) -> bool:
    """Tell whether `string` stands in the gazetteer at `path` with the type `kind`, in either script.

    Raises:
        SettingsError: It is there with another type, or the file is no UTF-8.
        StorageError: The file cannot be read.
    """
    try:
        return _has(path, path.read_bytes(), string, kind)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StorageError(
            tr("{path}: {strerror}; check its permissions", path=path, strerror=error.strerror)
        ) from None


def _has(path: Path, data: bytes, string: str, kind: str) -> bool:
    """Tell whether `string` stands in the gazetteer with the type `kind`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(path, error) from None
    wanted = to_simplified(string)
    simple = to_simplified(text).split("\n")  # all at once; each character stays where it is
    for number, (line, converted) in enumerate(zip(text.split("\n"), simple, strict=True), 1):
        if line.startswith("#") or converted.partition("\t")[0].strip() != wanted:
            continue
        there, _, rest = line.partition("\t")
        known = rest.partition("\t")[0].strip()
        if known != kind:
            said = tr("is no name") if known == NO_NAME else tr("has the type {known}", known=known)
            raise SettingsError(
                tr(
                    "{name}, line {number}: {there} {said} already; change that line by hand",
                    name=path.name,
                    number=number,
                    there=there.strip(),
                    said=said,
                )
            )
        return True
    return False
