"""From the command line to the reading screen; whatever is wrong is said before the screen opens."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from annotations.errors import ReadingError, UsageError, ZhupiError
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.wording import counted, msg, tr
from tui.cli.options import add_annotator, add_reading, annotator_of, reading_options
from tui.commands.catalogue import keymaps_for
from tui.session.position import Memory
from tui.settings import Settings
from tui.terminal.remarks import say
from tui.terminal.surroundings import check_surroundings, forget_stale_size

__all__ = ["open_articles", "register", "start"]

_THREADS = 3.0
"""Seconds that the program's threads have to end."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi open``."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="articles, or folders of them; by default this one",
    )
    add_annotator(parser)
    parser.add_argument("--project", type=Path, metavar="DIR", help="the folder that keeps the annotations")
    parser.add_argument("--review", action="store_true", help="the lead: see everybody's tags, and settle")
    add_reading(parser)
    parser.set_defaults(command=open_articles)


def open_articles(options: argparse.Namespace) -> int:
    """Open the screen, if there is a terminal to show it.

    Raises:
        UsageError: There is none, or it cannot show the text.
        ZhupiError: As :func:`start`.
    """
    if not all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    ):  # Textual draws on the last
        raise UsageError("zhupi open needs a terminal; for pipes there are show, analyse and export")
    check_surroundings(sys.stderr)
    forget_stale_size(sys.stderr.fileno())
    # Until the first frame everything is made to stay. Looking for garbage in it took a tenth of the
    # start; the reading screen switches the collector on again.
    gc.disable()
    return start(options)


def start(options: argparse.Namespace) -> int:
    """Open the screen on the articles that `options` name.

    Raises:
        ZhupiError: if there is nothing to open, or settings and keys contradict one another.
    """
    settings = Settings.read()
    project = Project.open(
        [Path(path) for path in options.paths],
        annotator=annotator_of(options, settings),
        root=options.project,
        options=reading_options(options),
    )
    advance = settings.advance_in([label.name for label in project.scheme.labels])
    keymaps = keymaps_for(project.scheme, settings.keys, str(settings.path))
    memory = Memory(project.root, project.annotator)
    index, article, skipped = _first(project, memory.source)

    # From here on Textual is needed; until here nothing was.
    from tui.app import ZhupiApp
    from tui.layout.lines import Page
    from tui.session.notices import passed_over
    from tui.session.session import Session
    from tui.terminal.ending import Ending
    from tui.theme.themes import AUTO, has_colours

    notices = passed_over(skipped)
    if not memory.source and settings.theme == AUTO and not has_colours():  # at the first start here
        words = msg("TERM says {term}, which has few colours; if it has more, TERM=xterm-256color shows them")
        notices.append(tr(words, term=os.environ.get("TERM", "")))
    session = Session(project, memory, index, article, notices, advance, options.review)
    ending = Ending()
    app = ZhupiApp(session, Page.of(article.text, article.sentences), keymaps, settings, ending)
    with ending.on_signals(app.end, app.give_terminal_back):
        app.run(mouse=settings.mouse)
    code = app.return_code or 0
    if ending.code is not None:
        return ending.code
    ending.unlimited()
    if session.writer.closed:
        with patience("putting the layer in order.."):
            session.let_go()
    if app.in_terminal:  # threads that wait for somebody else's lock would keep the program
        ending.limit(code, _THREADS)
    if app.failure is not None:
        raise app.failure
    if lost := len(session.writer.endangered):
        say(f"{counted(lost, 'mark is', 'marks are')} not saved")
        return code or 1
    return code


@contextmanager
def patience(message: str) -> Iterator[None]:
    """Say `message` on standard error if what is done meanwhile takes longer than a second."""
    timer = Timer(1.0, say, [message])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _first(project: Project, last: str) -> tuple[int, Article, list[str]]:
    """Read the article that was open last if it is among the project's, else the first that can be read."""
    places = project.places
    order = list(range(len(places)))
    if last:
        order.sort(key=lambda index: project.source_of(places[index]) != last)
    skipped: list[str] = []
    for index in order:
        try:
            return index, project.article(places[index]), skipped
        except ZhupiError as error:
            if len(places) == 1:
                raise
            skipped.append(str(error))
    more = f" (and {len(skipped) - 1} more that cannot be read)" if len(skipped) > 1 else ""
    raise ReadingError(f"{skipped[0]}{more}")
