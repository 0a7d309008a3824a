"""The files of the lead's as they go to a hub: what is new of the texts, and of what rules the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotations.errors import StorageError
from annotations.hub.client.batches import in_parts
from annotations.hub.client.hub import Hub
from annotations.hub.client.rows import FileRow, Gift
from annotations.hub.errors import TooMuch
from annotations.hub.files.known_versions import KnownVersions, OnStep, Taken, digest_of
from annotations.hub.files.lead_paths import sort_of
from annotations.hub.files.local_files import LocalFile, rules_of, texts_of
from annotations.hub.files.rule_faults import fault_of
from annotations.project.settings import SETTINGS
from annotations.wording import tr

__all__ = ["give_files"]

_LARGE = 8 * 1024 * 1024
"""Bytes that go in one call, but for a file that is larger."""
_MANY = 500
"""Files that go in one call; a hub takes a thousand."""


def give_files(
    hub: Hub,
    known: KnownVersions,
    *,
    texts: bool,
    predictions: str = "all",
    on_step: OnStep = lambda done, of: None,
) -> Taken:
    """Store at the hub what is new here, as the lead; whoever does not lead gives nothing.

    Call it after what another machine of the lead's has stored was taken. What rules the project goes in one
    call, so that nobody finds half of it there. Texts that are gone here stay there; what ruled the project
    and is gone is taken away there.

    Args:
        hub: The hub.
        known: What is remembered of its files.
        texts: Whether the texts are looked at too, and not only what rules the project.
        predictions: Who may read what models predict: ``all`` or ``lead``.
        on_step: Called with how many files have been looked at, and of how many.

    Raises:
        HubError: The hub cannot be asked; what was given before is there.
        StorageError, ReadingError, SettingsError: A file cannot be read or understood.
    """
    if not hub.me.lead:
        return Taken()
    known.epoch = hub.settings.epoch
    return _Departures(hub, known, predictions).run(texts, on_step)


class _Departures:
    def __init__(self, hub: Hub, known: KnownVersions, predictions: str) -> None:
        self._hub = hub
        self._versions = known
        self._predictions = predictions
        self._found = Taken()
        self._stamps: dict[str, tuple[int, int]] = {}
        self._rows: dict[str, FileRow] | None = None

    def run(self, texts: bool, on_step: OnStep) -> Taken:
        root = self._versions.root
        if texts:
            gifts = self._gifts(list(texts_of(root)), on_step)
            for part in in_parts(gifts, _size, largest=_LARGE, most=_MANY):
                self._put(part)
        rules = list(rules_of(root))
        news = [(file, data) for file in rules if (data := self._news_of(file)) is not None]
        fault = fault_of({file.path: data for file, data in news})
        if fault is not None:
            self._found.lines.append(tr("{path} is not sent: {why}", path=fault[0], why=fault[1]))
            return self._found
        gone = self._gone({file.path for file in rules})
        ruling = {file.path: gift for file, data in news if (gift := self._gift(file, data)) is not None}
        ruling |= self._for_others_now(file for file in rules if file.path not in ruling)
        self._put([*gone, *ruling.values()])
        return self._found

    def _gifts(self, files: Sequence[LocalFile], on_step: OnStep) -> Iterator[Gift]:
        for number, file in enumerate(files, 1):
            if number % _MANY == 0:
                on_step(number, len(files))
            data = self._news_of(file)
            if data is not None and (gift := self._gift(file, data)) is not None:
                yield gift

    def _news_of(self, file: LocalFile) -> bytes | None:
        """Return what a file holds if that may be news to the hub."""
        if sort_of(file.path) is None or not file.is_inside:
            self._found.lines.append(
                tr("{path} is not sent: a file of this name has no place in other folders", path=file.path)
            )
            return None
        known = self._versions.known(file.path)
        if known is not None and known.epoch != self._versions.epoch:
            known = None
        stamp = self._stamps[file.path] = file.stamp
        if known is not None and known.stamp == stamp:
            return None
        try:
            data = file.read()
        except StorageError as error:
            self._found.lines.append(str(error))
            return None
        if not data and known is None:
            return None
        if known is not None and data and digest_of(data) in (known.digest, known.held):
            self._versions.keep(file.path, known.version, known.digest, held=known.held, stamp=stamp)
            return None
        return data

    def _gift(self, file: LocalFile, data: bytes) -> Gift | None:
        """Return what is to be stored of a file; None where the hub has it, or what is to be taken first."""
        row = self._there.get(file.path)
        if row is None:
            return Gift(file.path, data, 0, self._audience(file))
        if row.digest == digest_of(data):
            self._versions.compared(row)
            return None
        if not (self._versions.is_current(row) or self._versions.is_of_other_life(file.path)):
            return None
        return Gift(file.path, data, row.version, self._audience(file))

    def _for_others_now(self, rules: Iterable[LocalFile]) -> dict[str, Gift]:
        """Return of what models predict, and is at the hub, the same once more for whom it is from now on."""
        if self._versions.predictions == self._predictions:
            return {}
        gifts = {}
        for file in rules:
            row = self._there.get(file.path) if file.is_prediction else None
            if row is None or row.audience == self._predictions or not self._versions.is_current(row):
                continue
            data = file.read()
            if data is not None and digest_of(data) == row.digest:
                gifts[file.path] = Gift(file.path, data, row.version, self._predictions)
        if not gifts:  # nothing is for others any more
            self._versions.predictions = self._predictions
        return gifts

    def _gone(self, here: set[str]) -> list[Gift]:
        """Return of what ruled the project and is here no more that it is taken away."""
        gone = []
        for path in self._versions.rules:
            known = self._versions.known(path)
            if path in here or path == SETTINGS or known is None or known.held or not known.digest:
                continue
            row = self._there.get(path)
            if row is not None and row.digest and self._versions.is_current(row):
                gone.append(Gift(path, None, row.version, row.audience))
        return gone

    def _put(self, gifts: Sequence[Gift]) -> None:
        """Store what another machine of the lead's has not stored otherwise meanwhile."""
        if not gifts:
            return
        try:
            versions = self._hub.put_files(gifts)
        except TooMuch as error:
            if len(gifts) == 1:
                one = gifts[0]
                self._found.lines.append(tr("{path} is not sent: {why}", path=one.path, why=error))
                held, stamp = digest_of(one.content or b""), self._stamps.get(one.path, (0, 0))
                there = self._there.get(one.path)
                digest = "" if there is None else there.digest
                self._versions.keep(one.path, one.after, digest, held=held, stamp=stamp)  # it is told once
                return
            for one in gifts:
                self._put([one])
            return
        for gift, version in zip(gifts, versions, strict=True):
            if version:
                digest = "" if gift.content is None else digest_of(gift.content)
                stamp = self._stamps.get(gift.path, (0, 0))
                self._versions.keep(gift.path, version, digest, stamp=stamp)
                self._found.changed.append(gift.path)

    def _audience(self, file: LocalFile) -> str:
        return self._predictions if file.is_prediction else "all"

    @property
    def _there(self) -> dict[str, FileRow]:
        """The newest versions at the hub, by path."""
        if self._rows is None:
            self._rows = {row.path: row for row in self._hub.files()}
        return self._rows


def _size(gift: Gift) -> int:
    return len(gift.content or b"")
