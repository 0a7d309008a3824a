"""What is said where a cluster cannot go on: a line, and what to do."""

from __future__ import annotations

import re
from typing import Any

from annotations.cluster.partitions import Partition
from annotations.errors import StorageError
from annotations.wording import tr

__all__ = ["ClusterFailed", "demand_tls", "fatal", "gone", "no_answer", "no_worker", "said"]


class ClusterFailed(StorageError):
    """A cluster that cannot go on."""


def no_answer(address: str, error: Exception) -> ClusterFailed:
    """Return what is wrong with a scheduler that cannot be spoken to."""
    why = said(error)
    if any(word in why for word in ("TLS", "SSL", "encryption")):
        return no_tls(address, why)
    return ClusterFailed(
        tr(
            "{address}: no scheduler answers ({error}); start one with: dask scheduler",
            address=address,
            error=why,
        )
    )


def demand_tls(address: str) -> None:
    """Raise ClusterFailed if an address wants certificates and dask's configuration has none of use."""
    from distributed import Security

    if not address.startswith("tls://"):
        return
    try:
        security: Any = Security  # which says nothing of its types
        if security().get_connection_args("client").get("ssl_context") is not None:
            return
        why = tr("no certificates are named")
    except (OSError, ValueError) as error:
        why = said(error)
    raise no_tls(address, why)


def no_tls(address: str, why: str) -> ClusterFailed:
    return ClusterFailed(
        tr(
            "{address}: TLS fails here ({why}); see that dask's configuration names the right files:"
            " distributed.comm.tls.ca-file, .client.cert and .client.key",
            address=address,
            why=why,
        )
    )


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
    """Return in a line what an error says, without the ends of the connection on which it came."""
    line = str(error).strip().split("\n")[0]
    return re.sub(r"\Ain <.*>: ", "", line) or type(error).__name__
