"""What is noted of an article, gathered by sentence."""

from __future__ import annotations

from typing import Any

from annotations.records.noted import noted_in
from annotations.records.remarks import remark_record

ARTICLE = "a" * 20


def flag(start: int, quote: str) -> Any:
    return {
        "kind": "sentence",
        "article": ARTICLE,
        "uid": f"flag {start}",
        "rev": 1,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "note": "",
        "flag": True,
        "deleted": False,
        "annotator": "mei",
        "created": "2026-01-01T00:00:00Z",
        "updated": "2026-01-01T00:00:00Z",
    }


def remark(start: int, quote: str) -> Any:
    return remark_record(
        *(ARTICLE, start, start + len(quote), quote, "嗎"),
        to="Mei",
        annotator="lin",
        writer="zhupi",
        scheme="default@1",
    )


def test_a_flag_and_a_thread_that_touch_are_one() -> None:
    records = [flag(0, "甲乙"), flag(2, "丙丁"), remark(3, "丁戊己"), flag(9, "庚"), remark(10, "辛")]
    found = noted_in(records, ["mei"])
    assert [(one.start, one.quote, sorted(one.kinds)) for one in found] == [
        (0, "甲乙", ["flag"]),
        (3, "丁戊己", ["flag", "note", "question", "unanswered"]),
        (9, "庚", ["flag"]),
        (10, "辛", ["note", "question", "unanswered"]),
    ]


class Quote(str):
    """Counts how often it is asked how long it is."""

    asked = 0

    def __len__(self) -> int:
        Quote.asked += 1
        return super().__len__()


def test_each_flag_is_held_against_its_neighbours_alone() -> None:
    flags = [{**flag(2 * number, "甲乙"), "quote": Quote("甲乙")} for number in range(500)]
    assert len(noted_in(flags, ["mei"])) == 500
    assert Quote.asked <= 2 * 500
