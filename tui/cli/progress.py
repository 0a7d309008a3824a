"""``zhupi progress``: who has which articles, how far everybody is, and when it will be done."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from platformdirs import user_cache_path

from annotations.progress.people import Person
from annotations.project.progress import ProjectProgress, progress_of
from annotations.wording import tr
from tui.cli.options import add_annotator, add_project, project_at
from tui.layout.cells import visible
from tui.presenters.progress import headline, people_rows
from tui.presenters.table import WIDTH
from tui.terminal.outputs import Output
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["PersonRow", "progress", "register"]

_DAYS = 14


class PersonRow(TypedDict):
    """One line of ``--json``: an annotator. What is not known is null."""

    annotator: str
    articles: int
    """How many there are in the project."""
    assigned: int
    done: int
    begun: int
    new: int
    given_back: int
    flags: int
    questions: int
    overlap: int
    awaited: int
    beside: int
    last_day: str | None
    """The last day that was worked on, as 2026-11-27."""
    last_days: list[int]
    """How many articles were done on each of the last 14 days, today the last."""
    articles_a_day: float | None
    """On a working day."""
    seconds_a_sentence: float | None
    end: str | None
    """The day on which the last article will be done; null where nothing is left or nobody can tell."""
    training_right: int | None
    training_sentences: int | None
    test_right: int | None
    test_sentences: int | None


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi progress``."""
    add_project(parser)
    add_annotator(parser)
    parser.add_argument("--json", action="store_true", help=tr("one object a line, an annotator each"))
    parser.set_defaults(command=progress)


def progress(options: argparse.Namespace) -> int:
    """Print how far everybody is, or for who may not see others the annotator alone.

    Returns:
        1 if a layer could not be read, else 0.

    Raises:
        UsageError: There is nothing to count.
        ZhupiError: The project, or who reads what in it, cannot be read.
    """
    project = project_at(options)
    with Progress(patience=0) as shown:
        found = progress_of(
            project,
            cache=user_cache_path("zhupi", appauthor=False),
            on_progress=lambda done, of: shown.bytes("counting", done, of),
        )
    for line in found.lines:
        say(line)
    today = date.today()  # noqa: DTZ011 - the day of whoever looks
    name = project.root.name or str(project.root)
    with Output("-", json=options.json).opened() as out:
        for line in _objects(found, today) if options.json else _table(found, name, today):
            out.write(f"{line}\n".encode("utf-8", "replace"))
    return int(not found.complete)


def _table(found: ProjectProgress, name: str, today: date) -> Iterator[str]:
    yield visible(headline(found, name))
    yield ""
    for row in people_rows(found.people, today, WIDTH + 1):
        yield "".join(run.text for run in row)[1:].rstrip()  # there is no cursor
    if found.why_alone:
        yield ""
        yield visible(tr("of others nothing is shown: {why}", why=found.why_alone))


def _objects(found: ProjectProgress, today: date) -> Iterator[str]:
    for one in found.people:
        row = json.dumps(_row(one, found.articles, today), ensure_ascii=False)
        yield row.encode("utf-8", "backslashreplace").decode()


def _row(one: Person, articles: int, today: date) -> PersonRow:
    end, days, rate = one.end(today), one.days, one.days.rate(today)
    training, test = one.training, one.test
    return {
        "annotator": one.name,
        "articles": articles,
        "assigned": one.assigned,
        "done": one.done,
        "begun": one.begun,
        "new": one.new,
        "given_back": one.given_back,
        "flags": one.flags,
        "questions": one.questions,
        "overlap": one.overlap,
        "awaited": one.waited_for,
        "beside": one.beside,
        "last_day": None if days.last is None else str(days.last),
        "last_days": days.on_last(_DAYS, today),
        "articles_a_day": None if rate is None else round(rate, 2),
        "seconds_a_sentence": one.pace.median,
        "end": None if end is None else str(end),
        "training_right": None if training is None else training.right,
        "training_sentences": None if training is None else training.of,
        "test_right": None if test is None else test.right,
        "test_sentences": None if test is None else test.of,
    }
