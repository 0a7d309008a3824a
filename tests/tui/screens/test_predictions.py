"""What models say on the reading screen: to whom it is shown, how it looks, and what a mark remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import OTHER, TEXT, act, laid_out, layer_records, team

from annotations.assignment.table import Assignments, Row
from annotations.model.prediction import ArticlePrediction, PredictedSentence
from annotations.project.predictions import may_show
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS
from annotations.storage.predictions.prediction_file import PredictionFile

pytestmark = pytest.mark.usefixtures("no_analysis")


def predict(root: Path, name: str = "bert", **labels: tuple[str, ...]) -> Path:
    """Let a model say something of the first sentences of the article: labels by ``s1``, ``s2`` and so on."""
    project = Project.open([root], annotator="mei", root=root)
    article = project.article(project.places[0])
    said = []
    for key, predicted in labels.items():
        one = article.sentences[int(key[1:]) - 1]
        quote = article.text[one.start : one.end]
        scores = dict.fromkeys(predicted, 0.81) | {"opinion": 0.4}
        said.append(PredictedSentence(one.start, one.end, quote, predicted, scores))
    PredictionFile.of(root, name).put([ArticlePrediction(article.id, tuple(said))])
    return root


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """Return a project of one person, in which a model says something."""
    return predict(laid_out(tmp_path / "news"), s1=("claim",), s2=(), s3=("claim", "quote"))


async def test_it_stands_dim_beside_what_nobody_judged_and_in_the_panel(opened, alone: Path) -> None:
    async with opened(alone) as reader:
        assert [reader.columns(index).strip() for index in range(3)] == ["c..", "...", "c.q"]
        style = next(one for one in reader.strip(0) if one.text.strip() == "c").style
        assert style is not None
        assert "bert claim .81 (opinion .40)" in reader.panel
        await reader.press("down")
        assert "bert none (opinion .40)" in reader.panel


async def test_the_labels_own_key_takes_it_and_another_rejects_it(opened, alone: Path) -> None:
    async with opened(alone) as reader:
        await reader.press("c", "down", "o", "down", "n")
        assert [reader.columns(index).strip() for index in range(3)] == ["c", "o", "n"]
        assert "bert claim quote .81" not in reader.panel
        await reader.press("u")
        assert reader.columns(2).strip() == "c.q", "what was taken back is a prediction again"
    marks = [one["predicted"] for one in layer_records(alone, "mei", "sentence")]
    assert [one["followed"] for one in marks] == [["bert"], []]
    assert [one["models"] for one in marks] == [{"bert": ["claim"]}, {"bert": []}]


async def test_a_note_alone_follows_nothing(opened, alone: Path) -> None:
    async with opened(alone) as reader:
        reader.screen.saver.act(lambda annotating: annotating.labels.write_note(0, "?"))
        await reader.settle()
        assert reader.columns(0)[:1] != "n"
    (mark,) = layer_records(alone, "mei", "sentence")
    assert "predicted" not in mark


async def test_who_reads_blindly_sees_nothing(opened, tmp_path: Path) -> None:
    root = predict(team(tmp_path / "news", {"bo": ["c"]}), s1=("claim",))
    async with opened(root) as reader:
        assert "c" not in reader.columns(0)
        assert "bert" not in reader.panel
        await reader.press("c")
    (mark,) = layer_records(root, "mei", "sentence")
    assert "predicted" not in mark


async def test_a_damaged_file_is_said_and_harms_nothing(opened, alone: Path) -> None:
    path = PredictionFile.of(alone, "bert").path
    path.write_bytes(path.read_bytes()[:120])
    async with opened(alone) as reader:
        await reader.press("c")
        assert reader.labels(0) == {"claim"}


@pytest.mark.parametrize(
    ("setting", "rows", "shown"),
    [
        ("", [], False),
        ("always", [], True),
        ("never", [], False),
        ("alone", [Row("a.txt", ("mei",))], True),
        ("alone", [Row("a.txt", ("bo", "mei"))], False),
        ("always", [Row("a.txt", ("bo", "mei"))], True),
        ("always", [Row("a.txt", ("mei",), part="train")], False),
        ("always", [Row("a.txt", ("bo", "mei"), tests=("mei",))], False),
    ],
)
def test_to_whom_it_is_shown_in_a_team(tmp_path: Path, setting: str, rows: list[Row], shown: bool) -> None:
    line = f'predictions = "{setting}"\n' if setting else ""
    root = laid_out(tmp_path / "news", f'lead = "lin"\n{line}')
    if rows:
        (root / ASSIGNMENTS).write_text(Assignments.of(rows).text(), encoding="utf-8")
    assert may_show(Project.at(root, annotator="mei"), "a.txt") is shown


def test_it_is_shown_to_who_works_alone_and_to_nobody_beside_others(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": TEXT, "b.txt": OTHER})
    assert may_show(Project.at(root, annotator="mei"), "a.txt")
    act(root, "bo", "a.txt", lambda one: [one.labels.toggle([0], "claim")])
    assert not may_show(Project.at(root, annotator="mei"), "a.txt")


def test_agreement_leaves_out_what_was_judged_beside_a_prediction(tmp_path: Path) -> None:
    from annotations.agreement.judgements import judged
    from annotations.marks.coverage import Coverage

    root = predict(team(tmp_path / "news", {"bo": ["c"]}), s1=("claim",))
    (mark,) = layer_records(root, "bo", "sentence")
    mark["predicted"] = {"models": {"bert": ["claim"]}, "followed": ["bert"]}
    place = (mark["start"], mark["end"])
    free = judged([mark], Coverage(), *place, known=["claim"])
    independent = judged([mark], Coverage(), *place, known=["claim"], independent=True)
    assert free.counts
    assert not independent.counts
    assert independent.why == "prediction"


async def test_none_by_silence_beside_a_prediction_is_no_independent_judgement(opened, alone: Path) -> None:
    from annotations.agreement.judgements import judged
    from annotations.marks.coverage import Coverage

    async with opened(alone) as reader:
        reader.screen.saver.act(lambda annotating: annotating.article.toggle_done(0, [(0, 43)]))
        await reader.settle()
    coverage = Coverage.of(layer_records(alone, "mei", "article"))
    assert judged((), coverage, 0, 9, known=["claim"]).counts
    assert judged((), coverage, 0, 9, known=["claim"], independent=True).why == "prediction"


async def test_agreement_says_how_many_it_leaves_out(opened, tmp_path: Path, capsys) -> None:
    from tui.cli.main import run

    root = predict(team(tmp_path / "news", {"bo": ["c", "o"]}), s1=("claim",), s2=("claim",))
    settings = root / "zhupi.toml"
    settings.write_text(f'{settings.read_text()}predictions = "always"\n')
    async with opened(root) as reader:
        await reader.press("c", "down", "o")
    assert run(["agree", str(root), "--as", "lin", "--review"]) == 1
    assert "mei: 2 sentences judged beside what a model predicts left out" in "".join(capsys.readouterr())


async def test_done_where_every_prediction_was_answered_stays_independent(opened, tmp_path: Path) -> None:
    root = predict(laid_out(tmp_path / "news"), s1=("claim",))
    async with opened(root) as reader:
        await reader.press("c")
        reader.screen.saver.act(lambda annotating: annotating.article.toggle_done(0, [(0, 43)]))
        await reader.settle()
    (mark,) = layer_records(root, "mei", "article")
    assert "predicted" not in mark
