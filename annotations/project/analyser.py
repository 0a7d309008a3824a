"""What finds the names and numbers of a project's texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.project.project import Project
from annotations.project.tagger import tagger_lines, tagger_of

if TYPE_CHECKING:
    from annotations.analysis.pipeline import Analyser

__all__ = ["analyser_of"]


def analyser_of(project: Project, tell: Callable[[str], object]) -> Analyser:
    """Return it: with the project's own names, and with the tagger that it wants if its user allows that.

    `tell` is told in a line where that one is not at work, and what of its names is left out.

    Raises:
        SettingsError: The project's own names cannot be read.
    """
    from annotations.analysis.pipeline import Analyser

    for line in tagger_lines(project):
        tell(line)
    return Analyser.of(project.gazetteer_path, tagger_of(project), tell)
