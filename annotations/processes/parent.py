"""Whoever started this process, and this process as its child."""

from __future__ import annotations

import importlib
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from annotations.processes.messages import Answer, ChildFailed, read, write
from annotations.wording import speak, wanted_language

__all__ = ["Parent", "run"]


class Parent:
    """Whoever started this process: what it asks, and what it is told."""

    def __init__(self) -> None:
        """Begin to listen."""
        self._out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get between
        self._asked: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def has_asked(self) -> bool:
        """Say whether `receive` would return at once."""
        return not self._asked.empty()

    def receive(self) -> Any:
        """Wait for the next message and return it."""
        return self._asked.get()

    def tell(self, message: object) -> None:
        """Send a message.

        Raises:
            BrokenPipeError: Nobody listens any more; this process is about to end.
        """
        write(self._out, message)

    def work(self, do: Callable[[Any], object]) -> NoReturn:
        """Do each task that comes; one that fails is told, with its traceback as a note."""
        while True:
            task = self.receive()
            try:
                result = do(task)
            except Exception as error:
                result = ChildFailed(f"{type(error).__name__}: {error}")
                result.add_note(traceback.format_exc())
            self.tell(Answer(result))

    def _listen(self) -> None:
        """Take messages until the other side is gone, then end the process at once."""
        try:
            with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stream:
                while True:
                    self._asked.put(read(stream))
        except EOFError:
            os._exit(0)
        except BaseException:
            _give_up()


def run(module: str) -> NoReturn:
    """Be the process of `Child(module)`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    speak(wanted_language())
    parent = Parent()
    try:
        importlib.import_module(module).main(parent, *parent.receive())
    except BrokenPipeError:
        pass
    except BaseException:
        _give_up()
    os._exit(0)  # without a look at the thread that listens


def _give_up() -> NoReturn:
    traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)
