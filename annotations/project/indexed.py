"""The index of a project: which one it is, and what fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from annotations.index.holding import Holding
from annotations.index.index import Index
from annotations.index.refresh import OnStep, Refreshed
from annotations.index.texts import TextTables
from annotations.project.project import Project
from annotations.reading import Place

__all__ = ["HOLDINGS", "index_of", "refresh_index"]

HOLDINGS: Sequence[Holding] = (TextTables(),)
"""What the index of a project holds of each article beside its row."""


def index_of(project: Project, cache: Path | None = None) -> Index:
    """Return the index of the articles of `project`, as it was left; see :class:`Index`."""
    return Index(project.root, project.options, HOLDINGS, cache)


def refresh_index(
    index: Index,
    project: Project,
    places: Iterable[Place] | None = None,
    *,
    on_step: OnStep = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Refreshed:
    """Take in which articles of `project` came, went and changed since; on any thread.

    Args:
        index: The index of the project.
        project: The project. What it knows of frozen texts is left alone: another thread may be at it.
        places: Where its articles lie now; by default as it was opened.
        on_step: Called in this thread with how many articles have been read, and of how many.
        cancelled: Asked in this thread whether to break off; the next refresh goes on.

    Raises:
        IndexLost: The index can neither be written nor made anew.
    """
    reads = replace(project, places=())
    catalogue = reads.catalogue
    catalogue.refresh()
    frozen = catalogue.texts
    # Who is sent to other processes takes nothing along that each of them finds out for itself.
    return index.refresh(
        project.places if places is None else places,
        replace(project, places=()),
        frozen,
        on_step=on_step,
        cancelled=cancelled,
    )
