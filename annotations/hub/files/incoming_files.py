"""The files of the lead's as they come from a hub: put in place, and nothing of one's own written over.

What rules the project is put all together or not at all, the settings last; where one's own is another the
lead's holds, and one's own is kept beside it. A text that is there already stays, for marks hang on it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from annotations.errors import StorageError
from annotations.hub.client.batches import in_parts
from annotations.hub.client.hub import Hub
from annotations.hub.client.rows import FileContent, FileRow
from annotations.hub.files.known_versions import KnownVersions, OnStep, Taken, digest_of
from annotations.hub.files.lead_paths import RULES, Sort, sort_of
from annotations.hub.files.local_files import LocalFile
from annotations.hub.files.rule_faults import fault_of
from annotations.project.settings import SETTINGS
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER
from annotations.storage.files.new_files import write_new
from annotations.storage.predictions.prediction_file import PREDICTIONS
from annotations.wording import tr

__all__ = ["take_files"]

_LARGE = 8 * 1024 * 1024
"""Bytes that one call brings, but for a file that is larger."""
_MANY = 500
"""Files that one call brings."""
_LOOKED_THROUGH = 20
"""So many earlier versions are looked through for the one that is here, where nothing is noted of a file."""


def take_files(hub: Hub, known: KnownVersions, on_step: OnStep = lambda done, of: None) -> Taken:
    """Put what is new at the hub into its place here.

    Args:
        hub: The hub.
        known: What is remembered of its files.
        on_step: Called with how many files have been taken, and of how many.

    Raises:
        HubError: The hub cannot be asked; what came before is there.
        StorageError: A file cannot be read or written.
    """
    return _Arrivals(hub, known).run(on_step)


class _Arrivals:
    def __init__(self, hub: Hub, known: KnownVersions) -> None:
        self._hub = hub
        self._versions = known
        self._root = known.root
        self._found = Taken()
        self._whole = True  # whether everything was taken that there is
        self._fresh: list[tuple[FileRow, bytes]] = []  # texts that are not here yet

    def run(self, on_step: OnStep) -> Taken:
        known = self._versions
        known.epoch = self._hub.settings.epoch
        missing = [path for path in known.rules if self._is_missing(path)]
        rows = self._hub.files(0 if missing else known.reached)
        for path in {*missing}.difference(row.path for row in rows):
            known.keep(path, 0, "")  # it is for the lead alone by now, and not missed here
        new = [row for row in rows if not known.is_current(row) or self._is_missing(row.path)]
        rules: list[FileContent] = []
        wanted = [row for row in sorted(new, key=_turn) if self._is_wanted(row)]
        done = len(new) - len(wanted)
        for part in in_parts(wanted, lambda row: row.size, largest=_LARGE, most=_MANY):
            versions = {row.path: row.version for row in part}
            for one in self._hub.contents(list(versions)):
                if one.row.version != versions[one.row.path] or one.content is None:
                    self._whole = False  # another came meanwhile, which is taken the next time
                elif sort_of(one.row.path) is Sort.TEXT:
                    self._take_text(one.row, one.content)
                else:
                    rules.append(one)
            self._put_fresh()
            done += len(part)
            on_step(done, len(new))
        self._take_rules(sorted(rules, key=lambda one: _turn(one.row)))
        if rows and self._whole:
            known.reached = max(row.number for row in rows)
        return self._found

    def _is_missing(self, path: str) -> bool:
        """Tell whether what rules the project came once and is gone, which the lead alone may mean."""
        if sort_of(path) is not Sort.RULE or not LocalFile(self._root, path).is_missing:
            return False
        if self._hub.me.lead and path != SETTINGS and not self._is_lost(path):
            return False
        known = self._versions.known(path)
        return known is not None and known.digest != ""

    def _is_lost(self, path: str) -> bool:
        """Tell whether a file is gone with all of its folder, which nobody means who takes one away."""
        top = PREDICTIONS in path.split("/")  # these may be taken away together
        folder = self._root / (FOLDER if top else path.rpartition("/")[0])
        return "/" in path and not folder.is_dir()

    def _is_wanted(self, row: FileRow) -> bool:
        """Tell whether the content of a file has to be brought; what needs none is done at once."""
        file = LocalFile(self._root, row.path)
        sort = sort_of(row.path)
        if sort is None or not file.is_inside:
            self._versions.compared(row, held="-")
            self._found.lines.append(
                tr("{path}: the hub has a file of this name, which is not taken here", path=row.path)
            )
            return False
        try:
            local = file.read()
        except StorageError as error:
            self._whole = False
            self._found.lines.append(str(error))
            return False
        if row.digest == "":
            self._remove(row, file, local)
            return False
        if local is not None and digest_of(local) == row.digest:
            self._versions.compared(row)
            return False
        return True

    def _take_text(self, row: FileRow, content: bytes) -> None:
        file = LocalFile(self._root, row.path)
        local = file.read()
        if local is not None and not self._is_of_hub(row, local):
            if self._is_restored(row):
                return
            self._versions.compared(row, held=digest_of(local))
            self._found.lines.append(
                tr(
                    "{path}: the lead's has another text than the file here, which stays; move it away and"
                    " the lead's comes",
                    path=row.path,
                )
            )
            return
        if local is None:
            self._fresh.append((row, content))
        else:
            self._put(row, file, content, local)

    def _put_fresh(self) -> None:
        """Put texts that are not here yet, all at once."""
        paths = {row.path: Path(os.path.realpath(self._root / row.path)) for row, _ in self._fresh}
        try:
            written = write_new(Files(), ((paths[row.path], content) for row, content in self._fresh))
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: texts from the hub could not be kept ({strerror})",
                    path=error.filename or self._root,
                    strerror=error.strerror,
                )
            ) from error
        for row, _ in self._fresh:
            if paths[row.path] in written:
                self._versions.compared(row)
                self._found.changed.append(row.path)
            else:
                self._whole = False
        self._fresh = []

    def _take_rules(self, rules: Sequence[FileContent]) -> None:
        """Put what rules the project, all of it or nothing."""
        contents = {row.path: content for row, content in rules if content is not None}
        fault = fault_of(contents)
        if fault is not None:
            path, why = fault
            self._whole = False
            self._found.lines.append(
                tr(
                    "{path} at the hub is not taken: {why}; what rules this project stays as it is here,"
                    " until there is another or a newer zhupi here",
                    path=path,
                    why=why,
                )
            )
            return
        for row, _ in rules:
            file = LocalFile(self._root, row.path)
            local = file.read()
            if local and not self._is_of_hub(row, local):
                if self._is_restored(row):
                    continue
                kept = file.keep_beside(local)
                self._found.lines.append(
                    tr(
                        "{path} is the lead's now; what was here is kept as {kept}",
                        path=row.path,
                        kept=kept.name,
                    )
                )
            self._put(row, file, contents[row.path], local)

    def _put(self, row: FileRow, file: LocalFile, content: bytes, local: bytes | None) -> None:
        if file.write(content, instead=local):
            self._versions.compared(row)
            self._found.changed.append(row.path)
        else:
            self._whole = False

    def _remove(self, row: FileRow, file: LocalFile, local: bytes | None) -> None:
        """Take away what the lead took away, unless it was changed here; texts stay."""
        known = self._versions.known(row.path)
        unchanged = local is not None and known is not None and digest_of(local) == known.digest
        if unchanged and sort_of(row.path) is Sort.RULE:
            file.remove()
            self._found.changed.append(row.path)
        self._versions.compared(row)

    def _is_of_hub(self, row: FileRow, local: bytes) -> bool:
        """Tell whether what is here is a version that the hub has, so that nothing is lost with it."""
        if not local and row.path in RULES:
            return True
        digest, known = digest_of(local), self._versions.known(row.path)
        lead = self._hub.me.lead
        if known is not None and not known.held and (known.epoch == self._versions.epoch or not lead):
            return digest == known.digest
        for version in range(row.version - 1, max(0, row.version - 1 - _LOOKED_THROUGH), -1):
            there = self._hub.file(row.path, version)
            if there is not None and there.row.digest == digest:
                return True
        return False

    def _is_restored(self, row: FileRow) -> bool:
        """Tell whether the hub may lack a version since it was restored, which the lead then gives anew."""
        return self._hub.me.lead and self._versions.is_of_other_life(row.path)


def _turn(row: FileRow) -> tuple[int, str]:
    """Put what rules the project last, in the order of `RULES`."""
    return (RULES.index(row.path) + 1 if row.path in RULES else 0), row.path
