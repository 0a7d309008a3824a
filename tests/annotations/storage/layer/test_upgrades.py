"""Records of an older schema: upgraded where they are read, and not on disk before that is written anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.records.kinds import SCHEMA
from annotations.records.record import layer_head, revise
from annotations.records.uids import doc_id
from annotations.storage.layer import upgrades
from annotations.storage.layer.contents import parse
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import render
from annotations.storage.layer.upgrades import UPGRADES, upgraded
from annotations.storage.readers.peek import peek

TABLE = {
    1: lambda record: {**record, "remark": record.get("note", "")},
    2: lambda record: {key: value for key, value in record.items() if key != "note"},
}


def test_the_real_table_leads_to_the_schema_of_this_program():
    assert sorted(UPGRADES) == list(range(1, SCHEMA))


def test_steps_follow_one_another():
    record = {"schema": 1, "note": "看", "colour": "red"}
    assert upgraded(record, TABLE) == {"schema": 3, "remark": "看", "colour": "red"}
    assert record == {"schema": 1, "note": "看", "colour": "red"}
    assert upgraded({"schema": 2, "note": "x"}, TABLE) == {"schema": 3}


@given(
    st.dictionaries(st.text(), st.integers() | st.text())
    | st.fixed_dictionaries({"schema": st.none() | st.booleans() | st.floats(3) | st.integers(3) | st.text()})
)
def test_what_is_newer_or_names_no_schema_stays(record):
    if record.get("schema") in (1, 2) and type(record["schema"]) is int:
        return
    assert upgraded(record, TABLE) is record


def test_what_is_read_is_upgraded_and_what_is_on_disk_is_not(path, mark, monkeypatch):
    old, other = mark(note="看") | {"colour": "red"}, mark(50, note="y")
    path.parent.mkdir()
    path.write_bytes(
        render([("0", layer_head("mei")), *((str(doc_id(one["uid"])), one) for one in (old, other))])
    )
    before = path.read_bytes()
    for schema, upgrade in {1: lambda record: {**record, "note": record["note"] + "!"}}.items():
        monkeypatch.setitem(upgrades.UPGRADES, schema, upgrade)
    for where in (
        "annotations.records.record",
        "annotations.storage.layer.layer",
        "annotations.records.validation",
    ):
        monkeypatch.setattr(f"{where}.SCHEMA", 2, raising=False)
    layer = open_layer(path, "mei")
    expected = old | {"schema": 2, "note": "看!"}
    assert layer.read_only is None
    assert layer.get(old["uid"]) == expected
    assert layer.history()[0] == ((None, expected),)
    assert expected in peek(path, old["article"])
    assert path.read_bytes() == before
    layer.put([revise(expected, note="new")])
    documents = [document for _, document in parse(path.read_bytes(), "x").lines]
    assert documents[1:3] == [old, other]
    assert (documents[3]["schema"], documents[3]["colour"]) == (2, "red")
    assert open_layer(path, "mei").get(other["uid"])["note"] == "y!"


def test_compaction_writes_the_upgraded_ones(path, mark, monkeypatch):
    layer = open_layer(path, "mei")
    layer.put([mark(50, note="y")])
    record = mark()
    for turn in range(8):
        layer.put([record])
        record = revise(record, note=str(turn))
    monkeypatch.setitem(upgrades.UPGRADES, 1, lambda one: {**one, "note": one["note"] + "!"})
    for where in (
        "annotations.records.record",
        "annotations.storage.layer.layer",
        "annotations.records.validation",
    ):
        monkeypatch.setattr(f"{where}.SCHEMA", 2, raising=False)
    monkeypatch.setattr("annotations.storage.layer.compaction.LEAST_GAIN", 0)
    monkeypatch.setattr("annotations.storage.layer.compaction.LINES_A_RECORD", 0)
    layer = open_layer(path, "mei")
    layer.put([revise(layer.get(mark()["uid"]), note="new")])
    layer.close()
    documents = [document for _, document in parse(path.read_bytes(), "x").lines]
    assert documents[0] == layer_head("mei") | {"schema": documents[0]["schema"]}
    assert {document["schema"] for document in documents[1:]} == {2}
    assert documents[1]["note"] == "y!"


def test_a_newer_schema_is_left_as_it_is(path, mark):
    newer = {**mark(), "schema": SCHEMA + 1}
    path.parent.mkdir()
    path.write_bytes(render([("0", layer_head("mei")), (str(doc_id(newer["uid"])), newer)]))
    assert open_layer(path, "mei").read_only
    assert peek(path, newer["article"]) == [newer]
