"""The folder of a project that comes from a hub: where it may be made, and how it begins."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from annotations.errors import ProjectError, SettingsError, UsageError
from annotations.hub.address import Address
from annotations.project.roots import is_project
from annotations.project.settings import SETTINGS, read_settings
from annotations.storage.files.files import Files, atomic_write
from annotations.toml_file import toml_table, toml_text
from annotations.toml_text import blocks_of, newline_of, value_text
from annotations.wording import tr

__all__ = ["begin_folder", "folder_for", "has_hub", "hubs_with", "name_hub", "occupied"]


def folder_for(address: Address, named: Path | None = None) -> Path:
    """Return the folder for the project that the hub at `address` has, by default one called as the database.

    A project that is there already may be this one, as after its hub moved; the hub tells that.

    Raises:
        UsageError: It is something else already, or the database's name can be no folder's.
    """
    if named is None:
        name = unquote(address.place.partition("?")[0].rpartition("/")[2])
        if not name or name.startswith((".", "-", "~")) or "/" in name or not name.isprintable():
            raise UsageError(tr("name the folder to make: zhupi join {address} DIR", address=address.url))
        named = Path(name)
    folder = Path(os.path.abspath(named.expanduser()))
    if has_hub(folder, address) or is_project(folder):
        return folder
    if folder.is_dir():
        if any(not one.name.startswith(".") for one in folder.iterdir()):
            raise occupied(folder)
    elif os.path.lexists(folder):
        raise UsageError(tr("{folder}: it is there already and no folder; name another", folder=folder))
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    for root in folder.parents:
        if root != home and is_project(root):
            raise UsageError(tr("{folder}: this belongs to the project in {root}", folder=folder, root=root))
    return folder


def occupied(folder: Path) -> UsageError:
    """Return the error that `folder` is something else than a project of the hub."""
    return UsageError(
        tr(
            "{folder}: there is something in it, and it is no project of this hub; name a folder"
            " that is not there yet",
            folder=folder,
        )
    )


def has_hub(folder: Path, address: Address) -> bool:
    """Tell whether `folder` has a project whose settings name the hub at `address`."""
    try:
        said = read_settings(folder).hub.address
        return bool(said) and Address.of(said).place == address.place
    except (SettingsError, UsageError, OSError):
        return False


def begin_folder(folder: Path, address: Address) -> None:
    """Make `folder` a project that names its hub, if it is none; the rest of it comes from there.

    Raises:
        ProjectError: It cannot be written.
    """
    line = f"hub = {value_text(address.place)}\n"
    try:
        atomic_write(Files(), folder / SETTINGS, line.encode(), exclusive=True)
    except OSError as error:
        raise ProjectError(
            tr(
                "{path}: {reason}; choose a folder that you may write to",
                path=folder / SETTINGS,
                reason=error.strerror,
            )
        ) from None


def name_hub(root: Path, address: Address) -> bool:
    """Let the settings of the project in `root` name the hub at `address`; tell whether they did not before.

    All else in them stays as it is, character by character.

    Raises:
        SettingsError: They cannot be read or written, or not changed in the form in which they stand there.
    """
    if has_hub(root, address):
        return False
    path = root / SETTINGS
    text = toml_text(path, newline="") if os.path.lexists(path) else ""
    blocks = blocks_of(text)
    blocks[0].set("hub", address.place, newline_of(text))
    made = "".join(one.text() for one in blocks)
    if toml_table(made, path) != {**toml_table(text, path), "hub": address.place}:
        raise SettingsError(
            tr(
                "{path}: {name} is written in a form that cannot be changed here; change it there",
                path=path,
                name="hub",
            )
        )
    try:
        atomic_write(Files(), Path(os.path.realpath(path)), made.encode())
    except OSError as error:
        raise SettingsError(
            tr("{path}: {strerror}; check its permissions", path=path, strerror=error.strerror)
        ) from None
    return True


def hubs_with(hubs: Iterable[str], address: Address) -> list[str]:
    """Return the hubs that a user allows, `address` as the newest of them; other logins there stay."""
    return [*(one for one in hubs if Address.of(one) != address), address.url]
