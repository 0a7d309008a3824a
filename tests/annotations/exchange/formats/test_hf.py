"""Folders of Hugging Face: loaded by the real library, there and back, and data sets of anybody."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from full_items import FULL, bare, expected
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Kept, Packed, items

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats import hf, hf_parquet
from annotations.exchange.formats.hf_features import class_names, front_matter, quoted, yaml_value
from annotations.exchange.items import Item, ItemCorrection, ItemSentence, ItemSpan
from annotations.model.scheme import DEFAULT

FILES = [pytest.param("jsonl"), pytest.param("parquet", marks=pytest.mark.peer("pyarrow"))]
UNITS: list[Any] = ["sentence", "article"]


def order(unit: Any = "sentence", files: str = "jsonl", **fields: Any) -> Order:
    return Order(DEFAULT, unit, {"files": files, "each": "sentence"}, **fields)


def written(groups: list[list[Item]], wanted: Order) -> Packed:
    parcel = Packed()
    hf.write(groups, parcel, wanted)
    return parcel


def read(files: dict[str, bytes], wanted: Order | None = None) -> list[Item]:
    return [bare(item) for item in hf.read(Kept(files), wanted or order())]


def card_of(parcel: Packed) -> str:
    return parcel.files["README.md"].decode()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("files", FILES)
def test_everything_that_is_said_comes_back(unit: Any, files: str) -> None:
    wanted = order(unit, files)
    parcel = written([[FULL]], wanted)
    assert sorted(parcel.files) == ["README.md", f"data/train.{files}"]
    assert read(parcel.files, wanted) == ([FULL] if unit == "article" else expected(FULL))
    assert wanted.faults.lines == []
    assert wanted.losses.lines() == []
    assert parcel.files == written([[FULL]], order(unit, files)).files
    silent = replace(FULL, spans=None)
    assert read(written([[silent]], wanted).files) == ([silent] if unit == "article" else expected(silent))


@pytest.mark.parametrize("unit", UNITS)
@settings(max_examples=10)
@given(items(), items("kai"))
def test_there_and_back(unit: Any, mei: Item, kai: Item) -> None:
    wanted = order(unit)
    back = read(written([[mei], [kai]], wanted).files, wanted)
    assert back == ([mei, kai] if unit == "article" else expected(mei, kai))
    assert wanted.faults.lines == []


@pytest.mark.peer("pyarrow")
@settings(max_examples=6)
@given(items(), items("kai"))
def test_there_and_back_in_parquet(mei: Item, kai: Item) -> None:
    assert read(written([[mei, kai]], order(files="parquet")).files) == expected(mei, kai)


def test_what_does_not_fit_is_told() -> None:
    across = replace(FULL, spans=(ItemSpan(10, 14, "ORG"),), corrections=(ItemCorrection(10, 13, "x"),))
    wanted = order()
    written([[across]], wanted)
    assert sorted(wanted.losses.lines()) == [
        "1 correction outside sentences",
        "1 name or number outside sentences",
    ]
    whole = order("article")
    assert read(written([[across]], whole).files) == [across]
    assert whole.losses.lines() == []
    half = replace(FULL, text=FULL.text.replace("某", "\ud800"), spans=(), corrections=())
    wanted = order("article")
    assert "�說" in written([[half]], wanted).files["data/train.jsonl"].decode()
    assert wanted.losses.lines() == ["1 half of a character"]


def test_each_split_is_a_file_and_empty_ones_are_not() -> None:
    wanted = order(
        splits=["train", "validation", "test"],
        split_of=lambda item: {"a": "train", "b": "test"}[item.title],
    )
    groups = [[replace(FULL, title=title, article=title * 20)] for title in "bab"]
    parcel = written(groups, wanted)
    assert sorted(parcel.files) == ["README.md", "data/test.jsonl", "data/train.jsonl"]
    assert "  - split: train\n    path: data/train.jsonl\n  - split: test\n    path:" in card_of(parcel)
    assert "| train | 1 | 2 |\n| test | 1 | 4 |\n" in card_of(parcel)


def test_the_card_says_what_users_need() -> None:
    kai = replace(FULL, annotator="kai")
    text = card_of(
        written(
            [[FULL, kai]],
            order(
                title='新聞 "2026": \\\u2028', guidelines="# 標註\n\n- 先看。\n", agreement=lambda: "κ = 0.8"
            ),
        )
    )
    assert "2 annotators." in text
    assert "code points, end exclusive" in text
    assert "| `claim` | 2 | 事實主張:" in text
    assert "| `opinion` | 0 |" in text
    assert "| `news` (of the article) | 2 |" in text
    assert "| `PER` | 2 |" in text
    assert "## Guidelines\n\n### 標註\n\n- 先看。" in text
    assert "## Agreement\n\nκ = 0.8\n" in text
    assert 'pretty_name: "新聞 \\"2026\\": \\\\\\U00002028"' in text


# The library itself


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Packed], Any]:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    import datasets

    datasets.disable_progress_bars()

    def loaded(parcel: Packed) -> Any:
        for name, data in parcel.files.items():
            path = tmp_path / "set" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return datasets.load_dataset(str(tmp_path / "set"), cache_dir=str(tmp_path / "cache"))

    return loaded


LOADS = pytest.mark.filterwarnings("default")


@LOADS
@pytest.mark.peer("datasets")
@pytest.mark.parametrize("files", FILES)
def test_datasets_loads_the_folder(load: Callable[[Packed], Any], files: str) -> None:
    import datasets

    bare_one = ItemSentence(0, 11, status="open", number=1)
    none_yet = replace(FULL, article="1" * 20, sentences=(bare_one,), spans=None, corrections=())
    odd = replace(FULL.sentences[0], labels=("甲: \"b'", "quote"), note="\u2028👍")
    late = replace(FULL, article="2" * 20, sentences=(odd,))
    wanted = order(
        files=files,
        splits=["train", "test"],
        split_of=lambda item: "test" if item is late else "train",
        title='a "b": c\\',
    )
    loaded = load(written([[none_yet], [FULL], [late]], wanted))
    assert {name: split.num_rows for name, split in loaded.items()} == {"train": 3, "test": 1}
    classes = loaded["train"].features["labels"].feature
    assert isinstance(classes, datasets.ClassLabel)
    assert classes.names == ["claim", "opinion", "quote", "甲: \"b'"]
    assert loaded["train"]["labels"][:] == [[], [0, 2], []]
    [row] = loaded["test"]
    assert classes.int2str(row["labels"]) == ["甲: \"b'", "quote"]
    assert row["note"] == "\u2028👍"
    for span in row["spans"]:
        assert row["text"][span["start"] : span["end"]] == span["text"]
    assert loaded["train"].features.keys() == row.keys()
    assert loaded["train"].features == loaded["test"].features


@LOADS
@pytest.mark.peer("datasets")
@pytest.mark.parametrize("files", FILES)
def test_datasets_loads_articles(load: Callable[[Packed], Any], files: str) -> None:
    [first, second] = load(
        written([[FULL], [replace(FULL, sentences=(), spans=())]], order("article", files))
    )["train"]
    assert first["text"] == FULL.text
    assert [one["labels"] for one in first["sentences"]] == [[0, 2], []]
    assert (second["sentences"], second["spans"]) == ([], [])


@LOADS
@pytest.mark.peer("datasets")
@pytest.mark.parametrize("unit", UNITS)
def test_what_datasets_writes_again_is_read(load: Callable[[Packed], Any], tmp_path: Path, unit: Any) -> None:
    loaded = load(written([[FULL]], order(unit)))["train"]
    loaded.to_parquet(str(tmp_path / "again.parquet"))
    loaded.to_json(str(tmp_path / "again.jsonl"))
    wanted = order()
    there = [FULL] if unit == "article" else expected(FULL)
    assert read({"x.parquet": (tmp_path / "again.parquet").read_bytes()}, wanted) == there
    with_card = {
        "data/x.jsonl": (tmp_path / "again.jsonl").read_bytes(),
        "README.md": (tmp_path / "set" / "README.md").read_bytes(),
    }
    assert read(with_card, wanted) == there
    assert wanted.faults.lines == []


@pytest.mark.peer("polars")
def test_polars_reads_the_parquet() -> None:
    import polars

    frame = polars.read_parquet(
        io.BytesIO(written([[FULL]], order(files="parquet")).files["data/train.parquet"])
    )
    assert frame["labels"].to_list() == [["claim", "quote"], []]
    assert frame["spans"][0][1]["text"] == "0.5%"


@pytest.mark.peer("duckdb")
@pytest.mark.parametrize("files", ["jsonl", "parquet"])
def test_duckdb_reads_the_files(tmp_path: Path, files: str) -> None:
    import duckdb

    path = tmp_path / f"train.{files}"
    path.write_bytes(written([[FULL]], order(files=files)).files[f"data/train.{files}"])
    found = duckdb.sql(f"select text, labels, spans[2].text from '{path}'").fetchall()
    assert found == [("林某說：降准0.5%。", ["claim", "quote"], "0.5%"), ("'=無", [], None)]


@pytest.mark.peer("pyarrow")
def test_more_rows_than_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hf_parquet, "_ROWS", 3)
    groups = [[replace(FULL, article=f"{at:020}")] for at in range(5)]
    assert read(written(groups, order(files="parquet")).files) == expected(*(one for [one] in groups))


# Data sets of others

CARD = b"""---
annotations_creators:
- crowdsourced
license: mit
extra_gated_prompt: |
  You agree: not to
    do so
dataset_info:
- config_name: default
  features:
  - name: text
    dtype: string
  - name: label
    dtype:
      class_label:
        names:
          '0': negative
          '1': "positive: \\"yes\\""
          '2': 'it''s'
  splits:
  - name: train
    num_bytes: 1
configs:
- config_name: default
  data_files: "*.jsonl"
---
# A card
"""


def jsonl(*records: Any) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()


def test_classes_have_the_names_that_the_card_gives() -> None:
    data = jsonl(*({"text": f"{label}。", "label": label} for label in (0, 1, 2, -1, 7)))
    found = read({"README.md": CARD, "train.jsonl": data})
    assert [(one.sentences[0].labels, one.sentences[0].status) for one in found] == [
        (("negative",), "marked"),
        (('positive: "yes"',), "marked"),
        (("it's",), "marked"),
        ((), "open"),
        ((), "open"),
    ]


def test_lists_of_classes_and_tags() -> None:
    front = front_matter(
        "---\ndataset_info:\n  features:\n  - name: tokens\n    sequence: string\n"
        "  - name: ner_tags\n    sequence:\n      class_label:\n        names:\n"
        "          '0': O\n          '1': B-PER\n          '2': I-PER\n"
        "  - name: topics\n    list:\n      class_label:\n        names:\n"
        "          '0': a\n          '1': b\n---\n"
    )
    names = class_names(yaml_value(front))
    assert names == {"ner_tags": ["O", "B-PER", "I-PER"], "topics": ["a", "b"]}
    card = f"---\n{front}\n---\n".encode().replace(b"topics", b"labels")
    data = jsonl(
        {"tokens": list("林某說"), "ner_tags": [1, 2, 0], "labels": [1, 0]},
        {"tokens": list("林某說"), "ner_tags": [0, 0, 1], "labels": []},
    )
    first, second = read({"README.md": card, "data/train.jsonl": data})
    assert (first.text, first.spans, first.sentences[0].labels) == (
        "林某說",
        (ItemSpan(0, 2, "PER"),),
        ("b", "a"),
    )
    assert (second.spans, second.sentences[0].status) == ((ItemSpan(2, 3, "PER"),), "none")


def test_tags_of_which_nothing_tells_the_names_are_told() -> None:
    wanted = order()
    source = Kept({"train.jsonl": jsonl({"tokens": ["林"], "ner_tags": [1]})})
    assert list(hf.read(source, wanted)) == []
    assert "nothing tells what they stand for" in wanted.faults.lines[0]


def test_several_configurations() -> None:
    infos = {
        name: {"features": {"text": {"_type": "Value"}, "label": {"names": names, "_type": "ClassLabel"}}}
        for name, names in {"tnews": ["a", "b"], "iflytek": ["c", "d"]}.items()
    }
    data = jsonl({"text": "一。", "label": 1})
    files = {"dataset_infos.json": json.dumps(infos).encode(), "iflytek/x.jsonl": data, "x.jsonl": data}
    assert [one.sentences[0].labels for one in read(files)] == [("d",), ("1",)]


def test_notes_of_older_data_sets() -> None:
    infos = {"default": {"features": {
        "sentence": {"dtype": "string", "_type": "Value"},
        "label": {"num_classes": 2, "names": ["neg", "pos"], "_type": "ClassLabel"},
        "entities": [{"start": {"_type": "Value"}, "type": {"names": ["PER", "ORG"], "_type": "ClassLabel"}}],
    }}}  # fmt: skip
    record = {"sentence": "林某說", "label": 1, "entities": [{"start": 0, "end": 2, "type": 1}]}
    [item] = read({"dataset_infos.json": json.dumps(infos).encode(), "data/test.json": jsonl(record)})
    assert (item.sentences[0].labels, item.spans) == (("pos",), (ItemSpan(0, 2, "ORG"),))


@LOADS
@pytest.mark.peer("datasets")
def test_parquet_that_datasets_wrote_knows_its_classes(tmp_path: Path) -> None:
    import datasets

    features = datasets.Features(
        {
            "text": datasets.Value("string"),
            "label": datasets.ClassLabel(names=["neg", "pos"]),
            "topics": datasets.Sequence(datasets.ClassLabel(names=["a", "b"])),
        }
    )
    rows = {"text": ["一。", "二。"], "label": [1, -1], "topics": [[0], [1]]}
    datasets.Dataset.from_dict(rows, features=features).to_parquet(str(tmp_path / "x.parquet"))
    found = read({"train-00000-of-00001.parquet": (tmp_path / "x.parquet").read_bytes()})
    assert [one.sentences[0].labels for one in found] == [("pos",), ()]
    assert found[0].metadata == {"topics": ["a"]}


def test_all_faults_are_told_and_the_rest_is_read() -> None:
    [line] = written([[FULL]], order("article")).files["data/train.jsonl"].splitlines()
    row = json.loads(line)
    row["sentences"][1]["end"] = 99
    row["spans"][0]["text"] = "王某"
    wanted = order()
    [item] = read({"x.jsonl": jsonl(row, {**row, "text": ""}, {**row, "text": None})}, wanted)
    assert item.sentences == FULL.sentences[:1]
    assert item.spans == FULL.spans[1:]
    assert wanted.faults.lines == [
        "x.jsonl, line 1, sentence 2: 12 to 99 is no place in its text",
        "x.jsonl, line 1, span 1: from 0 to 2 stands '林某', and not '王某'",
        "x.jsonl, line 2: it has no text",
        "x.jsonl, line 3: it has no text",
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param(
            *("x.parquet", b"PAR1 nonsense PAR1", "it is no sound Parquet"), marks=pytest.mark.peer("pyarrow")
        ),
        ("x.jsonl", b'{"a": 1, "b": 2}\n', "it has no column of texts, but a, b"),
        ("x.pdf", b"", "there is no JSONL and no Parquet"),
    ],
)
def test_what_is_no_data_set_is_refused(name: str, data: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        read({name: data})


def test_recognition_is_by_the_card_or_parquet() -> None:
    assert hf.recognises(written([[FULL]], order()).source)
    assert hf.recognises(Kept({"README.md": CARD, "a/b.json": b""}))
    assert hf.recognises(Kept({"x.parquet": b""}))
    assert not hf.recognises(Kept({"README.md": b"# Data\n", "x.jsonl": b""}))
    assert not hf.recognises(Kept({"x.jsonl": jsonl({"text": "a", "label": "b"})}))


@pytest.mark.parametrize(
    "text",
    [
        "a: [unclosed",
        "- a\nb: c",
        "a: |\n  text: x\n   y",
        "\t",
        "a:\n- - - b",
        "? x\n: y",
        "a: 'b",
        '"a\\U0001F44D": b',
    ],
)
def test_other_yaml_is_no_fault(text: str) -> None:
    assert class_names(yaml_value(text)) == {}


@settings(max_examples=30)
@given(st.text())
def test_any_name_can_be_quoted(text: str) -> None:
    assert yaml_value(f"names:\n  '0': {quoted(text)}") == {"names": {"0": text}}
