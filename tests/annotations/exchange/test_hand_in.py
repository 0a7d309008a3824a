"""The file that carries a layer: whole or refused, and the same for the same layer."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ReadingError
from annotations.exchange.hand_in import is_hand_in, read_hand_in, write_hand_in
from annotations.exchange.handed_text import HandedText, text_hash
from annotations.records.record import Record, article_mark, sentence_mark, tombstone

A, B = "0123456789abcdef0123", "fedcba98765432100123"
TEXTS = [HandedText(A, "題", "a.txt", text_hash("今天。")), HandedText(B, "", "", None)]
BY: dict[str, Any] = {"annotator": "梅", "writer": "w", "scheme": "default/1", "at": "2026-01-31T08:00:00Z"}


def mark(article: str = A, start: int = 0, **fields: Any) -> Record:
    return sentence_mark(article, start, start + 2, "今天", **BY | fields)


RECORDS = [
    mark(note="一\u2028二\n三", at="2026-02-01T08:00:00.000Z"),
    tombstone(mark(start=9)),
    article_mark(B, done=True, **BY),
]


def lines(records: list[Record] | None = None) -> list[bytes]:
    return list(write_hand_in("梅", "default/1", TEXTS, RECORDS if records is None else records))


def test_there_and_back() -> None:
    read = read_hand_in(lines(), "f")
    assert (read.name, read.annotator, read.scheme) == ("f", "梅", "default/1")
    assert list(read.texts.values()) == TEXTS
    expected = [{k: v for k, v in one.items() if k != "batch"} for one in RECORDS]
    assert sorted(read.records, key=lambda one: one["uid"]) == sorted(expected, key=lambda one: one["uid"])
    assert [one["created"] for one in read.records] == sorted(one["created"] for one in read.records)


def test_records_stand_by_the_instant_whether_or_not_it_has_milliseconds() -> None:
    times = ["2026-01-31T08:00:00Z", "2026-01-31T08:00:00.500Z", "2026-01-31T08:00:01Z"]
    records = [mark(start=9 * number, at=time) for number, time in enumerate(times)]
    for given_in in (records, records[::-1]):
        assert [one["created"] for one in read_hand_in(lines(given_in), "f").records] == times


def test_what_was_passed_on_is_taken_in_where_it_is_understood() -> None:
    foreign = {**mark(start=30), "kind": "melody", "uid": "melody:1"}
    known, also = mark(start=40), mark(start=50)
    others = [{**mark(start=60), "annotator": "kai"}, mark("0" * 20, start=70)]
    passed_on = [foreign, known, *others, also, {**foreign, "uid": "melody:2"}]
    read = read_hand_in(write_hand_in("梅", "default/1", TEXTS, RECORDS, passed_on), "f")
    taken = {one["uid"] for one in read.records} - {one["uid"] for one in RECORDS}
    assert taken == {known["uid"], also["uid"]}
    assert {str(one["uid"]) for one in read.unknown} == {
        "melody:1",
        "melody:2",
        *(one["uid"] for one in others),
    }


def test_an_empty_layer_is_whole_too() -> None:
    assert read_hand_in(write_hand_in("mei", "default/1", [], []), "f").records == []


@given(st.permutations(RECORDS), st.lists(st.text(min_size=1), min_size=3, max_size=3))
def test_the_same_layer_gives_the_same_bytes(records: list[Record], acts: list[str]) -> None:
    in_acts = [{**one, "batch": [act, 1]} for one, act in zip(records, acts, strict=True)]
    assert lines(in_acts) == lines()


@given(st.data())
def test_whatever_is_missing_or_changed_is_told_with_its_line(data: st.DataObject) -> None:
    whole = b"".join(lines())
    at = data.draw(st.integers(0, len(whole) - 2))
    cut = whole[:at]
    with pytest.raises(ReadingError, match=r"^f, line \d+: .*nothing of it was taken"):
        read_hand_in(cut.splitlines(keepends=True), "f")
    other = bytes([whole[at] ^ data.draw(st.sampled_from([1, 2, 4, 8, 16, 32, 64, 128]))])
    changed = (whole[:at] + other + whole[at + 1 :]).split(b"\n")
    with suppress(ReadingError):  # else it was a blank at the end of a line, which is nothing
        assert read_hand_in(changed, "f") == read_hand_in(lines(), "f")


@pytest.mark.parametrize("place", range(len(RECORDS) + len(TEXTS) + 2))
def test_a_line_that_is_gone_or_there_twice(place: int) -> None:
    whole = lines()
    for changed in (whole[:place] + whole[place + 1 :], whole[: place + 1] + whole[place:]):
        with pytest.raises(ReadingError, match="nothing of it was taken"):
            read_hand_in(changed, "f")


def test_line_ends_of_another_system_and_a_mark_of_byte_order_are_no_damage() -> None:
    changed = [b"\xef\xbb\xbf" + lines()[0], *lines()[1:]]
    assert read_hand_in([one.replace(b"\n", b"\r\n") for one in changed], "f") == read_hand_in(lines(), "f")
    assert is_hand_in(changed[0])
    assert not is_hand_in(lines()[1])
    assert not is_hand_in(b"\xff")


@pytest.mark.parametrize(
    ("line", "change", "words"),
    [
        (0, {"format": 2}, "line 1: a newer zhupi wrote it; install a newer zhupi"),
        (0, {"schema": 2}, "line 1: a newer zhupi wrote it"),
        (0, {"records": -1}, "line 1: records must be a whole number"),
        (0, {"annotator": ""}, "line 1: annotator must be a name"),
        (0, {"kind": "x"}, "line 1: this is no file that zhupi hand-in wrote"),
        (1, {"article": "../x"}, "line 2: '../x' is not the id of an article"),
        (1, {"text_hash": 3}, "line 2: text_hash"),
        (6, {"labels": 1}, "line 7: .*labels must be"),
        (3, {"annotator": "kai"}, "line 4: a record of 梅 should stand there"),
        (3, {"article": "0" * 20}, "line 4: it is about an article that is not named before"),
        (3, {"schema": 9}, "line 4: a newer zhupi wrote it"),
        (3, {"note": "other"}, "line 8: the lines before it are not those that were written"),
    ],
)
def test_what_is_wrong_is_said(line: int, change: dict[str, Any], words: str) -> None:
    rows = [json.loads(one) for one in lines([*RECORDS, mark(start=20, at="2027-01-01T00:00:00Z")])]
    rows[line] |= change
    with pytest.raises(ReadingError, match=words):
        read_hand_in([json.dumps(row).encode() for row in rows], "f")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"a": NaN}', "it is not JSON that can be used: NaN is not a number of JSON"),
        (b"[" * 200 + b"]" * 200, "it is not JSON that can be used: nested too deeply"),
        (b"{", "it is not JSON in UTF-8"),
        (b'"\xff"', "it is not JSON in UTF-8"),
        (b"[1]", "it is not a JSON object"),
    ],
)
def test_a_line_that_is_no_object_is_told(line: bytes, words: str) -> None:
    whole = lines()
    for number in range(2, len(whole)):
        with pytest.raises(ReadingError) as refused:
            read_hand_in([*whole[: number - 1], line + b"\n", *whole[number:]], "f")
        assert (
            str(refused.value)
            == f"f, line {number}: {words}; have it handed in again; nothing of it was taken"
        )


def test_hashes_tell_texts_apart() -> None:
    assert text_hash("今天") == text_hash("今天") != text_hash("今日")
    assert len(text_hash("\ud800")) == 32
