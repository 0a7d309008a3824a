"""Prodigy: what we write comes back and passes its checks, and what its recipes save is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from damage import damaged, demand_sound
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Packed, items
from rival_items import GOLD, RICH, bare, divided, order, sorted_items, source_of

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats import prodigy
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan

VIEWS = prodigy.OPTIONS["view"]


def written(groups: Sequence[Group], wanted: Order) -> Packed:
    packed = Packed()
    prodigy.write(groups, packed, wanted)
    return packed


def rows_of(packed: Packed, name: str = "prodigy.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in packed.files[name].split(b"\n") if line]


def read(*rows: dict[str, Any], wanted: Order | None = None, name: str = "news.jsonl") -> list[Item]:
    text = "\n".join(map(json.dumps, rows))
    return list(prodigy.read(source_of(name, text), wanted or order()))


def check(row: dict[str, Any]) -> None:
    """Check an example as Prodigy checks it: its tokens, its spans on them, its options."""
    text = row["text"]
    assert isinstance(text, str)
    assert text
    assert not {"_input_hash", "_task_hash"} & row.keys()
    assert row.get("answer", "accept") in ("accept", "reject", "ignore")
    tokens = row.get("tokens")
    for number, token in enumerate(tokens or ()):
        assert token["id"] == number
        assert token["text"] == text[token["start"] : token["end"]]
    if tokens is not None:
        assert "".join(one["text"] + " " * one["ws"] for one in tokens) == text
    for span in row.get("spans", ()):
        assert 0 <= span["start"] < span["end"] <= len(text)
        assert span["label"]
        if tokens is not None:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
    if row["_view_id"] == "ner_manual":
        ends = [0, *(span["end"] for span in row["spans"])]
        assert all(end <= span["start"] for end, span in zip(ends, row["spans"], strict=False))
    if "options" in row:
        ids = [one["id"] for one in row["options"]]
        assert len(set(ids)) == len(ids)
        assert set(row["accept"]) <= set(ids)
    for version in row.get("versions", ()):
        check({"_view_id": row["view_id"], **version})
        assert version["sessions"]
    assert sum(version["default"] for version in row.get("versions", ())) == ("versions" in row)


@settings(max_examples=12)
@given(st.lists(items(), min_size=1, max_size=2, unique_by=lambda one: one.article), st.sampled_from(VIEWS))
def test_sentences_come_back(said: list[Item], view: str) -> None:
    packed = written([[one] for one in said], order(options={"view": view}))
    for row in rows_of(packed):
        check(row)
    wanted = order()
    assert bare(prodigy.read(packed.source, wanted)) == divided(said)
    assert not wanted.faults.lines


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("one", [RICH, GOLD], ids=["rich", "gold"])
def test_all_that_is_said_comes_back(one: Item, view: str) -> None:
    packed = written([[one]], order(options={"view": view}))
    assert packed.files == written([[one]], order(options={"view": view})).files
    assert bare(prodigy.read(packed.source, order())) == divided([one])


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("several", prodigy.OPTIONS["several"])
def test_several_annotators_and_a_model(view: str, several: str) -> None:
    none = replace(RICH.sentences[0], labels=(), status="none", quotes=(), note="")
    li = replace(RICH, annotator="li", sentences=(none, *RICH.sentences[1:]))
    wu = replace(RICH, annotator="wu")
    guess = replace(RICH.sentences[0], scores={"claim": 0.75, "quote": 0.5})
    model = replace(RICH, annotator="bert", predicted=True, sentences=(guess, *RICH.sentences[1:]))
    group = [li, RICH, model, wu]
    packed = written([group], order(together=True, options={"view": view, "several": several}))
    rows = rows_of(packed)
    for row in rows:
        check(row)
    assert sorted_items(prodigy.read(packed.source, order())) == sorted_items(divided(group))
    if view == "choice" and several == "review":
        versions = rows[0]["versions"]
        assert [one["sessions"] for one in versions] == [["li"], ["mei", "wu"]]
        assert [one["default"] for one in versions] == [False, True]
        assert rows[0]["accept"] == ["claim", "quote"]
        assert "answer" not in rows[0]


def test_overlapping_names_stand_beside_ner_manual_and_are_told() -> None:
    spans = (ItemSpan(0, 2, "ORG"), ItemSpan(1, 4, "LOC"), ItemSpan(4, 5, "PER"))
    sentences = (ItemSentence(0, 5, ("claim",), "marked"),)
    wanted = order(options={"view": "ner_manual"})
    packed = written([[Item("央行降准。", sentences=sentences, spans=spans)]], wanted)
    (row,) = rows_of(packed)
    assert [(one["start"], one["token_end"], one["label"]) for one in row["spans"]] == [
        (1, 3, "LOC"),
        (4, 4, "PER"),
    ]
    assert wanted.losses.lines() == ["1 overlapping name or number beside the spans"]
    (found,) = prodigy.read(packed.source, order())
    assert found.spans == spans


def test_splits_are_files() -> None:
    packed = written([[RICH]], order(splits=("train", "test"), split_of=lambda item: "test"))
    assert sorted(packed.files) == ["test.jsonl", "train.jsonl"]
    assert packed.files["train.jsonl"] == b""


def test_examples_that_others_have_answered_in_prodigy() -> None:
    first, second, third = rows_of(written([[RICH]], order()))
    first |= {
        "accept": ["opinion"],
        "_annotator_id": "news-li",
        "_session_id": "news-li",
        "_timestamp": 1763900000,
    }
    second |= {"accept": ["claim"]}
    third |= {"accept": [], "answer": "accept", "_annotator_id": "news-2026-01-31_08-00-00"}
    found = read(first, second, third)
    said = [(one.annotator, one.sentences[0].labels, one.sentences[0].status) for one in found]
    assert said == [("li", ("opinion",), "marked"), ("mei", ("claim",), "marked"), ("", (), "none")]
    assert (found[0].sentences[0].note, found[0].sentences[0].part, found[0].base) == ("", "title", 0)
    assert (found[1].sentences[0].number, found[1].base, found[1].article) == (2, 11, RICH.article)


@pytest.mark.parametrize("answer", ["ignore", "reject"])
def test_a_sentence_that_is_sent_back_is_open(answer: str) -> None:
    first, second, _ = rows_of(written([[RICH]], order()))
    found = read(first | {"answer": answer}, second | {"answer": answer})
    assert [(one.sentences[0].labels, one.sentences[0].status) for one in found] == [((), "open")] * 2


CHOICE: dict[str, Any] = {
    "text": "央行称将降准0.5%。",
    "options": [
        {"id": "claim", "text": "事實"},
        {"id": "opinion", "text": "觀點"},
        {"id": "quote", "text": "引語"},
    ],
    "accept": ["claim", "quote"],
    "answer": "accept",
    "config": {"choice_style": "multiple"},
    "meta": {"doc_id": "n1", "sent_idx": 0},
    "_input_hash": 1035221874,
    "_task_hash": -77210935,
    "_view_id": "choice",
    "_session_id": "news-alice",
    "_annotator_id": "news-alice",
    "_timestamp": 1763900000,
}


def test_a_choice_as_prodigy_saves_it() -> None:
    (said,) = read(CHOICE)
    assert (said.annotator, said.unit, said.document, said.base) == ("alice", "sentence", "n1", None)
    assert said.metadata == {"sent_idx": 0}
    assert said.spans is None
    expected = ItemSentence(0, 11, ("claim", "quote"), "marked", updated="2025-11-23T12:13:20Z")
    assert said.sentences == (expected,)
    assert said.where == "news.jsonl, line 1"


@pytest.mark.parametrize(
    ("change", "labels", "status"),
    [
        ({"accept": []}, (), "none"),
        ({"answer": "ignore"}, (), "open"),
        ({"answer": "reject"}, (), "open"),
        ({"accept": "claim"}, ("claim",), "marked"),
        ({"options": [{"id": 0, "text": "claim"}, {"id": 1, "text": "b"}], "accept": [1]}, ("b",), "marked"),
        ({"accept": [True, None, {}, 3]}, ("True", "3"), "marked"),
    ],
)
def test_answers(change: dict[str, Any], labels: tuple[str, ...], status: str) -> None:
    (said,) = read(CHOICE | change)
    assert (said.sentences[0].labels, said.sentences[0].status) == (labels, status)


NAMES: dict[str, Any] = {
    "text": "央行称",
    "tokens": [
        {"text": one, "start": at, "end": at + 1, "id": at, "ws": False} for at, one in enumerate("央行称")
    ],
    "spans": [{"start": 0, "end": 2, "token_start": 0, "token_end": 1, "label": "ORG"}],
    "answer": "accept",
    "_view_id": "ner_manual",
}


def test_names_as_prodigy_saves_them() -> None:
    said, rejected, empty = read(NAMES, NAMES | {"answer": "reject"}, NAMES | {"spans": []})
    assert said.spans == (ItemSpan(0, 2, "ORG"),)
    assert said.sentences[0].status == "open"
    assert rejected.spans is None
    assert empty.spans == ()


def test_examples_of_single_labels_are_put_together() -> None:
    text = {"text": "央行降准。", "_view_id": "classification"}
    rows = [
        text | {"label": one, "answer": "accept" if one == "claim" else "reject"}
        for one in ("quote", "claim")
    ]
    others = [{"text": "無人。", "label": one, "answer": "reject"} for one in ("claim", "opinion", "quote")]
    half = {"text": "還有。", "label": "claim", "answer": "reject"}
    ignored = {"text": "沒有。", "label": "claim", "answer": "ignore"}
    found = read(rows[0], *others, rows[1], half, ignored)
    assert [(one.text, one.sentences[0].labels, one.sentences[0].status) for one in found] == [
        ("央行降准。", ("claim",), "marked"),
        ("無人。", (), "none"),
        ("還有。", (), "open"),
        ("沒有。", (), "open"),
    ]


def test_what_has_no_answer_is_a_prediction() -> None:
    span = {"start": 0, "end": 2, "label": "ORG", "score": 0.5, "source": "zh_core_web_trf"}
    names, label, plain = read(
        {"text": "央行称", "spans": [span]},
        {"text": "無人。"},
        {"text": "央行降准。", "label": "claim", "score": 0.75},
    )
    assert (names.predicted, names.annotator) == (True, "zh_core_web_trf")
    assert names.spans == (ItemSpan(0, 2, "ORG", score=0.5),)
    assert (label.predicted, label.sentences[0].status) == (False, "open")
    assert (plain.predicted, plain.sentences[0].labels, plain.sentences[0].scores) == (
        *(True, ("claim",)),
        {"claim": 0.75},
    )


def test_review_as_prodigy_saves_it() -> None:
    task = {key: CHOICE[key] for key in ("text", "options", "_input_hash")}
    versions = [
        task | {"accept": ["claim"], "sessions": ["news-alice", "news-bob"], "default": True},
        task | {"accept": [], "sessions": ["news-carl"], "default": False},
    ]
    row = CHOICE | {"versions": versions, "view_id": "choice", "_annotator_id": "lead", "accept": ["claim"]}
    found = read(row)
    assert [(one.annotator, one.sentences[0].labels, one.sentences[0].status) for one in found] == [
        *(("alice", ("claim",), "marked"), ("bob", ("claim",), "marked"), ("carl", (), "none")),
        ("lead", ("claim",), "marked"),
    ]


def test_whole_articles_of_others() -> None:
    (said,) = read(CHOICE, wanted=order(unit="article"))
    assert (said.unit, said.labels, said.sentences) == ("article", ("claim", "quote"), ())


def test_all_faults_are_told_and_the_rest_is_read() -> None:
    wanted = order()
    spans = [
        {"start": 0, "end": 9, "label": "ORG"},
        {"start": 0, "end": 2, "label": "ORG", "text": "市場"},
        {"start": "0", "end": 2, "label": "ORG"},
        {"start": 1, "end": 1, "label": "ORG"},
        3,
        {"start": 0, "end": 2, "label": "LOC"},
    ]
    lines = [
        json.dumps(NAMES | {"spans": spans, "versions": [1]}, ensure_ascii=False).encode(),
        b'{"text": 3}',
        b"",
        b"[1]",
        b'{"text": "\xff"}',
        b"{" * 3,
        b"[" * 5000,
    ]
    found = list(prodigy.read(Packed({"x.jsonl": b"\n".join(lines)}).source, wanted))
    assert [one.spans for one in found] == [(ItemSpan(0, 2, "LOC"),)]
    assert [line.partition(":")[0] for line in wanted.faults.lines] == [
        *["x.jsonl, line 1"] * 6,
        *(f"x.jsonl, line {number}" for number in (2, 4, 5, 6, 7)),
    ]
    assert "from 0 to 2 stands '央行', and not '市場'" in wanted.faults.lines[2]


def test_what_has_no_example_is_told() -> None:
    with pytest.raises(ReadingError, match="there is no example of Prodigy"):
        read({"x": 1})


def test_half_a_character_is_escaped() -> None:
    one = Item("a\ud83d。\x00", sentences=(ItemSentence(0, 4, ("claim",), "marked"),), spans=())
    assert bare(prodigy.read(written([[one]], order()).source, order())) == divided([one])


@pytest.mark.parametrize("view", VIEWS)
def test_whatever_is_damaged_the_rest_is_read(view: str) -> None:
    model = replace(RICH, annotator="bert", predicted=True)
    rows = rows_of(written([[GOLD, model]], order(together=True, options={"view": view})))
    for row in damaged(rows[0]):
        for one in read(row, rows[1]):
            demand_sound(one)


def test_what_is_recognised() -> None:
    assert prodigy.recognises(source_of("x", json.dumps(CHOICE)))
    for view in VIEWS:
        assert prodigy.recognises(written([[RICH]], order(options={"view": view})).source)
    for row in (CHOICE, NAMES, {"text": "a", "label": "b", "answer": "reject"}):
        assert prodigy.recognises(source_of("x.jsonl", json.dumps(row)))
    for text in ('{"text": "a", "label": ["b"]}', '{"text": "\\"answer\\": \\"accept\\""}', "", "[]", "\x00"):
        assert not prodigy.recognises(source_of("x.jsonl", text))
    assert not prodigy.recognises(source_of("x.txt", json.dumps(CHOICE)))
