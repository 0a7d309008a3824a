"""The thread that stores what the user does, so that no key waits for a disk."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotations.errors import RecordError, StorageError, ZhupiError
from annotations.records.conflict import RevisionConflict
from annotations.records.record import Record
from annotations.storage.layer.repository import Layer, Pending
from annotations.wording import tr

__all__ = ["LayerWriter"]


@dataclass(slots=True, eq=False)  # two equal acts are two acts
class _Act:
    records: tuple[Record, ...]
    before: Callable[[], None] | None
    round: int
    """How often `go_on` had been called when it was submitted."""
    failed: bool = False


class LayerWriter:
    """Stores acts in the order in which they were submitted, on one thread of its own.

    What is submitted while the disk is busy shares the next flush. An act that fails because of the disk
    is kept, and with it what follows for the same article: all of it is tried again with the next act and
    when closing, so that work goes on when there is room again. An act that conflicts with what another
    program stored is not kept; its failure is for the user to settle.

    Args:
        layer: Where to store. Only this writer may write to it while it lives.
        on_saved: Called on the thread with the records of an act once they are durable.
        on_failed: Called on the thread with the records of an act and why they were not stored. An act
            that is kept is reported once, and again as saved if it succeeds later.
    """

    def __init__(
        self,
        layer: Layer,
        on_saved: Callable[[Sequence[Record]], None],
        on_failed: Callable[[Sequence[Record], ZhupiError], None],
    ) -> None:
        self._layer = layer
        self._on_saved = on_saved
        self._on_failed = on_failed
        self._changed = threading.Condition()
        self._queue: deque[_Act] = deque()
        self._kept: list[_Act] = []
        self._working: list[_Act] = []
        self._busy = False
        self._thread: threading.Thread | None = None
        self._closing = False
        self._again = False
        self._round = 0
        self._refused: dict[str, tuple[int, Record | None]] = {}
        """Of records that conflicted, the last round of acts that build on it, and what is stored."""

    @property
    def unsaved(self) -> list[Record]:
        """The records of all acts that failed and are kept, oldest first: not on disk, but not lost."""
        with self._changed:
            return [record for act in [*self._working, *self._kept] if act.failed for record in act.records]

    @property
    def waiting(self) -> int:
        """How many acts are on their way to the disk."""
        with self._changed:
            return len(self._queue) + len(self._working)

    @property
    def closing(self) -> bool:
        """Whether nothing more can be submitted."""
        return self._closing

    def submit(self, records: Sequence[Record], before: Callable[[], None] | None = None) -> None:
        """Store `records` as one act, soon; returns at once.

        Args:
            records: The records of one act.
            before: Called on the thread first; if it raises a ZhupiError the act fails with it.

        Raises:
            StorageError: The writer was closed.
        """
        with self._changed:
            if self._closing:
                raise StorageError(tr("the program is closing; this was not saved"))
            self._queue.append(_Act(tuple(records), before, self._round))
            self._wake()

    def go_on(self) -> None:
        """Take note that whatever is submitted from now on builds on what is stored.

        After a conflict everything that was submitted for the same records before this is refused too: its
        revision may well follow what another program stored, but it was made without knowing of that.
        """
        with self._changed:
            self._round += 1

    def retry(self) -> None:
        """Try again to store what failed and is kept, now that it may succeed."""
        with self._changed:
            if self._kept and not self._closing:
                self._again = True
                self._wake()

    def restore(self, before: Callable[[], None] = lambda: None) -> None:
        """Have the layer write back what its file lost, and after that try again what is kept.

        `on_saved` hears of that with no records, and `on_failed` if it cannot be done.

        Args:
            before: As for :meth:`submit`.
        """

        def restore() -> None:
            before()
            self._layer.restore()

        with self._changed:
            self._queue.append(_Act((), restore, self._round))
            self._again = True
            self._wake()

    def drain(self, timeout: float | None = None) -> bool:
        """Wait until everything submitted so far and since is durable or failed.

        Returns:
            False if that took more than `timeout` seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            while self._queue or self._again or self._busy:
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    return False
                self._changed.wait(left)
            return True

    def close(self, timeout: float | None = None) -> bool:
        """Try once more what failed, wait for everything and end the thread. The layer stays open.

        Returns:
            False if that took more than `timeout` seconds; the thread may then still hold the layer.
        """
        with self._changed:
            self._closing = True
            if self._kept or self._queue:
                self._wake()
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    def _wake(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="layer-writer", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _run(self) -> None:
        last = False
        while not last:
            with self._changed:
                while not (self._queue or self._again or self._closing):
                    self._changed.wait()
                last, self._again = self._closing, False
                # What writes back goes first: nothing else can be stored before that.
                first = [act for act in self._queue if not act.records]
                self._working = [*first, *self._kept, *(act for act in self._queue if act.records)]
                self._kept = []
                self._queue.clear()
                self._busy = True
            self._store(self._working)

    def _store(self, acts: list[_Act]) -> None:
        written: list[tuple[_Act, Pending]] = []
        kept: list[_Act] = []
        failures: list[tuple[_Act, ZhupiError]] = []
        blocked: dict[str, ZhupiError] = {}
        for act in acts:
            articles = {str(record.get("article")) for record in act.records}
            error = next((blocked[article] for article in articles if article in blocked), None)
            if error is None:
                error, pending = self._write(act)
                if pending is not None:
                    written.append((act, pending))
            if error is not None:
                failures.append((act, error))
                if act.records and not isinstance(error, RevisionConflict | RecordError):
                    kept.append(act)
                    blocked.update(dict.fromkeys(articles, error))
        refused = self._flush([pending for _, pending in written])
        if refused is not None:
            failures += [(act, refused) for act, _ in written]
            kept = [act for act in acts if act in kept or act in [one for one, _ in written]]
        self._settle(kept, failures, [] if refused else [act for act, _ in written])

    def _write(self, act: _Act) -> tuple[ZhupiError | None, Pending | None]:
        try:
            if act.before is not None:
                act.before()
                act.before = None
            self._refuse_blind(act)
            return None, self._layer.write(act.records)
        except RevisionConflict as error:
            with self._changed:
                for record in act.records:
                    _, stored = self._refused.get(record["uid"], (0, None))
                    self._refused[record["uid"]] = self._round, error.stored or stored
            return error, None
        except ZhupiError as error:
            return error, None
        except Exception as error:  # a defect must not end the thread with acts in its hands
            return StorageError(tr("it could not be saved: {error!r}; please report this", error=error)), None

    def _refuse_blind(self, act: _Act) -> None:
        """Raise RevisionConflict for an act that builds on one that was refused."""
        for record in act.records:
            until, stored = self._refused.get(record["uid"], (-1, None))
            if act.round <= until:
                raise RevisionConflict(
                    tr("{uid}: it builds on what was not saved; look at what is there", uid=record["uid"]),
                    stored=stored,
                    offered=record,
                )

    def _flush(self, pending: Sequence[Pending]) -> ZhupiError | None:
        try:
            self._layer.flush(pending)
        except ZhupiError as error:
            return error
        return None

    def _settle(self, kept: list[_Act], failures: list[tuple[_Act, ZhupiError]], saved: list[_Act]) -> None:
        told = [(act, error) for act, error in failures if not act.failed]
        with self._changed:
            for act, _ in failures:
                act.failed = True
            self._kept, self._working = kept, []
        try:
            for act in saved:
                self._on_saved(act.records)
            for act, error in told:
                self._on_failed(act.records, error)
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
