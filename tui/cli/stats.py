"""``zhupi stats``: how far an annotator is, and on request everybody."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotations.adjudication.overruled import SettledAgainst
from annotations.errors import ProjectError, UsageError
from annotations.model.scheme import Scheme
from annotations.progress.counts import NONE, LayerCounts
from annotations.project.overruled import may_see_own, read_settled
from annotations.project.project import ANNOTATIONS, Project
from annotations.storage.files.files import Files
from annotations.storage.layer.layer_files import layer_files, no_layers
from annotations.storage.readers.counting import count_layers
from annotations.storage.readers.tally import Counted
from annotations.wording import counted
from tui.cli.export import demand_review
from tui.cli.open import annotator_of
from tui.cli.stats_tables import labels_of, of_all, of_one
from tui.settings import Settings
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["stats"]

Counts = Mapping[str, LayerCounts]
Against = Mapping[str, SettledAgainst | None]


def stats(options: argparse.Namespace) -> int:
    """Print the progress of an annotator, or with ``--review`` of each.

    Returns:
        1 if a layer could not be read, else 0.

    Raises:
        UsageError: There is nothing to count, or the project keeps from the annotator what others did.
    """
    project = Project.at(options.project, annotator=annotator_of(options, Settings.read()))
    if options.review:
        demand_review(project, options.review, "stats --review")
    articles = _number_of_articles(project)
    for notice in project.notices:
        say(notice)
    if not articles and not (project.root / ANNOTATIONS).is_dir():
        raise UsageError(f"{project.root}: there is neither an article nor an annotation; name the project")
    found, shown = _counted(project, everybody=options.review)
    counts = {path: one.counts for path, one in found.items() if one.counts is not None}
    leads = [path for path, one in counts.items() if one.decisions]
    if project.lead_path in found.keys() - counts.keys():
        leads.append(project.lead_path)  # reading it again tells that nothing is known of decisions
    shown = [path for path in shown if path in counts]
    settled = read_settled(project, leads, shown, _cache("layers"))
    rows = {path.stem: counts[path] for path in shown}
    against = {path.stem: one for path, one in settled.against.items()}
    missing = no_layers(project.root, Files()) if options.review else []
    for line in (*missing, *settled.failed):
        say(line)
    where = project.root.name or str(project.root)
    if options.format == "json":
        lines = _objects(rows, articles, project.scheme, against)
    elif options.review:
        lines = of_all(f"{where}: {counted(articles, 'article')}", rows, project.scheme, against)
    else:
        lines = (
            line
            for who, one in rows.items()
            for line in of_one(f"{who} in {where}", one, articles, project.scheme, against[who])
        )
    with Output("-", json=options.format == "json").opened() as out:
        for line in lines:
            out.write(f"{line}\n".encode("utf-8", "replace"))
    return int(len(counts) < len(found) or bool(missing or settled.failed))


def _number_of_articles(project: Project) -> int:
    """Return how many articles lie in the project's folder; there may be annotations alone."""
    try:
        return len(Project.open([project.root], annotator=project.annotator).places)
    except ProjectError:
        return 0


def _counted(project: Project, *, everybody: bool) -> tuple[dict[Path, Counted], list[Path]]:
    """Count layers, and return what came of each, and those to show, one's own first.

    Where an annotator may see what was decided on the annotator's marks, the lead's layer is counted as well,
    to know whether it holds decisions, and not shown.
    """
    paths = [project.layer_path]
    if everybody:
        try:
            others = layer_files(project.root, Files())
        except OSError as error:
            raise ProjectError(
                f"{project.root / ANNOTATIONS}: it cannot be read ({error.strerror}); check its permissions"
            ) from None
        paths = sorted(others, key=lambda path: path != project.layer_path) or paths
    lead = project.lead_path if may_see_own(project) else None
    cache = _cache("counts")
    with _Progress() as progress:
        found = count_layers([*paths, *([lead] if lead else ())], cache=cache, on_progress=progress.show)
    for path, one in found.items():
        if path in paths:  # what others' layers are like is theirs
            for notice in one.notices:
                say(notice)
    return found, list(dict.fromkeys(paths))


def _cache(name: str) -> Path:
    """Return a folder of the user's for what is worked out again if it is lost."""
    from platformdirs import user_cache_path

    return user_cache_path("zhupi", appauthor=False) / name


def _objects(counts: Counts, articles: int, scheme: Scheme, against: Against) -> Iterator[str]:
    """Yield an object a line for each annotator; every label of the scheme is in it, and every key always."""
    for annotator, one in counts.items():
        settled = against[annotator]
        names = labels_of(scheme, one, settled)
        numbers = asdict(one)
        row: dict[str, Any] = {"annotator": annotator, "scheme": scheme.id, "articles": articles}
        row["touched"] = numbers.pop("articles")
        row |= numbers
        row["labels"] = {name: one.labels.get(name, 0) for name in names}
        row["pace"] = one.pace.median
        row["paces"] = {
            name: one.paces[name].median if name in one.paces else None for name in [*names, NONE]
        }
        row["settled"] = _settled(settled, [*names, NONE])
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _settled(one: SettledAgainst | None, names: list[str]) -> dict[str, Any]:
    """Return what was settled against an annotator, all of it null where it may not be shown."""
    if one is None:
        nothing = dict.fromkeys(("judged", "against", "over", "under"))
        each = dict.fromkeys(("over", "under", "agreed"))
        return {**nothing, "labels": {name: dict(each) for name in names}}
    way = one.of_labels()
    return {
        "judged": one.judged,
        "against": one.against,
        "over": way.over,
        "under": way.under,
        "labels": {name: asdict(one.of(name)) for name in names},
    }


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
