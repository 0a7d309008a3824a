"""``zhupi agree``: how far annotators agree, and on request every position that this was counted from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from annotations.wording import tr
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

if TYPE_CHECKING:
    from annotations.project.agreement import Layers

__all__ = ["agree", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi agree``."""
    add_project(parser)
    add_annotator(parser)
    parser.add_argument(
        "--review", action="store_true", help=tr("read everybody's marks; nothing works without")
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "csv", "md"),
        default="table",
        help=tr("json is one object a line; csv and md are for an appendix"),
    )
    parser.add_argument(
        "--positions",
        action="store_true",
        help=tr("list every sentence instead, and why it counts or does not"),
    )
    parser.add_argument(
        "--training",
        action="store_true",
        help=tr("count the training articles too, which are left out by default"),
    )
    add_output(parser)
    parser.set_defaults(command=agree)


def agree(options: argparse.Namespace) -> int:
    """Print the agreement of all annotators of a project.

    Returns:
        1 if something could not be compared and was left out, else 0.
    """
    project = project_at(options)
    demand_review(project, options.review, "agree")
    output = Output(options.output, force=options.force, json=options.format == "json", root=project.root)
    output.check()
    # They need numpy, which whoever asks how this is used need not wait for.
    from annotations.agreement.positions import positions
    from annotations.project.agreement import Layers, figures_of, units_of
    from tui.cli.agree_formats import FIGURE_FORMATS, POSITION_FORMATS

    layers = Layers(project, left_out(project, options.training))
    told = _tell(layers, 0)
    units = units_of(layers, project)
    told = _tell(layers, told)
    for line in (*units.left_out, *units.remarks):
        say(line)
    sources = {identity: layers.source(identity) for identity in units.articles}
    if options.positions:
        lines = POSITION_FORMATS[options.format](positions(units, layers.article, project.scheme), sources)
    else:
        name = project.root.name or str(project.root)
        lines = FIGURE_FORMATS[options.format](figures_of(layers, project, units), name, sources)
    _tell(layers, told)
    with output.opened() as out:
        for line in lines:
            out.write(line.encode("utf-8", "backslashreplace") + b"\n")
    return int(layers.failed or bool(units.left_out))


def _tell(layers: Layers, told: int) -> int:
    """Print what `layers` has to say after the first `told` lines; return how many are told now."""
    for line in layers.lines[told:]:
        say(line)
    return len(layers.lines)
