"""Folders of models: what must not be opened in them, and what tells one from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.digest import blake2b
from annotations.errors import ZhupiError
from annotations.wording import tr

__all__ = ["demand_no_pickles", "digest_of", "files_in"]

_PICKLES = frozenset((".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"))
_PIECE = 1 << 20


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder in order, and of those in it; nothing that begins with a dot."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from files_in(path)
        elif path.is_file():
            yield path


def demand_no_pickles(files: Iterable[Path]) -> None:
    """Refuse files that run code when they are read.

    Raises:
        ZhupiError: There is one.
    """
    for path in files:
        if path.suffix.lower() in _PICKLES:
            raise ZhupiError(
                tr("{name} may run code when it is read; only a folder without such is taken", name=path.name)
            )


def digest_of(folder: Path, files: Iterable[Path]) -> str:
    """Return what tells `files` in `folder` from others, by their names and all that is in them."""
    digest = blake2b(digest_size=5)
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()
