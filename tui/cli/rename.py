"""``zhupi rename``: another name for an annotator."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotations.project.rename import rename as renamed
from annotations.wording import tr
from tui.terminal.outputs import print_line

__all__ = ["register", "rename"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi rename``."""
    parser.add_argument("old", metavar="OLD", help=tr("the annotator, by any name so far"))
    parser.add_argument(
        "new", metavar="NEW", help=tr("the name to show from now on; OLD goes on being understood")
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help=tr("the project; by default this folder")
    )
    parser.add_argument("--project", type=Path, metavar="DIR", help=tr("the same"))
    parser.set_defaults(command=rename)


def rename(options: argparse.Namespace) -> int:
    """Let an annotator be called otherwise, and say what that means.

    Raises:
        ZhupiError: There is no such annotator, or somebody else goes by that name.
    """
    done = renamed(options.folder or options.project or Path(), options.old, options.new)
    print_line(
        tr(
            "{was} is called {name} now; all marks and decisions hold, records go on saying {owner}",
            was=done.was,
            name=done.name,
            owner=done.owner,
        )
    )
    if done.copy:
        print_line(tr("the layer as it was is in {copy}", copy=done.copy))
    return 0
