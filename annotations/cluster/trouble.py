"""What is said where a cluster cannot go on: a line, and what to do."""

from __future__ import annotations

from annotations.cluster.partitions import Partition
from annotations.errors import StorageError
from annotations.wording import tr

__all__ = ["ClusterFailed", "fatal", "gone", "no_worker", "said"]


class ClusterFailed(StorageError):
    """A cluster that cannot go on."""


def no_worker(address: str) -> ClusterFailed:
    """Return what is wrong with a scheduler without workers."""
    return ClusterFailed(
        tr(
            "{address}: this scheduler has no worker; start some with: dask worker {address} --nthreads 1",
            address=address,
        )
    )


def fatal(part: Partition) -> ClusterFailed:
    """Return what is wrong with a partition that ended whoever took it."""
    return ClusterFailed(
        tr(
            "{path}: part {number:,} of this table ended every worker that took it, for lack of memory as"
            " a rule; what is done is kept: run the same again",
            path=part.table.file.name,
            number=part.nth + 1,
        )
    )


def gone(address: str, error: BaseException) -> ClusterFailed:
    """Return what there is to say of an error that is none of ours."""
    from distributed import CancelledError
    from distributed.comm.core import CommClosedError

    if isinstance(error, CancelledError | CommClosedError | OSError | TimeoutError):
        return ClusterFailed(
            tr(
                "{address}: the scheduler is gone; what is done is kept: run the same again",
                address=address,
            )
        )
    return ClusterFailed(
        tr(
            "{address}: a worker failed ({error}); what is done is kept: run the same again",
            address=address,
            error=f"{type(error).__name__}: {said(error)}",
        )
    )


def said(error: object) -> str:
    """Return in a line what an error says."""
    return str(error).strip().split("\n")[0] or type(error).__name__
