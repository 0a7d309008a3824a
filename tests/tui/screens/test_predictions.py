"""What models say on the reading screen: to whom it is shown, how it looks, and what a mark remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import OTHER, TEXT, act, laid_out, layer_records, team

from annotations.assignment.table import Assignments, Row
from annotations.model.prediction import ArticlePrediction, PredictedSentence, PredictedSpan
from annotations.project.predictions import may_show
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS
from annotations.storage.predictions.prediction_file import PredictionFile

pytestmark = pytest.mark.usefixtures("no_analysis")


def predict(
    root: Path, name: str = "bert", quotes: tuple[object, ...] = (), **labels: tuple[str, ...]
) -> Path:
    """Let a model say something of the first sentences of the article: labels by ``s1``, ``s2`` and so on."""
    project = Project.open([root], annotator="mei", root=root)
    article = project.article(project.places[0])
    said = []
    for key, predicted in labels.items():
        one = article.sentences[int(key[1:]) - 1]
        quote = article.text[one.start : one.end]
        scores = dict.fromkeys(predicted, 0.81) | {"opinion": 0.4}
        said.append(PredictedSentence(one.start, one.end, quote, predicted, scores, quotes))
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


QUOTED = {
    "form": "indirect",
    "cont": False,
    "content": [21, 26],
    "speakers": [{"text": "張三", "name": "張三豐", "start": 18, "end": 20, "by": "bert"}],
    "by": "bert",
}


async def test_a_models_quotes_go_before_the_rules_and_are_taken_with_the_label(
    opened, tmp_path: Path
) -> None:
    root = predict(laid_out(tmp_path / "news"), quotes=(QUOTED, "?", {"form": "sung"}), s3=("quote",))
    async with opened(root) as reader:
        await reader.press("down", "down")
        row = next(line for line in reader.panel.splitlines() if "quote?" in line)
        assert "張三豐" in row
        assert "by bert .81" in row
        await reader.press("q")
        assert "quote?" not in reader.panel
    (mark,) = layer_records(root, "mei", "sentence")
    (speaker,) = QUOTED["speakers"]
    assert mark["quotes"] == [{**QUOTED, "by": "default", "speakers": [{**speaker, "by": "default"}]}]
    assert mark["predicted"]["followed"] == ["bert"]


@pytest.mark.parametrize("before", ["c", "n"])
async def test_a_models_quotes_are_not_taken_where_something_is_said(opened, tmp_path: Path, before) -> None:
    root = predict(laid_out(tmp_path / "news"), quotes=(QUOTED,), s3=("quote",))
    async with opened(root) as reader:
        await reader.press("down", "down", before, "q")
    (mark,) = layer_records(root, "mei", "sentence")
    assert "張三豐" not in str(mark["quotes"])


async def test_a_models_quotes_are_nobodys_who_reads_blindly(opened, tmp_path: Path) -> None:
    root = predict(team(tmp_path / "news", {"bo": ["c"]}), quotes=(QUOTED,), s3=("quote",))
    async with opened(root) as reader:
        await reader.press("down", "down")
        assert "張三豐" not in reader.panel
        await reader.press("q")
    assert "張三豐" not in str(layer_records(root, "mei", "sentence"))


def mark(root: Path, *spans: tuple[int, int, str, float], name: str = "bert") -> Path:
    """Let a model mark names in the article, and say nothing of its sentences."""
    project = Project.open([root], annotator="mei", root=root)
    article = project.article(project.places[0])
    said = [
        PredictedSpan(start, end, article.text[start:end], "name", kind, score)
        for start, end, kind, score in spans
    ]
    PredictionFile.of(root, name).put([ArticlePrediction(article.id, (), tuple(said))])
    return root


async def test_names_that_a_model_alone_marks_are_listed_dim_and_taken_with_their_type(
    opened, tmp_path: Path
) -> None:
    root = mark(laid_out(tmp_path / "news"), (0, 2, "ORG", 0.93), (4, 6, "MISC", 0.6), (18, 20, "PER", 0.7))
    async with opened(root) as reader:
        assert "央行 ORG .93 bert" in reader.panel
        assert "張三" not in reader.panel
        await reader.press("a", "1")
        names = reader.session.article.found.highlights.names_of(0)
        assert [(one.start, one.end, one.type) for one in names] == [(0, 2, "ORG")]
        assert "央行 ORG .93 bert" not in reader.panel
        await reader.press("u")
        assert "央行 ORG .93 bert" in reader.panel
        await reader.press("a", "1")
    (record,) = layer_records(root, "mei", "span")
    assert record["predicted"] == {"models": {"bert": ["ORG"]}, "followed": ["bert"]}


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_they_have_room_beside_the_label_too(opened, tmp_path: Path, size: tuple[int, int]) -> None:
    root = mark(predict(laid_out(tmp_path / "news"), s1=("claim",)), (0, 2, "ORG", 0.93), name="crf")
    async with opened(root, size=size) as reader:
        assert "bert claim .81" in reader.panel
        assert "央行 ORG .93 crf" in reader.panel


async def test_who_reads_blindly_is_shown_no_name_that_a_model_marks(opened, tmp_path: Path) -> None:
    root = mark(team(tmp_path / "news", {"bo": ["c"]}), (0, 2, "ORG", 0.93))
    async with opened(root) as reader:
        assert "ORG" not in reader.panel
        reader.screen.saver.act(lambda annotating: annotating.spans.add_name(0, 2, "ORG"))
        await reader.settle()
    (record,) = layer_records(root, "mei", "span")
    assert "predicted" not in record


async def test_another_type_follows_no_model_and_done_remembers_what_was_left(opened, tmp_path: Path) -> None:
    root = mark(laid_out(tmp_path / "news"), (0, 2, "ORG", 0.93), (18, 20, "PER", 0.7))
    async with opened(root) as reader:
        reader.screen.saver.act(lambda annotating: annotating.spans.add_name(0, 2, "LOC"))
        reader.screen.saver.act(lambda annotating: annotating.article.toggle_done(0, [(0, 43)]))
        await reader.settle()
    (record,) = layer_records(root, "mei", "span")
    assert record["predicted"] == {"models": {"bert": ["ORG"]}, "followed": []}
    (whole,) = layer_records(root, "mei", "article")
    assert whole["predicted_spans"] is True
    assert "predicted" not in whole


async def test_a_number_that_a_model_marks_is_asked_what_it_amounts_to(opened, tmp_path: Path) -> None:
    from tui.screens.dialogs.amount import AmountScreen

    root = laid_out(tmp_path / "news")
    project = Project.open([root], annotator="mei", root=root)
    article = project.article(project.places[0])
    said = (PredictedSpan(2, 4, article.text[2:4], "number", "date", None),)
    PredictionFile.of(root, "bert").put([ArticlePrediction(article.id, (), said)])
    async with opened(root) as reader:
        assert "今天 date bert" in reader.panel
        await reader.press("a", "1")
        assert isinstance(reader.app.screen, AmountScreen)


async def test_a_name_that_was_rejected_or_reaches_into_another_is_not_offered(
    opened, tmp_path: Path
) -> None:
    from annotations.model.article import Name
    from tui.layout.pieces import Highlights
    from tui.session import messages

    root = mark(laid_out(tmp_path / "news"), (0, 2, "ORG", 0.93), (1, 4, "LOC", 0.9), (5, 7, "MISC", 0.4))
    async with opened(root) as reader:
        starts = list(reader.view.prepared.starts)
        found = Highlights(starts, [Name(0, 2, "ORG")])
        reader.session.tell(messages.Analysed(reader.session.article.id, found))
        await reader.settle()
        assert [one.label for _, one in reader.session.article.predicted_spans(0, 9)] == ["MISC"]
        reader.screen.saver.act(lambda annotating: annotating.spans.reject(Name(0, 2, "ORG")))
        await reader.settle()
        assert [one.label for _, one in reader.session.article.predicted_spans(0, 9)] == ["LOC", "MISC"]
        reader.session.tell(messages.Analysed(reader.session.article.id, Highlights(starts)))
        await reader.settle()
        assert [one.label for _, one in reader.session.article.predicted_spans(0, 9)] == ["LOC", "MISC"]
