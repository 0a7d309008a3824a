"""Where commands write: standard output, or a place that the user named. All of them go this way."""

from __future__ import annotations

import codecs
import contextlib
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from annotations.errors import StorageError, UsageError
from annotations.exchange.own_files import handed_in_by, is_output
from annotations.storage.files.output import Found, OutputFile, Sink
from annotations.wording import tr
from tui.layout.cells import escaped, visible
from tui.terminal.streams import leave

__all__ = ["Output", "ended_in_order", "print_line"]

_STDOUT = frozenset({"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
_LONGEST = 1 << 26
"""Bytes of a first line that are looked at."""


class Output:
    """The place to which a command writes.

    Args:
        name: As the user wrote it; ``-`` is standard output.
        force: Whether a file that zhupi did not write may be replaced.
        json: Whether every line is JSON, which stays the same JSON where a terminal shows it.
        root: The folder of the project that the command is about.
        inputs: What the command reads.
        annotator: Whose hand-ins may be replaced.
        screen: Whether a screen is open, which writes to regular files alone, and over none that has
            something in it.
    """

    def __init__(
        self,
        name: str,
        *,
        force: bool = False,
        json: bool = True,
        root: Path | None = None,
        inputs: Iterable[Path] = (),
        annotator: str | None = None,
        screen: bool = False,
    ) -> None:
        self.name = name
        self.is_stdout = name in _STDOUT and not screen
        self._screen = screen
        self._another = tr("name another file") if screen else tr("choose another file with -o")
        self._force = force
        self._json = json
        self._root = root
        self._inputs = tuple(inputs)
        self._annotator = annotator
        self._file = OutputFile(name, self._allow, another=self._another)

    def check(self) -> Path | None:
        """Refuse what may not be written over; for before the work.

        Returns:
            The file that will be replaced; None if there is none, or it is empty.

        Raises:
            UsageError: It may not, or the name is none of a file; the message says what to do.
            StorageError: It cannot be looked at.
        """
        if self.is_stdout:
            return None
        found = self._file.check()
        return found.path if found.regular and found.stat is not None and found.stat.st_size else None

    @contextmanager
    def opened(self) -> Iterator[Sink]:
        """Give what takes the bytes; a file is in its place when the context ends without an error.

        Raises:
            UsageError, StorageError: As :meth:`check`, or it cannot be written.
            BrokenPipeError: Nobody reads it any more.
        """
        with _Standard() if self.is_stdout else self._named() as sink:
            if not sink.isatty():
                yield sink
                return
            harmless = _Harmless(sink, self._json)
            yield harmless
            harmless.end()

    @contextmanager
    def _named(self) -> Iterator[Sink]:
        with ended_in_order(), self._file.opened() as sink:
            yield sink

    def _allow(self, found: Found) -> None:
        if not found.regular:
            if self._screen:
                raise UsageError(
                    tr("{name}: this is not a regular file; {another}", name=self.name, another=self._another)
                )
            return
        from annotations.project.belongings import belonging
        from tui.settings import settings_path

        kept = belonging(
            found.path, found.stat, root=self._root, inputs=self._inputs, settings=[settings_path()]
        )
        if kept:
            raise UsageError(
                tr(
                    "{name}: this is {kept}; nothing is written over it; {another}",
                    name=self.name,
                    kept=kept,
                    another=self._another,
                )
            )
        if found.stat is None or not found.stat.st_size or self._force:
            return
        if self._screen:
            raise UsageError(
                tr(
                    "{name}: something is in this file already; {another}",
                    name=self.name,
                    another=self._another,
                )
            )
        if not self._is_ours(found.path):
            raise UsageError(
                tr(
                    "{name}: something else is in this file; {another}, or replace it with --force",
                    name=self.name,
                    another=self._another,
                )
            )

    def _is_ours(self, path: Path) -> bool:
        try:
            with path.open("rb") as file:
                line = file.readline(_LONGEST)
        except OSError:
            return False
        if is_output(line):
            return True
        if (owner := handed_in_by(line)) is not None:
            return owner == self._annotator
        from annotations.storage.files.made import Made

        if path in Made().unchanged(path):
            return True
        from tui.presenters.agreement_lines import is_agreement

        return is_agreement(line.decode("utf-8", "replace"))


def print_line(text: str) -> None:
    """Print one harmless line to standard output, at once.

    Raises:
        StorageError: It cannot be written there.
        BrokenPipeError: Nobody reads it any more.
    """
    with _Standard() as out:
        out.write(visible(text).encode("utf-8", "replace") + b"\n")


class _Standard:
    """Standard output, which says what is wrong with it in words."""

    def __init__(self) -> None:
        if sys.stdout is None:  # the shell closed it
            raise StorageError(tr("standard output is closed; name a file with -o"))

    def __enter__(self) -> _Standard:
        sys.stdout.flush()
        return self

    def __exit__(self, *error: object) -> None:
        with _told():
            sys.stdout.buffer.flush()

    def write(self, data: bytes, /) -> None:
        """Write `data`."""
        with _told():
            sys.stdout.buffer.write(data)

    def isatty(self) -> bool:
        """Tell whether it is a terminal."""
        return sys.stdout.isatty()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        leave(sys.stdout)
        raise StorageError(
            tr(
                "standard output: it could not be written ({strerror}); name another file with -o",
                strerror=error.strerror,
            )
        ) from error


class _Harmless:
    """Passes text on to a terminal, without what that would obey."""

    def __init__(self, sink: Sink, json: bool) -> None:
        self._sink = sink
        self._json = json
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes, /) -> None:
        """Write `data`, which may end within a character."""
        self._pass(self._decoder.decode(data))

    def end(self) -> None:
        """Write what is left of a character that was cut short."""
        self._pass(self._decoder.decode(b"", final=True))

    def isatty(self) -> bool:
        """Say that it is one."""
        return True

    def _pass(self, text: str) -> None:
        text = escaped(text) if self._json else "\n".join(map(visible, text.split("\n")))
        self._sink.write(text.encode("utf-8", "replace"))


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let a signal that ends the program unwind it, so that no half of a file stays."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: handler
        for number in (signal.SIGTERM, signal.SIGHUP)
        if (handler := signal.getsignal(number)) is signal.SIG_DFL
    }
    for number in before:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            with contextlib.suppress(ValueError):
                signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
