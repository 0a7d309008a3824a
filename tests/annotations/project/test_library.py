"""What a program gets from `import annotations`."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import OTHER, act, team

import annotations
from annotations.errors import NothingAnnotated
from annotations.project.consensus import settle
from annotations.project.project import Project

SAID = {"lin": ["c", "", "q", "o", None], "mei": ["c", "o", "q", "", None]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return team(tmp_path / "news", SAID)


def test_articles_come_with_what_is_seen_in_them(folder: Path) -> None:
    (folder / "b.txt").write_text("王毅昨天表示，中國將投資近6000億美元。", encoding="utf-8")
    _, article = annotations.open_project(folder).articles()
    (sentence,) = article.sentences
    assert article.text_of(sentence) == article.text
    assert [(article.text_of(one), one.type) for one in article.names] == [("王毅", "PER"), ("中國", "LOC")]
    assert [(one.value, one.unit) for one in article.numbers if one.kind == "money"] == [(6e11, "USD")]
    ((quote,),) = article.quotes
    assert quote.form == "indirect"
    assert [one.text for one in quote.speakers] == ["王毅"]


def test_a_layer_says_what_its_annotator_says_of_each_sentence(folder: Path) -> None:
    project = annotations.open_project(folder)
    (article,) = project.articles()
    marks = project.layer("Mei").marks(article)
    assert [mark.labels for mark in marks] == [("claim",), ("opinion",), ("quote",), (), ()]
    assert [mark.status for mark in marks] == ["marked", "marked", "marked", "none", "implied"]
    assert [mark.text for mark in marks] == [article.text_of(one) for one in article.sentences]
    assert marks[2].said.voice is None
    assert [layer.annotator for layer in project.layers()] == ["lin", "mei"]


def test_names_are_there_as_they_were_mended(folder: Path) -> None:
    (folder / "b.txt").write_text("阿虎昨天來了。", encoding="utf-8")
    act(folder, "mei", "b.txt", lambda one: [one.spans.add_name(0, 2, "PER")])
    project = annotations.open_project(folder)
    _, article = project.articles()
    spans = project.layer("mei").spans(article)
    assert [(article.text_of(one), one.by) for one in spans.names] == [("阿虎", "person")]


def test_the_bounds_of_the_lead_hold(folder: Path) -> None:
    before = len(next(annotations.open_project(folder).articles()).sentences)
    act(folder, "lin", "a.txt", lambda one: [one.bounds.join(0)])
    (article,) = annotations.open_project(folder, "mei").articles()
    assert len(article.sentences) == before - 1
    assert annotations.open_project(folder).layer("mei").marks(article)[0].labels == ("claim", "opinion")


def test_a_file_is_a_project_of_one_article(folder: Path) -> None:
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    project = annotations.open_project(str(folder / "b.txt"))
    assert [article.text for article in project.articles()] == [OTHER]
    assert len(project.layers()) == 2


def test_layers_are_there_where_the_articles_have_gone(folder: Path) -> None:
    (folder / "a.txt").unlink()
    project = annotations.open_project(folder)
    assert {one["kind"] for one in project.layer("mei").records()} == {"sentence", "article"}
    with pytest.raises(annotations.ZhupiError, match="no articles"):
        list(project.articles())


def test_agreement_has_figures_and_what_was_left_out(folder: Path) -> None:
    compared = annotations.open_project(folder).agreement()
    assert compared.report.annotators == ("lin", "mei")
    assert compared.report.units == 5
    assert compared.lines == ()


def test_an_export_has_the_rows_of_a_layer(folder: Path) -> None:
    project = annotations.open_project(folder)
    told: list[str] = []
    rows = list(project.export("MEI", tell=told.append))
    assert [row["labels"] for row in rows] == [["claim"], ["opinion"], ["quote"], [], []]
    assert {row["annotator"] for row in rows} == {"mei"}
    assert told == []
    (article,) = project.export("mei", unit="article")
    assert len(article["sentences"]) == len(rows)


def test_what_is_worth_knowing_of_an_export_is_told(folder: Path) -> None:
    layer = folder / "annotations" / "mei.json"
    layer.write_bytes(layer.read_bytes().replace(b'"none"', b'"nine"'))
    told: list[str] = []
    assert len(list(annotations.open_project(folder).export("mei", tell=told.append))) == 5
    assert len(told) == 1
    with pytest.warns(UserWarning, match="put right by its checksum"):
        list(annotations.open_project(folder).export("mei"))


def test_gold_has_what_was_decided(folder: Path) -> None:
    assert list(annotations.open_project(folder).gold()) == []
    settle(Project.at(folder, annotator="lin"))
    rows = list(annotations.open_project(folder).gold())
    assert [(row["labels"], row["how"], row["votes"]) for row in rows] == [
        (["claim"], "unanimous", {"claim": 2}),
        (["quote"], "unanimous", {"quote": 2}),
        ([], "unanimous", {"none": 2}),
    ]


def test_whose_layer_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(NothingAnnotated, match="bo has annotated nothing here"):
        annotations.open_project(folder).layer("bo")


def test_reading_writes_nothing(folder: Path) -> None:
    def stamps() -> dict[Path, tuple[int, bytes]]:
        return {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.rglob("*") if one.is_file()}

    before = stamps()
    project = annotations.open_project(folder)
    for article in project.articles():
        assert article.quotes is not None
        for layer in project.layers():
            layer.marks(article)
    project.agreement()
    assert stamps() == before


def test_a_text_is_analysed_as_it_is() -> None:
    found = annotations.analyse("昨天漲了24%。今天沒有。", date="2025-02-01")
    assert [found.text_of(one) for one in found.sentences] == ["昨天漲了24%。", "今天沒有。"]
    assert [(one.kind, one.value, one.iso) for one in found.numbers][:2] == [
        ("date", None, "2025-01-31"),
        ("percent", 24, None),
    ]
    assert annotations.analyse("").sentences == ()
