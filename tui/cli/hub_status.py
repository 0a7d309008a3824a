"""``zhupi hub status``: what is not yet sent, which needs no network, and who is there, which does."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from annotations.hub.errors import HubError
from annotations.hub.files.lead_paths import Sort, sort_of
from annotations.hub.permission import hub_lines, hub_of, wanted_hub
from annotations.hub.rounds.single_round import unsent
from annotations.project.project import Project
from annotations.wording import counted, msg, tr
from tui.cli.options import project_at
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

if TYPE_CHECKING:
    from annotations.hub.address import Address
    from annotations.hub.client.rows import Member, Presence
    from annotations.hub.layers.ledger import Exchanged

__all__ = ["demand_hub", "status", "sync"]

_OTHERS = {
    "never": msg("annotators never read one another's tags"),
    "done": msg("annotators read one another's tags in articles that they have marked done"),
    "always": msg("annotators read one another's tags at once"),
}
"""What ``others`` in the settings of a project comes to."""
_NAMED = 3
"""How many texts are named; of more their number is told."""
_TIMEOUT = 5.0
"""Seconds that the hub is waited for. Chosen: what needs no network has been said by then."""


def status(options: argparse.Namespace) -> int:
    """Tell what of the annotator's layer the hub does not have yet, and who works over it.

    Returns:
        1 if something waits to be sent, or the hub cannot be reached; else 0.

    Raises:
        ProjectError: The project has no hub, or its user does not allow it.
        StorageError: The layer cannot be read.
    """
    project = project_at(options)
    address = demand_hub(project)
    print_line(tr("{address} as {annotator}", address=address, annotator=project.called))
    waiting, left, exchanged = unsent(project, address)
    for line in left:
        print_line(line)
    if waiting:
        what = counted(waiting, "record waits", "records wait")
        print_line(tr("{what} to be sent; zhupi open does, and zhupi hub sync", what=what))
    elif not left:
        print_line(tr("everything that is saved here is sent"))
    for line in _last(exchanged):
        print_line(line)
    try:
        for line in _of_hub(project, address):
            print_line(line)
    except HubError as error:
        say(str(error))
        return 1
    return int(bool(waiting))


def sync(options: argparse.Namespace) -> int:
    """Send what waits and take in what is new, once, as an open session does all the time.

    Raises:
        ProjectError: The project has no hub, or its user does not allow it.
        HubError, StorageError: As :func:`exchange` raises.
    """
    from tui.cli.join import exchanged

    project = project_at(options)
    news = exchanged(project.root, demand_hub(project), project.annotator)
    for line in news.lines:
        say(line)
    if news.articles:
        came = counted(len(news.articles), "article")
        print_line(tr("what was saved here is sent; something new came of {articles}", articles=came))
    else:
        print_line(tr("what was saved here is sent; nothing new came of what others say"))
    if news.files:
        texts = sorted(name for name in news.files if sort_of(name) is Sort.TEXT)
        names = [*sorted(news.files.difference(texts)), *(texts[:_NAMED] if len(texts) <= _NAMED else [])]
        if len(texts) > _NAMED:
            names.append(counted(len(texts), "text"))
        print_line(tr("new from the lead: {names}", names=", ".join(names)))
    return 0


def demand_hub(project: Project) -> Address:
    """Return the hub of `project`.

    Raises:
        ProjectError: It names none, or its user does not allow it.
    """
    if wanted_hub(project) is None:
        raise ProjectError(
            tr(
                "{root}: this project has no hub, its work travels as files; zhupi hub init sets one up",
                root=project.root,
            )
        )
    address = hub_of(project)
    if address is None:
        raise ProjectError(hub_lines(project)[0])
    return address


def _last(exchanged: Exchanged) -> Iterator[str]:
    """Yield when something was last sent, and received, as far as this machine knows."""
    if exchanged.sent is not None:
        yield tr("sent last: {when}", when=_when(datetime.fromtimestamp(exchanged.sent, UTC)))
    if exchanged.received is not None:
        yield tr("received last: {when}", when=_when(datetime.fromtimestamp(exchanged.received, UTC)))


def _of_hub(project: Project, address: Address) -> Iterator[str]:
    from annotations.hub.client.hub import Hub
    from annotations.hub.rounds.steps import check_self

    with Hub.connect(address.url, timeout=_TIMEOUT) as hub:
        check_self(hub, project)
        members = hub.members()
        presence = hub.presence() if hub.me.lead else []
        yield tr(_OTHERS[hub.settings.others])
    there = [one for one in members if not one.left]
    yield tr("{members}: {names}", members=counted(len(there), "member"), names=", ".join(map(_named, there)))
    for one in presence:
        yield f"  {_present(one)}"
    if gone := [one.annotator for one in members if one.left]:
        yield tr("left: {names}", names=", ".join(gone))


def _present(one: Presence) -> str:
    """Return when somebody was there; of whom it is told who leads."""
    since, last = _when(one.joined), _when(one.last)
    if one.left is not None:
        return tr("{name}: from {since} to {left}", name=one.annotator, since=since, left=_when(one.left))
    if not last:
        return tr("{name}: since {since}, nothing sent yet", name=one.annotator, since=since)
    return tr("{name}: since {since}, sent last {last}", name=one.annotator, since=since, last=last)


def _when(time: datetime | None) -> str:
    return "" if time is None else f"{time.astimezone():%Y-%m-%d %H:%M}"


def _named(member: Member) -> str:
    return tr("{name} (leads)", name=member.annotator) if member.lead else member.annotator
