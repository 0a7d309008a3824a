"""``zhupi import``: taking exported tags back."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator

from annotations.errors import ReadingError
from annotations.exchange.article_lines import ArticleLine
from annotations.exchange.jsonl_reader import read_lines
from annotations.project.import_ import import_lines
from annotations.project.import_report import Report
from annotations.wording import counted, tr
from tui.cli.options import add_project_of_files, add_reading, project_folder, reading_options
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say
from tui.terminal.standard_input import STDIN, opened

__all__ = ["register", "take_in"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi import``."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help=tr("what zhupi export wrote; - is standard input")
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
    add_reading(parser)
    parser.set_defaults(command=take_in)


def take_in(options: argparse.Namespace) -> int:
    """Import the files, say what was not imported and why, and sum up.

    Returns:
        0 if everything that the files say is now in the layers, else 1.
    """
    enabled = gc.isenabled()
    # All that is made stays to the end; looking for garbage in it took over a quarter of the time.
    gc.disable()
    try:
        return _take_in(options)
    finally:
        if enabled:
            gc.enable()


def _take_in(options: argparse.Namespace) -> int:
    complete = nothing = True
    with Progress() as progress:
        for report in import_lines(
            _lines(options.files),
            project_folder(options),
            annotator=options.annotator,
            replace=options.replace,
            options=reading_options(options),
            progress=progress.words,
        ):
            progress.clear()
            left = [tr("{one}; --replace takes the file's", one=one) for one in report.left]
            for line in (*report.notices, *left, *report.misplaced, *report.absent, *report.behind):
                say(line)
            if report.unknown:
                say(
                    tr(
                        "labels that the scheme of the project does not know: {unknown}",
                        unknown=", ".join(report.unknown),
                    )
                )
            print_line(_summary(report))
            complete = complete and report.complete
            nothing = False
    if nothing:
        names = ", ".join(STDIN if name == "-" else name for name in options.files)
        raise ReadingError(tr("{names}: nothing is in it; name what zhupi export wrote", names=names))
    return int(not complete)


def _lines(names: list[str]) -> Iterator[ArticleLine]:
    """Yield what the lines of all files say; ``-`` is standard input."""
    for name in names:
        with opened(name, "zhupi export") as (file, called):
            yield from read_lines(file, called)


def _summary(report: Report) -> str:
    """Return what was done to a layer, in one line."""
    what = [counted(report.marks, "mark")]
    if report.spans:
        what.append(counted(report.spans, "name or number set by hand", "names and numbers set by hand"))
    if report.bounds:
        what.append(counted(report.bounds, "join or split", "joins and splits"))
    if report.corrections:
        what.append(counted(report.corrections, "correction"))
    said = tr("{what} and {what2}", what=", ".join(what[:-1]), what2=what[-1]) if len(what) > 1 else what[0]
    parts = [
        tr(
            "imported {said} of {articles} for {annotator}",
            said=said,
            articles=counted(report.articles, "article"),
            annotator=report.annotator,
        )
    ]
    if report.replaced:
        parts.append(
            tr(
                "{replaced:,} replaced what was there, which is in {copy}",
                replaced=report.replaced,
                copy=report.copy,
            )
        )
    if report.same:
        parts.append(tr("{same} there already", same=counted(report.same, "was", "were")))
    if report.left:
        parts.append(tr("{number:,} left (see above)", number=len(report.left)))
    if report.misplaced:
        parts.append(tr("{number:,} out of place (see above)", number=len(report.misplaced)))
    if report.absent:
        parts.append(tr("{articles} not here (see above)", articles=counted(len(report.absent), "article")))
    return "; ".join(parts)
