"""What a machine remembers of the files of the lead's at a hub: with which version each was compared last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from annotations.hub.client.rows import FileRow
from annotations.hub.files.lead_paths import Sort, sort_of
from annotations.hub.files.local_files import LocalFile
from annotations.hub.memory import Memory

__all__ = ["KnownVersion", "KnownVersions", "OnStep", "Taken", "digest_of"]

OnStep = Callable[[int, int], None]
"""Is told how many files, or articles, have been gone through, and of how many."""


@dataclass(slots=True)
class Taken:
    """What came of taking or giving."""

    changed: list[str] = field(default_factory=list)
    """The paths of files that were written here, or stored there; or the ids of articles."""
    lines: list[str] = field(default_factory=list)
    """What is worth telling, a line each."""


class KnownVersion(NamedTuple):
    """What is noted of one file."""

    version: int = 0
    """The version at the hub with which the file was compared last."""
    digest: str = ""
    """Of that version."""
    held: str = ""
    """The digest of one's own text, which stays here and does not travel; empty where there is none."""
    stamp: tuple[int, int] = (0, 0)
    """When the file was written that is one of both, and its size; zeros where it was not looked at."""
    epoch: str = ""
    """In which life of the hub; after a restore its versions count anew."""


class KnownVersions:
    """With which version each file of one project was compared last.

    Args:
        root: The project's folder.
        memory: Where they are kept.
    """

    def __init__(self, root: Path, memory: Memory) -> None:
        self.root = root
        self.epoch = ""
        """The life of the hub that is spoken to."""
        self._memory = memory

    def known(self, path: str) -> KnownVersion | None:
        """Return what is noted of a file, None if nothing is."""
        match self._memory.recall(f"file:{path}"):
            case [int(version), str(digest), str(held), int(time), int(size), str(epoch)]:
                return KnownVersion(version, digest, held, (time, size), epoch)
        return None

    def keep(
        self, path: str, version: int, digest: str, *, held: str = "", stamp: tuple[int, int] = (0, 0)
    ) -> None:
        """Note that a file was compared with a version, with its stamp as it was before it was read."""
        self._memory.keep(f"file:{path}", [version, digest, held, *stamp, self.epoch])
        if sort_of(path) is Sort.RULE and path not in (rules := self.rules):
            self._memory.keep("rules", [*rules, path])

    def compared(self, row: FileRow, *, held: str = "") -> None:
        """Note that a file was compared with the version of `row` by now."""
        self.keep(row.path, row.version, row.digest, held=held)

    def is_current(self, row: FileRow) -> bool:
        """Tell whether the version of `row` is the one with which its file was compared last."""
        known = self.known(row.path)
        return known is not None and (known.version, known.epoch) == (row.version, self.epoch)

    def is_of_other_life(self, path: str) -> bool:
        """Tell whether a file was one with a version that the hub had before it was restored."""
        known = self.known(path)
        return known is not None and not known.held and known.epoch != self.epoch

    def is_one(self, path: str) -> bool:
        """Tell whether a file is here what it was at the hub when it was compared last, or never was."""
        known, local = self.known(path), LocalFile(self.root, path).read()
        if known is None:
            return not local
        return not known.held and known.digest == ("" if local is None else digest_of(local))

    @property
    def rules(self) -> list[str]:
        """The files that rule the project, or did, of which something is noted."""
        match self._memory.recall("rules"):
            case [*paths]:
                return [one for one in paths if isinstance(one, str)]
        return []

    @property
    def predictions(self) -> str:
        """For whom everything is at the hub that models predict; empty where that is not known."""
        match self._memory.recall("predictions"):
            case [str(epoch), str(audience)] if epoch == self.epoch:
                return audience
        return ""

    @predictions.setter
    def predictions(self, audience: str) -> None:
        self._memory.keep("predictions", [self.epoch, audience])

    @property
    def reached(self) -> int:
        """The number up to which the hub's files are taken."""
        match self._memory.recall("files"):
            case [str(epoch), int(number)] if epoch == self.epoch:
                return number
        return 0

    @reached.setter
    def reached(self, number: int) -> None:
        self._memory.keep("files", [self.epoch, number])


def digest_of(data: bytes) -> str:
    """Return what a hub tells contents of files by."""
    return sha256(data).hexdigest()[:32]
