"""The schemes that a project had: kept in its folder, so that what was said under them can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.errors import SettingsError
from annotations.model.scheme import Label, Scheme
from annotations.toml_file import read_toml

__all__ = ["SCHEMES", "former_labels", "kept_path", "kept_schemes"]

SCHEMES = "annotations/schemes"
"""The folder inside a project that holds them."""


def kept_path(root: Path, name: str, version: int) -> Path:
    """Return where the project in `root` keeps that version of the scheme `name`."""
    return root / SCHEMES / f"{name}-{version}.toml"


def kept_schemes(root: Path) -> Iterator[Scheme]:
    """Yield the schemes that the project in `root` kept, the newest first; those that can be read."""
    found = []
    for path in sorted((root / SCHEMES).glob("*.toml")):
        try:
            found.append(Scheme.from_toml(read_toml(path).get("scheme", {}), str(path)))
        except SettingsError:
            continue
    yield from sorted(found, key=lambda scheme: (-scheme.version, scheme.name))


def former_labels(root: Path) -> dict[str, Label]:
    """Return by name the labels of the schemes that the project in `root` kept, as the newest has each."""
    found: dict[str, Label] = {}
    for scheme in kept_schemes(root):
        for label in scheme.every_label:
            found.setdefault(label.name, label)
    return found
