"""How an export will look: one article in its format, written in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import BinaryIO

from annotations.exchange.format import Format, Order
from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.parcels import Sink

__all__ = ["ExportPreview", "preview_of"]

_SENTENCES = 20
"""Sentences of an article that are written where one is an example. Chosen: no screen shows more."""
_SHOWN = 1 << 14
"""Bytes of a file that are shown. Chosen: a large screen is full of them."""
_BESIDES = (".md", ".conf", ".xml", ".json")
"""How files end that lie beside what was said, where the format has no main file of that kind."""
_PACKED = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class ExportPreview:
    """The beginning of the files of an export."""

    files: Sequence[tuple[str, str]] = ()
    """Name and beginning of each that is text, those first that hold what was said."""
    items: Sequence[Item] = ()
    """What the files say, read back, where they are no text."""
    packed: Sequence[tuple[str, int]] = ()
    """Name and bytes of each that is no text."""


def preview_of(form: Format, group: Group, order: Order) -> ExportPreview:
    """Return how `group` looks in a format.

    Args:
        form: The format.
        group: The first that would be written.
        order: What is wanted; its losses are counted as if this were all.

    Raises:
        ZhupiError: It cannot be written.
    """
    parcel = _Memory()
    form.write([_beginning(group, order.unit)], parcel, order)
    encoding = order.options.get("encoding", "utf-8")
    names = sorted(
        parcel.files, key=lambda name: (name != form.MAIN, PurePath(name).suffix in _BESIDES, name)
    )
    texts, packed = [], []
    for name in names:
        data = parcel.files[name]
        if _is_packed(data):
            packed.append((name, len(data)))
        elif data:
            texts.append((name, data[:_SHOWN].decode(encoding, "replace").removeprefix("\ufeff")))
    items = tuple(form.read(_Kept(parcel.files), order)) if packed else ()
    return ExportPreview(texts, items, packed)


def _beginning(group: Group, unit: Unit) -> Group:
    if unit == "article":
        return group
    return [replace(one, sentences=one.sentences[:_SENTENCES]) for one in group]


def _is_packed(data: bytes) -> bool:
    return data.startswith(_PACKED) or b"\0" in data[:_SHOWN]


class _Memory:
    """A parcel in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @contextmanager
    def open(self, name: str) -> Iterator[Sink]:
        sink = io.BytesIO()
        yield sink
        self.files[name] = sink.getvalue()


class _Kept:
    """A source in memory."""

    title = ""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def names(self) -> Sequence[str]:
        return sorted(self._files)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        yield io.BytesIO(self._files[name])

    def where(self, name: str) -> str:
        return name
