"""``zhupi tour``: eight presses on an article that is thrown away afterwards."""

from __future__ import annotations

import argparse

from tui.cli.options import add_annotator, annotator_of
from tui.settings import Settings

__all__ = ["register", "tour"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi tour``."""
    add_annotator(parser)
    parser.set_defaults(command=tour)


def tour(options: argparse.Namespace) -> int:
    """Open the tour.

    Raises:
        UsageError: There is no terminal, or it cannot show the text.
    """
    from tui.cli.open import open_tour

    settings = Settings.read()
    return open_tour(annotator_of(options, settings), settings)
