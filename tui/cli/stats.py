"""``zhupi stats``: how far an annotator is, and on request everybody."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from platformdirs import user_cache_path

from annotations.adjudication.overruled import SettledAgainst
from annotations.model.scheme import Scheme
from annotations.progress.counts import NONE, LayerCounts
from annotations.project.project import Project
from annotations.project.statistics import Statistics, statistics
from annotations.wording import counted, tr
from tui.cli.options import add_annotator, add_project, project_at
from tui.cli.stats_tables import labels_of, of_all, of_one
from tui.terminal.outputs import Output
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["register", "stats"]

Counts = Mapping[str, LayerCounts]
Against = Mapping[str, SettledAgainst | None]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi stats``."""
    add_project(parser)
    add_annotator(parser)
    parser.add_argument("--review", action="store_true", help=tr("count everybody's marks, not mine alone"))
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help=tr("json is one object a line, an annotator each"),
    )
    parser.set_defaults(command=stats)


def stats(options: argparse.Namespace) -> int:
    """Print the progress of an annotator, or with ``--review`` of each.

    Returns:
        1 if a layer could not be read, else 0.

    Raises:
        UsageError: There is nothing to count, or the project keeps from the annotator what others did.
    """
    project = project_at(options)
    if options.review:
        project.demand_others("stats --review")
    with Progress(patience=0) as progress:
        found = statistics(
            project,
            cache=user_cache_path("zhupi", appauthor=False),
            everybody=options.review,
            on_progress=lambda done, of: progress.bytes(tr("counting"), done, of),
        )
    for line in found.lines:
        say(line)
    with Output("-", json=options.format == "json").opened() as out:
        for line in _lines(project, found, options):
            out.write(f"{line}\n".encode("utf-8", "replace"))
    return int(not found.complete)


def _lines(project: Project, found: Statistics, options: argparse.Namespace) -> Iterator[str]:
    scheme, where = project.scheme, project.root.name or str(project.root)
    if options.format == "json":
        yield from _objects(found.counts, found.articles, scheme, found.against)
    elif options.review:
        title = f"{where}: {counted(found.articles, 'article')}"
        yield from of_all(title, found.counts, scheme, found.against)
    else:
        for who, one in found.counts.items():
            yield from of_one(
                tr("{who} in {where}", who=who, where=where), one, found.articles, scheme, found.against[who]
            )


def _objects(counts: Counts, articles: int, scheme: Scheme, against: Against) -> Iterator[str]:
    """Yield an object a line for each annotator; every label of the scheme is in it, and every key always.

    What is counted by label is a list of records: a map would have other keys in each line in which somebody
    used a label that the scheme does not have, and its lines could not be loaded as one table.
    """
    for annotator, one in counts.items():
        settled = against[annotator]
        names = labels_of(scheme, one, settled)
        numbers = asdict(replace(one, by_article={}))
        del numbers["by_article"]  # zhupi progress has it
        row: dict[str, Any] = {"annotator": annotator, "scheme": scheme.id, "articles": articles}
        row["touched"] = numbers.pop("articles")
        row |= numbers
        row["labels"] = [{"label": name, "sentences": one.labels.get(name, 0)} for name in names]
        row["pace"] = one.pace.median
        row["paces"] = [
            {"label": name, "pace": one.paces[name].median if name in one.paces else None}
            for name in [*names, NONE]
        ]
        row["settled"] = _settled(settled, [*names, NONE])
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _settled(one: SettledAgainst | None, names: list[str]) -> dict[str, Any]:
    """Return what was settled against an annotator, all of it null where it may not be shown."""
    if one is None:
        nothing = dict.fromkeys(("judged", "against", "over", "under"))
        each = dict.fromkeys(("over", "under", "agreed"))
        return {**nothing, "labels": [{"label": name, **each} for name in names]}
    way = one.of_labels()
    return {
        "judged": one.judged,
        "against": one.against,
        "over": way.over,
        "under": way.under,
        "labels": [{"label": name, **asdict(one.of(name))} for name in names],
    }
