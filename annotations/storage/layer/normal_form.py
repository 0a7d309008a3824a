"""Putting the bytes of a layer in order without deciding anything for a person. Pure: bytes in, bytes out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotations.records.kinds import CHECKSUM, SCHEMA
from annotations.records.record import layer_head
from annotations.records.uids import doc_id
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.doubts import doubt_of
from annotations.storage.layer.fold import Fold, in_order, revision
from annotations.storage.layer.identity import is_at_home, with_own_uid
from annotations.storage.layer.lines import HEAD_KEY, TABLE, Document, Line, missing_records, render, settle
from annotations.storage.layer.outside import taken_in
from annotations.storage.layer.schema import schema_of
from annotations.wording import counted, tr

__all__ = ["Mended", "doubles", "heads_of", "is_head", "mend", "right_key"]


@dataclass(frozen=True, slots=True)
class Mended:
    """A layer in order."""

    data: bytes
    did: tuple[str, ...]
    """What was done to it, a few words each."""
    dropped: bool
    """Whether the bytes as they were hold anything that these do not."""


def mend(data: bytes, name: str, annotator: str, left: bytes | None = None) -> Mended | None:
    """Return the layer in `data` in order, or None if it is already or is not for this program to mend.

    Every whole record stays, superseded revisions and both sides of a conflict among them, and the newest
    revision of each is what every reader sees.

    Args:
        data: The whole file.
        name: What to call it in an error.
        annotator: Whose layer it is, should it not say so itself.
        left: The file as zhupi left it, if that is known.

    Raises:
        StorageError: It is no layer at all.
        RecordError: It holds what cannot be written as JSON.
    """
    contents = taken_in(parse(data, name), parse(left, name) if left else None)
    if contents.form is Form.EMPTY or contents.tables:
        return None
    if any(schema_of(document) > SCHEMA for _, document in contents.lines):
        return None  # a newer zhupi may mean something by what looks wrong
    mending = _Mending(contents.lines)
    mending.note_form(contents, data)
    head = mending.take_out_head(annotator)
    mending.note_harms(contents)
    mending.mend_records()
    mending.put_in_order()
    if not mending.did:
        return None
    return Mended(render([(HEAD_KEY, head), *mending.lines]), tuple(mending.did), mending.dropped)


class _Mending:
    """The lines of a layer while they are put in order, step by step, and what was done to them."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.did: list[str] = []
        self.dropped = False

    def note_form(self, contents: Contents, data: bytes) -> None:
        """Say in which form the bytes were."""
        if contents.form is Form.FOREIGN:
            self._say(tr("put in zhupi's form, one record a line"), dropped=_repeats_keys(data))
            if contents.edited:
                self._say(
                    tr(
                        "took {records} as changed by another program",
                        records=counted(contents.edited, "record"),
                    )
                )
            if contents.removed:
                self._say(
                    tr(
                        "took {records} as deleted by another program",
                        records=counted(contents.removed, "record"),
                    )
                )
        elif contents.form is Form.DAMAGED:
            self._say(tr("put in order from what was whole of it"), dropped=True)

    def note_harms(self, contents: Contents) -> None:
        """Say what reading the bytes has put right, and left out."""
        if right := sum(harm.mended for harm in contents.harms):
            self._say(
                tr("put {records} right by the checksum", records=counted(right, "record")), dropped=True
            )
        if contents.torn:
            self._say(
                tr("dropped {records} of acts that were cut short", records=counted(contents.torn, "record"))
            )

    def take_out_head(self, annotator: str) -> Document:
        """Leave the records alone, and return the one head that the layer is to have."""
        heads = heads_of(self.lines)
        head: Document = next((one for _, one in reversed(heads) if is_head(one)), {**layer_head(annotator)})
        if heads != [(HEAD_KEY, head)]:
            self._say(tr("gave it one head"))
        self.lines = [line for line in self.lines if line[0] != HEAD_KEY and not is_head(line[1])]
        for _, document in heads:
            if isinstance(document.get("uid"), str):
                self.lines.append((HEAD_KEY, document))  # a record in the place of the head
            elif document != head:
                self.dropped = True
        return head

    def mend_records(self) -> None:
        """Mend what is wrong with records by themselves and with their acts."""
        if missing := missing_records(self.lines):
            self._say(tr("took note that {records} of acts are gone", records=counted(missing, "record")))
            self.lines = settle(self.lines)
        by_hand = [doubt.flip is None for _, one in self.lines if (doubt := doubt_of(one)) is not None]
        if any(by_hand):
            self._say(
                tr("took {records} as a hand left them", records=counted(sum(by_hand), "record")),
                dropped=True,
            )
            self.lines = [(key, _believed(one)) for key, one in self.lines]
        own = [
            with_own_uid(key, one) if isinstance(one.get("uid"), str) and not is_at_home(key, one) else None
            for key, one in self.lines
        ]
        if named := sum(one is not None for one in own):
            what = tr(
                "gave {records} the uid that its place and what it says tell",
                records=counted(named, "record"),
            )
            self._say(what, dropped=True)
            self.lines = [(key, right or one) for (key, one), right in zip(self.lines, own, strict=True)]

    def put_in_order(self) -> None:
        """Give each record its own document id, leave it there once, and put its newest revision last."""
        lines = [(right_key(*line), line[1]) for line in self.lines]
        if moved := sum(line[0] != old[0] for line, old in zip(lines, self.lines, strict=True)):
            self._say(tr("gave {records} their own document id", records=counted(moved, "record")))
        twice = 0
        while again := doubles(lines):
            lines = settle([line for index, line in enumerate(lines) if index not in again])
            twice += len(again)
        if twice:
            self._say(tr("dropped {records} that stand there once more", records=counted(twice, "record")))
        fold = Fold({})
        fold.take(lines)
        if fold.late:
            self._say(
                tr("put the newest revision of {records} last", records=counted(len(fold.late), "record"))
            )
            lines = in_order(lines)
        self.lines = lines

    def _say(self, what: str, *, dropped: bool = False) -> None:
        self.did.append(what)
        self.dropped = self.dropped or dropped


def _believed(document: Document) -> Document:
    """Return a record that a hand changed without its checksum; one that a disk changed stays in doubt."""
    doubt = doubt_of(document)
    if doubt is None or doubt.flip is not None:
        return document
    return {key: value for key, value in document.items() if key != CHECKSUM}


def doubles(lines: Iterable[Line]) -> set[int]:
    """Return the indexes of lines that stand once more, the same to the letter, further down."""
    lines = list(lines)
    if len({key for key, _ in lines}) == len(lines):
        return set()
    alike: dict[tuple[str, int], list[tuple[int, Document]]] = defaultdict(list)
    for index, (key, document) in enumerate(lines):
        alike[key, revision(document)].append((index, document))
    found: set[int] = set()
    for group in alike.values():
        last: dict[str, int] = {}
        for index, document in group if len(group) > 1 else ():
            shape = repr(
                document
            )  # unlike ==, it tells 1 from 1.0 and true, and one order of keys from another
            if shape in last:
                found.add(last[shape])
            last[shape] = index
    return found


def right_key(key: str, document: Document) -> str:
    """Return the document id that a line ought to have; its own where no rule says."""
    uid = document.get("uid")
    return str(doc_id(uid)) if isinstance(uid, str) and uid else key


def heads_of(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that are a layer's head or stand in its place; there ought to be one."""
    return [line for line in lines if line[0] == HEAD_KEY or is_head(line[1])]


def is_head(document: Document) -> bool:
    """Say whether a document is a layer's head."""
    annotator = document.get("annotator")
    return document.get("kind") == "layer" and isinstance(annotator, str) and bool(annotator)


def _repeats_keys(data: bytes) -> bool:
    """Say whether an object other than the table has a key twice, of which only the last is ever read."""
    repeated = 0

    def count(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        value = dict(pairs)
        if TABLE in value and isinstance(value[TABLE], dict):
            repeated -= getattr(value[TABLE], "repeated", 0)
        lost = len(pairs) - len(value)
        repeated += lost
        found = _Counted(value)
        found.repeated = lost
        return found

    json.loads(data.decode("utf-8-sig"), object_pairs_hook=count)
    return repeated > 0


class _Counted(dict[str, Any]):
    """A JSON object that knows how many of its keys were repetitions."""

    repeated: int
