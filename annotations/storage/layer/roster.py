"""Whose the layers of a project are: which file is whose, which is a copy, and what everybody is called.

A layer belongs to whom its first line names, whatever its file is called: sync programs leave copies beside
it ("mei 2.json", "mei (conflicted copy).json"), and people rename files. Records, uids and decisions go by
that name for ever; a further name is an alias. Of a layer no more is read than its beginning, for this
happens at every start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

from annotations.errors import BadName
from annotations.expressions import lazily
from annotations.model.annotator import check_annotator, same_annotator
from annotations.storage.files.files import Files
from annotations.storage.layer.aliases import Alias, alias_path, read_aliases
from annotations.storage.layer.last_copy import last_copy
from annotations.storage.layer.layer_files import layer_files
from annotations.storage.layer.owner import Owner, read_owner, size_of
from annotations.wording import tr

__all__ = ["OwnedLayer", "Roster", "looks_like_a_copy", "read_roster"]

_LETTER = lazily(r"[^\W_]")
_COPY = lazily("copy|conflict|副本|拷[贝貝]|[备備]份|[冲衝]突")


_Claimed = tuple[Path, Owner]
"""A file, and whose it says it is."""


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
    aliases: tuple[str, ...] = ()
    """What the owner is or was called too."""

    def is_owners(self, name: str) -> bool:
        """Tell whether `name` in a record is the owner's: an older zhupi went by what the file was called."""
        return same_annotator(name) in _keys((self.owner, *self.aliases, self.path.stem))

    def lines(self) -> list[str]:
        """Return what is worth telling of it, a line each."""
        lines = [f"{copy}: {self.said_of(copy)}; {self.merged_by}" for copy in self.copies]
        if self.unread:
            lines.append(
                tr(
                    "{path}: its first line cannot be read, so it is taken for {owner}'s;"
                    " zhupi check tells more",
                    path=self.path,
                    owner=self.owner,
                )
            )
        elif self.misnamed:
            lines.append(f"{self.path}: {self.says_whose}")
        if self.emptied is not None:
            copy = f"{self.emptied.parent.parent.name}/{self.emptied.parent.name}"
            lines.append(
                tr(
                    "{path}: it is empty, but the copy in {copy} is not; zhupi check --repair puts it back",
                    path=self.path,
                    copy=copy,
                )
            )
        return lines

    @property
    def flawed(self) -> bool:
        """Whether something is to be done about it."""
        return bool(self.copies or self.unread or self.emptied)

    @property
    def says_whose(self) -> str:
        """What to say of a file that is called otherwise than its owner."""
        says = tr("it is {owner}'s layer, as its first line says", owner=self.owner)
        if self.name == self.owner:
            return tr("{says}; name it {owner}.json again", says=says, owner=self.owner)
        return tr(
            "{says}, and goes on as {name}'s; zhupi rename {owner} {name} keeps it so",
            says=says,
            name=self.name,
            owner=self.owner,
        )

    @property
    def merged_by(self) -> str:
        """What to do about copies."""
        return tr("zhupi check --repair merges it and keeps it aside")

    def said_of(self, copy: Path) -> str:
        """Return what `copy` is."""
        if same_annotator(copy.stem) == same_annotator(self.path.stem):
            return tr("{stem} under another spelling, so nothing in it counts", stem=self.path.stem)
        return tr("a copy of {name}'s layer, so nothing in it counts", name=self.name)


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
    aliases, notices = read_aliases(root, files)
    groups: dict[str, list[_Claimed]] = {}
    for path in paths:
        claim = read_owner(path, files)
        groups.setdefault(same_annotator(claim.name), []).append((path, claim))
    shown = {key: alias.names[-1] for key, alias in aliases.items()}
    taken = [*groups, *map(same_annotator, shown.values())]
    layers = []
    for key, group in groups.items():
        path, claim = _own_of(group, aliases.get(key), files)
        owner = claim.name
        name = shown.get(key) or _name_by_file(path, owner, taken)
        if key in shown and taken.count(same_annotator(name)) > 1:
            notices.append(
                tr(
                    "{alias_path}: somebody else is called {name} too; zhupi rename one of them",
                    alias_path=alias_path(root, owner),
                    name=name,
                )
            )
            name = owner
        copies = tuple(other for other, _ in group if other != path)
        also = aliases[key].names if key in aliases else ()
        misnamed = same_annotator(path.stem) not in (key, *_keys(also))
        emptied = last_copy(path, files) if claim.empty else None
        layers.append(OwnedLayer(path, owner, name, copies, not claim.said, emptied, misnamed, also))
    return Roster(sorted(layers, key=lambda one: one.name), aliases, tuple(notices))


def looks_like_a_copy(stem: str, owner: str) -> bool:
    """Tell whether a file called so is named after a copy of `owner`'s: the name and something beside it."""
    stem, owner = same_annotator(stem), same_annotator(owner)
    before, found, after = stem.partition(owner)
    if not found or stem == owner:
        return False
    apart = not (_LETTER().match(before[-1:]) or _LETTER().match(after[:1]))
    return apart or _COPY().search(before + after) is not None


def _own_of(group: list[_Claimed], alias: Alias | None, files: Files) -> _Claimed:
    """Return which of the files that say they are one annotator's is that annotator's own.

    It is the one that is called as its owner; then one that is called as the owner is now; then one that is
    not called as copies are, the shortest name first, for copies get something added. Of two spellings of
    one name the larger file counts.
    """
    names = _keys(alias.names) if alias else ()

    def place(claimed: _Claimed) -> tuple[bool, bool, bool, int, int, bool, str]:
        path, owner = claimed[0], claimed[1].name
        key = same_annotator(path.stem)
        owned = key == same_annotator(owner)
        size = size_of(path, files)
        copied = looks_like_a_copy(path.stem, owner)
        length = 0 if owned else len(key)
        return not owned, key not in names, copied, length, -size, path.stem != owner, path.name

    return group[0] if len(group) == 1 else min(group, key=place)


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
