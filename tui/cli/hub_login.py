"""Coming to a hub from the command line: a password that libpq lacks is asked for, and kept only on request.

What was typed is in the memory of this process, where libpq looks for it, and nowhere else: in no argument,
setting, log or message.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getpass
from typing import TypeVar

from annotations.hub.address import Address
from annotations.hub.connection.pgpass import Login, keep_password, pgpass_path
from annotations.hub.errors import NoPassword
from annotations.wording import tr
from tui.layout.cells import visible
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

__all__ = ["known_to_libpq", "offer_to_keep", "with_password"]

ResultT = TypeVar("ResultT")

_TRIES = 3
"""How often a password is asked for."""


@contextmanager
def known_to_libpq(password: str) -> Iterator[None]:
    """Have libpq find `password` within, where it has none; an empty one changes nothing."""
    before = os.environ.get("PGPASSWORD")
    try:
        if password:
            os.environ["PGPASSWORD"] = password
        yield
    finally:
        os.environ.pop("PGPASSWORD", None)
        if before is not None:
            os.environ["PGPASSWORD"] = before


@contextmanager
def with_password(address: Address, connect: Callable[[], ResultT]) -> Iterator[tuple[ResultT, str]]:
    """Give what `connect` makes, and the password that was typed for it; empty where libpq has one.

    Until the end of the context libpq finds what was typed.

    Raises:
        NoPassword: It has none, or a wrong one, and nobody is there who could be asked, or knows it.
    """
    typed = ""
    for left in reversed(range(_TRIES + 1)):
        with known_to_libpq(typed):
            try:
                made = connect()
            except NoPassword:
                if not left or not _somebody_is_there():
                    raise
                if left != _TRIES:
                    say(tr("this password is not taken"))
            else:
                yield made, typed
                return
        typed = _asked(address)


def offer_to_keep(login: Login, password: str) -> bool:
    """Keep `password` where libpq finds it, if its user wants that; tell whether it is kept.

    Raises:
        StorageError: It cannot be written there.
    """
    path = pgpass_path()
    question = tr(
        "Keep the password of {user} in {path}, which only you can read? Without it zhupi sends nothing",
        user=login.user,
        path=visible(str(path)),
    )
    answer = "n"
    if _somebody_is_there():
        try:
            answer = input(f"{question} [Y/n]: ").strip().lower()[:1]
        except (EOFError, KeyboardInterrupt):  # it may be one that was made, and that nobody has seen
            print_line("")
    if answer not in ("", "y", "是", "好"):
        say(tr("not kept: libpq needs it in PGPASSWORD, or in {path}, whenever zhupi is open", path=path))
        return False
    keep_password(login, password, path)
    print_line(tr("kept in {path}", path=visible(str(path))))
    return True


def _somebody_is_there() -> bool:
    return all(one is not None and one.isatty() for one in (sys.stdin, sys.stdout, sys.stderr))


def _asked(address: Address) -> str:
    """Ask for a password; an empty answer gives up."""
    who = tr("Password of {user} at {place}", user=address.called, place=address.place)
    try:
        typed = getpass(f"{who}: ")
    except EOFError:
        typed = ""
    except KeyboardInterrupt:
        print_line("")
        raise
    if not typed:
        raise NoPassword(tr("no password was given; nothing is done"))
    return typed
