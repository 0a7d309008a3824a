"""The tagger that a project wants for its names, and the one that is at work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotations.analysis.taggers.spec import TaggerSpec, allows
from annotations.project.project import Project
from annotations.toml_text import value_text
from annotations.wording import tr

__all__ = ["allowing", "tagger_lines", "tagger_of", "wanted_tagger"]


def allowing(project: Project, taggers: Iterable[str], where: str) -> Project:
    """Return `project` as a user opens it who allows `taggers`, in the file `where`."""
    return replace(project, models=project.models._replace(allowed=tuple(taggers), allowed_in=where))


def wanted_tagger(project: Project) -> TaggerSpec | None:
    """Return the tagger that `project` wants, whether or not it may run; None for the built-in one."""
    if not project.models.tagger:
        return None
    return TaggerSpec.of(project.models.tagger, project.root, (one.name for one in project.scheme.types))


def tagger_of(project: Project) -> TaggerSpec | None:
    """Return the tagger that finds names instead of what is built in; None unless its user allows it."""
    wanted = wanted_tagger(project)
    return wanted if wanted is not None and allows(project.models.allowed, wanted) else None


def tagger_lines(project: Project) -> list[str]:
    """Return why a tagger that `project` wants is not at work, and how to allow it: a line, or none."""
    wanted = wanted_tagger(project)
    if wanted is None or allows(project.models.allowed, wanted):
        return []
    return [
        tr(
            "the built-in tagger is at work: {tagger}, which this project wants, runs once you allow it with"
            " taggers = [{listed}] in {where}",
            tagger=project.models.tagger,
            listed=value_text(wanted.text),
            where=project.models.allowed_in or "settings.toml",
        )
    ]
