"""``zhupi check``: every file of a project verified, and what can be mended mended."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotations.errors import UsageError
from annotations.project.check import check_project, repair_project
from annotations.storage.check.findings import Finding
from annotations.wording import counted
from tui.cli.options import add_project
from tui.layout.cells import visible
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["check", "register"]

_SOON = 1.0
"""Seconds after which progress is shown."""
_LARGE = 30_000_000
"""Bytes that are known to take longer than that: on two cores 18 MB take 1 s, 55 MB 4 s."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi check``."""
    add_project(parser)
    parser.add_argument(
        "--repair",
        action="store_true",
        help="mend what needs no decision; what that drops from a file is kept beside it as .damaged",
    )
    parser.set_defaults(command=check)


def check(options: argparse.Namespace) -> int:
    """Print what is wrong in a project, a line each, after mending what can be if that was asked for.

    Returns:
        1 if anything is wrong (still), else 0.

    Raises:
        UsageError: There is no such folder.
    """
    root = Path(os.path.abspath(options.project))
    if not root.is_dir():
        raise UsageError(f"{options.project} is no folder; name the folder of the project")
    findings = _checked(root)
    did: list[str] = []
    if options.repair and any(one.mendable for one in findings):
        repairs = repair_project(root, findings)
        did = repairs.did
        _print(f"mended: {_under(line, root)}" for line in did)
        for line in repairs.failed:
            say(_under(line, root))
        findings = _checked(root)
    _print(one.under(root) for one in findings)
    wrong = [one for one in findings if one.counts]
    say(_summary(wrong, did, asked=options.repair))
    return int(bool(wrong))


def _checked(root: Path) -> list[Finding]:
    with _Progress() as progress:
        return check_project(root, on_progress=progress.show)


def _print(lines: Iterable[str]) -> None:
    with Output("-", json=False).opened() as out:
        for line in lines:
            out.write(visible(line).encode("utf-8", "replace") + b"\n")


def _under(line: str, root: Path) -> str:
    return line.removeprefix(f"{root}{os.sep}")


def _summary(wrong: list[Finding], did: list[str], *, asked: bool) -> str:
    mended = f"{len(did)} mended, " if did else ""
    if not wrong:
        return f"{mended}nothing is wrong" if not did else f"{mended}nothing else is wrong"
    mendable = sum(one.mendable for one in wrong)
    found = f"{mended}{counted(len(wrong), 'finding')}"
    if asked:
        return f"{found} left for a person"
    return f"{found}, {mendable} of which --repair may mend" if mendable else found


class _Progress:
    """A bar on standard error, if that is a terminal and it takes a while."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> _Progress:
        return self

    def show(self, done: int, of: int) -> None:
        """Show how many bytes of how many have been checked."""
        if self._bar is None:
            soon = time.monotonic() - self._began < _SOON and of < _LARGE
            if soon or not sys.stderr.isatty():
                return
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

            columns = (TextColumn("checking"), BarColumn(), DownloadColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task("checking", total=of)
            self._bar.start()
        self._bar.update(self._bar.tasks[0].id, completed=done)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
