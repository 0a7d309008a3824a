"""Where layers ended when something was last added to them: one that goes back behind that lacks something.

A layer is put back from a copy, by git or by hand, or mended, and what came from the hub since is not in it
any more, while the hub was read beyond that. It comes anew then. What is noted may be lost at any time.
"""

from __future__ import annotations

from pathlib import Path

from annotations.hub.memory import Memory

__all__ = ["has_receded", "note_end"]

_SEAM = 256
"""How many bytes before the end must be there yet, as readers of layers have it."""
_TAIL = 8
"""How many bytes at the very end may change when something is added."""


def note_end(memory: Memory, key: str, path: Path) -> None:
    """Note how the layer of the annotator `key`, the file at `path`, ends by now."""
    size = path.stat().st_size
    memory.keep(f"end:{key}", [size, _seam(path, size)])


def has_receded(memory: Memory, key: str, path: Path) -> bool:
    """Tell whether the layer at `path` is not what it was then with nothing or more added to it.

    One that was only written anew is taken for one that was put back, and comes anew too.
    """
    match memory.recall(f"end:{key}"):
        case [int(size), str(seam)]:
            try:
                return path.stat().st_size < size or _seam(path, size) != seam
            except OSError:
                return True
    return False


def _seam(path: Path, size: int) -> str:
    """Return what stands before the end of the first `size` bytes."""
    end = max(size - _TAIL, 0)
    with path.open("rb") as file:
        file.seek(max(end - _SEAM, 0))
        return file.read(min(end, _SEAM)).hex()
