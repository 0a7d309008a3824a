"""The terminal as Textual drives it, and what becomes of it when the program is stopped, continued or ended.

Textual does all of this inside the handlers of signals, where a lock that the program holds is held for ever,
and it starts anew whenever the program is continued, also when it had not stopped: with a second thread that
reads keys, which nothing ends.
"""

from __future__ import annotations

import os
import re
import select
import signal
import termios
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Protocol, cast, runtime_checkable

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys

from tui.terminal.connection import is_gone

__all__ = ["OwnDriver", "TerminalDriver"]

_LEFT = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # no bracketed paste, lines wrap, no reports of the size
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # no mouse
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m"  # the screen from before, with its cursor
)
"""What undoes everything that was asked of the terminal."""
_TRIES = 100
"""How often it is tried to come back to a terminal that belongs to somebody else. Chosen: each try stops the
program until somebody continues it, so that it is no matter of time; an end there must be."""


_PROBES = "“…—×"
"""Characters of which it is asked how wide the terminal draws them: one each of the quotes, the dots and the
dashes, and one for all others of ambiguous width."""
_QUESTION = "".join(f"\x1b[1;1H{one}\x1b[?6n" for one in _PROBES) + "\x1b[1;1H\x1b[K"
"""Draws each where the first frame will stand, and asks where the cursor is behind it: by DECXCPR, whose
answer no key resembles, while that to the form without a question mark is Shift+F3."""
_ANSWER = re.compile(r"\x1b\[\?\d+;(\d+)(?:;\d+)?R")


@runtime_checkable
class OwnDriver(Protocol):
    """A driver of ours, which a test's is not."""

    def use_mouse(self, wanted: bool) -> None:
        """Take the mouse, or leave it."""

    def restore_at_once(self) -> None:
        """Let go of what is driven and wait for nobody; on any thread."""


class Measured(Protocol):
    """An app that is told how wide the terminal draws."""

    def widths_found(self, columns: Mapping[str, int]) -> None:
        """Take in the column, from 1, behind each of some characters that were drawn in the first."""


class _Parser(XTermParser):
    """Reads what a terminal sends, and keeps its answers apart from keys, however late they come."""

    def __init__(self, tell: Callable[[int], None], *args: Any) -> None:
        super().__init__(*args)
        self._tell = tell

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        found = _ANSWER.fullmatch(sequence)
        if found is None:
            return super()._sequence_to_key_events(sequence, alt)
        self._tell(int(found[1]))
        return [events.Key(Keys.Ignore, sequence)]


class TerminalDriver(LinuxDriver):
    """Drives the terminal with one thread that reads and one that writes, whatever signals come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asleep = False
        self._raw: list[Any] | None = None
        self._before: list[Any] | None = None
        self._left = True
        self._columns: list[int] = []

    # -- stopped and continued -----------------------------------------------------

    def _sigtstp_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._sleep)

    def _sigcont_application(self, *_: object) -> None:
        if not self._asleep:
            self._loop.call_soon_threadsafe(self._wake)

    def _sleep(self) -> None:
        """Give the terminal back, stop, and take it again when the program is continued."""
        if self._left or self._asleep:
            return
        self._asleep = True
        try:
            self.suspend_application_mode()
            self._must_signal_resume = True
            os.kill(os.getpid(), signal.SIGSTOP)
            for _ in range(_TRIES):  # in the background this stops the program once more
                self.resume_application_mode()
                if not self._left or is_gone():
                    break
            self._app.refresh(layout=True)
        finally:
            self._asleep = False

    def _wake(self) -> None:
        """Ask everything of the terminal again and draw it all; whoever had it may have changed it."""
        if self._left or self._raw is None:
            return
        with suppress(termios.error):
            termios.tcsetattr(self.fileno, termios.TCSANOW, self._raw)
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")
        self._enable_mouse_support()
        if self._mouse_pixels:
            self._enable_mouse_pixels()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._app.refresh(layout=True)

    # -- mouse and widths ----------------------------------------------------------

    def use_mouse(self, wanted: bool) -> None:
        """Take the mouse, or leave it to the terminal, whose own selection works then."""
        if wanted == self._mouse:
            return
        self._mouse = True  # what does nothing without one
        if wanted:
            self._enable_mouse_support()
        else:
            self._disable_mouse_support()
            self.flush()
        self._mouse = wanted

    def run_input_thread(self) -> None:
        """Wait for keys, and for what the terminal answers."""
        # It makes its parser itself, by this name.
        setattr(linux_driver, "XTermParser", partial(_Parser, self._answered))  # noqa: B010 - not exported
        super().run_input_thread()

    def _answered(self, column: int) -> None:
        """Take in where the cursor stood behind the next of the characters that were drawn at the start."""
        self._columns.append(column)
        if len(self._columns) == len(_PROBES):
            found, self._columns = dict(zip(_PROBES, self._columns, strict=True)), []
            self._loop.call_soon_threadsafe(cast(Measured, self._app).widths_found, found)

    # -- begun and left ---------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal; :meth:`restore_at_once` undoes it from now on."""
        with suppress(termios.error):
            self._before = termios.tcgetattr(self.fileno)
        writer = self._writer_thread
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._left = self._writer_thread is writer  # it was not ours to take
        if not self._left:
            self._columns = []
            self.write(_QUESTION)  # below the first frame; nobody waits for the answer
        with suppress(termios.error):
            self._raw = termios.tcgetattr(self.fileno)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        super().stop_application_mode()
        self._left = True

    def restore_at_once(self) -> None:
        """Give the terminal back and wait for nobody, whatever the program is doing; on any thread."""
        if self._left:
            return
        self._left = True
        with suppress(OSError, ValueError, termios.error):
            if select.select((), (self.fileno,), (), 0.2)[1]:  # somebody reads what is written
                os.write(self._file.fileno() if self._file is not None else self.fileno, _LEFT.encode())
            if self._before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._before)
