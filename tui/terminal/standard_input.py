"""What commands read that the user names: files, or standard input for what is piped to them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from annotations.errors import ReadingError
from annotations.wording import msg, tr

__all__ = ["STDIN", "opened", "standard_input"]

STDIN = msg("standard input")
"""What messages call it."""


def standard_input() -> BinaryIO:
    """Return standard input, to read bytes from.

    Raises:
        ReadingError: The shell closed it.
    """
    if sys.stdin is None:
        raise ReadingError(tr("standard input is closed; name a file, or pipe something to the command"))
    return sys.stdin.buffer


@contextmanager
def opened(name: str, writer: str) -> Iterator[tuple[BinaryIO, str]]:
    """Give the bytes of the file `name`, or of standard input for ``-``, and what messages call it.

    Raises:
        ReadingError: It cannot be read; it should be what the command `writer` wrote.
    """
    if name == "-":
        yield standard_input(), STDIN
        return
    try:
        with Path(name).open("rb") as file:
            yield file, name
    except OSError as error:
        raise ReadingError(
            tr(
                "{name}: {strerror}; name what {writer} wrote",
                name=name,
                strerror=error.strerror,
                writer=writer,
            )
        ) from None
    except ValueError:
        raise ReadingError(
            tr("{name}: no file has such a name; name what {writer} wrote", name=name, writer=writer)
        ) from None
