"""What is said of a layer's bytes, its records and what they quote; each rule by the smallest case of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotations.errors import StorageError
from annotations.migration.migrations import Migrations
from annotations.model.scheme import Label, Scheme
from annotations.records.record import article_mark, correction, layer_head, revise, tombstone
from annotations.records.returns import answer_record, return_record
from annotations.records.span_decisions import span_decision
from annotations.records.uids import doc_id
from annotations.storage.check.layer import check_copy, check_layer
from annotations.storage.check.records import Now
from annotations.storage.layer.lines import render

ARTICLE = "0123456789abcdef0123"
TEXT = "近6000億美元。奥特曼說好。完。"
PATH = Path("annotations/mei.json")
NOW = Now(Scheme("s", 1, (Label("claim", "c"), Label("quote", "q"))), Migrations())
HEAD = ("0", layer_head("mei"))


def text_of(article: str) -> str | None:
    return TEXT if article == ARTICLE else None


def lines_of(*records):
    return [HEAD, *((str(doc_id(record["uid"])), record) for record in records)]


def found(data: bytes, path: Path = PATH, *, now=NOW, texts=text_of):
    return check_layer(path, data, now=now, texts=texts)


def one(data: bytes, **options):
    """Return the only thing that was found."""
    findings = found(data, **options)
    assert len(findings) == 1, [finding.what for finding in findings]
    assert findings[0].what
    assert findings[0].do
    assert "\n" not in findings[0].under(Path())
    return findings[0]


def later(record, rev, **changes):
    return {**revise(record, at=record["updated"], batch=["b", 1], **changes), "rev": rev}


def test_a_layer_in_order_has_nothing(mark):
    first = mark()
    gap = later(first, 7)
    whole = [{**mark(9, "奥特曼說好。"), "batch": ["act", 2]}, {**mark(15, "完。"), "batch": ["act", 2]}]
    article = article_mark(
        ARTICLE, annotator="mei", writer="w", scheme="s", seen=[[0, len(TEXT)]], at="2026-01-31T08:00:00Z"
    )
    assert found(render(lines_of(first, gap, *whole, article))) == []


def test_an_empty_file_is_only_told():
    finding = one(b"")
    assert not finding.counts


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (lambda data: data[:-20], 3, "JSON"),
        (lambda data: data.replace("美元".encode(), b"\xff\xfe", 1), 3, "UTF-8"),
        (
            lambda data: data.replace(b"\n,", b"\n<<<<<<< mine\n,", 1).replace(b"\n}}", b"\n>>>>>>> b\n}}"),
            3,
            "git left conflict markers",
        ),
        (lambda data: data.replace(b'\n,"', b'\n,"x": 3\n,"', 1), None, "not all"),
    ],
    ids=["cut", "bytes", "git", "no-record"],
)
def test_damage_is_told_with_its_line(mark, change, line, what):
    finding = next(iter(found(change(render(lines_of(mark()))))))
    assert what in finding.what
    assert finding.line == line
    assert finding.mendable


def test_another_form_is_told(mark):
    finding = one(json.dumps(json.loads(render(lines_of(mark())))).encode())
    assert "another program" in finding.what
    assert "1 record is all there" in finding.what
    assert finding.mendable


def test_what_is_no_layer_is_not_mendable():
    assert not one(b"hello").mendable
    assert not one(b'{"a": {"1": {}}}').mendable


def test_other_tables_forbid_a_repair(mark):
    value = json.loads(render(lines_of(mark())))
    value["_default"]["5"] = value["_default"].pop(str(doc_id(mark()["uid"])))
    findings = found(json.dumps({**value, "more": {}}).encode())
    assert {"more" in finding.what for finding in findings} == {True, False}
    assert not any(finding.mendable for finding in findings)


def test_it_is_whose_its_first_line_says_whatever_its_file_is_called(mark):
    data = render(lines_of(mark()))
    for name in ("MEI", "lin"):
        assert found(data, Path(f"annotations/{name}.json")) == []


def test_a_missing_head(mark):
    data = render(lines_of(mark())[1:])
    assert any("no head" in finding.what and finding.mendable for finding in found(data))


def test_a_record_against_the_schema(mark):
    finding = one(render(lines_of({**mark(), "status": "odd"})))
    assert "status" in finding.what
    assert finding.line == 3
    assert not finding.mendable


def test_a_newer_schema_is_told_once_and_stops_repairs(mark):
    marks = [{**mark(), "schema": 99}, {**mark(9, "奥特曼說好。"), "schema": 99}]
    findings = found(render([*lines_of(*marks), ("5", mark(15, "完。"))]))
    assert sum("newer zhupi" in finding.what for finding in findings) == 1
    assert any("document id" in finding.what for finding in findings)
    assert not any(finding.mendable for finding in findings)


def test_a_wrong_document_id(mark):
    finding = one(render([HEAD, ("5", mark())]))
    assert "document id" in finding.what
    assert finding.mendable


def test_a_uid_that_does_not_fit(mark):
    finding = one(render(lines_of({**mark(), "uid": f"sentence:{ARTICLE}:5:mei"})))
    assert f"sentence:{ARTICLE}:0:mei" in finding.what
    wrong = {
        **correction(ARTICLE, 0, 2, "近6", "約6", annotator="mei", writer="w", scheme="s"),
        "uid": "correction:x",
    }
    assert "correction:" in one(render(lines_of(wrong))).what


BY = {"writer": "w", "scheme": "s", "at": "2026-01-31T08:00:00Z"}
SEEN = {"uid": None, "rev": 0, "done": True}


def given_back():
    """Return what a lead makes, of a place and of the whole article, and what the annotator answers."""
    lead = {**BY, "lead": "mei"}
    part = return_record(ARTICLE, 15, 17, "完。", to="kai", comment="看", seen=SEEN, **lead)
    whole = return_record(ARTICLE, None, None, "", to="kai", comment="看", seen=SEEN, **lead)
    decided = span_decision(ARTICLE, "name", 9, 12, "奥特曼", spans=[], how="person", seen=[], **lead)
    answer = answer_record({**whole, "uid": f"return:{ARTICLE}:-:mei:lin"}, annotator="mei", **BY)
    return [part, whole, decided, answer]


def test_what_was_given_back_is_in_order_and_its_uid_fits():
    records = given_back()
    assert found(render(lines_of(*records))) == []
    for record in records:
        finding = one(render(lines_of({**record, "uid": f"{record['kind']}:{ARTICLE}:0:mei"})))
        assert f"what it says makes its uid {record['uid']}" in finding.what


def test_what_was_given_back_out_of_place():
    for record in given_back():
        if record["start"] is not None:
            moved = {**record, "start": record["start"] - 1, "end": record["end"] - 1}
            findings = found(render(lines_of(moved)))
            assert any("out of place" in finding.what for finding in findings)


def test_another_annotators_record(mark):
    assert "lin's" in one(render(lines_of(mark(annotator="lin")))).what
    assert found(render(lines_of(mark(annotator="Mei")))) == []


def test_an_older_revision_last(mark):
    record = mark()
    finding = one(render(lines_of(later(record, 2), record)))
    assert "older revision" in finding.what
    assert finding.line == 4
    assert finding.mendable


def test_two_writers_of_one_revision(mark):
    record = mark()
    mine, theirs = later(record, 2), later(record, 2, writer="other", labels=["quote"])
    finding = one(render(lines_of(record, mine, theirs)))
    assert "test says claim (line 4)" in finding.what
    assert "other says quote (line 5)" in finding.what
    assert not finding.mendable
    assert found(render(lines_of(record, mine, theirs, later(record, 3)))) == [], "a higher one settles it"
    assert found(render(lines_of(record, mine, later(record, 2, writer="other")))) == [], "they say the same"
    assert found(render(lines_of(record, mine, later(record, 2, labels=["quote"])))) == [], "one program"


def test_an_act_of_which_lines_were_taken_out(mark):
    finding = one(render(lines_of({**mark(), "batch": ["act", 2]})))
    assert finding.what == "1 record is missing beside others of the same act, which count"
    assert finding.mendable


def test_the_same_line_twice(mark):
    finding = one(render(lines_of(mark(), mark())))
    assert "once more" in finding.what
    assert finding.mendable


@pytest.mark.parametrize(
    ("start", "quote", "what"), [(1, "近6000億美元。", "out of place"), (len(TEXT) - 1, "。。", "ends at")]
)
def test_a_mark_out_of_place(mark, start, quote, what):
    finding = one(render(lines_of(mark(start, quote))))
    assert what in finding.what
    assert finding.line == 3
    assert not finding.mendable


def test_only_what_holds_is_compared_with_the_text(mark):
    wrong = mark(1)
    assert found(render(lines_of(wrong, tombstone(wrong, batch=["b", 1])))) == []


def test_marks_of_an_article_that_is_not_there(mark):
    other = "f" * 20
    data = render(lines_of(*(mark(at, "完。", article=other) for at in (0, 5))))
    finding = one(data)
    assert "2 records" in finding.what
    assert other in finding.what

    def damaged(article):
        raise StorageError("damaged")

    assert found(data, texts=damaged) == [], "that is said of the article, and not again of each mark"
    assert "no article's id" in one(render(lines_of(mark(article="../../etc")))).what


def test_what_was_seen_beyond_the_text():
    record = article_mark(
        ARTICLE, annotator="mei", writer="w", scheme="s", seen=[[0, len(TEXT) + 1]], at="2026-01-31T08:00:00Z"
    )
    assert "seen" in one(render(lines_of(record))).what


def test_labels_that_the_scheme_lacks(mark):
    records = [mark(labels=["rumour"]), mark(9, "奥特曼說好。", labels=["rumour", "claim"])]
    finding = one(render(lines_of(*records)))
    assert "'rumour'" in finding.what
    assert "2 marks" in finding.what
    assert finding.counts
    assert found(render(lines_of(*records)), now=None) == [], "without a scheme nothing is judged"


def test_marks_that_overlap_are_no_fault(mark):
    records = [mark(9, "奥特曼說好。"), mark(0, TEXT[:10]), mark(10, TEXT[10:12])]
    assert found(render(lines_of(*records))) == []
    under_one = [mark(0, TEXT), mark(2, TEXT[2:4]), mark(9, TEXT[9:12])]
    assert found(render(lines_of(*under_one))) == []


def test_a_clock_that_went_back_is_only_told(mark):
    early = {**mark(), "created": "2026-01-31T08:00:00Z", "updated": "2026-01-31T07:59:59.999Z"}
    assert not one(render(lines_of(early))).counts
    same = {**mark(), "created": "2026-01-31T08:00:00Z", "updated": "2026-01-31T08:00:00.000Z"}
    assert found(render(lines_of(same))) == []


def test_a_copy_is_checked_for_damage_alone(mark):
    data = render(lines_of(mark(1, "x" * 9)))
    assert check_copy(PATH, data) == []
    assert check_copy(PATH, data[:-9])[0].line == 3
    assert not check_copy(PATH, data[:-9])[0].mendable
    assert check_copy(PATH, b"[1]")
