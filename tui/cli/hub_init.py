"""``zhupi hub init``: a hub in a database, its lead, and all that the project has on the way there."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from annotations.hub.address import Address
from annotations.hub.administration.team import Enrolled, Team
from annotations.hub.connection.pgpass import Login
from annotations.hub.occupancy import has_another
from annotations.hub.permission import wanted_hub
from annotations.hub.project_folder import hubs_with, name_hub
from annotations.model.annotator import same_annotator
from annotations.project.project import Project
from annotations.project.settings import SETTINGS
from annotations.wording import counted, tr
from tui.cli.hub_login import known_to_libpq, offer_to_keep, with_password
from tui.cli.hub_team import administered, has_login, new_password
from tui.cli.join import exchanged, known_at
from tui.cli.options import project_at
from tui.layout.cells import visible
from tui.settings import Settings
from tui.settings_file import set_value
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

if TYPE_CHECKING:
    from annotations.hub.administration.administration import Administration, Upgraded
    from annotations.hub.administration.backup import Restored

__all__ = ["init"]


def init(options: argparse.Namespace) -> int:
    """Set a hub up, or lead it on to the newest version; give it the project's lead, and the project.

    Raises:
        ProjectError: The project has no lead, or is not led by who does this, or has another hub.
        HubError: The database cannot be used, or one may not do this.
    """
    project = project_at(options)
    address = Address.of(options.what[0])
    if options.admin:
        address = address.by(options.admin)
    _check(project, address)
    with administered(address) as admin:
        fresh: Collection[str] = ()
        if options.copy is not None:
            fresh = _restored(admin, options.copy).new_roles
        else:
            found = admin.init()
            print_line(_upgraded(found, address))
            if wanted_hub(project) is None and has_another(admin, project.root):
                raise ProjectError(
                    tr(
                        "{place}: this hub has another project, none of whose texts is in {root}; a project"
                        " has a database of its own, and zhupi join brings the one that is there",
                        place=address.place,
                        root=project.root,
                    )
                )
            if not found.silent:
                say(tr("members can find out how much is stored in all; hub init by a superuser ends that"))
        lead, password = _lead(admin, project, options, fresh)
        login = Login.of(admin.connection.info, lead.role)
        alone = sum(not one.left for one in Team(admin).members()) == 1
    mine = Address(address.place, lead.role)
    if password and not offer_to_keep(login, password):
        print_line(tr("The password of {role}, which is not shown again:", role=lead.role))
        print_line(f"    {password}")
    settings = Settings.read()
    set_value(settings.path, "hubs", hubs_with(settings.hubs, mine))
    if name_hub(project.root, mine):
        print_line(tr("the hub is named in {settings}", settings=project.root / SETTINGS))
    with (
        known_to_libpq(password),
        with_password(mine, lambda: known_at(mine, project.root)) as (there, typed),
    ):
        if typed:
            offer_to_keep(there[1], typed)
        for line in exchanged(project.root, mine, project.annotator).lines:
            say(line)
    print_line(tr("what the project has is there"))
    if alone:
        print_line(tr("next, for each annotator: {line}", line=_adding(options, address)))
    return 0


def _adding(options: argparse.Namespace, address: Address) -> str:
    """Return the line that lets an annotator in."""
    words = ["zhupi", "hub", "add", "NAME"]
    words += ["--admin", address.user] if address.user else []
    words += ["--project", str(options.project)] if options.project else []
    return join(words)


def _check(project: Project, address: Address) -> None:
    """See that a hub for `project` may be at `address`."""
    if not project.lead:
        raise ProjectError(
            tr('{settings}: a hub needs a lead; write lead = "NAME" there', settings=project.root / SETTINGS)
        )
    if not project.is_lead:
        raise ProjectError(
            tr(
                "{lead} leads this project, and sets up its hub; say --as {lead} if that is you",
                lead=project.lead_called,
            )
        )
    named = wanted_hub(project)
    if named is not None and named.place != address.place:
        raise ProjectError(
            tr(
                "{settings}: this project has another hub, {place}; take that line out to move to a new one",
                settings=project.root / SETTINGS,
                place=named.place,
            )
        )


def _upgraded(found: Upgraded, address: Address) -> str:
    if not found.before:
        return tr("{place}: a hub is set up", place=address.place)
    if found.before == found.after:
        return tr("{place}: the hub is as new as this zhupi", place=address.place)
    return tr(
        "{place}: the hub was led on from version {before} to {after}",
        place=address.place,
        before=found.before,
        after=found.after,
    )


def _restored(admin: Administration, path: Path) -> Restored:
    """Make the hub from a copy, and say what is in it."""
    from annotations.hub.administration.backup import restore

    with Progress() as progress:
        made = restore(admin, path, lambda rows: progress.rows(tr("rows"), rows))
    print_line(
        tr(
            "{place}: a hub is made from {path}, with {records}",
            place=admin.address.place,
            path=visible(str(path)),
            records=counted(made.rows["revision"], "record"),
        )
    )
    if made.new_roles:
        print_line(
            tr(
                "without a password yet: {names}; zhupi hub add NAME --new makes one",
                names=", ".join(made.new_roles),
            )
        )
    return made


def _lead(
    admin: Administration, project: Project, options: argparse.Namespace, fresh: Collection[str]
) -> tuple[Enrolled, str]:
    """Return who leads there, enrolled if need be, and the password that was made for that; empty if none.

    `fresh` are roles that have no password yet.
    """
    team = Team(admin)
    known = next(
        (one for one in team.members() if same_annotator(one.annotator) == same_annotator(project.lead)), None
    )
    new = options.new or (known is not None and known.role in fresh)
    if known is not None and known.lead and not known.left and not new:
        return known, ""
    role = options.login or (known.role if known else project.lead)
    password = new_password() if new or not has_login(admin, role) else None
    return team.add(project.lead, role=role, lead=True, password=password), password or ""
