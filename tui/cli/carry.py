"""``zhupi carry``: what was said of an earlier text taken over to the text that its file has now."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from platformdirs import user_cache_path

from annotations.project.carry_over import Outcome, Plan, carry_over, plans, take_back
from annotations.project.project import Project
from annotations.records.record import Record, whereabouts
from annotations.wording import counted, tr
from tui.cli.options import add_annotator, add_reading, annotator_of, project_at, reading_options
from tui.layout.cells import fit
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["carry", "register"]

_WIDTH = 60
"""Cells of what is quoted of a mark."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi carry``."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help=tr("the project, or files of it; by default this folder"),
    )
    parser.add_argument(
        "--project", type=Path, metavar="DIR", help=tr("the folder that keeps the annotations")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=tr("say what would come of it, and write nothing")
    )
    parser.add_argument("--undo", action="store_true", help=tr("take back what was carried over"))
    add_annotator(parser)
    add_reading(parser)
    parser.set_defaults(command=carry)


def carry(options: argparse.Namespace) -> int:
    """Carry marks over to texts that were changed, and list what is near, and what stays behind.

    Returns:
        0.

    Raises:
        UsageError: The annotator is not the lead, and asks for more than a dry run.
        ZhupiError: Something cannot be read or written.
    """
    only = [path for path in options.paths if not path.is_dir()]
    project = _opened(options)
    writer = uuid4().hex[:12]
    if options.undo:
        count = take_back(project, writer=writer, only=only)
        say(
            tr(
                "taken back for {texts}; the marks are with the earlier texts again",
                texts=counted(count, "text"),
            )
        )
        return 0
    # Who annotates blind is told of nobody else; what the lead sees in review, the lead sees here.
    everybody = project.is_lead and bool(project.lead)
    cache = user_cache_path("zhupi", appauthor=False)
    with Progress() as progress:
        found = list(
            plans(
                project,
                cache=cache,
                everybody=everybody,
                only=only,
                on_step=lambda done, of: progress.words(
                    tr("looking at {done:,} of {texts}", done=done, texts=counted(of, "text"))
                ),
            )
        )
    for plan in found:
        for line in _lines(plan):
            print_line(line)
    if options.dry_run:
        say(tr("{texts} changed; nothing was written", texts=counted(len(found), "text was", "texts were")))
    elif not found:
        say(tr("no text was changed since it was annotated"))
    else:
        places = carry_over(project, found, writer=writer)
        say(
            tr(
                "carried over for {texts}; zhupi carry --undo takes it back, and"
                " the earlier texts stay: show and export have --earlier",
                texts=counted(places, "text"),
            )
        )
    return 0


def _opened(options: argparse.Namespace) -> Project:
    """Open the project: of a folder, in which there may be no article but in tables, or of files."""
    reading = reading_options(options)
    folders = [path for path in options.paths or [Path()] if path.is_dir()]
    if options.project is not None or not folders:
        return Project.open(
            options.paths, annotator=annotator_of(options), root=options.project, options=reading
        )
    options.project = folders[0]
    return replace(project_at(options), options=reading)


def _lines(plan: Plan) -> Iterator[str]:
    """Yield what comes of one place, an annotator a line, and what is to be looked at or stays behind."""
    source = plan.changed.source
    if not plan.outcomes:
        yield tr("{source}: changed, and nothing was said of the earlier text", source=source)
    for one in plan.outcomes:
        yield f"{source}: {one.name}: {_counts(one)}"
        if one.not_done:
            yield tr("  not done any more: there are new sentences")
        for record in one.near:
            yield tr("  look at {words}", words=_words(record))
        for record in one.left:
            yield tr("  stays behind: {words}", words=_words(record))


def _counts(one: Outcome) -> str:
    parts = [tr("{exact:,} exactly", exact=one.exact)]
    if one.near:
        parts.append(tr("{number:,} to look at", number=len(one.near)))
    if one.left:
        parts.append(counted(len(one.left), "stays behind", "stay behind"))
    return f"{counted(one.records, 'record')}: {', '.join(parts)}"


def _words(record: Record) -> str:
    where = whereabouts(record)
    labels = record["labels"] if record["kind"] == "sentence" or record["kind"] == "decision" else []
    said = ", ".join(labels) or record["kind"]
    return f"{said}: {fit(' '.join(where[2].split()), _WIDTH)}" if where else said
