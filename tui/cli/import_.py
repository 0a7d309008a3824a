"""``zhupi import``: taking exported tags back."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator, Sequence

from annotations.errors import ReadingError
from annotations.exchange.article_lines import ArticleLine
from annotations.exchange.jsonl_reader import read_lines
from annotations.exchange.parcels import Source
from annotations.project.import_ import import_lines
from annotations.wording import tr
from tui.cli.import_format import add_format_options, sources_of, take_in_format
from tui.cli.import_lines import report_of
from tui.cli.options import add_project_of_files, add_reading, project_folder, reading_options
from tui.terminal.progress import Progress

__all__ = ["register", "take_in"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi import``."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=tr("what zhupi export or another tool wrote, also folders and archives; - is standard input"),
    )
    add_project_of_files(parser)
    parser.add_argument(
        "--as",
        dest="annotator",
        metavar="NAME",
        help=tr("whose tags they become; by default whose they were"),
    )
    parser.add_argument(
        "--replace", action="store_true", help=tr("let the file count where the project says something else")
    )
    add_format_options(parser)
    add_reading(parser)
    parser.set_defaults(command=take_in)


def take_in(options: argparse.Namespace) -> int:
    """Import the files, say what was not imported and why, and sum up.

    Returns:
        0 if everything that the files say is now in the layers, else 1.
    """
    sources = sources_of(options)
    other = any(form.NAME != "jsonl" or len(one.names()) != 1 for one, form in sources)
    if other or options.pairs or options.new_articles or options.predictions:
        return take_in_format(options, sources)
    enabled = gc.isenabled()
    # All that is made stays to the end; looking for garbage in it took over a quarter of the time.
    gc.disable()
    try:
        return _take_in(options, [one for one, _ in sources])
    finally:
        if enabled:
            gc.enable()


def _take_in(options: argparse.Namespace, sources: Sequence[Source]) -> int:
    complete = nothing = True
    with Progress() as progress:
        for report in import_lines(
            _lines(sources),
            project_folder(options),
            annotator=options.annotator,
            replace=options.replace,
            options=reading_options(options),
            progress=progress.words,
            dry=options.dry_run,
        ):
            progress.clear()
            complete = report_of(report, dry=options.dry_run) and complete
            nothing = False
    if nothing:
        names = ", ".join(one.title for one in sources)
        raise ReadingError(tr("{names}: nothing is in it; name what zhupi export wrote", names=names))
    return int(not complete)


def _lines(sources: Sequence[Source]) -> Iterator[ArticleLine]:
    """Yield what the lines of all files say."""
    for one in sources:
        for name in one.names():
            with one.open(name) as file:
                yield from read_lines(file, one.title)
