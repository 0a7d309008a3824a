"""A layer and a copy of it brought together, as git merges branches. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.model.annotator import same_annotator
from annotations.records.origin import Birth, births, in_common
from annotations.storage.layer.fold import Fold, agree, in_order, revision
from annotations.storage.layer.lines import HEAD_KEY, Line, settle
from annotations.storage.layer.schema import follows_schema

__all__ = ["Union", "strangers", "united"]


@dataclass(frozen=True, slots=True)
class Union:
    """A layer with what a copy of it had more."""

    lines: Sequence[Line]
    """Without the head, the newest revision of each record after all others of it."""
    newer: int = 0
    """Records that came from the copy, because the layer had none or an older revision."""
    rivals: int = 0
    """Records of which the copy says something else in the same revision; the layer's counts, both stay."""
    akin: bool = True
    """Whether both have a record in common, or one of them has none: else they are two people's."""


def united(layer: Sequence[Line], copy: Sequence[Line]) -> Union:
    """Bring a layer and a copy of it together: the higher revision of each record counts.

    Equal revisions of two writers that do not say the same are a conflict as after a merge of branches: the
    layer's counts until its annotator says it once more, and the copy's stands in the file beside it.

    Args:
        layer: All lines of the layer.
        copy: All lines of the copy.
    """
    own, other = _folded(layer), _folded(copy)
    before: list[Line] = []
    after: list[Line] = []
    for key, document in other.docs.items():
        versions = [*other.rivals.get(key, ()), document]
        here = own.docs.get(key)
        if here is None or revision(here) < revision(document):
            after += [(key, one) for one in versions]
        elif revision(here) == revision(document):
            known = [here, *own.rivals.get(key, ())]
            before += [(key, one) for one in versions if not any(agree(one, two) for two in known)]
    lines = [*settle(before), *_records(layer), *settle(after)]
    return Union(
        in_order(lines),
        newer=len({key for key, _ in after}),
        rivals=len({key for key, _ in before}),
        akin=not own.docs or not other.docs or in_common(_births(own), _births(other)),
    )


def strangers(lines: Sequence[Line], owner: str) -> list[str]:
    """Return who else than `owner` made records of these lines."""
    names = {str(one["annotator"]) for _, one in _records(lines) if isinstance(one.get("annotator"), str)}
    return sorted(name for name in names if same_annotator(name) != same_annotator(owner))


def _records(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line[0] != HEAD_KEY and line[1].get("kind") != "layer"]


def _folded(lines: Sequence[Line]) -> Fold:
    fold = Fold({})
    fold.take(_records(lines))
    return fold


def _births(fold: Fold) -> set[Birth]:
    return births(one for one in fold.docs.values() if follows_schema(one))
