"""JSON from outside: what Python reads and nobody could write again is refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.plain_json import DEEP, demand_shallow, finite, loads, no_json, reason


def nested(levels: int, *, objects: bool = False) -> str:
    """Return JSON of so many levels, the innermost empty."""
    if objects:
        return '{"a":' * (levels - 1) + "{}" + "}" * (levels - 1)
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('\ufeff{"a": 1}', {"a": 1}),
        ("1e308", 1e308),
        ("-1.5", -1.5),
        ("9" * 4300, int("9" * 4300)),
        ('"[[["', "[[["),
        ('"' + "[" * 300 + '"', "[" * 300),
        ("[" + "[]," * 300 + "[]]", [[]] * 301),
    ],
)
def test_what_json_has_is_read(text: str, value: Any) -> None:
    assert loads(text) == value


@pytest.mark.parametrize("objects", [False, True])
def test_how_deep_it_may_be(objects: bool) -> None:
    deep = loads(nested(DEEP, objects=objects))
    assert json.dumps(deep, separators=(",", ":")) == nested(DEEP, objects=objects)
    demand_shallow(deep)
    for levels in (DEEP + 1, 200_000):
        with pytest.raises(ValueError, match=r"^nested too deeply$"):
            loads(nested(levels, objects=objects))
    with pytest.raises(ValueError, match=r"^nested too deeply$"):
        demand_shallow([deep] if not objects else {"a": deep, "b": 1})


def test_one_branch_that_is_too_deep_among_others() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        demand_shallow({"first": [], "second": [3, loads(nested(DEEP))], "third": "x"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NaN", "NaN is not a number of JSON"),
        ("[-Infinity]", "-Infinity is not a number of JSON"),
        ("1e999", "1e999 is too large a number"),
        ("-1e999", "-1e999 is too large a number"),
        ("1." + "0" * 50 + "e999", "1." + "0" * 38 + " is too large a number"),
        ("9" * 4301, "a number in it has more than 4,300 digits"),
        ("[1", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
    ],
)
def test_what_it_does_not_have_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError) as refused:
        loads(text)
    assert str(refused.value) == words
    assert isinstance(refused.value, json.JSONDecodeError) == (text == "[1")


def test_reasons() -> None:
    assert reason(RecursionError("maximum recursion depth exceeded")) == "nested too deeply"
    assert reason(ValueError("what is wrong")) == "what is wrong"
    assert finite("1.25") == 1.25
    with pytest.raises(ValueError, match=r"^Infinity is"):
        no_json("Infinity")
