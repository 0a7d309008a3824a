"""`zhupi export --gold` and `settle` while a team changes: gold stays, and what is missing is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from team import act, layer_records, team

from annotations.adjudication.adjudicator import Adjudicator
from annotations.adjudication.sentences import Decisions
from annotations.exchange.flat import nested
from annotations.model.scheme import DEFAULT
from annotations.project.project import Project
from annotations.records.acts import Act
from annotations.storage.layer.layer import open_layer
from tui.cli.main import run

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", ""]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", SAIDS)


def decide(root: Path, lead: str, do: Callable[[Adjudicator], Iterable[Act]]) -> None:
    """Let a lead decide, as from another program."""
    project = Project.at(root, annotator=lead)
    article = project.article(Project.open([root], annotator=lead).places[0])
    names = [path.stem for path in (root / "annotations").glob("*.json")]
    with closing(open_layer(root / "annotations" / f"{lead}.json", lead)) as layer:
        one = Adjudicator(project.scheme, lead)
        mine = layer.of_article(article.id)
        one.editor.ledger.open(article, mine, layer.latest)
        of = Decisions(article, {name: layer_records(root, name) for name in {*names, lead}}, DEFAULT)
        one.review(of)
        for made in do(one):
            layer.put(made.after)
            of.apply(lead, made.after)


def all_as(name: str) -> Callable[[Adjudicator], Iterable[Act]]:
    return lambda lead: [lead.accept(range(5), name)]


class Gold:
    """What an export of gold gave."""

    def __init__(self, out: str, err: str) -> None:
        self.rows: list[dict[str, Any]] = [nested(json.loads(line)) for line in out.split("\n")[:-1]]
        self.told = err.replace("zhupi: ", "").split("\n")[:-1]


@pytest.fixture
def gold(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Gold]:
    def export(lead: str = "lin") -> Gold:
        capsys.readouterr()
        assert run(["export", str(root), "--gold", "--as", lead, "-o", "-"]) == 0
        said = capsys.readouterr()
        return Gold(said.out, said.err)

    return export


def test_who_comes_later_and_says_what_was_decided_opens_nothing(root: Path, gold, capsys) -> None:
    decide(root, "lin", all_as("an"))
    assert len(gold().rows) == 5
    shutil.copytree(root / "annotations", root / "before")
    team(root, {"cy": SAIDS["an"]})
    found = gold()
    assert [row["votes"] for row in found.rows][:2] == [{"claim": 2}, {"claim": 1, "opinion": 2}]
    assert found.told == ["gold: 5 sentences; not gold: none"]
    assert run(["settle", str(root), "--as", "lin", "--review"]) == 0
    assert "settled 0 sentences" in capsys.readouterr().out
    shutil.rmtree(root / "before")


def test_who_comes_later_and_says_otherwise_opens_those_alone(root: Path, gold) -> None:
    decide(root, "lin", all_as("an"))
    team(root, {"cy": ["c", "o", "q", "oq", "c"]})
    assert gold().told == [
        "cy says otherwise than 2 decisions, no gold any more: review goes there",
        "gold: 3 sentences; not gold: 2 stale",
    ]


@pytest.mark.parametrize("names", [["bo"], ["an", "bo"]])
def test_who_left_is_named_and_gold_stays(root: Path, gold, names: list[str]) -> None:
    run(["settle", str(root), "--as", "lin", "--review"])
    decide(root, "lin", lambda lead: [lead.accept([1, 2], "bo")])
    before = [{**row, "absent": names} for row in gold().rows]
    assert len(before) == 5
    for name in names:
        (root / "annotations" / f"{name}.json").rename(root / f"{name}.json.away")
    found = gold()
    assert found.rows == before, "the votes are those that were counted"
    assert found.told == [
        *(f"{name}'s layer is absent: 5 decisions that rest on it stand" for name in names),
        "gold: 5 sentences; not gold: none",
    ]


def test_settle_names_who_is_absent(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["settle", str(root), "--as", "lin", "--review"])
    (root / "annotations" / "bo.json").unlink()
    assert run(["settle", str(root), "--as", "lin", "--review"]) == 0
    assert "bo's layer is absent: 3 decisions that rest on it stand" in capsys.readouterr().err


def test_a_layer_that_is_not_up_to_date_opens_nothing(root: Path, gold) -> None:
    layer = root / "annotations" / "bo.json"
    earlier = layer.read_bytes()
    act(root, "bo", "a.txt", lambda bo: [bo.labels.toggle([0], "opinion"), bo.labels.write_note(1, "?")])
    decide(root, "lin", all_as("bo"))
    assert len(gold().rows) == 5
    layer.write_bytes(earlier)
    assert gold().rows[0]["labels"] == ["claim", "opinion"]
    assert len(gold().rows) == 5


def test_a_note_and_a_flag_open_nothing(root: Path, gold) -> None:
    decide(root, "lin", all_as("an"))
    act(root, "bo", "a.txt", lambda bo: [bo.labels.write_note(1, "?"), bo.labels.toggle_flag([2])])
    act(root, "an", "a.txt", lambda an: [an.labels.write_note(3, "?"), an.article.toggle_done(0, [])])
    assert gold().told == ["gold: 5 sentences; not gold: none"]


def test_what_was_given_back_and_came_back_as_it_was_opens_nothing(root: Path, gold) -> None:
    decide(root, "lin", all_as("an"))
    decide(root, "lin", lambda lead: [lead.give_back(1, "bo", "sure?")])
    [returned] = layer_records(root, "lin", "return")
    act(
        root,
        "bo",
        "a.txt",
        lambda bo: [
            bo.labels.toggle([1], "opinion"),
            bo.labels.toggle([1], "opinion"),
            bo.article.answer(returned, "yes"),
        ],
    )
    assert len(gold().rows) == 5


def test_the_lead_changes_and_what_was_decided_stands_and_can_be_changed(root: Path, gold) -> None:
    decide(root, "lin", all_as("an"))
    (root / "zhupi.toml").write_text('lead = "zoe"\n', encoding="utf-8")
    before = gold("zoe")
    assert [row["decided_by"] for row in before.rows] == [["lin"]] * 5
    decide(root, "zoe", lambda lead: [lead.accept([1], "bo"), lead.decide_none([4]), lead.decide_none([0])])
    rows = gold("zoe").rows
    assert [(row["labels"], row["decided_by"]) for row in rows] == [
        ([], ["zoe"]),
        (["claim", "opinion"], ["zoe"]),
        (["claim", "quote"], ["lin"]),
        (["opinion", "quote"], ["lin"]),
        ([], ["zoe"]),
    ]


def test_two_leads_who_knew_nothing_of_each_other_are_told(root: Path, gold) -> None:
    away = root / "lin.json"
    decide(root, "lin", all_as("an"))
    (root / "annotations" / "lin.json").rename(away)
    decide(root, "zoe", all_as("bo"))
    away.rename(root / "annotations" / "lin.json")
    assert gold().told == ["gold: 3 sentences; not gold: 2 disputed"]
    decide(root, "zoe", lambda lead: [lead.accept([1], "bo")])
    assert gold().told == ["gold: 4 sentences; not gold: 1 disputed"], "now zoe knew of it"


def test_another_version_of_the_scheme_opens_nothing(root: Path, gold) -> None:
    decide(root, "lin", all_as("an"))
    (root / "zhupi.toml").write_text(
        'lead = "lin"\n[scheme]\nname = "default"\nversion = 2\n'
        + "".join(
            f'[[scheme.labels]]\nname = "{name}"\nkey = "{key}"\n'
            for name, key in (("claim", "c"), ("opinion", "o"), ("quote", "q"))
        ),
        encoding="utf-8",
    )
    act(root, "bo", "a.txt", lambda bo: [bo.labels.write_note(1, "?")])
    assert len(gold().rows) == 5


def test_what_is_left_open_is_said(root: Path, gold, capsys: pytest.CaptureFixture[str]) -> None:
    act(root, "bo", "a.txt", lambda bo: [bo.quotes.set_voice([0], "both")])
    assert run(["settle", str(root), "--as", "lin", "--review"]) == 0
    said = capsys.readouterr().out
    assert said == "settled 3 sentences of 1 article on which all agree; left open: voice in 1\n"
    found = gold()
    assert [(row["labels"], row["voice"], row["left_open"]) for row in found.rows] == [
        (["claim"], None, ["voice"]),
        (["opinion", "quote"], "speaker", []),
        ([], None, []),
    ]
    assert found.told == ["gold: 3 sentences, of which left open: voice in 1; not gold: 2 undecided"]
