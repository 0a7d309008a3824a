"""An import as it is being chosen: of what, in whose name, and what labels that nobody knows become."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from annotations.errors import UsageError, ZhupiError
from annotations.exchange.registry import format_names
from annotations.project.arrivals import Arrivals
from annotations.project.import_choice import (
    Forecast,
    ImportChoice,
    InWhoseName,
    TakenIn,
    forecast,
    names_for,
    take_in,
)
from annotations.project.project import Project
from annotations.wording import tr

__all__ = ["UNDECIDED", "ImportDesk"]

UNDECIDED = "?"
"""What a label becomes of which nobody has said it."""


class ImportDesk:
    """Where an import is put together; nothing is written before all of it has been shown.

    Args:
        project: The project as its annotator opens it.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.arrivals = Arrivals(project)
        """The articles that came with it, until they are articles of the project."""
        self.formats = ["", *format_names()]
        self.names = names_for(project)
        self.path = ""
        self.format = ""
        self.whose: InWhoseName = "file" if project.lead and "file" in self.names else "mine"
        self.model = ""
        self.replace_there = False
        self.skip_faulty = False
        self.asked: dict[str, tuple[bool, str]] = {}
        """Labels that the project does not know: whether each is one of names, and what it becomes."""
        self.forecast: Forecast | None = None

    def set(self, name: str, value: str) -> None:
        """Choose `value` for what the form calls `name`."""
        if name.startswith("label:"):
            label = name.removeprefix("label:")
            self.asked[label] = (self.asked[label][0], value)
        elif name in ("replace_there", "skip_faulty"):
            setattr(self, name, bool(value))
        else:
            if name in ("path", "format") and value != getattr(self, name):
                self.asked.clear()
                self.skip_faulty = False
            setattr(self, name, value)

    @property
    def choice(self) -> ImportChoice:
        """What is chosen by now.

        Raises:
            UsageError: No file is named.
        """
        if not self.path.strip() or "\0" in self.path:
            raise UsageError(tr("name a file, a folder or an archive; Tab completes"))
        return ImportChoice(
            Path(os.path.expanduser(self.path)),  # noqa: PTH111 - as it was typed
            self.format,
            self.whose,
            self.model.strip(),
            {label: new for label, (_, new) in self.asked.items() if new != UNDECIDED},
            self.replace_there,
            self.skip_faulty,
        )

    def take(self, found: Forecast | None) -> None:
        """Let `found` be what would be done, and ask of labels that are not known what they become."""
        self.forecast = found
        if found is None:
            return
        for label in found.unknown:
            self.asked.setdefault(label, (False, UNDECIDED))
        for label in found.unknown_types:
            self.asked.setdefault(label, (True, UNDECIDED))

    @property
    def undecided(self) -> str:
        """The first label of which nobody has said what it becomes; empty where there is none."""
        return next((label for label, (_, new) in self.asked.items() if new == UNDECIDED), "")

    # -- on a worker's thread ----------------------------------------------------------

    def look(self, choice: ImportChoice, progress: Callable[[str], None]) -> Forecast:
        """Return what would be done.

        Raises:
            ZhupiError: It cannot be told.
        """
        return forecast(self.project, choice, progress)

    def take_in(
        self, choice: ImportChoice, reading: Callable[[str], None], writing: Callable[[str], None]
    ) -> TakenIn:
        """Take it in; `reading` and `writing` are called with what is going on.

        Raises:
            ZhupiError: It cannot be read or written, or something is against it.
        """
        try:
            return take_in(self.project, choice, reading, writing)
        finally:
            with suppress(ZhupiError):  # a folder is gone, which is said by who lists it
                self.arrivals.look()
