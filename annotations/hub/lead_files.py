"""The files of the lead's: taken from a hub to their places, and given to it by who leads.

Everything new is read before anything is put, and the settings are put last: whoever is stopped in between
has the project as it was, with more beside it. Nothing of anybody's own is written over: of what rules the
project the lead's holds and one's own is kept beside it; a text that is there already stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

from annotations.hub.errors import OtherVersion, TooMuch
from annotations.hub.lead_paths import RULES, Sort, sort_of
from annotations.hub.lead_places import LocalFile, rules_of, texts_of
from annotations.hub.rows import FileRow
from annotations.hub.server import Hub
from annotations.hub.soundness import fault_of
from annotations.project.settings import SETTINGS
from annotations.wording import tr

__all__ = ["LeadFiles", "Notes", "Taken"]

OnStep = Callable[[int, int], None]
_LOOKED_THROUGH = 20
"""So many earlier versions are looked through for the one that is here, where nothing is noted of a file."""


class Notes(Protocol):
    """What a machine remembers of a hub; it may be lost at any time."""

    def note(self, name: str) -> object:
        """Return what was noted under `name`, or None."""

    def keep(self, name: str, value: object) -> None:
        """Note `value`, which is JSON, under `name`."""


@dataclass(slots=True)
class Taken:
    """What came of taking or giving files."""

    changed: list[str] = field(default_factory=list)
    """The paths of files that were written here, or stored there."""
    lines: list[str] = field(default_factory=list)
    """What is worth telling, a line each."""


class _Known(NamedTuple):
    """What is noted of one file."""

    version: int = 0
    """The version at the hub with which the file was compared last."""
    digest: str = ""
    """Of that version."""
    held: str = ""
    """The digest of one's own text, which stays here and does not travel; empty where there is none."""
    stamp: tuple[int, int] = (0, 0)
    """When the file was written that is one of both, and its size."""


class LeadFiles:
    """Takes and gives the files of one project.

    Args:
        root: The project's folder.
        notes: What is remembered between two times.
    """

    def __init__(self, root: Path, notes: Notes) -> None:
        self._root = root
        self._notes = notes

    # -- taking ---------------------------------------------------------------------------

    def take(self, hub: Hub, on_step: OnStep = lambda done, of: None) -> Taken:
        """Put what is new at the hub into its place here.

        Raises:
            HubError: The hub cannot be asked; what came before is there.
            StorageError: A file cannot be read or written.
        """
        found = Taken()
        rows = [row for row in hub.files() if self._is_new(row)]
        rules: list[tuple[FileRow, LocalFile, bytes]] = []
        for number, row in enumerate(sorted(rows, key=_turn)):
            on_step(number, len(rows))
            sort, file = sort_of(row.path), LocalFile(self._root, row.path)
            if sort is None or not file.is_inside:
                self._note(row, file, held="-")
                found.lines.append(
                    tr("{path}: the hub has a file of this name, which is not taken here", path=row.path)
                )
            elif not row.digest:
                if sort is Sort.RULE:
                    self._remove(row, file, found)
            elif (local := file.read()) is not None and _digest(local) == row.digest:
                self._note(row, file)
            elif (content := self._content(hub, row)) is not None:
                if sort is Sort.TEXT:
                    self._take_text(hub, row, file, content, found)
                else:
                    rules.append((row, file, content))
        self._take_rules(hub, rules, found)
        return found

    def _is_new(self, row: FileRow) -> bool:
        known = self._known(row.path)
        if known is None or known.version != row.version:
            return True
        return row.path in RULES and row.digest != "" and LocalFile(self._root, row.path).is_missing

    def _content(self, hub: Hub, row: FileRow) -> bytes | None:
        """Return what a row is of; None where a later version came meanwhile, which is taken next time."""
        there = hub.file(row.path, row.version)
        return None if there is None or there.row.digest != row.digest else there.content

    def _take_text(self, hub: Hub, row: FileRow, file: LocalFile, content: bytes, found: Taken) -> None:
        local = file.read()
        if local is not None and not self._is_of_hub(hub, row, local):
            self._note(row, file, held=_digest(local))
            found.lines.append(
                tr(
                    "{path}: the lead's has another text than the file here, which stays; move it away and"
                    " the lead's comes",
                    path=row.path,
                )
            )
            return
        if file.write(content, instead=local):
            self._note(row, file)
            found.changed.append(row.path)

    def _take_rules(self, hub: Hub, rules: list[tuple[FileRow, LocalFile, bytes]], found: Taken) -> None:
        """Put what rules the project, all of it or nothing."""
        fault = fault_of({row.path: content for row, _, content in rules})
        if fault is not None:
            path, why = fault
            found.lines.append(
                tr(
                    "{path} at the hub is not taken: {why}; what rules this project stays as it is here,"
                    " until there is another or a newer zhupi here",
                    path=path,
                    why=why,
                )
            )
            return
        for row, file, content in rules:
            local = file.read()
            if local and not self._is_of_hub(hub, row, local):
                kept = file.keep_beside(local)
                found.lines.append(
                    tr(
                        "{path} is the lead's now; what was here is kept as {kept}",
                        path=row.path,
                        kept=kept.name,
                    )
                )
            if file.write(content, instead=local):
                self._note(row, file)
                found.changed.append(row.path)

    def _remove(self, row: FileRow, file: LocalFile, found: Taken) -> None:
        """Take away what the lead took away, unless it was changed here."""
        local, known = file.read(), self._known(row.path)
        if local is not None and known is not None and _digest(local) == known.digest:
            file.remove()
            found.changed.append(row.path)
        self._note(row, file)

    def _is_of_hub(self, hub: Hub, row: FileRow, local: bytes) -> bool:
        """Tell whether what is here is a version that the hub has, so that nothing is lost with it."""
        if not local and row.path in RULES:
            return True
        digest, known = _digest(local), self._known(row.path)
        if known is not None and not known.held:
            return digest == known.digest
        for version in range(row.version - 1, max(0, row.version - 1 - _LOOKED_THROUGH), -1):
            there = hub.file(row.path, version)
            if there is not None and there.row.digest == digest:
                return True
        return False

    # -- giving -----------------------------------------------------------------------------

    def give(
        self, hub: Hub, *, texts: bool, predictions: str = "all", on_step: OnStep = lambda done, of: None
    ) -> Taken:
        """Store at the hub what is new here, as the lead; whoever does not lead gives nothing.

        Call it after :meth:`take`, which finds what another machine of the lead's has stored.

        Args:
            hub: The hub.
            texts: Whether the texts are looked at too, and not only what rules the project.
            predictions: Who may read what models predict: ``all`` or ``lead``.
            on_step: Called with how many files have been looked at, and of how many.

        Raises:
            HubError: The hub cannot be asked; what was given before is there.
            StorageError: A file cannot be read.
        """
        found = Taken()
        if not hub.me.lead:
            return found
        rules = list(rules_of(self._root))
        changed = {file.path: data for file in rules if (data := self._changed(file)) is not None}
        if (fault := fault_of(changed)) is not None:
            found.lines.append(tr("{path} is not sent: {why}", path=fault[0], why=fault[1]))
            return found
        paths = [*(texts_of(self._root) if texts else ()), *rules]
        there = {row.path: row for row in hub.files()} if changed or texts else {}
        for number, file in enumerate(paths):
            on_step(number, len(paths))
            data = changed.get(file.path) if sort_of(file.path) is Sort.RULE else self._changed(file)
            if data is not None:
                self._give(hub, file, data, there.get(file.path), predictions, found)
        if changed or texts:
            self._take_away(hub, {one.path for one in rules}, there, found)
        return found

    def _changed(self, file: LocalFile) -> bytes | None:
        """Return what a file holds if that may be news to the hub."""
        if sort_of(file.path) is None or not file.is_inside:
            return None
        known = self._known(file.path)
        if known is not None and known.stamp == file.stamp:
            return None
        data = file.read()
        if data is None or (known is None and not data):
            return None
        return None if known is not None and _digest(data) in (known.digest, known.held) else data

    def _give(
        self,
        hub: Hub,
        file: LocalFile,
        data: bytes,
        row: FileRow | None,
        predictions: str,
        found: Taken,
    ) -> None:
        digest, version = _digest(data), 0 if row is None else row.version
        if row is not None and row.digest == digest:
            self._note(row, file)
            return
        known = self._known(file.path)
        if row is not None and (known is None or known.version != row.version):
            return  # the next time it is taken first
        audience = predictions if file.is_prediction else "all"
        try:
            number = hub.put_file(file.path, data, after=version, audience=audience)
        except OtherVersion:
            return
        except TooMuch as error:
            found.lines.append(tr("{path} is not sent: {why}", path=file.path, why=error))
            return
        self._keep(file.path, _Known(number, digest, "", file.stamp))
        found.changed.append(file.path)

    def _take_away(self, hub: Hub, here: set[str], there: Mapping[str, FileRow], found: Taken) -> None:
        """Store that a file is gone that ruled the project and was here; texts stay where they are."""
        for path, row in there.items():
            known = self._known(path)
            if sort_of(path) is Sort.RULE and row.digest and path not in here and path != SETTINGS:
                if known is None or known.version != row.version or known.held:
                    continue
                with suppress(OtherVersion):
                    number = hub.put_file(path, None, after=row.version, audience=row.audience)
                    self._keep(path, _Known(number))
                    found.changed.append(path)

    # -- what is noted ----------------------------------------------------------------------

    def _known(self, path: str) -> _Known | None:
        match self._notes.note(f"file:{path}"):
            case [int(version), str(digest), str(held), int(time), int(size)]:
                return _Known(version, digest, held, (time, size))
        return None

    def _keep(self, path: str, known: _Known) -> None:
        self._notes.keep(f"file:{path}", [known.version, known.digest, known.held, *known.stamp])

    def _note(self, row: FileRow, file: LocalFile, held: str = "") -> None:
        self._keep(row.path, _Known(row.version, row.digest, held, file.stamp))


def _turn(row: FileRow) -> tuple[int, str]:
    """Put what rules the project last, in the order of `RULES`."""
    return (RULES.index(row.path) + 1 if row.path in RULES else 0), row.path


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]
