"""``zhupi agree``: how far annotators agree, and on request every position that this was counted from."""

from __future__ import annotations

import argparse

from annotations.agreement.positions import positions
from annotations.project.agreement import Layers, figures_of, units_of
from annotations.project.project import Project
from tui.cli.agree_formats import FIGURE_FORMATS, POSITION_FORMATS
from tui.cli.export import demand_review
from tui.cli.open import annotator_of
from tui.settings import Settings
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["agree"]


def agree(options: argparse.Namespace) -> int:
    """Print the agreement of all annotators of a project.

    Returns:
        1 if something could not be compared and was left out, else 0.
    """
    project = Project.at(options.project, annotator=annotator_of(options, Settings.read()))
    demand_review(project, options.review, "agree")
    output = Output(options.output, force=options.force, json=options.format == "json", root=project.root)
    output.check()
    layers = Layers(project)
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
