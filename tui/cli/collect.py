"""``zhupi collect``: taking in the layers that others handed in."""

from __future__ import annotations

import argparse
from itertools import chain
from pathlib import Path

from annotations.errors import ReadingError, UsageError
from annotations.exchange.hand_in import HandIn, read_hand_in
from annotations.model.annotator import same_annotator
from annotations.project.arrival import Refused, Report
from annotations.project.collect import collect as collected
from annotations.project.layer_file import handed_in, is_layer
from annotations.project.settings import read_settings
from annotations.wording import counted, tr
from tui.cli.options import add_project_of_files, add_reading, annotator_of, project_folder, reading_options
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say
from tui.terminal.standard_input import opened

__all__ = ["collect", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi collect``."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help=tr("what zhupi hand-in wrote; - is standard input")
    )
    add_project_of_files(parser)
    parser.add_argument(
        "--replace", action="store_true", help=tr("take files in the lead's or my own name too; keeps a copy")
    )
    parser.add_argument(
        "--as", dest="receiver", metavar="NAME", help=tr("take the files of one annotator under NAME")
    )
    parser.add_argument(
        "--one-person",
        action="store_true",
        help=tr("files under one name are one person's, at two machines, though they have nothing in common"),
    )
    parser.add_argument(
        "--by",
        dest="annotator",
        metavar="NAME",
        help=tr("who collects; else $ZHUPI_ANNOTATOR, the settings, the login name"),
    )
    add_reading(parser)
    parser.set_defaults(command=collect)


def collect(options: argparse.Namespace) -> int:
    """Take files in, say what was not taken and why, and sum up a layer a line.

    Returns:
        0 if all that the files hold is now in the layers, else 1.

    Raises:
        UsageError: Files of several annotators are to be taken under one name.
    """
    complete = True
    hand_ins: list[HandIn] = []
    for name in options.files:
        try:
            hand_ins += _read(name, options.project)
        except ReadingError as error:
            say(str(error))
            complete = False
    receiver = _receiver(options, hand_ins)
    for report in collected(
        hand_ins,
        project_folder(options),
        annotator=annotator_of(options),
        replace=options.replace,
        receiver=receiver,
        one_person=options.one_person,
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


def _receiver(options: argparse.Namespace, hand_ins: list[HandIn]) -> str | None:
    """Return under whose name to take the files, if that was asked for.

    The lead's own name can only say who collects: nobody else's marks are the lead's.
    """
    name: str | None = options.receiver
    if name is None:
        return None
    lead = read_settings(options.project).lead
    others = {one.annotator for one in hand_ins if same_annotator(one.annotator) != same_annotator(name)}
    if others and lead and same_annotator(lead) == same_annotator(name):
        options.annotator = options.annotator or name
        return None
    if len({same_annotator(one.annotator) for one in hand_ins}) > 1:
        whose = ", ".join(sorted(one.annotator for one in hand_ins))
        raise UsageError(
            tr(
                "--as {name} takes the files of one annotator under that name, and these are {whose}'s;"
                " collect them one by one, and say with --by who collects",
                name=name,
                whose=whose,
            )
        )
    return name


def _read(name: str, root: Path) -> list[HandIn]:
    with opened(name, "zhupi hand-in") as (file, called):
        first = file.readline()
        lines = chain([first], file)
        if is_layer(first):
            return handed_in(b"".join(lines), called, read_settings(root).scheme.id)
        return [read_hand_in(lines, called)]


def _summary(report: Report) -> str:
    """Return what came into a layer, in one line."""
    met = report.meeting
    counts = tr(
        "{records} of {articles}",
        records=counted(len(met.records), "record"),
        articles=counted(met.articles, "article"),
    )
    parts = [tr("collected {counts} for {annotator}", counts=counts, annotator=report.annotator)]
    if met.newer:
        parts.append(tr("{newer:,} newer than what was here", newer=met.newer))
    if met.same:
        parts.append(tr("{same} here already", same=counted(met.same, "was", "were")))
    if met.older:
        parts.append(tr("{older:,} older than what is here", older=met.older))
    for lines, what in (
        (met.differing, tr("not the same as here")),
        (report.other_texts, tr("with another text")),
        (report.unknown, tr("of articles not here")),
    ):
        if lines:
            parts.append(tr("{number:,} {what} (see above)", number=len(lines), what=what))
    if report.copy:
        parts.append(tr("the layer as it was is in {copy}", copy=report.copy))
    return "; ".join(parts)


def _refused(one: Refused) -> str:
    return (
        tr("{one}; --replace takes it if {annotator} made it", one=one, annotator=one.annotator)
        if one.replaceable
        else str(one)
    )
