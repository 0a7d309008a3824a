"""What processes say to each other: pickled objects, each behind its length."""

from __future__ import annotations

import pickle
from typing import IO, Any, NamedTuple

__all__ = ["Answer", "ChildFailed", "read", "write"]

_LENGTH = 8
"""Bytes of the length before a message."""


class ChildFailed(Exception):
    """A child ended, or failed at what it was asked; says why in a few words, as ``signal 9``."""


class Answer(NamedTuple):
    """The last that is said about a task."""

    result: Any


def write(stream: IO[bytes], message: object) -> None:
    """Write a message to an unbuffered stream."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    rest = memoryview(len(data).to_bytes(_LENGTH, "big") + data)
    while rest:
        rest = rest[stream.write(rest) :]


def read(stream: IO[bytes]) -> Any:
    """Return the next message of an unbuffered stream.

    Raises:
        EOFError: There is no whole one any more.
    """
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    return pickle.loads(_exactly(stream, length))


def _exactly(stream: IO[bytes], length: int) -> bytearray:
    data = bytearray(length)
    rest = memoryview(data)
    while rest:
        count = stream.readinto(rest)  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        rest = rest[count:]
    return data
