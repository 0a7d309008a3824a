"""What is said of the article as a whole: by key, shown, kept beside done and notes, exported, led on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from team import laid_out, layer_records

from annotations.editing.editor import Editor
from annotations.errors import SchemeError
from annotations.model.scheme import DEFAULT
from annotations.records.act_words import words_of
from tui.cli.main import run

pytestmark = pytest.mark.usefixtures("no_analysis")

SCHEME = """lead = "mei"
[scheme]
[[scheme.groups]]
name = "genre"
choose = "one of"
[[scheme.labels]]
name = "claim"
[[scheme.labels]]
name = "news"
group = "genre"
of = "article"
key = "b"
[[scheme.labels]]
name = "comment"
group = "genre"
of = "article"
[[scheme.labels]]
name = "paid"
of = "article"
[[scheme.attributes]]
name = "worth"
kind = "choice"
values = ["low", "high"]
of = "article"
[[scheme.attributes]]
name = "score"
kind = "number"
of = "article"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "news", SCHEME)


async def test_labels_and_attributes_by_key(root: Path, opened) -> None:
    async with opened(root) as reader:
        assert reader.columns(0)[0] == "."
        await reader.press("@")
        assert "the article as a whole" in reader.panel
        await reader.press("b")
        assert "* news" in reader.panel, "the list stays for the next"
        await reader.press("3")
        await reader.press("2")
        assert "* comment" in reader.panel
        assert "* news" not in reader.panel, "of one group one"
        await reader.press("4", "2", "escape")
        assert "article comment paid worth high" in reader.panel
        await reader.press("@", "5", *"3.5", "enter", "escape")
        assert "score 3.5" in reader.panel
        await reader.press("d", "enter")
    [one] = layer_records(root, "mei", "article")
    assert (one["done"], one["labels"], one["attributes"]) == (
        True,
        ["comment", "paid"],
        {"worth": "high", "score": 3.5},
    )


HANGING = (
    SCHEME
    + """[[scheme.attributes]]
name = "beat"
kind = "choice"
labels = ["news"]
values = ["court", "sport"]
of = "article"
"""
)


async def test_an_attribute_of_some_labels_is_asked_of_articles_that_have_one(tmp_path: Path, opened) -> None:
    root = laid_out(tmp_path / "news", HANGING)
    async with opened(root) as reader:
        await reader.press("@")
        assert "worth" in reader.panel
        assert "beat" not in reader.panel
        await reader.press("b")
        assert "beat" in reader.panel
        await reader.press("6", "2")
        assert "beat: sport" in reader.panel
        await reader.press("2")
        assert "* comment" in reader.panel
        assert "beat" not in reader.panel, "it goes with the last of its labels"
        await reader.press("escape", "u")
        assert "beat sport" in reader.panel
    [one] = layer_records(root, "mei", "article")
    assert (one["labels"], one["attributes"]) == (["news"], {"beat": "sport"})


def test_an_attribute_of_other_labels_is_refused(tmp_path: Path) -> None:
    from annotations.project.project import Project

    root = laid_out(tmp_path / "news", HANGING)
    project = Project.open([root], annotator="mei")
    editor = Editor(project.scheme, "mei")
    editor.ledger.open(project.article(project.places[0]), [])
    with pytest.raises(SchemeError, match="beat belongs to other labels than this article has"):
        editor.article.set_attribute(0, "beat", "sport")
    editor.article.toggle_label(0, "news")
    editor.article.set_attribute(0, "beat", "sport")
    editor.article.set_attribute(0, "beat", None)


async def test_undo_also_after_a_restart(root: Path, opened) -> None:
    async with opened(root) as reader:
        await reader.press("c", "@", "1", "3", "escape")
        await reader.press("u")
        assert "article -paid" in reader.message or "+paid" in reader.message
        assert "article news" in reader.panel
    async with opened(root) as reader:
        assert "article news" in reader.panel
        await reader.press("u")
        assert "news" not in reader.panel.split("\n")[0]
        await reader.press("d", "enter")
    [one] = layer_records(root, "mei", "article")
    assert one["done"]
    assert not one.get("labels")


async def test_it_is_exported_and_led_on(root: Path, opened, capsys) -> None:
    async with opened(root) as reader:
        await reader.press("c", "@", "1", "4", "1", "escape")
    changes = (["rename", "news", "report"], ["rename", "--of", "worth", "low", "small"])
    for words in changes:
        assert run(["scheme", *words, "--project", str(root), "--as", "mei"]) == 0
    capsys.readouterr()
    for unit in ("sentence", "article"):
        assert run(["export", str(root), "--as", "mei", "--unit", unit, "-o", "-"]) == 0
        row = json.loads(capsys.readouterr().out.split("\n")[0])
        assert json.loads(row["article_labels"]) == ["report"]
        assert "small" in str(row["article_attributes"])
    path = str(root / "tags.jsonl")
    assert run(["export", str(root), "--as", "mei", "-o", path]) == 0
    assert run(["import", path, "--project", str(root), "--as", "bo"]) == 0
    [one] = layer_records(root, "bo", "article")
    assert (one["labels"], one["attributes"]) == (["report"], {"worth": "small"})
    assert run(["import", path, "--project", str(root), "--as", "bo"]) == 0
    assert layer_records(root, "bo", "article") == [one]
    assert run(["check", str(root)]) == 0
    assert run(["scheme", "--project", str(root), "--as", "mei"]) == 0


async def test_without_such_labels_there_is_no_such_act(opened, founding) -> None:
    async with opened(founding) as reader:
        assert "tag-article" not in reader.screen.keymap.commands


def test_what_was_taken_back_does_not_come_again_with_done(root: Path) -> None:
    from annotations.project.project import Project

    project = Project.open([root], annotator="mei")
    article = project.article(project.places[0])
    editor = Editor(DEFAULT, "mei")
    marks = editor.ledger.open(article, [])
    editor.article.toggle_label(0, "news")
    editor.ledger.undo()
    assert marks.whole.labels == frozenset()
    editor.article.toggle_done(0)
    assert (marks.done, marks.whole.labels) == (True, frozenset())


def test_a_flag_is_said_in_the_words_that_the_panel_has(root: Path) -> None:
    from annotations.project.project import Project

    project = Project.open([root], annotator="mei")
    editor = Editor(DEFAULT, "mei")
    editor.ledger.open(project.article(project.places[0]), [])
    act = editor.article.set_attribute(0, "checked", value=False)
    assert act.words == words_of(act.before, act.after) == "article checked no"
