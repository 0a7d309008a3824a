"""The last acts of a layer: whole, in order, bounded, and only those that can be taken back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from annotations.records.record import as_act, revise, tombstone
from annotations.storage.layer.contents import parse
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.history import HISTORY, History, recent
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import render


def line(key: int, rev: int, batch: str, size: int = 1, **fields):
    return str(key), {"uid": f"u{key}", "rev": rev, "batch": [batch, size], **fields}


def changes(*lines):
    return Fold({}).take(lines)


def names(acts):
    return [[(new["uid"], new["rev"]) for _, new in act] for act in acts]


def test_an_act_is_what_was_written_together_with_what_it_followed_on(path, mark):
    layer = open_layer(path, "mei")
    first = mark()
    act = as_act([revise(first, note="x"), mark(50)])
    gone = tombstone(act[0])
    for records in ([first], act, [gone]):
        layer.put(records)
    expected = [((None, first),), ((first, act[0]), (None, act[1])), ((act[0], gone),)]
    for seen in (layer, open_layer(path, "mei")):
        assert seen.history() == expected


def test_another_programs_acts_are_acts_too(path, mark):
    ours, theirs = open_layer(path, "mei"), open_layer(path, "mei")
    ours.put([mark()])
    theirs.put(as_act([mark(50), mark(100)]))
    ours.refresh()
    assert names(ours.history()) == names(theirs.history())
    assert [len(act) for act in ours.history()] == [1, 2]


def test_two_revisions_of_a_record_in_one_act_keep_their_order(path, mark):
    layer = open_layer(path, "mei")
    one = mark()
    act = as_act([one, revise(one, note="x")])
    layer.put(act)
    assert layer.history() == [((None, act[0]), (act[0], act[1]))]


def test_it_holds_so_many_acts_and_no_more():
    lines = [line(number, 1, f"b{number}") for number in range(HISTORY + 7)]
    whole = recent(changes(*lines)).acts
    assert names(whole) == [[(f"u{number}", 1)] for number in range(7, HISTORY + 7)]
    piecemeal = History()
    fold = Fold({})
    for one in lines:
        piecemeal.add(fold.take([one]))
    assert list(piecemeal.acts) == whole


def test_what_follows_on_something_unknown_is_left_out_with_all_before_it():
    known = line(1, 1, "a")
    jump = line(2, 5, "b", 2)
    beside = line(3, 1, "b", 2)
    later = line(1, 2, "c")
    found = recent(changes(known, jump, beside, later))
    assert names(found.acts) == [[("u1", 2)]]
    assert found.border == (jump[1], beside[1])
    growing, fold = History(), Fold({})
    for some in ([known], [jump, beside], [later]):
        growing.add(fold.take(some))
    assert list(growing.acts) == found.acts


def test_acts_between_one_another_are_told_apart_by_their_last_line():
    lines = [line(1, 1, "a", 2), line(2, 1, "b", 2), line(3, 1, "a", 2), line(4, 1, "b", 2)]
    assert names(recent(changes(*lines)).acts) == [[("u1", 1), ("u3", 1)], [("u2", 1), ("u4", 1)]]
    assert names(recent(changes(*lines), limit=1).acts) == [[("u2", 1), ("u4", 1)]]


def test_an_act_of_one_is_alone_even_if_another_has_its_name():
    assert len(recent(changes(line(1, 1, "a"), line(2, 1, "a"))).acts) == 2


def test_the_head_is_no_act():
    head = ("0", {"kind": "layer", "schema": 1, "annotator": "mei"})
    assert recent(changes(head)).acts == []


def test_what_is_no_record_ends_the_history_of_a_layer(path, mark):
    path.parent.mkdir()
    path.write_text(json.dumps({"_default": {"1": mark(), "2": {"x": 1}, "3": mark(50)}}), "utf-8")
    assert open_layer(path, "mei").history() == [((None, mark(50)),)]


ACTS = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True), max_size=12)


@given(ACTS, st.integers(1, 5), st.data())
def test_the_last_acts_are_the_last_of_all_acts(acts, limit, data):
    revs: dict[int, int] = {}
    every = []
    for number, keys in enumerate(acts):
        rows = []
        for key in keys:
            revs[key] = revs.get(key, 0) + 1
            rows.append(line(key, revs[key], f"b{number}", len(keys)))
        every.append(rows)
    lines = [row for rows in every for row in rows]
    expected = [[(row[1]["uid"], row[1]["rev"]) for row in rows] for rows in every]
    assert names(recent(changes(*lines), limit).acts) == expected[-limit:]
    first = data.draw(st.integers(0, len(every)))
    rest = [row for rows in every[first:] for row in rows]
    found = recent(changes(*rest), limit).acts
    known = expected[first:]
    assert names(found) == known[len(known) - len(found) :]
    for act in found:
        assert all((old["rev"] if old else 0) == new["rev"] - 1 for old, new in act)


def test_the_bytes_give_the_same_history_as_the_acts(path, mark):
    layer = open_layer(path, "mei")
    record = mark()
    layer.put([record])
    for turn in range(5):
        record = revise(record, note=str(turn))
        layer.put(as_act([record, mark(50 * (turn + 1))]))
    lines = parse(path.read_bytes(), "x").lines
    assert recent(Fold({}).take(lines)).acts == layer.history()
    assert parse(render(lines), "x").lines == lines
