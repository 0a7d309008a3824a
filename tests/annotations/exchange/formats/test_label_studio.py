"""Label Studio: what we write comes back, and what it writes itself is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from damage import damaged, demand_sound
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Packed, items
from rival_items import GOLD, RICH, bare, divided, order, sorted_items, source_of

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats import label_studio
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan


def written(groups: Sequence[Group], wanted: Order) -> Packed:
    packed = Packed()
    label_studio.write(groups, packed, wanted)
    return packed


def tasks(*rows: Any, wanted: Order | None = None) -> list[Item]:
    text = json.dumps(rows, ensure_ascii=False)
    return list(label_studio.read(source_of("project-1.json", text), wanted or order()))


def labels(start: int, end: int, text: str | None, label: str, key: str = "r") -> dict[str, Any]:
    value: dict[str, Any] = {"start": start, "end": end, "labels": [label]}
    if text is not None:
        value["text"] = text
    return {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def choices(*chosen: str, **value: Any) -> dict[str, Any]:
    key = value.pop("key", "c")
    value["choices"] = list(chosen)
    return {"id": key, "from_name": "tags", "to_name": "text", "type": "choices", "value": value}


@settings(max_examples=12)
@given(st.lists(items(), min_size=1, max_size=2), st.sampled_from(label_studio.OPTIONS["offsets"]))
def test_sentences_come_back(said: list[Item], offsets: str) -> None:
    packed = written([[one] for one in said], order(options={"offsets": offsets}))
    found = list(label_studio.read(packed.source, order()))
    assert bare(found) == divided(said)


@settings(max_examples=12)
@given(st.lists(items(), min_size=1, max_size=2), st.sampled_from(label_studio.OPTIONS["offsets"]))
def test_articles_come_back(said: list[Item], offsets: str) -> None:
    wanted = order(unit="article", options={"offsets": offsets})
    found = list(label_studio.read(written([[one] for one in said], wanted).source, wanted))
    assert bare(found) == said
    assert not wanted.faults.lines


@pytest.mark.parametrize("one", [RICH, GOLD], ids=["rich", "gold"])
def test_all_that_is_said_comes_back(one: Item) -> None:
    whole = written([[one]], order(unit="article"))
    assert bare(label_studio.read(whole.source, order())) == [one]
    pieces = written([[one]], order())
    assert bare(label_studio.read(pieces.source, order())) == divided([one])
    truth = [each["ground_truth"] for each in json.loads(whole.files["tasks.json"])[0]["annotations"]]
    assert truth == [one is GOLD]


@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_everybody_is_in_one_task_with_the_model(unit: Any) -> None:
    li = replace(
        RICH,
        annotator="li@example.org",
        sentences=tuple(replace(one, labels=(), status="none", quotes=(), note="") for one in RICH.sentences),
    )
    scored = replace(RICH.sentences[0], scores={"claim": 0.75, "quote": 0.5})
    spans = (ItemSpan(3, 6, "ORG", score=0.25),)
    model = replace(
        RICH, annotator="bert", predicted=True, sentences=(scored, *RICH.sentences[1:]), spans=spans
    )
    group = [li, RICH, model]
    packed = written([group], order(unit=unit, together=True))
    rows = json.loads(packed.files["tasks.json"])
    assert len(rows) == (1 if unit == "article" else 3)
    assert len(rows[0]["annotations"]) == 2
    assert rows[0]["annotations"][0]["completed_by"] == {"email": "li@example.org"}
    assert "completed_by" not in rows[0]["annotations"][1]
    assert rows[0]["predictions"][0]["model_version"] == "bert"
    assert rows[0]["predictions"][0]["score"] == 0.25
    found = sorted_items(label_studio.read(packed.source, order()))
    assert found == sorted_items(group if unit == "article" else divided(group))


def test_the_same_is_written_again_and_splits_are_files() -> None:
    wanted = order(splits=("train", "test"), split_of=lambda item: "train")
    packed = written([[RICH]], wanted)
    assert packed.files == written([[RICH]], wanted).files
    assert sorted(packed.files) == ["config.xml", "test.json", "train.json"]
    assert json.loads(packed.files["test.json"]) == []
    assert len(list(label_studio.read(packed.source, order()))) == 3


def test_offsets_count_what_browsers_count() -> None:
    packed = written([[RICH]], order(unit="article"))
    (task,) = json.loads(packed.files["tasks.json"])
    of_names = [one for one in task["annotations"][0]["result"] if one["from_name"] == "names"]
    assert [(one["value"]["start"], one["value"]["text"]) for one in of_names[:2]] == [
        (0, "👨"),
        (4, "𠮷野家"),
    ]


def test_after_label_studio_has_taken_it_in() -> None:
    """It gives new ids and its own user, forgets unknown keys, and remembers the id of the import."""
    (first, second, third) = json.loads(written([[RICH]], order()).files["tasks.json"])
    for number, task in enumerate((first, second)):
        (annotation,) = task["annotations"]
        annotation |= {"import_id": annotation["id"], "id": 700 + number, "completed_by": 1, "lead_time": 2.5}
    somebody = {
        "id": 1,
        "import_id": None,
        "completed_by": {"id": 5, "email": "a@b.c"},
        "result": [choices("opinion")],
    }
    third["annotations"] = [somebody, {**somebody, "id": 9, "result": []}]
    third["predictions"] = [41]
    wanted = order()
    found = tasks(first, second, third, wanted=wanted)
    assert bare(found[:3]) == divided([RICH])
    assert [(one.annotator, one.sentences[0].labels, one.sentences[0].status) for one in found[3:]] == [
        ("a@b.c", ("opinion",), "marked"),
        ("a@b.c", (), "none"),
    ]
    assert found[3].sentences[0].number == 3
    assert wanted.losses.lines() == ["1 prediction of which there is only the number"]


def test_a_task_of_a_sentence_as_label_studio_writes_it() -> None:
    data = {"text": "央行称将降准0.5%。", "doc_id": "n1", "sent_idx": 0}
    mine = {"id": 10, "completed_by": 3, "lead_time": 6.2, "was_cancelled": False, "ground_truth": False}
    guess = {"model_version": "rules-1", "score": 0.62, "result": [choices("claim") | {"score": 0.62}]}
    task = {
        "id": 1,
        "data": data,
        "annotations": [mine | {"result": [labels(0, 2, "央行", "ORG"), choices("claim", "quote")]}],
        "predictions": [guess],
    }
    said, predicted = tasks(task)
    assert (said.annotator, said.unit, said.document, said.base) == ("3", "sentence", "n1", None)
    assert said.sentences == (ItemSentence(0, 11, ("claim", "quote"), "marked"),)
    assert said.spans == (ItemSpan(0, 2, "ORG"),)
    assert said.metadata == {"sent_idx": 0}
    assert said.where == "project-1.json, task 1"
    assert (predicted.annotator, predicted.predicted) == ("rules-1", True)
    assert predicted.sentences[0].scores == {"claim": 0.62}
    assert predicted.spans is None


def test_a_task_of_an_article_with_choices_for_each_region() -> None:
    text = "央行降准。\n市場大漲！還有。"
    places = [(0, 5, "央行降准。"), (6, 11, "市場大漲！"), (11, 14, "還有。")]
    regions = [labels(start, end, told, "Sentence", f"s{start}") for start, end, told in places]
    result = [
        *regions,
        labels(0, 2, "央行", "ORG", "x"),
        choices("claim", start=0, end=5, text="央行降准。", key="s0"),
        choices("quote", key="s6"),
    ]
    annotation = {"id": 1, "completed_by": {"id": 1, "email": "mei@example.org"}, "result": result}
    (said,) = tasks({"id": 1, "data": {"text": text}, "annotations": [annotation]})
    assert (said.unit, said.annotator) == ("article", "mei@example.org")
    assert said.sentences == (
        ItemSentence(0, 5, ("claim",), "marked"),
        ItemSentence(6, 11, ("quote",), "marked"),
        ItemSentence(11, 14, (), "open"),
    )
    assert said.spans == (ItemSpan(0, 2, "ORG"),)


@pytest.mark.parametrize("start", [4, 3], ids=["UTF-16", "code-points"])
def test_the_texts_of_regions_tell_what_is_counted(start: int) -> None:
    text = "👨說：𠮷野家漲價。"
    end = start + (4 if start == 4 else 3)
    result = [labels(start, end, "𠮷野家", "ORG")]
    (said,) = tasks({"data": {"text": text}, "annotations": [{"result": result}]})
    assert said.spans == (ItemSpan(3, 6, "ORG"),)


def test_white_space_that_was_lost_is_no_fault() -> None:
    text = "央行  称\n降准"
    result = [labels(0, 7, "央行 称\\n降", "ORG")]
    wanted = order()
    (said,) = tasks({"data": {"text": text}, "annotations": [{"result": result}]}, wanted=wanted)
    assert said.spans == (ItemSpan(0, 7, "ORG"),)
    assert not wanted.faults.lines


def test_skipped_and_unlabelled_tasks_say_nothing() -> None:
    data = {"text": "無人。"}
    skipped = {"result": [choices("claim")], "was_cancelled": True, "completed_by": 1}
    found = tasks(
        {"data": data, "annotations": [skipped]}, {"data": data}, {"data": data, "completions": [{}]}
    )
    assert [(one.sentences[0].labels, one.sentences[0].status) for one in found] == [((), "open")] * 3


def test_all_faults_are_told_and_the_rest_is_read() -> None:
    data = {"text": "央行降准。"}
    result = [
        labels(0, 2, "市場", "ORG"),
        labels(0, 99, None, "ORG"),
        labels(3, 3, "", "ORG"),
        labels("x", 2, "央行", "ORG"),  # type: ignore[arg-type]
        labels(0, 2, "央行", "LOC"),
        {"id": "b", "type": "rectanglelabels", "value": {"x": 1, "rectanglelabels": ["ORG"]}},
        {"id": "q", "type": "relation", "from_id": "a", "to_id": "b"},
    ]
    wanted = order()
    rows = [{"data": data, "annotations": [{"result": result}]}, {"id": 2}, {"data": {"image": 3}}, 7]
    rows.append({"data": {"text": "https://example.org/1.txt"}})
    (said,) = tasks(*rows, wanted=wanted)
    assert said.spans == (ItemSpan(0, 2, "LOC"),)
    assert wanted.faults.lines == [
        "project-1.json, task 1: from 0 to 2 stands '央行', and not '市場'",
        "project-1.json, task 1: 99 is outside the text, which ends at 5",
        "project-1.json, task 1: a region from 3 to 3 is empty",
        "project-1.json, task 1: a region has no start and end that are whole numbers",
        "project-1.json, task 2: it has no data",
        "project-1.json, task 3: there is no text in its data",
        "project-1.json, number 4: it is not a JSON object",
        "project-1.json, task 5: there is no text in its data",
    ]
    assert wanted.losses.lines() == ["2 results of other kinds"]


@pytest.mark.parametrize(
    "text",
    ["", "[", "7", "[" * 5000, '{"x": 1e999}', "\ud800", '["\\ud800", nul'],
)
def test_what_is_no_list_of_tasks_is_told(text: str) -> None:
    wanted = order()
    source = Packed({"t.json": text.encode("utf-8", "surrogatepass")}).source
    with pytest.raises(ReadingError, match="parcel: there is no task of Label Studio"):
        list(label_studio.read(source, wanted))
    assert wanted.faults.lines or not text


def test_what_was_read_before_a_fault_is_kept() -> None:
    wanted = order()
    source = source_of("t.json", '[{"data": {"text": "a"}}, {"data": {"text": "b"')
    assert [one.text for one in label_studio.read(source, wanted)] == ["a"]
    assert wanted.faults.count == 1


def test_a_long_list_is_read_in_pieces() -> None:
    rows = [{"data": {"text": f"第{number}句" + "字" * number * 7}} for number in range(300)]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    found = list(label_studio.read(source_of("t.json", text), order()))
    assert [one.text for one in found] == [row["data"]["text"] for row in rows]


def test_json_min() -> None:
    row = {
        "text": "央行称将降准0.5%。",
        "id": 1,
        "tags": {"choices": ["claim", "quote"]},
        "label": [{"start": 0, "end": 2, "text": "央行", "labels": ["ORG"]}],
        "annotator": 3,
        "annotation_id": 10,
        "created_at": "2026-01-31T08:00:00Z",
        "lead_time": 1.5,
    }
    two = row | {"tags": "opinion", "label": [], "annotator": "a@b.c"}
    three = {"text": "無人。", "annotator": None, "annotation_id": None, "lead_time": None}
    first, second, third = tasks(row, two, three)
    assert first.sentences[0].labels == ("claim", "quote")
    assert (first.spans, first.annotator) == ((ItemSpan(0, 2, "ORG"),), "3")
    assert (second.sentences[0].labels, second.annotator) == (("opinion",), "a@b.c")
    assert (third.sentences[0].status, third.annotator) == ("open", "")


def test_labels_of_anybody_make_a_configuration_that_is_xml() -> None:
    from xml.etree import ElementTree

    strange = "a\"<&>\x00'b"
    sentences = (ItemSentence(0, 3, (strange,), "marked"),)
    one = Item("央行。", annotator="mei", sentences=sentences, spans=(ItemSpan(0, 2, "組織"),))
    root = ElementTree.fromstring(written([[one]], order()).files["config.xml"])
    assert "a\"<&>\ufffd'b" in [each.get("value") for each in root.iter("Choice")]
    assert "組織" in [each.get("value") for each in root.iter("Label")]
    assert {each.get("toName") for each in root.iter("Choices")} == {"text"}


@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_whatever_is_damaged_the_rest_is_read(unit: Any) -> None:
    guess = replace(RICH.sentences[0], scores={"claim": 0.75})
    spans = (ItemSpan(3, 6, "ORG", score=0.5),)
    model = Item(RICH.text, annotator="bert", predicted=True, sentences=(guess,), spans=spans)
    packed = written([[GOLD, model]], order(unit=unit, together=True))
    for rows in damaged(json.loads(packed.files["tasks.json"])[:1]):
        try:
            for one in label_studio.read(source_of("t.json", json.dumps(rows)), order()):
                demand_sound(one)
        except ReadingError:
            assert not rows or not isinstance(rows[0], dict) or not isinstance(rows[0].get("data"), dict)


def test_what_is_recognised() -> None:
    assert label_studio.recognises(source_of("tasks", '[{"data": {"text": "a"}, "annotations": []}]'))
    assert label_studio.recognises(written([[RICH]], order()).source)
    assert label_studio.recognises(
        source_of("x.json", '\ufeff [ {"id": 1, "annotations": [{"id": 2, "result": []}]')
    )
    for text in ('{"@context": "x", "data": {}}', '[{"text": "a"}]', "", "[]", "\x00\x01"):
        assert not label_studio.recognises(source_of("x.json", text))
    assert not label_studio.recognises(source_of("x.txt", '[{"data": {'))


@pytest.mark.peer("label_studio_sdk")
@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_label_studios_own_converter_reads_it(unit: Any, tmp_path: Path) -> None:
    converters, interfaces = map(
        import_module, ("label_studio_sdk.converter", "label_studio_sdk.label_interface")
    )
    packed = written([[RICH]], order(unit=unit, options={"completed_by": "name", "offsets": "UTF-16"}))
    for name, content in packed.files.items():
        (tmp_path / name).write_bytes(content)
    config = packed.files["config.xml"].decode()
    interface = interfaces.LabelInterface(config)
    interface.validate()
    for task in json.loads(packed.files["tasks.json"]):
        for annotation in task["annotations"]:
            for region in annotation["result"]:
                assert interface.validate_region(region, return_errors=True) == []
    converter = converters.Converter(config, str(tmp_path))
    converter.convert_to_json_min(str(tmp_path / "tasks.json"), str(tmp_path / "min"), is_dir=False)
    short = json.loads((tmp_path / "min/result.json").read_text("utf-8"))
    found = list(label_studio.read(source_of("r.json", json.dumps(short)), wanted := order()))
    converter.convert_to_csv(str(tmp_path / "tasks.json"), str(tmp_path / "csv"), is_dir=False, sep=",")
    table = (tmp_path / "csv/result.csv").read_text("utf-8")
    assert "央行" in table
    assert "mei" in table
    if unit == "sentence":
        assert [row["annotator"] for row in short] == ["mei", "mei", None]
        assert short[0]["labels"] == {"choices": ["claim", "quote"]}
        assert [(one.sentences, one.annotator) for one in found] == [
            (one.sentences, one.annotator) for one in divided([RICH])
        ]
    else:
        assert [one["text"] for one in short[0]["names"]] == ["👨", "𠮷野家", "0.5%", "無人。"]
        assert [(one.start, one.end) for one in found[0].sentences] == [(0, 10), (11, 28), (28, 31)]
        assert wanted.faults.lines
