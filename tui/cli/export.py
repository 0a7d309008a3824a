"""``zhupi export``: the annotator's tags as JSONL, or the gold of all."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from typing import Any

from annotations.errors import UsageError
from annotations.exchange.export_schema import export_schema
from annotations.exchange.flat import flat
from annotations.exchange.jsonl import encode
from annotations.project.export import Export, annotated_layer
from annotations.project.gold_export import GoldExport
from annotations.project.project import Project
from tui.cli.options import add_annotator, add_output, add_project, demand_review, project_at
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["export", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi export``."""
    add_project(parser)
    parser.add_argument("--unit", choices=("sentence", "article"), default="sentence", help="what a line is")
    parser.add_argument(
        "--gold", action="store_true", help="what was decided, for the lead, or with --review"
    )
    parser.add_argument("--review", action="store_true", help="look at everybody's tags, not mine alone")
    parser.add_argument(
        "--nested",
        action="store_true",
        help="lists and maps as such, for jq and Python; data frames load a line better without",
    )
    parser.add_argument(
        "--schema", action="store_true", help="write the JSON Schema of the lines instead, of any project"
    )
    add_output(parser)
    add_annotator(parser)
    parser.set_defaults(command=export)


def export(options: argparse.Namespace) -> int:
    """Write the annotator's layer, or the gold, and say what was left out of it and why."""
    if options.schema:
        return _export_schema(options)
    project = project_at(options)
    output = Output(options.output, force=options.force, root=project.root)
    return _export_gold(project, options, output) if options.gold else _export(project, options, output)


def _export(project: Project, options: argparse.Namespace, output: Output) -> int:
    output.check()
    for line in (*project.notices, *project.own_lines()):
        say(line)
    rows = Export(project, annotated_layer(project), options.unit, tell=say).rows()
    _write(rows, output, options)
    return 0


def _export_gold(project: Project, options: argparse.Namespace, output: Output) -> int:
    if not project.is_lead:
        demand_review(project, options.review, "gold")
    if options.unit != "sentence":
        raise UsageError("gold is a sentence a line; leave --unit away")
    output.check()
    with GoldExport(project, say) as gold:
        _write(gold.rows(), output, options)
        say(gold.summary)
    return 0


def _export_schema(options: argparse.Namespace) -> int:
    output = Output(options.output, force=options.force)
    output.check()
    with output.opened() as out:
        out.write(export_schema())
    return 0


def _write(rows: Iterable[Mapping[str, Any]], output: Output, options: argparse.Namespace) -> None:
    with output.opened() as out:
        for row in rows:
            out.write(encode(row if options.nested else flat(row)))
