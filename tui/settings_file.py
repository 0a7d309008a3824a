"""The file of the user's settings, written where one of them is changed and left as it is everywhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotations.errors import SettingsError
from annotations.storage.files.files import Files, atomic_write
from annotations.toml_file import toml_table, toml_text
from annotations.toml_text import Block, blocks_of, newline_of, value_text
from annotations.wording import msg, tr
from tui.settings import CHOICES, Settings

__all__ = ["EXPLAINED", "set_keys", "set_value"]

EXPLAINED = (
    (
        "annotator",
        msg(
            "the name to annotate under, unless --as or $ZHUPI_ANNOTATOR says another; empty: the login name"
        ),
    ),
    ("theme", msg("colours: auto goes by the terminal")),
    ("language", msg("en, zh_Hant or zh_Hans; empty: that of the locale")),
    ("density", msg("empty lines between paragraphs: compact never, roomy always, auto in a high window")),
    ("line_width", msg("the most cells of a line of text; 0: as many as the window has")),
    ("spacing", msg("empty lines between sentences: 0, 1 or 2")),
    ("panel", msg("where the panel stands: right, bottom, or auto: right in a wide window")),
    ("script", msg("how articles are shown at first: written, simplified, traditional or taiwan")),
    ("highlights", msg("what is set off in the text: all, names, numbers or none")),
    ("advance", msg("labels after which the cursor goes on by itself; else what the project says")),
    ("pace", msg("whether the pace is shown")),
    ("mouse", msg("false leaves the mouse to the terminal, for its own selection")),
    (
        "taggers",
        msg("taggers for names that a project may start: spacy:PACKAGE, entry:NAME, or a folder of models"),
    ),
    (
        "hubs",
        msg("hubs that a project may share its work over: postgresql://NAME@HOST/DATABASE, no password"),
    ),
)
"""Each setting and what it is, in the order of the file and of the settings screen."""
_LISTS = ("advance", "taggers", "hubs")
_KEYS = msg(
    'keys of your own, as next-sentence = ["j", "down"]; the settings screen (Z) shows the names of all acts'
)


def set_value(path: Path, name: str, value: object) -> Settings:
    """Let the setting `name` in the file at `path` be `value`, or its default if that is None.

    A file that is not there is made, with a line on each setting.

    Raises:
        SettingsError: The file cannot be read, changed or written; nothing is written then.
    """
    return _changed(path, "", name, value)


def set_keys(path: Path, act: str, keys: tuple[str, ...] | None) -> Settings:
    """Let `keys` run `act`, or its own keys if that is None.

    Raises:
        SettingsError: As :func:`set_value` raises.
    """
    return _changed(path, "keys", act, None if keys is None else list(keys))


def _changed(path: Path, table: str, name: str, value: object) -> Settings:
    target = Path(os.path.realpath(path))  # a link to a file that is kept elsewhere stays one
    text = toml_text(path, newline="") if os.path.lexists(target) else _template()
    newline = newline_of(text)
    before = toml_table(text, path)
    after: Mapping[str, Any] | None
    blocks = blocks_of(text)
    block = next((one for one in blocks if one.name == table and not one.many), None)
    if block is None:
        block = Block("" if text.endswith("\n") else newline, f"[{table}]{newline}", table)
        blocks.append(block)
    if value is None:
        block.drop(name)
    else:
        block.set(name, value, newline)
    made = "".join(one.text() for one in blocks)
    try:
        after = toml_table(made, path)
    except SettingsError:  # keys.undo = "z", or quotes where none need be: it would be there twice
        after = None
    if after is None or {"keys": {}, **after} != {"keys": {}, **_with(before, table, name, value)}:
        raise SettingsError(
            tr(
                "{path}: {name} is written in a form that cannot be changed here; change it there",
                path=path,
                name=name,
            )
        )
    settings = Settings.of(after, path)
    try:
        atomic_write(Files(), target, made.encode())
    except OSError as error:
        raise SettingsError(
            tr("{path}: {strerror}; check its permissions", path=path, strerror=error.strerror)
        ) from None
    return settings


def _with(said: Mapping[str, Any], table: str, name: str, value: object) -> Mapping[str, Any]:
    """Return what a file says with one more thing said in it, or one less."""
    place = {**(said.get(table, {}) if table else said)}
    place.pop(name, None)
    if value is not None:
        place[name] = value
    return {**said, table: place} if table else place


def _template() -> str:
    """Return a file that sets nothing and says what each setting is, in the language that is spoken."""
    lines = [f"# {tr('zhupi: the settings of one user, for all projects')}", ""]
    for name, words in EXPLAINED:
        default = CHOICES[name][0] if name in CHOICES else [] if name in _LISTS else ""
        lines += [f"# {tr(words)}", f"# {name} = {value_text(default)}", ""]
    return "\n".join([*lines, f"# {tr(_KEYS)}", "[keys]", ""])
