"""Lines of an export: what they are understood to say, and how those that are not are refused."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from annotations.errors import ReadingError
from annotations.exchange.article_lines import ArticleLine
from annotations.exchange.incoming import collect
from annotations.exchange.jsonl import encode
from annotations.exchange.jsonl_reader import read_lines

AT = "2026-01-31T08:00:00.000Z"
TEXT = "今天很好。\u2028張三說:「好。」"


def line(**values: Any) -> dict[str, Any]:
    return {
        "article": "a" * 20,
        "title": "題",
        "source": "a.txt",
        "start": 0,
        "end": 5,
        "text": "今天很好。",
        "labels": ["claim"],
        "status": "marked",
        "done": False,
        "voice": None,
        "quotes": [],
        "note": "",
        "flag": False,
        "entities": [{"start": 0, "end": 2, "text": "今天", "type": "ORG", "by": "auto"}],
        "corrections": [],
        "annotator": "mei",
        "created": AT,
        "updated": AT,
        "scheme": "default/1",
    } | values


def whole(*sentences: dict[str, Any], **values: Any) -> dict[str, Any]:
    of_article = {"article", "title", "source", "text", "corrections", "annotator", "entities"}
    rows = [{key: value for key, value in row.items() if key not in of_article} for row in sentences]
    row = {key: value for key, value in line().items() if key in of_article}
    return row | {"text": TEXT, "sentences": rows, "done": False} | values


def read(*rows: dict[str, Any]) -> list[ArticleLine]:
    return list(read_lines(io.BytesIO(b"".join(map(encode, rows))), "tags.jsonl"))


def refused(data: bytes | dict[str, Any]) -> str:
    data = data if isinstance(data, bytes) else encode(data)
    with pytest.raises(ReadingError) as caught:
        list(read_lines(io.BytesIO(b"\n" + data), "tags.jsonl"))
    message = str(caught.value)
    assert message.startswith("tags.jsonl, line 2")
    assert message.endswith("; nothing is imported until that is put right")
    assert "\n" not in message
    return message


def test_a_sentence() -> None:
    [said] = read(line(voice="speaker", quotes=[{"form": "direct"}], note="查", flag=True))
    [mark] = said.marks
    assert (said.article, said.title, said.source, said.annotator, said.done) == (
        *("a" * 20, "題", "a.txt", "mei"),
        False,
    )
    assert (mark.start, mark.end, mark.quote, mark.created, mark.updated) == (0, 5, "今天很好。", AT, AT)
    assert mark.fields == {
        "status": "marked",
        "labels": ("claim",),
        "voice": "speaker",
        "quotes": ({"form": "direct"},),
        "note": "查",
        "flag": True,
    }


def test_both_units_say_the_same() -> None:
    other = line(start=6, end=len(TEXT), text=TEXT[6:], labels=[], status="none")
    [of_article] = read(whole(line(), other))
    of_sentences = read(line(), other)
    assert [mark.quote for mark in of_article.marks] == ["今天很好。", TEXT[6:]]
    for one, two in zip(of_article.marks, [one.marks[0] for one in of_sentences], strict=True):
        assert (one.start, one.end, one.quote, one.fields) == (two.start, two.end, two.quote, two.fields)


@pytest.mark.parametrize("status", ["open", "implied"])
def test_what_was_never_marked_makes_no_mark(status: str) -> None:
    bare = {"labels": [], "status": status, "created": None, "updated": None}
    [said] = read(line(**bare))
    assert said.marks == ()
    for more in ({"note": "查"}, {"flag": True}, {"voice": "author"}, {"quotes": [{}]}):
        [said] = read(line(**bare | more))
        assert [mark.status for mark in said.marks] == ["open"], "implied or not, something is said"
        assert not said.marks[0].empty
    [said] = read(line(**bare | {"created": AT, "updated": AT}))
    assert said.marks[0].empty, "there was a mark that says nothing any more"


def test_marks_and_line_ends_of_other_systems() -> None:
    data = (
        b"\xef\xbb\xbf" + encode(line()).replace(b"\n", b"\r\n") + b"\r\n \n" + encode(line(done=True))[:-1]
    )
    found = list(read_lines(io.BytesIO(data), "f"))
    assert [(one.where, one.done) for one in found] == [("f, line 1", False), ("f, line 4", True)]


def test_odd_characters_do_not_end_a_line() -> None:
    text = "a\u2028\u2029\x85\x0b\x0cb。"
    [said] = read(line(text=text, end=len(text), note=text))
    assert said.marks[0].quote == said.marks[0].note == text


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a": 1} {"b": 2}', "not JSON"),
        (b"7", "not a JSON object"),
        ('{"text": "x"}'.encode("utf-16-le"), "not JSON"),
        ('{"text": "今"}'.encode("gb18030"), "not UTF-8"),
        (b'{"text": "x", "label": "claim"}', "no line of zhupi export"),
        (
            b'{"text": "x", "sentences": [[0, 1]], "entities": [], "numbers": []}',
            "article must be the id of an article, 20 hexadecimal digits, but is missing",
        ),
    ],
)
def test_what_is_no_export(data: bytes, named: str) -> None:
    assert named in refused(data)


@pytest.mark.parametrize("key", sorted(set(line()) - {"start", "entities"}))
def test_every_key_is_needed(key: str) -> None:
    row = line()
    del row[key]
    assert f"{key} must be" in refused(row)


WRONG: dict[str, list[Any]] = {
    "article": ["A" * 20, "../../x", 7, None],
    "title": [None],
    "source": [["a.txt"]],
    "start": [-1, 0.5, True, "0", None],
    "end": [0, 6, 4, 5.5],
    "text": ["今天", None],
    "labels": ["claim", "", "{}", '["claim", "claim"]', ["claim", "claim"], [""], [1], []],
    "status": ["none", "open", "implied", "done", None, []],
    "done": [0, "true", None],
    "voice": [1],
    "quotes": [None, ["x"], {}],
    "note": [None],
    "flag": [1],
    "corrections": [None, [1], [{}], [{"start": 3, "end": 3, "text": "", "correction": "x"}]],
    "annotator": ["", None],
    "created": ["yesterday", 7, "2026-13-01T00:00:00Z"],
    "updated": ["2026-01-31", "0001-01-01 00:00:00+08", "2026-01-31 08:00:00 UTC UTC"],
    "scheme": ["", None],
    "attributes": [[], "[]", "worth"],
    "voice_by": [3],
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in WRONG.items() for value in values]
)
def test_no_key_has_a_value_it_cannot_have(key: str, value: Any) -> None:
    refused(line(**{key: value}))


def test_numbers_that_json_has_not() -> None:
    assert "not a number of JSON" in refused(json.dumps(line(quotes=[{"x": float("inf")}])).encode())


def test_a_wrong_sentence_of_an_article_is_named() -> None:
    assert "line 2, sentence 2" in refused(whole(line(), line(start=6, end=900)))


def test_what_contradicts_itself() -> None:
    def collected(*rows: dict[str, Any]) -> Any:
        return collect(read(*rows), lambda said: said.annotator)

    one = collected(line(), whole(line()), line())["mei"]["a" * 20]
    assert len(one.marks) == 1, "the same twice is once"
    assert len(collected(line(), line(annotator="ben"))) == 2
    empty = line(labels=[], status="open")
    assert not collected(empty, line())["mei"]["a" * 20].marks[0].empty
    for other in (
        line(labels=["quote"]),
        line(note="x"),
        line(text="昨天很好。"),
        line(start=1, end=4, text="天很好"),
        line(done=True),
    ):
        with pytest.raises(ReadingError, match=r"line 2: .* tags.jsonl, line 1 "):
            collected(line(), other)


def test_a_text_that_does_not_fit_is_told_with_both_lengths() -> None:
    assert "its text has 5 characters, but from start to end there are 4" in refused(line(start=1))
    assert "its text has 1 character, but from start to end there are 8" in refused(
        line(start=2, end=10, text="今")
    )
    assert "an offset after start" in refused(line(start=5, text=""))
