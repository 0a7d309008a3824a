"""What is known of a layer, kept between two runs of the program in a folder of the user's.

A small file a layer and kind of knowledge. Losing one costs reading the layer once more, so nothing waits for
the disk; one that is not as it was written, by its CRC-32, is none.
"""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path
from zlib import crc32

from annotations.digest import blake2b
from annotations.storage.files.temporary import temporary

__all__ = ["CacheFile", "Stamp", "stamp_of"]

Stamp = tuple[int, int, int, int]
"""Device, inode, length and time of the last change in nanoseconds: which file, and in which state."""

_SUM = struct.Struct("<I")


def stamp_of(found: os.stat_result) -> Stamp:
    """Return the state of a file of which the system says `found`."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


class CacheFile:
    """The file for what is known of one layer.

    Args:
        cache: The folder; it may be missing or not writable.
        layer: The file of the layer.
        kind: What is known of it; the ending of the name.
    """

    def __init__(self, cache: Path, layer: Path, kind: str) -> None:
        name = os.path.abspath(layer).encode("utf-8", "surrogateescape")
        self._path = cache / f"{blake2b(name, digest_size=12).hexdigest()}.{kind}"

    def read(self) -> bytes | None:
        """Return what was written, or None if that is nothing, or not whole."""
        try:
            data = self._path.read_bytes()
            (right,) = _SUM.unpack_from(data)
        except (OSError, struct.error):
            return None
        data = data[_SUM.size :]
        return data if crc32(data) == right else None

    def write(self, data: bytes) -> None:
        """Keep `data`, if that is possible."""
        staged = temporary(self._path)
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                staged.write_bytes(_SUM.pack(crc32(data)) + data)
                staged.replace(self._path)
            finally:
                staged.unlink(missing_ok=True)
