"""One harmed byte costs at most the record that it is in, and what was never saved stays away."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.records.record import as_act, layer_head, revise, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.check.check import check_annotations
from annotations.storage.check.repair import repair_annotations
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.doubts import doubt_of
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import HEAD, TAIL, encode_line, render
from annotations.storage.layer.normal_form import mend
from annotations.storage.layer.salvage import salvage

ACTS = [20, 1, 30]
"""How many records the acts of the layer have; the last one is what settling or collecting leaves."""


def act_of(size: int, start: int) -> list:
    said = {"labels": ["claim"], "status": "marked", "annotator": "mei", "writer": "w", "scheme": "default/1"}
    starts = range(50 * start, 50 * (start + size), 50)
    return as_act([sentence_mark("a" * 20, at, at + 9, "近6000億美元。", **said) for at in starts])


RECORDS = [record for at, size in enumerate(ACTS) for record in act_of(size, 100 * at)]
LINES = [("0", layer_head("mei")), *((str(doc_id(one["uid"])), one) for one in RECORDS)]
DATA = render(LINES)
OLD = (
    HEAD
    + b"".join(b',"%s": %s\n' % (key.encode(), json.dumps(one).encode()) for key, one in LINES)[1:]
    + TAIL
)
"""The same as the first versions wrote it, without checksums."""


def uids(data: bytes) -> list[str]:
    return [str(document.get("uid")) for _, document in parse(data, "x").lines if "uid" in document]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_no_harmed_byte_costs_a_record_that_has_a_checksum(at: int, byte: int) -> None:
    data = DATA[:at] + bytes([byte]) + DATA[at + 1 :]
    assert len(uids(data)) == len(RECORDS)
    found = parse(data, "x")
    assert found.torn == 0
    if found.form is Form.DAMAGED:
        whole = [one for _, one in found.lines if "uid" in one]
        both = zip(whole, RECORDS, strict=True)
        unlike = [one for one, other in both if {**one, "batch": None} != {**other, "batch": None}]
        assert len(unlike) <= 1


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(OLD) - 1), st.integers(0, 255))
def test_a_harmed_byte_costs_one_record_without_a_checksum_and_names_it(at: int, byte: int) -> None:
    data = OLD[:at] + bytes([byte]) + OLD[at + 1 :]
    found = parse(data, "x")
    assert len(uids(data)) >= len(RECORDS) - 1
    assert found.torn == 0
    if len(uids(data)) < len(RECORDS) and found.form is Form.DAMAGED:
        assert [harm for harm in found.harms if not harm.mended]


@settings(max_examples=200, deadline=None)
@given(st.integers(len(DATA) - 4000, len(DATA) - 1))
def test_a_last_act_that_is_cut_short_does_not_count(end: int) -> None:
    found = parse(DATA[:end], "x")
    assert found.form is (Form.FOREIGN if end == len(DATA) - 1 else Form.DAMAGED)
    last = {one["uid"] for one in RECORDS[-ACTS[-1] :]}
    there = set(uids(DATA[:end]))
    assert there >= {one["uid"] for one in RECORDS} - last
    assert there & last in (set(), last)
    assert (there & last == last) == (end >= len(DATA) - len(TAIL) - 1)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(DATA) // 512 - 1), st.integers(1, 4))
def test_sectors_of_the_last_write_that_never_arrived(first: int, count: int) -> None:
    start = DATA.index(encode_line(*LINES[-ACTS[-1]]))
    first = -(-start // 512) + first % max(1, len(DATA) // 512 - -(-start // 512))
    at, past = 512 * first, min(512 * (first + count), len(DATA))
    data = DATA[:at] + bytes(past - at) + DATA[past:]
    last = {one["uid"] for one in RECORDS[-ACTS[-1] :]}
    assert set(uids(data)) == {one["uid"] for one in RECORDS} - last


def test_the_first_sector_never_arrived() -> None:
    """The old closing braces are then still there, and zeros behind them to the end of that sector."""
    start = DATA.index(encode_line(*LINES[-ACTS[-1]]))
    edge = -(-(start + len(TAIL)) // 512) * 512
    data = DATA[:start] + TAIL + bytes(edge - start - len(TAIL)) + DATA[edge:]
    assert len(uids(data)) == len(RECORDS) - ACTS[-1]
    assert parse(data, "x").torn


@pytest.mark.parametrize("size", [1, 3, 20])
def test_harm_in_the_midst_of_a_saved_act_is_named_with_its_line(size: int) -> None:
    at = OLD.index(b'"quote"', OLD.index(RECORDS[-5]["uid"].encode()))
    data = OLD[:at] + bytes(size) + OLD[at + size :]
    found = parse(data, "x")
    assert [(harm.line, harm.what, harm.mended) for harm in found.harms] == [
        (len(LINES) - 5 + 2, RECORDS[-5]["uid"], False)
    ]
    assert len(found.lines) == len(LINES) - 1
    assert {one["batch"][1] for _, one in found.lines[-10:]} == {ACTS[-1] - 1}, (
        "the act is what is left of it"
    )


def in_the_last_act(data: bytes, of: str) -> list[int]:
    """Return the bytes of the last act that are the first, the last or in the midst of a sector."""
    start = data.index(RECORDS[-ACTS[-1] + 1]["uid"].encode())
    at = {"first": 0, "last": 511, "midst": 200}[of]
    return [
        sector + at
        for sector in range(0, len(data), 512)
        if start < sector + at < len(data) - 900
        and data[sector + at] in b"0123456789abcdefghijklmnopqrstuvwxyz"
    ]


@pytest.mark.parametrize("of", ["first", "last", "midst"])
def test_one_byte_that_is_gone_is_no_sector_that_never_arrived(of: str) -> None:
    places = in_the_last_act(OLD, of)
    assert places
    for at in places:
        found = parse(OLD[:at] + b"\0" + OLD[at + 1 :], "x")
        assert found.torn == 0, at
        assert len(found.lines) >= len(LINES) - 1, at


def test_zeros_to_the_end_of_the_file_never_arrived_wherever_that_is() -> None:
    start = DATA.index(encode_line(*LINES[-ACTS[-1]]))
    saved = {one["uid"] for one in RECORDS[: -ACTS[-1]]}
    for past in (len(DATA) // 512 * 512 - 7, len(DATA) // 512 * 512 - 512, len(DATA) // 512 * 512 - 511):
        first = past // 512 * 512 - 512
        assert first > start
        data = DATA[:first] + bytes(past - first)
        assert set(uids(data)) == saved, past
        assert parse(data, "x").torn


def test_a_line_that_somebody_took_out_hides_no_other() -> None:
    line = encode_line(*LINES[-5])
    assert len(uids(DATA.replace(line, b""))) == len(RECORDS) - 1


def test_the_marks_of_a_merge_are_no_records() -> None:
    line = encode_line(*LINES[-5])
    data = DATA.replace(line, b"<<<<<<< HEAD\n" + line + b"=======\n>>>>>>> other branch\n")
    found = parse(data, "x")
    assert (len(found.lines), found.harms) == (len(LINES), ())


def test_every_line_is_looked_at_once() -> None:
    data = OLD.replace(b'"deleted": false', b'"deleted": \x00alse')
    found = salvage(data)
    assert [harm.line for harm in found.harms] == list(range(3, 3 + len(RECORDS)))


def test_what_was_put_right_stays_so_and_what_is_in_doubt_stays_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "annotations" / "mei.json"
    path.parent.mkdir()
    made, doubted, lost = RECORDS[3], RECORDS[7], RECORDS[-5]
    data = DATA.replace(made["uid"].encode() + b'", "kind"', made["uid"].encode() + b'", \x00kind"', 1)
    at = data.index(b"claim", data.index(doubted["uid"].encode()))
    data = data[:at] + b"clazm" + data[at + 5 :]
    at = data.index(b'"quote"', data.index(lost["uid"].encode()))
    data = data[:at] + b"garbage\xff" + data[at + 8 :]
    path.write_bytes(data)
    with closing(open_layer(path, "mei")) as layer:
        assert layer.get(made["uid"]) == made
        assert layer.get(doubted["uid"])["labels"] == ["clazm"]
        assert layer.get(lost["uid"]) is None
        told = " ".join(layer.notices)
        assert f"put right by its checksum: line 6 ({made['uid']})" in told
        assert f"not as zhupi wrote it: {doubted['uid']}" in told
        assert f"harmed and left out: line 49 ({lost['uid']})" in told
        layer.put([sentence_mark("b" * 20, 0, 9, "近6000億美元。", annotator="mei", writer="w", scheme="s")])
    with closing(open_layer(path, "mei")) as layer:
        assert layer.get(made["uid"]) == {**made, "batch": [made["batch"][0], 20]}
        assert [one for one in layer.notices if doubted["uid"] in one], "until somebody says what is meant"
        layer.put([revise(layer.get(doubted["uid"]), labels=["claim"])])
    with closing(open_layer(path, "mei")) as layer:
        assert layer.notices == []
        assert len(list(layer.records())) == len(RECORDS)


def test_check_tells_a_flipped_byte_from_an_edit_by_hand_and_repair_believes_the_hand(tmp_path: Path) -> None:
    path = tmp_path / "annotations" / "mei.json"
    path.parent.mkdir()
    data = DATA.replace(b'"claim"', b'"clazm"', 1).replace(b'["claim"]', b'["opinion"]', 1)
    path.write_bytes(data)
    flip, edit = [one for one in check_annotations(tmp_path) if "article" not in one.what]
    assert "one byte of it is another than zhupi wrote" in flip.what
    assert "'claim" in flip.what.replace('"claim', "'claim")
    assert (flip.line, flip.mendable) == (3, False)
    assert "a hand or another program changed it" in edit.what
    assert (edit.line, edit.mendable) == (4, True)
    repaired = repair_annotations(tmp_path, [flip, edit], articles=lambda wanted: {})
    assert "took 1 record as a hand left them" in " ".join(repaired.did)
    assert len([one for one in check_annotations(tmp_path) if "another than zhupi wrote" in one.what]) == 1
    assert b'["opinion"]' in path.read_bytes()
    assert b"clazm" in path.read_bytes()


def test_another_program_that_rewrites_the_file_raises_no_doubt(tmp_path: Path) -> None:
    for shape in ({}, {"indent": 2}, {"ensure_ascii": False}, {"sort_keys": True}, {"separators": ",:"}):
        found = parse(json.dumps(json.loads(DATA), **shape).encode(), "x")
        by_uid = {one["uid"]: one for _, one in found.lines if "uid" in one}
        assert by_uid == {one["uid"]: one for one in RECORDS}, shape


def harmed_and_one_gone(was: bytes, now: bytes) -> tuple[list, str]:
    """Return the lines of a layer of which one record has a changed byte and another of its act is gone."""
    rows = [encode_line(*line) for line in LINES]
    at = len(LINES) - 5
    assert rows[at].count(was) == 1
    rows[at] = rows[at].replace(was, now)
    del rows[-2]
    return rows, LINES[at][1]["uid"]


@pytest.mark.parametrize("broken", [b"", b',"1": {"schema"\n'])
def test_a_changed_byte_is_told_from_a_hand_also_where_others_of_its_act_are_gone(broken: bytes) -> None:
    """That the act is settled to what is left of it changes the record, and must not hide what was harmed."""
    rows, uid = harmed_and_one_gone(b'["claim"]', b'["clbim"]')
    data = HEAD + b"".join([*rows, broken])[1:] + TAIL
    for again in range(2):
        [record] = [one for _, one in parse(data, "x").lines if one.get("uid") == uid]
        assert record["labels"] == ["clbim"], "somebody may have meant it, so it counts"
        doubt = doubt_of(record)
        assert doubt is not None
        assert doubt.flip is not None
        assert b'["claim"]' in (doubt.was() or b"")
        mended = mend(data, "x", "mei")
        assert (mended is None) == bool(again)
        data = data if mended is None else mended.data


@pytest.mark.parametrize("form", ["a key that is no number", "another program's", "line ends"])
def test_what_makes_no_sense_is_put_right_in_whatever_form_the_file_is(form: str) -> None:
    rows = [encode_line(*line) for line in LINES]
    rows[3] = rows[3].replace(b'"article": "aaa', b'"article": "aba')
    data = HEAD + b"".join(rows)[1:] + TAIL
    if form == "line ends":
        data = data.replace(b"\n", b"\r\n")
    elif form == "another program's":
        data = json.dumps(json.loads(data), ensure_ascii=False).encode()
    else:
        data = data.replace(LINES[6][0].encode(), b"x" + LINES[6][0].encode()[1:])
    found = parse(data, "x")
    assert [one for key, one in found.lines if key == LINES[3][0]] == [LINES[3][1]]
    assert [harm.what for harm in found.harms if harm.mended] == [LINES[3][1]["uid"]]


@pytest.mark.parametrize("what", [2, 3])
def test_a_harmed_batch_makes_no_record_of_an_act_that_was_cut_short_count(what: int) -> None:
    rows = [encode_line(*line) for line in LINES]
    batch = json.dumps(RECORDS[-10]["batch"]).encode()
    rows[-10] = rows[-10].replace(
        batch, batch.replace(b", 30]", b", 31]") if what == 2 else b'["x' + batch[3:]
    )
    data = HEAD + b"".join(rows)[1:-100]
    assert parse(data, "x").torn == ACTS[-1] - 1
    assert set(uids(data)) == {one["uid"] for one in RECORDS[: -ACTS[-1]]}
