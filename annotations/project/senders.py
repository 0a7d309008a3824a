"""Whether files under one name come from one person: what is another's is told apart, never mixed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from annotations.errors import StorageError
from annotations.exchange.hand_in import HandIn
from annotations.project.project import Project
from annotations.records.origin import Birth, births, origin_of
from annotations.storage.files.files import Files
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.repository import Layer

__all__ = ["Sorted", "layer_with", "sort_out"]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Files for one layer, by whose they are."""

    own: Sequence[HandIn]
    """Those that go on with the layer, or begin it."""
    strangers: Sequence[HandIn]
    """Those that have nothing in common with it."""


def sort_out(hand_ins: Sequence[HandIn], layer: Layer) -> Sorted:
    """Tell apart those of `hand_ins` that are of whom `layer` is, and those of somebody else.

    A file is that annotator's if it says the identity that follows from the layer's first record, or has any
    record in common with the layer or with another file that is. Of files that have nothing in common, for
    a layer in which there is nothing yet, none is: their order must not say who comes first.
    """
    known = births(layer.newest())
    if not known and hand_ins:
        known = births(hand_ins[0].records)
        own = _with(hand_ins, known)
        return Sorted(own, ()) if len(own) == len(hand_ins) else Sorted((), hand_ins)
    own = _with(hand_ins, known)
    return Sorted(own, [one for one in hand_ins if one not in own])


def layer_with(project: Project, hand_in: HandIn, files: Files) -> Project | None:
    """Return the project as it opens for whom a file's marks were taken in before, under another name."""
    first = _origin(hand_in)
    for known in project.roster.layers if first else ():
        if project.owns(known.owner):
            continue
        try:
            with closing(open_layer(known.path, known.owner, files=files)) as layer:
                found = origin_of(births(layer.newest()))
        except StorageError:  # said when it is opened for itself
            continue
        if found == first:
            return Project.at(project.root, annotator=known.owner)
    return None


def _with(hand_ins: Sequence[HandIn], known: set[Birth]) -> list[HandIn]:
    """Return those of `hand_ins` that have something in common with `known`, directly or by one another."""
    own: list[HandIn] = []
    waiting = list(hand_ins)
    origin = origin_of(known)
    while found := list(_akin(waiting, known, origin)):
        own += found
        waiting = [one for one in waiting if one not in found]
        known = known.union(*(births(one.records) for one in found))
    return [one for one in hand_ins if one in own]


def _akin(hand_ins: Sequence[HandIn], known: set[Birth], origin: str) -> Iterator[HandIn]:
    for one in hand_ins:
        if not one.records or one.identity == origin or births(one.records) & known:
            yield one


def _origin(hand_in: HandIn) -> str:
    return hand_in.identity or origin_of(births(hand_in.records))
