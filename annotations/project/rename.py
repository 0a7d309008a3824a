"""Giving an annotator another name, and leaving every record as it is.

Records, uids and decisions go by the name in the first line of a layer for ever. What is new is one small
file that says what its owner is called now, written in one step: before it nothing is changed, after it all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import NoFolder, NothingAnnotated, ProjectError, StorageError
from annotations.model.annotator import check_annotator, same_annotator
from annotations.project.settings import read_settings
from annotations.storage.backup.copy_before import copy_before
from annotations.storage.files.files import Files, atomic_write
from annotations.storage.layer.aliases import alias_path, written_alias
from annotations.storage.layer.roster import Roster, read_roster
from annotations.wording import tr

__all__ = ["Renamed", "call", "collision", "rename"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """What was done."""

    was: str
    """What the annotator was called."""
    name: str
    """What the annotator is called now."""
    owner: str
    """The name that records go on carrying."""
    copy: Path | None
    """The layer as it was; None where there is none, or nothing in it."""


def rename(root: Path, name: str, new: str, *, files: Files | None = None) -> Renamed:
    """Let the annotator `name` of the project in `root` be called `new`.

    Args:
        root: The project's folder.
        name: Any name that the annotator goes by.
        new: The name to show from now on; the others go on being understood.
        files: Through what to reach the ``annotations`` folder.

    Raises:
        ProjectError: `root` is no project, a name cannot be one, or somebody else goes by `new`.
        NothingAnnotated: Nobody goes by `name`.
        StorageError: The layer cannot be copied, or the name cannot be written; nothing is changed.
    """
    files = files or Files()
    root = Path(os.path.abspath(root))
    if not root.is_dir():
        raise NoFolder(root)
    name, new = check_annotator(name), check_annotator(new)
    lead = read_settings(root).lead
    try:
        roster = read_roster(root, files)
    except OSError as error:
        raise ProjectError(
            tr(
                "{filename}: {strerror}; check its permissions",
                filename=error.filename,
                strerror=error.strerror,
            )
        ) from None
    owner = roster.owner_of(name)
    layer = roster.find(owner)
    if layer is None and same_annotator(owner) not in roster.aliases:
        raise NothingAnnotated(root, name)
    was = roster.name_of(owner)
    if new == was and not (layer is not None and layer.misnamed):
        raise ProjectError(tr("{was} is called so already; name another", was=was))
    if problem := collision(roster, owner, new, lead):
        raise ProjectError(tr("{problem}; choose another name for {was}", problem=problem, was=was))
    copy = None
    if layer is not None and files.stat(layer.path).st_size:
        copy = copy_before("rename", layer.path, files=files)
    call(root, roster, owner, new, files)
    return Renamed(was, new, owner, copy)


def collision(roster: Roster, owner: str, new: str, lead: str = "") -> str:
    """Return who else goes by `new`, in words; an empty text if nobody but `owner` does.

    Args:
        roster: Everybody.
        owner: Who would be called `new`.
        new: The name.
        lead: The lead as the settings name that one, who may have no layer yet.
    """
    mine = same_annotator(owner)
    if lead and same_annotator(lead) == same_annotator(new) and same_annotator(roster.owner_of(lead)) != mine:
        return tr("{new} is the lead of this project", new=new)
    if same_annotator(roster.owner_of(new)) != mine and (found := roster.find(new)) is not None:
        return tr("{new} is {name}'s annotator, or was once", new=new, name=found.path.name)
    if (other := roster.copy_of(new)) is not None and same_annotator(other.owner) != mine:
        return tr("{new}.json is there, a copy of {name}'s layer", new=new, name=other.name)
    if same_annotator(roster.owner_of(new)) not in (mine, same_annotator(new)):
        return tr("{owner_of} is called {new}, or was once", owner_of=roster.owner_of(new), new=new)
    return ""


def call(root: Path, roster: Roster, owner: str, new: str, files: Files) -> None:
    """Write down that `owner` is called `new`, in one step.

    Raises:
        StorageError: It cannot be written.
    """
    path = alias_path(root, owner)
    alias = roster.aliases.get(same_annotator(owner))
    before = [name for name in (alias.names if alias else ()) if same_annotator(name) != same_annotator(new)]
    layer = roster.find(owner)
    if layer is not None and layer.misnamed and layer.name not in (owner, *before):
        before.append(layer.name)  # the file said so, and may yet be called otherwise
    try:
        atomic_write(files, path, written_alias(owner, [*before, new]))
    except OSError as error:
        raise StorageError(
            tr(
                "{path}: it could not be written ({strerror}), so nobody is called otherwise than before;"
                " check permissions and room on the disk",
                path=path,
                strerror=error.strerror,
            )
        ) from error
