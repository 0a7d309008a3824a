"""What is known at one look to follow the schema does follow it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import RecordError
from annotations.records.record import article_mark, sentence_mark
from annotations.records.validation import validate
from annotations.storage.layer.schema import is_plain_mark

WHO = {"annotator": "mei", "writer": "w", "scheme": "s/1", "at": "2026-01-31T08:00:00.000Z"}
MARK = dict(sentence_mark("a" * 20, 3, 5, "央行", status="marked", labels=["claim", "quote"], **WHO))
VALUES = st.sampled_from(
    (
        *(None, True, False, 0, 1, 2, -1, 2**53, 1.0, "", "x", "marked", "none", "open", "sentence", "layer"),
        *([], {}, ["claim"], ["claim", "claim"], [""], [1], [{}], ["a", 1], ["a", 0], ["a", True], [1, 1]),
        *("2026-01-31T08:00:00Z", "2026-02-30T08:00:00Z", "央", (), {"tone": 1}),
    )
)


def test_usual_marks_are_plain() -> None:
    quote = {"form": "direct"}
    for change in (
        {},
        {"labels": [], "status": "none"},
        {"labels": ["claim"]},
        {"quotes": [quote], "note": "再看"},
    ):
        assert is_plain_mark({**MARK, **change})


def test_no_other_kind_is() -> None:
    assert not is_plain_mark(dict(article_mark("a" * 20, done=True, seen=[], **WHO)))
    assert not is_plain_mark({"kind": "layer"})


@pytest.mark.parametrize("key", [key for key in MARK if key not in ("voice_by", "first_labels")])
def test_what_lacks_a_key_is_left_to_the_schema(key: str) -> None:
    lacking = {one: value for one, value in MARK.items() if one != key}
    try:
        validate(lacking)
    except RecordError:
        assert not is_plain_mark(lacking)


@given(st.dictionaries(st.sampled_from(sorted(MARK)), VALUES, min_size=1, max_size=2))
def test_what_is_plain_follows_the_schema(changes: dict[str, Any]) -> None:
    changed = {**MARK, **changes}
    if is_plain_mark(changed):
        validate(changed)
