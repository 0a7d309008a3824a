"""``zhupi check``: every file of a project verified, and what can be mended mended."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

from annotations.errors import SettingsError, UsageError, ZhupiError
from annotations.project.check import check_project, repair_project
from annotations.project.project import Project
from annotations.project.settings import SETTINGS
from annotations.storage.check.findings import Finding, of_error
from annotations.wording import counted, tr
from tui.cli.options import add_project, project_folder
from tui.layout.cells import visible
from tui.terminal.outputs import Output
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["check", "register"]

_LARGE = 30_000_000
"""Bytes that are known to take longer than it is waited for: on two cores 18 MB take 1 s, 55 MB 4 s."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi check``."""
    add_project(parser)
    parser.add_argument(
        "--repair",
        action="store_true",
        help=tr("mend what needs no decision; what that drops from a file is kept beside it as .damaged"),
    )
    parser.set_defaults(command=check)


def check(options: argparse.Namespace) -> int:
    """Print what is wrong in a project, a line each, after mending what can be if that was asked for.

    Returns:
        1 if anything is wrong (still), else 0.

    Raises:
        UsageError: There is no such folder.
    """
    if not options.project.is_dir():
        raise UsageError(
            tr("{project} is no folder; name the folder of the project", project=options.project)
        )
    root = project_folder(options)
    findings = _checked(root)
    did: list[str] = []
    if options.repair and any(one.mendable for one in findings):
        repairs = repair_project(root, findings)
        did = repairs.did
        _print(tr("mended: {under}", under=_under(line, root)) for line in did)
        for line in repairs.failed:
            say(_under(line, root))
        findings = _checked(root)
    _print(one.under(root) for one in findings)
    wrong = [one for one in findings if one.counts]
    say(_summary(wrong, did, asked=options.repair))
    return int(bool(wrong))


def _checked(root: Path) -> list[Finding]:
    with Progress() as progress:

        def show(done: int, of: int) -> None:
            if of >= _LARGE:
                progress.patience = 0
            progress.bytes(tr("checking"), done, of)

        return [*_hub(root), *check_project(root, on_progress=show)]


def _hub(root: Path) -> list[Finding]:
    """Return what is wrong with the address of the project's hub, which may have a password in it."""
    try:
        project = Project.at(root, annotator="nobody")
    except ZhupiError:  # it is said with all that is wrong
        return []
    if not project.hub.address:
        return []
    from annotations.hub.permission import wanted_hub

    try:
        wanted_hub(project)
    except SettingsError as error:
        return [of_error(root / SETTINGS, error)]
    return []


def _print(lines: Iterable[str]) -> None:
    with Output("-", json=False).opened() as out:
        for line in lines:
            out.write(visible(line).encode("utf-8", "replace") + b"\n")


def _under(line: str, root: Path) -> str:
    return line.removeprefix(f"{root}{os.sep}")


def _summary(wrong: list[Finding], did: list[str], *, asked: bool) -> str:
    mended = len(did)
    if not wrong:
        return tr("{mended} mended, nothing else is wrong", mended=mended) if did else tr("nothing is wrong")
    mendable = sum(one.mendable for one in wrong)
    found = counted(len(wrong), "finding")
    if did:
        return tr("{mended} mended, {found} left for a person", mended=mended, found=found)
    if asked:
        return tr("{found} left for a person", found=found)
    return (
        tr("{found}, {mendable} of which --repair may mend", found=found, mendable=mendable)
        if mendable
        else found
    )
