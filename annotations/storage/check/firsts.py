"""Checking the files of what was said before others were seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.errors import StorageError
from annotations.storage.check.findings import Finding, of_error
from annotations.storage.first_judgements.first_files import read_first

__all__ = ["check_firsts"]


def check_firsts(paths: Iterable[Path]) -> Iterator[Finding]:
    """Yield which files of what was said first are damaged."""
    for path in paths:
        try:
            read_first(path)
        except StorageError as error:
            yield of_error(path, error)
