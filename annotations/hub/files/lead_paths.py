"""Which files of a project are the lead's and travel, and which that come may lie where they say. Pure.

What travels are the texts, the settings, what the guidelines and the table of assignments say, the project's
names, the schemes that it had, what models predict, and what annotators are called. A path that comes from a
hub is only ever that of such a file: nothing outside the project, nothing hidden, no layer, no frozen text.
"""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath
from unicodedata import category

from annotations.guidelines import GUIDELINES, RULINGS
from annotations.migration.kept import SCHEMES
from annotations.project.settings import ASSIGNMENTS, GAZETTEER, SETTINGS
from annotations.reading import FOLDER_SUFFIXES, TABLE_SUFFIXES
from annotations.storage.files.folders import FOLDER, NAMES
from annotations.storage.predictions.prediction_file import PREDICTIONS

__all__ = ["RULES", "Sort", "sort_of"]

RULES = (GUIDELINES, RULINGS, GAZETTEER, ASSIGNMENTS, SETTINGS)
"""The files in the project's own folder that rule it; the settings last, which say that all before hold."""
_INSIDE = {SCHEMES: ".toml", f"{FOLDER}/{PREDICTIONS}": ".json", f"{FOLDER}/{NAMES}": ".json"}
"""The folders among the annotations of which files travel, and how these end."""
_HIDDEN = (".", "~$")
_LONGEST = 255
"""Bytes of one name, as file systems have it."""
_DEEPEST = 16
"""Folders in folders. Chosen: no collection of articles needs as many."""
_WHOLE = 500
"""Bytes of a path, as a hub has it."""


class Sort(Enum):
    """What a file of the lead's is to a project."""

    RULE = "rule"
    """What rules it: of two versions the lead's holds, and the other is kept beside it."""
    TEXT = "text"
    """An article, or a table of such: marks hang on what it says, so that one that is there stays."""


def sort_of(path: str) -> Sort | None:
    """Return what the file at `path`, relative to the project with ``/``, is; None if it never travels."""
    parts = path.split("/")
    if len(parts) > _DEEPEST or not all(map(_is_name, parts)) or len(path.encode()) > _WHOLE:
        return None
    folder, name = "/".join(parts[:-1]), parts[-1]
    if not folder and name in RULES:
        return Sort.RULE
    suffix = PurePosixPath(name).suffix.lower()
    if parts[0].casefold() == FOLDER:
        return Sort.RULE if folder in _INSIDE and suffix == _INSIDE[folder] else None
    if not folder and name.casefold() in RULES:  # which is one file with it on some systems
        return None
    return Sort.TEXT if suffix in FOLDER_SUFFIXES or suffix in TABLE_SUFFIXES else None


def _is_name(name: str) -> bool:
    """Tell whether `name` can be that of a file or folder everywhere, and hides nothing."""
    if not name or name.startswith(_HIDDEN) or name != name.strip() or name.endswith("."):
        return False
    if "\\" in name or any(category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in name):
        return False
    return len(name.encode()) <= _LONGEST
