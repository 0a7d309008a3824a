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
from annotations.hub.errors import NoPassword
from annotations.hub.pgpass import Login, keep_password, pgpass_path
from annotations.wording import tr
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

__all__ = ["offer_to_keep", "with_password"]

ResultT = TypeVar("ResultT")

_TRIES = 3


@contextmanager
def with_password(address: Address, connect: Callable[[], ResultT]) -> Iterator[tuple[ResultT, str]]:
    """Give what `connect` does, and the password that was typed for it; empty where libpq has one.

    Until the end of the context libpq finds what was typed.

    Raises:
        NoPassword: It has none, or a wrong one, and nobody is there who could be asked, or knows it.
    """
    before = os.environ.get("PGPASSWORD")
    typed = ""
    try:
        for left in reversed(range(_TRIES + 1)):
            try:
                made = connect()
            except NoPassword as error:
                if not left or not _somebody_is_there():
                    raise
                if typed or before is not None:
                    say(tr("the password is wrong"))
                typed = _asked(address) or ""
                if not typed:
                    raise error from None
                os.environ["PGPASSWORD"] = typed
            else:
                yield made, typed
                return
    finally:
        if before is None:
            os.environ.pop("PGPASSWORD", None)
        else:
            os.environ["PGPASSWORD"] = before


def offer_to_keep(login: Login, typed: str) -> None:
    """Keep the password that was `typed` where libpq finds it, if its user wants that.

    Raises:
        StorageError: It cannot be written there.
    """
    path = pgpass_path()
    question = tr(
        "Keep the password in {path}, which only you can read? zhupi sends nothing without it", path=path
    )
    try:
        answer = input(f"{question} [Y/n]: ").strip().lower()
    except EOFError:
        answer = "n"
    if answer[:1] in ("", "y", "是", "好"):
        keep_password(login, typed, path)
        print_line(tr("kept in {path}", path=path))
    else:
        say(tr("not kept: zhupi needs it in PGPASSWORD, or in {path}, whenever it is opened", path=path))


def _somebody_is_there() -> bool:
    return all(one is not None and one.isatty() for one in (sys.stdin, sys.stderr))


def _asked(address: Address) -> str:
    who = tr("Password of {user} at {place}", user=address.user or tr("you"), place=address.place)
    try:
        return getpass(f"{who}: ")
    except EOFError:
        return ""
