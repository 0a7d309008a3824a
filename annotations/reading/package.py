"""Archives of files that are one document: .docx and .epub. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from annotations.errors import ReadingError
from annotations.reading.binary import refusal, zip_kind
from annotations.reading.decode import MAX_BYTES
from annotations.wording import tr

__all__ = ["Package"]

_UTF8_NAME = 0x800
_LOCKED = 0x1


class Package:
    """The files inside an archive, by their names.

    Args:
        data: The archive.
        where: What it is called in messages.
        kind: What it has to be, as `zip_kind` gives it.

    Raises:
        ReadingError: It is no such archive, damaged, locked, or unpacks to more than is read at once.
    """

    def __init__(self, data: bytes, where: str, kind: str) -> None:
        self._where = where
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            said = refusal(data)
            raise ReadingError(
                tr("{where}: is {said}", where=where, said=said)
                if said
                else tr("{where}: is damaged, or no such document; get it anew", where=where)
            ) from None
        if zip_kind(info.filename for info in infos) != kind:
            raise ReadingError(tr("{where}: is {refusal}", where=where, refusal=refusal(data)))
        if sum(info.file_size for info in infos) > MAX_BYTES + len(data):
            raise ReadingError(
                tr(
                    "{where}: unpacks to more than zhupi reads at once ({MAX_BYTES:.0f} MB); split it",
                    where=where,
                    MAX_BYTES=MAX_BYTES / 1e6,
                )
            )
        self.names = [info.filename for info in infos]
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            for name in _names_of(info):
                self._infos.setdefault(name, info)

    def find(self, path: str, base: str = "") -> str:
        """Return the name of the file that a link in the file `base` leads to; empty if there is none."""
        path = unquote(path.partition("#")[0])
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/")
        for name in (joined, joined.lower()):
            if name in self._infos:
                return self._infos[name].filename
        return ""

    def read(self, name: str) -> bytes:
        """Return what is in the file called `name`.

        Raises:
            ReadingError: It is not there, damaged or locked.
        """
        info = self._infos.get(name)
        if info is None:
            raise ReadingError(
                tr(
                    "{where}: is damaged: there is no {name!r} in it; get it anew",
                    where=self._where,
                    name=name,
                )
            )
        if info.flag_bits & _LOCKED:
            raise ReadingError(
                tr("{where}: is locked with a password; save it without one and open that", where=self._where)
            )
        try:
            return self._archive.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
            raise ReadingError(
                tr("{where}: is damaged at {name!r}; get it anew", where=self._where, name=name)
            ) from None


def _names_of(info: zipfile.ZipInfo) -> list[str]:
    """Return what the file may be called: of names that are not marked as UTF-8 nobody knows the encoding."""
    names = [info.filename]
    if not info.flag_bits & _UTF8_NAME and not info.filename.isascii():
        for encoding in ("utf-8", "gb18030", "big5hkscs"):
            try:
                names.append(info.filename.encode("cp437").decode(encoding))
            except UnicodeError:
                continue
    return [*names, *(name.lower() for name in names)]
