"""What a program does to a project while one call of the system after another fails.

:func:`run` goes through a :class:`Scenario` by the whole stack: the writing thread, the layer and the frozen
articles. Then the disk is well again, and what must hold is checked.
"""

from __future__ import annotations

import errno
import inspect
import json
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from annotations.errors import LayerReadOnly, ZhupiError
from annotations.exchange.jsonl import encode, sentence_objects
from annotations.exchange.jsonl_reader import read_lines
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Sentence, article_id
from annotations.project.import_ import import_lines
from annotations.records.record import Record, as_act, layer_head, revise, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.backup.copies import copy_layers
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.storage.layer.lines import render
from annotations.storage.layer.writer import LayerWriter

__all__ = ["ERRORS", "SCENARIOS", "FailingFiles", "Result", "Scenario", "run", "sweep"]

ERRORS: dict[str, int | None] = {
    "ENOSPC": errno.ENOSPC,
    "EIO": errno.EIO,
    "EDQUOT": errno.EDQUOT,
    "short write": None,
}
_NEVER_FAIL = {"unlock", "writable"}  # by their contract
_WAIT = 60.0
_TEXT = "近6000億美元。他說：「好。」不過，如此而已。"


class FailingFiles(Files):
    """Counts its calls, and from one of them on, once or always, fails."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.failed: list[str] = []
        self._at = 0
        self._error: int | None = None
        self._forever = False
        self._lock = threading.Lock()

    def fail(self, at: int, error: int | None, *, forever: bool) -> None:
        """Fail at the `at`-th call from now on, counting from 1; an `error` of None is a short write."""
        self._at, self._error, self._forever = at, error, forever
        self.calls.clear()
        self.failed.clear()

    def heal(self) -> None:
        """Fail no more."""
        self._at = 0

    def _is_due(self, name: str) -> bool:
        with self._lock:
            if self._error is None and name != "pwrite":
                return False
            self.calls.append(name)
            due = len(self.calls) == self._at or (self._forever and 0 < self._at < len(self.calls))
            if due:
                self.failed.append(name)
            return due


def _failing(name: str) -> Callable[..., Any]:
    real = getattr(Files, name)

    def call(self: FailingFiles, *args: Any, **kwargs: Any) -> Any:
        if not self._is_due(name):
            return real(self, *args, **kwargs)
        if self._error is None:
            fd, data, offset = args
            return real(self, fd, data[: len(data) // 2], offset)
        if name == "close":
            real(self, *args)  # it is closed even where it fails
        raise OSError(self._error, os.strerror(self._error))

    return call


for _name, _ in inspect.getmembers(Files, inspect.isfunction):
    if not _name.startswith("_") and _name not in _NEVER_FAIL:
        setattr(FailingFiles, _name, _failing(_name))


def make_article(number: int) -> Article:
    """Return the `number`-th article."""
    text = f"{_TEXT}{number}"
    sentences = tuple(Sentence(at, at + 4) for at in range(0, 20, 5))
    return Article(article_id(text), "標題", text, text, sentences=sentences)


def make_mark(article: Article, sentence: int, **fields: Any) -> Record:
    """Return the first revision of the mark of a sentence."""
    start, end = article.sentences[sentence].start, article.sentences[sentence].end
    return sentence_mark(
        article.id,
        start,
        end,
        article.text[start:end],
        annotator="mei",
        writer="test",
        scheme="default/1",
        **({"status": "marked", "labels": ["claim"]} | fields),
    )


ONE, TWO, THREE = (make_article(number) for number in range(3))
ANALYSIS = Analysis((Name(0, 2, "ORG"),), (), "tagger 1")


def layer_path(root: Path) -> Path:
    """Return where the layer is in a project."""
    return root / "annotations" / "mei.json"


@dataclass(frozen=True)
class Scenario:
    """What is there, and what is then done."""

    acts: Sequence[Sequence[Record]] = ()
    """What is submitted, act by act; each article is frozen before the first act about it."""
    prepare: Callable[[Path], None] = lambda root: None
    stored: Sequence[Record] = ()
    """What `prepare` stored."""
    analyses: bool = False
    """Whether the spans are frozen at the end."""
    finish: Callable[[Path, Files], Sequence[Record]] | None = None
    """What another part of the program does to the project at the end; returns what it acknowledged."""
    holds: Callable[[Path], bool] = lambda root: True
    """What else must be true of the project when nothing failed."""


@dataclass
class Result:
    """What came of it."""

    calls: int = 0
    reached: bool = True
    """False if the run had fewer calls than the one that was to fail."""
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What else does not hold, a line each."""
    litter: int = 0
    """Temporary files that were left although removing them did not fail."""
    refused: bool = False
    """Whether the layer turned read-only."""


def run(scenario: Scenario, root: Path, at: int, error: int | None, *, forever: bool) -> Result:
    """Do what `scenario` says in the new project `root` while call number `at` fails; then check."""
    root.mkdir(parents=True)
    scenario.prepare(root)
    files, result = FailingFiles(), Result()
    files.fail(at, error, forever=forever)
    saved: list[Record] = []
    finished: list[Record] = []
    layer, writer = _work(scenario, root, files, saved)
    if scenario.finish is not None:
        with suppress(ZhupiError):
            finished += scenario.finish(root, files)
    result.calls, result.reached = len(files.calls), bool(files.failed)
    flushed = files.calls.count("fdatasync")
    files.heal()
    if layer is not None and writer is not None:
        _go_on(scenario, layer, writer, saved, result)
        if result.refused and "fdatasync" in files.failed and files.calls.count("fdatasync") > flushed:
            result.wrong.append("it was flushed again after a flush had failed")
    result.acknowledged += len(finished)
    _verify(scenario, root, [*scenario.stored, *saved, *finished], layer, result, forever)
    if not result.reached and not scenario.holds(root):
        result.wrong.append("it did not do what it is about")
    if not {"unlink", "close"} & set(files.failed):
        result.litter = len(list(root.rglob(".*.tmp")))
    return result


def _work(
    scenario: Scenario, root: Path, files: FailingFiles, saved: list[Record]
) -> tuple[TinyDBLayer | None, LayerWriter | None]:
    try:
        layer = open_layer(layer_path(root), "mei", files=files)
    except ZhupiError:
        return None, None
    frozen = FrozenArticles(root, files=files)
    writer = LayerWriter(layer, saved.extend, lambda records, error: None)
    for act in scenario.acts:
        articles = [one for one in (ONE, TWO, THREE) if any(one.id == record["article"] for record in act)]
        writer.submit(act, before=lambda articles=articles: [frozen.freeze(one) for one in articles])
        assert writer.drain(_WAIT)
    if scenario.analyses:
        for article in (ONE, TWO):
            with suppress(ZhupiError):
                frozen.freeze_analysis(article, ANALYSIS)
                if frozen.load_analysis(article.id) != ANALYSIS:
                    raise AssertionError("spans that were frozen are not there")
    return layer, writer


def _go_on(
    scenario: Scenario, layer: TinyDBLayer, writer: LayerWriter, saved: list[Record], result: Result
) -> None:
    """Work on with a disk that is well again."""
    result.acknowledged = len(saved)
    more = make_mark(THREE, 3, labels=["quote"])
    writer.submit([more])
    assert writer.drain(_WAIT)
    submitted = [*(record for act in scenario.acts for record in act), more]
    unsaved = writer.unsaved
    result.refused = layer.read_only is not None
    if result.refused:
        if _keys([*saved, *unsaved]) != _keys(submitted):
            result.wrong.append("a mark is neither saved nor listed as unsaved")
        with suppress(LayerReadOnly):
            layer.put([make_mark(THREE, 2)])
            result.wrong.append("it writes although it is read-only")
    elif unsaved or _keys(saved) != _keys(submitted):
        result.wrong.append(f"work does not go on: {len(unsaved)} unsaved")
    writer.close()


def _verify(
    scenario: Scenario,
    root: Path,
    acknowledged: Sequence[Record],
    layer: TinyDBLayer | None,
    result: Result,
    torn: bool,
) -> None:
    again = open_layer(layer_path(root), "mei")
    frozen = FrozenArticles(root)
    for record in acknowledged:
        found = again.latest(record["uid"])
        if found is None or found["rev"] < record["rev"]:
            result.lost.append(record["uid"])
        if record in scenario.stored or record["article"] == THREE.id:
            continue
        kept = frozen.load(record["article"])
        if kept is None or kept.text[record["start"] : record["end"]] != record["quote"]:
            result.lost.append(f"the article of {record['uid']}")
    for copy in root.glob("annotations/.backup/*/*.json"):
        lines = parse(copy.read_bytes(), str(copy))
        if lines.form is not Form.OURS or not all(one in [line[1] for line in lines.lines] for one in OLD):
            result.wrong.append("half of a copy")
    for article in (ONE, TWO):
        if frozen.load_analysis(article.id) not in (None, ANALYSIS):
            result.wrong.append("half of the spans")
    if layer is not None:
        if layer.read_only is None and layer._index._by_uid != again._index._by_uid:
            result.wrong.append("memory and disk disagree")
        with suppress(ZhupiError):
            layer.close()
    after = make_mark(THREE, 1)
    again.put([after])
    again.close()
    last = open_layer(layer_path(root), "mei")
    if last.get(after["uid"]) != after or (last.notices and not torn):
        result.wrong.append("a new run does not find what it wrote")
    last.close()
    json.loads(layer_path(root).read_bytes())


def _keys(records: Sequence[Record]) -> list[tuple[str, int]]:
    return sorted((record["uid"], record["rev"]) for record in records)


def sweep(
    scenario: Scenario, folder: Path, error: int | None, *, forever: bool, every: int = 1
) -> list[Result]:
    """Let each call fail in turn, or each `every`-th of them, and return what came of it."""
    results = []
    at = 1
    while True:
        result = run(scenario, folder / str(at), at, error, forever=forever)
        if not result.reached:
            return [*results, result]
        results.append(result)
        at += every


def _old() -> list[Record]:
    first = make_mark(TWO, 0, batch=["old-1", 1])
    return [first, make_mark(TWO, 1, batch=["old-2", 1]), revise(first, note="看", batch=["old-3", 1])]


OLD = _old()


def _as_it_is(root: Path) -> None:
    layer = open_layer(layer_path(root), "mei")
    for record in OLD:
        layer.put([record])
    layer.close()


def _foreign(root: Path) -> None:
    _as_it_is(root)
    path = layer_path(root)
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1), encoding="utf-8")


def _torn(root: Path) -> None:
    _as_it_is(root)
    path = layer_path(root)
    path.write_bytes(path.read_bytes()[:-3] + ',"77": {"schema": 1, "uid": "字'.encode()[:-1])


@cache
def _long_data() -> bytes:
    records = list(OLD)
    for turn in range(1_500):
        records.append(revise(OLD[1] if turn == 0 else records[-1], note=str(turn)))
    lines = [("0", layer_head("mei")), *((str(doc_id(one["uid"])), one) for one in records)]
    return render(lines)


def _long(root: Path) -> None:
    layer_path(root).parent.mkdir()
    layer_path(root).write_bytes(_long_data())


def _close(root: Path, files: Files) -> list[Record]:
    """Press once and close, which makes the layer shorter."""
    layer = open_layer(layer_path(root), "mei", files=files)
    record = make_mark(THREE, 0)
    try:
        layer.put([record])
    finally:
        layer.close()
    return [record]


def _is_shorter(root: Path) -> bool:
    return layer_path(root).stat().st_size < 0.8 * len(_long_data())


def _copy(root: Path, files: Files) -> list[Record]:
    copy_layers(root, files=files)
    return []


def _is_copied(root: Path) -> bool:
    return len(list(root.glob("annotations/.backup/*/mei.json"))) == 1


def _is_copied_before(root: Path) -> bool:
    return len(list(root.glob("annotations/.backup/*/before-import-*.json"))) == 1


def _keep_articles(root: Path) -> None:
    _as_it_is(root)
    for article in (ONE, TWO):
        FrozenArticles(root).freeze(article)


def _import(root: Path, files: Files) -> list[Record]:
    """Import one new mark and one that takes the place of another."""
    new, other = make_mark(ONE, 0), revise(OLD[2], labels=["quote"])
    rows = [
        *sentence_objects(ONE, Marks(ONE, [new]), ANALYSIS, "mei", "default/1"),
        *sentence_objects(TWO, Marks(TWO, [OLD[1], other]), ANALYSIS, "mei", "default/1"),
    ]
    lines = read_lines([encode(row) for row in rows], "marks.jsonl")
    reports = list(import_lines(lines, root, replace=True, files=files))
    assert [(report.marks, report.replaced) for report in reports] == [(1, 1)]
    return [new, other]


_FIRST = make_mark(ONE, 0)
_ACTS = (
    [_FIRST],
    as_act([make_mark(ONE, 1), make_mark(ONE, 2), make_mark(TWO, 2)]),
    [revise(_FIRST, note="看" * 50)],
)
SCENARIOS: dict[str, Scenario] = {
    "first write": Scenario(_ACTS[:1]),
    "presses": Scenario(_ACTS[::2], _as_it_is, OLD),
    "a batch": Scenario(_ACTS[1:2], _as_it_is, OLD),
    "a foreign file taken in": Scenario(_ACTS, _foreign, OLD),
    "a torn file mended": Scenario(_ACTS, _torn, OLD),
    "spans frozen": Scenario(_ACTS, analyses=True),
    "compaction at close": Scenario((), _long, OLD, finish=_close, holds=_is_shorter),
    "a daily copy": Scenario((), _as_it_is, OLD, finish=_copy, holds=_is_copied),
    "an import": Scenario((), _keep_articles, OLD, finish=_import, holds=_is_copied_before),
}
