"""What the tests of storage share: records to store and a file system that can be made to fail."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations.records.record import Record, sentence_mark
from annotations.storage.files.files import Files

ARTICLE = "0123456789abcdef0123"
STEPS = (
    *("open", "dup", "pread", "pwrite", "truncate", "fdatasync", "fsync_dir", "replace"),
    *("link", "unlink", "mkdir", "chmod", "stat", "fstat", "try_lock"),
)


class FaultyFiles(Files):
    """Notes every step and, from step `at` on, once or `forever`, fails with `error` or writes short."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.at = 0
        self.error: int | str = errno.EIO
        self.forever = False
        self.only: tuple[str, ...] = STEPS

    def fail(self, at: int, error: int | str, *, forever: bool = False, only: tuple[str, ...] = ()) -> None:
        """Fail at the `at`-th step from now on, counting from 1."""
        self.steps.clear()
        self.at, self.error, self.forever, self.only = at, error, forever, only or STEPS

    def count(self, name: str) -> int:
        return self.steps.count(name)

    def _due(self, name: str) -> bool:
        if name in self.only:
            self.steps.append(name)
            return bool(self.at) and (
                len(self.steps) == self.at or (self.forever and len(self.steps) > self.at)
            )
        return False


def _faulty(name: str) -> Callable[..., Any]:
    real = getattr(Files, name)

    def step(self: FaultyFiles, *args: Any, **kwargs: Any) -> Any:
        if self._due(name):
            if self.error != "short":
                raise OSError(self.error, os.strerror(int(self.error)))
            if name == "pwrite":
                fd, data, offset = args
                return real(self, fd, data[: len(data) // 2], offset)
        return real(self, *args, **kwargs)

    return step


for _name in STEPS:
    setattr(FaultyFiles, _name, _faulty(_name))


@pytest.fixture
def files() -> FaultyFiles:
    return FaultyFiles()


@pytest.fixture
def new_files() -> type[FaultyFiles]:
    return FaultyFiles


def make_mark(start: int = 0, quote: str = "近6000億美元。", **fields: Any) -> Record:
    values: dict[str, Any] = {
        "annotator": "mei",
        "writer": "test",
        "scheme": "default/1",
        "status": "marked",
        "labels": ["claim"],
        "batch": ["act", 1],
        "at": "2026-01-31T08:00:00.000Z",
    }
    return sentence_mark(
        fields.pop("article", ARTICLE), start, start + len(quote), quote, **(values | fields)
    )


@pytest.fixture(scope="session")
def mark() -> Callable[..., Record]:
    return make_mark


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations" / "mei.json"
