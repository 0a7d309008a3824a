"""Comparing all layers of a project in a process of its own, so that a screen stays alive meanwhile.

Reading a million marks and working out what comes of them takes many seconds, in which a thread would leave
the others next to nothing of the interpreter.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

from annotations.errors import ProjectError, ZhupiError
from annotations.processes.child import Child
from annotations.processes.messages import ChildFailed
from annotations.processes.parent import Parent
from annotations.project.agreement import Compared, compare
from annotations.project.project import Project
from annotations.records.kinds import SpanRecord
from annotations.wording import tr

__all__ = ["ComparingApart"]

_FIELDS = ("start", "end", "what", "act", "type", "number")
"""What is wanted of the records that mend names and numbers."""


class ComparingApart:
    """One comparison; `run` may be called once, in any thread, and `cancel` in any other."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._cancelled = False

    def run(self, on_step: Callable[[str], None]) -> Compared | None:
        """Compare the layers, and wait for it.

        Args:
            on_step: Called in this thread with each step in words, as ``reading layer 3 of 10: mei``.

        Returns:
            What came of it; None if it was cancelled.

        Raises:
            ProjectError: The layers cannot be compared, or the process ended early.
        """
        root = self._project.root
        try:
            child = self._start()
        except OSError as error:
            raise ProjectError(
                tr(
                    "{root}: no process to compare its layers could be started ({strerror}); try again",
                    root=root,
                    strerror=error.strerror,
                )
            ) from None
        if child is None:
            return None
        try:
            while isinstance(told := child.receive(), str):
                on_step(told)
        except ChildFailed as failed:
            told = ProjectError(
                tr("{root}: comparing its layers stopped ({failed}); try again", root=root, failed=failed)
            )
        finally:
            with self._lock:
                self._child = None
            child.close()
        if self._cancelled:
            return None
        if isinstance(told, ProjectError):
            raise told
        assert isinstance(told, Compared)
        return told

    def cancel(self) -> None:
        """Give it up: the process ends now, and `run` returns None."""
        with self._lock:
            self._cancelled = True
            if self._child is not None:
                self._child.kill()

    def _start(self) -> Child | None:
        with self._lock:  # so that none is started behind the back of whoever cancels
            if not self._cancelled:
                self._child = Child(__name__, self._project.root, self._project.annotator)
            return self._child


def main(parent: Parent, root: Path, annotator: str) -> None:
    """Compare the layers of the project at `root`: tell each step in words, and last what came of it."""
    try:
        compared = compare(Project.at(root, annotator=annotator), on_step=parent.tell)
    except ZhupiError as error:
        parent.tell(error if isinstance(error, ProjectError) else ProjectError(str(error)))
    except MemoryError:
        parent.tell(ProjectError(tr("{root}: there is too little memory to compare its layers", root=root)))
    else:
        parent.tell(_slim(compared))


def _slim(compared: Compared) -> Compared:
    """Return `compared` with only those fields of the records that mend which the screen looks at."""
    spans = {
        key: [cast(SpanRecord, {field: one.get(field) for field in _FIELDS}) for one in records]
        for key, records in compared.units.spans.items()
    }
    return replace(compared, units=replace(compared.units, spans=spans))
