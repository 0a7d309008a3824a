"""Partitions on the workers of a cluster of dask.

The scheduler hands them out, and again where a worker is lost. A partition is on its way only while there is
somebody to take it soon, so that neither here nor there memory grows with the input.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from annotations.cluster.order import Fingerprint, Order, OtherWorker, Setup
from annotations.cluster.partitions import Cuts, Input, Partition, Shape
from annotations.cluster.texts import cuts_of
from annotations.cluster.work import Done, do, fingerprint
from annotations.errors import StorageError, UsageError, ZhupiError
from annotations.reading.source import Options
from annotations.wording import counted, tr

if TYPE_CHECKING:
    from distributed import Future

__all__ = ["Cluster", "ClusterFailed"]

_AHEAD = 2
"""Partitions on the way for each thread of a worker: the one that it is at, and the next."""
_PATIENCE = 10
"""Seconds that a scheduler may take to answer. Chosen."""
_JOINING = 60
"""Seconds that the first worker may take to join. Chosen: queues of clusters start them one by one."""


class ClusterFailed(StorageError):
    """A cluster that cannot go on."""


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
            raise UsageError(
                tr("{name} needs an extra: pip install 'zhupi[{extra}]'", name="--dask", extra="dask")
            ) from None
        try:
            parse_address(address, strict=True)
        except ValueError:
            raise UsageError(
                tr("{address}: this is no scheduler; write tcp://HOST:8786", address=address)
            ) from None
        self._address = address
        self._reading = reading
        self._run = uuid4().hex[:8]
        self._tell: Callable[[str], object] = lambda line: None
        self._alone = False
        """Whether it was told that no worker is left."""

    def __enter__(self) -> Self:
        import distributed

        self._logged = logging.root.manager.disable
        logging.disable()  # what is to be said is said in our words
        try:
            connect: Callable[..., Any] = distributed.Client
            self._client = connect(self._address, timeout=_PATIENCE, set_as_default=False, name="zhupi")
        except Exception as error:  # each way of speaking has its own
            logging.disable(self._logged)
            raise ClusterFailed(
                tr(
                    "{address}: no scheduler answers ({error}); start one with: dask scheduler",
                    address=self._address,
                    error=_said(error),
                )
            ) from None
        return self

    def __exit__(self, *error: object) -> None:
        """Take back what is on its way, and leave the cluster as it was."""
        with suppress(Exception):
            self._client.close(timeout=5)
        logging.disable(self._logged)

    def fingerprint(self, setup: Setup, tell: Callable[[str], object]) -> Fingerprint:
        """Return what the results of all workers have in common, once the tagger of each is loaded.

        Raises:
            ClusterFailed: There is no worker, or one is without zhupi.
            OtherWorker: They have different versions.
        """
        self._tell = tell
        try:
            self._client.wait_for_workers(1, timeout=_JOINING)
            answers: dict[str, Any] = self._client.run(fingerprint, setup, on_error="return")
        except TimeoutError:
            raise ClusterFailed(
                tr(
                    "{address}: this scheduler has no worker; start some with:"
                    " dask worker {address} --nthreads 1",
                    address=self._address,
                )
            ) from None
        except Exception as error:
            raise self._gone(error) from None
        from annotations.cluster.work import own_code

        first: Fingerprint | None = None
        for worker, answer in sorted(answers.items()):
            if isinstance(answer, ZhupiError):
                raise type(answer).__new__(type(answer), f"{worker}: {answer}")
            if not isinstance(answer, Fingerprint):
                raise ClusterFailed(
                    tr(
                        "{worker}: this worker cannot run zhupi ({error});"
                        " install the same version there: pip install 'zhupi[dask]'",
                        worker=worker,
                        error=_said(answer),
                    )
                )
            first = first or answer
            here = answer._replace(zhupi=own_code())
            if words := here.differs(answer) or first.differs(answer):
                raise OtherWorker(
                    tr("{worker}: has {words}; install the same everywhere", worker=worker, words=words)
                )
        assert first is not None
        self._remark(answers)
        return first

    def _remark(self, answers: dict[str, Fingerprint]) -> None:
        if len({one.rounding for one in answers.values()}) > 1:
            self._tell(
                tr(
                    "the workers' processors add in different ways: a name in a million may be certain on one"
                    " and not on another"
                )
            )
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
        found: Cuts = self._asked(cuts_of, table, size, after, self._reading)
        return found

    def shape(self, table: Input, size: int) -> Shape:
        """Return what a table of Parquet says of itself, as a worker reads it."""
        from annotations.cluster.parquet import shape_of

        found: Shape = self._asked(shape_of, table, size, self._reading)
        return found

    def _asked(self, what: Callable[..., Any], *arguments: object) -> Any:
        future = self._client.submit(what, *arguments, pure=False, priority=10)
        try:
            return future.result()
        except ZhupiError:
            raise
        except Exception as error:
            raise self._gone(error) from None

    def outcomes(
        self, order: Order, parts: Iterator[Partition]
    ) -> Iterator[tuple[Partition, Done | ZhupiError] | None]:
        """Yield each partition with what became of it, and None where nothing came for a second.

        Raises:
            ClusterFailed: The scheduler is gone, or a partition ended every worker that took it.
        """
        # Workers fetch it once each; from its place in the graph it comes back when all who had it are lost.
        shared = self._client.submit(_same, order, key=f"zhupi-{self._run}-order", pure=False)
        ended: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        waiting: dict[Future[Any], Partition] = {}
        room = self._room()
        while True:
            while len(waiting) < room and (part := next(parts, None)) is not None:
                key = f"zhupi-{self._run}-{order.name(part)}"
                future = self._client.submit(do, shared, part, key=key, pure=False)
                waiting[future] = part
                future.add_done_callback(ended.put)
            if not waiting:
                return
            try:
                future = ended.get(timeout=1)
            except queue.Empty:
                room = self._room()
                yield None
                continue
            part = waiting.pop(future)
            yield part, self._outcome(future, part)

    def _room(self) -> int:
        """Return how many partitions may be on their way.

        Raises:
            ClusterFailed: The scheduler is gone.
        """
        try:
            if self._client.status != "running":
                raise ConnectionError(self._client.status)
            threads: dict[str, int] = self._client.nthreads()
        except Exception as error:
            raise self._gone(error) from None
        if not threads and not self._alone:
            self._tell(
                tr("no worker is left; the run goes on when one joins {address}", address=self._address)
            )
        self._alone = not threads
        return _AHEAD * max(1, sum(threads.values()))

    def _outcome(self, future: Future[Any], part: Partition) -> Done | ZhupiError:
        try:
            outcome: Done | ZhupiError = future.result(timeout=_PATIENCE)
        except ZhupiError as error:
            return error
        except Exception as error:
            from distributed import KilledWorker

            if isinstance(error, KilledWorker):
                raise ClusterFailed(
                    tr(
                        "{path}: part {number:,} of this table ended every worker that took it, for lack of"
                        " memory as a rule; make partitions smaller with --partition-size",
                        path=part.table.file.name,
                        number=part.nth + 1,
                    )
                ) from None
            raise self._gone(error) from None
        return outcome

    def _gone(self, error: BaseException) -> ClusterFailed:
        """Return what there is to say of an error that is none of ours."""
        from distributed import CancelledError
        from distributed.comm.core import CommClosedError

        if isinstance(error, CancelledError | CommClosedError | OSError | TimeoutError):
            return ClusterFailed(
                tr(
                    "{address}: the scheduler is gone; what is done is kept: run the same again",
                    address=self._address,
                )
            )
        return ClusterFailed(
            tr(
                "{address}: a worker failed ({error}); what is done is kept: run the same again",
                address=self._address,
                error=f"{type(error).__name__}: {_said(error)}",
            )
        )


def _same(order: Order) -> Order:
    return order


def _said(error: object) -> str:
    return str(error).strip().split("\n")[0] or type(error).__name__
