"""Programs that write and read one layer at once, and what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from annotations.records.record import layer_head
from annotations.records.uids import sentence_uid
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import render

__all__ = ["Crowd", "crowd"]

ROOT = Path(__import__("annotations").__path__[0]).parent
_ARTICLE = "a" * 20
_BEGIN = """
import json, os, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from annotations.records.conflict import RevisionConflict
from annotations.records.record import revise, sentence_mark, sentence_uid
from annotations.storage.layer.layer import open_layer
path, seed, count = Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
ARTICLE = "a" * 20
def mark(slot):
    start = slot * 9
    return sentence_mark(
        ARTICLE, start, start + 3, "字字字", annotator="mei", writer=str(seed), scheme="s"
    )
def ready():
    print("ready", flush=True)
    sys.stdin.readline()
"""
_WRITE = """
layer = open_layer(path, "mei")
ready()
for number in range(count):
    layer.put([mark(100_000 * seed + number)])
print(json.dumps({"acknowledged": count}))
"""
_COUNT = """
layer = open_layer(path, "mei")
ready()
uid, refused = sentence_uid(ARTICLE, 0, "mei"), 0
for _ in range(count):
    while True:
        layer.refresh()
        old = layer.latest(uid)
        try:
            layer.put([mark(0) if old is None else revise(old, writer=str(seed))])
            break
        except RevisionConflict:
            refused += 1
print(json.dumps({"acknowledged": count, "refused": refused}))
"""
_STOCK = """
from tinydb import TinyDB
print("ready", flush=True)
reads = half = twice = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    for attempt in range(2):
        try:
            with TinyDB(path, encoding="utf-8", access_mode="r") as db:
                len(db)
            break
        except (ValueError, KeyError):
            half, twice = half + (attempt == 0), twice + attempt
    reads += 1
print(json.dumps({"reads": reads, "half": half, "twice": twice}))
"""
_OURS = """
layer = open_layer(path, "mei")
print("ready", flush=True)
looks = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    layer.refresh()
    looks += 1
layer.refresh()
records = {record["uid"]: record["rev"] for record in layer.records()}
print(json.dumps({"looks": looks, "notices": layer.notices, "records": records}))
"""


@dataclass(frozen=True)
class Crowd:
    """What came of several programs at one layer."""

    acknowledged: int
    lost: int
    """Acknowledged writes that are not in the file; for a count, by how much it is wrong."""
    refused: int
    """Revisions that another program had written first, and that were made again."""
    reads: int
    """How often stock TinyDB read the whole file meanwhile."""
    half: int
    """How often it met a file that was just being written, and had to read again."""
    twice: int
    """How often the second attempt failed too."""
    looks: int
    """How often another of our programs looked for what is new."""
    missed: int
    """Records that it did not see when all was over."""
    notices: list[str]


def crowd(path: Path, processes: int, each: int, *, counting: bool) -> Crowd:
    """Let `processes` programs write `each` times, new records or revisions of one, while others read."""
    path.parent.mkdir(parents=True)
    path.write_bytes(render([("0", layer_head("mei"))]))  # stock TinyDB wants a file to read
    writers = [_start(_COUNT if counting else _WRITE, path, seed, each) for seed in range(1, processes + 1)]
    readers = [_start("import select\n" + script, path, 0, 0) for script in (_STOCK, _OURS)]
    for program in (*readers, *writers):
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in writers:
        _go(program)
    written = [_finish(program) for program in writers]
    for program in readers:
        _go(program)  # which ends them
    stock, ours = (_finish(program) for program in readers)
    layer = open_layer(path, "mei")
    kept = {record["uid"]: record["rev"] for record in layer.records()}
    layer.close()
    assert parse(path.read_bytes(), str(path)).form is Form.OURS
    total = sum(one["acknowledged"] for one in written)
    found = kept.get(sentence_uid(_ARTICLE, 0, "mei"), 0) if counting else len(kept)
    return Crowd(
        total,
        abs(total - found),
        sum(one.get("refused", 0) for one in written),
        stock["reads"],
        stock["half"],
        stock["twice"],
        ours["looks"],
        len(kept.items() - ours["records"].items()),
        [*layer.notices, *ours["notices"]],
    )


def _start(script: str, path: Path, seed: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _BEGIN + script, os.fspath(ROOT), os.fspath(path), str(seed), str(count)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _go(program: subprocess.Popen[str]) -> None:
    assert program.stdin is not None
    program.stdin.write("go\n")
    program.stdin.flush()


def _finish(program: subprocess.Popen[str]) -> dict[str, object]:
    output, _ = program.communicate()
    assert program.returncode == 0
    return json.loads(output)
