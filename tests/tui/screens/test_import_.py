"""Import from the screen under Textual's Pilot: seen first, then taken in, and there at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from team import TEXT, team

from annotations.project.predictions import predictions_of
from annotations.project.project import Project
from tui.screens.import_ import ImportScreen
from tui.screens.library.screen import LibraryScreen
from tui.widgets.board import Board

pytestmark = pytest.mark.usefixtures("no_analysis")

NEW = "央行宣布下調利率。"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = team(tmp_path / "news", {"an": ["c"]}, done=False, lead="")
    (root / "zhupi.toml").write_text("", encoding="utf-8")
    return root


def screen_of(reader) -> ImportScreen:
    screen = reader.app.screen
    assert isinstance(screen, ImportScreen)
    return screen


def shown(reader) -> str:
    widget = screen_of(reader).query_one("#shown", Board)
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


def said(reader) -> str:
    return screen_of(reader)._told[0]


async def looked(reader) -> None:
    await reader.until(lambda: not screen_of(reader).outlook.looking)


async def name(reader, path: Path) -> None:
    await reader.press("I")
    screen_of(reader).line("path").value = str(path)
    await reader.press("enter")
    await looked(reader)


async def take_in(reader) -> None:
    await reader.press("enter")
    await reader.until(lambda: not screen_of(reader).working)


async def choose(reader, field: str, value: str) -> None:
    screen = screen_of(reader)
    screen.go_to(field)
    for _ in range(20):
        if next(one for one in screen.fields() if one.name == field).value == value:
            break
        await reader.press("right")
    await looked(reader)


def sentences() -> list[str]:
    """Return the sentences of the article that there is."""
    return [one + "。" for one in TEXT.replace("\n", "").split("。") if one]


def table(path: Path, *rows: tuple[str, str]) -> Path:
    lines = [f"{text},{label}\n" for text, label in (("text", "label"), *rows)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


async def test_seen_first_then_taken_in_and_the_open_article_shows_it(opened, root, tmp_path) -> None:
    second = sentences()[1]
    path = table(tmp_path / "in.csv", (second, "Meinung"), (sentences()[2], "quote"))
    async with opened(root, annotator="an") as reader:
        await name(reader, path)
        assert "1 label not known" in said(reader)
        assert screen_of(reader).at == "label:Meinung"
        assert not reader.session.article.marks.said(1).labels
        await reader.press("enter")
        assert "1 label not known" in said(reader), "nothing is taken in before it is said"
        await choose(reader, "label:Meinung", "opinion")
        assert said(reader) == ""
        assert "would be taken in for an: 2 marks" in shown(reader)
        assert not reader.session.article.marks.said(1).labels, "it was only looked at"
        await take_in(reader)
        assert "taken in for an: 2 marks" in shown(reader)
        await reader.press("enter")
        assert reader.labels(1) == {"opinion"}
        assert reader.labels(2) == {"quote"}
        assert reader.message == f"taken in: {path}"
        await reader.press("down", "c")
        assert reader.labels(1) == {"opinion", "claim"}, "and work goes on"


async def test_new_articles_are_in_the_library_of_the_session(opened, root, tmp_path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": NEW, "label": "claim"}, ensure_ascii=False) + "\n", encoding="utf-8")
    async with opened(root, annotator="an") as reader:
        before = len(reader.session.shelf)
        await name(reader, path)
        assert "about 1 article, of which 1 is new" in shown(reader)
        await take_in(reader)
        await reader.press("escape")
        assert len(reader.session.shelf) == before + 1
        await reader.press("L")
        assert isinstance(reader.app.screen, LibraryScreen)
        await reader.until(lambda: any(NEW[:5] in strip.text for strip in reader.frame()))
        await reader.press("escape", "]")
        assert reader.session.article.text.strip() == NEW
        assert reader.labels(0) == {"claim"}


async def test_as_predictions_of_a_model_it_is_no_mark(opened, root, tmp_path) -> None:
    path = table(tmp_path / "in.csv", (sentences()[1], "opinion"))
    async with opened(root, annotator="an") as reader:
        await name(reader, path)
        await choose(reader, "whose", "model")
        assert screen_of(reader).at == "model"
        await reader.press(*"bert")
        await reader.press("enter")
        await looked(reader)
        assert "by the model bert" in " ".join(shown(reader).split())
        await take_in(reader)
        await reader.press("escape")
        assert not reader.labels(1)
        article = reader.session.article
        found = predictions_of(Project.open([root], annotator="an"), article.id, article.text)
        assert found["bert"].sentences[0].labels == ("opinion",)
        assert article.predictions is not None
        assert article.predictions.of_sentence(article, 1)["bert"].labels == ("opinion",)


async def test_faults_are_all_named_and_the_rest_is_taken_only_when_said(opened, root, tmp_path) -> None:
    path = tmp_path / "in.jsonl"
    good = json.dumps({"text": NEW, "label": "claim"}, ensure_ascii=False)
    path.write_text(f'{good}\n{{"text": \n{{\n', encoding="utf-8")
    async with opened(root, annotator="an") as reader:
        await name(reader, path)
        await choose(reader, "format", "plain")
        assert "2 faults" in said(reader)
        assert shown(reader).count("in.jsonl") >= 2
        await reader.press("enter")
        assert screen_of(reader).at == "skip_faulty"
        await choose(reader, "skip_faulty", "1")
        await take_in(reader)
        assert "taken in for an: 1 mark" in shown(reader)


async def test_an_annotator_takes_in_nothing_for_others(opened, tmp_path) -> None:
    root = team(tmp_path / "news", {"an": ["c"]}, done=False, lead="lin")
    for annotator, names in (("an", ("mine", "model")), ("lin", ("mine", "file", "model"))):
        async with opened(root, annotator=annotator) as reader:
            await reader.press("I")
            assert screen_of(reader)._desk.names == names


async def test_where_something_else_is_said_it_stays_or_the_file_counts(opened, root, tmp_path) -> None:
    path = table(tmp_path / "in.csv", (sentences()[0], "opinion"))
    async with opened(root, annotator="an") as reader:
        await name(reader, path)
        assert "something else is there, and stays: 1" in shown(reader)
        await choose(reader, "replace_there", "1")
        assert "1 replaced" in shown(reader)
        await take_in(reader)
        await reader.press("escape")
        assert reader.labels(0) == {"opinion"}


async def test_tab_completes_folders_and_files(opened, root, tmp_path) -> None:
    folder = tmp_path / "出口"
    folder.mkdir()
    (folder / "甲一.csv").write_text("", encoding="utf-8")
    (folder / "甲二.csv").write_text("", encoding="utf-8")
    async with opened(root, annotator="an") as reader:
        await reader.press("I")
        line = screen_of(reader).line("path")
        line.value = str(tmp_path / "出")
        await reader.press("end", "tab")
        assert line.value == f"{folder}/"
        await reader.press("tab")
        assert line.value == f"{folder}/甲"
        assert "甲一.csv" in shown(reader)
        await reader.burst("二")
        await reader.press("tab")
        assert line.value == f"{folder}/甲二.csv"


async def test_what_is_no_file_or_of_no_format_is_said(opened, root, tmp_path) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 10)
    async with opened(root, annotator="an") as reader:
        await name(reader, tmp_path / "nowhere.csv")
        assert "nowhere.csv" in said(reader)
        screen_of(reader).line("path").value = str(tmp_path / "noise.bin")
        await reader.press("enter")
        await looked(reader)
        assert "no format that zhupi knows" in said(reader)
        screen_of(reader).line("path").value = ""
        await reader.press("enter")
        await looked(reader)
        assert "Tab completes" in said(reader)
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


async def test_what_was_typed_anew_is_not_taken_in_unseen(opened, root, tmp_path) -> None:
    first = table(tmp_path / "a.csv", (sentences()[1], "opinion"))
    second = table(tmp_path / "b.csv", (sentences()[1], "quote"))
    async with opened(root, annotator="an") as reader:
        await name(reader, first)
        assert "1 mark" in shown(reader)
        screen_of(reader).line("path").value = str(second)
        await reader.settle()
        assert shown(reader).strip() == ""
        await reader.press("enter")
        await looked(reader)
        assert not screen_of(reader).done
        assert "[quote]" in shown(reader)
