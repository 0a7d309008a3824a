"""Whether everything that must hold after a power cut does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from power_cut import Cut, cuts, write_state
from power_cut_cases import (
    ANALYSIS,
    ARTICLE,
    CASES,
    LAYER,
    Begun,
    Case,
    Frozen,
    Kept,
    Stored,
    go_on,
    make_mark,
    record,
)
from recorded_files import RecordedFiles, Word
from tinydb import TinyDB

from annotations.errors import ZhupiError
from annotations.records.record import Record
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import TinyDBLayer, open_layer

__all__ = ["KINDS", "SPARE", "TWICE", "Problem", "after_kills", "cut_twice", "judge", "muted", "verdicts"]

KINDS = ("lost", "not openable", "half", "wrong")
"""Acknowledged and gone; refused; an act of which only a part counts; anything else."""


_MADE = "the folder is flushed again before anything is acknowledged: its maker may have died"
_IGNORE = "nobody was promised the list of what git ignores"
SPARE = {
    "fsync_dir . in make_folders < FileLock._open < FileLock._lock": _MADE,
    "fsync_dir . in make_folders < atomic_write < FrozenArticles._freeze": _MADE,
    "fsync_dir annotations in make_folders < atomic_write < FrozenArticles._freeze": _MADE,
    "fsync_dir annotations/articles in make_folders < atomic_write < FrozenArticles._freeze": _MADE,
    **{
        f"fsync_dir annotations in LockedFile.replace < FileInMemory._replace < {caller}": (
            "the old file would serve as well until something is put, and that flushes the name of a new file"
        )
        for caller in ("TailStorage.compact", "FileInMemory._put_in_form")
    },
    "fdatasync in stage < atomic_write < _Copies._copy": _IGNORE,
    "fsync_dir annotations/.backup in atomic_write < _Copies._copy < _Copies._try": _IGNORE,
    "fdatasync in stage < atomic_write < keep_before": _IGNORE,
    "fsync_dir annotations/.backup in atomic_write < keep_before < copy_before": _IGNORE,
}
"""The flushes without which nothing is lost, and why."""
TWICE = ("first key, no freezing", "presses", "batches")
"""The cases that are gone on with after one cut, to be cut again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not hold after a power cut."""

    kind: str
    """One of `KINDS`."""
    step: int
    what: str


class _NeverFlushed(Files):
    """For folders of which nobody needs anything a moment later."""

    def fdatasync(self, fd: int) -> None:
        pass

    def fsync_dir(self, path: Path) -> None:
        pass


class _Said:
    """What the words before a cut come to."""

    def __init__(self, cut: Cut) -> None:
        self.promised: Counter[str] = Counter()
        """The revision of each record that was acknowledged."""
        self.begun: dict[tuple[str, int], Record] = {}
        self.acts: dict[str, dict[str, int]] = {}
        self.frozen: list[Frozen] = []
        self.kept: list[Kept] = []
        for word in cut.words:
            match word:
                case Begun(records):
                    for record in records:
                        self.begun[record["uid"], record["rev"]] = record
                        self.acts.setdefault(record["batch"][0], {})[record["uid"]] = record["rev"]
                case Stored(records):
                    for record in records:
                        self.promised[record["uid"]] = max(self.promised[record["uid"]], record["rev"])
                case Frozen():
                    self.frozen.append(word)
                case Kept():
                    self.kept.append(word)


def verdicts(
    case: Case, files: RecordedFiles, folder: Path, *, seed: int, most: int, only_kept: bool = False
) -> Iterator[Problem | None]:
    """Yield for each outcome of a power cut what does not hold, or None.

    Args:
        case: What was recorded.
        files: The record.
        folder: Where to put the states, one in the place of the other.
        seed: As for :func:`power_cut.cuts`.
        most: As for :func:`power_cut.cuts`.
        only_kept: Whether to look only at cuts after the last act was acknowledged.
    """
    total = sum(isinstance(event, Stored) for event in _words(files))
    for cut in cuts(files, seed, most):
        if only_kept and sum(isinstance(word, Stored) for word in cut.words) < total:
            continue
        yield judge(case, cut, folder)


def after_kills(name: str, folder: Path, *, seed: int, most: int) -> Iterator[Problem | None]:
    """Do as :func:`verdicts` for a case that goes on after a first program was killed, wherever that was."""
    step, killed = 0, True
    while killed:
        step += 1
        case = replace(CASES[name], killed_at=step)
        files = record(case, folder / f"{name} {step}")
        killed = "killed" in _words(files)
        if killed:
            yield from verdicts(case, files, folder / "state", seed=seed, most=most, only_kept=True)


def cut_twice(name: str, folder: Path, *, seed: int, most: int, limit: int) -> Iterator[Problem | None]:
    """Cut the power again while the next program puts in order what the first cut left.

    Args:
        name: The case; at most `limit` of the damaged files that it leaves are gone on with.
        folder: Where to work.
        seed: As for :func:`power_cut.cuts`.
        most: As for :func:`power_cut.cuts`.
        limit: How many first cuts to look at.
    """
    damaged = 0
    for cut in cuts(record(CASES[name], folder / name), seed, most):
        data = cut.state.get(LAYER)
        if data and parse(data, name).form is Form.DAMAGED and damaged < limit:
            damaged += 1
            said = _Said(cut)
            there = [said.begun[one] for one in said.promised.items()]
            case = Case(go_on, cut.state, there, begun=list(said.begun.values()), is_torn=True)
            files = record(case, folder / f"{name} {damaged}")
            yield from verdicts(case, files, folder / "state", seed=seed, most=most)


def muted(folder: Path, *, seed: int, most: int) -> Iterator[tuple[str, str, Problem | None]]:
    """Leave out one flush after the other; yield its site, a case and the first problem there, if any."""
    callers: dict[str, list[str]] = {}
    for name, case in CASES.items():
        for site in record(case, folder / "all" / name).sites:
            callers.setdefault(site, []).append(name)
    for number, (site, names) in enumerate(sorted(callers.items())):
        for name in reversed(names):  # the special ones come last
            case = CASES[name]
            files = record(case, folder / str(number) / name, site)
            found = verdicts(case, files, folder / "state", seed=seed, most=most)
            problem = next((one for one in found if one is not None and one.kind != "half"), None)
            if problem is not None:
                break
        yield site, name, problem


def judge(case: Case, cut: Cut, folder: Path) -> Problem | None:
    """Let a program find what `cut` left, in `folder`, and go on with it; return what does not hold.

    Every acknowledged record, frozen article and copy must be there; what is there must be what somebody
    stored, whole acts; a new article and a new mark can be stored; and stock TinyDB then reads it all.
    """
    write_state(cut.state, folder)
    said = _Said(cut)
    try:
        kind, what = _look(case, cut, folder, said)
    except (ZhupiError, OSError, ValueError) as error:
        kind, what = "not openable", repr(error)
    return Problem(kind, cut.step, what) if kind else None


def _look(case: Case, cut: Cut, folder: Path, said: _Said) -> tuple[str, str]:
    for kept in said.kept:
        if not any(fnmatchcase(name, kept.pattern) and cut.state[name] == kept.data for name in cut.state):
            return "lost", kept.pattern
    original = case.before.get(LAYER)
    if case.is_torn and cut.state.get(LAYER) != original and original not in _beside(cut):
        return "lost", "the damaged file as it was"
    files = _NeverFlushed()
    frozen = FrozenArticles(folder, files=files)
    for made, found in ((ARTICLE, frozen.load(ARTICLE.id)), (ANALYSIS, frozen.load_analysis(ARTICLE.id))):
        promised = any(one.what is made for one in said.frozen)
        if found != made and (promised or found is not None):
            return "lost", f"what was frozen: {type(made).__name__}"
    layer = open_layer(folder / LAYER, "mei", files=files)
    if layer.read_only is not None:
        return "not openable", layer.read_only
    if problem := _judge_records(layer, said):
        return problem
    frozen.freeze(ARTICLE)
    frozen.freeze_analysis(ARTICLE, ANALYSIS)
    new = make_mark(59)
    layer.put([new])
    layer.close()
    with TinyDB(folder / LAYER, encoding="utf-8", access_mode="r") as stock:
        seen = {one.get("uid"): one["rev"] for one in stock if "rev" in one}
    for uid, rev in {new["uid"]: 1, **said.promised}.items():
        if seen.get(uid, 0) < rev:  # more than promised: zhupi leaves out a torn act, TinyDB knows no acts
            return "wrong", f"TinyDB does not read {uid}, revision {rev}"
    return "", ""


def _judge_records(layer: TinyDBLayer, said: _Said) -> tuple[str, str] | None:
    revs: dict[str, int] = {}
    for uid in {uid for uid, _ in said.begun}:
        found = layer.latest(uid)
        if found is None:
            continue
        revs[uid] = found["rev"]
        if _without_batch(found) != _without_batch(said.begun.get((uid, found["rev"]), {})):
            return "wrong", f"nobody stored this: {uid} {found}"
    for uid, rev in said.promised.items():
        if revs.get(uid, 0) < rev:
            return "lost", f"{uid}: {revs.get(uid)} instead of {rev}"
    for uid in revs:
        latest = layer.latest(uid)
        assert latest is not None
        for other, rev in said.acts[latest["batch"][0]].items():
            if revs.get(other, 0) < rev:
                return "half", f"of act {latest['batch']}: {other} is missing"
    strangers = sum(1 for one in layer.records() if one["uid"] not in revs)
    return ("wrong", f"{strangers} records that nobody stored") if strangers else None


def _beside(cut: Cut) -> list[bytes | None]:
    return [data for name, data in cut.state.items() if fnmatchcase(name, f"{LAYER}.damaged*")]


def _without_batch(record: Record) -> Record:
    return {key: value for key, value in record.items() if key != "batch"}


def _words(files: RecordedFiles) -> Iterator[object]:
    return (event.word for event in files.events if isinstance(event, Word))
