"""The user's settings: one TOML file in the system's place for them, all of it optional.

annotator = "mei"
theme = "zhupi-light"
language = "zh_Hant"
advance = ["claim", "none"]

[keys]
done = ["D"]
next-sentence = ["n", "down"]
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from platformdirs import user_config_path

from annotations.errors import SettingsError
from annotations.wording import LANGUAGES

__all__ = ["Settings", "language_set", "settings_path"]


def settings_path() -> Path:
    """Return where the user's settings are, whether or not they are there.

    ``ZHUPI_CONFIG`` names another file.
    """
    named = os.environ.get("ZHUPI_CONFIG")
    return Path(named) if named else user_config_path("zhupi", appauthor=False) / "settings.toml"


def language_set() -> str:
    """Return the language that the user's settings name; empty if none, or if they cannot be read.

    What is wrong with them is said, in whichever language, by the command that needs them.
    """
    path = settings_path()
    if not os.path.lexists(path):
        return ""
    from annotations.toml_file import read_toml

    try:
        return str(read_toml(path).get("language", ""))
    except SettingsError:
        return ""


class Settings(NamedTuple):
    """What the user has set."""

    path: Path
    annotator: str = ""
    """The name to annotate under; empty: the login name."""
    theme: str = "auto"
    """``auto``, or one of :data:`tui.theme.themes.NAMES`."""
    advance: tuple[str, ...] | None = None
    """Labels after which the cursor goes on by itself; None leaves that to the project."""
    language: str = ""
    """One of :data:`annotations.wording.LANGUAGES`; empty: that of the locale."""
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """For the name of an act the keys that run it, instead of its own; of labels that a project lacks too."""

    def advance_in(self, labels: Collection[str]) -> tuple[str, ...] | None:
        """Return those of `advance` that there are in a project with `labels`; None leaves it to the project.

        The settings are for all projects of the user: what one lacks is ignored there.
        """
        if not self.advance:
            return self.advance
        there = tuple(label for label in self.advance if label in labels or label == "none")
        return there or None

    @classmethod
    def read(cls, path: Path | None = None) -> Settings:
        """Read the settings at `path`, by default the user's; a missing file sets nothing.

        Raises:
            SettingsError: naming the file, the setting, and what it may be.
        """
        path = path or settings_path()
        if not os.path.lexists(path):
            return cls(path)
        from annotations.toml_file import read_toml

        table = read_toml(path)
        unknown = sorted(set(table) - {"annotator", "theme", "advance", "language", "keys"})
        if unknown:
            raise SettingsError(
                f"{path}: unknown setting {unknown[0]!r}; there are annotator, theme, advance, "
                "language and [keys]"
            )
        for name in ("annotator", "theme"):
            if not isinstance(table.get(name, ""), str):
                raise SettingsError(f"{path}: {name} must be text in quotes")
        theme = table.get("theme", "auto")
        if theme not in _THEMES:
            raise SettingsError(f"{path}: no theme {theme!r}; there are {', '.join(_THEMES)}")
        advance = table.get("advance")
        if advance is not None and not (
            isinstance(advance, list) and all(isinstance(label, str) for label in advance)
        ):
            raise SettingsError(f'{path}: advance must be a list of labels, as ["claim", "none"]')
        language = table.get("language", "")
        if language and language not in LANGUAGES:
            raise SettingsError(f"{path}: no language {language!r}; there are {', '.join(LANGUAGES)}")
        return cls(
            path,
            table.get("annotator", ""),
            theme,
            None if advance is None else tuple(advance),
            language,
            _keys(table.get("keys", {}), path),
        )


_THEMES = ("auto", "zhupi-dark", "zhupi-light", "zhupi-contrast", "zhupi-safe", "ansi-dark", "ansi-light")
"""Said here too, for the settings are read where Textual, and so the themes, must not be imported."""


def _keys(table: object, path: Path) -> dict[str, tuple[str, ...]]:
    """Read ``[keys]``: an act's name, and one key or several."""
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: keys must be a table; write [keys]")
    keys: dict[str, tuple[str, ...]] = {}
    for act, value in table.items():
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(key, str) and key for key in listed):
            raise SettingsError(f'{path}: keys of {act} must be like ["n", "down"]')
        keys[act] = tuple(listed)
    return keys
