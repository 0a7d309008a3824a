"""Several programs that write one layer at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import open_layer

ROOT = Path(__import__("annotations").__path__[0]).parent
BEGIN = """
import random, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from annotations.records.conflict import RevisionConflict
from annotations.records.record import revise, sentence_mark, sentence_uid
from annotations.storage.layer.layer import open_layer
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
