"""The bytes of a layer: exact, one record a line, and read again whatever happened to them."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import RecordError, StorageError
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.lines import (
    TAIL,
    encode,
    encode_line,
    missing_records,
    parse_tail,
    render,
    settle,
)

HEAD_LINE = ("0", {"kind": "layer", "schema": 1, "annotator": "mei"})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
DOCUMENTS = st.dictionaries(st.text(), JSON, max_size=4)


def record(number: int, rev: int = 1, **fields):
    return (str(number), {"uid": f"u{number}", "rev": rev, **fields})


def newest(lines):
    docs: dict = {}
    Fold(docs).take(lines)
    return docs


def test_the_exact_bytes_of_a_layer():
    data = render([HEAD_LINE, ("7", {"uid": "u7", "note": "朱批"}), ("7", {"uid": "u7", "note": ""})])
    assert data.decode() == (
        '{"_default": {\n'
        '"0": {"kind": "layer", "schema": 1, "annotator": "mei"}\n'
        ',"7": {"uid": "u7", "note": "朱批", "sum": "c992b437"}\n'
        ',"7": {"uid": "u7", "note": "", "sum": "840e5184"}\n'
        "}}\n"
    )


@given(st.lists(st.tuples(st.integers(1, 2**63).map(str), DOCUMENTS), max_size=4))
def test_what_is_rendered_is_read_again(lines):
    data = render([HEAD_LINE, *lines])
    contents = parse(data, "x")
    assert contents.form is Form.OURS
    assert contents.lines == [HEAD_LINE, *lines]
    assert len(data.decode().splitlines()) == len(lines) + 3
    assert json.loads(data)["_default"] == dict([HEAD_LINE, *lines])


@given(
    st.text(alphabet=st.sampled_from('\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\x9b\x7f\x00\ud800\udfff"\\a字😀'))
)
def test_no_character_breaks_a_line_or_the_encoding(text):
    if any("\ud800" <= a <= "\udbff" and "\udc00" <= b <= "\udfff" for a, b in pairwise(text)):
        with pytest.raises(RecordError):
            encode(text)
        return
    line = encode_line("1", {"note": text})
    assert len(line.decode().splitlines()) == 1
    assert line.endswith(b"\n")
    assert parse_tail(line + TAIL) == [("1", {"note": text})]


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"x", object()])
def test_what_is_not_json_is_refused(value):
    with pytest.raises(RecordError, match="JSON"):
        encode({"note": value})


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n \n",
        lambda data: data.replace(b"\n,", b",\n"),
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: json.dumps(json.loads(data), indent=2, ensure_ascii=False).encode(),
        lambda data: json.dumps({"_default": dict(reversed(json.loads(data)["_default"].items()))}).encode(),
    ],
    ids=["bom", "crlf", "no-newline", "blank-end", "commas", "stock", "indent", "head-last"],
)
def test_other_shapes_are_taken_in(change):
    data = render([HEAD_LINE, record(1, note="一"), record(2), record(1, 2, note="二")])
    contents = parse(change(data), "x")
    assert contents.form is Form.FOREIGN
    assert newest(contents.lines) == newest(parse(data, "x").lines)


def test_superseded_lines_survive_another_shape():
    data = render([HEAD_LINE, record(1), record(1, 2)]).replace(b"\n", b"\r\n")
    assert len(parse(data, "x").lines) == 3
    assert len(parse(data.replace(b"\r\n,", b",\r\n"), "x").lines) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"hello",
        b"[]",
        b"[1]",
        b"42",
        b'{"a": 1}',
        b'{"_default": 3}',
        b'{"_default": {"x": {}}}',
        b"\xff\xfe{\0}\0",
        b'{"_default": {"1": 5}}',
        b'{"_default": []}',
        "標題\n".encode(),
        b"[" * 100_000,
    ],
    ids=range(12),
)
def test_what_is_no_layer_is_refused(data):
    with pytest.raises(StorageError, match=r"mei\.json") as caught:
        parse(data, "mei.json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"{}", b'{"_default": {}}'])
def test_an_empty_database_is_a_layer(data):
    contents = parse(data, "x")
    assert (contents.form, contents.lines) == (Form.FOREIGN, [])


def test_a_file_cut_at_any_byte_keeps_every_whole_record():
    whole = [HEAD_LINE, record(1, note="一"), record(2, note='"3": {"uid": "x"}'), record(1, 2, note="二")]
    data = render(whole)
    ends = [data.index(b"\n", data.index(encode_line(*line)[1:])) for line in whole]
    for cut in range(1, len(data) - 1):
        contents = parse(data[:cut], "x")
        expected = [line for line, end in zip(whole, ends, strict=True) if end <= cut]
        assert contents.lines == expected, data[:cut]
        assert contents.form is Form.DAMAGED


def test_a_record_overwritten_at_any_byte_costs_no_other():
    whole = [HEAD_LINE, record(1, note="一"), record(2, note="二"), record(3)]
    data = render(whole)
    start = data.index(b',"2"')
    for at in range(start, data.index(b"\n", start)):
        for junk in (b"\0", b"\xff", b" ", b"\n", b'"', b"}"):
            contents = parse(data[:at] + junk + data[at + 1 :], "x")
            kept = [line for line in contents.lines if line[0] in "013"]
            assert kept == [line for line in whole if line[0] != "2"], (at, junk)


@pytest.mark.parametrize("tail", [b"\0" * 50, b"}}\n", b"garbage", b',"9": {"uid": "u9"', b"\xe6"])
def test_what_follows_the_end_costs_nothing(tail):
    whole = [HEAD_LINE, record(1), record(2)]
    contents = parse(render(whole) + tail, "x")
    assert (contents.form, contents.lines) == (Form.DAMAGED, whole)


@pytest.mark.parametrize("data", [b"\0" * 4096, b"{", b'{"_default": {\n', b'{"_default": {\n"0": {"ki'])
def test_the_remains_of_a_first_write_are_a_damaged_layer(data):
    contents = parse(data, "x")
    assert (contents.form, contents.lines) == (Form.DAMAGED, [])


def test_what_stands_in_a_whole_file_counts():
    lines = [record(1, batch=["a", 1]), record(2, batch=["b", 2]), record(1, 2, batch=["b", 2])]
    assert newest(lines)["1"]["rev"] == 2
    assert newest(lines[:2]) == dict(lines[:2])
    assert (missing_records(lines), missing_records(lines[:2])) == (0, 1)


def test_a_stock_rewrite_drops_lines_and_no_record():
    lines = [HEAD_LINE, record(1, batch=["a", 2]), record(2, batch=["a", 2]), record(1, 2, batch=["b", 1])]
    stock = json.dumps(json.loads(render(lines))).encode()
    assert set(newest(parse(stock, "x").lines)) == {"0", "1", "2"}
    assert parse(render(parse(stock, "x").lines), "x").lines == parse(stock, "x").lines


def test_settling_counts_what_is_left():
    lines = [record(1, batch=["a", 3]), record(2, batch=["a", 3]), record(3, batch=["b", 2])]
    assert [one["batch"] for _, one in settle(lines)] == [["a", 2], ["a", 2], ["b", 1]]


def test_the_highest_revision_wins_whatever_the_order():
    fold = Fold({})
    one, other = record(2, writer="a", note="x"), record(2, writer="b", note="y")
    fold.take([record(1, 3), record(1, 2), one, other])
    assert (fold.docs["1"]["rev"], fold.docs["2"]["writer"]) == (3, "b")
    assert (fold.late, fold.rivals) == ({"1"}, {"2": (one[1],)})
    assert len(fold.notices()) == 1


@pytest.mark.parametrize(
    "batch", [None, 3, "b", [], ["b"], ["b", "2"], [2, 2], {"b": 2}, ["b", 2, 3], [["b"], 2]]
)
def test_a_strange_batch_is_no_batch(batch):
    assert set(newest([record(1, batch=batch)])) == {"1"}


@pytest.mark.parametrize("piece", [1, 40, 100, 1 << 17])
def test_lines_are_the_same_in_whatever_pieces_they_are_parsed(monkeypatch, piece):
    monkeypatch.setattr("annotations.storage.layer.lines.PIECE", piece)
    lines = [HEAD_LINE, *(record(number, note="朱批" * number) for number in range(1, 30))]
    data = render(lines)
    contents = parse(data, "x")
    assert (contents.form, contents.lines) == (Form.OURS, lines)
    assert parse_tail(data[data.index(b',"1"') :]) == lines[1:]
    assert parse_tail(data[data.index(b',"1"') :].replace(b"\n}}", b"}}")) is None
