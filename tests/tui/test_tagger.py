"""A tagger of one's own at the screen and in commands: what is said of it, and that nothing else changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import zhupi_here
from tagger_models import installed_tagger

from tui.settings import settings_path

TEXT = "王小明六月在臺北說話。\n張大偉說,華AI賺了三百萬元。\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "installed").mkdir()
    monkeypatch.setenv("PYTHONPATH", str(installed_tagger(tmp_path / "installed")))
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "news/zhupi.toml").write_text('tagger = "entry:mine"\n')
    return tmp_path / "news"


def allow(*taggers: str) -> None:
    path = settings_path()
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"taggers = {json.dumps(taggers)}\n")


def names(reader) -> list[str]:
    return [TEXT[one.start : one.end] for one in reader.session.article.found.highlights.names()]


async def test_the_screen_says_how_to_allow_it_and_then_it_finds_the_names(opened, root) -> None:
    async with opened(root) as reader:
        await reader.until(lambda: not reader.session.article.found.finding)
        assert "張大偉" in names(reader)
        assert 'taggers = ["entry:mine"] in ' in reader.message
    allow("entry:mine")
    async with opened(root) as reader:
        await reader.until(lambda: not reader.session.article.found.finding)
        assert names(reader) == ["王小明", "臺北", "華AI"]
        assert "tagger" not in reader.message


async def test_the_screen_says_that_it_failed_and_goes_on(opened, root) -> None:
    allow("entry:mine")
    (root / "a.txt").write_text(TEXT + "死掉。\n", "utf-8")
    async with opened(root) as reader:
        await reader.until(lambda: not reader.session.article.found.finding)
        assert "張大偉" in names(reader), "all names of the article are the built-in one's"
        await reader.until(lambda: "exit code 3; the built-in tagger is at work instead" in reader.message)
        await reader.press("c")
        assert reader.session.article.marks.said(0).labels == {"claim"}


def test_analyse_takes_one(root: Path) -> None:
    rows = json.dumps({"text": TEXT + "法案。"}).encode()
    result = zhupi_here("analyse", "--tagger", "entry:mine", stdin=rows)
    assert result.returncode == 0
    found = json.loads(result.stdout)["entities"]
    assert [(one["text"], one["type"]) for one in found] == [
        ("王小明", "PER"),
        ("臺北", "LOC"),
        ("華AI", "ORG"),
    ]
    said = "zhupi: entry:mine: 1 name left out (of types that the project lacks: LAW 1)\n"
    assert result.stderr.decode().endswith(said)


@pytest.mark.parametrize(
    ("tagger", "code", "why"),
    [
        ("mine", 2, "'mine' names no tagger; write spacy:PACKAGE, transformers:FOLDER or entry:NAME"),
        (
            "entry:none",
            1,
            "entry:none finds no names: no installed package has such an entry point zhupi.taggers",
        ),
        ("transformers:nowhere", 1, "nowhere finds no names: there is no such folder"),
    ],
)
def test_analyse_takes_no_other_in_its_place(root: Path, tagger: str, code: int, why: str) -> None:
    result = zhupi_here("analyse", "--tagger", tagger, root / "a.txt")
    assert (result.returncode, result.stdout) == (code, b"")
    [line] = result.stderr.decode().splitlines()
    assert why in line


def test_commands_say_what_is_at_work(root: Path) -> None:
    tag = ("tag", root / "a.txt", "2", "+quote", "--as", "mei")
    result = zhupi_here(*tag)
    assert 'runs once you allow it with taggers = ["entry:mine"] in ' in result.stderr.decode()
    assert str(settings_path()) in result.stderr.decode()
    (spans,) = (root / "annotations/articles").rglob("*.spans.json")
    assert "lac" in spans.read_text("utf-8")
    spans.unlink()
    allow("entry:mine")
    result = zhupi_here("export", root, "--as", "mei", "--nested")
    assert result.returncode == 0
    assert "tagger" not in result.stderr.decode()
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["text"] for row in rows for one in row["entities"]] == ["王小明", "臺北", "華AI"]
    (spans,) = (root / "annotations/articles").rglob("*.spans.json")
    assert "entry:mine@1.5,first" in spans.read_text("utf-8")


def test_a_setting_that_allows_nothing_is_told(root: Path) -> None:
    for taggers, why in ((("models",), "cannot hold 'models'; write spacy:PACKAGE"), (("x:y",), "'x:y'")):
        allow(*taggers)
        result = zhupi_here("export", root, "--as", "mei")
        assert result.returncode != 0
        assert why in result.stderr.decode()
    settings_path().write_text('taggers = "spacy:x"\n')
    assert b"taggers must be a list" in zhupi_here("export", root, "--as", "mei").stderr
