"""`zhupi import --predictions` and `zhupi score`: by hand, side by side, for whom, after changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from team import TEXT, act, layer_records, team

from annotations.model.prediction import ArticlePrediction, PredictedSentence, PredictedSpan, found_again
from tui.cli.main import run

SENTENCES = [f"{one}。" for one in TEXT.split("。")[:-1]]
BERT = [["claim"], ["claim"], ["quote", "claim"], [], ["opinion"]]
KEYS = ["model", "what", "name", "judged", "predicted", "hits", "precision", "recall", "f1", "kappa"]


def predict(root: Path, name: str, labels: Sequence[Sequence[str]]) -> int:
    """Let a model say something of the first sentences, as a file without ids has it."""
    file = root.parent / f"{name}.jsonl"
    rows = [{"text": text, "labels": one} for text, one in zip(SENTENCES, labels, strict=False)]
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return run(["import", str(file), "--project", str(root), "--as", "lin", "--predictions", name])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of two whom a model predicts."""
    root = team(tmp_path / "news", {"bo": ["", "o", None, "", "o"], "mei": ["c", "o", "qc", "", None]})
    assert predict(root, "bert", BERT) == 0
    return root


def score(root: Path, capsys, *options: str, who: str = "mei") -> dict[tuple[str, str], dict[str, Any]]:
    capsys.readouterr()
    assert run(["score", *options, "--project", str(root), "--as", who, "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all([*one] == [*KEYS, "sentences", "unpredicted"] for one in rows)
    return {(one["model"], one["name"]): one for one in rows}


def test_against_what_was_judged_by_hand(root: Path, capsys) -> None:
    rows = score(root, capsys, "bert")
    counts = {name: (one["judged"], one["predicted"], one["hits"]) for (_, name), one in rows.items()}
    assert counts == {"claim": (2, 3, 2), "opinion": (1, 1, 0), "quote": (1, 1, 1), "all": (4, 5, 3)}
    assert rows["bert", "claim"]["precision"]["value"] == pytest.approx(2 / 3)
    assert rows["bert", "claim"]["kappa"]["value"] == pytest.approx((0.8 - 0.48) / 0.52)
    assert rows["bert", "all"]["sentences"] == 5


def test_two_models_side_by_side_and_what_one_left_out(root: Path, capsys) -> None:
    assert predict(root, "少", [["claim"], ["opinion"]]) == 0
    rows = score(root, capsys, "bert", "少")
    assert (rows["少", "all"]["f1"]["value"], rows["少", "all"]["unpredicted"]) == (1, 3)
    assert run(["score", "bert", "少", "--project", str(root), "--as", "mei"]) == 0
    told = capsys.readouterr().out
    assert "少 against mei: 2 sentences; just the same: 100%; judged and not predicted: 3" in told


@pytest.mark.parametrize(
    ("who", "options", "code", "told"),
    [
        ("mei", ["--against", "bo"], 2, "which this project shows to lin"),
        ("mei", ["--against", "gold"], 2, "--review"),
        ("mei", ["--against", "gold", "--review"], 2, "which this project shows to lin"),
        ("lin", ["--against", "gold"], 1, "0 sentences"),
        ("lin", ["--against", "zz"], 1, "zz has annotated nothing"),
        ("lin", ["--against", "bo"], 0, "just the same: 40%"),
        ("mei", ["nosuch"], 2, "there are bert"),
    ],
)
def test_for_whom(root: Path, who: str, options: list[str], code: int, told: str, capsys) -> None:
    assert run(["score", "bert", *options, "--project", str(root), "--as", who]) == code
    assert told in "".join(capsys.readouterr())


def test_a_prediction_is_no_mark_and_counts_for_nobody(root: Path, capsys) -> None:
    names = {one.name for one in (root / "annotations").iterdir()}
    assert names >= {"bo.json", "mei.json", "predictions"}
    assert "lin.json" not in names
    assert run(["check", str(root)]) == 0
    assert run(["stats", str(root), "--as", "lin", "--review"]) == 0
    assert "bert" not in capsys.readouterr().out


def test_a_name_that_no_file_can_have_is_the_models_fault(root: Path, capsys) -> None:
    assert predict(root, "BERT", BERT[:1]) == 0
    assert [one.name for one in (root / "annotations" / "predictions").iterdir()] == ["bert.json"]
    file = str(root.parent / "bert.jsonl")
    assert run(["import", file, "--project", str(root), "--predictions", "a:b"]) == 2
    assert "'a:b' cannot be what a model is called" in capsys.readouterr().err


def test_of_a_text_that_was_changed_and_carried_over(root: Path, capsys) -> None:
    (root / "a.txt").write_text(f"前言一句。{TEXT.replace('太遲', '太早')}", encoding="utf-8")
    assert run(["carry", str(root), "--as", "lin"]) == 0
    assert layer_records(root, "mei", "sentence")
    rows = score(root, capsys, "bert")
    assert (rows["bert", "claim"]["judged"], rows["bert", "claim"]["hits"]) == (2, 2)


def test_what_a_model_said_is_found_again_by_its_words() -> None:
    said = ArticlePrediction(
        "a" * 20,
        (
            PredictedSentence(0, 2, "對。", ("claim",)),
            PredictedSentence(2, 5, "沒了。", ()),
            PredictedSentence(5, 7, "對。", ("quote",)),
        ),
        (PredictedSpan(2, 4, "沒了", "name", "PER"), PredictedSpan(5, 6, "對", "name", "ORG")),
    )
    found = found_again(said, "b" * 20, "新。對。另。對。")
    assert [(one.start, one.end, one.labels) for one in found.sentences] == [
        (2, 4, ("claim",)),
        (6, 8, ("quote",)),
    ]
    assert [(one.start, one.label) for one in found.spans or ()] == [(6, "ORG")]


def test_a_sentence_that_the_lead_joined_was_not_predicted(root: Path, capsys) -> None:
    act(root, "lin", "a.txt", lambda one: [one.bounds.join(0)])
    assert score(root, capsys, "bert")["bert", "all"]["unpredicted"] == 1
