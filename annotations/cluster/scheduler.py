"""Partitions on the workers of a cluster of dask.

The scheduler hands them out, and again where a worker is lost. A partition is on its way only while there is
somebody to take it soon, so that neither here nor there memory grows with the input.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

from annotations.cluster.files import Missing, is_url
from annotations.cluster.likeness import common_fingerprint
from annotations.cluster.order import Fingerprint, Order, Setup
from annotations.cluster.partitions import Cuts, Input, Partition, Shape
from annotations.cluster.texts import cuts_of
from annotations.cluster.trouble import demand_tls, fatal, gone, no_answer, no_worker
from annotations.cluster.work import Done, do, fingerprint
from annotations.errors import NeedsExtra, ReadingError, UsageError, ZhupiError
from annotations.reading.source import Options
from annotations.wording import counted, tr

if TYPE_CHECKING:
    from distributed import Future

__all__ = ["Cluster"]

AnswerT = TypeVar("AnswerT")

_AHEAD = 2
"""Partitions on the way for each thread of a worker: the one that it is at, and the next."""
_LARGE = 1 << 15
"""Bytes of an order that has a long list of names, which does not travel with each partition."""
_LOOK = 1.0
"""Seconds after which it is looked at who is there."""
_PAUSED = 3
"""Looks after which it is told that all workers are paused: many are for a moment."""
_PATIENCE = 10
"""Seconds that a scheduler may take to answer. Chosen."""
_JOINING = 60
"""Seconds that the first worker may take to join. Chosen: queues of clusters start them one by one."""


class Cluster:
    """The workers of a scheduler."""

    def __init__(self, address: str, reading: Options) -> None:
        """Know a scheduler by its address; nothing is asked of it yet.

        Raises:
            UsageError: dask is not installed, or the address cannot be one.
        """
        try:
            from distributed.comm.addressing import parse_address
        except ImportError:
            raise NeedsExtra("--dask", "dask") from None
        try:
            parse_address(address, strict=True)
        except ValueError:
            raise UsageError(
                tr("{address}: this is no scheduler; write tcp://HOST:8786", address=address)
            ) from None
        self._address = address
        self._reading = reading
        self._run = uuid4().hex[:8]
        self._numbers = count()
        self._tell: Callable[[str], object] = lambda line: None
        self._alone = False
        """Whether it was told that no worker is left."""
        self._paused = 0
        """How often in a row all workers were seen paused."""

    def __enter__(self) -> Self:
        from distributed import Client

        demand_tls(self._address)
        self._quiet = ExitStack()  # what is to be said is said in our words
        self._quiet.callback(logging.disable, logging.root.manager.disable)
        logging.disable()
        self._quiet.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        client: Any = Client.__new__(Client)  # of one that failed there is something to be closed
        try:
            client.__init__(self._address, timeout=_PATIENCE, set_as_default=False, name="zhupi")
        except Exception as error:  # each way of speaking has its own
            with suppress(Exception):
                client.close(timeout=1)
            self._quiet.close()
            raise no_answer(self._address, error) from None
        self._client = client
        return self

    def __exit__(self, *error: object) -> None:
        """Take back what is on its way, and leave the cluster as it was."""
        with suppress(Exception):
            self._client.close(timeout=5)
        self._quiet.close()

    def fingerprint(self, setup: Setup, tell: Callable[[str], object]) -> Fingerprint:
        """Return what the results of all workers have in common, once the tagger of each is loaded.

        Raises:
            ClusterFailed: There is no worker, or one is without zhupi.
            OtherWorker: They have different versions.
        """
        self._tell = tell
        answers: dict[str, Any] = {}
        while not answers:  # of a worker that is lost meanwhile nothing is to be said
            found = self._asked_of_all(setup)
            answers = {worker: one for worker, one in found.items() if not _is_lost(one)}
        self._remark_threads()
        return common_fingerprint(answers, tell)

    def _asked_of_all(self, setup: Setup) -> dict[str, Any]:
        """Return what each worker answers: its fingerprint, or an error.

        Raises:
            ClusterFailed: There is no worker, or the scheduler is gone.
        """
        try:
            self._client.wait_for_workers(1, timeout=_JOINING)
            answers: dict[str, Any] = self._client.run(fingerprint, setup, on_error="return")
        except TimeoutError:
            raise no_worker(self._address) from None
        except Exception as error:  # it, or whatever its worker raised
            raise gone(self._address, error) from None
        return answers

    def _remark_threads(self) -> None:
        threads: dict[str, int] = self._client.nthreads()
        crowded = [worker for worker, number in threads.items() if number > 1]
        if crowded:
            self._tell(
                tr(
                    "{worker}: has {threads} in one process, which wait for each other;"
                    " start workers with --nworkers auto --nthreads 1",
                    worker=crowded[0],
                    threads=counted(threads[crowded[0]], "thread"),
                )
            )

    def cuts(self, table: Input, size: int, after: tuple[int, int] | None) -> Cuts:
        """Return where the partitions of a table of cells begin, as a worker finds it."""
        return self._asked(cuts_of, table, size, after, self._reading)

    def shape(self, table: Input, size: int) -> Shape:
        """Return what a table of Parquet says of itself, as a worker reads it."""
        from annotations.cluster.parquet import shape_of

        return self._asked(shape_of, table, size, self._reading)

    def _asked(self, what: Callable[..., AnswerT], *arguments: object) -> AnswerT:
        future: Future[AnswerT] = self._client.submit(what, *arguments, pure=False, priority=10)
        try:
            return future.result()
        except ZhupiError:
            raise
        except Exception as error:  # it, or whatever its worker raised
            raise gone(self._address, error) from None

    def outcomes(
        self, order: Order, parts: Iterator[Partition]
    ) -> Iterator[tuple[Partition, Done | ZhupiError] | None]:
        """Yield each partition with what became of it, and None where nothing came for a second.

        Raises:
            ClusterFailed: The scheduler is gone, or a partition ended every worker that took it.
        """
        from distributed import KilledWorker

        ended: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        waiting: dict[Future[Any], Partition] = {}
        again: list[Partition] = []
        tried: set[Partition] = set()
        shared, looked, room = self._shared(order), 0.0, 0
        while True:
            if time.monotonic() - looked > _LOOK:  # workers come and go
                looked, room = time.monotonic(), self._room()
            while again or len(waiting) < room:
                part = again.pop() if again else next(parts, None)
                if part is None:
                    break
                key = f"zhupi-{self._run}-{next(self._numbers)}-{order.name(part)}"
                future = self._client.submit(do, shared, part, key=key, pure=False)
                waiting[future] = part
                future.add_done_callback(ended.put)
            if not waiting:
                return
            try:
                future = ended.get(timeout=_LOOK)
            except queue.Empty:
                self._look_for_paused()
                yield None
                continue
            part = waiting.pop(future)
            try:
                yield part, self._outcome(future, part)
            except KilledWorker:
                if part in tried:
                    raise fatal(part) from None
                tried.add(part)  # it may have been there by chance when its workers ended
                again.append(part)
                shared = self._shared(order)

    def _shared(self, order: Order) -> Order | Future[Any]:
        """Return an order as tasks may have it: itself, or from where workers fetch a large one once each.

        By itself it depends on no worker that may hang.
        """
        if len(pickle.dumps(order)) < _LARGE:
            return order
        key = f"zhupi-{self._run}-{next(self._numbers)}-order"
        future: Future[Any] = self._client.submit(_same, order, key=key, pure=False)
        return future

    def _room(self) -> int:
        """Return how many partitions may be on their way.

        Raises:
            ClusterFailed: The scheduler is gone.
        """
        try:
            if self._client.status != "running":
                raise ConnectionError(self._client.status)
            threads: dict[str, int] = self._client.nthreads()
        except Exception as error:  # it, or whatever its worker raised
            raise gone(self._address, error) from None
        if not threads and not self._alone:
            self._tell(
                tr("no worker is left; the run goes on when one joins {address}", address=self._address)
            )
        self._alone = not threads
        return _AHEAD * max(1, sum(threads.values()))

    def _look_for_paused(self) -> None:
        """Tell once that no worker takes anything for lack of memory, where that is so for some time."""
        try:
            workers = self._client.scheduler_info()["workers"].values()
        except Exception as error:
            raise gone(self._address, error) from None
        paused = bool(workers) and all(one.get("status") == "paused" for one in workers)
        self._paused = self._paused + 1 if paused else 0
        if self._paused == _PAUSED:
            self._tell(
                tr(
                    "{address}: all workers are paused for lack of memory; give each more: --memory-limit",
                    address=self._address,
                )
            )

    def _outcome(self, future: Future[Any], part: Partition) -> Done | ZhupiError:
        """Return what became of a partition; raise KilledWorker where those who took it ended."""
        from distributed import KilledWorker

        try:
            outcome: Done | ZhupiError = future.result(timeout=_PATIENCE)
        except ZhupiError as error:
            return error
        except KilledWorker:
            raise
        except Exception as error:  # it, or whatever its worker raised
            raise gone(self._address, error) from None
        if isinstance(outcome, Missing) and not is_url(part.table.file.url):
            return ReadingError(
                tr("{error} where a worker is; put it where all of them see it", error=outcome)
            )
        return outcome


def _is_lost(answer: object) -> bool:
    return isinstance(answer, OSError) and answer.filename is None


def _same(order: Order) -> Order:
    return order
