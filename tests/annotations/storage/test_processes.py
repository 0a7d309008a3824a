"""Several programs at once, and programs that are killed in the middle."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from annotations.storage.layer import open_layer
from annotations.storage.lines import Form, parse

ROOT = Path(__import__("annotations").__path__[0]).parent
BEGIN = """
import os, random, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from annotations.errors import RevisionConflict
from annotations.record import as_act, revise, sentence_mark, sentence_uid
from annotations.storage.layer import open_layer
path, seed = Path(sys.argv[2]), int(sys.argv[3])
layer = open_layer(path, "mei")
dice = random.Random(seed)
ARTICLE = "a" * 20
def next_of(slot):
    uid = sentence_uid(ARTICLE, slot * 9, "mei")
    old = layer.latest(uid)
    note = "x" * dice.randrange(300)
    if old is not None:
        return revise(old, note=note, writer=str(seed))
    return sentence_mark(ARTICLE, slot * 9, slot * 9 + 3, "字字字", annotator="mei", writer=str(seed),
                         scheme="s", note=note)
"""
ENDLESS = """
os.write(1, b"ready\\n")
while True:
    act = as_act([next_of(slot) for slot in dice.sample(range(30), dice.choice([1, 1, 1, 3]))])
    layer.put(act)
    os.write(1, "".join(f"{record['uid']} {record['rev']}\\n" for record in act).encode())
"""
CROWD = """
for slot in range(100):
    layer.put([next_of(1000 * seed + slot)])
for _ in range(40):
    while True:
        layer.refresh()
        try:
            layer.put([next_of(0)])
            break
        except RevisionConflict:
            pass
"""


def start(script: str, path: Path, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BEGIN + script, os.fspath(ROOT), os.fspath(path), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def check(path: Path, acknowledged: dict[str, int]) -> None:
    """Nothing acknowledged is missing, and stock TinyDB can read the file as the killed program left it."""
    data = path.read_bytes() if path.exists() else b""
    if parse(data, "x").form is Form.DAMAGED:
        # The system lets go of a killed program's write between two pages, and there only.
        assert len(data) % os.sysconf("SC_PAGE_SIZE") == 0
    elif data:
        json.loads(data)
    layer = open_layer(path, "mei")
    lost = [uid for uid, rev in acknowledged.items() if (layer.get(uid) or {"rev": 0})["rev"] < rev]
    assert lost == []


def test_killed_at_any_moment_nothing_acknowledged_is_lost(path):
    dice = random.Random(5)
    acknowledged: dict[str, int] = {}
    for seed in range(15):
        with start(ENDLESS, path, seed) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            # The first ones are killed in the first write after opening, the first of which makes the file.
            seen = [child.stdout.readline() for _ in range(0 if seed % 3 == 0 else dice.randrange(12))]
            child.kill()
            for line in seen + child.stdout.readlines():
                if line.endswith(b"\n"):
                    uid, rev = line.decode().split()
                    acknowledged[uid] = int(rev)
        check(path, acknowledged)
    assert len(acknowledged) > 15


def test_programs_that_write_at_once_lose_nothing_and_count_right(path):
    children = [start(CROWD, path, seed) for seed in (1, 2)]
    for child in children:
        child.communicate()
        assert child.returncode == 0
    layer = open_layer(path, "mei")
    assert layer.notices == []
    records = list(layer.records())
    assert len(records) == 201
    assert layer.get("sentence:" + "a" * 20 + ":0:mei")["rev"] == 80
    assert parse(path.read_bytes(), "x").form is Form.OURS
