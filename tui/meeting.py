"""``zhupi hand-in`` and ``zhupi collect``: a layer as one file to send, and taking such files in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from annotations.errors import ReadingError, StorageError, UsageError
from annotations.exchange.hand_in import HandIn, is_hand_in, read_hand_in, write_hand_in
from annotations.meeting import Report
from annotations.meeting import collect as collected
from annotations.meeting import hand_in as handed
from annotations.project import Project
from annotations.storage.layer import open_layer
from tui.batch import output, say
from tui.layout.cells import visible
from tui.settings import Settings
from tui.start import annotator_of, reading_options

__all__ = ["collect", "hand_in"]

_STDIN = "standard input"


def hand_in(options: argparse.Namespace) -> int:
    """Write the annotator's layer as one file.

    Returns:
        1 if something of the layer stayed behind, else 0.
    """
    project = Project.at(options.project, annotator=annotator_of(options, Settings.read()))
    if not project.layer_path.exists():
        raise StorageError(
            f"{project.root}: {project.annotator} has annotated nothing here; "
            "name the project's folder and, with --as, the annotator"
        )
    target = options.output or f"{project.annotator}.handin.jsonl"
    replaced = target != "-" and _replaces(Path(target))
    layer = open_layer(project.layer_path, project.annotator)
    what = handed(project, layer)
    with output(target) as out:
        for line in write_hand_in(project.annotator, project.scheme.id, what.texts, what.records):
            out.write(line)
    for remark in (*project.notices, *layer.notices, *what.left):
        say(remark)
    if replaced:
        say(f"{target}: it was there already, handed in before, and has been replaced")
    if target != "-":
        counts = f"{_counted(len(what.records), 'record')} of {_counted(len(what.texts), 'article')}"
        print(visible(f"handed in {counts} for {project.annotator}: {target}"))
    return int(bool(what.left))


def _replaces(target: Path) -> bool:
    """Tell whether a file handed in before is there.

    Raises:
        UsageError: Something else is there.
    """
    try:
        with target.open("rb") as file:
            ours = is_hand_in(file.readline())
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UsageError(f"{target}: {error.strerror}; choose another file with -o") from None
    if not ours:
        raise UsageError(f"{target}: something else is in this file; choose another one with -o")
    return True


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
        options.project,
        annotator=annotator_of(options, Settings.read()),
        replace=options.replace,
        options=reading_options(options),
    ):
        for line in (
            *report.notices,
            *report.refused,
            *report.meeting.differing,
            *report.other_texts,
            *report.unknown,
        ):
            say(line)
        if not report.refused:
            print(visible(_summary(report)), flush=True)
        complete = complete and report.complete
    return int(not complete)


def _read(name: str) -> HandIn:
    if name == "-":
        return read_hand_in(sys.stdin.buffer, _STDIN)
    try:
        with Path(name).open("rb") as file:
            return read_hand_in(file, name)
    except OSError as error:
        raise ReadingError(f"{name}: {error.strerror}; name what zhupi hand-in wrote") from None
    except ValueError:
        raise ReadingError(f"{name}: no file has such a name; name what zhupi hand-in wrote") from None


def _summary(report: Report) -> str:
    """Return what came into a layer, in one line."""
    met = report.meeting
    counts = f"{_counted(len(met.records), 'record')} of {_counted(met.articles, 'article')}"
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


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
