"""``zhupi collect``: taking in the layers that others handed in."""

from __future__ import annotations

import argparse

from annotations.errors import ReadingError
from annotations.exchange.hand_in import HandIn, read_hand_in
from annotations.project.collect import Refused, Report
from annotations.project.collect import collect as collected
from annotations.wording import counted
from tui.cli.options import (
    add_annotator,
    add_project_of_files,
    add_reading,
    annotator_of,
    project_folder,
    reading_options,
)
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say
from tui.terminal.standard_input import opened

__all__ = ["collect", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi collect``."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="what zhupi hand-in wrote; - is standard input"
    )
    add_project_of_files(parser)
    parser.add_argument(
        "--replace", action="store_true", help="take files in the lead's or my own name too; keeps a copy"
    )
    add_annotator(parser)
    add_reading(parser)
    parser.set_defaults(command=collect)


def collect(options: argparse.Namespace) -> int:
    """Take files in, say what was not taken and why, and sum up a layer a line.

    Returns:
        0 if all that the files hold is now in the layers, else 1.
    """
    complete = True
    hand_ins = []
    for name in options.files:
        try:
            hand_ins.append(_read(name))
        except ReadingError as error:
            say(str(error))
            complete = False
    for report in collected(
        hand_ins,
        project_folder(options),
        annotator=annotator_of(options),
        replace=options.replace,
        options=reading_options(options),
    ):
        for line in (
            *report.notices,
            *map(_refused, report.refused),
            *report.meeting.differing,
            *report.other_texts,
            *report.unknown,
            *report.newer,
        ):
            say(line)
        if not report.refused:
            print_line(_summary(report))
        complete = complete and report.complete
    return int(not complete)


def _read(name: str) -> HandIn:
    with opened(name, "zhupi hand-in") as (file, called):
        return read_hand_in(file, called)


def _summary(report: Report) -> str:
    """Return what came into a layer, in one line."""
    met = report.meeting
    counts = f"{counted(len(met.records), 'record')} of {counted(met.articles, 'article')}"
    parts = [f"collected {counts} for {report.annotator}"]
    if met.newer:
        parts.append(f"{met.newer:,} newer than what was here")
    if met.same:
        parts.append(f"{met.same:,} {'was' if met.same == 1 else 'were'} here already")
    if met.older:
        parts.append(f"{met.older:,} older than what is here")
    for lines, what in (
        (met.differing, "not the same as here"),
        (report.other_texts, "with another text"),
        (report.unknown, "of articles not here"),
    ):
        if lines:
            parts.append(f"{len(lines):,} {what} (see above)")
    if report.copy:
        parts.append(f"the layer as it was is in {report.copy}")
    return "; ".join(parts)


def _refused(one: Refused) -> str:
    return f"{one}; --replace takes it if {one.annotator} made it" if one.replaceable else str(one)
