"""``zhupi settle``: what all agree on becomes gold without anybody looking at it."""

from __future__ import annotations

import argparse

from annotations.project.consensus import left_open_words, settled_words
from annotations.project.consensus import settle as settled
from annotations.wording import tr
from tui.cli.options import add_annotator, add_project, demand_review, project_at
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["register", "settle"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi settle``."""
    add_project(parser)
    add_annotator(parser)
    parser.add_argument(
        "--review", action="store_true", help=tr("read everybody's marks; nothing works without")
    )
    parser.set_defaults(command=settle)


def settle(options: argparse.Namespace) -> int:
    """Settle what all agree on, and say how much that is.

    Returns:
        1 if a layer could not be read, so that nothing was settled in articles that it is about; else 0.

    Raises:
        UsageError: The annotator is not the lead, or did not say ``--review``.
    """
    project = project_at(options)
    if project.is_lead:
        demand_review(project, options.review, "settle")
    with Progress() as progress:
        found = settled(project, progress.words)
    for line in found.lines:
        say(line)
    left = left_open_words(found.records)
    print_line(
        tr(
            "settled {settled_words} on which all agree{what}",
            settled_words=settled_words(found.records),
            what=f"; {left}" if left else "",
        )
    )
    return int(not found.complete)
