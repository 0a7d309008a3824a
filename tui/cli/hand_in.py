"""``zhupi hand-in`` and ``zhupi collect``: a layer as one file to send, and taking such files in."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from annotations.errors import ReadingError, StorageError, UsageError
from annotations.exchange.hand_in import HandIn, is_hand_in, read_hand_in, write_hand_in
from annotations.project.collect import Handed, Report
from annotations.project.collect import collect as collected
from annotations.project.collect import hand_in as handed
from annotations.project.project import Project
from annotations.storage.layer.layer import open_layer
from annotations.wording import counted
from tui.cli.open import annotator_of, reading_options
from tui.settings import Settings
from tui.terminal.outputs import Output, print_line
from tui.terminal.remarks import say
from tui.terminal.standard_input import standard_input

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
    target = f"{project.annotator}.handin.jsonl" if options.output is None else options.output
    output = Output(target, force=options.force, root=project.root, annotator=project.annotator)
    replaced = output.check()
    layer = open_layer(project.layer_path, project.annotator)
    what = handed(project, layer)
    if replaced and not options.force:
        _demand_all_of(replaced, what, target)
    with output.opened() as out:
        for line in write_hand_in(
            project.annotator, project.scheme.id, what.texts, what.records, what.unknown
        ):
            out.write(line)
    for remark in (*project.notices, *layer.notices, *what.left):
        say(remark)
    if replaced:
        say(f"{target}: it was there already, and has been replaced")
    if not output.is_stdout:
        counts = f"{counted(len(what.records), 'record')} of {counted(len(what.texts), 'article')}"
        print_line(f"handed in {counts} for {project.annotator}: {target}")
    return int(bool(what.left))


def _demand_all_of(path: Path, handed_in: Handed, target: str) -> None:
    """Refuse to replace a hand-in that has marks which are not in what is `handed_in` now.

    What was rescued from a full disk, or comes from another machine, may be nowhere else.

    Raises:
        UsageError: It has some, or cannot be understood.
    """
    with path.open("rb") as file:
        if not is_hand_in(file.readline()):
            return
        file.seek(0)
        try:
            there = read_hand_in(file, target)
        except ReadingError as error:
            raise UsageError(f"{error}; choose another file with -o, or replace it with --force") from None
    revisions = _revisions(*handed_in.records, *handed_in.unknown)
    before = _revisions(*there.records, *there.unknown)
    lost = sum(rev > revisions.get(uid, 0) for uid, rev in before.items())
    if lost:
        raise UsageError(
            f"{target}: {counted(lost, 'record in it is', 'records in it are')} not in the layer; take it in "
            "with zhupi collect --replace first, choose another file with -o, or replace it with --force"
        )


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
            *report.newer,
        ):
            say(line)
        if not report.refused:
            print_line(_summary(report))
        complete = complete and report.complete
    return int(not complete)


def _read(name: str) -> HandIn:
    if name == "-":
        return read_hand_in(standard_input(), _STDIN)
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


def _revisions(*records: Mapping[str, object]) -> dict[str, int]:
    """Return the revision of each record by its uid, as far as a record that is not known has both."""
    found = ((record.get("uid"), record.get("rev")) for record in records)
    return {uid: rev for uid, rev in found if isinstance(uid, str) and isinstance(rev, int)}
