"""``zhupi hub``: the database over which a team shares a project, set up and looked after."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotations.errors import UsageError
from annotations.wording import msg, tr
from tui.cli.options import add_annotator, add_project_of_files

__all__ = ["hub", "register"]

_ACTS = {
    "init": msg("init ADDRESS"),
    "status": msg("status"),
    "sync": msg("sync"),
    "add": msg("add NAME"),
    "remove": msg("remove NAME"),
    "backup": msg("backup FILE"),
}
"""What there is to do, each as it is typed."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi hub``."""
    parser.add_argument(
        "act",
        nargs="?",
        default="status",
        metavar="ACT",
        help=tr(
            "init ADDRESS sets a hub up, or leads an older one on; status, the default, tells what is not"
            " sent and who takes part; sync sends and takes in what is new, once; add NAME and remove NAME"
            " let annotators in and out; backup FILE copies all to a file"
        ),
    )
    parser.add_argument(
        "what", nargs="*", metavar="WHAT", help=tr("the address of a new hub, annotators, or a file")
    )
    parser.add_argument(
        "--admin",
        default="",
        metavar="LOGIN",
        help=tr("init, add, remove and backup: the login that administers the database"),
    )
    parser.add_argument(
        "--login",
        default="",
        metavar="LOGIN",
        help=tr("init and add: as whom the annotator logs in at the server; by default by the name"),
    )
    parser.add_argument("--lead", action="store_true", help=tr("add: who is named leads from now on"))
    parser.add_argument("--new", action="store_true", help=tr("init and add: make a new password"))
    parser.add_argument(
        "--from", dest="copy", type=Path, metavar="FILE", help=tr("init: make the hub from a backup")
    )
    add_project_of_files(parser)
    add_annotator(parser)
    parser.set_defaults(command=hub, intermixed="what")


def hub(options: argparse.Namespace) -> int:
    """Do what `options` say with the hub of a project.

    Returns:
        1 if something waits to be sent, or the hub cannot be reached for what was asked; else 0.

    Raises:
        UsageError: There is no such act, or it needs something else than was given.
        HubError: The hub does not do it.
    """
    act, what = options.act, options.what
    if act not in _ACTS:
        if what or not Path(act).is_dir():
            raise UsageError(
                tr(
                    "{act!r:.60} is nothing to do with a hub; there are {acts}",
                    act=act,
                    acts=", ".join(_ACTS),
                )
            )
        options.project, act = Path(act), "status"  # as every command takes its folder
    least, most = {"status": (0, 1), "sync": (0, 1), "init": (1, 1), "backup": (1, 1)}.get(act, (1, 1000))
    if not least <= len(what) <= most:
        raise UsageError(tr("write zhupi hub {shape}", shape=_ACTS[act]))
    if act in ("status", "sync"):
        from tui.cli import hub_status

        if what:
            options.project = Path(what[0])
        return hub_status.status(options) if act == "status" else hub_status.sync(options)
    if act == "init":
        from tui.cli.hub_init import init

        return init(options)
    from tui.cli import hub_team

    return {"add": hub_team.add, "remove": hub_team.remove, "backup": hub_team.backup}[act](options)
