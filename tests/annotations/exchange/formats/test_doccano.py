"""doccano: what we write comes back, through doccano itself too, and what it exports is read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from damage import damaged, demand_sound
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Kept, Packed, items
from rival_items import GOLD, RICH, bare, divided, order, sorted_items, source_of

from annotations.errors import ReadingError, UsageError
from annotations.exchange.format import Order
from annotations.exchange.formats import doccano
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan

TASKS, UNITS = doccano.OPTIONS["task"], doccano.UNITS
GRAPHEMES = pytest.param("graphemes", marks=pytest.mark.peer("regex"))
SOUND = {"id": 1, "text": "央行。", "label": ["claim"]}
OFFSETS = [GRAPHEMES if one == "graphemes" else one for one in doccano.OPTIONS["offsets"]]


def written(groups: Sequence[Group], wanted: Order) -> Packed:
    packed = Packed()
    doccano.write(groups, packed, wanted)
    return packed


def rows_of(packed: Packed, name: str = "all.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in packed.files[name].split(b"\n") if line]


def read(*rows: Mapping[str, Any], wanted: Order | None = None, name: str = "export.jsonl") -> list[Item]:
    text = "\n".join(map(json.dumps, rows))
    return list(doccano.read(source_of(name, text), wanted or order()))


def options(task: str, offsets: str = "UTF-16", shape: str = "jsonl") -> dict[str, str]:
    return {"task": task, "shape": shape, "offsets": offsets}


@pytest.mark.parametrize("offsets", OFFSETS)
@settings(max_examples=6)
@given(st.lists(items(), min_size=1, max_size=2), st.sampled_from(UNITS), st.sampled_from(TASKS))
def test_all_comes_back(offsets: str, said: list[Item], unit: Any, task: str) -> None:
    packed = written([[one] for one in said], order(unit=unit, options=options(task, offsets)))
    wanted = order()
    found = bare(doccano.read(packed.source, wanted))
    assert found == (said if unit == "article" else divided(said))
    assert not wanted.faults.lines


@pytest.mark.parametrize("one", [RICH, GOLD], ids=["rich", "gold"])
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    ("task", "shape"),
    [*((one, "jsonl") for one in TASKS), ("sequence", "entities")],
)
def test_all_that_is_said_comes_back(one: Item, unit: Any, task: str, shape: str) -> None:
    wanted = order(unit=unit, options=options(task, shape=shape))
    packed = written([[one]], wanted)
    assert packed.files == written([[one]], wanted).files
    found = doccano.read(packed.source, order())
    assert bare(found) == ([one] if unit == "article" else divided([one]))


def test_annotators_have_a_file_each_and_its_name_says_whose() -> None:
    li = replace(RICH, annotator="li")
    packed = written([[li, RICH]], order(together=True))
    assert sorted(packed.files) == ["label_config.json", "li.jsonl", "mei.jsonl", "project.json"]
    assert sorted_items(doccano.read(packed.source, order())) == sorted_items(divided([li, RICH]))
    swapped = {"wu.jsonl": packed.files["li.jsonl"], "mei.jsonl": packed.files["mei.jsonl"]}
    found = list(doccano.read(Kept(swapped), order()))
    assert [one.annotator for one in found] == ["mei"] * 3 + ["wu"] * 3
    assert (found[3].sentences[0].labels, found[3].sentences[0].note) == (("claim", "quote"), "")
    assert [one.sentences[0].status for one in found[4:]] == ["open", "open"]
    assert found[4].base == 11


def test_splits_are_files() -> None:
    split = {"splits": ("train", "test"), "split_of": lambda item: "train"}
    packed = written([[RICH]], order(**split))
    assert sorted(packed.files) == ["label_config.json", "project.json", "test.jsonl", "train.jsonl"]
    assert bare(doccano.read(packed.source, order())) == divided([RICH])
    packed = written([[RICH]], order(together=True, **split))
    assert "train/mei.jsonl" in packed.files


@pytest.mark.parametrize("offsets", OFFSETS)
def test_offsets_count_what_the_page_counts(offsets: str) -> None:
    text = "👨\u200d👩\u200d👧说：𠮷野家涨价了。"
    one = Item(text, spans=(ItemSpan(7, 10, "ORG"), ItemSpan(0, 1, "PER")))
    wanted = order(unit="article", options=options("sequence", offsets))
    (row,) = rows_of(written([[one]], wanted))
    found = {
        "UTF-16": [[10, 14, "ORG"], [0, 2, "PER"]],
        "code-points": [[7, 10, "ORG"], [0, 1, "PER"]],
        "graphemes": [[3, 6, "ORG"]],
    }
    assert row["label"] == found[offsets]
    lost = ["1 name or number that divides a character"] if offsets == "graphemes" else []
    assert wanted.losses.lines() == lost


@pytest.mark.parametrize(
    ("place", "usual"),
    [
        *(([10, 14], "code-points"), ([10, 14], "graphemes"), ([7, 10], "UTF-16")),
        pytest.param([3, 6], "graphemes", marks=pytest.mark.peer("regex")),
    ],
)
def test_what_offsets_count_is_found_out(place: list[int], usual: str) -> None:
    text = "👨\u200d👩\u200d👧说：𠮷野家：，。"
    wanted = order(options=options("sequence", usual))
    (said,) = read({"id": 1, "text": text, "label": [[*place, "ORG"]]}, wanted=wanted)
    assert said.spans == (ItemSpan(7, 10, "ORG"),)


def test_where_several_fit_what_came_before_decides() -> None:
    one = {"id": 1, "text": "𠮷𠮷說：央行", "label": [[3, 4, "X"]]}
    other = {"id": 1, "text": "𠮷𠮷說：央行", "label": [[6, 8, "ORG"]]}
    assert [each.spans for each in read(other, one)] == [(ItemSpan(4, 6, "ORG"),), None]
    assert [each.spans for each in read(one)] == [(ItemSpan(3, 4, "X"),)]


@pytest.mark.parametrize("offsets", OFFSETS)
def test_settings_and_labels_of_a_project(offsets: str) -> None:
    wanted = order(unit="article", title="新聞", guidelines="# 規則", options=options("sequence", offsets))
    packed = written([[RICH]], wanted)
    project = json.loads(packed.files["project.json"])
    assert project["project_type"] == "SequenceLabeling"
    assert (project["allow_overlapping"], project["grapheme_mode"]) == (True, offsets == "graphemes")
    assert (project["name"], project["guideline"]) == ("新聞", "# 規則")
    labels = json.loads(packed.files["label_config.json"])
    assert [one["text"] for one in labels] == [
        "PER",
        "ORG",
        "LOC",
        "PRODUCT",
        "claim",
        "opinion",
        "quote",
        "percent",
    ]
    keys = [one["suffix_key"] for one in labels]
    assert len(set(keys)) == len(keys)
    assert all(len(one["text_color"]) == len(one["background_color"]) == 7 for one in labels)
    packed = written([[RICH]], order(options=options("both")))
    labels = json.loads(packed.files["label_config.json"])
    assert [(one["text"], one["suffix_key"]) for one in labels] == [
        ("claim", "c"),
        ("opinion", "o"),
        ("quote", "q"),
    ]
    assert len(json.loads(packed.files["span_label_config.json"])) == 5


def test_what_a_shape_cannot_hold() -> None:
    with pytest.raises(UsageError, match="of task=sequence alone"):
        written([[RICH]], order(options=options("classification", shape="entities")))


def test_a_label_with_the_sign_that_joins_them() -> None:
    one = Item("央行。", sentences=(ItemSentence(0, 3, ("a#b", "c"), "marked"),), spans=())
    (row,) = rows_of(written([[one]], order()))
    text = io.StringIO()
    table = csv.writer(text)
    table.writerows([("text", "label", "zhupi"), (row["text"], "a#b#c", row["zhupi"])])
    assert bare(doccano.read(source_of("x.csv", text.getvalue()), order())) == divided([one])


def test_fasttext() -> None:
    text = '__label__a 央行\u2028降准。\n"__label__b __label__a 他說，""好"" __comment__對嗎"\n\n無人。\n'
    found = list(doccano.read(source_of("x.txt", text), order()))
    said = [(one.text, one.sentences[0].labels, one.sentences[0].note) for one in found]
    assert said == [
        *(("央行\u2028降准。", ("a",), ""), ('他說，"好"', ("b", "a"), "對嗎")),
        ("無人。", (), ""),
    ]


def test_exports_of_doccano() -> None:
    text = "央行称将降准0.5%。"
    sequence = {
        "id": 41,
        "text": text,
        "label": [[0, 2, "ORG"], [6, 10, "NUM"]],
        "doc_id": "n1",
        "Comments": ["誰？"],
    }
    related = {
        "id": 41,
        "text": text,
        "entities": [{"id": 7, "label": "ORG", "start_offset": 0, "end_offset": 2}],
        "relations": [{"id": 1, "from_id": 7, "to_id": 7, "type": "x"}],
        "Comments": [{"id": 3, "comment": "誰？"}],
    }
    classes = {
        "id": 42,
        "text": text,
        "label": ["claim", "quote"],
        "source": "a.txt",
        "page": 3,
        "Comments": [],
    }
    intent = {"id": 43, "text": text, "cats": ["claim"], "entities": [[0, 2, "ORG"]], "Comments": []}
    unlabelled = classes | {"label": []}
    wanted = order()
    first, second, third, fourth, fifth = read(sequence, related, classes, intent, unlabelled, wanted=wanted)
    assert first.spans == (ItemSpan(0, 2, "ORG"), ItemSpan(6, 10, "NUM"))
    assert (first.document, first.base, first.annotator) == ("n1", None, "")
    assert first.sentences == (ItemSentence(0, 11, note="誰？"),)
    assert second.spans == (ItemSpan(0, 2, "ORG"),)
    assert second.sentences[0].note == "誰？"
    assert third.sentences == (ItemSentence(0, 11, ("claim", "quote"), "marked"),)
    assert (third.spans, third.source, third.metadata) == (None, "a.txt", {"page": 3})
    assert (fourth.sentences[0].labels, fourth.spans) == (("claim",), (ItemSpan(0, 2, "ORG"),))
    assert (fifth.sentences[0].status, fifth.spans) == ("open", None)
    assert not wanted.faults.lines
    assert wanted.losses.lines() == ["1 relation"]


def test_exports_of_the_first_versions() -> None:
    said = [
        {"label": 2, "start_offset": 0, "end_offset": 2, "user": 1, "created_at": "x"},
        {"label": 3, "start_offset": 3, "end_offset": 4, "user": 2},
    ]
    old = {
        "id": 1,
        "text": "央行降准。",
        "annotations": said,
        "meta": {"doc_id": "n1"},
        "annotation_approver": None,
    }
    named = {"id": 2, "text": "央行降准。", "meta": {}, "labels": [[0, 2, "ORG"]], "annotation_approver": "x"}
    first, second, third = read(old, named)
    assert [(one.annotator, one.spans, one.document) for one in (first, second)] == [
        ("1", (ItemSpan(0, 2, "2"),), "n1"),
        ("2", (ItemSpan(3, 4, "3"),), "n1"),
    ]
    assert third.spans == (ItemSpan(0, 2, "ORG"),)


def test_json_and_tables_of_doccano() -> None:
    rows = [{"id": 1, "text": "央行。", "label": ["claim"], "Comments": []}]
    (one,) = doccano.read(source_of("a.json", json.dumps(rows)), order())
    assert (one.sentences[0].labels, one.where) == (("claim",), "a.json, record 1")
    table = '\ufeffid,text,label,doc_id,Comments\n1,"央行,\n降准。",claim#quote,n1,"誰？#好"\n2,=1+1,,n1,\n'
    first, second = doccano.read(source_of("a.csv", table), order(options={"each": "sentence"}))
    assert (first.text, first.sentences[0].labels) == ("央行,\n降准。", ("claim", "quote"))
    assert (first.document, first.sentences[0].note, first.where) == ("n1", "誰？#好", "a.csv, line 3")
    assert (second.text, second.sentences[0].status) == ("=1+1", "open")


def test_an_archive_names_its_annotator() -> None:
    row = json.dumps({"id": 1, "text": "央行。", "label": ["claim"]}).encode()
    (one,) = doccano.read(Kept({"alice.jsonl": row}, "dataset.zip"), order())
    assert one.annotator == "alice"
    (one,) = doccano.read(Kept({"all.jsonl": row}, "dataset.zip"), order())
    assert one.annotator == ""
    (one,) = doccano.read(Kept({"alice.jsonl": row}, "alice.jsonl"), order())
    assert one.annotator == ""


def test_whole_articles_of_others() -> None:
    row = {"id": 1, "text": "央行。\n降准。", "label": ["economy"], "Comments": ["好"]}
    (one,) = read(row, wanted=order(unit="article"))
    assert (one.unit, one.labels, one.sentences, one.base) == ("article", ("economy",), (), 0)
    assert one.metadata == {"Comments": "好"}


def test_what_a_text_is() -> None:
    long = "央行降准。" * 60
    name = {"id": 1, "text": long, "label": [[0, 2, "ORG"]], "source": "a.txt", "newspaper": "b"}
    lines = {"id": 1, "text": "央行。\n降准。", "label": ["claim"]}
    found = read(name, lines, lines | {"text": long})
    assert [one.unit for one in found] == ["article", "article", "sentence"]
    for each in ("sentence", "article"):
        assert {one.unit for one in read(name, lines, wanted=order(options={"each": each}))} == {each}
    assert (found[0].document, found[0].source, found[0].metadata) == ("a.txt", "a.txt", {"newspaper": "b"})


def test_what_was_added_in_doccano() -> None:
    (row,) = rows_of(written([[RICH]], order(unit="article", options=options("sequence"))))
    row["label"] = [[0, 12, "claim"], [12, 14, "opinion"], [14, 16, "ORG"]]
    (found,) = read(row)
    assert [(one.start, one.end, one.labels) for one in found.sentences if one.labels] == [
        (0, 10, ("claim",)),
        (10, 12, ("opinion",)),
    ]
    assert found.sentences[0].voice == "speaker"
    assert found.spans == (ItemSpan(12, 14, "ORG"),)


def test_all_faults_are_told_and_the_rest_is_read() -> None:
    wanted = order()
    labels = [[0, 99, "ORG"], [2, 2, "ORG"], [0, 2], {"x": 1}, True, [0, 2, "LOC"], [0, "2", "LOC"]]
    lines = [
        json.dumps({"id": 1, "text": "央行降准。", "label": labels}, ensure_ascii=False).encode(),
        b'{"id": 2, "label": []}',
        b"[1]",
        b'{"text": "\xff"}',
        b"[" * 5000,
    ]
    found = list(doccano.read(Packed({"x.jsonl": b"\n".join(lines)}).source, wanted))
    assert [one.spans for one in found] == [(ItemSpan(0, 2, "LOC"),)]
    assert [line.partition(":")[0] for line in wanted.faults.lines] == [
        *["x.jsonl, line 1"] * 6,
        *(f"x.jsonl, line {number}" for number in (2, 3, 4, 5)),
    ]
    assert "x.jsonl, line 1: [0, 2] is no label" in wanted.faults.lines
    with pytest.raises(ReadingError, match="there is no record of doccano"):
        read({"x": 1})
    wanted = order()
    broken = b'text,label,Comments\n"a",b,c\n\xff,,\n"d",e,\n'
    found = list(doccano.read(Packed({"x.csv": broken}).source, wanted))
    assert [one.text for one in found] == ["a", "d"]
    assert wanted.faults.lines == ["x.csv, line 3: it is not UTF-8"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("task", TASKS)
def test_whatever_is_damaged_the_rest_is_read(unit: Any, task: str) -> None:
    first, *_ = rows_of(written([[GOLD]], order(unit=unit, options=options(task))))
    for row in damaged(first):
        for one in read(row, SOUND):
            demand_sound(one)


@pytest.mark.parametrize(("unit", "task"), [("sentence", "classification"), ("article", "both")])
def test_whatever_is_damaged_of_what_is_carried_the_rest_is_read(unit: Any, task: str) -> None:
    first, *_ = rows_of(written([[GOLD]], order(unit=unit, options=options(task))))
    for own in damaged(json.loads(first["zhupi"])):
        for one in read(first | {"zhupi": json.dumps(own)}, SOUND):
            demand_sound(one)


def test_what_is_recognised() -> None:
    assert doccano.recognises(source_of("x", '{"id": 1, "text": "a", "label": [[0, 1, "b"]]}'))
    for task in TASKS:
        for unit in UNITS:
            assert doccano.recognises(written([[RICH]], order(unit=unit, options=options(task))).source)
    entity = {"label": "x", "start_offset": 0, "end_offset": 1}
    rows: list[dict[str, Any]] = [{"label": [[0, 1, "x"]]}, {"label": ["x"]}, {"Comments": []}]
    for said in (*rows, {"entities": [entity]}):
        assert doccano.recognises(source_of("x.jsonl", json.dumps({"id": 1, "text": "a", **said})))
    strange = '{"text": "a", "_view_id": "x", "label": [[0, 1, "x"]]}'
    for text in ('{"text": "a", "label": ["b"]}', strange, "", "[]", "\0"):
        assert not doccano.recognises(source_of("x.jsonl", text))
    assert doccano.recognises(source_of("x.txt", "__label__a b\n"))
    assert doccano.recognises(source_of("x.csv", "id,text,label,Comments\n1,a,b,\n"))
    assert not doccano.recognises(source_of("x.csv", "text,label\na,b\n"))
    assert not doccano.recognises(source_of("project.json", '{"text": "a", "Comments": []}'))


@pytest.mark.peer("backend")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    ("task", "shape", "exported"),
    [
        ("classification", "jsonl", "JSONL"),
        ("classification", "jsonl", "CSV"),
        ("classification", "jsonl", "JSON"),
        ("sequence", "jsonl", "JSONL"),
        ("sequence", "entities", "JSONL"),
        ("both", "jsonl", "JSONL"),
    ],
)
def test_doccano_takes_it_in_and_gives_it_back(
    unit: Any, task: str, shape: str, exported: str, tmp_path: Path
) -> None:
    from doccano_itself import through_doccano

    packed = written([[RICH]], order(unit=unit, title="新聞", options=options(task, shape=shape)))
    path = tmp_path / "all.jsonl"
    path.write_bytes(packed.files[path.name])
    config = packed.files["label_config.json"]
    counts, target = through_doccano(path, packed.files["project.json"], config, exported)
    assert counts["error"] == []
    assert counts["examples"] == (1 if unit == "article" else 3)
    if task != "classification":
        assert counts["spans"] == len(RICH.spans or ()) + 2 * (unit == "article" and task == "sequence")
    if task != "sequence":
        assert counts["categories"] == (1 if unit == "article" else 2)
    found = list(doccano.read(source_of(target.name, target.read_text("utf-8")), wanted := order()))
    assert bare(found) == ([RICH] if unit == "article" else divided([RICH]))
    assert not wanted.faults.lines
