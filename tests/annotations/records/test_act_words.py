"""What an act did, in words, from what the records were before and after."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.records.act_words import words_of
from annotations.records.record import Record

SAID = {
    "status": "open",
    "labels": [],
    "flag": False,
    "note": "",
    "voice": None,
    "quotes": [],
    "attributes": {},
}
SPAN = {"quote": "王毅", "what": "name", "act": "add", "type": "PER", "number": None}
PLACE = {"quote": "王毅六人", "start": 4, "end": 8}


def record(kind: str, **fields: Any) -> Record:
    return {"kind": kind, "uid": "u", "rev": 1, "deleted": False, "article": "a1", **fields}


def sentence(**fields: Any) -> Record:
    return record("sentence", **{**SAID, **fields})


def marked(*labels: str, **fields: Any) -> Record:
    return sentence(status="marked", labels=list(labels), **fields)


def decision(*labels: str, **fields: Any) -> Record:
    said = {**SAID, "status": "marked" if labels else "none", "labels": list(labels), "reason": ""}
    return record("decision", **{**said, **fields})


A, B = (
    {"form": "direct", "content": None, "speakers": [{"name": name} for name in names]}
    for names in (["王毅"], ["李四", ""])
)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, marked("claim"), "+claim"),
        (marked("claim"), marked("claim", "quote"), "+quote"),
        (marked("claim"), marked("opinion"), "+opinion -claim"),
        (marked("claim"), sentence(), "-claim"),
        (None, sentence(status="none"), "none"),
        (marked("claim"), sentence(status="none"), "none"),
        (sentence(status="none"), sentence(), "-none"),
        (sentence(status="none"), marked("claim"), "+claim"),
        (None, sentence(flag=True), "flag"),
        (sentence(flag=True), sentence(), "-flag"),
        (None, sentence(note="看"), "note"),
        (sentence(note="看"), sentence(note="再看"), "note"),
        (sentence(note="看"), sentence(), "-note"),
        (marked("claim"), marked("claim", "quote", flag=True, note="看"), "+quote flag note"),
        (marked("claim"), marked("claim", voice="author"), "voice author"),
        (marked("claim", voice="author"), marked("claim", "quote", voice="speaker"), "+quote"),
        (marked("quote", quotes=[A]), marked("quote", quotes=[B]), "speaker 李四, unknown"),
        (marked("quote", quotes=[A]), marked("quote", quotes=[{**A, "form": "mixed"}]), "mixed"),
        (marked("quote", quotes=[A]), marked("quote", quotes=[{**A, "content": [1, 2]}]), "quoted words"),
        (marked("quote", quotes=[A]), marked("quote", quotes=[{**A, "speakers": []}]), "-speaker"),
        (
            marked("claim", attributes={"worth": 1}),
            marked("claim", attributes={"sure": True}),
            "-worth sure yes",
        ),
        (marked("claim"), marked("claim"), "what was said"),
        (None, record("bounds", act="join"), "joined"),
        (None, record("bounds", act="split"), "split"),
        (record("bounds", act="split"), record("bounds", act="split", deleted=True), "joined"),
        (record("bounds", act="join"), record("bounds", act="join", deleted=True), "split"),
        (None, decision("claim", left_open=["voice"]), "decided: claim; voice left open"),
        (decision("claim"), decision("claim", reason="slip"), "reason: slip"),
        (decision("claim", reason="slip", note="看"), decision("claim"), "-reason -note"),
        (decision("claim"), decision("claim", voice="both"), "voice both"),
        (decision("claim"), decision("claim"), "decided: claim"),
        (decision(), decision("claim"), "decided: claim"),
        (None, record("article", done=True, seen=[], note=""), "done"),
        (record("article", done=True), record("article", done=False), "not done"),
        (None, record("article", done=False, attributes={"checked": False}), "article checked no"),
        (None, record("correction", quote="号", text="號"), "号 corrected"),
        (
            record("correction", quote="号", text="號"),
            record("correction", quote="号", deleted=True),
            "号 left as it is",
        ),
        (None, decision("claim", "quote"), "decided: claim, quote"),
        (None, decision(), "decided: none"),
        (decision(), decision(deleted=True), "decided no more"),
        (None, record("return", to="li"), "returned to li"),
        (record("return", to="li"), record("return", to="li", comment="x"), "returned once more to li"),
        (record("return", to="li"), record("return", to="li", deleted=True), "return withdrawn"),
        (None, record("remark"), "remark"),
        (record("remark"), record("remark", deleted=True), "remark taken back"),
        (None, record("answer"), "answered"),
        (record("answer"), record("answer", deleted=True), "answer taken back"),
        (None, record("span", **SPAN), "王毅: PER"),
        (None, record("span", **{**SPAN, "type": None, "number": {"kind": "date"}}), "王毅: date"),
        (None, record("span", **{**SPAN, "type": None}), "王毅: name"),
        (None, record("span", **{**SPAN, "act": "reject"}), "王毅: no name"),
        (
            record("span", **{**SPAN, "quote": "王"}),
            record("span", **{**SPAN, "act": "reject"}),
            "王: no name",
        ),
        (record("span", **SPAN), {**record("span", **SPAN), "deleted": True}, "王毅: taken away"),
        (None, {**record("span", **{**SPAN, "act": "change"}), "deleted": True}, "王毅: as it was found"),
        (None, record("span-decision", **PLACE, what="name", spans=[]), "decided: 王毅六人: no name"),
        (
            None,
            record("span-decision", **PLACE, what="name", spans=[{"start": 4, "end": 6, "type": "PER"}]),
            "decided: 王毅: PER",
        ),
        (
            None,
            record(
                "span-decision",
                **PLACE,
                what="number",
                spans=[{"start": 6, "end": 8, "number": {"kind": "quantity"}}],
            ),
            "decided: 六人: quantity",
        ),
        (
            record("span-decision", **PLACE, what="name", spans=[]),
            {**record("span-decision", **PLACE, what="name", spans=[]), "deleted": True},
            "王毅六人: decided no more",
        ),
    ],
)
def test_one_record(before: Record | None, after: Record, words: str) -> None:
    assert words_of([before], [after]) == words


def test_several_places_decided_at_once() -> None:
    one = record("span-decision", **PLACE, what="name", spans=[])
    assert words_of([None] * 3, [one] * 3) == "decided: 王毅六人: no name and 2 more"
