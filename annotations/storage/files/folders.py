"""The folders in a project's folder that are the storage's, and when two names are one."""

from __future__ import annotations

from unicodedata import normalize

__all__ = ["ARTICLES", "COPIES", "FIRSTS", "FOLDER", "LAST", "NAMES", "SCHEMES", "plain_name"]

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


def plain_name(name: str) -> str:
    """Return what all spellings of a name share that are one name: in NFC and without case."""
    return normalize("NFC", normalize("NFC", name).casefold())
