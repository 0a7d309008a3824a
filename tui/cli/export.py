"""``zhupi export``: the annotator's tags as JSONL, everybody's, or the gold of all."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing

from annotations.errors import UsageError
from annotations.exchange.export_schema import export_schema
from annotations.exchange.flat import flat
from annotations.exchange.jsonl import encode
from annotations.project.export import Export, annotated_layer
from annotations.project.gold_export import GoldExport
from annotations.project.project import Project
from annotations.storage.layer.memory import collector_paused
from annotations.storage.layer.repository import Layer
from annotations.wording import counted, tr
from tui.cli.export_format import add_format_options, asks_for_format, export_format, exported_of
from tui.cli.options import (
    add_annotator,
    add_output,
    add_project,
    demand_review,
    left_out,
    project_at,
)
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["export", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi export``."""
    add_project(parser)
    parser.add_argument(
        "--unit", choices=("sentence", "article"), default=None, help=tr("what a line or an example is")
    )
    add_format_options(parser)
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument(
        "--all",
        action="store_true",
        help=tr("everybody's tags, for whom the project shows them to; --review says the same"),
    )
    whose.add_argument("--annotator", dest="whose", metavar="NAME", help=tr("the tags of another, likewise"))
    whose.add_argument(
        "--gold", action="store_true", help=tr("what was decided, for the lead, or with --review")
    )
    parser.add_argument("--review", action="store_true", help=tr("look at everybody's tags, not mine alone"))
    parser.add_argument(
        "--earlier", action="store_true", help=tr("the texts that were changed since, as they were annotated")
    )
    parser.add_argument(
        "--training",
        action="store_true",
        help=tr("the training articles too, which are left out by default"),
    )
    parser.add_argument(
        "--nested",
        action="store_true",
        help=tr("lists and maps as such and not as JSON text: for jq and Python, not for data frames"),
    )
    parser.add_argument(
        "--schema",
        action="store_true",
        help=tr("write the JSON Schema of the lines instead, the same for every project"),
    )
    add_output(parser)
    add_annotator(parser)
    parser.set_defaults(command=export)


def export(options: argparse.Namespace) -> int:
    """Write the annotator's layer, everybody's or the gold, and say what was left out of it and why.

    Returns:
        1 if there was nothing to write of a layer, else 0.
    """
    if options.schema:
        return _export_schema(options)
    project = project_at(options)
    if asks_for_format(options):
        return export_format(project, options)
    output = Output(options.output, force=options.force, root=project.root)
    with collector_paused():  # nothing that a line is made of is part of a cycle
        return _export_gold(project, options, output) if options.gold else _export(project, options, output)


def _export(project: Project, options: argparse.Namespace, output: Output) -> int:
    output.check()
    exported, everybody = exported_of(project, options)
    layers = [annotated_layer(one) for one in exported]  # all of them, before anything is written
    counts: Counter[str] = Counter()
    with output.opened() as out:
        for some in _lines(exported, layers, options, counts):
            out.write(some)
    if everybody:
        each = ", ".join(f"{one.called} {counts[one.called]:,}" for one in exported)
        say(f"{counted(counts.total(), 'line')}: {each}")
    if not counts:
        who = " ".join(one.called for one in exported)
        say(tr("an empty export: of what {who} said nothing holds any more, or it is no tag", who=who))
    return int(not counts)


def _lines(
    exported: Sequence[Project], layers: Sequence[Layer], options: argparse.Namespace, counts: Counter[str]
) -> Iterator[bytes]:
    """Yield the lines of each annotator in turn, some at once, counting them in `counts`."""
    for project, layer in zip(exported, layers, strict=True):
        with closing(layer):
            without = left_out(project, options.training)
            export = Export(
                project, layer, options.unit or "sentence", without=without, earlier=options.earlier, tell=say
            )
            called = project.called
            for lines in map(encode, export.rows()) if options.nested else export.lines():
                counts[called] += lines.count(b"\n")
                yield lines


def _export_gold(project: Project, options: argparse.Namespace, output: Output) -> int:
    if not project.is_lead:
        demand_review(project, options.review, "gold")
    if options.unit == "article":
        raise UsageError(tr("gold is a sentence a line; leave --unit away"))
    output.check()
    with GoldExport(project, say, left_out(project, options.training)) as gold:
        with output.opened() as out:
            for row in gold.rows():
                out.write(encode(row if options.nested else flat(row)))
        say(gold.summary)
    return 0


def _export_schema(options: argparse.Namespace) -> int:
    output = Output(options.output, force=options.force)
    output.check()
    with output.opened() as out:
        out.write(export_schema())
    return 0
