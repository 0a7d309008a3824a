"""``zhupi tour``: eight presses on an article that is thrown away afterwards."""

from __future__ import annotations

import argparse

from annotations.errors import StorageError
from annotations.model.scheme import DEFAULT
from annotations.wording import tr
from tui.cli.open import prepare_terminal, run_app
from tui.cli.options import add_annotator, named_by
from tui.commands.catalogue import keymaps_for
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
        StorageError: There is no room for the article that is thrown away.
    """
    prepare_terminal(tr("zhupi tour needs a terminal"))
    settings = Settings.read()
    named = named_by(options, settings)
    keymaps = keymaps_for(DEFAULT, settings.keys, str(settings.path))

    from tui.terminal.ending import Ending
    from tui.tour_app import TourApp

    ending = Ending()
    try:
        app = TourApp(named.name, keymaps, settings, ending)
    except OSError as error:
        raise StorageError(tr("no tour: {reason}", reason=error.strerror or error)) from None
    app.named = named
    return run_app(app, app.session, ending, settings, stays=False)
