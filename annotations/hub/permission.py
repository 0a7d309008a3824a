"""Whether a project may use the hub that it names: only what its user allows, for it sends what is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from shlex import quote

from annotations.errors import SettingsError, UsageError
from annotations.hub.address import Address
from annotations.model.annotator import same_annotator
from annotations.project.project import Project
from annotations.project.settings import SETTINGS
from annotations.wording import tr

__all__ = ["allowing_hubs", "hub_lines", "hub_of", "wanted_hub"]


def allowing_hubs(project: Project, hubs: Iterable[str], where: str) -> Project:
    """Return `project` as a user opens it who allows `hubs`, in the file `where`.

    Raises:
        SettingsError: The address that the project names is none, or has a password in it.
    """
    allowed = replace(project, hub=project.hub._replace(allowed=tuple(hubs), allowed_in=where))
    wanted_hub(allowed)
    return allowed


def wanted_hub(project: Project) -> Address | None:
    """Return the hub that `project` names, whether or not it may be used; None where it names none.

    Raises:
        SettingsError: The address is none, or says more than a team's may.
    """
    if not project.hub.address:
        return None
    path = project.root / SETTINGS
    try:
        address = Address.of(project.hub.address)
    except UsageError as error:
        raise SettingsError(tr("{path}: hub: {error}", path=path, error=error)) from None
    if address.user:
        raise SettingsError(
            tr(
                "{path}: hub names {user!r:.60}, and a team's address is for everybody; write {place} here,"
                " and who you are there into your own settings",
                path=path,
                user=address.user,
                place=address.place,
            )
        )
    return address


def hub_of(project: Project) -> Address | None:
    """Return the hub of `project`, with who its user is there; None unless the user allows it."""
    wanted = wanted_hub(project)
    if wanted is None:
        return None
    allowed = [one for one in map(Address.of, project.hub.allowed) if one.place == wanted.place]
    names = {same_annotator(project.annotator), same_annotator(project.called)}
    own = [one for one in allowed if same_annotator(one.user) in names]  # several may work at one machine
    return next(iter([*own, *reversed(allowed)]), None)


def hub_lines(project: Project) -> list[str]:
    """Return why the hub that `project` names is not used, and how to allow it: a line, or none."""
    wanted = wanted_hub(project)
    if wanted is None or hub_of(project) is not None:
        return []
    return [
        tr(
            "nothing is sent to the hub of this project until you allow it with zhupi join {address} {root}",
            address=wanted.by(project.called).url,
            root=quote(str(project.root)),
        )
    ]
