"""The schema of every kind of record: each field at the edges of what it may hold, and beyond them.

A table for each kind: the field, what it may be, and what it may not. Only the field changes; the rest of the
record is in order, so that nothing but that field can be refused.
"""

from __future__ import annotations

from typing import Any

import pytest

from annotations.errors import NewerSchema, RecordError
from annotations.records.field_values import is_amount, is_article_id, is_count, is_name, is_range, is_time
from annotations.records.validation import validate

COMMON = {
    "schema": 1,
    "uid": "u1",
    "annotator": "mei",
    "rev": 1,
    "writer": "w1",
    "batch": ["b1", 1],
    "scheme": "default/1",
    "created": "2026-01-31T08:00:00Z",
    "updated": "2026-01-31T08:00:00.250Z",
    "deleted": False,
}
PLACE = {"article": "a1", "start": 4, "end": 6, "quote": "王毅"}
SAID = {**PLACE, "status": "none", "labels": [], "voice": None, "quotes": [], "attributes": {}, "note": ""}
SEEN = {"annotator": "li", "uid": "u9", "rev": 1, "done": False}
NAME = {"start": 4, "end": 6, "type": "PER"}
NUMBER = {"kind": "cardinal", "value": 2, "high": None, "iso": None, "unit": None, "modifier": None}
RETURNED = {**PLACE, "comment": "看"}

RECORDS: dict[str, dict[str, Any]] = {
    "sentence": {**SAID, "flag": False},
    "article": {"article": "a1", "done": False, "seen": [[0, 4]], "note": ""},
    "correction": {**PLACE, "text": "魯比奧"},
    "bounds": {**PLACE, "act": "split", "at": 5},
    "span": {**PLACE, "act": "change", "what": "name", "target": [4, 6], "type": "PER", "number": None},
    "decision": {**SAID, "how": "person", "reason": "", "seen": [SEEN], "votes": {"none": 1}},
    "span-decision": {
        **PLACE,
        "what": "name",
        "spans": [NAME],
        "seen": [{"annotator": "li", "spans": [NAME]}],
        "how": "majority",
        "reason": "",
        "note": "",
    },
    "return": {**RETURNED, "to": "li", "seen": {"uid": None, "rev": 0, "done": True}},
    "answer": {**RETURNED, "return": "u8", "return_rev": 1},
    "remark": {**PLACE, "to": "li", "text": "看"},
}
NO_TEXT: list[object] = ["", None, 3]
OFFSETS = {
    "start": ([4], [-1, 5, 6, 4.0, True, None, 2**53]),
    "end": ([6], [4, 5, 7, -1, None, "6"]),
    "quote": (["他說"], ["他", "他說好", "", None]),
}
LABELS = {
    "status": (["none", "open"], ["marked", "", None]),
    "labels": ([[]], [["claim"], "", None, [""], [1]]),
    "voice": ([None, "", "author"], [1]),
    "quotes": ([[], [{}]], [[1], {}, None]),
    "attributes": ([{}, {"a": 1}], [[], None]),
    "note": (["", "看"], [None, 1]),
}
HOW = {"how": (["person", "unanimous", "majority"], ["", "nobody"]), "reason": (["", "typo"], [None, 1])}
REVISIONS = [
    *({**SEEN, "annotator": name} for name in NO_TEXT),
    *({**SEEN, "rev": rev} for rev in (0, -1, True)),
    *({**SEEN, "uid": None, "rev": rev} for rev in (1, -1, None)),
    {**SEEN, "uid": 3},
    {**SEEN, "done": 1},
    {"annotator": "li", "rev": 0, "done": False},
]
FIELDS: dict[str, dict[str, tuple[list[Any], list[Any]]]] = {
    "sentence": {**OFFSETS, **LABELS, "flag": ([True], [0, None])},
    "article": {
        "done": ([True], [1, None]),
        "seen": ([[], [[0, 0]], [[3, 9], [0, 2]]], [[[-1, 2]], [[2, 1]], [[1]], [[1, 2, 3]], {}, [4]]),
        "note": (["看"], [None]),
    },
    "correction": {**OFFSETS, "text": (["好"], NO_TEXT)},
    "bounds": {**OFFSETS, "act": (["join"], ["", "add"]), "at": ([5], [4, 6, 3, 7, None, 5.0])},
    "span": {
        **OFFSETS,
        "act": (["reject"], ["join", "add"]),
        "what": ([], ["number", "", "date"]),
        "target": ([[0, 0], [4, 9]], [None, [6, 4], [4], "4"]),
        "type": (["ORG"], ["", None, 1]),
        "number": ([NUMBER, {}], [1, {"value": "2"}]),
    },
    "decision": {
        **OFFSETS,
        **LABELS,
        **HOW,
        "status": ([], ["open", "marked"]),
        "seen": (
            [[], [SEEN, SEEN], [{**SEEN, "uid": None, "rev": 0}]],
            [{}, [1], *([one] for one in REVISIONS)],
        ),
        "votes": ([{}, {"none": 2}], [{"none": 0}, {"none": True}, [], None]),
    },
    "span-decision": {
        **OFFSETS,
        **HOW,
        "note": (["看"], [None]),
        "what": ([], ["number", "", None]),
        "spans": (
            [[], [{**NAME, "end": 5}, {**NAME, "start": 5}], [{**NAME, "number": NUMBER}]],
            [
                *(None, {}, [1]),
                *([{**NAME, "start": start}] for start in (3, 6, None)),
                *([{**NAME, "end": end}] for end in (4, 7, None)),
                [{**NAME, "end": 6}, {**NAME, "start": 5}],
                *([{**NAME, "type": kind}] for kind in NO_TEXT),
                [{**NAME, "number": 3}],
            ],
        ),
        "seen": (
            [[], [{"annotator": "li", "spans": []}]],
            [
                {},
                [1],
                [{"annotator": "", "spans": []}],
                [{"annotator": "li"}],
                [{"annotator": "li", "spans": [{}]}],
            ],
        ),
    },
    "return": {
        **OFFSETS,
        "to": (["wang"], NO_TEXT),
        "comment": (["?"], NO_TEXT),
        "seen": (
            [{"uid": "u", "rev": 1, "done": False}],
            [None, [], {"uid": "u", "rev": 0, "done": False}, {}],
        ),
    },
    "answer": {
        **OFFSETS,
        "return": (["u2"], NO_TEXT),
        "return_rev": ([2], [0, -1, True, None]),
        "comment": (["", "改了"], [None, 1]),
    },
    "remark": {**OFFSETS, "to": (["wang"], NO_TEXT), "text": (["一\n二"], NO_TEXT)},
}
SHARED: dict[str, tuple[list[Any], list[Any]]] = {
    **dict.fromkeys(("uid", "annotator", "writer", "scheme"), (["x"], NO_TEXT)),
    "schema": ([1], [0, -1, True, 1.0, None]),
    "rev": ([1, 2, 2**53 - 1], [0, -1, True, 2**53, "1"]),
    "batch": ([["b", 1], ["b", 9]], [["b", 0], ["b"], ["b", 1, 1], [1, 1], ("b", 1), None]),
    **dict.fromkeys(("created", "updated"), (["2024-02-29T00:00:00Z"], ["2026-02-29T00:00:00Z", "", None])),
    "deleted": ([True], [0, None]),
}
CASES = [(kind, field, *edges) for kind in RECORDS for field, edges in {**SHARED, **FIELDS[kind]}.items()]


def record(kind: str, **changes: object) -> dict[str, Any]:
    return {**COMMON, "kind": kind, **RECORDS[kind], **changes}


@pytest.mark.parametrize(("kind", "field", "good", "bad"), CASES)
def test_each_field_at_its_edges(kind: str, field: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        validate(record(kind, **{field: value}))
    for value in bad:
        with pytest.raises(RecordError):
            validate(record(kind, **{field: value}))
    whole = record(kind)
    del whole[field]
    if field == "attributes":  # the first layers had none
        validate(whole)
    else:
        with pytest.raises(RecordError):
            validate(whole)


@pytest.mark.parametrize("kind", RECORDS)
def test_a_place_may_begin_the_text_and_not_before_it(kind: str) -> None:
    if "start" not in RECORDS[kind]:
        return
    moved = {key: value - 4 for key, value in record(kind).items() if key in ("start", "end", "at")}
    if kind == "span-decision":
        moved |= {"spans": [], "seen": []}
    validate(record(kind, **moved))
    with pytest.raises(RecordError, match="start"):
        validate(record(kind, **{**moved, "start": -1, "quote": "第三人"}))


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if "start" in RECORDS[kind]])
def test_a_place_is_not_empty(kind: str) -> None:
    with pytest.raises(RecordError, match="end"):
        validate(record(kind, end=4, quote=""))


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"act": "add", "target": None}, None),
        ({"act": "add", "target": None, "what": "number", "number": NUMBER}, None),
        ({"act": "add", "target": None, "what": "number", "number": None}, "number"),
        ({"act": "add", "target": None, "type": None}, "type"),
        ({"act": "change", "what": "number", "number": NUMBER, "type": None}, None),
        ({"act": "reject", "type": None}, None),
        ({"act": "reject", "what": "number", "type": None}, None),
        ({"act": "reject", "target": None}, "target"),
    ],
)
def test_what_a_span_needs_depends_on_its_act(changes: dict[str, Any], refused: str | None) -> None:
    if refused is None:
        validate(record("span", **changes))
    else:
        with pytest.raises(RecordError, match=refused):
            validate(record("span", **changes))


@pytest.mark.parametrize("number", [NUMBER, {"value": 1.5}, {}])
def test_decided_numbers_need_an_amount_and_may_have_a_type(number: dict[str, Any]) -> None:
    spans = [{"start": 4, "end": 6, "number": number, "type": None}]
    validate(record("span-decision", what="number", spans=spans, seen=[]))
    for wrong in (None, 3, {"kind": 1}):
        with pytest.raises(RecordError, match="spans"):
            validate(record("span-decision", what="number", spans=[{**spans[0], "number": wrong}], seen=[]))
    with pytest.raises(RecordError, match="spans"):
        validate(record("span-decision", what="number", spans=[{**spans[0], "type": 1}], seen=[]))


@pytest.mark.parametrize("kind", ["return", "answer"])
def test_a_whole_article_is_given_back_without_a_place(kind: str) -> None:
    validate(record(kind, start=None, end=None, quote=""))
    for half in ({"start": None}, {"end": None}, {"start": None, "end": None}):
        with pytest.raises(RecordError):
            validate(record(kind, **half))


@pytest.mark.parametrize("kind", ["sentence", "decision"])
def test_marked_is_what_has_labels(kind: str) -> None:
    validate(record(kind, status="marked", labels=["claim", "quote"]))
    for labels in (["claim", "claim"], ["claim", ""], ["claim", 1], []):
        with pytest.raises(RecordError, match="labels"):
            validate(record(kind, status="marked", labels=labels))


def test_a_head_needs_no_more_than_a_name() -> None:
    validate({"kind": "layer", "schema": 1, "annotator": "mei"})
    with pytest.raises(RecordError, match="annotator"):
        validate({"kind": "layer", "schema": 1, "annotator": ""})


def test_what_is_no_record() -> None:
    for value in (None, [], "record"):
        with pytest.raises(RecordError, match="object"):
            validate(value)  # type: ignore[arg-type]
    with pytest.raises(NewerSchema):
        validate(record("sentence", schema=2))


def test_the_message_says_whose_field_it_is_and_no_more_than_80_characters_of_it() -> None:
    with pytest.raises(RecordError, match=r"^u1: note must be a text, but is missing$"):
        validate({key: value for key, value in record("sentence").items() if key != "note"})
    with pytest.raises(RecordError) as caught:
        validate(record("sentence", note=["x" * 500]))
    assert str(caught.value).endswith("but is ['" + "x" * 78)
    with pytest.raises(RecordError, match=r"^sentence: uid"):
        validate(record("sentence", uid=""))
    with pytest.raises(RecordError, match=r"^a record: kind"):
        validate({"schema": 1})


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("2026-01-31T08:00:00Z", True),
        ("2026-01-31T23:59:59.999Z", True),
        ("2024-02-29T08:00:00Z", True),
        ("2026-04-28T08:00:00Z", True),
        ("0001-01-01T00:00:00Z", True),
        ("2026-02-29T08:00:00Z", False),
        ("2026-04-31T08:00:00Z", False),
        ("0000-01-01T00:00:00Z", False),
        ("2026-13-01T08:00:00Z", False),
        ("2026-01-31T24:00:00Z", False),
        ("2026-01-31T08:60:00Z", False),
        ("2026-01-31T08:00:00", False),
        ("2026-01-31T08:00:00.1Z", False),
        ("２０２６-01-31T08:00:00Z", False),
        (20260131, False),
    ],
)
def test_times(value: object, fits: bool) -> None:
    assert is_time(value) is fits


def test_what_fields_hold() -> None:
    assert [is_count(value, 2) for value in (1, 2, 2**53 - 1, 2**53)] == [False, True, True, False]
    assert [is_range(value) for value in ([0, 0], [3, 5], [5, 3], [-1, 3], [3], (3, 5))] == [
        *(True, True),
        *(False,) * 4,
    ]
    assert [is_name(value) for value in ("x", "", None)] == [True, False, False]
    assert is_article_id("0123456789abcdef0123")
    assert not any(
        map(is_article_id, ("0123456789abcdef012", "0123456789abcdef01234", "0123456789ABCDEF0123", 3))
    )
    for key in ("value", "high"):
        assert [is_amount({key: value}) for value in (None, 0, -1.5, True, "1")] == [
            True,
            True,
            True,
            False,
            False,
        ]
    for key in ("kind", "iso", "unit", "modifier"):
        assert [is_amount({key: value}) for value in (None, "", "x", 1)] == [True, True, True, False]
    assert not is_amount([])
