"""What an annotator reads of the articles that were opened, in which order."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.assignment.table import PARTS, TRAIN, Assignments, Row
from annotations.errors import SettingsError
from annotations.project.places import sources_of
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS
from annotations.wording import tr

__all__ = ["OwnQueue", "Queued", "own_queue", "trains_with"]


class Queued(NamedTuple):
    """An article in a queue."""

    place: int
    """Its place among the articles that were opened."""
    article: str = ""
    """Its id as far as it is known; its file may have changed since it was assigned."""
    part: str = ""
    """``train``, ``pilot``, ``test`` or empty; who annotates is not told which is a test."""


class OwnQueue:
    """The articles of one annotator, in the order in which they are to be read.

    Args:
        articles: The articles.
        notice: What their annotator is to know of it; may be empty.
    """

    def __init__(self, articles: Iterable[Queued], notice: str = "") -> None:
        self.articles: Sequence[Queued] = list(articles)
        self.notice = notice
        self._at = {one.place: at for at, one in enumerate(self.articles)}

    def __len__(self) -> int:
        return len(self.articles)

    def __contains__(self, index: object) -> bool:
        return index in self._at

    def number(self, index: int) -> int | None:
        """Return its number in the queue, from 1, of the article at `index` of those opened, or None."""
        at = self._at.get(index)
        return None if at is None else at + 1

    def beside(self, index: int, step: int) -> Sequence[Queued]:
        """Return what follows the article at `index`, or what comes before it, the nearest first."""
        before, after = self._around(index)
        return after if step > 0 else before[::-1]

    def others(self, index: int) -> Sequence[Queued]:
        """Return all but the article at `index`, those that follow it first, going round."""
        before, after = self._around(index)
        return [*after, *before]

    def _around(self, index: int) -> tuple[Sequence[Queued], Sequence[Queued]]:
        """Return what comes before the article at `index` and after it, also one that is not in the queue."""
        articles, at = self.articles, self._at.get(index)
        if at is not None:
            return articles[:at], articles[at + 1 :]
        at = next((n for n in range(len(articles), 0, -1) if articles[n - 1].place < index), 0)
        return articles[:at], articles[at:]


def trains_with(project: Project, source: str) -> bool:
    """Tell whether the settings name the article at `source` as a training article."""
    return any(source == one or fnmatch.fnmatchcase(source, one) for one in project.training.articles)


def own_queue(project: Project, *, review: bool = False, served: bool = False) -> OwnQueue | None:
    """Return the queue of the project's annotator among the articles that were opened.

    Who has nothing in a project in which others have reads everything, training articles first, and is told
    so; so does everybody where the file cannot be understood, for that must keep nobody from working.

    Args:
        project: The project.
        review: Whether the annotator came to review; a lead who did not is told what there is to review.
        served: Whether a server shows the program, so that one comes to review by an address.

    Returns:
        None where nothing was assigned to anybody and there is no training.
    """
    notice, table = "", Assignments()
    try:
        table = Assignments.read(project.root / ASSIGNMENTS)
    except SettingsError as error:
        notice = tr("{why}; until then all articles are read", why=error)
    mine = {name for name in table.annotators if project.owns(project.roster.owner_of(name))}
    rows = [row for row in table.rows.values() if not mine.isdisjoint(row.readers)]
    if rows:
        return OwnQueue(_in_order(project, rows, mine))
    if table.rows and project.lead and project.is_lead:
        here = tr("{name} leads: /review on this server shows what others say", name=project.called)
        there = tr("{name} leads: zhupi open --review shows what others say", name=project.called)
        notice = "" if review else here if served else there
    elif table.rows:
        notice = tr("{name} has no articles of this project, and reads all of them", name=project.called)
    if not (notice or project.training.articles):
        return None
    sources = sources_of(project.root, project.places) if project.training.articles else ()
    trained = [n for n, source in enumerate(sources) if trains_with(project, source)]
    others = set(range(len(project.places))).difference(trained)
    return OwnQueue([*(Queued(n, part=TRAIN) for n in trained), *(Queued(n) for n in sorted(others))], notice)


def _in_order(project: Project, rows: Sequence[Row], mine: set[str]) -> list[Queued]:
    """Return the articles of `rows` that were opened: by part, and then as they were opened."""
    places = {source: n for n, source in enumerate(sources_of(project.root, project.places))}
    found: list[tuple[int, Queued]] = []
    for row in rows:
        index = places.get(row.source)
        if index is not None:
            part = next(row.part_for(name) for name in mine if name in row.readers)
            order = PARTS.index(TRAIN if trains_with(project, row.source) else row.part)
            found.append((order, Queued(index, row.article, part)))
    return [one for _, one in sorted(found, key=lambda one: (one[0], one[1].place))]
