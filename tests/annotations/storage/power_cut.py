"""What a disk may hold after a power cut.

:func:`cuts` goes through the steps that :class:`recorded_files.RecordedFiles` noted and, after each, gives
states that the disk may be left in: of what was not flushed any part may be lost. The model promises no more
than POSIX does, as those of SQLite's tests and of ALICE (Pillai and others, OSDI 2014):

- A file's bytes are durable once the file is flushed. Until then each sector is as it was after any of the
  writes since, and so, apart from that, is the length: bytes without length, length without bytes (zeros).
- A name is durable once its folder is flushed. Until then any of the changes to the names in a folder may be
  lost, in any order; each by itself, so a rename is done or not. To flush a file does not keep its name.
- A sector is written or not (SQLite calls that powersafe overwrite).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path, PurePosixPath
from typing import Any

from recorded_files import (
    FOLDER,
    Event,
    Flush,
    FlushFolder,
    Rebind,
    RecordedFiles,
    State,
    Truncate,
    Word,
    Write,
    parent_of,
)

__all__ = ["Cut", "cuts", "write_state"]

SECTOR = 512
"""Bytes that a disk writes whole or not at all; today's have 4096, and older ones this, which is harder."""


def write_state(state: State, root: Path) -> None:
    """Make `root` hold `state` and nothing else; folders that stay are not made anew, which takes longest."""
    root.mkdir(parents=True, exist_ok=True)
    for path in sorted(root.rglob("*"), reverse=True):
        if not path.is_dir():
            path.unlink()
        elif state.get(path.relative_to(root).as_posix(), b"") is not None:
            path.rmdir()
    for name in sorted(state):
        data = state[name]
        if data is None:
            (root / name).mkdir(exist_ok=True)
        else:
            (root / name).write_bytes(data)


@dataclass(frozen=True, slots=True)
class Cut:
    """The power went: what was said before, how many steps were done, and what the disk holds."""

    words: tuple[Any, ...]
    step: int
    state: State


def cuts(files: RecordedFiles, seed: int, most: int) -> Iterator[Cut]:
    """Yield different outcomes of a power cut after every step of what `files` recorded.

    Args:
        files: The record.
        seed: Chooses among the states where there are more than `most`.
        most: How many states to look at after one step.
    """
    dice = random.Random(seed)
    disk = _Disk(files.before)
    words: list[Any] = []
    seen: set[int] = set()
    for step, event in enumerate(files.events):
        if isinstance(event, Word):
            words.append(event.word)
        else:
            disk.take(event)
        for state in disk.states(dice, most):
            print_of = hash((len(words), frozenset(state.items())))
            if print_of not in seen:
                seen.add(print_of)
                yield Cut(tuple(words), step, state)


@dataclass(slots=True)
class _Disk:
    """What is durable, and what came since."""

    before: State
    versions: dict[int, list[bytes]] = field(default_factory=dict)
    """Of each file the durable bytes and those after each write since."""
    names: dict[str, int] = field(default_factory=dict)
    pending: list[Rebind] = field(default_factory=list)

    def __post_init__(self) -> None:
        inodes = itertools.count()
        for path, data in self.before.items():
            self.names[path] = FOLDER if data is None else next(inodes)
            if data is not None:
                self.versions[self.names[path]] = [data]

    def take(self, event: Event) -> None:
        match event:
            case Write(inode, data, offset):
                old = self.versions[inode][-1].ljust(offset, b"\0")
                self.versions[inode].append(old[:offset] + data + old[offset + len(data) :])
            case Truncate(inode, size):
                self.versions[inode].append(self.versions[inode][-1][:size].ljust(size, b"\0"))
            case Flush(inode):
                del self.versions[inode][:-1]
            case Rebind(names):
                self.pending.append(event)
                for _, inode in names:
                    if inode is not None:
                        self.versions.setdefault(inode, [b""])
            case FlushFolder(path):
                here = [parent_of(one.names[0][0]) == path for one in self.pending]
                self.names = _bound(self.names, list(itertools.compress(self.pending, here)))
                self.pending = [one for one, is_here in zip(self.pending, here, strict=True) if not is_here]

    def states(self, dice: random.Random, most: int) -> Iterator[State]:
        for kept in _subsets(self.pending, dice, most):
            names = _reachable(_bound(self.names, kept))
            inodes = sorted({inode for inode in names.values() if inode != FOLDER})
            images = [_images(self.versions[inode], dice, most) for inode in inodes]
            for combination in _combinations(images, dice, most):
                data = dict(zip(inodes, combination, strict=True))
                yield {name: data.get(inode) for name, inode in names.items()}


def _bound(names: dict[str, int], changes: Sequence[Rebind]) -> dict[str, int]:
    names = dict(names)
    for change in changes:
        for name, inode in change.names:
            if inode is None:
                names.pop(name, None)
            else:
                names[name] = inode
    return names


def _reachable(names: dict[str, int]) -> dict[str, int]:
    """Leave out what lies in a folder that lost its name."""
    return {
        name: inode
        for name, inode in names.items()
        if all(names.get(str(above)) == FOLDER for above in PurePosixPath(name).parents if above.name)
    }


def _subsets(changes: list[Rebind], dice: random.Random, most: int) -> list[list[Rebind]]:
    """Return which changes may have been kept: all choices, or every beginning and some others."""
    count = len(changes)
    if 1 << count <= most:
        masks = set(range(1 << count))
    else:
        masks = {(1 << length) - 1 for length in range(count + 1)}
        masks |= {((1 << count) - 1) ^ (1 << lost) for lost in range(count)}
        masks |= {dice.getrandbits(count) for _ in range(most)}
    return [[one for bit, one in enumerate(changes) if mask >> bit & 1] for mask in sorted(masks)]


def _combinations(images: list[list[bytes]], dice: random.Random, most: int) -> list[tuple[bytes, ...]]:
    if prod(map(len, images)) <= most:
        return list(itertools.product(*images))
    ends = [tuple(one[0] for one in images), tuple(one[-1] for one in images)]
    return ends + [tuple(map(dice.choice, images)) for _ in range(most)]


def _images(versions: list[bytes], dice: random.Random, most: int) -> list[bytes]:
    """Return what a file may hold of which these are the durable bytes and those after each write since."""
    if len(versions) == 1:
        return versions
    length = max(map(len, versions))
    whole = [one.ljust(length, b"\0") for one in versions]
    sectors = [list(dict.fromkeys(one[at : at + SECTOR] for one in whole)) for at in range(0, length, SECTOR)]
    sizes = sorted({len(one) for one in versions})
    if prod(map(len, sectors)) * len(sizes) <= most:
        picks = list(itertools.product(*sectors))
    else:
        old, new = [one[0] for one in sectors], [one[-1] for one in sectors]
        torn = [at for at, one in enumerate(sectors) if len(one) > 1]
        middle = torn[len(torn) // 2] if torn else 0
        picks = [tuple(old), tuple(new), (*new[:middle], *old[middle:]), (*old[:middle], *new[middle:])]
        picks += [tuple(map(dice.choice, sectors)) for _ in range(most // len(sizes))]
    images = [b"".join(pick)[:size] for pick in picks for size in sizes]
    return list(dict.fromkeys([versions[0], *images, versions[-1]]))
