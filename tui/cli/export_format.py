"""``zhupi export --format``: the annotator's tags, everybody's or the gold as files of another tool."""

from __future__ import annotations

import argparse
from contextlib import suppress

from annotations.errors import UsageError
from annotations.exchange.format import Format
from annotations.exchange.items import Unit
from annotations.exchange.readback import Readback
from annotations.exchange.registry import demand_needs, format_called, options_of
from annotations.project.export import annotators_of, opened_as
from annotations.project.format_export import FormatExport
from annotations.project.project import Project
from annotations.project.selection import Selection
from annotations.project.split import Split, shares_of
from annotations.wording import counted, tr
from tui.cli.options import demand_review, left_out
from tui.presenters.exchange import compared_lines, written_lines
from tui.terminal.destination import Destination
from tui.terminal.outputs import Output
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["add_format_options", "asks_for_format", "export_format", "exported_of"]


def add_format_options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options that say what to write, and what of it."""
    from annotations.exchange.registry import format_names

    parser.add_argument(
        "--format",
        metavar="NAME",
        default="jsonl",
        help=tr(
            "what to write: {names}; by default jsonl, which loses nothing",
            names=" ".join(format_names(written=True)),
        ),
    )
    parser.add_argument(
        "--set",
        dest="chosen",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=tr("an option of the format's own, such as scheme=BMES of conll"),
    )
    parser.add_argument(
        "--only",
        choices=("done", "marked"),
        default="",
        help=tr("articles that are done, or marked sentences"),
    )
    parser.add_argument(
        "--label",
        dest="labels",
        action="append",
        default=[],
        metavar="NAME",
        help=tr("sentences with this label; may be given several times"),
    )
    parser.add_argument(
        "--articles",
        action="append",
        default=[],
        metavar="ARTICLE",
        help=tr("this one alone: an id, a file, or a pattern of files; may be given several times"),
    )
    parser.add_argument(
        "--split", metavar="80/10/10", help=tr("divide the articles into train, validation and test")
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help=tr("divide otherwise: each number in its own way")
    )
    parser.add_argument("--check", action="store_true", help=tr("read back what was written, and compare"))


def asks_for_format(options: argparse.Namespace) -> bool:
    """Tell whether more is asked for than zhupi's own lines, all of them, one after the other."""
    asked = (options.chosen, options.only, options.labels, options.articles, options.split, options.check)
    return options.format != "jsonl" or any(asked) or options.output.endswith(".zip")


def export_format(project: Project, options: argparse.Namespace) -> int:
    """Write the files of a format, and say what was written, what was left out, and what the format lost.

    Returns:
        1 if there was nothing to write, or what was read back is something else; otherwise 0.
    """
    form = format_called(options.format)
    demand_needs(form)
    work = _work(project, form, options)
    target = Destination(
        options.output,
        form,
        several=bool(options.split) or (work.together and form.DIVIDES),
        force=options.force,
        output=lambda name: Output(name, force=options.force, root=project.root),
    )
    if options.check and not target.readable:
        raise UsageError(tr("--check reads a file back; name one with -o"))
    with suppress(_Nothing), Progress() as progress, target.opened() as parcel:
        work.on_article = lambda done, of: progress.words(
            tr("{done:,} of {articles} written", done=done, articles=counted(of, "article"))
        )
        written = work.write(parcel)
        if not written.counts:
            raise _Nothing  # so that what is there stays
    for line in written_lines(work, written, target.left_out):
        say(line)
    different = 0
    if work.readback is not None and written.counts:
        different = _compare(work, target)
    return int(not written.counts or bool(different))


class _Nothing(Exception):
    """There is nothing to write."""


def _work(project: Project, form: Format, options: argparse.Namespace) -> FormatExport:
    if not form.UNITS:
        raise UsageError(tr("{name} is only read, not written; choose another format", name=form.NAME))
    unit: Unit = options.unit or form.UNITS[0]
    if unit not in form.UNITS:
        raise UsageError(
            tr("{name} has the unit {units} only; leave --unit away", name=form.NAME, units=form.UNITS[0])
        )
    if options.gold:
        if not project.is_lead:
            demand_review(project, options.review, "gold")
        exported: list[Project] = []
        together = False
        for line in project.notices:
            say(line)
    else:
        exported, together = exported_of(project, options)
    return FormatExport(
        project,
        form,
        exported,
        unit,
        together=together,
        selection=Selection(options.only, [_label(project, one) for one in options.labels], options.articles),
        split=Split(project, shares_of(options.split), options.seed) if options.split else None,
        options=options_of(form, options.chosen),
        without=left_out(project, options.training),
        earlier=options.earlier,
        tell=say,
        readback=Readback() if options.check else None,
    )


def _label(project: Project, name: str) -> str:
    """Return the label that is called `name`, or has it as its title; one that is unknown is told."""
    labels = project.scheme.labels
    known = {one.title: one.name for one in labels} | {one.name: one.name for one in labels}
    if name not in known:
        names = ", ".join(one.name for one in labels)
        say(tr("{name!r:.40}: the scheme has no such label; there are {names}", name=name, names=names))
    return known.get(name, name)


def exported_of(project: Project, options: argparse.Namespace) -> tuple[list[Project], bool]:
    """Return the project as each opens it whose marks are asked for, and whether that is everybody.

    What is worth knowing of the project and of their layers is said.

    Raises:
        OthersHidden: They are others', whom the project does not show.
        NothingAnnotated: There are no such layers.
    """
    everybody = options.all or (options.review and options.whose is None)
    if everybody:
        project.demand_others("export --all" if options.all else "export --review")
        exported, lines = annotators_of(project), project.roster.lines
    else:
        one = project if options.whose is None else opened_as(project, options.whose, "export --annotator")
        exported, lines = [one], one.own_lines()
    for line in (*project.notices, *lines):
        say(line)
    return exported, everybody


def _compare(work: FormatExport, target: Destination) -> int:
    count, lines = work.compare(target.source())
    for line in compared_lines(work, count, lines):
        say(line)
    return count
