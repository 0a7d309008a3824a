"""``zhupi serve``: the program in a browser, for one person or for a team."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import NeedsExtra, UsageError
from annotations.model.annotator import check_annotator, same_annotator
from annotations.project.project import Project
from annotations.wording import tr
from tui.cli.options import add_annotator, annotator_of, project_folder
from tui.settings import Settings
from tui.terminal.outputs import print_line
from tui.terminal.remarks import said_apart, say

if TYPE_CHECKING:
    from tui.web.address import Address
    from tui.web.links import KeptLinks, Links

__all__ = ["register", "serve"]

_HOST, _PORT = "127.0.0.1", 8000

_VISITORS = 20
"""Pages at once, unless it is said otherwise."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi serve``."""
    parser.add_argument(
        "project",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help=tr("the folder of articles; by default this one"),
    )
    parser.add_argument(
        "--host",
        default=_HOST,
        help=tr("the address to listen on; another one than this machine's own wants --team"),
    )
    parser.add_argument(
        "--port", type=_port, default=_PORT, help=tr("the port to listen on; 0: any free one")
    )
    parser.add_argument(
        "--url", default="", help=tr("where browsers find it, if it stands behind a server with TLS")
    )
    add_annotator(parser)
    parser.add_argument(
        "--team", action="store_true", help=tr("a link of their own for each annotator, which are printed")
    )
    parser.add_argument("--new", metavar="NAME", help=tr("print a new link for an annotator, and stop"))
    parser.add_argument(
        "--revoke", metavar="NAME", help=tr("let an annotator's link hold no longer, and stop")
    )
    parser.add_argument(
        "--visitors", type=_visitors, default=_VISITORS, metavar="N", help=tr("how many pages at once")
    )
    parser.set_defaults(command=serve)


def serve(options: argparse.Namespace) -> int:
    """Serve a project until it is ended, or change the links to it.

    Raises:
        UsageError: The library is not there, options contradict one another, or the port is taken.
        StorageError: The links cannot be read or kept.
        ZhupiError: The project cannot be opened.
    """
    if find_spec("textual_serve") is None:
        raise NeedsExtra("serve", "serve")
    from tui.web.address import is_loopback, public_address

    team = options.team or options.new is not None or options.revoke is not None
    if team and options.annotator is not None:
        raise UsageError(tr("--as is for one person; with --team each link says who comes by it"))
    if not team and not is_loopback(options.host):
        raise UsageError(
            tr("--host {host}: others could come; --team gives each a link of their own", host=options.host)
        )
    address = public_address(options.host, options.port, options.url)
    if options.new is not None or options.revoke is not None:
        return _change_links(options, address.url)
    if not is_loopback(options.host) and not address.secure:
        say(
            tr(
                "what travels can be read on the way: put a server with TLS before this one, and say --url"
                " https://.. (the README shows how)"
            )
        )
    return _serve_team(options) if options.team else _serve_one(options)


def _serve_one(options: argparse.Namespace) -> int:
    """Serve to one person, by a link that holds as long as the server runs."""
    from tui.web.links import Links

    settings = Settings.read()
    name = annotator_of(options, settings)
    folder = project_folder(options)
    project = Project.open([folder], annotator=name)  # what is wrong with it is said here, to no browser
    links = Links()
    token = links.make(name)

    def ready(url: str) -> None:
        print_line(_entrance(url, token))
        if project.is_lead:
            _tell_lead(project, url)
        say(tr("{name} works in the browser at that address; Ctrl+C ends it", name=name))

    return _run(options, folder, links, lambda annotator: {"ZHUPI_ANNOTATOR": annotator}, ready)


def _serve_team(options: argparse.Namespace) -> int:
    """Serve to all annotators of a project, each by a link of their own."""
    from tui.web.belongings import personal

    folder = project_folder(options)
    links = _kept_links(folder)
    project = Project.open([folder], annotator=annotator_of(argparse.Namespace(annotator=None)))
    names = _team(project)
    there = {same_annotator(name) for name in links.annotators()}

    def ready(url: str) -> None:
        links.found_at(url)
        for name in names:
            if same_annotator(name) not in there:
                print_line(f"{name}  {_entrance(url, links.make(name))}")
        if known := links.annotators():
            kept = [name for name in known if same_annotator(name) in there]
            if kept:
                say(
                    tr(
                        "kept from before, and not to be shown again: {names}; zhupi serve --new NAME makes"
                        " a new one",
                        names=", ".join(kept),
                    )
                )
        else:
            say(tr("nobody annotates here yet; zhupi serve --new NAME makes a link"))
        _tell_lead(project, url)
        say(tr("serving at {url}; Ctrl+C ends it", url=url))

    return _run(options, folder, links, lambda annotator: personal(folder, annotator), ready)


def _run(
    options: argparse.Namespace,
    folder: Path,
    links: Links,
    who: Callable[[str], Mapping[str, str]],
    ready: Callable[[str], None],
) -> int:
    from tui.web.server import Offer, WebServer

    offer = Offer(folder, links, who, visitors=options.visitors)
    server = WebServer(offer, options.host, options.port, options.url)

    def told(address: Address) -> None:
        ready(address.url)
        sys.stdout.flush()

    with said_apart():
        asyncio.run(server.run(told))
    return 0


def _change_links(options: argparse.Namespace, url: str) -> int:
    """Make a link, or take one back; a server that runs takes it in at once."""
    folder = project_folder(options)
    links = _kept_links(folder)
    if options.revoke is not None:
        name = check_annotator(options.revoke)
        if not links.revoke(name):
            raise UsageError(tr("{name} has no link", name=name))
        say(tr("{name}'s link holds no longer, and pages that are open by it end", name=name))
    if options.new is not None:
        name = check_annotator(options.new)
        named = options.url or options.port != _PORT or options.host != _HOST
        print_line(f"{name}  {_entrance(url if named else links.url or url, links.make(name))}")
    return 0


def _kept_links(folder: Path) -> KeptLinks:
    from tui.session.position import state_path
    from tui.web.links import KeptLinks

    return KeptLinks(state_path(folder, "").with_suffix(".links.json"))


def _tell_lead(project: Project, url: str) -> None:
    if project.lead:
        lead = project.lead_called
        say(tr("{lead} leads, and settles what others differ in at {url}/review", lead=lead, url=url))


def _team(project: Project) -> list[str]:
    """Return what everybody is called who annotates there, has articles to read, or leads."""
    from annotations.project.assignment import assignments_of

    named = [layer.name for layer in project.roster.layers]
    named += [project.name_of(one) for one in assignments_of(project).annotators]
    named += [project.lead_called] if project.lead else []
    return sorted({same_annotator(name): name for name in reversed(named)}.values(), key=same_annotator)


def _entrance(url: str, token: str) -> str:
    from tui.web.gate import ENTER

    return f"{url}{ENTER}{token}"


def _port(text: str) -> int:
    return _number(text, 0, 65_535)


def _visitors(text: str) -> int:
    return _number(text, 1, 1000)


def _number(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and least <= int(text[:6]) <= most):
        raise argparse.ArgumentTypeError(
            tr("{text} is no number from {least} to {most}", text=repr(text[:20]), least=least, most=most)
        )
    return int(text)
