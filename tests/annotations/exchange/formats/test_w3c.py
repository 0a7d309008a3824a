"""Web Annotations: what is written comes back and is as the W3C's model has it; those of others are read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from carried_items import RICH, order_of, read_back, written
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Kept, Packed, items

from annotations.errors import ReadingError
from annotations.exchange.formats import w3c as form
from annotations.exchange.items import Item, ItemSentence, ItemSpan

NEWS = "央行称将降准。他說好。央行没说。"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {"classifying", "identifying", "commenting", "highlighting", "tagging", "describing"}


def annotations_of(packed: Packed) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(packed.files["annotations.jsonld"])["first"]["items"]
    return found


def read(value: object, text: str | None = None, **files: str) -> tuple[list[Item], list[str]]:
    """Return what an annotation or several say, and what is wrong with them."""
    order = order_of(form)
    packed = Packed({"a.json": json.dumps(value).encode()})
    packed.files |= {name.replace("_", "."): one.encode() for name, one in files.items()}
    if text is not None:
        packed.files["n1.txt"] = text.encode()
    return list(form.read(packed.source, order)), order.faults.lines


def said(selector: object, **more: Any) -> dict[str, Any]:
    target = {"source": "https://news.example/n1", "selector": selector}
    body = {"type": "TextualBody", "purpose": "tagging", "value": "claim"}
    return {"@context": CONTEXT, "type": "Annotation", "body": body, "target": target, **more}


def quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def position(start: int, end: int, kind: str = "TextPositionSelector") -> dict[str, object]:
    return {"type": kind, "start": start, "end": end}


@settings(max_examples=30)
@given(st.lists(items(), min_size=1, max_size=2, unique_by=lambda one: one.article), st.booleans())
def test_articles_come_back(articles: list[Item], lines: bool) -> None:
    order = order_of(form, layout="lines" if lines else "collection")
    packed = written(form, [[one] for one in articles], order)
    assert read_back(form, packed) == articles
    data = packed.files["annotations.jsonld"].decode()
    assert data.splitlines() == data.split("\n")[:-1]


@pytest.mark.parametrize("layout", ["collection", "lines"])
def test_all_that_can_be_said_comes_back(layout: str) -> None:
    model = replace(RICH, annotator="a model/1", predicted=True, spans=None, sentences=RICH.sentences[1:])
    group = [model, RICH]
    assert read_back(form, written(form, [group], order_of(form, layout=layout))) == group


def test_what_stands_in_the_file() -> None:
    packed = written(form, [[RICH]])
    whole = json.loads(packed.files["annotations.jsonld"])
    assert (whole["@context"][0], whole["type"], whole["label"]) == (
        CONTEXT,
        "AnnotationCollection",
        "Project",
    )
    assert (whole["first"]["type"], whole["first"]["startIndex"]) == ("AnnotationPage", 0)
    found = annotations_of(packed)
    assert whole["total"] == len(found) == 2 + len(RICH.sentences) + len(RICH.spans or ())
    assert {one["motivation"] for one in found} <= MOTIVATIONS
    assert len({one["id"] for one in found}) == len(found)
    assert found[0]["body"][0]["value"] == RICH.text
    assert found[1]["target"] == "urn:zhupi:article:0123456789abcdef0123"
    sentence = found[3]
    assert [one["value"] for one in sentence["body"]] == ["quote", "claim", RICH.sentences[1].note]
    assert sentence["creator"] == {"type": "Person", "name": "mei"}
    assert sentence["modified"] == "2026-01-31T09:00:00.123Z"
    start, end = RICH.sentences[1].start, RICH.sentences[1].end
    assert sentence["target"]["selector"] == [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": RICH.text[start:end],
            "prefix": RICH.text[:start],
            "suffix": RICH.text[end : end + 32],
        },
    ]


@pytest.mark.parametrize("layout", ["collection", "lines"])
def test_an_article_is_told_before_the_next_but_one_is_read(layout: str) -> None:
    """One source is in memory at a time."""
    groups = [[replace(RICH, article=f"{number:020x}")] for number in range(9)]
    data = written(form, groups, order_of(form, layout=layout)).files["annotations.jsonld"]
    read = 0

    class Told(io.BytesIO):
        def __next__(self) -> bytes:
            nonlocal read
            read += 1
            return super().__next__()

    class OneFile(Kept):
        @contextmanager
        def open(self, name: str) -> Iterator[io.BytesIO]:
            yield Told(data)

    found = form.read(OneFile({"a.jsonld": data}), order_of(form))
    for number, item in enumerate(found, 1):
        assert item.article == f"{number - 1:020x}"
        assert read <= (number + 1) * 10


def test_lines_have_their_context_each() -> None:
    data = written(form, [[RICH]], order_of(form, layout="lines")).files["annotations.jsonld"]
    assert all(json.loads(line)["@context"][0] == CONTEXT for line in data.decode().strip().split("\n"))


def test_one_file_is_recognised_whatever_it_is_called() -> None:
    data = written(form, [[RICH]]).files["annotations.jsonld"]
    assert form.recognises(Packed({"out": data}).source)
    assert not form.recognises(Packed({"out": data, "other": b""}).source)


def test_splits_have_files_of_their_own() -> None:
    order = replace(order_of(form), splits=("train", "dev"), split_of=lambda item: "dev")
    packed = written(form, [[RICH]], order)
    assert sorted(packed.files) == ["dev.jsonld", "train.jsonld"]
    assert read_back(form, packed) == [RICH]


WRAPPED = [
    lambda one: one,
    lambda one: [one],
    lambda one: {"@context": CONTEXT, "type": "AnnotationPage", "items": [one]},
    lambda one: {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [one]}},
]


@pytest.mark.parametrize("wrapped", WRAPPED)
def test_annotations_of_others(wrapped: Any) -> None:
    one = said([position(0, 7), quote("央行称将降准。")], creator="https://ex.org/users/alice")
    one |= {"motivation": "classifying", "created": "2026-11-23T06:00:00Z", "bodyValue": "誰說？"}
    one["body"] = [one["body"], {"type": "TextualBody", "purpose": "commenting", "value": "嗯"}]
    one["body"].append("https://ex.org/classes#opinion")
    (item,), faults = read(wrapped(one), NEWS)
    labels = ("claim", "opinion", "誰說？")
    sentence = ItemSentence(0, 7, labels, "marked", note="嗯", created="2026-11-23T06:00:00Z")
    assert (item.sentences, faults) == ((sentence,), [])
    assert (item.text, item.annotator, item.spans, item.done) == (NEWS, "alice", None, None)


@pytest.mark.parametrize(
    "selector",
    [
        position(8, 11),  # UTF-16
        [position(3, 5), quote("他說好")],  # of another version of the text
        quote("他說好"),
        {"type": "FragmentSelector", "value": "char=7,10"},
        position(22, 31, "DataPositionSelector"),
        [{"type": "XPathSelector", "value": "/p[1]", "refinedBy": position(7, 10)}],
    ],
)
def test_whatever_says_where_it_stands(selector: Any) -> None:
    text = "𠮷" + NEWS[1:]
    listed = selector if isinstance(selector, list) else [selector]
    if listed[0] == position(8, 11):
        listed = [*listed, quote("他說好")]
    (item,), faults = read(said(listed), text)
    (one,) = item.sentences
    assert (item.text[one.start : one.end], faults) == ("他說好", [])


def test_a_quote_that_stands_there_twice_is_told_apart_by_what_is_around_it() -> None:
    (item,), faults = read([said(quote("央行", "好。", "没说")), said(quote("央行"))], NEWS)
    assert [one.start for one in item.sentences] == [11]
    assert "a.json, annotation 2: '央行' stands there several times" in faults[0]


def test_names_are_told_from_sentences() -> None:
    tags = [{"purpose": "tagging", "value": "ORG"}]
    one = said(quote("降准"), motivation="identifying", body=[{"purpose": "tagging", "value": "EVT"}])
    (item,), _ = read(
        [one, said(position(0, 2), body=tags), said(position(0, 7), motivation="tagging")], NEWS
    )
    assert item.spans == (ItemSpan(0, 2, "ORG"), ItemSpan(4, 6, "EVT"))
    assert item.sentences == (ItemSentence(0, 7, ("claim",), "marked"),)


def test_without_the_text_a_quote_is_a_piece() -> None:
    one = said([position(7, 11), quote("他說好。", "降准。")])
    other = said([position(7, 8), quote("他", "准。", "說好。")], body={"purpose": "tagging", "value": "PER"})
    found, faults = read([one, other, said(position(0, 2))])
    assert [(item.text, item.base, item.unit, item.document) for item in found] == [
        ("他說好。", 7, "sentence", "https://news.example/n1"),
        ("准。他說好。", 5, "sentence", "https://news.example/n1"),
    ]
    assert found[0].sentences == (ItemSentence(0, 4, ("claim",), "marked"),)
    assert found[1].spans == (ItemSpan(2, 3, "PER"),)
    assert len(faults) == 1
    assert "n1.txt" in faults[0]


def test_what_a_program_says_is_a_prediction() -> None:
    (item,), _ = read(said(position(0, 7), creator={"type": "Software", "name": "rules-1"}), NEWS)
    assert (item.predicted, item.annotator) == (True, "rules-1")


def test_rows_of_hypothesis() -> None:
    row = {
        "uri": "https://news.example/n1",
        "user": "acct:mei@hypothes.is",
        "tags": ["claim"],
        "text": "嗯",
        "target": [{"source": "https://news.example/n1", "selector": [quote("他說好。")]}],
        "created": "2026-11-23T06:00:00.123456+00:00",
    }
    (item,), faults = read({"total": 1, "rows": [row]}, NEWS)
    assert (item.annotator, faults) == ("mei", [])
    assert (item.sentences[0].labels, item.sentences[0].note) == (("claim",), "嗯")


def test_what_somebody_changed_counts() -> None:
    packed = written(form, [[RICH]])
    whole = json.loads(packed.files["annotations.jsonld"])
    found = whole["first"]["items"]
    found[3]["body"], found[4]["body"] = found[3]["body"][:1], []
    (item,), faults = read(whole)
    assert faults == []
    assert [(one.labels, one.status, one.note) for one in item.sentences[1:]] == [
        (("quote",), "marked", ""),
        ((), "open", ""),
    ]
    assert item.sentences[1].quotes == RICH.sentences[1].quotes


def test_all_that_is_wrong_is_told() -> None:
    data = written(form, [[RICH]], order_of(form, layout="lines")).files["annotations.jsonld"]
    lines = data.split(b"\n")
    lines[2:4] = [b"{", b'{"type": "Person"}', lines[3].replace("林".encode(), "木".encode())]
    order = order_of(form)
    (item,) = form.read(Packed({"a.jsonld": b"\n".join(lines)}).source, order)
    assert [one.partition(":")[0] for one in order.faults.lines] == [
        f"a.jsonld, line {number}" for number in (3, 4, 5)
    ]
    assert len(item.sentences) == 1


@pytest.mark.parametrize("data", [b"", b"{}", b"[1, 2]", b"[" * 9999, b'{"type": "Person"}', b"\xff"])
def test_what_is_no_annotation_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match="no Web Annotation"):
        list(form.read(Packed({"a.json": data}).source, order_of(form)))
    assert not form.recognises(Packed({"a.json": data}).source)
