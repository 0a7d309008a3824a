"""``zhupi stats``: how far an annotator is, and on request everybody."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from annotations.counts import LayerCounts
from annotations.errors import ProjectError, UsageError
from annotations.project import ANNOTATIONS, Project
from annotations.scheme import Scheme
from annotations.storage.counting import count_layers
from annotations.storage.files import Files
from annotations.storage.layer_files import layer_files
from tui.batch import say
from tui.layout.cells import cell_width, fit
from tui.settings import Settings
from tui.start import annotator_of

__all__ = ["stats"]

_WIDTH = 80
_LABELS_IN_A_ROW = 4
"""Labels of one table of several annotators; more go into a table below it."""

Counts = dict[str, LayerCounts]


def stats(options: argparse.Namespace) -> int:
    """Print the progress of an annotator, or with ``--review`` of each.

    Returns:
        1 if a layer could not be read, else 0.
    """
    project = Project.at(options.project, annotator=annotator_of(options, Settings.read()))
    articles = _number_of_articles(project)
    for notice in project.notices:
        say(notice)
    if not articles and not (project.root / ANNOTATIONS).is_dir():
        raise UsageError(f"{project.root}: there is neither an article nor an annotation; name the project")
    counts, failed = _counted(project, everybody=options.review)
    if options.format == "json":
        lines = _objects(counts, articles, project.scheme)
    elif options.review:
        lines = _of_all(counts, articles, project)
    else:
        lines = _of_one(counts, articles, project)
    out = sys.stdout.buffer
    out.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    out.flush()
    return int(failed)


def _number_of_articles(project: Project) -> int:
    """Return how many articles lie in the project's folder; there may be annotations alone."""
    try:
        return len(Project.open([project.root], annotator=project.annotator).places)
    except ProjectError:
        return 0


def _counted(project: Project, *, everybody: bool) -> tuple[Counts, bool]:
    """Return the counts of each annotator, one's own first, and whether some are missing."""
    from platformdirs import user_cache_path

    paths = [project.layer_path]
    if everybody:
        try:
            others = layer_files(project.root, Files())
        except OSError as error:
            raise ProjectError(
                f"{project.root / ANNOTATIONS}: it cannot be read ({error.strerror}); check its permissions"
            ) from None
        paths = sorted(others, key=lambda path: path != project.layer_path) or paths
    cache = user_cache_path("zhupi", appauthor=False) / "counts"
    with _Progress() as progress:
        found = count_layers(paths, cache=cache, on_progress=progress.show)
    for one in found.values():
        for notice in one.notices:
            say(notice)
    counts = {path.stem: one.counts for path, one in found.items() if one.counts is not None}
    return counts, len(counts) < len(found)


# -- JSON -------------------------------------------------------------------------


def _objects(counts: Counts, articles: int, scheme: Scheme) -> Iterator[str]:
    """Yield an object a line for each annotator; every label of the scheme is in it."""
    for annotator, one in counts.items():
        names = scheme.in_order({label.name for label in scheme.labels} | set(one.labels))
        numbers = asdict(one)
        row: dict[str, Any] = {"annotator": annotator, "scheme": scheme.id, "articles": articles}
        row["touched"] = numbers.pop("articles")
        row |= numbers
        row["labels"] = {name: one.labels.get(name, 0) for name in names}
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


# -- tables -----------------------------------------------------------------------


def _of_one(counts: Counts, articles: int, project: Project) -> Iterator[str]:
    for annotator, one in counts.items():
        yield fit(f"{annotator} in {project.root.name or project.root}", _WIDTH)
        titles = {label.name: f"{label.name} {label.title}" for label in project.scheme.labels}
        yield ""
        yield from _table(
            [
                ["articles", _number(articles), ""],
                ["  touched", _number(one.articles), _share(one.articles, articles)],
                ["  done", _number(one.done), _share(one.done, articles)],
                ["sentences decided", _number(one.decided), ""],
                *(
                    [f"  {titles[name]}", _number(count), _share(count, one.decided)]
                    for name, count in _labels(one, project.scheme)
                ),
                ["  none", _number(one.none), _share(one.none, one.decided)],
                ["sentences with a flag or a note only", _number(one.open), ""],
                ["flags", _number(one.flags), ""],
                ["notes", _number(one.notes), ""],
            ]
        )


def _of_all(counts: Counts, articles: int, project: Project) -> Iterator[str]:
    """Yield a row an annotator and a total: first progress, then labels."""
    total = LayerCounts.total(counts.values())
    everybody = [*counts.items(), ("total", total)]
    yield fit(f"{project.root.name or project.root}: {_number(articles)} articles", _WIDTH)
    yield ""
    head = ["annotator", "touched", "done", "marked", "none", "open", "flags", "notes"]
    rows = [
        [who, *map(_number, (one.articles, one.done, one.marked, one.none, one.open, one.flags, one.notes))]
        for who, one in everybody
    ]
    yield from _table([head, *rows])
    names = [name for name, _ in _labels(total, project.scheme)]
    for at in range(0, len(names), _LABELS_IN_A_ROW):
        yield ""
        some = names[at : at + _LABELS_IN_A_ROW]
        rows = [
            [who, *(_with_share(one.labels.get(name, 0), one.decided) for name in some)]
            for who, one in everybody
        ]
        yield from _table([["annotator", *(fit(name, 14) for name in some)], *rows])
    yield ""
    yield "Shares are of the sentences marked or none."
    yield "The total counts an article once for each annotator."


def _labels(one: LayerCounts, scheme: Scheme) -> list[tuple[str, int]]:
    """Return the count of each label of the scheme, and of those that it does not know."""
    names = scheme.in_order({label.name for label in scheme.labels} | set(one.labels))
    return [(name, one.labels.get(name, 0)) for name in names]


def _table(rows: Sequence[Sequence[str]], width: int = _WIDTH) -> Iterator[str]:
    """Yield `rows` with their columns aligned, the first left and cut to what is left of `width` cells.

    Only the first may hold what is not safe to print.
    """
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    gap = "  " if sum(widths[1:]) + 2 * len(widths[1:]) <= width - widths[0] else " "
    widths[0] = max(min(widths[0], width - sum(widths[1:]) - len(gap) * len(widths[1:])), 8)
    for first, *others in rows:
        name = fit(first, widths[0])
        cells = [name + " " * (widths[0] - cell_width(name))]
        cells += [
            " " * (wide - cell_width(cell)) + cell for cell, wide in zip(others, widths[1:], strict=True)
        ]
        yield gap.join(cells).rstrip()


def _number(count: int) -> str:
    return f"{count:,}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else ""


def _with_share(part: int, whole: int) -> str:
    return f"{_number(part)} {_share(part, whole) or '-':>4}"


class _Progress:
    """A bar on standard error, if that is a terminal and there is something to wait for."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> _Progress:
        return self

    def show(self, done: int, total: int) -> None:
        """Show that `done` of `total` bytes are counted."""
        if self._bar is None:
            if not sys.stderr.isatty():
                return
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

            columns = (TextColumn("counting"), BarColumn(), DownloadColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task("counting", total=total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
