"""``zhupi hub add`` and ``remove``: who is let into a hub, done by who administers its database."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotations.errors import ProjectError, UsageError
from annotations.hub.address import Address
from annotations.hub.administration.administration import Administration
from annotations.hub.administration.backup import back_up
from annotations.hub.administration.team import Enrolled, Team
from annotations.hub.connection.pgpass import why_unread
from annotations.hub.errors import NoPassword
from annotations.hub.permission import wanted_hub
from annotations.model.annotator import same_annotator
from annotations.project.project import Project
from annotations.wording import counted, tr
from tui.cli.hub_login import with_password
from tui.cli.options import project_at
from tui.layout.cells import visible
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["add", "administered", "backup", "has_login", "new_password", "place_of", "remove"]

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What passwords are made of: nothing that looks like something else on paper or over the telephone."""
_GROUPS, _LONG = 4, 5
"""Twenty of thirty-one: 99 bits, which nobody guesses."""


def add(options: argparse.Namespace) -> int:
    """Let annotators in, and print an invitation for each.

    Returns:
        1 if somebody is a member already and no new password was asked for; else 0.

    Raises:
        ProjectError: There is no hub here.
        HubError: One may not do this, or a name cannot be a member's.
    """
    place = place_of(project_at(options))
    code, invited = 0, False
    with administered(place.by(options.admin)) as admin:
        team = Team(admin)
        known = {same_annotator(one.annotator): one for one in team.members() if not one.left}
        for name in options.what:
            member = known.get(same_annotator(name))
            if member is not None and not (options.new or options.lead):
                say(tr("{name} is a member already; --new gives a new password", name=member.annotator))
                code = 1
                continue
            role = options.login or (member.role if member else name)
            there = has_login(admin, role)
            password = new_password() if options.new or not there else None
            made = team.add(name, role=role, lead=options.lead, password=password)
            if member is not None and password is None:
                print_line(tr("{name} leads from now on", name=made.annotator))
                continue
            if invited:
                print_line("")
            for line in _invitation(place, made, password):
                print_line(line)
            invited = True
    return code


def remove(options: argparse.Namespace) -> int:
    """Let annotators in no more; what they said stays.

    Raises:
        ProjectError: There is no hub here.
        HubError: One may not do this, or nobody is called so.
    """
    with administered(place_of(project_at(options)).by(options.admin)) as admin:
        for name in options.what:
            gone = Team(admin).remove(name)
            print_line(
                tr(
                    "{name} is let in no more; what {name} has said stays, and zhupi assign --reassign {name}"
                    " hands on the rest",
                    name=gone.annotator,
                )
            )
    return 0


def backup(options: argparse.Namespace) -> int:
    """Copy the whole hub to a file that is not there yet; `init --from` makes one of it.

    Raises:
        ProjectError: There is no hub here.
        StorageError: The file is there, or cannot be written.
        HubError: One may not do this.
    """
    path = Path(options.what[0])
    place = place_of(project_at(options))
    with administered(place.by(options.admin)) as admin, Progress() as progress:
        done = back_up(admin, path, lambda rows: progress.rows(tr("rows"), rows))
    print_line(
        tr(
            "{path}: {records} of {members}, {files}; no passwords are in it",
            path=visible(str(path)),
            records=counted(done.rows["revision"], "record"),
            members=counted(done.rows["member"], "member"),
            files=counted(done.rows["file"], "file"),
        )
    )
    return 0


def new_password() -> str:
    """Return a password that can be read out and typed."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))
    return "-".join(groups)


@contextmanager
def administered(address: Address) -> Iterator[Administration]:
    """Give a connection of who administers the hub; a password that libpq lacks is asked for, not kept."""
    with with_password(address, lambda: _administration(address)) as (admin, _), admin:
        yield admin


def _administration(address: Address) -> Administration:
    try:
        return Administration.connect(address.url)
    except NoPassword:
        if why_unread():
            raise
        raise NoPassword(
            tr(
                "{place}: no password lets in {user}, who is to administer it; --admin names another login",
                place=address.place,
                user=address.called,
            )
        ) from None


def place_of(project: Project) -> Address:
    """Return where the hub of `project` is, whoever one is there.

    Raises:
        ProjectError: It has none.
    """
    wanted = wanted_hub(project)
    if wanted is None:
        raise ProjectError(
            tr("{root}: this project has no hub; zhupi hub init ADDRESS sets one up", root=project.root)
        )
    return wanted


def has_login(admin: Administration, role: str) -> bool:
    """Tell whether the server has a login of this name, which may be somebody's in another project.

    Raises:
        UsageError: It is that of who administers the hub, whom no lock binds.
    """
    if role == admin.connection.info.user:
        raise UsageError(
            tr(
                "{role} administers the database, and annotates by another login: --login {role}-annotates",
                role=role,
            )
        )
    with admin.act() as cursor:
        return cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def _invitation(place: Address, member: Enrolled, password: str | None) -> Iterator[str]:
    """Yield what to send to somebody who is let in, and how."""
    yield tr("Invitation for {name}, to be sent by mail or chat:", name=member.annotator)
    yield "    pip install 'zhupi[hub]'"
    yield f"    zhupi join {place.by(member.role).url}"
    if password is None:
        yield tr("The password is that of {role} at this server; --new makes a new one", role=member.role)
        return
    yield tr("The password, which zhupi asks for; send it in another way, it is shown once:")
    yield f"    {password}"
