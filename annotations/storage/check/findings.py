"""What a check finds, a line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import ZhupiError
from annotations.wording import tr

__all__ = ["Finding", "in_order", "of_error", "spoken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, or that is worth knowing."""

    path: Path
    line: int | None
    """Which line of the file, from 1; None where it is about the whole of it."""
    what: str
    do: str
    mendable: bool = False
    """Whether a repair puts it right, or at least can try, without deciding anything for a person."""
    counts: bool = True
    """False where nothing is wrong."""

    def under(self, root: Path) -> str:
        """Return it as one line, its path relative to `root`; text from files may be in it as it is."""
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        where = f"{path}:{self.line}" if self.line is not None else str(path)
        return f"{where}: {'' if self.counts else tr('note: ')}{self.what}; {self.do}"


def of_error(path: Path, error: ZhupiError) -> Finding:
    """Return what `error` says of the file at `path`; such messages end in what to do."""
    text = str(error).removeprefix(f"{path}: ")
    what, found, do = text.rpartition(tr("; "))
    return Finding(path, None, what if found else text, do if found else tr("mend it or move it away"))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return `findings` in the order of paths and lines."""
    return sorted(findings, key=lambda one: (one.path, one.line or 0))


def spoken(error: OSError) -> str:
    """Return what the system says."""
    return error.strerror or str(error)
