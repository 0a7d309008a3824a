"""The weights of Baidu's LAC-small tagger, which the jieba 0.42.1 package carries in ``jieba/lac_small``.

They were made to be run by PaddlePaddle and are stored in its format, one tensor a file. jieba need not be
imported to read them. The files are compared with a checksum first: another jieba may carry other files, or
none, and results must not change unnoticed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.digest import blake2b
from annotations.wording import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CHECKSUM", "Weights", "WeightsMissing", "read_weights"]

CHECKSUM = "5e957bf23c7910b1c5ec07ea512347a7"
"""BLAKE2b, 16 bytes, over names and contents of all files read, as packed in jieba 0.42.1."""

_LAYERS = range(4)
_TENSORS = (
    "word_emb",
    "crfw",
    "fc_4.w_0",
    "fc_4.b_0",
    *(f"{kind}_{layer}.{part}_0" for layer in _LAYERS for kind in ("fc", "gru") for part in ("w", "b")),
)


class WeightsMissing(Exception):
    """The weights are not there, or not those that are expected. The message says which file."""


@dataclass(frozen=True)
class Weights:
    """What the network is made of. The four recurrent layers are forward, backward, forward, backward."""

    characters: dict[str, int]
    tags: tuple[str, ...]
    embedding: NDArray[np.float32]
    """One row of 128 a character."""
    inputs: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    """For each layer the projection of its input on gates and candidate, and their bias."""
    recurrent: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    """For each layer the recurrence of update and reset gate, and that of the candidate."""
    output: tuple[NDArray[np.float32], NDArray[np.float32]]
    start: NDArray[np.float32]
    end: NDArray[np.float32]
    transitions: NDArray[np.float32]
    """``transitions[a, b]``: the score of tag b after tag a."""


def read_weights(folder: Path | None = None) -> Weights:
    """Read the weights from `folder`, by default from the installed jieba, once in a process.

    Raises:
        WeightsMissing: a file is absent, unreadable, or not the one of jieba 0.42.1.
    """
    return _read_weights(folder) if folder is not None else _of_jieba(_installed())


@lru_cache(maxsize=1)
def _of_jieba(folder: Path) -> Weights:
    """Return the weights in `folder`, which are the same for every analyser and take 0.05 s to read."""
    return _read_weights(folder)


def _read_weights(folder: Path) -> Weights:
    contents = {name: _read(folder / "model_baseline" / name) for name in _TENSORS}
    tables = {name: _read(folder / name) for name in ("word.dic", "tag.dic")}
    _check(contents | tables)
    tensors = {name: _tensor(content) for name, content in contents.items()}
    size = tensors["gru_0.w_0"].shape[0]
    flat = [tensors[f"gru_{layer}.w_0"].ravel() for layer in _LAYERS]
    crf = tensors["crfw"]
    return Weights(
        characters={value: int(key) for key, value in _table(tables["word.dic"])},
        tags=tuple(value for _, value in _table(tables["tag.dic"])),
        embedding=tensors["word_emb"],
        inputs=tuple(
            (tensors[f"fc_{n}.w_0"], tensors[f"fc_{n}.b_0"].ravel() + tensors[f"gru_{n}.b_0"].ravel())
            for n in _LAYERS
        ),
        recurrent=tuple(
            (w[: 2 * size * size].reshape(size, 2 * size), w[2 * size * size :].reshape(size, size))
            for w in flat
        ),
        output=(tensors["fc_4.w_0"], tensors["fc_4.b_0"].ravel()),
        start=crf[0],
        end=crf[1],
        transitions=crf[2:],
    )


def _installed() -> Path:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise WeightsMissing(tr("jieba is not installed"))
    return Path(spec.origin).parent / "lac_small"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WeightsMissing(f"{path}: {error.strerror or error}") from error


def _check(contents: dict[str, bytes]) -> None:
    digest = blake2b(digest_size=16)
    for name in sorted(contents):
        digest.update(f"{name} {len(contents[name])}\n".encode())
        digest.update(contents[name])
    if digest.hexdigest() != CHECKSUM:
        raise WeightsMissing(tr("the tagger's files are not those of jieba 0.42.1"))


def _table(content: bytes) -> list[tuple[str, str]]:
    """Read a table of numbers and what they stand for, separated by a tab."""
    lines = content.decode("utf-8").split("\n")
    pairs = (line.rstrip("\r").split("\t") for line in lines)
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def _tensor(content: bytes) -> NDArray[np.float32]:
    """Read a tensor as PaddlePaddle's ``save`` writes it.

    A version (4 bytes), the number of levels of detail (8) and each of them (8 bytes and its length), a
    version (4), the length of the description (4), the description, and the floats, little-endian. The
    description is a protocol buffer whose field 2 holds the dimensions.
    """
    import numpy as np

    at = 4
    (levels,) = struct.unpack_from("<Q", content, at)
    at += 8
    for _ in range(levels):
        (length,) = struct.unpack_from("<Q", content, at)
        at += 8 + length
    at += 4
    (length,) = struct.unpack_from("<i", content, at)
    at += 4
    shape = _dimensions(content[at : at + length])
    return np.frombuffer(content, "<f4", offset=at + length).reshape(shape)


def _dimensions(description: bytes) -> list[int]:
    shape = []
    at = 0
    while at < len(description):
        key, at = _varint(description, at)
        if key & 7 == 0:  # a plain number
            value, at = _varint(description, at)
            if key >> 3 == 2:
                shape.append(value)
        else:  # a packed list of numbers
            length, at = _varint(description, at)
            end = at + length
            while at < end:
                value, at = _varint(description, at)
                shape.append(value)
    return shape


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
