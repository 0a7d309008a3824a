"""Whether the workers of a cluster find the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from annotations.cluster.order import Fingerprint, OtherWorker
from annotations.cluster.trouble import ClusterFailed, said
from annotations.cluster.work import own_code
from annotations.errors import ZhupiError
from annotations.wording import tr

__all__ = ["common_fingerprint"]


def common_fingerprint(answers: Mapping[str, object], tell: Callable[[str], object]) -> Fingerprint:
    """Return what workers have in common, each with its fingerprint or with why it has none.

    Raises:
        ClusterFailed: One is without zhupi.
        ZhupiError: What one says.
        OtherWorker: They have different versions.
    """
    found: list[Fingerprint] = []
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, ZhupiError):
            raise type(answer).__new__(type(answer), f"{worker}: {answer}")
        if not isinstance(answer, Fingerprint):
            raise ClusterFailed(
                tr(
                    "{worker}: this worker cannot run zhupi ({error});"
                    " install the same version there: pip install 'zhupi[dask]'",
                    worker=worker,
                    error=said(answer),
                )
            )
        found.append(answer)
        here = answer._replace(zhupi=own_code())
        if words := here.differs(answer) or found[0].differs(answer):
            raise OtherWorker(
                tr("{worker}: has {words}; install the same everywhere", worker=worker, words=words)
            )
    if len({one.rounding for one in found}) > 1:
        tell(
            tr(
                "the workers' processors add in different ways: a name in a million may be certain on one"
                " and not on another"
            )
        )
    return found[0]
