"""Compaction: shorter, and nothing that counts is different."""

from __future__ import annotations

import errno
import json
from collections import deque
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from annotations.records.record import as_act, layer_head, revise, tombstone
from annotations.records.uids import doc_id
from annotations.storage.layer import compaction, history
from annotations.storage.layer.compaction import compacted
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.fold import Fold, in_order
from annotations.storage.layer.history import recent
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL, encode_line, render

HEAD_LINE = ("0", layer_head("mei"))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """The lines of a layer: acts of several records, conflicts, merges out of order, torn acts, old cuts."""
    revs: dict[int, int] = {}
    lines: list[tuple[str, dict[str, Any]]] = []
    for number in range(draw(st.integers(0, 14))):
        keys = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True))
        rows = []
        for key in keys:
            rev = max(revs.get(key, 0) + draw(st.sampled_from([1, 1, 1, 1, 0, 2])), 1)
            revs[key] = rev
            fields = {"writer": draw(st.sampled_from("ab")), "note": draw(st.sampled_from("xyz"))}
            batch = [f"b{number}", len(keys)]
            document = {"uid": f"u{key}", "rev": rev, "batch": batch, "deleted": draw(st.booleans())}
            rows.append((str(key), document | fields))
        if draw(st.integers(0, 9)) == 0:
            rows = rows[:-1]  # cut short
        at = draw(st.integers(0, len(lines))) if draw(st.integers(0, 9)) == 0 else len(lines)
        lines[at:at] = rows  # a merge may put it anywhere
    return [HEAD_LINE, *in_order(lines)]


def fold_of(lines: Sequence[Any]) -> tuple[Fold, history.Recent]:
    fold = Fold({})
    return fold, recent(fold.take(lines))


def without_size(value: Any) -> Any:
    """Leave out how many records an act is said to have, which compaction may change."""
    if isinstance(value, dict):
        return {key: one[:1] if key == "batch" else without_size(one) for key, one in value.items()}
    return [without_size(one) for one in value] if isinstance(value, list | tuple) else value


@settings(max_examples=400, deadline=None)
@given(histories(), st.integers(1, 6))
def test_nothing_that_counts_is_different(lines, limit):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compaction, "recent", lambda changes: recent(changes, limit))
        after = compacted(lines)
        assert compacted(after) == after
    (fold, _), (shorter, _) = fold_of(lines), fold_of(after)
    assert without_size(shorter.docs) == without_size(fold.docs)
    assert without_size(shorter.rivals) == without_size(fold.rivals)
    assert shorter.late == set()
    assert without_size(recent(Fold({}).take(after), limit).acts) == without_size(
        recent(Fold({}).take(lines), limit).acts
    )
    assert len(after) <= len(lines)
    stock = json.loads(render(after))["_default"]
    assert without_sum(stock) == shorter.docs
    assert without_size(without_sum(stock)) == without_size(
        without_sum(json.loads(render(lines))["_default"])
    )


def test_exactly_these_lines_stay(monkeypatch):
    monkeypatch.setattr(compaction, "recent", lambda changes: recent(changes, 2))

    def line(key, rev, batch, size=1, **fields):
        return str(key), {"uid": f"u{key}", "rev": rev, "batch": [batch, size], "writer": "w", **fields}

    lines = [
        HEAD_LINE,
        line(1, 1, "a", 2),  # goes
        line(2, 1, "a", 2),  # the newest of 2: stays, its act settled to one
        line(3, 1, "part", 2),  # the only one of its act that is there: stays, the act settled to one
        line(1, 2, "b"),  # goes
        line(4, 1, "c"),  # goes
        line(4, 2, "d", deleted=True),  # deleted: stays
        line(5, 1, "e", note="x"),  # one side of a conflict
        line(5, 1, "f", note="y", writer="v"),
        line(1, 3, "g"),  # what the second last act followed on
        line(1, 4, "h"),
        line(6, 1, "end", 3),  # stays, its act settled
    ]
    expected = [lines[at] for at in (0, 2, 3, 6, 7, 8, 9, 10, 11)]
    expected[1] = line(2, 1, "a", 1)
    expected[2] = line(3, 1, "part", 1)
    expected[-1] = line(6, 1, "end", 1)
    assert compacted(lines) == expected


def test_an_act_that_was_no_history_before_is_none_afterwards():
    def line(key, rev, batch, size=1):
        return str(key), {"uid": f"u{key}", "rev": rev, "batch": [batch, size]}

    # A merge put "q" between the lines of "p", of which one followed on something that is gone.
    lines = [HEAD_LINE, line(1, 5, "p", 2), line(1, 6, "q"), line(2, 1, "p", 2), line(3, 1, "z")]
    acts = recent(Fold({}).take(lines)).acts
    assert acts == [((None, lines[-1][1]),)]
    assert recent(Fold({}).take(compacted(lines))).acts == acts


def without_sum(documents):
    """Return documents as TinyDB reads them, without the checksums that zhupi puts into them."""
    return {
        key: {name: value for name, value in one.items() if name != "sum"} for key, one in documents.items()
    }


def fill(path, mark, presses: int = 1500):
    """A layer of two records with many revisions."""
    pending: list = []
    layer = open_layer(path, "mei")
    one, other = mark(), mark(50)
    layer.put(as_act([one, other]))
    for turn in range(presses):
        one = revise(one, note=str(turn), batch=[f"b{turn}", 1])
        pending.append(layer.write([one]))
        if len(pending) == 100 or turn == presses - 1:  # each keeps a descriptor until it is flushed
            layer.flush(pending)
            pending.clear()
    return layer, one


@pytest.fixture
def small(monkeypatch):
    """So that a few presses are enough."""
    monkeypatch.setattr(compaction, "LEAST_GAIN", 5)
    monkeypatch.setattr(compaction, "recent", lambda changes: recent(changes, 4))
    monkeypatch.setattr(
        "annotations.storage.layer.memory.History", lambda: history.History(acts=deque(maxlen=4))
    )


def press(layer, record, times):
    for turn in range(times):
        record = revise(record, note=str(turn))
        layer.put([record])
    return record


def test_closing_makes_a_long_layer_shorter_and_says_the_same(path, mark, small):
    layer = open_layer(path, "mei")
    layer.put(as_act([mark(), mark(50), mark(100)]))
    layer.put([tombstone(layer.get(mark(100)["uid"]))])
    last = press(layer, layer.get(mark()["uid"]), 20)
    before, acts = path.read_bytes(), layer.history()
    with TinyDB(path, encoding="utf-8", access_mode="r") as db:
        stock = without_sum({document.doc_id: dict(document) for document in db})
    layer.close()
    assert layer.notices == []
    assert len(path.read_bytes()) < len(before) / 2
    assert parse(path.read_bytes(), "x").form is Form.OURS
    again = open_layer(path, "mei")
    assert again.notices == []
    assert without_size(again.history()) == without_size(acts)
    assert again.latest(mark(100)["uid"])["deleted"]
    assert again.get(mark()["uid"]) == last
    with TinyDB(path, encoding="utf-8", access_mode="r") as db:
        assert without_size(without_sum({one.doc_id: dict(one) for one in db})) == without_size(stock)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    shorter = path.read_bytes()
    again.put([revise(last, note="on")])
    assert path.read_bytes().startswith(shorter[: -len(TAIL)])


def test_the_real_figures(path, mark):
    layer, one = fill(path, mark)
    assert len(layer.history()) == 1000
    acts = layer.history()
    layer.close()
    rows = path.read_bytes().count(b"\n")
    assert rows == 2 + 1 + 1 + 1 + 1000  # the braces, the head, the other record, what the acts follow on
    again = open_layer(path, "mei")
    assert (again.get(one["uid"]), again.history()) == (one, acts)


def test_a_small_gain_is_none(path, mark):
    layer, _ = fill(path, mark, 1200)
    before = path.stat()
    layer.close()
    assert (path.stat().st_ino, path.stat().st_size) == (before.st_ino, before.st_size)


def test_who_only_reads_rewrites_nothing(path, mark, small):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    press(layer, mark(), 30)
    before = path.read_bytes()
    open_layer(path, "mei").close()
    assert path.read_bytes() == before


def test_another_program_that_has_it_open_goes_on(path, mark, small):
    ours, theirs = open_layer(path, "mei"), open_layer(path, "mei")
    ours.put([mark()])
    last = press(ours, mark(), 30)
    theirs.refresh()
    theirs.put([mark(50)])
    inode = path.stat().st_ino
    ours.close()
    assert path.stat().st_ino != inode
    assert theirs.get(last["uid"]) == last
    theirs.put([revise(last, note="theirs")])
    assert open_layer(path, "mei").get(last["uid"])["note"] == "theirs"
    assert open_layer(path, "mei").get(mark(50)["uid"]) is not None


def test_it_waits_for_nobody(path, mark, small, monkeypatch):
    layer, other = open_layer(path, "mei"), open_layer(path, "mei")
    layer.put([mark()])
    press(layer, mark(), 30)
    before = path.read_bytes()
    other.refresh()
    monkeypatch.setattr("annotations.storage.files.lock.time.sleep", lambda seconds: pytest.fail("it waits"))
    with other._storage.file.locked(exclusive=False):
        layer.close()
    assert path.read_bytes() == before
    assert layer.notices == []


def test_what_another_program_wrote_meanwhile_is_taken_in_first(path, mark, small):
    layer, other = open_layer(path, "mei"), open_layer(path, "mei")
    layer.put([mark()])
    press(layer, mark(), 30)
    other.put([mark(50)])
    layer.close()
    assert open_layer(path, "mei").get(mark(50)["uid"]) == mark(50)


def spoil_schema(path, mark):
    newer = {**mark(50), "schema": 2}
    data = path.read_bytes()
    path.write_bytes(data[: -len(TAIL)] + encode_line(str(doc_id(newer["uid"])), newer) + TAIL)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_schema,
        lambda path, mark: path.write_bytes(path.read_bytes()[:-20]),
        lambda path, mark: path.unlink(),
        lambda path, mark: path.write_bytes(json.dumps(json.loads(path.read_bytes())).encode()),
    ],
    ids=["newer-schema", "damaged", "removed", "foreign"],
)
def test_when_something_is_odd_the_file_stays_as_it_is(path, mark, small, spoil):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    press(layer, mark(), 30)
    spoil(path, mark)
    before = path.read_bytes() if path.exists() else None
    layer.close()
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, "short"])
@pytest.mark.parametrize("forever", [False, True], ids=["once", "from-then-on"])
def test_whichever_step_fails_nothing_is_lost(tmp_path, new_files, mark, small, error, forever):
    for at in range(1, 60):
        path = tmp_path / str(at) / "mei.json"
        files = new_files()
        layer = open_layer(path, "mei", files=files)
        layer.put([mark()])
        last = press(layer, mark(), 12)
        acts, before = layer.history(), path.read_bytes()
        files.fail(at, error, forever=forever)
        layer.close()
        again = open_layer(path, "mei")
        assert (again.get(last["uid"]), without_size(again.history())) == (last, without_size(acts))
        assert json.loads(path.read_bytes())
        if path.read_bytes() == before and len(files.steps) >= at:
            assert len(layer.notices) == 1
            assert "nothing is lost" in layer.notices[0]
        if len(files.steps) < at:
            break
    assert at > 8


def test_what_is_left_of_an_act_stays(path, mark, small):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    layer.put(as_act([mark(50), mark(100)]))
    path.write_bytes(path.read_bytes()[: path.read_bytes().rindex(b',"')] + TAIL)
    layer = open_layer(path, "mei")
    assert [one for one in layer.notices if "1 record is missing" in one]
    press(layer, mark(), 20)
    layer.close()
    again = open_layer(path, "mei")
    assert again.get(mark(50)["uid"]) is not None
    assert again.notices == []
