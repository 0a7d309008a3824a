"""The user's settings: one TOML file in the system's place for them, all of it optional.

annotator = "mei"
theme = "zhupi-light"
language = "zh_Hant"
advance = ["claim", "none"]
taggers = ["spacy:zh_core_web_trf", "~/models"]
hubs = ["postgresql://mei@db.example.org/news"]

[keys]
done = ["D"]
next-sentence = ["n", "down"]
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from platformdirs import user_config_path

from annotations.errors import SettingsError, UsageError
from annotations.wording import LANGUAGES, tr

__all__ = ["CHOICES", "MOST_CELLS", "Named", "Settings", "language_set", "settings_path"]


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


CHOICES: Mapping[str, tuple[str | int | bool, ...]] = {
    "theme": (
        *("auto", "zhupi-dark", "zhupi-light", "zhupi-contrast", "zhupi-safe", "ansi-dark", "ansi-light"),
    ),
    "language": ("", *LANGUAGES),
    "density": ("auto", "compact", "roomy"),
    "line_width": (0, 40, 60, 80, 100),
    "spacing": (0, 1, 2),
    "panel": ("auto", "right", "bottom"),
    "script": ("written", "simplified", "traditional", "taiwan"),
    "highlights": ("all", "names", "numbers", "none"),
    "pace": (False, True),
    "mouse": (True, False),
}
"""What each setting may be, its default first; ``line_width`` is any number of cells up to `MOST_CELLS`.

The themes are said here too: settings are read where Textual, and so the themes, must not be imported.
"""
MOST_CELLS = 500
"""Cells of the widest line that can be set. Chosen: more than the widest terminal has."""


class Named(NamedTuple):
    """Under which name somebody annotates."""

    name: str = ""
    by: str = ""
    """What says so: ``--as``, ``$ZHUPI_ANNOTATOR``, ``settings`` or ``login``; empty where nobody knows."""


class Settings(NamedTuple):
    """What the user has set."""

    path: Path
    annotator: str = ""
    """The name to annotate under; empty: the login name."""
    theme: str = "auto"
    """The colours; ``auto`` goes by the terminal."""
    advance: tuple[str, ...] | None = None
    """Labels after which the cursor goes on by itself; None leaves that to the project."""
    language: str = ""
    """One of :data:`annotations.wording.LANGUAGES`; empty: that of the locale."""
    density: str = "auto"
    """``roomy``: an empty line between paragraphs; ``compact``: none; ``auto``: where the window is high."""
    line_width: int = 0
    """The most cells of a line of text; 0: as many as the window has."""
    spacing: int = 0
    """Empty lines between sentences."""
    panel: str = "auto"
    """Where the panel stands: ``right``, ``bottom``, or ``auto``: right where the window is wide."""
    script: str = "written"
    """How articles are shown when they are opened."""
    highlights: str = "all"
    """What is set off in the text when zhupi starts."""
    pace: bool = False
    """Whether the pace is shown when zhupi starts."""
    mouse: bool = True
    """Whether zhupi takes the mouse; without it the terminal's own selection works."""
    taggers: tuple[str, ...] = ()
    """Taggers for names that a project may start, and folders of them."""
    hubs: tuple[str, ...] = ()
    """The hubs that a project may share its work over, each with who the user is there."""
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

        return cls.of(read_toml(path), path)

    @classmethod
    def of(cls, table: Mapping[str, Any], path: Path) -> Settings:
        """Return what `table` sets, which is the TOML of `path`.

        Raises:
            SettingsError: naming the file, the setting, and what it may be.
        """
        if unknown := sorted(set(table).difference(cls._fields[1:])):
            known = ", ".join(cls._fields[1:-1])
            raise SettingsError(
                tr(
                    "{path}: unknown setting {name!r}; there are {known} and [keys]",
                    path=path,
                    name=unknown[0],
                    known=known,
                )
            )
        annotator = table.get("annotator", "")
        if not isinstance(annotator, str):
            raise SettingsError(tr("{path}: annotator must be text in quotes", path=path))
        advance = table.get("advance")
        if advance is not None and not (
            isinstance(advance, list) and all(isinstance(label, str) for label in advance)
        ):
            raise SettingsError(
                tr('{path}: advance must be a list of labels, as ["claim", "none"]', path=path)
            )
        taggers = table.get("taggers", [])
        if not isinstance(taggers, list):
            raise SettingsError(
                tr('{path}: taggers must be a list, as ["spacy:zh_core_web_trf", "~/models"]', path=path)
            )
        hubs = table.get("hubs", [])
        if not isinstance(hubs, list):
            raise SettingsError(
                tr('{path}: hubs must be a list, as ["postgresql://mei@HOST/DATABASE"]', path=path)
            )
        chosen = {name: _choice(name, table[name], path) for name in CHOICES if name in table}
        return cls(
            path,
            annotator,
            advance=None if advance is None else tuple(advance),
            taggers=tuple(_tagger(one, path) for one in taggers),
            hubs=tuple(_hub(one, path) for one in hubs),
            keys=_keys(table.get("keys", {}), path),
            **chosen,
        )


def _tagger(value: object, path: Path) -> str:
    """Return a tagger that the user allows, or a folder of some."""
    from annotations.analysis.taggers.spec import allowance

    if isinstance(value, str) and allowance(value) is not None:
        return value
    raise SettingsError(
        tr(
            "{path}: taggers cannot hold {value!r:.60}; write spacy:PACKAGE, entry:NAME, or a folder that"
            " begins with / or ~",
            path=path,
            value=value,
        )
    )


def _hub(value: object, path: Path) -> str:
    """Return the address of a hub that the user allows."""
    from annotations.hub.address import Address

    try:
        return Address.of(value if isinstance(value, str) else "").url
    except UsageError as error:
        raise SettingsError(tr("{path}: hubs: {error}", path=path, error=error)) from None


def _choice(name: str, value: object, path: Path) -> Any:
    """Return the value of a setting that is one of a few, or a number of cells."""
    choices = CHOICES[name]
    if type(value) is type(choices[0]):
        if value in choices:
            return value
        if name == "line_width" and isinstance(value, int) and 0 <= value <= MOST_CELLS:
            return value
    said = ", ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in choices if one != "")
    if isinstance(choices[0], str):
        if not isinstance(value, str):
            raise SettingsError(tr("{path}: {name} must be text in quotes", path=path, name=name))
        raise SettingsError(
            tr(
                "{path}: no {name} {value!r:.40}; there are {choices}",
                path=path,
                name=name,
                value=value,
                choices=said,
            )
        )
    if name == "line_width":
        said = tr("a whole number of cells from 0 to {most}", most=MOST_CELLS)
    raise SettingsError(
        tr(
            "{path}: {name} cannot be {value!r:.40}; it is {choices}",
            path=path,
            name=name,
            value=value,
            choices=said,
        )
    )


def _keys(table: object, path: Path) -> dict[str, tuple[str, ...]]:
    """Read ``[keys]``: an act's name, and one key or several."""
    if not isinstance(table, dict):
        raise SettingsError(tr("{path}: keys must be a table; write [keys]", path=path))
    keys: dict[str, tuple[str, ...]] = {}
    for act, value in table.items():
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(key, str) and key for key in listed):
            raise SettingsError(tr('{path}: keys of {act} must be like ["n", "down"]', path=path, act=act))
        keys[act] = tuple(listed)
    return keys
