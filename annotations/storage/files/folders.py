"""The storage's folders, in a project's and the user's own, and when two names are one."""

from __future__ import annotations

import os
from pathlib import Path
from unicodedata import normalize

__all__ = [
    "ARTICLES",
    "COPIES",
    "FIRSTS",
    "FOLDER",
    "LAST",
    "NAMES",
    "SCHEMES",
    "layer_indexes",
    "plain_name",
    "state_folder",
]

FOLDER = "annotations"
"""Where the layers are, and the others."""
ARTICLES = "articles"
COPIES = ".backup"
FIRSTS = "firsts"
"""What annotators said before others were seen; :mod:`annotations.storage.first_judgements` keeps it."""
LAST = "last"
"""In `COPIES`, each layer as zhupi left it."""
SCHEMES = "schemes"
"""Where the schemes are that the project had; :mod:`annotations.migration.kept` keeps them."""
NAMES = "names"
"""What annotators are called now who were called otherwise before."""


def state_folder() -> Path:
    """Return the user's folder for what zhupi remembers: ``ZHUPI_STATE``, or where the system has such."""
    if said := os.environ.get("ZHUPI_STATE"):
        return Path(said)
    from platformdirs import user_state_path

    return user_state_path("zhupi", appauthor=False)


def layer_indexes() -> Path:
    """Return the user's folder for indexes of layers, which may be lost at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("zhupi", appauthor=False) / "layers"


def plain_name(name: str) -> str:
    """Return what all spellings of a name share that are one name: in NFC and without case."""
    return normalize("NFC", normalize("NFC", name).casefold())
