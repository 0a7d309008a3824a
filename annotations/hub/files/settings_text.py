"""The settings of a project as they travel: without the line that says where the hub is. Pure.

That line is each machine's own: a tunnel or another network may lead to the same hub.
"""

from __future__ import annotations

import re
import tomllib

from annotations.errors import SettingsError
from annotations.wording import tr

__all__ = ["hub_line", "with_hub", "without_hub"]

_LINE = re.compile(r"""[ \t]*(?:hub|"hub"|'hub')[ \t]*=""")
_MARK = "\ufeff"
"""With what some programs begin a file."""
_TABLE = re.compile(r"[ \t]*\[")


def hub_line(text: str) -> str:
    """Return the line of the settings that names the hub, without its end; empty where none does."""
    at = _place(text)
    return "" if at is None else text[at[0] : at[1]].rstrip("\r\n")


def without_hub(text: str) -> str:
    """Return the settings `text` without the line that names the hub.

    Raises:
        SettingsError: The hub is named in more than one line, so that it cannot be told what else is there.
    """
    at = _place(text)
    rest = text if at is None else text[: at[0]] + text[at[1] :]
    try:
        whole, left = (tomllib.loads(one.removeprefix(_MARK)) for one in (text, rest))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(tr("the settings are no TOML ({error})", error=error)) from None
    whole.pop("hub", None)
    if whole != left:
        raise SettingsError(tr('hub = "…" must stand on one line of its own in the settings'))
    return rest


def with_hub(text: str, line: str) -> str:
    """Return the settings `text`, which came without that, with the `line` that names the hub here."""
    if not line:
        return text
    mark = _MARK if text.startswith(_MARK) else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"{mark}{line}{newline}{text.removeprefix(mark)}"


def _place(text: str) -> tuple[int, int] | None:
    """Return from where to where the line stands that names the hub, before the first table."""
    at = 0
    for line in text.splitlines(keepends=True):  # no text of an article
        if _TABLE.match(line):
            return None
        if _LINE.match(line.removeprefix(_MARK)):
            return at + line.startswith(_MARK), at + len(line)
        at += len(line)
    return None
