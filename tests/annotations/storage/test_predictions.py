"""The file of a model's predictions: what is put comes back, article by article, and damage is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.errors import StorageError
from annotations.model.prediction import ArticlePrediction, PredictedSentence, PredictedSpan
from annotations.storage.check.check import check_annotations
from annotations.storage.predictions.prediction_file import PredictionFile, prediction_files

ONE, TWO = "0" * 20, "1" * 20
SAID = ArticlePrediction(
    ONE,
    (
        PredictedSentence(
            0, 3, "甲\ud800乙", ("claim",), {"claim": 0.8, "quote": 0.25}, ({"form": "direct"},)
        ),
    ),
    (PredictedSpan(0, 1, "甲", "name", "PER", 0.5), PredictedSpan(1, 2, "\u2028", "number", "money")),
)
NOTHING = ArticlePrediction(TWO)


@pytest.fixture
def file(tmp_path: Path) -> PredictionFile:
    return PredictionFile.of(tmp_path, "bert")


def test_it_comes_back(file: PredictionFile, tmp_path: Path) -> None:
    assert file.put([NOTHING, SAID]) == (2, 0)
    assert list(file.all()) == [SAID, NOTHING]
    assert file.of_article(ONE) == SAID
    assert file.of_article(TWO) == NOTHING
    assert file.of_article("2" * 20) is None
    assert [one.name for one in prediction_files(tmp_path)] == ["bert"]


def test_it_is_a_file_of_tinydb(file: PredictionFile) -> None:
    file.put([SAID, NOTHING])
    json.loads(file.path.read_bytes())
    with TinyDB(file.path, encoding="utf-8") as there:
        assert [one["article"] for one in there.all()] == [ONE, TWO]


def test_what_is_put_again_replaces_its_article_alone(file: PredictionFile) -> None:
    file.put([SAID, NOTHING])
    before = file.path.read_bytes()
    assert file.put([SAID]) == (0, 0)
    assert file.path.read_bytes() == before
    assert file.put([SAID._replace(spans=None)]) == (0, 1)
    assert list(file.all()) == [SAID._replace(spans=None), NOTHING]


def test_nothing_is_there_before(file: PredictionFile, tmp_path: Path) -> None:
    assert list(file.all()) == []
    assert file.of_article(ONE) is None
    assert prediction_files(tmp_path) == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        '"1": {"article": "' + ONE + '", "sentences": 3, "spans": null}',
        '"1": {"article": "' + ONE + '", "sente',
    ],
)
def test_damage_is_said(file: PredictionFile, line: str) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.write_text(line, encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be read"):
        file.of_article(ONE)


def test_what_is_damaged_is_named_by_a_check_and_replaced_by_an_import(
    file: PredictionFile, tmp_path: Path
) -> None:
    file.put([ArticlePrediction(one * 20) for one in "ab"])
    assert check_annotations(tmp_path) == []
    lines = file.path.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b'"sentences"', b'"sent', 1)
    file.path.write_bytes(b"\n".join(lines))
    (file.path.parent / "note.txt").write_text("x")
    assert [(one.path.name, one.line) for one in check_annotations(tmp_path)] == [
        (file.path.name, 2),
        ("note.txt", None),
    ]
    assert file.put([ArticlePrediction("c" * 20)]) == (1, 0)
    assert [one.article[0] for one in file.all()] == ["b", "c"]


def test_a_file_of_something_else_says_nothing_and_says_so(file: PredictionFile, tmp_path: Path) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.write_text("garbage\n")
    with pytest.raises(StorageError, match="cannot be read"):
        file.of_article("a" * 20)
    assert len(check_annotations(tmp_path)) == 1
