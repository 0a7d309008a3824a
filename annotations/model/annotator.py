"""Who an annotator is: what can be a name, and the one rule by which two spellings are one."""

from __future__ import annotations

import unicodedata

from annotations.errors import BadName
from annotations.wording import tr

__all__ = ["check_annotator", "same_annotator"]


def same_annotator(name: str) -> str:
    """Return what all spellings of an annotator's name share: case, width and white space never matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_annotator(name: str) -> str:
    """Return `name` in the form that files and records carry: NFC, without space at its ends.

    Raises:
        BadName: if it cannot be the name of a file in every file system, or could be mistaken.
    """
    name = unicodedata.normalize("NFC", name).strip()
    problem = ""
    if not name:
        problem = tr("it is empty")
    # A file's name may have 255 bytes; the rest is for ".json", ".damaged" and what copies put before it.
    elif len(name) > 60 or len(name.encode("utf-8", "replace")) > 180:
        problem = tr("it has {number} characters, 60 are the most", number=len(name))
    elif any(character in '/\\:*?"<>|' for character in name):
        problem = tr('it has one of / \\ : * ? " < > |')
    elif any(
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in name
    ):
        problem = tr("it has a control or invisible character")
    elif name[0] == "." or name[-1] == ".":
        problem = tr("it begins or ends with a full stop")
    elif name.casefold() == "articles":
        problem = tr("that is the name of the folder of frozen articles")
    if problem:
        raise BadName(name, problem)
    return name
