"""A layer: what was put is there, for this program and for the others, and nothing is written over."""

from __future__ import annotations

import json
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from annotations.errors import LayerReadOnly, NewerSchema, RecordError, StorageError
from annotations.records.conflict import RevisionConflict
from annotations.records.record import article_mark, as_act, layer_head, revise, tombstone
from annotations.records.uids import doc_id
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL, encode_line, render

OTHER = "f" * 20


def test_an_unwritten_layer_is_empty_and_nowhere(path):
    layer = open_layer(path, "mei")
    assert (layer.get("u"), layer.of_article("a"), set(layer.articles()), list(layer.records())) == (
        *(None, []),
        set(),
        [],
    )
    assert (layer.read_only, layer.notices, layer.refresh()) == (None, [], set())
    layer.close()
    assert not path.parent.exists()


def test_what_was_put_is_there_and_after_opening_again(path, mark):
    layer = open_layer(path, "mei")
    one, two = mark(0), mark(50, article=OTHER)
    layer.put([one])
    layer.put([two])
    newer = revise(one, note="看")
    layer.put([newer])
    for seen in (layer, open_layer(path, "mei")):
        assert seen.get(one["uid"]) == newer
        assert seen.of_article(one["article"]) == [newer]
        assert set(seen.articles()) == {one["article"], OTHER}
        assert list(seen.records()) == [newer, two]
    with TinyDB(path, encoding="utf-8", access_mode="r") as db:
        found = dict(db.get(doc_id=doc_id(one["uid"])))
        assert found.pop("sum")
        assert found == newer


def test_a_deleted_record_is_gone_but_can_come_back(path, mark):
    layer = open_layer(path, "mei")
    first = mark()
    gone = tombstone(first)
    layer.put([first])
    layer.put([gone])
    for seen in (layer, open_layer(path, "mei")):
        assert seen.get(first["uid"]) is None
        assert seen.latest(first["uid"]) == gone
        assert (list(seen.articles()), list(seen.records()), seen.of_article(first["article"])) == (
            [],
            [],
            [],
        )
    layer.put([revise(gone, deleted=False)])
    assert layer.of_article(first["article"]) == [layer.get(first["uid"])]


def test_an_act_is_one_line_a_record_and_one_write(path, mark, files):
    layer = open_layer(path, "mei", files=files)
    layer.put([mark()])
    files.steps.clear()
    act = as_act([mark(start) for start in (50, 100, 150)])
    layer.put(act)
    assert files.count("pwrite") == files.count("fdatasync") == 1
    assert path.read_bytes().endswith(
        b"".join(encode_line(str(doc_id(one["uid"])), one) for one in act) + TAIL,
    )


def test_two_revisions_of_a_record_fit_into_one_act(path, mark):
    layer = open_layer(path, "mei")
    first = mark()
    layer.put([first, revise(first, note="x")])
    assert layer.get(first["uid"])["rev"] == 2


def test_an_empty_act_writes_nothing(path):
    layer = open_layer(path, "mei")
    layer.put([])
    assert not path.exists()


def test_a_revision_that_does_not_follow_is_a_conflict_that_names_both(path, mark):
    layer = open_layer(path, "mei")
    first = mark()
    layer.put([first])
    layer.put([revise(first, labels=["quote"], writer="theirs")])
    before = path.read_bytes()
    for wrong in (first, revise(first, labels=["opinion"], writer="ours"), {**first, "rev": 4}):
        with pytest.raises(RevisionConflict) as caught:
            layer.put([mark(80), wrong])
        assert caught.value.stored == layer.get(first["uid"])
        assert caught.value.offered == wrong
        assert "theirs" in str(caught.value)
        assert wrong["writer"] in str(caught.value)
    assert path.read_bytes() == before
    assert layer.get(mark(80)["uid"]) is None


def test_a_first_revision_must_be_the_first_and_makes_no_file_otherwise(path, mark):
    layer = open_layer(path, "mei")
    with pytest.raises(RevisionConflict, match="not there"):
        layer.put([{**mark(), "rev": 2}])
    assert not path.exists()


def test_without_check_any_revision_is_taken_and_the_highest_counts(path, mark):
    layer = open_layer(path, "mei")
    layer.put([{**mark(), "rev": 5, "note": "five"}], check=False)
    layer.put([{**mark(), "rev": 3, "note": "three"}], check=False)
    for seen in (layer, open_layer(path, "mei")):
        assert seen.get(mark()["uid"])["note"] == "five"


def test_a_record_that_follows_no_schema_is_refused(path, mark):
    layer = open_layer(path, "mei")
    with pytest.raises(RecordError, match="quote"):
        layer.put([mark(90), {**mark(), "quote": ""}])
    with pytest.raises(RecordError, match="first line"):
        layer.put([layer_head("mei")])
    with pytest.raises(NewerSchema):
        layer.put([{**mark(), "schema": 2}])
    assert not path.exists()


def test_keys_that_nobody_knows_are_kept(path, mark):
    open_layer(path, "mei").put([mark() | {"colour": {"deep": [1]}}])
    layer = open_layer(path, "mei")
    layer.put([revise(layer.get(mark()["uid"]), note="x")])
    assert open_layer(path, "mei").get(mark()["uid"])["colour"] == {"deep": [1]}


def test_a_newer_schema_opens_read_only(path, mark):
    future = {**mark(), "schema": 2, "labels": {"new": "form"}}
    path.parent.mkdir()
    path.write_bytes(render([("0", layer_head("mei")), (str(doc_id(future["uid"])), future)]))
    layer = open_layer(path, "mei")
    assert "newer zhupi" in layer.read_only
    assert layer.get(future["uid"]) is None
    assert layer.unreadable(future["article"]) == 1
    with pytest.raises(LayerReadOnly, match="newer zhupi"):
        layer.put([mark(50)])


def test_a_newer_schema_that_comes_while_open_stops_the_next_write(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    other = mark(50) | {"schema": 2}
    with path.open("r+b") as file:
        file.seek(-len(TAIL), 2)
        file.write(encode_line(str(doc_id(other["uid"])), other) + TAIL)
    before = path.read_bytes()
    with pytest.raises(LayerReadOnly, match="newer zhupi"):
        layer.put([mark(100)])
    assert path.read_bytes() == before


def test_refresh_names_the_articles_that_others_touched(path, mark):
    ours, theirs = open_layer(path, "mei"), open_layer(path, "mei")
    ours.put([mark()])
    assert theirs.refresh() == {mark()["article"]}
    assert theirs.refresh() == set()
    assert ours.refresh() == set()
    theirs.put([mark(50, article=OTHER)])
    ours.put([mark(80)])  # catches up on the way, and must not keep that to itself
    assert ours.refresh() == {OTHER}
    assert ours.get(mark(50, article=OTHER)["uid"]) is not None
    ours.put([tombstone(ours.get(mark()["uid"]))])
    assert theirs.refresh() == {mark()["article"]}
    assert theirs.get(mark()["uid"]) is None


def test_refresh_sees_what_was_taken_out_by_hand(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    layer.put([mark(50, article=OTHER)])
    rows = path.read_bytes().split(b"\n")
    del rows[2]
    path.write_bytes(b"\n".join(rows))
    assert layer.refresh() == {mark()["article"]}
    assert set(layer.articles()) == {OTHER}
    assert list(layer.records()) == [mark(50, article=OTHER)]


def test_refresh_costs_one_look_when_nothing_is_new(path, mark, files):
    layer = open_layer(path, "mei", files=files)
    layer.put([mark()])
    files.steps.clear()
    layer.refresh()
    assert files.steps == ["stat"]


def test_refresh_does_not_wait_for_another_writer(path, mark):
    ours, theirs = open_layer(path, "mei"), open_layer(path, "mei")
    ours.put([mark()])
    theirs.refresh()

    class Looks(Exception):
        pass

    def meanwhile():
        if path.stat().st_size:
            assert theirs.refresh() == set()
            raise Looks

    ours.put([mark(50)])
    with pytest.raises(Looks):
        ours._storage.append([], meanwhile)
    assert theirs.refresh() == {mark()["article"]}


def test_a_changed_article_moves_a_record(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    moved = {**mark(), "article": OTHER, "rev": 2}
    layer.put([moved])
    assert set(layer.articles()) == {OTHER}
    assert layer.of_article(mark()["article"]) == []


def test_a_record_under_an_id_that_tinydb_gave_it_is_found(path, mark):
    path.parent.mkdir()
    path.write_text(json.dumps({"_default": {"1": mark()}}), "utf-8")
    layer = open_layer(path, "mei")
    assert layer.get(mark()["uid"]) == mark()
    newer = revise(mark(), note="x")
    layer.put([newer])
    for seen in (layer, open_layer(path, "mei")):
        assert seen.get(mark()["uid"]) == newer
        assert seen.of_article(mark()["article"]) == [newer]


def test_two_uids_with_one_document_id_do_not_overwrite_each_other(path, mark, monkeypatch):
    monkeypatch.setattr("annotations.storage.layer.layer.doc_id", lambda uid: 42)
    layer = open_layer(path, "mei")
    layer.put([mark()])
    with pytest.raises(StorageError, match="same document id"):
        layer.put([mark(50)])
    assert layer.get(mark()["uid"]) == mark()


def test_a_layer_of_somebody_else_is_noticed(path, mark):
    open_layer(path, "mei").put([mark()])
    assert any("mei" in notice for notice in open_layer(path, "ana").notices)


def test_an_incomplete_act_is_left_out_and_kept_with_the_damaged_file(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    layer.put(as_act([mark(50), revise(mark(), note="x")]))
    whole = path.read_bytes()
    cut = whole[: whole.rindex(b',"')]
    path.write_bytes(cut)
    again = open_layer(path, "mei")
    assert [one["uid"] for one in again.records()] == [mark()["uid"]]
    assert any("cut short" in notice for notice in again.notices)
    again.put([mark(100)])
    assert mark(50)["uid"].encode() not in path.read_bytes()
    assert path.with_name("mei.json.damaged").read_bytes() == cut
    assert len(list(open_layer(path, "mei").records())) == 2
    assert open_layer(path, "mei").notices == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans(), st.text(max_size=3)), max_size=12)
)
def test_a_layer_agrees_with_a_dictionary(new_folder, mark, steps):
    path = new_folder() / "mei.json"
    layer, model = open_layer(path, "mei"), {}
    for start, article, delete, note in steps:
        article_name = f"{article:020x}"
        fresh = mark(start * 50, article=article_name, note="")
        old = layer.latest(fresh["uid"])
        record = (
            fresh
            if old is None
            else revise(old, deleted=delete, note=note.encode("utf-8", "replace").decode())
        )
        layer.put([record])
        model[fresh["uid"]] = record
    live = {uid: one for uid, one in model.items() if not one["deleted"]}
    for seen in (layer, open_layer(path, "mei")):
        assert {one["uid"]: one for one in seen.records()} == live
        assert set(seen.articles()) == {one["article"] for one in live.values()}
        for article_name in seen.articles():
            assert {one["uid"] for one in seen.of_article(article_name)} == {
                uid for uid, one in live.items() if one["article"] == article_name
            }


def test_an_article_record_counts_for_its_article(path):
    layer = open_layer(path, "mei")
    layer.put([article_mark("a1", annotator="mei", writer="w", scheme="s", done=True)])
    assert layer.of_article("a1")[0]["done"] is True


def conflicting(path, mark, *versions):
    """A layer in which each of `versions` is revision 2 of one mark, as a merge leaves it."""
    first = mark()
    made = [{**revise(first, batch=[f"b{number}", 1]), **one} for number, one in enumerate(versions)]
    path.parent.mkdir(exist_ok=True)
    lines = [("0", layer_head("mei")), *((str(doc_id(one["uid"])), one) for one in (first, *made))]
    path.write_bytes(render(lines))
    return made


def test_two_versions_of_one_revision_are_both_there_until_somebody_decides(path, mark):
    one, two, three = conflicting(
        path, mark, *({"writer": who, "labels": [label]} for who, label in ("ac", "bo", "cq"))
    )
    layer = open_layer(path, "mei")
    assert layer.conflicts(one["article"]) == [(three, one), (three, two)]
    assert layer.conflicts(OTHER) == []
    assert layer.get(one["uid"]) == three
    assert sum("press the label you mean" in notice for notice in layer.notices) == 1
    layer.put([mark(50)])
    assert len(layer.conflicts(one["article"])) == len(open_layer(path, "mei").conflicts(one["article"])) == 2
    layer.put([revise(three, note="so")])
    for seen in (layer, open_layer(path, "mei")):
        assert seen.conflicts(one["article"]) == []
        assert not any("two places" in notice for notice in seen.notices if seen is not layer)


@pytest.mark.parametrize(
    "second",
    [
        {"writer": "a", "labels": ["quote"]},
        {"writer": "b", "updated": "2026-02-01T08:00:00.000Z"},
    ],
    ids=["the-same-writer", "the-same-said"],
)
def test_equal_revisions_that_agree_are_no_conflict(path, mark, second):
    conflicting(path, mark, {"writer": "a", "labels": ["claim"]}, {"labels": ["claim"], **second})
    layer = open_layer(path, "mei")
    assert layer.conflicts(mark()["article"]) == []
    assert layer.notices == []


def test_a_conflict_that_comes_while_it_is_open_is_seen(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    one, two = conflicting(path, mark, {"writer": "a", "note": "x"}, {"writer": "b", "note": "y"})
    assert layer.refresh() == {one["article"]}
    assert layer.conflicts(one["article"]) == [(two, one)]
    other = open_layer(path, "mei")
    other.put([{**one, "note": "z", "writer": "c"}], check=False)
    layer.refresh()
    assert {seen["note"] for _, seen in layer.conflicts(one["article"])} == {"x", "y"}


def test_a_harmed_record_is_not_handed_out_and_its_slot_can_be_used_again(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark(0), mark(50)])
    layer.close()
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"start": 50', b'"stumt": 50'))
    layer = open_layer(path, "mei")
    article = mark()["article"]
    assert [one["start"] for one in layer.of_article(article)] == [0]
    assert layer.unreadable(article) == 1
    assert layer.get(mark(50)["uid"]) is None
    latest = layer.latest(mark(50)["uid"])
    assert latest is not None
    assert latest["deleted"]
    layer.put([{**mark(50), "rev": latest["rev"] + 1}])
    assert layer.unreadable(article) == 0
    assert {one["start"] for one in layer.of_article(article)} == {0, 50}


def test_an_article_can_be_read_while_another_thread_writes_to_it(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark(0)])
    over = threading.Event()
    failed = []

    def read():
        try:
            while not over.is_set():
                layer.of_article(mark(0)["article"])
                layer.unreadable(mark(0)["article"])
        except BaseException as error:
            failed.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    readers = [threading.Thread(target=read) for _ in range(2)]
    try:
        for reader in readers:
            reader.start()
        for number in range(1, 300):
            layer.put([mark(number)])
    finally:
        over.set()
        sys.setswitchinterval(before)
        for reader in readers:
            reader.join()
    assert failed == []
