"""From the command line to the reading screen; whatever is wrong is said before the screen opens."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from annotations.errors import ReadingError, UsageError, ZhupiError
from annotations.model.article import Article
from annotations.project.places import sources_of
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS
from annotations.wording import counted, msg, tr
from tui.cli.options import add_annotator, add_reading, as_allowed, named_by, reading_options
from tui.commands.catalogue import keymaps_for
from tui.session.position import Memory
from tui.settings import Settings
from tui.terminal.remarks import say
from tui.terminal.surroundings import (
    check_surroundings,
    forget_stale_size,
    in_browser,
    leave_terminal_behind,
)

if TYPE_CHECKING:
    from annotations.project.queue import OwnQueue
    from tui.app import ZhupiApp
    from tui.session.session import Session
    from tui.terminal.ending import Ending

__all__ = ["open_articles", "prepare_terminal", "register", "run_app", "start"]

_SENDING = 4.0
"""Seconds that leaving waits for the hub. Chosen: a slow network sends hundreds of records in them."""
_THREADS = 3.0
"""Seconds that the program's threads have to end."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi open``."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help=tr("articles, or folders of them; by default this one"),
    )
    add_annotator(parser)
    parser.add_argument(
        "--project", type=Path, metavar="DIR", help=tr("the folder that keeps the annotations")
    )
    parser.add_argument(
        "--review", action="store_true", help=tr("the lead: see everybody's tags, and settle")
    )
    add_reading(parser)
    parser.set_defaults(command=open_articles)


def open_articles(options: argparse.Namespace) -> int:
    """Open the screen, if there is a terminal to show it.

    Raises:
        UsageError: There is none, or it cannot show the text; or no server has said who is to see it.
        ZhupiError: As :func:`start`.
    """
    prepare_terminal(tr("zhupi open needs a terminal; for pipes there are show, analyse and export"))
    if in_browser() and options.annotator is None and not os.environ.get("ZHUPI_ANNOTATOR"):
        raise UsageError(tr("nobody has said who you are; zhupi serve --as NAME does"))
    return start(options)


def prepare_terminal(without: str) -> None:
    """See that there is a terminal which can show the text, and make ready for a start that is quick.

    Raises:
        UsageError: There is none, which the message `without` says, or it cannot show the text.
    """
    if in_browser():
        leave_terminal_behind()
    elif not all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    ):  # Textual draws on the last
        raise UsageError(without)
    else:
        check_surroundings(sys.stderr)
        forget_stale_size(sys.stderr.fileno())
    # Until the first frame everything is made to stay. Looking for garbage in it took a tenth of the
    # start; the reading screen switches the collector on again.
    gc.disable()


def start(options: argparse.Namespace) -> int:
    """Open the screen on the articles that `options` name.

    Raises:
        ZhupiError: if there is nothing to open, or settings and keys contradict one another.
    """
    settings = Settings.read()
    named = named_by(options, settings)
    project = Project.open(
        [Path(path) for path in options.paths],
        annotator=named.name,
        root=options.project,
        options=reading_options(options),
    )
    project = as_allowed(project, settings)
    advance = settings.advance_in([label.name for label in project.scheme.labels])
    keymaps = keymaps_for(project.scheme, settings.keys, str(settings.path))
    memory = Memory(project.root, project.annotator)
    queue = _queue(project, options.paths, review=options.review)
    index, article, skipped = _first(project, memory.source, queue)

    # From here on Textual is needed; until here nothing was.
    from tui.app import ZhupiApp
    from tui.layout.lines import Page
    from tui.session.notices import passed_over
    from tui.session.session import Session
    from tui.terminal.ending import Ending

    notices = passed_over(skipped)
    session = Session(project, memory, index, article, notices, advance, options.review, queue)
    session.pace_shown = settings.pace
    if project.models.tagger:
        from annotations.project.tagger import tagger_lines

        for line in tagger_lines(project):
            session.notice(line)
    if project.hub.address:
        _join(session)
    ending = Ending()
    from tui.cli.main import shell_lines  # it has imported this module

    app = ZhupiApp(session, Page.of(article.text, article.sentences), keymaps, settings, ending)
    app.shell_lines = shell_lines()
    app.named = named._replace(name=project.called)
    if settings.theme == "auto" and app.theme.startswith("ansi") and not memory.source:  # the first start
        words = msg("TERM says {term}, which has few colours; if it has more, TERM=xterm-256color shows them")
        session.notice(tr(words, term=os.environ.get("TERM", "")))
    return run_app(app, session, ending, settings)


def _join(session: Session) -> None:
    """Let `session` use the hub that its project names, or say why it does not."""
    from annotations.hub.permission import hub_lines, hub_of

    if (address := hub_of(session.project)) is not None:
        from tui.session.hub import SessionHub

        session.writer.hub = SessionHub(session.project, address, session.tell)
    for line in hub_lines(session.project):
        session.notice(line)


def run_app(
    app: ZhupiApp, session: Session, ending: Ending, settings: Settings, *, stays: bool = True
) -> int:
    """Run `app`, and return the exit code once all is saved and put in order.

    Args:
        app: The application.
        session: What stands behind it.
        ending: How it leaves the terminal.
        settings: The user's own.
        stays: Whether what is done in it is work, of which its annotator is told at the end.

    Raises:
        Exception: The unforeseen error that ended it.
    """
    with ending.on_signals(app.end, app.give_terminal_back):
        app.run(mouse=settings.mouse)
    code = app.return_code or 0
    if ending.code is not None:
        return ending.code
    ending.unlimited()
    today = session.layers.today() if stays and app.in_terminal and not code else None
    unsent = _send(session)
    if session.writer.closed:
        with patience(tr("putting the layer in order..")):
            session.let_go()
    if app.in_terminal:  # threads that wait for somebody else's lock would keep the program
        ending.limit(code, _THREADS)
    if app.failure is not None:
        raise app.failure
    if session.writer.endangered:
        marks = session.writer.marks_endangered
        words = tr("{marks} not saved", marks=counted(marks, "mark is", "marks are"))
        say(words if marks else tr("what was read is not saved"))
        return code or 1
    if today is not None and sys.stdout.isatty():
        from tui.presenters.day import day_lines
        from tui.terminal.outputs import print_line

        for line in day_lines(today, session.left, session.given_back):
            print_line(line)
    if unsent:
        say(unsent)
    return code


def _send(session: Session) -> str:
    """Send what waits for the hub, for a short while, and return what there is to say of the rest."""
    if session.writer.hub is None:
        return ""
    from tui.presenters.hub import left_words

    try:
        with patience(tr("sending to the hub.. Ctrl+C leaves it for the next time")):
            standing = session.writer.hub.close(_SENDING)
    except KeyboardInterrupt:
        standing = session.writer.hub.standing
    return left_words(standing)


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


def _queue(project: Project, named: Sequence[Path], *, review: bool) -> OwnQueue | None:
    """Return what the annotator is to read; None where that is all there is, or files that are `named`."""
    if any(not Path(path).is_dir() for path in named):
        return None
    if not project.training.articles and not (project.root / ASSIGNMENTS).exists():
        return None
    from annotations.project.queue import own_queue

    return own_queue(project, review=review, served=in_browser())


def _first(project: Project, last: str, queue: OwnQueue | None) -> tuple[int, Article, list[str]]:
    """Read the article that was open last if it is among the annotator's, else the first that can be read."""
    places = project.places
    order: Iterable[int] = range(len(places))
    if queue is not None:
        order = [one.place for one in queue.articles]
        mine = [places[index] for index in order]
        last = last if last in sources_of(project.root, mine) else ""
        order = [*order, *(index for index in range(len(places)) if index not in queue)]
    if last:
        found = [index for index, source in enumerate(sources_of(project.root, places)) if source == last][:1]
        order = chain(found, (index for index in order if index not in found))
    skipped: list[str] = []
    for index in order:
        try:
            return index, project.article(places[index]), skipped
        except ZhupiError as error:
            if len(places) == 1:
                raise
            skipped.append(str(error))
    more = tr(" (and {number} more that cannot be read)", number=len(skipped) - 1) if len(skipped) > 1 else ""
    raise ReadingError(f"{skipped[0]}{more}")
