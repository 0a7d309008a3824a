"""A file of settings in TOML, read whole."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from annotations.errors import SettingsError
from annotations.plain_json import DEEP, reason
from annotations.text_file import read_text
from annotations.wording import tr

__all__ = ["read_toml", "toml_table", "toml_text"]

_MOST = 2**63
"""TOML has whole numbers of 64 bits; Python reads longer ones, and then cannot write some of them."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return what the file at `path` sets.

    Raises:
        SettingsError: It cannot be read or understood; the message names the file and what to do.
    """
    return toml_table(toml_text(path), path)


def toml_text(path: Path, newline: str | None = None) -> str:
    """Return the text of a file of settings, its line ends as `open` has them with `newline`.

    Raises:
        SettingsError: It cannot be read; the message names the file and what to do.
    """
    try:
        return read_text(path, newline)
    except OSError as error:
        raise SettingsError(
            tr("{path}: {strerror}; mend it or move it away", path=path, strerror=error.strerror)
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            tr("{path}: byte {start} is no UTF-8; mend it or move it away", path=path, start=error.start)
        ) from None


def toml_table(text: str, path: Path) -> dict[str, Any]:
    """Return what `text`, that of the file at `path`, sets.

    Raises:
        SettingsError: It cannot be understood; the message names the file and what to do.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
        _demand_plain(table)
    except (ValueError, RecursionError) as error:
        raise SettingsError(
            tr("{path}: {reason}; mend it or move it away", path=path, reason=reason(error))
        ) from None
    return table


def _demand_plain(table: dict[str, Any]) -> None:
    """Raise ValueError where something is set to what no setting can be; messages can show the rest."""
    level: list[tuple[str, object]] = list(table.items())
    for _ in range(DEEP):
        below: list[tuple[str, object]] = []
        for name, value in level:
            if isinstance(value, dict):
                below += ((f"{name}.{key}", one) for key, one in value.items())
            elif isinstance(value, list):
                below += ((name, one) for one in value)
            elif isinstance(value, int) and not -_MOST <= value < _MOST:
                raise ValueError(tr("{name:.60} is set to a number that is too large", name=name))
            elif isinstance(value, date | datetime | time):
                raise ValueError(
                    tr("{name:.60} is set to a date or time; put what is meant in quotes", name=name)
                )
        if not below:
            return
        level = below
    raise ValueError(tr("nested too deeply"))
