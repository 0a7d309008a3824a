"""Which tagger is wanted, and whether the user lets it run."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from annotations.digest import blake2b
from annotations.errors import UsageError
from annotations.model.article import NAME_TYPES
from annotations.wording import tr

__all__ = ["KINDS", "TaggerSpec", "allowance", "allows", "signature"]

KINDS = ("spacy", "transformers", "entry")


class TaggerSpec(NamedTuple):
    """A tagger, and the types of names that it may find."""

    kind: str
    """One of `KINDS`."""
    name: str
    """A package, an entry point, or a folder from the root of the file system, links followed."""
    types: tuple[str, ...] = NAME_TYPES
    """Those of the project."""

    @classmethod
    def of(cls, text: str, root: Path, types: Iterable[str] = NAME_TYPES) -> TaggerSpec:
        """Return what `text` names; a folder in it is looked for from `root`.

        Raises:
            UsageError: It names none.
        """
        kind, colon, name = text.partition(":")
        if kind not in KINDS or not colon or not name.strip() or "\0" in name:
            raise UsageError(
                tr(
                    "{text!r:.80} names no tagger; write spacy:PACKAGE, transformers:FOLDER or entry:NAME",
                    text=text,
                )
            )
        if _is_folder(kind, name):
            name = os.path.realpath(root / _expanded(name))
        return cls(kind, name, tuple(types))

    @property
    def text(self) -> str:
        """Return how it is written in settings."""
        return f"{self.kind}:{self.name}"

    @property
    def folder(self) -> Path | None:
        """Return the folder in which it is; None where it is installed."""
        return Path(self.name) if _is_folder(self.kind, self.name) else None

    @property
    def called(self) -> str:
        """Return what it is called, which is the same on every machine."""
        return self.text if self.folder is None else f"{self.kind}:{self.folder.name}"


def signature(spec: TaggerSpec) -> str:
    """Return what tells a tagger from another one without loading it; its own version says it for certain."""
    from importlib.metadata import PackageNotFoundError, entry_points, version

    said = [spec.text, *spec.types]
    if spec.folder is not None:
        with suppress(OSError):
            for one in sorted(os.scandir(spec.folder), key=lambda entry: entry.name):
                found = one.stat()
                said.append(f"{one.name} {found.st_size} {found.st_mtime_ns}")
    else:
        package = spec.name
        if spec.kind == "entry":
            entry = next(iter(entry_points(group="zhupi.taggers").select(name=spec.name)), None)
            package = entry.dist.name if entry is not None and entry.dist is not None else ""
        with suppress(PackageNotFoundError, ValueError):
            said.append(version(package))
    return blake2b("\0".join(said).encode("utf-8", "surrogateescape"), digest_size=5).hexdigest()


def _is_folder(kind: str, name: str) -> bool:
    """Tell whether a folder is named; what spaCy has installed is a package, and never looked for here."""
    return kind == "transformers" or (kind == "spacy" and (name[0] in "~." or os.sep in name))


def allowance(text: str) -> tuple[str, str, Path | None] | None:
    """Return what a line of the user's settings allows: a kind, or any, and a name or a folder of some.

    None where it is none. Folders begin at the root of the file system or with ``~``: what another is
    relative to, a project could choose.
    """
    kind, _, name = text.partition(":")
    if kind not in KINDS:
        kind, name = "", text
    if not name.strip() or "\0" in name:
        return None
    if kind and not _is_folder(kind, name):
        return kind, name, None
    folder = _expanded(name)
    return (kind, name, folder) if folder.is_absolute() else None


def allows(taggers: Iterable[str], spec: TaggerSpec) -> bool:
    """Tell whether `spec` may run where a user allows `taggers`, as :func:`allowance` reads them."""
    for one in filter(None, map(allowance, taggers)):
        kind, name, folder = one
        if kind not in ("", spec.kind):
            continue
        if folder is None:
            if spec.folder is None and spec.name == name:
                return True
        elif spec.folder is not None:
            real = Path(os.path.realpath(folder))
            if real == spec.folder or real in spec.folder.parents:
                return True
    return False


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # the home of somebody who is not here
        return Path(name)
