"""What programs do to a project while the power is cut, and what must hold whenever that happens."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from power_cut import write_state
from recorded_files import Killed, RecordedFiles, State

from annotations.model.article import Analysis, Article, Name, Sentence, article_id
from annotations.records.record import Record, layer_head, revise, sentence_mark, tombstone
from annotations.records.uids import doc_id
from annotations.storage.backup.copies import copy_layers
from annotations.storage.backup.copy_before import copy_before
from annotations.storage.check.findings import Finding
from annotations.storage.check.repair import repair_annotations
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.storage.layer.lines import render

__all__ = [
    "ANALYSIS",
    "ARTICLE",
    "CASES",
    "KILLED",
    "LAYER",
    "Begun",
    "Case",
    "Frozen",
    "Kept",
    "Stored",
    "go_on",
    "make_mark",
    "record",
]

AT = "2026-01-31T08:00:00.000Z"
TODAY = date(2026, 1, 31)
LAYER = "annotations/mei.json"
TEXT = "".join(f"第{number:03}句，他說：「好。」" for number in range(60))
ARTICLE = Article(
    article_id(TEXT), "標題", TEXT, TEXT, sentences=tuple(Sentence(at, at + 13) for at in range(0, 780, 13))
)
ANALYSIS = Analysis(tuple(Name(at + 1, at + 3, "PER") for at in range(0, 780, 13)), (), "1")


def make_mark(number: int, note: str = "") -> Record:
    """Return the first revision of the mark of the `number`-th sentence."""
    start = number * 13
    return sentence_mark(
        ARTICLE.id,
        start,
        start + 13,
        TEXT[start : start + 13],
        annotator="mei",
        writer="w",
        scheme="default/1",
        status="marked",
        labels=["claim"],
        note=note,
        batch=[f"first-{number}", 1],
        at=AT,
    )


def next_of(record: Record, note: str = "") -> Record:
    """Return the next revision of a record, in an act of its own."""
    return revise(record, note=note, batch=[f"{record['uid']}-{record['rev'] + 1}", 1], at=AT)


def act(name: str, records: Iterable[Record]) -> list[Record]:
    """Return `records` as one act."""
    records = list(records)
    return [{**record, "batch": [name, len(records)]} for record in records]


@dataclass(frozen=True, slots=True)
class Begun:
    """An act is about to be stored."""

    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """An act was acknowledged."""

    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """That this is frozen was acknowledged."""

    what: Article | Analysis


@dataclass(frozen=True, slots=True)
class Kept:
    """That a file of this name, matched as by a shell, holds these bytes was acknowledged."""

    pattern: str
    data: bytes


class Program:
    """A program at work; it says what it begins and what it was promised."""

    def __init__(self, root: Path, files: RecordedFiles) -> None:
        self.root = root
        self.path = root / LAYER
        self.files = files

    def open(self) -> TinyDBLayer:
        return open_layer(self.path, "mei", files=self.files)

    def put(self, layer: TinyDBLayer, *records: Record) -> None:
        self.write(layer, *records)()

    def write(self, layer: TinyDBLayer, *records: Record) -> Callable[[], None]:
        """Do the first half, and return the second one."""
        self.files.say(Begun(records))
        pending = layer.write(records, check=False)

        def finish() -> None:
            layer.flush([pending])
            self.files.say(Stored(records))

        return finish

    def freeze(self) -> None:
        frozen = FrozenArticles(self.root, files=self.files)
        frozen.freeze(ARTICLE)
        self.files.say(Frozen(ARTICLE))
        frozen.freeze_analysis(ARTICLE, ANALYSIS)
        self.files.say(Frozen(ANALYSIS))


@dataclass(frozen=True, slots=True)
class Case:
    """One course of events."""

    work: Callable[[Program], None]
    before: State = field(default_factory=dict)
    there: Sequence[Record] = ()
    """The records that `before` holds, in their newest revision."""
    begun: Sequence[Record] = ()
    """What of acts that were begun may be in it as well."""
    is_torn: bool = False
    """Whether `before` holds a layer that is not whole, which then must be kept as it was."""
    killed_at: int = 0
    """Before which of its steps a first program doing this work is killed, if it is not 0."""


def _first_key(program: Program) -> None:
    program.freeze()
    program.put(program.open(), make_mark(0))


def _no_freezing(program: Program) -> None:
    program.put(program.open(), make_mark(0, "看" * 400))


def _presses(program: Program) -> None:
    layer = program.open()
    program.put(layer, next_of(OLD[0], "看" * 200))
    program.put(layer, make_mark(20))
    program.put(layer, tombstone(OLD[1], batch=["gone", 1], at=AT))
    program.put(layer, next_of(next_of(OLD[0]), "x" * 700))


def _batches(program: Program) -> None:
    layer = program.open()
    program.put(layer, *act("many", [make_mark(number, "看" * number) for number in range(20, 32)]))
    program.put(layer, *act("again", [next_of(make_mark(number)) for number in range(20, 23)]))


def go_on(program: Program) -> None:
    """Store two marks that no case stores."""
    layer = program.open()
    program.put(layer, make_mark(40))
    program.put(layer, make_mark(41))


def _two_writers(program: Program) -> None:
    one, other = program.open(), program.open()
    program.put(one, make_mark(20))
    first = program.write(one, *act("one", [next_of(OLD[0]), make_mark(21)]))
    second = program.write(other, next_of(make_mark(20), "看" * 100))
    second()
    first()
    one.refresh()
    program.put(one, next_of(next_of(make_mark(20)), "再"))


def _put_twice(program: Program) -> None:
    layer = program.open()
    program.put(layer, next_of(OLD[0]))
    program.put(layer, make_mark(20))


def _compaction(program: Program) -> None:
    one, other = program.open(), program.open()
    program.put(one, make_mark(23))
    pending = program.write(one, next_of(_LONG[89]))
    program.put(other, make_mark(20))
    size = program.path.stat().st_size
    other.close()
    assert program.path.stat().st_size < size / 2
    pending()
    program.put(one, make_mark(21))
    program.put(program.open(), make_mark(22))


def _replaced(program: Program) -> None:
    """Go on with a file that a program like git put in the place of ours; its name is not flushed."""
    layer = program.open()
    program.put(layer, make_mark(20))
    merged = next_of(OLD[1])
    program.files.say(Begun((merged,)))
    temporary = program.path.with_name(".from-git")
    fd = program.files.open(temporary, os.O_RDWR | os.O_CREAT)
    program.files.pwrite(fd, _layer([*OLD, make_mark(20), merged]), 0)
    program.files.fdatasync(fd)
    program.files.close(fd)
    program.files.replace(temporary, program.path)
    program.put(layer, make_mark(21))


def _repair(program: Program) -> None:
    finding = Finding(program.path, None, "not whole", "mend it", mendable=True)
    repairs = repair_annotations(program.root, [finding], articles=lambda ids: {}, files=program.files)
    assert repairs.did
    assert not repairs.failed
    program.files.say(Kept(LAYER, program.path.read_bytes()))


def _daily_copy(program: Program) -> None:
    data = program.path.read_bytes()
    assert copy_layers(program.root, files=program.files, today=TODAY) == []
    program.files.say(Kept("annotations/.backup/*/mei.json", data))
    program.put(program.open(), make_mark(20))


def _copy_before(program: Program) -> None:
    data = program.path.read_bytes()
    copy_before("import", program.path, files=program.files)
    program.files.say(Kept("annotations/.backup/*/before-import-*-mei.json", data))
    program.put(program.open(), next_of(OLD[0]))


def _layer(lines: Sequence[Record], cut: int = 0) -> bytes:
    data = render([("0", layer_head("mei")), *((str(doc_id(one["uid"])), one) for one in lines)])
    return data[: len(data) - cut]


def _project(data: bytes) -> State:
    return {"annotations": None, LAYER: data}


def _long() -> Iterator[Record]:
    """Yield many revisions, of which nobody needs the older: the last one follows on what is not there."""
    for record in OLD:
        for _ in range(90):
            yield record
            record = next_of(record)
    yield {**record, "rev": 92}


OLD = [make_mark(number) for number in range(4)]
_STOCK = json.dumps({"_default": {str(doc_id(one["uid"])): one for one in OLD}}, indent=2).encode()
_MERGED = _layer([OLD[0], next_of(OLD[1]), OLD[1], *OLD[2:]])
_LONG = list(_long())
CASES = {
    "first key": Case(_first_key),
    "first key, no freezing": Case(_no_freezing),
    "presses": Case(_presses, _project(_layer(OLD)), OLD),
    "batches": Case(_batches, _project(_layer(OLD)), OLD),
    "two writers": Case(_two_writers, _project(_layer(OLD)), OLD),
    "foreign file": Case(_put_twice, _project(_STOCK), OLD),
    "merged file": Case(_put_twice, _project(_MERGED), [OLD[0], next_of(OLD[1]), *OLD[2:]]),
    "replaced meanwhile": Case(_replaced, _project(_layer(OLD)), OLD),
    "torn file": Case(_put_twice, _project(_layer(OLD, cut=90)), OLD[:3], is_torn=True),
    "compaction": Case(_compaction, _project(_layer(_LONG)), [*_LONG[89:360:90], _LONG[-1]]),
    "repair": Case(_repair, _project(_layer(OLD, cut=90)), OLD[:3], is_torn=True),
    "daily copy": Case(_daily_copy, _project(_layer(OLD)), OLD),
    "copy before an import": Case(_copy_before, _project(_layer(OLD)), OLD),
    **{f"first key after a kill at {step}": Case(_first_key, killed_at=step) for step in (2, 4, 6)},
    "after a kill at 2, no freezing": Case(_no_freezing, killed_at=2),
}
KILLED = ("first key", "foreign file", "torn file")
"""The cases in which a first program is killed, at one step after the other."""


def record(case: Case, folder: Path, muted: str | None = None) -> RecordedFiles:
    """Let the programs of `case` work in `folder`, which is not there yet, and return the record."""
    write_state(case.before, folder)
    files = RecordedFiles(folder.resolve(), muted)
    files.say(Begun((*case.there, *case.begun)))
    files.say(Stored(tuple(case.there)))
    program = Program(folder.resolve(), files)
    if case.killed_at:
        files.killed_at = case.killed_at
        try:
            case.work(program)
        except Killed:
            files.say("killed")
        files.revive()
    case.work(program)
    files.revive()
    return files
