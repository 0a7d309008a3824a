"""A file of settings in TOML, read whole."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from annotations.errors import SettingsError
from annotations.plain_json import DEEP, reason
from annotations.text_file import read_text

__all__ = ["read_toml"]

_MOST = 2**63
"""TOML has whole numbers of 64 bits; Python reads longer ones, and then cannot write some of them."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return what the file at `path` sets.

    Raises:
        SettingsError: It cannot be read or understood; the message names the file and what to do.
    """
    import tomllib

    try:
        table = tomllib.loads(read_text(path))
        _demand_plain(table)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; mend it or move it away") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: byte {error.start} is no UTF-8; mend it or move it away") from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: {reason(error)}; mend it or move it away") from None
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
                raise ValueError(f"{name:.60} is set to a number that is too large")
            elif isinstance(value, date | datetime | time):
                raise ValueError(f"{name:.60} is set to a date or time; put what is meant in quotes")
        if not below:
            return
        level = below
    raise ValueError("nested too deeply")
