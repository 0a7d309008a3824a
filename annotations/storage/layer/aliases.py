"""What annotators are called who were called otherwise before: a small file each.

::

    annotations/names/5e3b…9c.json    {"schema": 1, "kind": "name", "annotator": "mei", "names": ["meilin"]}

One file a person, so that two who are renamed on two branches of git never meet in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotations.digest import blake2b
from annotations.errors import BadName
from annotations.model.annotator import check_annotator, same_annotator
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER, NAMES
from annotations.storage.layer.owner import beginning_of
from annotations.wording import tr

__all__ = ["Alias", "alias_path", "read_aliases", "written_alias"]

_LONGEST = 1 << 14
"""Bytes of such a file that are read. Chosen: a hundred names fit."""


class Alias(NamedTuple):
    """The further names of an annotator."""

    owner: str
    names: tuple[str, ...]
    """The newest last; at least one."""


def alias_path(root: Path, owner: str) -> Path:
    """Return the file that holds the further names of `owner`."""
    key = same_annotator(owner).encode("utf-8", "surrogatepass")
    return root / FOLDER / NAMES / f"{blake2b(key, digest_size=10).hexdigest()}.json"


def written_alias(owner: str, names: Sequence[str]) -> bytes:
    """Return the bytes of the file that says what `owner` is called too, the newest name last."""
    import json

    value = {"schema": 1, "kind": "name", "annotator": owner, "names": list(names)}
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def read_aliases(root: Path, files: Files) -> tuple[dict[str, Alias], list[str]]:
    """Return the further names of annotators, by what the spellings of their own share, and what is wrong."""
    folder = root / FOLDER / NAMES
    try:
        found = [name for name in files.names(folder) if name.endswith(".json") and not name.startswith(".")]
    except OSError:
        return {}, []
    import json  # hardly anybody is renamed, and every start comes by here

    aliases: dict[str, Alias] = {}
    notices = []
    for name in found:
        try:
            value = json.loads(beginning_of(folder / name, _LONGEST, files))
            alias = Alias(check_annotator(value["annotator"]), tuple(map(check_annotator, value["names"])))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, BadName):
            alias = Alias("", ())
        if alias.names and folder / name != alias_path(root, alias.owner):
            notices.append(
                tr(
                    "{folder}: a copy of what somebody is called, which does not count; move it away",
                    folder=folder / name,
                )
            )
        elif alias.names:
            aliases[same_annotator(alias.owner)] = alias
        else:
            notices.append(
                tr(
                    "{folder}: what somebody is called now cannot be read; zhupi rename says it anew",
                    folder=folder / name,
                )
            )
    return aliases, notices
