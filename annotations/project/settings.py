"""What a project sets in ``zhupi.toml``.

lead = "mei"
others = "done"

[scheme]
…
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from annotations.errors import SettingsError
from annotations.model.scheme import DEFAULT, Scheme
from annotations.wording import tr

__all__ = ["GAZETTEER", "OTHERS", "SETTINGS", "ProjectSettings", "check_gazetteer", "read_settings"]

SETTINGS = "zhupi.toml"
GAZETTEER = "gazetteer.tsv"
"""The file inside a project with its own names."""
OTHERS = ("never", "done", "always")
"""When annotators may see what others say of an article; see :mod:`annotations.adjudication.visibility`."""
_KNOWN = ("lead", "others", "scheme")


class ProjectSettings(NamedTuple):
    """The settings of a project."""

    scheme: Scheme = DEFAULT
    lead: str = ""
    """As it is written there; empty where nobody leads."""
    others: str = OTHERS[0]


def read_settings(root: Path) -> ProjectSettings:
    """Read ``zhupi.toml`` in `root`; without one there are the defaults.

    Raises:
        SettingsError: It cannot be read or understood; the message names the file and the setting.
    """
    path = root / SETTINGS
    if not os.path.lexists(path):
        return ProjectSettings()
    from annotations.toml_file import read_toml

    table = read_toml(path)
    if unknown := sorted(set(table).difference(_KNOWN)):
        raise SettingsError(
            tr(
                "{path}: unknown setting {unknown!r}; a project sets lead, others and [scheme]",
                path=path,
                unknown=unknown[0],
            )
        )
    lead, others, scheme = table.get("lead", ""), table.get("others", OTHERS[0]), table.get("scheme")
    if not isinstance(lead, str):
        raise SettingsError(tr('{path}: lead must be a name in quotes, as lead = "mei"', path=path))
    if others not in OTHERS:
        raise SettingsError(
            tr(
                '{path}: others must be "never", "done" or "always", not {others!r:.40}',
                path=path,
                others=others,
            )
        )
    if scheme is not None and not isinstance(scheme, dict):
        raise SettingsError(tr("{path}: scheme must be a table; write [scheme]", path=path))
    chosen = DEFAULT if scheme is None else Scheme.from_toml(scheme, str(path))
    return ProjectSettings(chosen, lead, others)


def check_gazetteer(root: Path) -> None:
    """Read the project's own names once before anything opens, so that a bad line is said at once.

    Raises:
        SettingsError: A line cannot be understood.
    """
    path = root / GAZETTEER
    if path.exists() or path.is_symlink():
        from annotations.analysis.gazetteer import Gazetteer

        Gazetteer.read(path)
