"""``zhupi settle``: what all agree on, without anybody looking at it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from export_lines import checked
from simulated import careful, simulate, write
from team import OTHER, TEXT, act, layer_records, team

from annotations.adjudication.adjudicator import Adjudicator
from annotations.adjudication.decide import Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.spans import span_units
from annotations.agreement.judgements import COUNTING, WHYS
from annotations.agreement.positions import positions
from annotations.analysis.pipeline import Analyser
from annotations.model.scheme import DEFAULT
from annotations.project.agreement import Layers, units_of
from annotations.project.project import Project
from annotations.storage.layer.layer import open_layer
from tui.cli.main import run

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = team(tmp_path / "news", SAIDS)
    return team(root, {"an": ["c", "c", "o"], "bo": ["c", "", "o"]}, name="b.txt", text=OTHER)


def settle(root: Path, *more: str, who: str = "lin") -> int:
    return run(["settle", str(root), "--as", who, "--review", *more])


def test_all_agree_and_it_is_one_act_and_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert settle(root) == 0
    assert capsys.readouterr().out == "settled 5 sentences of 2 articles on which all agree\n"
    made = layer_records(root, "lin", "decision")
    assert {one["how"] for one in made} == {"unanimous"}
    assert len({tuple(one["batch"]) for one in made}) == 1
    assert settle(root) == 0
    assert "settled 0 sentences" in capsys.readouterr().out
    assert run(["export", str(root), "--gold", "--as", "lin", "-o", "-"]) == 0
    rows = list(checked(capsys.readouterr().out))
    assert [row["how"] for row in rows] == ["unanimous"] * 5


def test_what_is_unanimous_is_what_agreement_counts_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the real commands and files, where everybody has passed over a third of the sentences."""
    names = {"an": careful(0.05), "bo": careful(0.05), "mei": careful(0.05)}
    write(tmp_path, simulate(names, articles=4, sentences=30, unseen=0.35))
    (tmp_path / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    assert settle(tmp_path) == 0
    capsys.readouterr()
    assert run(["export", str(tmp_path), "--gold", "--as", "lin", "-o", "-"]) == 0
    gold = list(checked(capsys.readouterr().out))

    project = Project.at(tmp_path, annotator="lin")
    layers = Layers(project)
    units = units_of(layers, project)
    judged: dict[tuple[str, int], list[frozenset[str]]] = {}
    whys = Counter()
    for row in positions(units, layers.article, project.scheme):
        whys[row["why"]] += 1
        if row["why"] in WHYS[:COUNTING]:
            judged.setdefault((row["article"], row["start"]), []).append(frozenset(row["labels"]))
    assert whys["unseen"] > 100
    same = {place: said for place, said in judged.items() if len(said) > 1 and len(set(said)) == 1}
    assert same.keys() == {(row["article"], row["start"]) for row in gold}
    assert len(same) > 20
    for row in gold:
        said = same[row["article"], row["start"]]
        assert frozenset(row["labels"]) == said[0]
        assert row["votes"] == Counter(label for one in said for label in one or ["none"])


def test_a_layer_under_another_spelling_is_no_further_vote(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settle(root) == 0
    layer = open_layer(root / "annotations" / "AN.json", "AN")
    layer.put(layer_records(root, "an", "sentence")[:1], check=False)
    layer.close()
    capsys.readouterr()
    assert run(["export", str(root), "--gold", "--as", "lin", "-o", "-"]) == 0
    out = capsys.readouterr()
    votes = [row["votes"] for row in checked(out.out)]
    assert [max(one.values()) for one in votes] == [2] * 5
    assert "under another spelling" in out.err


def test_what_a_person_decided_is_left(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = act(root, "lin", "a.txt", lambda lin: [])
    layer = open_layer(root / "annotations" / "lin.json", "lin")
    lin = Adjudicator(DEFAULT, "lin")
    lin.editor.ledger.open(article, [], layer.latest)
    lin.review(Decisions(article, {name: layer_records(root, name) for name in SAIDS}, DEFAULT))
    layer.put(lin.decide_none([0]).after)
    layer.close()
    assert settle(root) == 0
    assert "settled 4 sentences" in capsys.readouterr().out
    [first] = [one for one in layer_records(root, "lin", "decision") if one["how"] == "person"]
    assert first["status"] == "none"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--as", "bo", "--review"], "lin leads this project"), (["--as", "lin"], "say --review")],
)
def test_who_may(root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert run(["settle", str(root), *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not (root / "annotations" / "lin.json").exists()


def test_an_unreadable_layer_is_named_and_the_rest_settled(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "annotations" / "zoe.json").write_bytes(b"\x00\x01")
    assert settle(root) == 1
    said = capsys.readouterr()
    assert "zoe.json" in said.err
    assert "settled 5 sentences" in said.out


def test_names_on_which_all_agree_are_settled_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project.open([root], annotator="lin")
    article = project.article(project.places[0])
    project.frozen.freeze_analysis(article, Analyser().analyse(article.text, article.sentences))
    at = TEXT.index("專家")
    for name in SAIDS:
        act(root, name, "a.txt", lambda one: [one.spans.add_name(at, at + 2, "PER")])
    assert settle(root) == 0
    [made] = layer_records(root, "lin", "span-decision")
    assert [(one["start"], one["type"]) for one in made["spans"]] == [(at, "PER")]
    assert {one["writer"] for one in layer_records(root, "lin", "decision")} == {made["writer"]}, "one run"


def test_a_name_that_another_lead_decided_before_is_left(root: Path) -> None:
    project = Project.open([root], annotator="lin")
    article = project.article(project.places[0])
    found = Analyser().analyse(article.text, article.sentences)
    project.frozen.freeze_analysis(article, found)
    at = TEXT.index("專家")
    for name in SAIDS:
        act(root, name, "a.txt", lambda one: [one.spans.add_name(at, at + 2, "PER")])
    said = {
        name: [one for one in layer_records(root, name) if one["article"] == article.id] for name in SAIDS
    }
    [place] = places = span_units(article, found, said)
    layer = open_layer(root / "annotations" / "zoe.json", "zoe")
    layer.put(SpanDecider(article, places, Decider(DEFAULT, "zoe")).none([place]))
    layer.close()
    assert settle(root) == 0
    assert not layer_records(root, "lin", "span-decision"), "a person's word is never touched"
