"""What leaves a project: a layer, its gold, a hand-in; and what is counted and settled in it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from team import layer_records, team

from annotations.analysis.pipeline import Analyser
from annotations.errors import HandInLoses, NothingAnnotated, OthersHidden, UsageError
from annotations.model.article import Analysis
from annotations.project.consensus import settle
from annotations.project.export import Export, annotated_layer
from annotations.project.gold_export import GoldExport
from annotations.project.hand_in import hand_in
from annotations.project.project import Project
from annotations.project.statistics import statistics
from annotations.records.record import revise


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Analyser, "analyse", lambda *_, **__: Analysis())
    return team(tmp_path / "news", {"mei": ["c", "o"], "kai": ["c", "q"]})


def at(root: Path, annotator: str) -> Project:
    return Project.at(root, annotator=annotator)


def test_a_layer_is_all_sentences_of_its_articles(root: Path) -> None:
    project = at(root, "mei")
    told: list[str] = []
    rows = list(Export(project, annotated_layer(project), tell=told.append).rows())
    assert [row["labels"] for row in rows] == [["claim"], ["opinion"], [], [], []]
    assert told == []
    [row] = Export(project, annotated_layer(project), "article").rows()
    assert len(row["sentences"]) == 5


def test_who_has_annotated_nothing_exports_nothing(root: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingAnnotated) as error:
        annotated_layer(at(root, "lin"))
    assert (error.value.root, error.value.annotator) == (root, "lin")
    with pytest.raises(NothingAnnotated) as error:
        GoldExport(at(tmp_path, "lin"))
    assert error.value.annotator is None


def test_what_is_settled_is_gold(root: Path) -> None:
    steps: list[str] = []
    found = settle(at(root, "lin"), steps.append)
    assert found.complete
    assert "1 of 1 article" in steps
    assert list(found.records) == layer_records(root, "lin", "decision")
    with GoldExport(at(root, "lin")) as gold:
        rows = list(gold.rows())
        assert (rows[0]["sentence"], rows[0]["votes"]) == (1, {"claim": 2})
        assert gold.summary.startswith(f"gold: {len(rows)} sentences; not gold: 1 undecided")
    with pytest.raises(UsageError, match="lin leads this project and settles; mei does not"):
        settle(at(root, "mei"))


def test_an_article_without_its_text_is_no_gold_and_is_told(root: Path) -> None:
    for path in (root / "annotations" / "articles").rglob("*.json"):
        path.unlink()
    told: list[str] = []
    with GoldExport(at(root, "lin"), told.append) as gold:
        assert list(gold.rows()) == []
    assert "its text is missing, so nothing of this article is gold" in told[0]


def test_one_counts_oneself_and_the_lead_counts_everybody(root: Path, tmp_path: Path) -> None:
    own = statistics(at(root, "mei"), cache=tmp_path / "cache")
    assert (own.articles, list(own.counts), own.complete) == (1, ["mei"], True)
    assert own.counts["mei"].labels == {"claim": 1, "opinion": 1}
    everybody = statistics(at(root, "lin"), cache=tmp_path / "cache", everybody=True)
    assert list(everybody.counts) == ["kai", "mei"]
    with pytest.raises(OthersHidden) as error:
        statistics(at(root, "mei"), cache=tmp_path / "cache", everybody=True)
    assert error.value.lead == "lin"


def test_a_hand_in_replaces_only_what_it_has_all_of(root: Path, tmp_path: Path) -> None:
    project, path = at(root, "mei"), tmp_path / "mei.jsonl"
    with closing(annotated_layer(project)) as layer:
        before = hand_in(project, layer)
        path.write_bytes(b"".join(before.lines(project)))
        before.demand_all_of(path, "mei.jsonl")
        [first, *_] = layer.records()
        layer.put([revise(first)])
        newer = hand_in(project, layer)
        newer.demand_all_of(path, "mei.jsonl")
        path.write_bytes(b"".join(newer.lines(project)))
        with pytest.raises(HandInLoses) as error:
            before.demand_all_of(path, "mei.jsonl")
        assert (error.value.name, error.value.records) == ("mei.jsonl", 1)
        path.write_bytes(path.read_bytes()[:-20])
        with pytest.raises(HandInLoses) as error:
            newer.demand_all_of(path, "mei.jsonl")
        assert error.value.records == 0
