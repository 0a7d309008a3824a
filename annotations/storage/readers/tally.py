"""Counts one layer, in little memory.

A layer is read piece by piece, and of every line only what decides is kept: which revision it is, and what
is counted of it. That comes to the same as opening the layer, in a fraction of the memory. A layer in which
something is not as usual, as damage or a conflict, is opened.

It is also the program of a child, which :mod:`annotations.storage.readers.counting` starts.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.errors import ZhupiError
from annotations.processes.parent import Parent
from annotations.progress.counts import LayerCounts, Trait, trait
from annotations.progress.pace import moments_of
from annotations.records.kinds import SCHEMA
from annotations.storage.files.files import Files
from annotations.storage.layer.doubts import put_right
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import HEAD, HEAD_KEY, Document, Line, parse_rows, whole_lines
from annotations.storage.layer.owner import owner_of
from annotations.storage.layer.schema import follows_schema, newer_zhupi, schema_of
from annotations.storage.layer.snapshot import Snapshot, snapshot
from annotations.storage.layer.upgrades import upgraded_lines
from annotations.storage.readers.cache_file import Stamp, stamp_of
from annotations.wording import counted, tr

__all__ = ["Counted", "count_layer"]

OnRead = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of counting a layer."""

    counts: LayerCounts | None
    """None where it cannot be read; why is the only notice."""
    notices: tuple[str, ...] = ()
    """What is worth telling of it, a line each."""
    stamp: Stamp | None = None
    """The state in which it was counted; None where that is not known."""

    def to_json(self) -> dict[str, Any]:
        """Return it as an object that :meth:`from_json` understands."""
        return {
            "counts": None if self.counts is None else self.counts.to_json(),
            "notices": list(self.notices),
            "stamp": None if self.stamp is None else list(self.stamp),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Counted:
        """Return what :meth:`to_json` made an object of."""
        counts = None if value["counts"] is None else LayerCounts.from_json(value["counts"])
        stamp = None
        if value["stamp"] is not None:
            device, inode, size, changed = value["stamp"]
            stamp = device, inode, size, changed
        return cls(counts, tuple(value["notices"]), stamp)


def count_layer(path: Path, *, files: Files | None = None, on_read: OnRead | None = None) -> Counted:
    """Count the layer at `path`; one that is not there has nothing in it.

    Args:
        path: The file of the layer.
        files: Through what to reach the file system.
        on_read: Called with the number of bytes that were read since the last call.
    """
    files = files or Files()
    try:
        with snapshot(path, files) as found:
            stamp = stamp_of(found.stat)
            counted = _count_lines(found, stamp, on_read) if found.whole else None
        return counted or _count_opened(path, files, stamp)
    except FileNotFoundError:
        return Counted(LayerCounts())
    except ZhupiError as error:
        return Counted(None, (str(error),))
    except OSError as error:
        why = error.strerror or str(error)
        return Counted(
            None,
            (
                tr(
                    "{path}: it cannot be read ({why}); check its permissions and the disk",
                    path=path,
                    why=why,
                ),
            ),
        )


def _count_opened(path: Path, files: Files, stamp: Stamp) -> Counted:
    layer = open_layer(path, owner_of(path, files), files=files)
    try:
        records = list(layer.records())
        notices = [*layer.notices, *_left_out(path, layer.unreadable()), *_newer(path, records)]
        return Counted(LayerCounts.of(records), tuple(notices), stamp)
    finally:
        layer.close()


def _count_lines(found: Snapshot, stamp: Stamp, on_read: OnRead | None) -> Counted | None:
    """Count line by line; None if the layer has to be opened to say what counts."""
    lines: list[Line] = []
    shared: dict[Any, Any] = {}
    moments = array("d")  # of each line; in its document it would take ten times the room
    lead = b","  # which the first line lacks
    for piece in whole_lines(found.body(len(HEAD))):
        try:
            parsed = parse_rows((lead + piece[:-1]).split(b"\n"))
        except (ValueError, RecursionError):
            return None
        lead = b""
        if on_read is not None:
            on_read(len(piece))
        upgraded = upgraded_lines(put_right(parsed)[0])
        moments.extend(moments_of([document for _, document in upgraded]))
        for key, document in upgraded:
            light = document if key == HEAD_KEY else _light(document, len(lines), shared)
            lines.append((key, light))
    fold = Fold({})
    fold.take(lines)
    head = fold.docs.pop(HEAD_KEY, {})
    if fold.late or fold.rivals or not isinstance(head.get("annotator"), str):
        return None
    if not _is_one_to_one(lines):
        return None
    live = [one for one in fold.docs.values() if "trait" in one]
    harmed = sum("harmed" in one for one in fold.docs.values())
    notices = [f"{found.path}: {notice}" for notice in fold.notices()]
    notices += [*_left_out(found.path, harmed), *_newer(found.path, live)]
    traits: list[Trait] = [one["trait"] for one in live]
    times = array("d", [moments[one["line"]] for one in live])
    del lines, fold, live  # what comes next fits into the room that they had
    return Counted(LayerCounts.of_traits(traits, times), tuple(notices), stamp)


def _is_one_to_one(lines: Sequence[Line]) -> bool:
    """Say whether each document has one uid in all its lines, and none has that of another."""
    uids: dict[str, object] = {}
    for key, document in lines:
        uid = document.get("uid")
        if uids.setdefault(key, uid) != uid:
            return False
    named = [uid for uid in uids.values() if uid is not None]
    return uids.get(HEAD_KEY) is None and len(set(named)) == len(named)


def _light(document: Document, number: int, shared: dict[Any, Any]) -> Document:
    """Return what decides which revision counts, and what is counted; of a deleted record no more.

    What follows no schema is not counted.

    Of the uid a hash is kept: two records that share it make the caller open the layer. The number of the
    line is there so that no two equal revisions look alike, and the caller opens the layer again.
    """
    get = document.get
    writer, uid = get("writer"), get("uid")
    if isinstance(writer, str):
        writer = shared.setdefault(writer, writer)
    light: Document = {"rev": get("rev"), "line": number, "writer": writer}
    if isinstance(uid, str):
        light["uid"] = hash(uid)
    if get("deleted") is not True:
        if isinstance(uid, str) and follows_schema(document):
            what: Trait = trait(document)
            light["trait"] = shared.setdefault(what, what)
        else:
            light["harmed"] = True
    if (schema := schema_of(document)) > SCHEMA:
        light["schema"] = schema
    return light


def _left_out(path: Path, harmed: int) -> list[str]:
    """Return the notice that `harmed` records are not counted, if there are any."""
    if not harmed:
        return []
    follow = counted(harmed, "record follows", "records follow")
    return [
        tr(
            "{path}: {follow} no schema and count for nothing; zhupi check names what is wrong",
            path=path,
            follow=follow,
        )
    ]


def _newer(path: Path, records: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the notice that a newer program wrote some of `records`, if one did."""
    newest = max(map(schema_of, records), default=SCHEMA)
    if newest <= SCHEMA:
        return []
    return [
        tr(
            "{path}: {newer_zhupi}, so not all of it may be counted; install a newer zhupi",
            path=path,
            newer_zhupi=newer_zhupi(newest),
        )
    ]


def main(parent: Parent) -> None:
    """Count the layers whose paths `parent` sends, and tell how many bytes of each are read."""
    gc.disable()  # what is built here holds no cycles, and looking for some takes longer than counting

    def count(path: Path) -> Counted:
        try:
            return count_layer(path, on_read=parent.tell)
        except Exception as error:
            return Counted(
                None,
                (
                    tr(
                        "{path}: it could not be counted: {error!r}; please report this",
                        path=path,
                        error=error,
                    ),
                ),
            )

    parent.work(count)
