"""``zhupi assign``: who reads which article."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.assignment.plan import Overlap, Plan
from annotations.assignment.table import Assignments
from annotations.errors import BadName, UsageError
from annotations.model.annotator import check_annotator, same_annotator
from annotations.project.project import Project
from annotations.wording import counted, tr
from tui.cli.options import add_annotator, add_reading, annotator_of, reading_options
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

if TYPE_CHECKING:
    from annotations.project.assignment import Desk

__all__ = ["assign", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi assign``."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help=tr("the project, or files of it; by default this folder"),
    )
    parser.add_argument(
        "--project", type=Path, metavar="DIR", help=tr("the folder that keeps the annotations")
    )
    parser.add_argument(
        "--annotators",
        metavar="NAMES",
        help=tr("who annotates, as mei,lin,wu; by default whoever did before"),
    )
    parser.add_argument(
        "--overlap",
        metavar="N",
        help=tr("2: each article is read by two; 20%%: so many are, and the others by one; by default 1"),
    )
    parser.add_argument(
        "--per",
        type=int,
        metavar="N",
        help=tr("the most articles in a queue; training and tests come beside"),
    )
    parser.add_argument("--pilot", type=int, metavar="N", help=tr("so many articles are read by everybody"))
    parser.add_argument("--seed", type=int, metavar="N", help=tr("another number is another distribution"))
    parser.add_argument(
        "--test",
        type=int,
        metavar="N",
        help=tr("hide so many settled articles in each queue, to measure its annotator by"),
    )
    parser.add_argument(
        "--reassign", metavar="NAME", help=tr("give what NAME has not begun to the others, or to --to")
    )
    parser.add_argument("--to", metavar="NAMES", help=tr("who takes over"))
    parser.add_argument("--begun", action="store_true", help=tr("reassign what was begun too"))
    parser.add_argument("--show", action="store_true", help=tr("show who has what, and change nothing"))
    parser.add_argument(
        "--dry-run", action="store_true", help=tr("say what would come of it, and write nothing")
    )
    add_annotator(parser)
    add_reading(parser)
    parser.set_defaults(command=assign)


def assign(options: argparse.Namespace) -> int:
    """Give out articles, or show who has which.

    Returns:
        0.

    Raises:
        UsageError: The annotator is not the lead, or the options ask for what cannot be.
        ZhupiError: Something cannot be read or written.
    """
    from annotations.project.assignment import Desk, demand_lead, replace_assignments
    from annotations.project.companions import companions
    from tui.cli.assign_tables import shown

    project = Project.open(
        options.paths,
        annotator=annotator_of(options),
        root=options.project,
        options=reading_options(options),
    )
    if not options.show:
        demand_lead(project)
    with Progress() as progress:

        def on_step(done: int, of: int) -> None:
            progress.words(tr("reading article {done:,} of {of:,}", done=done, of=of))

        desk = Desk.of(project, on_step)
        if options.show:
            table = desk.before
        elif options.reassign is not None:
            table = _reassigned(desk, options)
        else:
            table = _distributed(desk, options, progress)
    for line in desk.lines:
        say(line)
    for line in shown(desk, table, changes=not options.show):
        print_line(line)
    if options.show:
        return 0
    if options.dry_run:
        say(tr("nothing was written"))
    elif replace_assignments(project, desk.written, table):
        files = ", ".join(companions(project))
        if project.hub.address:
            say(
                tr("zhupi hub sync sends {files} to everybody, as an open session of yours does", files=files)
            )
        else:
            say(tr("send {files} to everybody who works in a folder of their own", files=files))
    return 0


def _names(project: Project, said: str, option: str) -> tuple[str, ...]:
    """Return the annotators that an option names, each by the name that records carry."""
    found: dict[str, str] = {}
    for one in said.split(","):
        if one.strip():
            try:
                name = project.roster.owner_of(check_annotator(one))
            except BadName as error:
                raise UsageError(f"{option}: {error}") from None
            found.setdefault(same_annotator(name), name)
    if not found:
        raise UsageError(tr("{option} names nobody; write {option} mei,lin", option=option))
    return tuple(sorted(found.values()))


def _spelled(names: Iterable[str], table: Assignments) -> tuple[str, ...]:
    """Return `names` as `table` spells them."""
    known = {same_annotator(name): name for name in table.annotators}
    return tuple(sorted(known.get(same_annotator(name), name) for name in names))


def _demand_numbers(options: argparse.Namespace) -> None:
    for option, least in (("per", 1), ("pilot", 0), ("test", 1)):
        if (value := getattr(options, option)) is not None and value < least:
            raise UsageError(tr("--{option} takes a number from {least} on", option=option, least=least))


def _plan(desk: Desk, options: argparse.Namespace) -> Plan:
    """Return what is asked for; what is not said is as it was the last time."""
    before = desk.before.plan
    if options.annotators is not None:
        names = _spelled(_names(desk.project, options.annotators, "--annotators"), desk.before)
        plan = before._replace(annotators=names) if before else Plan(names)
    elif before is None or not before.annotators:
        raise UsageError(tr("among whom? say zhupi assign --annotators mei,lin,wu"))
    else:
        plan = before._replace(annotators=_spelled(before.annotators, desk.before))
    _demand_numbers(options)
    if options.overlap is not None:
        try:
            plan = plan._replace(overlap=Overlap.parse(options.overlap))
        except ValueError as error:
            raise UsageError(str(error)) from None
    for option in ("per", "pilot", "seed"):
        if (value := getattr(options, option)) is not None:
            plan = plan._replace(**{option: value})
    if plan.overlap.readers > len(plan.annotators):
        raise UsageError(
            tr(
                "an overlap of {overlap} needs so many annotators; {names} are named",
                overlap=plan.overlap,
                names=", ".join(plan.annotators),
            )
        )
    return plan


def _distributed(desk: Desk, options: argparse.Namespace, progress: Progress) -> Assignments:
    from annotations.assignment.distribution import distributed

    plan = _plan(desk, options)
    table = distributed(desk.texts, plan, desk.before, desk.states, desk.training)
    if not options.test:
        return table
    from annotations.assignment.reassignment import with_tests
    from annotations.project.training import settled_articles

    settled = {desk.source_of(one) for one in settled_articles(desk.project, progress.words)} - {None}
    known = [source for source in settled if source is not None]
    found = with_tests(table, known, options.test, plan.annotators, desk.states)
    for name, count in found.given.items():
        if count < options.test:
            say(
                tr(
                    "{name} has {tests} only: there are no more settled articles that {name} has not read",
                    name=desk.project.name_of(name),
                    tests=counted(count, "test"),
                )
            )
    return found.table


def _reassigned(desk: Desk, options: argparse.Namespace) -> Assignments:
    from annotations.assignment.reassignment import reassigned

    project, before = desk.project, desk.before
    (leaving, *more) = _spelled(_names(project, options.reassign, "--reassign"), before)
    if more:
        raise UsageError(tr("--reassign takes one name at a time"))
    if not before.annotators:
        raise UsageError(tr("nobody has any article; zhupi assign --annotators mei,lin,wu gives them out"))
    if leaving not in before.annotators:
        raise UsageError(
            tr(
                "{name} has no articles; they are with {names}",
                name=project.name_of(leaving),
                names=", ".join(map(project.name_of, before.annotators)),
            )
        )
    to = before.plan.annotators if before.plan else ()
    if options.to is not None:
        to = _names(project, options.to, "--to")
    to = tuple(name for name in _spelled(to, before) if name != leaving)
    if not to:
        raise UsageError(tr("to whom? say --to lin,wu"))
    _demand_numbers(options)
    if options.per is not None:
        plan = before.plan or Plan(tuple(before.annotators))
        before = replace(before, plan=plan._replace(per=options.per))
    found = reassigned(before, leaving, to, desk.states, take_begun=options.begun)
    name = project.name_of(leaving)
    say(tr("{articles} of {name} given away", articles=counted(found.moved, "article"), name=name))
    if found.begun:
        begun = counted(found.begun, "article")
        say(tr("{articles} stay with {name}, begun; --begun gives them away too", articles=begun, name=name))
    if found.left:
        left = counted(found.left, "article")
        say(tr("{articles} stay with {name}: the others read them already", articles=left, name=name))
    if found.full:
        assert before.plan is not None
        say(
            tr(
                "{articles} stay with {name}: a queue has {per} at the most; a larger --per gives them away",
                articles=counted(found.full, "article"),
                name=name,
                per=before.plan.per,
            )
        )
    return found.table
