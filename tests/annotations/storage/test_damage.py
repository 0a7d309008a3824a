"""A layer harmed at any byte opens or is refused in one line, and keeps every record that is whole."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.table import Document

sys.path.insert(0, str(Path(__file__).resolve().parent))

from damages import (
    DATA,
    FIRST,
    LINES,
    SPANS,
    Damage,
    Outcome,
    damages,
    examine,
    examine_strange,
    mark,
    strange,
)

from annotations.records.conflict import RevisionConflict
from annotations.records.record import revise
from annotations.records.uids import doc_id
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import HEAD, TAIL, render
from annotations.storage.layer.normal_form import mend
from annotations.storage.readers.peek import peek

STEP = 499
"""At how many of the bytes there is damage here; tests/benchmarks/faults.py --damage takes each of them."""


@pytest.fixture
def folder():
    """A folder that costs no time to flush, where there is one: no disk fails here."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def test_the_layer_that_comes_to_harm_has_everything_in_it():
    contents = parse(DATA, "x")
    assert (contents.form, contents.lines) == (Form.OURS, LINES)
    assert SPANS[-1][1] == len(DATA) - 3
    assert {record.get("batch", ["", 1])[1] for _, record in LINES} == {1, 2, 3, 20}
    assert any(record.get("deleted") for _, record in LINES)
    assert max(record.get("rev", 0) for _, record in LINES) > 2
    assert len(DATA) // 2 < FIRST < len(DATA)


def test_whatever_byte_is_harmed_every_whole_record_is_kept(folder):
    seen = Counter(
        (damage.kind, examine(damage, folder / "mei.json").outcome) for damage in damages(STEP, seed=STEP)
    )
    refused = {kind for kind, outcome in seen if outcome == Outcome.REFUSED}
    assert refused <= {"UTF-16", "a brace", "a quotation mark", "a byte at random", "512 bytes at random"}
    assert sum(count for (_, outcome), count in seen.items() if outcome == Outcome.MENDED) > 100
    assert len({kind for kind, _ in seen}) > 15


@pytest.mark.parametrize("lost", [0, 1, 2, 3, 100, 5_000])
def test_what_is_lost_of_the_end_is_lost_alone(tmp_path, lost):
    at = len(DATA) - lost
    assert examine(Damage("cut", DATA[:at], (at, len(DATA))), tmp_path / "mei.json").altered == 0


@pytest.mark.parametrize("start", [0, 700])
def test_a_harmed_uid_hides_no_earlier_revision(tmp_path, start):
    """Where neither the checksum nor what it says tells the uid, it is left out and named, and stays."""
    path = tmp_path / "mei.json"
    old = mark(start)
    record = revise(old, note="newest")
    harmed = {**record, "uid": old["uid"].replace("e", "X"), "start": 5, "end": 5 + len(old["quote"])}
    lines = [(str(doc_id(old["uid"])), one) for one in (old, harmed)]
    path.write_bytes(render([LINES[0], *lines]))
    layer = open_layer(path, "mei")
    assert layer.latest(old["uid"]) == {**old, "batch": layer.latest(old["uid"])["batch"]}
    [told] = layer.notices
    assert f"left out: {harmed['uid']}" in told
    layer.put([revise(layer.latest(old["uid"]), note="again")])
    assert harmed["uid"] in path.read_text("utf-8")
    assert open_layer(path, "mei").latest(old["uid"])["note"] == "again"
    with TinyDB(path, encoding="utf-8") as db:
        assert db.get(doc_id=doc_id(old["uid"]))["note"] == "again"


@pytest.mark.parametrize("many", [1, 3])
def test_a_harmed_uid_is_put_right_by_its_place_and_what_the_record_says(tmp_path, many):
    path = tmp_path / "mei.json"
    start, end = SPANS[-21]
    record = LINES[-21][1]
    harmed = DATA[start:end].replace(record["uid"].encode(), b"X" * many + record["uid"][many:].encode())
    path.write_bytes(DATA[:start] + harmed + DATA[end:])
    layer = open_layer(path, "mei")
    assert layer.latest(record["uid"]) == record
    assert any(f"put right by its checksum: line {len(LINES) - 21 + 2}" in told for told in layer.notices)


def without_sums(lines: list) -> bytes:
    """Return a layer as the first versions wrote it."""
    rows = [f',"{key}": {json.dumps(one, ensure_ascii=False)}\n'.encode() for key, one in lines]
    return HEAD + b"".join(rows)[1:] + TAIL


def test_a_uid_that_became_anothers_hides_neither(tmp_path):
    """Of layers without checksums: one byte of a uid makes it that of another sentence."""
    path = tmp_path / "mei.json"
    first, second = mark(0), revise(mark(1), note="newest")
    lines = [LINES[0], *((str(doc_id(one["uid"])), one) for one in (first, second))]
    harmed = {**second, "uid": first["uid"]}
    path.write_bytes(without_sums([*lines[:2], (lines[2][0], harmed)]))
    layer = open_layer(path, "mei")
    assert [one["start"] for one in layer.records()] == [first["start"]]
    assert any(f"at offset {second['start']} has the uid of another" in told for told in layer.notices)
    assert [one["start"] for one in peek(path, first["article"])] == [first["start"]]
    mended = mend(path.read_bytes(), "x", "mei")
    path.write_bytes(mended.data)
    assert mended.dropped, "the original is kept"
    assert {one["uid"]: one["note"] for one in open_layer(path, "mei").records()} == {
        first["uid"]: first["note"],
        second["uid"]: "newest",
    }


@pytest.mark.parametrize("labels", [5, None, {"a": 1}, [3, ["b"]]])
def test_a_conflict_with_a_strange_record_is_told_all_the_same(tmp_path, labels):
    path = tmp_path / "mei.json"
    record = {**mark(0), "labels": labels, "kind": None, "status": None}
    path.write_bytes(render([LINES[0], (str(doc_id(record["uid"])), record)]))
    with pytest.raises(RevisionConflict):
        open_layer(path, "mei").put([mark(0)])


def test_stock_tinydb_writes_in_the_middle_of_the_life_of_a_layer(tmp_path):
    path = tmp_path / "mei.json"
    path.write_bytes(DATA)
    layer = open_layer(path, "mei")
    for turn in range(3):
        before = dict(layer._index._by_uid)
        other = mark(200 + turn)
        with TinyDB(path, encoding="utf-8") as db:
            db.insert(Document(other, doc_id(other["uid"])))
        layer.refresh()
        assert {uid: one["rev"] for uid, one in layer._index._by_uid.items()} == {
            **{uid: one["rev"] for uid, one in before.items()},
            other["uid"]: 1,
        }
        layer.put([revise(layer.latest(other["uid"]), note="after"), mark(300 + turn, batch=["m", 1])][:1])
        layer.put([mark(300 + turn)])
        assert open_layer(path, "mei")._index._by_uid == layer._index._by_uid
        assert parse(path.read_bytes(), "x").form is Form.OURS


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_are_no_layer_and_stay_as_they_are(tmp_path, seed):
    path = tmp_path / "mei.json"
    data = random.Random(seed).randbytes(5_000)
    assert examine(Damage("random", data, (0, len(DATA))), path).outcome == Outcome.REFUSED
    assert path.read_bytes() == data


def test_what_no_zhupi_ever_wrote_opens_or_is_refused_and_presses_work(folder):
    path = folder / "mei.json"
    seen: Counter[str] = Counter()
    for number, (_, data) in enumerate(strange(megabytes=1)):
        if number % 4 == 0 or len(data) > 50_000:
            for other in path.parent.iterdir():
                other.unlink() if other.is_file() else None
            seen[examine_strange(data, path).outcome] += 1
    assert seen[Outcome.REFUSED] > 5
    assert seen[Outcome.WHOLE] + seen[Outcome.MENDED] > 20
