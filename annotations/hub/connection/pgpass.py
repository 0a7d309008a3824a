"""The file in which libpq looks up passwords: ``~/.pgpass``, or what ``PGPASSFILE`` names.

libpq takes the first line that fits and ignores a file that others may read. zhupi adds a line where its
user wants that; it never reads a password from there, libpq does.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import StorageError
from annotations.storage.files.files import atomic_write
from annotations.storage.files.private import PrivateFiles
from annotations.wording import tr

if TYPE_CHECKING:
    import psycopg

__all__ = ["Login", "keep_password", "pgpass_path", "why_unread"]


_USUAL_SOCKETS = ("", "/var/run/postgresql", "/run/postgresql", "/tmp")
"""Where libpq looks for a server when no host is named, by how it was built; it calls them localhost here."""


class Login(NamedTuple):
    """Whom a password is for, as libpq compares it."""

    host: str
    """``localhost`` for the usual socket."""
    port: str
    database: str
    user: str

    @classmethod
    def of(cls, info: psycopg.ConnectionInfo, user: str = "") -> Login:
        """Return whom a connection was made for, or `user` in the same place."""
        host = "localhost" if info.host in _USUAL_SOCKETS else info.host
        return cls(host, str(info.port), info.dbname, user or info.user)

    @property
    def line(self) -> str:
        """Return how a line for it begins."""
        return "".join(f"{_escaped(field)}:" for field in self)


def pgpass_path() -> Path:
    """Return where libpq looks, whether or not there is a file."""
    return Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")


def why_unread(path: Path | None = None) -> str:
    """Return why libpq ignores the file, in words; empty where it does not, or where there is none."""
    path = path or pgpass_path()
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    if not stat.S_ISREG(mode):
        return tr("{path} is no file", path=path)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return tr("others may read {path}, so it is ignored: chmod 600 {path}", path=path)
    return ""


def keep_password(login: Login, password: str, path: Path | None = None) -> Path:
    """Let libpq find `password` for `login`; return the file.

    It stands before all other lines, and in the place of an earlier one for the same login. The file is the
    user's alone from then on.

    Raises:
        StorageError: It cannot be read or written, or the password has a line break, which no line can hold.
    """
    path = Path(os.path.realpath(path or pgpass_path()))
    if any(one in password for one in "\r\n\0"):
        raise StorageError(tr("a password with a line break cannot be kept in {path}", path=path))
    try:
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        begin = login.line.encode()
        kept = [line for line in lines if not line.startswith(begin)]
        new = begin + _escaped(password).encode() + b"\n"
        atomic_write(PrivateFiles(), path, new + b"".join(kept))
    except OSError as error:
        raise StorageError(
            tr("{path}: the password could not be kept ({strerror})", path=path, strerror=error.strerror)
        ) from None
    return path


def _escaped(field: str) -> str:
    return field.replace("\\", "\\\\").replace(":", "\\:")
