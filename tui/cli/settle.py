"""``zhupi settle``: what all agree on becomes gold without anybody looking at it."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing

from annotations.adjudication.decide import Decider
from annotations.errors import LayerReadOnly, UsageError
from annotations.project.consensus import settled_words, unanimous
from annotations.project.other_layers import Others
from annotations.project.project import Project
from annotations.records.record import as_act
from annotations.storage.layer.layer import open_layer
from annotations.wording import counted
from tui.cli.export import demand_review
from tui.cli.open import annotator_of
from tui.settings import Settings
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

__all__ = ["settle"]

_PATIENCE = 1.0
"""Seconds after which it says how far it is."""


def settle(options: argparse.Namespace) -> int:
    """Settle every sentence of a project on which at least two annotators agree in everything, as one act.

    Returns:
        1 if a layer could not be read, so that nothing was settled in articles that it is about; else 0.

    Raises:
        UsageError: The annotator is not the lead, or did not say ``--review``.
    """
    project = Project.at(options.project, annotator=annotator_of(options, Settings.read()))
    if not project.is_lead:
        raise UsageError(f"{project.lead} leads this project and settles; {project.annotator} does not")
    demand_review(project, options.review, "settle")
    progress = _Progress()
    with closing(open_layer(project.layer_path, project.annotator)) as layer:
        if layer.read_only:
            raise LayerReadOnly(layer.read_only)
        with closing(Others(project)) as others:
            others.open(progress.say)
            for line in (*layer.notices, *others.lines):
                say(line)
            decider = Decider(project.scheme, project.annotator, layer.latest)
            records = as_act(unanimous(project, others, layer.of_article, decider, progress.count))
            if records:
                layer.put(records)
            progress.end()
            print_line(f"settled {settled_words(records)} on which all agree")
            return int(bool(others.failed))


class _Progress:
    """A line on standard error, if that is a terminal and there is something to wait for."""

    def __init__(self) -> None:
        self._told = time.monotonic()
        self._shown = False

    def count(self, done: int, of: int) -> None:
        """Say how many articles have been looked at."""
        self.say(f"{done:,} of {counted(of, 'article')}")

    def say(self, words: str) -> None:
        """Say what is going on, now and then."""
        if sys.stderr.isatty() and time.monotonic() - self._told > _PATIENCE:
            self._told, self._shown = time.monotonic(), True
            print(f"\r\033[Kzhupi: {words}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
