"""The JSONL that annotators hand in: the keys that were promised, and offsets that fit."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from export_lines import SCHEMA, demand
from hypothesis import given
from hypothesis import strategies as st

from annotations.exchange.flat import flat
from annotations.exchange.jsonl import analysed, article_object, encode, sentence_objects
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.record import Record, article_mark, sentence_mark

RAW = "中國(guó)總統特朗普說:「好。」\n約6000億美元。結(jié)束。沒有了。"
REMOVED = ((2, 7), (29, 34))
TEXT = "中國總統特朗普說:「好。」\n約6000億美元。結束。沒有了。"
SENTENCES = (Sentence(0, 13, True), Sentence(14, 23, True), Sentence(23, 26), Sentence(26, 30))
ANALYSIS = Analysis(
    (Name(0, 2, "LOC"), Name(4, 7, "PER", certain=False), Name(21, 25, "ORG")),
    (Number(14, 22, "money", 600_000_000_000, unit="USD", modifier="approx"),),
    "v1",
)
WHO = {"annotator": "mei", "writer": "w", "scheme": "old/3"}
SPEAKER = {"text": "特朗普", "name": "特朗普", "start": 4, "end": 7, "by": "rule"}
QUOTE = {"form": "direct", "cont": False, "content": [9, 13], "speakers": [SPEAKER], "by": "rule"}

QUOTE_KEYS = {"form", "cont", "content", "speakers", "by"}
SPEAKER_KEYS = {"text", "name", "start", "end", "by"}
OF_ARTICLE = {
    *("format", "article", "title", "source", "metadata", "text", "entities", "numbers", "corrections"),
    *(
        "article_labels",
        "article_attributes",
        "annotator",
        "decided_by",
        "how",
        "votes",
        "left_open",
        "absent",
    ),
}
"""What a line of a sentence says that does not stand with each sentence in the line of an article."""


def keys(kind: str) -> list[str]:
    return list(SCHEMA["$defs"][kind]["properties"])


@pytest.fixture
def article() -> Article:
    return Article(
        id="a" * 20,
        title="題",
        text=TEXT,
        raw=RAW,
        removed=REMOVED,
        source="a.txt",
        sentences=SENTENCES,
        metadata={"date": "2025-02-08"},
    )


def mark(index: int, **fields: Any) -> Record:
    sentence = SENTENCES[index]
    quote = TEXT[sentence.start : sentence.end]
    return sentence_mark("a" * 20, sentence.start, sentence.end, quote, **WHO, **fields)


def rows(article: Article, *records: Record) -> list[dict[str, Any]]:
    return list(sentence_objects(article, Marks(article, records), ANALYSIS, "mei", "default/1"))


def test_the_case_is_sound(article: Article) -> None:
    kept = "".join(c for i, c in enumerate(RAW) if not any(a <= i < b for a, b in REMOVED))
    assert kept == TEXT


def test_every_key_is_always_there(article: Article) -> None:
    for records in ((), (mark(0, labels=["claim"], status="marked"),)):
        for row in rows(article, *records):
            assert list(row) == keys("sentence_line")
            demand(flat(row), "sentence_line")
        whole = article_object(article, Marks(article, records), ANALYSIS, "mei", "default/1")
        assert list(whole) == keys("article_line")
        demand(flat(whole), "article_line")
        assert all(one.keys() == set(keys("sentence_line")) - OF_ARTICLE for one in whole["sentences"])
        for kind, spans in (("entity", whole["entities"]), ("number", whole["numbers"])):
            assert spans
            assert all(list(one) == keys(kind) for one in spans)


def test_offsets_fit(article: Article) -> None:
    for number, row in enumerate(rows(article), 1):
        assert row["sentence"] == number
        assert TEXT[row["start"] : row["end"]] == row["text"]
        for span in row["entities"] + row["numbers"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]
    whole = article_object(article, Marks(article), ANALYSIS, "mei", "default/1")
    for span in whole["entities"] + whole["numbers"]:
        assert TEXT[span["start"] : span["end"]] == span["text"]
    assert len(whole["entities"]) == 3, "also what lies across a bound"


def test_raw_offsets_fit(article: Article) -> None:
    row = rows(article)[0]
    assert RAW[row["raw_start"] : row["raw_end"]] == "中國(guó)總統特朗普說:「好。」"
    row = rows(article)[2]
    assert RAW[row["raw_start"] : row["raw_end"]] == "結(jié)束。"
    assert (
        article_object(article, Marks(article), ANALYSIS, "mei", "x")["sentences"][2]["raw_end"]
        == row["raw_end"]
    )


def test_spans_go_to_the_sentence_they_lie_in(article: Article) -> None:
    found = rows(article)
    assert [[entity["text"] for entity in row["entities"]] for row in found] == [
        ["中國", "特朗普"],
        [],
        [],
        [],
    ]
    assert [[number["value"] for number in row["numbers"]] for row in found] == [
        [],
        [600_000_000_000],
        [],
        [],
    ]
    assert found[1]["numbers"][0]["modifier"] == "approx"


def test_statuses(article: Article) -> None:
    marked, none, flagged = (
        mark(0, labels=["claim", "quote"], status="marked", note="查"),
        mark(1, status="none"),
        mark(2, flag=True),
    )
    found = rows(article, marked, none, flagged)
    assert [row["status"] for row in found] == ["marked", "none", "open", "open"]
    assert found[0]["labels"] == ["claim", "quote"]
    assert found[0]["note"] == "查"
    assert found[2]["flag"] is True
    assert not any(row["done"] for row in found)
    done = article_mark("a" * 20, done=True, **WHO)
    found = rows(article, marked, none, flagged, done)
    assert [row["status"] for row in found] == ["marked", "none", "implied", "implied"]
    assert all(row["done"] for row in found)


def test_where_and_when_a_mark_was_made(article: Article) -> None:
    at = "2026-01-31T08:00:00.000Z"
    made = mark(0, labels=["claim"], status="marked", at=at, voice="speaker", quotes=[QUOTE])
    first, second, *_ = rows(article, made)
    assert (first["created"], first["updated"], first["scheme"]) == (at, at, "old/3")
    assert (first["voice"], first["quotes"]) == ("speaker", [QUOTE])
    assert (second["created"], second["updated"], second["scheme"]) == (None, None, "default/1")
    assert first["annotator"] == second["annotator"] == "mei"


def said_by(quotes: list[Any]) -> list[Any]:
    """Return the speakers of all `quotes` whatever else they say."""
    return [one for quote in quotes for one in quote["speakers"]]


def test_marks_of_sentences_that_were_joined(article: Article) -> None:
    joined = replace(article, sentences=(Sentence(0, 30),))
    other = {**QUOTE, "form": "indirect", "content": None}
    first = {"voice": "speaker", "voice_by": "default", "quotes": [QUOTE], "note": "一"}
    second = {"voice": "author", "voice_by": "default", "quotes": [other], "note": "二", "flag": True}
    records = (
        mark(0, labels=["quote"], status="marked", at="2026-01-31T08:00:00Z", attributes={"a": 1}, **first),
        mark(1, labels=["claim", "quote"], status="marked", at="2026-01-31T09:00:00Z", **second),
        mark(2, status="none"),
    )
    [row] = sentence_objects(joined, Marks(joined, records), ANALYSIS, "mei", "default/1")
    assert sorted(row["labels"]) == ["claim", "quote"]
    assert row["status"] == "marked", "a none beside labels counts for nothing"
    assert row["quotes"] == [QUOTE, other]
    assert (row["voice"], row["voice_by"]) == ("both", "default")
    assert (row["note"], row["flag"], row["attributes"]) == ("一\n二", True, {"a": 1})
    assert row["created"] == "2026-01-31T08:00:00Z"
    assert row["updated"] == records[2]["updated"]
    assert len(row["entities"]) == 3
    set_by_person = (mark(1, voice="author", voice_by="person"), records[0])
    [row] = sentence_objects(joined, Marks(joined, set_by_person), ANALYSIS, "mei", "default/1")
    assert (row["voice"], row["voice_by"]) == ("author", "person")


def test_a_mark_of_a_sentence_that_was_split(article: Article) -> None:
    split = replace(article, sentences=(Sentence(0, 7, True), Sentence(7, 13), *SENTENCES[1:]))
    given = mark(0, labels=["quote"], status="marked", voice="speaker", voice_by="person", quotes=[QUOTE])
    first, second, third, *_ = sentence_objects(split, Marks(split, [given]), ANALYSIS, "mei", "default/1")
    for row in (first, second):
        assert (row["labels"], row["voice"], row["quotes"]) == (["quote"], "speaker", [QUOTE])
        assert row["text"] == TEXT[row["start"] : row["end"]]
    assert (third["labels"], third["quotes"]) == ([], [])
    assert [len(row["entities"]) for row in (first, second)] == [2, 0]


@pytest.mark.parametrize(
    ("quote", "fits"),
    [
        ({"speakers": [{**SPEAKER, "start": 400, "end": 403}]}, {"speakers": [{**SPEAKER, "start": None}]}),
        ({"speakers": [{**SPEAKER, "start": 5, "end": 8}]}, {"speakers": [{**SPEAKER, "start": None}]}),
        ({"speakers": [{**SPEAKER, "start": "4"}]}, {"speakers": [{**SPEAKER, "start": None}]}),
        ({"speakers": [{**SPEAKER, "start": True}]}, {"speakers": [{**SPEAKER, "start": None}]}),
        ({"speakers": [{"text": "特朗普"}]}, {"speakers": [{**SPEAKER, "start": None, "by": ""}]}),
        ({"speakers": ["特朗普"]}, {"speakers": [{**SPEAKER, "text": "", "start": None, "by": ""}]}),
        ({"speakers": [None, 5, {}, []]}, {"speakers": []}),
        ({"speakers": "特朗普"}, {"speakers": []}),
        ({"content": [9, 400]}, {"content": None}),
        ({"content": [-4, -1]}, {"content": None}),
        ({"content": [13, 9]}, {"content": None}),
        ({"content": ["9", 13]}, {"content": None}),
        ({"content": {"start": 9}}, {"content": None}),
        ({"form": None, "cont": "yes", "by": 7}, {"form": "", "cont": False, "by": ""}),
        ({"mood": ["irony"]}, {"mood": ["irony"]}),
    ],
)
def test_what_another_program_wrote_of_quotes(article: Article, quote: Any, fits: Any) -> None:
    given = mark(0, labels=["quote"], status="marked", quotes=[{**QUOTE, **quote}], voice_by=5, voice="both")
    row = rows(article, given)[0]
    for one in fits.get("speakers", ()):
        one |= {"end": None} if one["start"] is None else {}
    assert row["quotes"] == [{**QUOTE, **fits}]
    assert row["voice_by"] is None


def test_quotes_and_speakers_have_every_key(article: Article) -> None:
    row = rows(article, mark(0, labels=["quote"], status="marked", quotes=[{}, {"speakers": ["甲"]}]))[0]
    assert [quote.keys() for quote in row["quotes"]] == [QUOTE_KEYS] * 2
    assert [one.keys() for one in said_by(row["quotes"])] == [SPEAKER_KEYS]


def test_attributes_that_no_scheme_has_are_kept(article: Article) -> None:
    row = rows(article, mark(0, labels=["claim"], status="marked", attributes={"worth": ["x"], "舊": None}))[
        0
    ]
    assert row["attributes"] == {"worth": ["x"], "舊": None}


def test_what_the_analysis_of_a_text_gives() -> None:
    quote = {"sentence": 0, "form": "direct"}
    row = analysed("中國人。", [Sentence(0, 4, True, "title")], Analysis((Name(0, 2, "LOC"),), ()), [quote])
    assert row == {
        "text": "中國人。",
        "sentences": [[0, 4]],
        "parts": ["title"],
        "entities": [{"start": 0, "end": 2, "text": "中國", "type": "LOC", "certain": True, "by": "auto"}],
        "numbers": [],
        "quotes": [quote],
    }


anything = st.text(st.characters(codec=None, categories=None, exclude_categories=()))


@given(st.lists(anything, min_size=1, max_size=4))
def test_lines_read_back_whatever_is_in_them(texts: list[str]) -> None:
    written = b"".join(encode({"text": text}) for text in texts)
    assert written.count(b"\n") == len(texts), "one line each"
    assert [json.loads(line)["text"] for line in io.BytesIO(written)] == texts
    written.decode("utf-8")


def test_chinese_stays_legible() -> None:
    assert encode({"text": "中國"}) == '{"text": "中國"}\n'.encode()
