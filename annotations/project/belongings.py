"""What a file is to a project, and so what no output of a command may take the place of.

Layers, frozen articles and copies cannot be made again, articles and settings are the user's own. They are
known by where they lie, by which file it is (another name, a link or a hard link changes nothing) and, for
what zhupi itself wrote, by what is in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.guidelines import GUIDELINES, RULINGS
from annotations.project.places import is_article_name, table_of
from annotations.project.project import GAZETTEER
from annotations.project.roots import begins_a_layer, is_project, keeps_annotations, what_begins
from annotations.project.settings import ASSIGNMENTS, SETTINGS
from annotations.storage.files.folders import ARTICLES, COPIES, FOLDER, plain_name
from annotations.wording import tr

__all__ = ["belonging"]

_FROZEN = re.compile(rb'\{\s*"schema": \d+,\s*"kind": "(?:article|analysis)",\s*"id": "[0-9a-f]{20}",')
_SOURCE = re.compile(rb'^"source": (".*"),?$', re.MULTILINE)
_TEXTS = (ASSIGNMENTS, GAZETTEER, GUIDELINES, RULINGS)


def belonging(
    path: Path,
    found: os.stat_result | None,
    *,
    root: Path | None = None,
    inputs: Iterable[Path] = (),
    settings: Iterable[Path] = (),
) -> str | None:
    """Return in words what a file is that must stay; None if it is nothing of the kind.

    Any project in a folder above counts, whatever the command is about.

    Args:
        path: Where the file lies, or would lie; links must have been followed.
        found: What the system knows of it; None if it is not there.
        root: The folder of the project that the command is about.
        inputs: Files that the command reads.
        settings: Files with settings of the user.
    """
    known = None if root is None else Path(os.path.realpath(root))
    for folder in path.parents:
        if keeps_annotations(folder, known):
            return _in_annotations(path, folder)
    if plain_name(path.name) == SETTINGS:
        return tr("the settings of a project")
    if _is_one_of(path, found, settings):
        return tr("your settings")
    if _is_one_of(path, found, inputs):
        return tr("a file that this command reads")
    if found is not None and (words := _by_content(path)):
        return words
    projects = dict.fromkeys([*([known] if known else []), *(one for one in path.parents if is_project(one))])
    for project in projects:
        if words := _of_project(path, found, project):
            return words
    return None


def _of_project(path: Path, found: os.stat_result | None, project: Path) -> str | None:
    if path.parent == project and (name := plain_name(path.name)) in _TEXTS:
        return tr("the {name} of a project", name=name)
    if is_article_name(path, project):
        if found is not None:
            return tr("an article of the project in {project}", project=project)
        return tr("a name that would make it an article of the project in {project}", project=project)
    if found is None:
        return None
    for one in _files_of(project):
        with contextlib.suppress(OSError):
            if os.path.samestat(found, one.stat()):
                folder = project / FOLDER
                return (
                    _in_annotations(one, folder) if folder in one.parents else tr("the file {one}", one=one)
                )
    return None


def _files_of(project: Path) -> Iterator[Path]:
    """Yield what belongs to a project under the names that it goes by there."""
    for name in (SETTINGS, *_TEXTS):
        yield project / name
    for folder, folders, names in os.walk(project / FOLDER):
        folders.sort()
        yield from (Path(folder, name) for name in names)
    for folder, folders, names in os.walk(project):
        folders[:] = [name for name in folders if not name.startswith(".") and name != FOLDER]
        yield from (one for name in names if is_article_name(one := Path(folder, name), project))
    for source in sorted(_annotated(project)):
        yield project / source  # an article need not lie inside, then its source is the whole path


def _annotated(project: Path) -> set[str]:
    """Return the files from which the frozen articles of a project were read."""
    sources = set()
    for frozen in (project / FOLDER / ARTICLES).glob("??/*.json"):
        if not frozen.name.endswith(".spans.json") and (match := _SOURCE.search(what_begins(frozen))):
            with contextlib.suppress(ValueError):
                source = str(json.loads(match[1]))
                sources |= {source, table_of(source)}
    return {one for one in sources if one and "\0" not in one}


def _in_annotations(path: Path, folder: Path) -> str:
    """Return what a file is that lies, or would lie, in a project's folder of annotations."""
    inside = path.relative_to(folder).parts
    if len(inside) == 1 and path.suffix.casefold() == ".json":
        return tr("{stem}'s layer", stem=path.stem)
    if inside[0] == ARTICLES:
        return tr("a frozen article")
    if inside[0] == COPIES:
        return tr("a copy of a layer")
    return tr("in {folder}, where zhupi keeps marks", folder=folder)


def _by_content(path: Path) -> str | None:
    beginning = what_begins(path)
    if begins_a_layer(beginning):
        return tr("a layer or a copy of one")
    return tr("a frozen article") if _FROZEN.match(beginning) else None


def _is_one_of(path: Path, found: os.stat_result | None, others: Iterable[Path]) -> bool:
    for other in others:
        if path == Path(os.path.realpath(other)):
            return True
        with contextlib.suppress(OSError, ValueError):
            if found is not None and os.path.samestat(found, other.stat()):
                return True
    return False
