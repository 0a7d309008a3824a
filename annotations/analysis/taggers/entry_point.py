"""Names of a tagger of one's own, an entry point ``zhupi.taggers`` of an installed package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import entry_points
from typing import Any

from annotations.analysis.taggers.process import Loaded, Row
from annotations.analysis.taggers.spec import TaggerSpec
from annotations.errors import ZhupiError
from annotations.wording import tr

__all__ = ["GROUP", "load"]

GROUP = "zhupi.taggers"


def load(spec: TaggerSpec) -> Loaded:
    """Load the tagger: what the entry point names, or what that returns when it is called.

    Raises:
        ZhupiError: There is no such entry point, or what it gives has no ``names``.
    """
    entries = entry_points(group=GROUP)
    entry = next(iter(entries.select(name=spec.name)), None)
    if entry is None:
        known = ", ".join(sorted(entries.names)) or "-"
        raise ZhupiError(
            tr(
                "no installed package has such an entry point {group}; there are: {known}",
                group=GROUP,
                known=known,
            )
        )
    tagger: Any = entry.load()
    if not hasattr(tagger, "names") or isinstance(tagger, type):
        tagger = tagger()
    if not callable(getattr(tagger, "names", None)):
        raise ZhupiError(tr("{value} gives no tagger: it has no names()", value=entry.value))
    package = f"@{entry.dist.version}" if entry.dist is not None else ""
    own = " ".join(str(getattr(tagger, "version", "")).split())[:80]
    version = f"{spec.called}{package}"
    return Loaded(f"{version},{own}" if own else version, lambda texts: _names(tagger, texts))


def _names(tagger: Any, texts: Sequence[str]) -> list[list[Row]]:
    return [[_row(one) for one in some] for some in tagger.names(texts)]


def _row(one: Iterable[Any]) -> Row:
    """Return a name as it travels: of plain values alone, whatever library they came from."""
    start, end, kind, *more = one
    score = None if not more or more[0] is None else float(more[0])
    surface = str(more[1]) if len(more) > 1 and more[1] is not None else None
    return int(start), int(end), str(kind), score, surface
