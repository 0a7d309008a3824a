"""A tagger that a project wants: nothing of it runs until its user allows it, and its version is kept."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from tagger_models import installed_tagger

import annotations
from annotations.analysis.pipeline import Analyser
from annotations.errors import SettingsError
from annotations.model.article import Article
from annotations.project.check import check_project
from annotations.project.found import Found
from annotations.project.project import Project
from annotations.project.search import Search
from annotations.project.tagger import allowing, tagger_lines, tagger_of
from annotations.search.syntax import Vocabulary, read_query

TEXT = "王小明六月在臺北說話。\n張大偉說,華AI賺了三百萬元。\n"
ALLOWED = ("entry:mine",)
WANTS = 'tagger = "entry:mine"\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "installed").mkdir()
    monkeypatch.setenv("PYTHONPATH", str(installed_tagger(tmp_path / "installed")))
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "news/zhupi.toml").write_text(WANTS)
    os.utime(tmp_path / "news/a.txt", (10**9, 10**9))  # what is younger is read again, for it may change
    return tmp_path / "news"


def opened(root: Path, allowed: Iterable[str] = ALLOWED) -> tuple[Project, Article]:
    project = allowing(Project.open([root], annotator="mei", root=root), allowed, "my settings")
    return project, project.article(project.places[0])


def test_what_comes_with_a_project_starts_nothing(root: Path) -> None:
    (root.parent / "installed/mine_tagger.py").write_text(f"open({str(root / 'ran')!r}, 'w')")
    project, article = opened(root, ("entry:other", "/"))
    told: list[str] = []
    found = Found(project, told.append).of(article)
    assert found == Analyser().analyse(article.text, article.sentences)
    [line] = told
    assert line.startswith("the built-in tagger is at work: entry:mine, which this project wants, runs once ")
    assert line.endswith('you allow it with taggers = ["entry:mine"] in my settings')
    assert tagger_lines(project) == told
    assert not (root / "ran").exists()


def test_what_is_found_is_kept_with_who_found_it(root: Path) -> None:
    project, article = opened(root)
    assert tagger_lines(project) == []
    found = Found(project).of(article)
    assert [(TEXT[one.start : one.end], one.type) for one in found.names] == [
        ("王小明", "PER"),
        ("臺北", "LOC"),
        ("華AI", "ORG"),
    ]
    assert "+entry:mine@1.5,first" in found.version
    (root / "zhupi.toml").write_text("")
    other, _ = opened(root)
    assert Found(other).of(article) == found, "what was kept stays, and says who found it"
    assert tagger_of(other) is None
    assert Analyser.of(None, tagger_of(other)).version != found.version


def test_a_project_that_changed_its_tagger_is_told_apart(root: Path) -> None:
    def notes() -> list[str]:
        return [one.under(root) for one in check_project(root) if not one.counts]

    project, article = opened(root, ())
    project.frozen.freeze(article)
    Found(project).of(article)
    [note] = notes()
    assert note.startswith(
        "zhupi.toml: note: names are to be found by entry:mine and were by lac-small in 1 art"
    )
    next((root / "annotations/articles").rglob("*.spans.json")).unlink()
    project, article = opened(root)
    Found(project).of(article)
    assert notes() == []
    (root / "b.txt").write_text("臺北在六月。\n", "utf-8")
    tagger = root.parent / "installed/mine_tagger.py"
    tagger.write_text(tagger.read_text("utf-8").replace('"first"', '"second"'), "utf-8")
    project, _ = opened(root)
    other = project.article(project.places[1])
    project.frozen.freeze(other)
    Found(project).of(other)
    [note] = notes()
    assert "were by entry:mine@1.5,first in 1 article, entry:mine@1.5,second in 1 article;" in note


def test_a_folder_beside_the_articles_is_the_projects(root: Path) -> None:
    (root / "zhupi.toml").write_text('tagger = "transformers:model"')
    project, _ = opened(root, ("transformers:model", "model"))
    assert tagger_of(project) is None
    assert f'taggers = ["transformers:{root}/model"]' in tagger_lines(project)[0], (
        "what is written so is allowed"
    )
    project, _ = opened(root, (f"transformers:{root}/model",))
    assert tagger_of(project) is not None


def test_its_types_are_the_projects(root: Path) -> None:
    types = '[scheme]\nname = "own"\nversion = 1\n[[scheme.labels]]\nname = "claim"\nkey = "c"\n'
    types += "".join(f'[[scheme.types]]\nname = "{one}"\n' for one in ("PER", "LAW"))
    (root / "zhupi.toml").write_text(WANTS + types)
    project, _ = opened(root)
    assert (tagger := tagger_of(project)) is not None
    assert tagger.types == ("PER", "LAW")


@pytest.mark.parametrize("said", ['"bert"', "7", '"transformers:"', '"os:system"'])
def test_what_names_no_tagger_is_told_with_the_file(root: Path, said: str) -> None:
    (root / "zhupi.toml").write_text(f"tagger = {said}")
    with pytest.raises(SettingsError, match=r"zhupi\.toml: .*spacy:"):
        opened(root)


def test_a_search_asks_it_and_keeps_only_what_it_said(root: Path, tmp_path: Path) -> None:
    def sentences(allowed: Iterable[str]) -> tuple[list[int], list[str]]:
        project, _ = opened(root, allowed)
        search = Search(project, cache=tmp_path / "cache")
        try:
            search.refresh()
            query = read_query("name:王小明 OR name:張大偉", Vocabulary.of(project.scheme))
            return [one.sentence for step in search.run(query) for one in step.found], search.lines
        finally:
            search.close()

    assert sentences(ALLOWED) == ([0], [])
    broken = root.parent / "installed/mine_tagger.py"
    code = broken.read_text("utf-8")
    broken.write_text("import nothing_of_the_kind", "utf-8")
    assert sentences(ALLOWED) == ([0], []), "what was found is in the index"
    found, lines = sentences(())
    assert found == [0, 1], "the built-in one finds 張大偉 too"
    assert [line for line in lines if "the built-in tagger is at work" in line]
    broken.write_text(code, "utf-8")
    (root / "a.txt").write_text(TEXT + "死掉。\n", "utf-8")
    os.utime(root / "a.txt", (10**9 + 1, 10**9 + 1))
    found, lines = sentences(ALLOWED)
    assert found == [0, 1]
    assert any("exit code 3; the built-in tagger is at work instead" in line for line in lines)
    broken.write_text(code.replace("os._exit(3)", "pass"), "utf-8")
    assert sentences(ALLOWED) == ([0], []), "what was found without it was for then alone"


def test_a_program_says_which_may_run(root: Path) -> None:
    [article] = annotations.open_project(root, taggers=["entry:mine"]).articles()
    assert "entry:mine" in article.analysis.version
    project = annotations.open_project(root)
    with pytest.warns(UserWarning, match=r"entry:mine, which this project wants, .* open_project\(taggers"):
        [article] = project.articles()
    assert "lac" in article.analysis.version


def test_a_project_opened_otherwise_is_as_it_was(root: Path) -> None:
    project, _ = opened(root)
    assert tagger_of(replace(project, annotator="lin")) == tagger_of(project)
    assert tagger_of(Project.at(root, annotator="mei")) is None
