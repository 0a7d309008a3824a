"""Lines that every library loads: what they are, and that nothing is lost in them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from export_lines import SCHEMA, demand
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from annotations.exchange.export_schema import export_schema
from annotations.exchange.flat import flat, flat_analysed, nested
from annotations.exchange.jsonl import FORMAT, analysed, article_object, encode, sentence_objects
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.record import Record, article_mark, sentence_mark

WHO = {"annotator": "mei", "writer": "w", "scheme": "default/1"}
TEXT = "今天很好。明天更好。後天呢?"
SENTENCES = (Sentence(0, 5, True), Sentence(5, 10), Sentence(10, 14))

words = st.text(st.characters(exclude_categories=[]), max_size=6)
plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
amounts = (
    st.none()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=5,
)
maps = st.dictionaries(words, json_values, max_size=3)
quotes = st.lists(
    st.dictionaries(st.sampled_from(["form", "cont", "content", "speakers", "mood"]), json_values)
)
numbers = st.builds(
    Number, st.just(0), st.integers(1, 5), st.sampled_from(["money", "date"]), amounts, amounts,
    st.none() | plain, st.none() | plain, st.sampled_from([None, "approx"]),
)  # fmt: skip
names = st.builds(Name, st.just(5), st.integers(6, 10), st.sampled_from(["PER", "甲"]), st.booleans())
analyses = st.builds(
    lambda names, numbers: Analysis(tuple(names), tuple(numbers)),
    st.lists(names, max_size=1),
    st.lists(numbers, max_size=1),
)
marked = st.fixed_dictionaries(
    {
        "labels": st.lists(plain.filter(bool), max_size=2, unique=True),
        "voice": st.sampled_from([None, "", "both"]),
        "quotes": quotes,
        "attributes": maps,
        "note": words,
        "flag": st.booleans(),
        "at": st.sampled_from(["2026-01-31T08:00:00Z", "2026-01-31T08:00:00.123Z"]),
    }
)


def records(said: list[dict[str, Any] | None], done: bool | None) -> list[Record]:
    made: list[Record] = []
    for sentence, what in zip(SENTENCES, said, strict=False):
        if what is not None:
            status = "marked" if what["labels"] else "open"
            quoted = TEXT[sentence.start : sentence.end]
            made.append(
                sentence_mark("a" * 20, sentence.start, sentence.end, quoted, **WHO, status=status, **what)
            )
    return made if done is None else [*made, article_mark("a" * 20, **WHO, done=done)]


def written_out(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


@given(st.lists(st.none() | marked, max_size=3), st.none() | st.booleans(), analyses, maps, words)
def test_whatever_is_said_a_line_is_as_the_schema_says(
    said: list[dict[str, Any] | None],
    done: bool | None,
    analysis: Analysis,
    metadata: dict[str, Any],
    title: str,
) -> None:
    article = Article("a" * 20, title, TEXT, TEXT, sentences=SENTENCES, metadata=metadata)
    given = (article, Marks(article, records(said, done)), analysis, "mei", "default/1", [(0, 2, "昨天")])
    for kind, rows in (
        ("sentence_line", list(sentence_objects(*given))),
        ("article_line", [article_object(*given)]),
    ):
        for row in rows:
            line = json.loads(encode(flat(row)))
            demand(line, kind)
            wanted = row | {"voice": row["voice"] or None} if "voice" in row else dict(row)
            wanted |= {key: written_out(row[key]) for key in ("title", "note") if key in row}
            assert nested(line) == wanted
            assert nested(row) == row, "as it is already"


@given(analyses, maps)
def test_whatever_is_found_a_line_is_as_the_schema_says(analysis: Analysis, others: dict[str, Any]) -> None:
    row = analysed(TEXT, SENTENCES[:2], analysis)
    line = flat_analysed(row | {key: others[key] for key in others if key not in row}, FORMAT)
    demand(line, "analysed_line")
    assert json.loads(line["metadata"]) == {key: others[key] for key in others if key not in row}


def test_numbers_that_no_library_reads_are_floats_in_an_analysis_too() -> None:
    values = (3, 3.5, 2**63 - 1, 2**63, -(2**63) - 1, 10**400, None)
    numbers = tuple(Number(0, 1, "cardinal", value, high=value) for value in values)
    found = analysed("三", [Sentence(0, 1)], Analysis((), numbers))["numbers"]
    given = [3, 3.5, 2**63 - 1, 2.0**63, -(2.0**63), None, None]
    assert [one["value"] for one in found] == given
    assert [type(one["value"]) for one in found] == [type(one) for one in given]
    assert [one["high"] for one in found] == given
    exact = ["", "", str(2**63 - 1), "", str(-(2**63) - 1), str(10**400), ""]
    assert [one["exact"] for one in found] == [one["high_exact"] for one in found] == exact


def test_the_schema_is_one_and_knows_which_texts_hold_json() -> None:
    Draft202012Validator.check_schema(json.loads(export_schema()))
    for kind in ("sentence_line", "article_line", "analysed_line"):
        of = SCHEMA["$defs"][kind]
        assert of["required"] == list(of["properties"])
        assert {"$ref": f"#/$defs/{kind}"} in SCHEMA["anyOf"]
        for key, schema in of["properties"].items():
            assert not re.search(r"_at$|_time$|^timestamp|^modified$|^date$", key), "pandas makes times of it"
            assert schema["type"] in ("string", "integer", "boolean")
            if "contentSchema" in schema:
                empty = {"array": [], "object": {}}[schema["contentSchema"]["type"]]
                assert nested({key: json.dumps(empty)}) == {key: empty}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-01-31 08:00:00 UTC", "2026-01-31T08:00:00Z"),
        ("2026-01-31 08:00:00.120 UTC", "2026-01-31T08:00:00.120Z"),
        ("2026-01-31T08:00:00.120Z", "2026-01-31T08:00:00.120Z"),
        ("2026-01-31 08:00:00.12+00", "2026-01-31T08:00:00.120Z"),
        ("2026-01-31 16:00:00+08", "2026-01-31T08:00:00.000Z"),
        ("2026-01-31 08:00:00", "2026-01-31T08:00:00.000Z"),
        ("2026-01-31T08:00:00.123456", "2026-01-31T08:00:00.123Z"),
        ("", None),
        ("2026-01-31", "2026-01-31"),
        ("yesterday UTC", "yesterday UTC"),
        (7, 7),
    ],
)
def test_times_of_libraries(written: Any, meant: Any) -> None:
    assert nested({"created": written}) == {"created": meant}
    if isinstance(meant, str):
        assert nested(flat({"created": meant})) == {"created": meant}


def test_offsets_that_became_floats() -> None:
    row = nested({"start": 5.0, "end": 10.5, "text": "x"})
    assert (row, type(row["start"])) == ({"start": 5, "end": 10.5, "text": "x"}, int)


@pytest.mark.parametrize(
    ("key", "text"),
    [("labels", "{}"), ("quotes", "[1"), ("attributes", "[]"), ("votes", "NaN"), ("labels", "")],
)
def test_a_text_that_holds_something_else_is_named(key: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{key} must be an? (list|object), or a text that is one as JSON"):
        nested({key: text})


def test_half_a_character_is_written_out() -> None:
    """In texts of JSON it comes back; where it stands by itself no library would take the file."""
    line = flat({"attributes": {"a": "今\ud800"}, "source": "今\udcff.txt"})
    assert line == {"attributes": '{"a": "\\u4eca\\ud800"}', "source": "今\\udcff.txt"}
    assert nested(line)["attributes"] == {"a": "今\ud800"}
