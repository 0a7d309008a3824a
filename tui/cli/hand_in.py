"""``zhupi hand-in``: the annotator's layer as one file to send."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotations.project.companions import companions
from annotations.project.export import annotated_layer
from annotations.project.hand_in import hand_in as handed
from annotations.project.project import Project
from annotations.wording import counted, tr
from tui.cli.options import add_annotator, add_output, add_project, project_at
from tui.terminal.outputs import Output, print_line
from tui.terminal.remarks import say

__all__ = ["hand_in", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi hand-in``."""
    add_project(parser)
    add_annotator(parser)
    where = tr("where to write; by default NAME.handin.jsonl; - is standard output")
    add_output(parser, default=None, where=where)
    parser.set_defaults(command=hand_in)


def hand_in(options: argparse.Namespace) -> int:
    """Write the annotator's layer as one file.

    Returns:
        1 if something of the layer stayed behind, else 0.
    """
    project = project_at(options)
    target = f"{project.called}.handin.jsonl" if options.output is None else options.output
    output = Output(target, force=options.force, root=project.root, annotator=project.annotator)
    replaced = output.check()
    for remark in (*project.notices, *project.own_lines()):
        say(remark)
    layer = annotated_layer(project)
    what = handed(project, layer)
    if replaced and not options.force:
        what.demand_all_of(replaced, target)
    with output.opened() as out:
        for line in what.lines(project):
            out.write(line)
    for remark in (*layer.notices, *what.left):
        say(remark)
    if replaced:
        say(tr("{target}: it was there already, and has been replaced", target=target))
    if not output.is_stdout:
        counts = tr(
            "{records} of {articles}",
            records=counted(len(what.records), "record"),
            articles=counted(len(what.texts), "article"),
        )
        print_line(
            tr(
                "handed in {counts} for {called}: {target}",
                counts=counts,
                called=project.called,
                target=target,
            )
        )
        if step := _next_step(project, target):
            say(step)
    return int(bool(what.left))


def _next_step(project: Project, target: str) -> str:
    """Return what to do with the file; empty where nobody else is known to work here."""
    if not project.is_lead:
        return tr(
            "send it to {lead}, who takes it in with zhupi collect {name}",
            lead=project.lead_called,
            name=Path(target).name,
        )
    beside = companions(project) if project.lead else []
    return tr("it has marks alone; send with it {files}", files=", ".join(beside)) if beside else ""
