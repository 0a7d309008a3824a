"""Checking the files of what models said."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from annotations.errors import StorageError
from annotations.storage.check.findings import Finding, of_error
from annotations.storage.predictions.prediction_file import PredictionFile
from annotations.wording import tr

__all__ = ["check_predictions"]


def check_predictions(paths: Iterable[Path]) -> Iterator[Finding]:
    """Yield what is damaged in files of predictions, a finding a line."""
    for path in paths:
        harmed: list[tuple[int, str]] = []
        try:
            deque(PredictionFile(path).all(partial(_note, harmed)), 0)
        except StorageError as error:
            yield of_error(path, error)
        for number, why in harmed:
            what = tr("this prediction cannot be read ({why})", why=why)
            yield Finding(path, number, what, tr("import it anew, or delete the file; no mark is in it"))


def _note(harmed: list[tuple[int, str]], number: int, why: str) -> None:
    harmed.append((number, why))
