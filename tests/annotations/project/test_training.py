"""Training articles and tests: answers, scores, what was expected and why, and what leaves them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from team import OTHER, TEXT, team

from annotations.agreement.answers import score
from annotations.assignment.distribution import distributed
from annotations.assignment.plan import Plan
from annotations.assignment.reassignment import with_tests
from annotations.errors import SettingsError
from annotations.guidelines.guidelines import Guidelines
from annotations.marks.marks import Marks
from annotations.model.scheme import DEFAULT
from annotations.project.agreement import compare
from annotations.project.assignment import Desk, replace_assignments
from annotations.project.consensus import settle
from annotations.project.project import Project
from annotations.project.training import Answers, lessons, scores, settled_articles, training_ids
from annotations.storage.layer.layer import open_layer
from tui.cli.main import run

AGREED = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "o", "cq", "oq", ""]}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project in which two agree on one article, which is settled."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = team(tmp_path / "news", AGREED)
    (root / "b.txt").write_text(OTHER, encoding="utf-8")
    settle(opened(root))
    return root


def opened(root: Path, annotator: str = "lin") -> Project:
    return Project.open([root], annotator=annotator, root=root)


def trains(root: Path, more: str = 'train = ["a.txt"]\n') -> None:
    path = root / "zhupi.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def says(root: Path, annotator: str, letters: list[str]) -> None:
    team(root, {annotator: letters})


def test_what_is_settled_whatever_anybody_says_later_is_known(root):
    [article] = settled_articles(opened(root))
    assert article == opened(root).article(opened(root).places[0]).id
    toml = (root / "zhupi.toml").read_text(encoding="utf-8")
    says(root, "mei", ["o", "o", "o", "o", "o"])
    (root / "zhupi.toml").write_text(toml, encoding="utf-8")
    assert settled_articles(opened(root)) == [article]


def test_tests_are_scored_against_what_was_settled(root):
    desk = Desk.of(opened(root))
    table = distributed(desk.texts, Plan(("an", "bo", "mei"), seed=1), desk.before, desk.states)
    settled = [desk.source_of(one) for one in settled_articles(desk.project)]
    readers = ["mei"] if "mei" not in table.rows["a.txt"].readers else []
    table = with_tests(table, settled, 1, readers, desk.states).table
    if not readers:
        row = table.rows["a.txt"]
        table = type(table).of([*table.rows.values(), row._replace(tests=("mei",))], table.plan)
    replace_assignments(desk.project, desk.written, table)
    says(root, "mei", ["c", "o", "cq", "o", "c"])
    found = scores(Desk.of(opened(root)), root.parent / "cache")
    assert (found["mei"].tests.answered, found["mei"].tests.exact) == (5, 3)
    assert found["mei"].training.answered == 0


def test_who_trains_is_scored_also_where_nothing_was_given_out(root):
    says(root, "mei", ["c", "o", "cq", "o", "c"])
    trains(root)
    found = scores(Desk.of(opened(root)), root.parent / "cache")
    assert (found["mei"].training.answered, found["mei"].training.exact) == (5, 3)
    assert found["mei"].tests.answered == 0
    assert "lin" not in found, "who settles is not measured by it"


def test_who_trains_is_told_what_was_expected_and_why(root):
    trains(root)
    says(root, "mei", ["c", "o", "cq", "o", "c"])
    trains(root)
    project = opened(root, "mei")
    article = project.article(project.places[0])
    with_lead = open_layer(root / "annotations/lin.json", "lin")
    known = Answers(project).of(article, with_lead.of_article(article.id))
    with_lead.close()
    layer = open_layer(root / "annotations/mei.json", "mei")
    found = score(Marks(article, layer.of_article(article.id)), known, ["claim", "opinion", "quote"])
    layer.close()
    assert [(one.sentence, sorted(one.expected)) for one in found.misses] == [
        (3, ["opinion", "quote"]),
        (4, []),
    ]
    first, second = lessons(article, found, Guidelines.load(root, DEFAULT))
    assert first.text == "專家認為沒有用。"
    assert [one.label for one in first.reasons] == ["quote", "general"]
    assert first.reasons[0].definition
    assert first.reasons[0].order
    assert first.reasons[-1].order
    assert [one.label for one in second.reasons] == ["claim", "none", "general"]


def test_answers_may_stand_in_a_file(root, capsys):
    assert run(["export", str(root), "--as", "lin", "--gold", "-o", str(root.parent / "answers.jsonl")]) == 0
    trains(root, '[training]\narticles = ["a.txt"]\nanswers = "../answers.jsonl"\n')
    project = opened(root, "mei")
    article = project.article(project.places[0])
    known = Answers(project).of(article, ())
    assert [sorted(one.labels) for one in known] == [
        ["claim"],
        ["opinion"],
        ["claim", "quote"],
        ["opinion", "quote"],
        [],
    ]
    (root.parent / "answers.jsonl").unlink()
    with pytest.raises(SettingsError, match=r"answers\.jsonl"):
        Answers(project).of(article, ())


def test_training_is_left_out_of_agreement_and_exports_unless_asked_for(root, capsys):
    assert compare(opened(root)).units.articles
    trains(root)
    assert training_ids(opened(root)) == {opened(root).article(opened(root).places[0]).id}
    assert not compare(opened(root)).units.articles
    for options in (["--gold"], ["--annotator", "an", "--review"]):
        capsys.readouterr()
        run(["export", str(root), "--as", "lin", *options])
        assert capsys.readouterr().out == ""
        assert run(["export", str(root), "--as", "lin", *options, "--training"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert len(rows) == 5


def test_an_earlier_text_of_a_training_article_is_one_too(root):
    trains(root)
    before = training_ids(opened(root))
    (root / "a.txt").write_text(TEXT + "又來一句。", encoding="utf-8")
    assert before < training_ids(opened(root))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('train = "a.txt"\n', "training articles are a list"),
        ('train = ["a.txt"]\n[training]\narticles = []\n', "both name articles"),
        ('[training]\nfiles = ["a.txt"]\n', "unknown setting 'files'"),
        ("[training]\nanswers = 3\n", "answers must be a file"),
        ("training = 3\n", "training must be a table"),
    ],
)
def test_settings_that_mean_nothing_are_named(root, more, why):
    trains(root, more)
    with pytest.raises(SettingsError, match=why):
        opened(root)
