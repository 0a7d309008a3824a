"""Copies of a layer that a sync program or a person left beside it: what they have more, and where it goes.

A copy counts for nothing. What it has more than the layer is brought into the layer by the rule for branches
of git, and the copy is kept in ``.backup``. Where that would mix two people's marks, or is no matter of
course, nothing is done and a person is told what can be.
"""

from __future__ import annotations

from pathlib import Path

from annotations.errors import StorageError, ZhupiError
from annotations.records.kinds import SCHEMA
from annotations.records.record import layer_head
from annotations.storage.backup.copy_before import keep_before
from annotations.storage.check.findings import Finding
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.lines import HEAD_KEY, Document, render
from annotations.storage.layer.normal_form import is_head
from annotations.storage.layer.roster import OwnedLayer
from annotations.storage.layer.schema import schema_of
from annotations.storage.layer.union import Union, strangers, united
from annotations.wording import counted, tr

__all__ = ["check_copies", "merge_copy", "put_back"]


def check_copies(layer: OwnedLayer, data: bytes, copies: dict[Path, bytes]) -> list[Finding]:
    """Return a finding for each copy of a layer.

    Args:
        layer: The layer.
        data: The whole of its file.
        copies: The whole of each copy.
    """
    findings = []
    for path, copied in copies.items():
        what = layer.said_of(path)
        try:
            union = _united(layer, data, path, copied)
        except ZhupiError as error:
            findings.append(Finding(path, None, what, str(error).removeprefix(f"{path}: ")))
        else:
            what = f"{what}: {_more(union)}"
            findings.append(Finding(path, None, what, layer.merged_by, mendable=True))
    return findings


def merge_copy(layer: OwnedLayer, copy: Path, files: Files, patience: float) -> str:
    """Bring what `copy` has more into `layer`, keep the copy in ``.backup``, and return what was done.

    Raises:
        StorageError: That is for a person to decide, or cannot be done; both files are as they were.
    """
    file = LockedFile(layer.path, files)
    file.patience = patience
    other = LockedFile(copy, files)
    other.patience = patience
    try:
        with other.locked(exclusive=True), file.locked(exclusive=True):
            data = file.read()
            copied = other.read()
            union = _united(layer, data, copy, copied)
            kept = keep_before("merge", copy, copied, files)
            if union.newer or union.rivals:
                keep_before("merge", layer.path, data, files)
                head: Document = {**layer_head(layer.owner)}
                heads = [one for _, one in parse(data, str(layer.path)).lines if is_head(one)]
                file.replace(render([(HEAD_KEY, (heads or [head])[-1]), *union.lines]))
            files.unlink(copy)
            files.fsync_dir(copy.parent)
    finally:
        other.close()
        file.close()
    where = f"{kept.parent.parent.name}/{kept.parent.name}/{kept.name}"
    return tr(
        "brought together with {name} ({more}), and kept as {where}",
        name=layer.path.name,
        more=_more(union),
        where=where,
    )


def put_back(layer: OwnedLayer, files: Files, patience: float) -> str | None:
    """Put the newest copy in the place of a layer that is empty; return what was done.

    Raises:
        StorageError: The copy is not whole.
    """
    assert layer.emptied is not None
    copy = LockedFile(layer.emptied, files)
    try:
        with copy.locked(exclusive=False):
            data = copy.read()
    finally:
        copy.close()
    if parse(data, str(layer.emptied)).form is not Form.OURS:
        raise StorageError(
            tr(
                "{path}: the copy in {emptied} is not whole; look for an older one",
                path=layer.path,
                emptied=layer.emptied,
            )
        )
    file = LockedFile(layer.path, files)
    file.patience = patience
    try:
        with file.locked(exclusive=True):
            if parse(file.read(), str(layer.path)).lines:
                return None  # somebody was quicker
            file.replace(data)
    finally:
        file.close()
    return tr(
        "put back from the copy in {name}/{name2}",
        name=layer.emptied.parent.parent.name,
        name2=layer.emptied.parent.name,
    )


def _united(layer: OwnedLayer, data: bytes, copy: Path, copied: bytes) -> Union:
    """Return both brought together; the StorageError says what to do where that is no matter of course."""
    theirs, ours = _parsed(copied, copy), _parsed(data, layer.path)
    others = strangers(theirs.lines, layer.owner)
    known = strangers(ours.lines, layer.owner)
    take = tr('move it out of this folder and take it in with zhupi collect "{name}"', name=copy.name)
    if new := [name for name in others if name not in known]:
        raise StorageError(tr("{copy}: it has records of {new}'s; {take}", copy=copy, new=new[0], take=take))
    union = united(ours.lines, theirs.lines)
    if not union.akin:
        raise StorageError(
            tr(
                "{copy}: it has no record in common with {name}, so these may be two people;"
                " {take} --as NAME, or with --one-person if it is one at two machines",
                copy=copy,
                name=layer.path.name,
                take=take,
            )
        )
    return union


def _parsed(data: bytes, path: Path) -> Contents:
    contents = parse(data, str(path))
    if contents.form is Form.DAMAGED or contents.tables:
        raise StorageError(tr("{path}: it is not whole; look at it, then move it away", path=path))
    if any(schema_of(one) > SCHEMA for _, one in contents.lines):
        raise StorageError(
            tr("{path}: a newer zhupi wrote in it; install a newer zhupi and check again", path=path)
        )
    return contents


def _more(union: Union) -> str:
    if not (union.newer or union.rivals):
        return tr("it has nothing that is not in the layer too")
    parts = [tr("{records} newer than here", records=counted(union.newer, "record"))] * bool(union.newer)
    parts += [tr("{records} in conflict with what is here", records=counted(union.rivals, "record"))] * bool(
        union.rivals
    )
    return tr("it has ") + tr(" and ").join(parts)
