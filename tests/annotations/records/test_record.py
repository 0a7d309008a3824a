"""Records: their form, their next revisions, and what is refused."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import NewerSchema, RecordError
from annotations.records.record import (
    article_mark,
    as_act,
    correction,
    layer_head,
    now,
    revise,
    sentence_mark,
    tombstone,
)
from annotations.records.uids import article_uid, doc_id, sentence_uid
from annotations.records.validation import validate

BY = {"annotator": "mei", "writer": "w1", "scheme": "default/1"}


def mark(**fields):
    return sentence_mark("a1", 310, 313, "他說。", **(BY | {"at": "2026-01-31T08:00:00Z"} | fields))


def test_a_mark_has_the_fields_of_the_format_in_their_order():
    record = mark(status="marked", labels=["claim", "quote"], batch=["b", 2])
    assert list(record.items()) == [
        ("schema", 1),
        ("uid", "sentence:a1:310:mei"),
        ("kind", "sentence"),
        ("article", "a1"),
        ("start", 310),
        ("end", 313),
        ("quote", "他說。"),
        ("status", "marked"),
        ("labels", ["claim", "quote"]),
        ("voice", None),
        ("voice_by", None),
        ("quotes", []),
        ("attributes", {}),
        ("note", ""),
        ("flag", False),
        ("annotator", "mei"),
        ("rev", 1),
        ("writer", "w1"),
        ("batch", ["b", 2]),
        ("scheme", "default/1"),
        ("created", "2026-01-31T08:00:00Z"),
        ("updated", "2026-01-31T08:00:00Z"),
        ("deleted", False),
    ]
    validate(record)


def test_constructors_make_valid_records():
    validate(mark())
    validate(mark(flag=True, note="?"))
    validate(article_mark("a1", done=True, seen=[(0, 5), (7, 9)], **BY))
    validate(layer_head("mei"))
    validate(correction("a1", 0, 1, "好", "號", **BY))


def test_uids_are_those_of_the_slot():
    assert sentence_uid("a1", 3, "mei") == "sentence:a1:3:mei"
    assert article_uid("a1", "mei") == article_mark("a1", **BY)["uid"] == "article:a1:mei"


def test_the_document_id_is_fixed_for_ever():
    assert doc_id("sentence:a1:310:mei") == 8528049210832045837


@given(st.text())
def test_a_document_id_fits_into_63_bits(uid):
    assert 0 <= doc_id(uid) < 2**63


def test_now_is_utc_with_milliseconds():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now())


def test_a_revision_counts_up_and_keeps_what_it_does_not_know():
    first = mark() | {"colour": "red"}
    second = revise(first, note="看", at="2026-02-01T00:00:00Z")
    assert (second["rev"], second["note"], second["colour"]) == (2, "看", "red")
    assert (second["created"], second["updated"]) == ("2026-01-31T08:00:00Z", "2026-02-01T00:00:00Z")
    assert second["batch"][1] == 1
    assert second["batch"] != first["batch"]
    assert (first["rev"], first["note"]) == (1, "")
    validate(second)


def test_a_revision_cannot_change_who_it_is():
    with pytest.raises(RecordError, match="uid"):
        revise(mark(), uid="other")


def test_a_tombstone_is_a_revision():
    gone = tombstone(mark(note="x"))
    assert (gone["deleted"], gone["rev"], gone["note"]) == (True, 2, "x")
    validate(gone)


def test_an_act_says_its_size_in_each_record():
    one, two = as_act([mark(), article_mark("a1", **BY)])
    assert one["batch"] == two["batch"]
    assert one["batch"][1] == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema", 0),
        ("schema", True),
        ("uid", ""),
        ("kind", "opinion"),
        ("article", None),
        ("start", -1),
        ("start", 1.0),
        ("end", 310),
        ("quote", "他說"),
        ("status", "done"),
        ("labels", ["claim"]),
        ("labels", "claim"),
        ("voice", 1),
        ("quotes", ["x"]),
        ("note", None),
        ("flag", 0),
        ("annotator", ""),
        ("rev", 0),
        ("rev", True),
        ("writer", 7),
        ("batch", ["b", 0]),
        ("batch", "b"),
        ("scheme", ""),
        ("created", "2026-13-01T00:00:00Z"),
        ("updated", "2026-01-31 08:00:00"),
        ("deleted", 1),
    ],
)
def test_a_wrong_field_is_named_in_one_line(field, value):
    with pytest.raises(RecordError, match=field) as caught:
        validate(mark() | {field: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("field", sorted(mark().keys() - {"voice", "voice_by", "attributes"}))
def test_a_missing_field_is_named(field):
    with pytest.raises(RecordError, match=field):
        validate({key: value for key, value in mark().items() if key != field})


@pytest.mark.parametrize(("field", "value"), [("done", None), ("seen", [[5, 3]]), ("seen", 3), ("note", 1)])
def test_a_wrong_field_of_an_article_is_named(field, value):
    with pytest.raises(RecordError, match=field):
        validate(article_mark("a1", **BY) | {field: value})


def test_marked_needs_labels_that_occur_once():
    validate(mark(status="marked", labels=["claim"]))
    with pytest.raises(RecordError, match="labels"):
        validate(mark(status="marked"))
    with pytest.raises(RecordError, match="once"):
        validate(mark(status="marked", labels=["claim", "claim"]))


def test_a_newer_schema_is_told_apart():
    with pytest.raises(NewerSchema, match="newer zhupi"):
        validate({"schema": 2, "uid": "u"})


@given(
    st.dictionaries(
        st.sampled_from(list(mark())), st.none() | st.integers() | st.text() | st.lists(st.text())
    )
)
def test_whatever_a_record_holds_only_a_record_error_comes_out(changes):
    with suppress(RecordError):
        validate(mark() | changes)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.sampled_from(["", "name", "number", "mei"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["start", "end", "type", "number", "annotator", "spans"]), inner)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(["span-decision", "return", "answer"]),
    st.dictionaries(
        st.sampled_from(
            ["start", "end", "quote", "what", "spans", "seen", "how", "reason", "to", "comment", "return_rev"]
        ),
        JSON,
    ),
)
def test_nor_from_what_a_lead_decides_or_gives_back(kind, changes):
    place = {"start": 0, "end": 2, "quote": "王毅", "what": "name", "spans": [], "seen": [], "how": "person"}
    with suppress(RecordError):
        validate(mark() | place | {"kind": kind, "reason": "", "note": ""} | changes)
