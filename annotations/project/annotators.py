"""Who annotates in a project, and by which names their records go."""

from __future__ import annotations

from pathlib import Path

from annotations.errors import ProjectError
from annotations.model.annotator import check_annotator, same_annotator
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER
from annotations.storage.layer.last_copy import last_copy
from annotations.storage.layer.roster import Roster, read_roster
from annotations.wording import tr

__all__ = ["demanded_roster", "gone_lines", "known_as", "lead_name", "roster_of"]


def roster_of(root: Path) -> Roster:
    """Return who annotates in `root`; that the folder cannot be read shows when a layer is opened."""
    try:
        return read_roster(root)
    except OSError:
        return Roster()


def demanded_roster(root: Path) -> Roster:
    """Return who annotates in `root`, for what nobody may say who has not seen everybody.

    Raises:
        ProjectError: The folder of annotations cannot be read.
    """
    try:
        return read_roster(root)
    except OSError as error:
        raise ProjectError(
            tr(
                "{root}: it cannot be read ({strerror}); check its permissions",
                root=root / FOLDER,
                strerror=error.strerror,
            )
        ) from None


def known_as(root: Path, name: str) -> tuple[Roster, str, tuple[str, ...]]:
    """Return who annotates in `root`, by which name the records of `name` go, and what to say of that.

    Raises:
        ProjectError: A file of that name is a copy of somebody's layer.
    """
    roster = roster_of(root)
    layer = roster.find(name)
    if layer is None:
        if (other := roster.copy_of(name)) is not None:
            raise ProjectError(
                tr(
                    "{FOLDER}/{name}.json says that it is {name2}'s layer, of which it is a copy;"
                    " annotate as {name2}, or let zhupi check --repair put it aside",
                    FOLDER=FOLDER,
                    name=name,
                    name2=other.name,
                )
            )
        return roster, roster.owner_of(name), ()
    key = same_annotator(name)
    if key != same_annotator(layer.name):
        return roster, layer.owner, (tr("{name} is called {name2} now", name=name, name2=layer.name),)
    spelled = tr(
        "annotating as {name}, as the layer that is there spells {name2}", name=layer.name, name2=name
    )
    return roster, layer.owner, (spelled,) * (name not in (layer.owner, layer.name))


def lead_name(lead: str, roster: Roster) -> str:
    """Return by which name the records of the lead go, whichever name the settings say."""
    return roster.owner_of(check_annotator(lead)) if lead else ""


def gone_lines(path: Path) -> list[str]:
    """Return what is worth telling where no layer is at `path`: that there is a copy of one."""
    copy = last_copy(path, Files())
    if copy is None:
        return []
    return [
        tr(
            "{path}: it is gone, but {copy} is a copy of it; copy that here to go on with it",
            path=path,
            copy=copy,
        )
    ]
