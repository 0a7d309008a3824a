"""``zhupi join``: a project of a team as its hub has it, for who has an address and nothing else."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from annotations.errors import NoArticles
from annotations.hub.address import Address
from annotations.hub.connection.pgpass import Login
from annotations.hub.project_folder import begin_folder, folder_for, has_hub, hubs_with, name_hub, occupied
from annotations.model.annotator import same_annotator
from annotations.project.project import Project
from annotations.project.roots import is_project
from annotations.wording import counted, tr
from tui.cli.hub_login import offer_to_keep, with_password
from tui.cli.options import named_by
from tui.settings import Settings
from tui.settings_file import set_value
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

if TYPE_CHECKING:
    from annotations.hub.client.rows import Me
    from annotations.hub.rounds.round import News

__all__ = ["exchanged", "join", "known_at", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi join``."""
    parser.add_argument(
        "address", metavar="ADDRESS", help=tr("as the invitation has it: postgresql://NAME@HOST/DATABASE")
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help=tr("the folder to make, or that has the project; by default one called as the database"),
    )
    parser.set_defaults(command=join)


def join(options: argparse.Namespace) -> int:
    """Make the folder of a project, with all that the hub has for this annotator, and say how to open it.

    A folder that has the project goes on over this hub, whatever was said in it until then is sent.

    Raises:
        UsageError: The address is none, or the folder is something else already.
        HubError: The hub cannot be used; nothing is made then.
        ProjectError, SettingsError, StorageError: The folder, the settings or a layer cannot be written.
    """
    settings = Settings.read()
    address = Address.of(options.address)
    folder = folder_for(address, options.folder)

    with with_password(address, lambda: known_at(address, folder)) as ((me, login), typed):
        if typed:
            offer_to_keep(login, typed)
        if is_project(folder):
            name_hub(folder, address)
        begin_folder(folder, address)
        set_value(settings.path, "hubs", hubs_with(settings.hubs, address))
        news = exchanged(folder, address, me.annotator)
    for line in news.lines:
        say(line)
    for line in _next(folder, me.annotator):
        print_line(line)
    return 0


def known_at(address: Address, folder: Path) -> tuple[Me, Login]:
    """Ask the hub who one is there.

    Raises:
        UsageError: There is a project in `folder`, and the hub has another.
        HubError: The hub cannot be used.
    """
    from annotations.hub.client.hub import Hub
    from annotations.hub.connection.connection import connected
    from annotations.hub.occupancy import has_this

    with connected(address) as connection:
        login = Login.of(connection.info)
    with Hub.connect(address.url) as hub:
        if is_project(folder) and not has_hub(folder, address) and not has_this(hub, folder):
            raise occupied(folder)
        return hub.me, login


def exchanged(folder: Path, address: Address, annotator: str) -> News:
    """Exchange with the hub what is new, and show how it goes on; raises what :func:`exchange` does."""
    from annotations.hub.rounds.single_round import exchange

    with Progress() as progress:
        rows, of = 0, None

        def expect(more: int | None) -> None:
            nonlocal of
            of = None if more is None else rows + more

        def records(more: int) -> None:
            nonlocal rows
            rows += more
            progress.rows(tr("records"), rows, None if of is None else max(of, rows))

        def files(done: int, of: int) -> None:
            progress.rows(tr("files and articles"), done, of)

        project = Project.at(folder, annotator=annotator)
        return exchange(project, address, expect=expect, taken=records, sent=records, on_file=files)


def _next(folder: Path, annotator: str) -> list[str]:
    """Return what is there now, and the line that opens it."""
    name = quote(folder.name if folder.parent == Path.cwd() else str(folder))
    try:
        project = Project.open([folder], annotator=annotator, root=folder)
    except NoArticles:
        return [
            tr(
                "{folder}: joined as {annotator}; no articles yet, they come when the lead has given them",
                folder=folder,
                annotator=annotator,
            )
        ]
    line = f"zhupi open {name}"
    if same_annotator(named_by(argparse.Namespace(annotator=None)).name) != same_annotator(annotator):
        line += f" --as {quote(annotator)}"
    return [
        tr(
            "{folder}: joined as {annotator}, {articles}; what you save is sent by itself",
            folder=folder,
            annotator=annotator,
            articles=counted(len(project.places), "article"),
        ),
        tr("next: {line}", line=line),
    ]
