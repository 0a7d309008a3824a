"""Whose the layers of a project are: which file is whose, which is a copy, and what everybody is called.

A layer belongs to whom its first line names, whatever its file is called: sync programs leave copies beside
it ("mei 2.json", "mei (conflicted copy).json"), and people rename files. Records, uids and decisions go by
that name for ever; a further name is an alias, kept in a small file a person::

    annotations/names/5e3b…9c.json    {"schema": 1, "kind": "name", "annotator": "mei", "names": ["meilin"]}

Of a layer no more is read than its beginning, for this happens at every start.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

from annotations.digest import blake2b
from annotations.errors import BadName
from annotations.expressions import lazily
from annotations.model.annotator import check_annotator, same_annotator
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER, NAMES
from annotations.storage.layer.last_copy import last_copy
from annotations.storage.layer.layer_files import layer_files

__all__ = [
    "Alias",
    "OwnedLayer",
    "Roster",
    "alias_path",
    "looks_like_a_copy",
    "owner_of",
    "read_roster",
    "written_alias",
]

_BEGINNING = 1 << 12
"""Bytes of a layer that tell whose it is. Chosen: a first line has some hundred."""
_RECORDS = 1 << 16
"""Bytes in which a record is looked for where the first line is harmed. Chosen: a record has some hundred."""
_LONGEST_ALIAS = 1 << 14
_HEAD = lazily(rb'(?:\xef\xbb\xbf)?\s*\{\s*"_default"\s*:\s*\{\s*"0"\s*:\s*(\{[^{}]*\})')
_ANNOTATOR = lazily(rb'"annotator"\s*:\s*("(?:[^"\\\n]|\\.)*")')
_LETTER = lazily(r"[^\W_]")
_COPY = lazily("copy|conflict|副本|拷[贝貝]|[备備]份|[冲衝]突")


_Claimed = tuple[Path, str, bool]
"""A file, whose it says it is, and whether its first line says so."""


class OwnedLayer(NamedTuple):
    """One annotator's layer."""

    path: Path
    owner: str
    """Whose its first line says it is: the name that records, uids and decisions carry."""
    name: str
    """What that annotator is called now; only to be shown."""
    copies: tuple[Path, ...] = ()
    """Other files that say they are this annotator's. Nothing in them counts."""
    unread: bool = False
    """Whether the first line cannot be read, so that the rest of the file, or its name, says whose it is."""
    emptied: Path | None = None
    """A copy that is not empty, as the layer itself is."""
    misnamed: bool = False
    """Whether the file is called neither as its owner nor as that one was ever renamed."""

    def lines(self) -> list[str]:
        """Return what is worth telling of it, a line each."""
        lines = [f"{copy}: {self.said_of(copy)}; {self.merged_by}" for copy in self.copies]
        if self.unread:
            lines.append(
                f"{self.path}: its first line cannot be read, so it is taken for {self.owner}'s;"
                " zhupi check tells more"
            )
        elif self.misnamed:
            goes_on = f", and goes on as {self.name}'s" * (self.name != self.owner)
            lines.append(f"{self.path}: it is {self.owner}'s layer, as its first line says{goes_on}")
        if self.emptied is not None:
            day = self.emptied.parent.name
            lines.append(
                f"{self.path}: it is empty, but the copy of {day} in .backup is not; zhupi check --repair"
                " puts that back"
            )
        return lines

    @property
    def flawed(self) -> bool:
        """Whether something is to be done about it."""
        return bool(self.copies or self.unread or self.emptied)

    @property
    def merged_by(self) -> str:
        """What to do about copies."""
        return f"zhupi check --repair brings it together with {self.path.name} and keeps it aside"

    def said_of(self, copy: Path) -> str:
        """Return what `copy` is."""
        if same_annotator(copy.stem) == same_annotator(self.path.stem):
            return f"this is {self.path.stem} under another spelling, so nothing in it counts"
        return f"this is a copy of {self.name}'s layer, as its first line says, so nothing in it counts"


class Alias(NamedTuple):
    """The further names of an annotator."""

    owner: str
    names: tuple[str, ...]
    """The newest last; at least one."""


class Roster(NamedTuple):
    """The annotators of a project."""

    layers: Sequence[OwnedLayer] = ()
    """In order of what their annotators are called."""
    aliases: Mapping[str, Alias] = MappingProxyType({})
    """By what the spellings of the owner's name share."""
    notices: Sequence[str] = ()
    """What is wrong with aliases, a line each."""

    @property
    def lines(self) -> list[str]:
        """What is worth telling of all layers, a line each."""
        return [*self.notices, *(line for layer in self.layers for line in layer.lines())]

    @property
    def flawed(self) -> bool:
        """Whether something is to be done about a layer or an alias."""
        return bool(self.notices) or any(layer.flawed for layer in self.layers)

    def find(self, name: str) -> OwnedLayer | None:
        """Return the layer of `name`, in any spelling: its owner's, an alias, or what its file is called."""
        owners = {same_annotator(layer.owner): layer for layer in self.layers}
        key = same_annotator(name)
        if key not in owners:
            key = next((at for at, alias in self.aliases.items() if key in _keys(alias.names)), key)
        found = owners.get(key)
        return found or next((one for one in self.layers if same_annotator(one.path.stem) == key), None)

    def owner_of(self, name: str) -> str:
        """Return the name that records of `name` carry; `name` itself where nobody is called so."""
        if (layer := self.find(name)) is not None:
            return layer.owner
        key = same_annotator(name)
        return next((one.owner for one in self.aliases.values() if key in _keys(one.names)), name)

    def name_of(self, owner: str) -> str:
        """Return what is to be shown for `owner`, the name that records carry."""
        key = same_annotator(owner)
        for layer in self.layers:
            if same_annotator(layer.owner) == key:
                return layer.name
        return self.aliases[key].names[-1] if key in self.aliases else owner

    def copy_of(self, name: str) -> OwnedLayer | None:
        """Return the layer of which a file called `name` is a copy; None if there is no such file."""
        key = same_annotator(name)
        return next((one for one in self.layers if key in _keys(copy.stem for copy in one.copies)), None)


def read_roster(root: Path, files: Files | None = None) -> Roster:
    """Read who annotates the project in `root`.

    Raises:
        OSError: The folder of annotations is there and cannot be read.
    """
    files = files or Files()
    paths = layer_files(root, files)
    aliases, notices = _read_aliases(root, files)
    groups: dict[str, list[_Claimed]] = {}
    for path in paths:
        owner, read = _owner(path, files)
        groups.setdefault(same_annotator(owner), []).append((path, owner, read))
    shown = {key: alias.names[-1] for key, alias in aliases.items()}
    taken = [*groups, *map(same_annotator, shown.values())]
    layers = []
    for key, group in groups.items():
        path, owner, read = _own_of(group, aliases.get(key), files)
        name = shown.get(key) or _name_by_file(path, owner, taken)
        if key in shown and taken.count(same_annotator(name)) > 1:
            notices.append(
                f"{alias_path(root, owner)}: somebody else is called {name} too; zhupi rename one of them"
            )
            name = owner
        copies = tuple(other for other, _, _ in group if other != path)
        misnamed = same_annotator(path.stem) not in (
            key,
            *_keys(aliases[key].names if key in aliases else ()),
        )
        emptied = None if _size(path, files) else last_copy(path, files)
        layers.append(OwnedLayer(path, owner, name, copies, not read, emptied, misnamed))
    return Roster(sorted(layers, key=lambda one: one.name), aliases, tuple(notices))


def owner_of(path: Path, files: Files | None = None) -> str:
    """Return whose the layer at `path` is: whom its first line names, else its records, else its file."""
    return _owner(path, files or Files())[0]


def alias_path(root: Path, owner: str) -> Path:
    """Return the file that holds the further names of `owner`."""
    key = same_annotator(owner).encode("utf-8", "surrogatepass")
    return root / FOLDER / NAMES / f"{blake2b(key, digest_size=10).hexdigest()}.json"


def written_alias(owner: str, names: Sequence[str]) -> bytes:
    """Return the bytes of the file that says what `owner` is called too, the newest name last."""
    value = {"schema": 1, "kind": "name", "annotator": owner, "names": list(names)}
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def looks_like_a_copy(stem: str, owner: str) -> bool:
    """Tell whether a file called so is named after a copy of `owner`'s: the name and something beside it."""
    stem, owner = same_annotator(stem), same_annotator(owner)
    before, found, after = stem.partition(owner)
    if not found or stem == owner:
        return False
    apart = not (_LETTER().match(before[-1:]) or _LETTER().match(after[:1]))
    return apart or _COPY().search(before + after) is not None


def _owner(path: Path, files: Files) -> tuple[str, bool]:
    """Return whose a layer is, and whether its first line could be read; one that is empty says nothing."""
    stem = normalize("NFC", path.stem)
    try:
        beginning = _beginning(path, _BEGINNING, files)
        if not beginning.strip():
            return stem, True
        head = _HEAD().match(beginning)
        if head and (name := _named(head[1])):
            return name, True
        record = _ANNOTATOR().search(_beginning(path, _RECORDS, files))
        return (_valid(record[1]) if record else "") or stem, False
    except OSError:  # why shows when it is opened
        return stem, True


def _named(head: bytes) -> str:
    try:
        value = json.loads(head)
    except ValueError:
        return ""
    found = value.get("annotator") if value.get("kind") == "layer" else None
    return _valid(json.dumps(found).encode()) if isinstance(found, str) else ""


def _valid(text: bytes) -> str:
    """Return an annotator's name that stands in a file as JSON; an empty text where it cannot be one."""
    try:
        return check_annotator(json.loads(text))
    except (ValueError, BadName):
        return ""


def _beginning(path: Path, size: int, files: Files) -> bytes:
    fd = files.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return files.pread(fd, size, 0) if stat.S_ISREG(files.fstat(fd).st_mode) else b""
    finally:
        files.close(fd)


def _own_of(group: list[_Claimed], alias: Alias | None, files: Files) -> _Claimed:
    """Return which of the files that say they are one annotator's is that annotator's own.

    It is the one that is called as its owner; then one that is called as the owner is now; then one that is
    not called as copies are, the shortest name first, for copies get something added. Of two spellings of
    one name the larger file counts.
    """
    names = _keys(alias.names) if alias else ()

    def place(claimed: _Claimed) -> tuple[bool, bool, bool, int, int, str]:
        path, owner, _ = claimed
        key = same_annotator(path.stem)
        owned = key == same_annotator(owner)
        size = _size(path, files)
        copied = looks_like_a_copy(path.stem, owner)
        return not owned, key not in names, copied, 0 if owned else len(key), -size, path.name

    return group[0] if len(group) == 1 else min(group, key=place)


def _size(path: Path, files: Files) -> int:
    try:
        return files.stat(path).st_size
    except OSError:  # why shows when it is opened
        return -1


def _keys(names: Iterable[str]) -> list[str]:
    return [same_annotator(name) for name in names]


def _name_by_file(path: Path, owner: str, taken: Sequence[str]) -> str:
    """Return what the owner of a layer without alias is called: a file that was renamed says it."""
    stem = normalize("NFC", path.stem)
    key = same_annotator(stem)
    if key == same_annotator(owner) or key in taken or looks_like_a_copy(stem, owner):
        return owner
    try:
        return check_annotator(stem)
    except BadName:
        return owner


def _read_aliases(root: Path, files: Files) -> tuple[dict[str, Alias], list[str]]:
    folder = root / FOLDER / NAMES
    try:
        found = [name for name in files.names(folder) if name.endswith(".json") and not name.startswith(".")]
    except OSError:  # hardly anybody is renamed
        return {}, []
    aliases: dict[str, Alias] = {}
    notices = []
    for name in found:
        try:
            value = json.loads(_beginning(folder / name, _LONGEST_ALIAS, files))
            alias = Alias(check_annotator(value["annotator"]), tuple(map(check_annotator, value["names"])))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, BadName):
            alias = Alias("", ())
        if alias.names:
            aliases[same_annotator(alias.owner)] = alias
        else:
            notices.append(
                f"{folder / name}: what somebody is called now cannot be read; zhupi rename says it anew"
            )
    return aliases, notices
