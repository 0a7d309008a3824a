"""What lies in a project's ``annotations`` folder, and what of it does not belong there."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from annotations.storage.check.findings import Finding, spoken
from annotations.storage.files.files import Files
from annotations.storage.files.folders import (
    ARTICLES,
    COPIES,
    FIRSTS,
    FOLDER,
    LAST,
    NAMES,
    SCHEMES,
    plain_name,
)
from annotations.storage.files.holder import is_abandoned
from annotations.storage.files.temporary import TEMPORARY
from annotations.storage.predictions.prediction_file import PREDICTIONS
from annotations.wording import tr

__all__ = ["Survey", "same_name", "survey"]

_KEPT = re.compile(r".+\.damaged(?:-\d+)?")
_FROZEN = re.compile(r"(?P<id>[0-9a-f]{20})(?P<spans>\.spans)?\.json")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WELCOME = frozenset({".gitignore", ".gitattributes", ".gitkeep", ".DS_Store"})


@dataclass(slots=True)
class Survey:
    """Which files there are, by what they are for."""

    layers: list[Path] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)
    articles: dict[str, Path] = field(default_factory=dict)
    """The file of each frozen article, by its id."""
    spans: dict[str, Path] = field(default_factory=dict)
    misplaced: dict[Path, Path] = field(default_factory=dict)
    """Frozen files in a wrong folder, and where they belong."""
    abandoned: list[Path] = field(default_factory=list)
    """Temporary files that nobody writes any more."""
    predictions: list[Path] = field(default_factory=list)
    """What models said."""
    firsts: list[Path] = field(default_factory=list)
    """What was said before others were seen."""
    findings: list[Finding] = field(default_factory=list)


def survey(root: Path, files: Files) -> Survey:
    """Look at every name under ``annotations`` in `root`; no file is opened but to try its lock."""
    found = Survey()
    folder = root / FOLDER
    for path, is_folder in _entries(folder, found, files):
        if path.name == ARTICLES and is_folder:
            _survey_articles(path, found, files)
        elif path.name == COPIES and is_folder:
            _survey_copies(path, found, files)
        elif path.name == SCHEMES and is_folder:
            pass  # the schemes that the project had; people may look at them and mend them
        elif path.name == NAMES and is_folder:
            _survey_json(path, found, files)
        elif path.name == FIRSTS and is_folder:
            for owner, owner_is_folder in _entries(path, found, files):
                if owner_is_folder:
                    found.firsts += _survey_json(owner, found, files)
                else:
                    _other(owner, owner_is_folder, found, files)
        elif path.name == PREDICTIONS and is_folder:
            found.predictions += _survey_json(path, found, files)
        elif path.suffix == ".json" and not path.name.startswith("."):
            if is_folder:
                found.findings.append(
                    Finding(path, None, tr("this is a folder, not a layer"), tr("move it away"))
                )
            else:
                found.layers.append(path)
        else:
            _other(path, is_folder, found, files)
    return found


def same_name(one: str, other: str) -> bool:
    """Say whether two annotators' names are one: compared in NFC and without case."""
    return plain_name(one) == plain_name(other)


def _entries(folder: Path, found: Survey, files: Files) -> list[tuple[Path, bool]]:
    """Return the files and folders in `folder`; what is neither or cannot be read is a finding."""
    try:
        names = files.names(folder)
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        found.findings.append(Finding(folder, None, tr("this is a file, not a folder"), tr("move it away")))
        return []
    except OSError as error:
        what = tr("this folder cannot be read ({spoken})", spoken=spoken(error))
        found.findings.append(Finding(folder, None, what, tr("change its permissions")))
        return []
    entries = []
    for name in names:
        path = folder / name
        try:
            mode = files.stat(path).st_mode
            linked = stat.S_ISLNK(files.lstat(path).st_mode)
        except FileNotFoundError:
            if _is_link(path, files):
                found.findings.append(
                    Finding(path, None, tr("this link leads nowhere"), tr("remove it or put its target back"))
                )
            continue  # else it went away between the two calls
        except OSError as error:
            what = tr("it cannot be looked at ({spoken})", spoken=spoken(error))
            found.findings.append(Finding(path, None, what, tr("check its permissions and links")))
            continue
        if linked:
            found.findings.append(
                Finding(path, None, tr("this is a link"), tr("what it leads to was checked"), counts=False)
            )
        if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
            entries.append((path, stat.S_ISDIR(mode)))
        else:
            found.findings.append(
                Finding(path, None, tr("this is neither a file nor a folder"), tr("move it away"))
            )
    return entries


def _survey_articles(folder: Path, found: Survey, files: Files) -> None:
    for shelf, shelf_is_folder in _entries(folder, found, files):
        if not (shelf_is_folder and re.fullmatch("[0-9a-f]{2}", shelf.name)):
            _other(shelf, shelf_is_folder, found, files)
            continue
        for path, is_folder in _entries(shelf, found, files):
            match = _FROZEN.fullmatch(path.name)
            if match is None or is_folder:
                _other(path, is_folder, found, files)
            elif match["id"][:2] != shelf.name:
                target = folder / match["id"][:2] / path.name
                found.misplaced[path] = target
                found.findings.append(
                    Finding(
                        path,
                        None,
                        tr("it lies in the wrong folder"),
                        tr("move it to {name}", name=target.parent.name),
                        True,
                    )
                )
            else:
                (found.spans if match["spans"] else found.articles)[match["id"]] = path


def _survey_json(folder: Path, found: Survey, files: Files) -> list[Path]:
    """Return the JSON files in a folder that holds nothing else."""
    kept = []
    for path, is_folder in _entries(folder, found, files):
        if path.suffix != ".json" or path.name.startswith(".") or is_folder:
            _other(path, is_folder, found, files)
        else:
            kept.append(path)
    return kept


def _survey_copies(folder: Path, found: Survey, files: Files) -> None:
    for day, day_is_folder in _entries(folder, found, files):
        if not (day_is_folder and (_DAY.fullmatch(day.name) or day.name == LAST)):
            _other(day, day_is_folder, found, files)
            continue
        for path, is_folder in _entries(day, found, files):
            if path.suffix == ".json" and not path.name.startswith(".") and not is_folder:
                found.copies.append(path)
            else:
                _other(path, is_folder, found, files)


def _other(path: Path, is_folder: bool, found: Survey, files: Files) -> None:
    """Say what a file is that is neither a layer nor a frozen article nor a copy."""
    if path.name in _WELCOME and not is_folder:
        return
    if not is_folder and TEMPORARY.fullmatch(path.name):
        if is_abandoned(path, files):
            found.abandoned.append(path)
            what = tr("a program that was killed left this unfinished file")
            found.findings.append(Finding(path, None, what, tr("remove it"), mendable=True))
        return
    if not is_folder and _KEPT.fullmatch(path.name):
        what = tr("the original of a file that was mended")
        found.findings.append(
            Finding(path, None, what, tr("delete it when you no longer need it"), counts=False)
        )
        return
    what, do = tr("zhupi knows no such file here"), tr("move it away if you do not need it here")
    if path.suffix in {".orig", ".rej"} and not is_folder:
        what, do = (
            tr("a merge or a patch left this file"),
            tr("look whether you need what is in it, then delete it"),
        )
    found.findings.append(Finding(path, None, what, do))


def _is_link(path: Path, files: Files) -> bool:
    try:
        return stat.S_ISLNK(files.lstat(path).st_mode)
    except OSError:
        return False
