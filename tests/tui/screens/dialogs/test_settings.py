"""The settings, changed where they stand."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from annotations.wording import language, speak
from tui.cli.options import named_by
from tui.settings import Named, Settings, settings_path


def line(reader) -> str:
    options = reader.app.screen.query_one(OptionList)
    return str(options.get_option_at_index(options.highlighted).prompt)


def told(reader) -> str:
    return str(reader.app.screen.query_one("#told", Static).render())


def saved() -> dict[str, object]:
    return tomllib.loads(settings_path().read_text("utf-8"))


async def go_to(reader, title: str) -> None:
    options = reader.app.screen.query_one(OptionList)
    prompts = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
    options.highlighted = next(n for n, one in enumerate(prompts) if one.startswith(title))
    await reader.settle()


pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "今天下雨，很多人沒有帶傘。\n明天放晴。\n氣象局說，後天也是晴天。\n", "utf-8"
    )
    return folder


@pytest.fixture(autouse=True)
def settings_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ZHUPI_CONFIG", str(tmp_path / "settings.toml"))
    yield
    speak("en")


async def test_a_choice_holds_at_once_and_is_saved(opened, news) -> None:
    async with opened(news) as reader:
        await reader.press("Z")
        await go_to(reader, "colours")
        await reader.press("right")
        assert reader.app.theme == saved()["theme"] == "zhupi-dark"
        await reader.press("left", "left")
        assert "ansi-light" in line(reader)
        await go_to(reader, "between sentences")
        await reader.press("enter")
        assert saved()["spacing"] == 1
        lines = reader.view.lines
        assert lines.starts[lines.first[1] - 1] == lines.ends[lines.first[1] - 1]  # an empty one before it
        await go_to(reader, "panel")
        await reader.press("right", "right")
        assert saved()["panel"] == "bottom"
        await reader.press("delete")
        assert "panel" not in saved()
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        await reader.press("c")
    assert Settings.read().spacing == 1


async def test_the_script_and_the_highlights_follow(opened, news) -> None:
    async with opened(news) as reader:
        await reader.press("Z")
        await go_to(reader, "script")
        await reader.press("right")
        assert reader.view.script.value == "simplified"
        await go_to(reader, "highlights")
        await reader.press("left")
        assert "per" in reader.view.hidden
        assert "number" in reader.view.hidden
        await go_to(reader, "width of a line")
        await reader.press("enter", *"30", "enter")
        assert saved()["line_width"] == 30
        assert reader.view.lines.width == 30
        await reader.press("enter", "backspace", "backspace", *"9999", "enter")
        assert "from 0 to" in told(reader)
        await reader.press("escape", "escape")
        assert reader.app.screen is reader.screen


async def test_labels_after_which_the_cursor_goes_on(opened, news) -> None:
    async with opened(news) as reader:
        await reader.press("Z")
        await go_to(reader, "goes on after")
        await reader.press("enter", *"claim，none", "enter")
        assert saved()["advance"] == ["claim", "none"]
        await reader.press("escape")
        before = reader.view.cursor
        await reader.press("c")
        assert reader.view.cursor == before + 1


async def test_an_act_has_the_key_that_is_pressed(opened, news) -> None:
    async with opened(news) as reader:
        await reader.press("Z")
        screen = reader.app.screen
        options = screen.query_one(OptionList)
        options.highlighted = next(n for n, one in enumerate(screen._items) if one.name == "toggle-flag")
        await reader.press("enter", "m")
        assert saved()["keys"] == {"toggle-flag": ["m"]}
        await reader.press("enter", "left")
        assert "claimed by both" in told(reader)
        assert saved()["keys"] == {"toggle-flag": ["m"]}
        await reader.press("enter", "escape")
        assert saved()["keys"] == {"toggle-flag": ["m"]}
        await reader.press("escape", "m")
        assert "*" in reader.columns(reader.view.cursor)
        await reader.press("Z")
        screen = reader.app.screen
        options = screen.query_one(OptionList)
        options.highlighted = next(n for n, one in enumerate(screen._items) if one.name == "toggle-flag")
        await reader.press("delete")
        assert saved()["keys"] == {}


async def test_what_cannot_be_saved_is_said_and_nothing_changes(opened, news, tmp_path: Path) -> None:
    async with opened(news) as reader:
        await reader.press("Z")
        (tmp_path / "settings.toml").write_text("theme = [", "utf-8")
        await go_to(reader, "between sentences")
        await reader.press("right")
        assert "settings.toml" in told(reader)
        assert reader.app.settings.spacing == 0


async def test_the_language_changes_at_once(opened, news, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHUPI_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    async with opened(news) as reader:
        await reader.press("Z")
        await go_to(reader, "language")
        await reader.press("right")
        assert saved()["language"] == "en"
        assert language() == "en"


async def test_the_key_bar_and_the_panel_speak_the_new_language_too(opened, news, monkeypatch) -> None:
    monkeypatch.delenv("ZHUPI_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    async with opened(news) as reader:
        bar = reader.app.screen.query_one("#keys")
        assert "done" in bar.render_line(0).text
        await reader.press("Z")
        await go_to(reader, "language")
        await reader.press("right", "right")
        assert language() == "zh_Hant"
        await reader.press("escape")
        assert "done" not in bar.render_line(0).text


async def test_a_name_that_cannot_be_is_refused_before_it_is_saved(opened, news) -> None:
    async with opened(news) as reader:
        await reader.press("Z", "enter", *"a/b", "enter")
        assert "a/b" in told(reader)
        assert not settings_path().exists() or "annotator" not in saved()


async def test_who_one_is_is_said_with_what_says_so(opened, news) -> None:
    async with opened(news) as reader:
        reader.app.named = Named("mei", "--as")
        await reader.press("Z")
        await go_to(reader, "your name")
        assert line(reader).endswith(" mei, by --as")
        await reader.press("enter", *"lin", "enter")
        assert saved()["annotator"] == "lin"
        assert line(reader).endswith(" mei, by --as; here lin")
        assert told(reader).endswith("but --as says who you are")


def test_what_says_who_one_is_wins_in_this_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "login")
    monkeypatch.delenv("ZHUPI_ANNOTATOR", raising=False)
    own, nobody = Settings(tmp_path, annotator="own"), argparse.Namespace(annotator=None)
    assert named_by(nobody, Settings(tmp_path)) == ("login", "login")
    assert named_by(nobody, own) == ("own", "settings")
    monkeypatch.setenv("ZHUPI_ANNOTATOR", "env")
    assert named_by(nobody, own) == ("env", "$ZHUPI_ANNOTATOR")
    assert named_by(argparse.Namespace(annotator="mei"), own) == ("mei", "--as")


async def test_what_was_changed_on_the_screen_stays_when_something_else_is_set(opened, news) -> None:
    async with opened(news) as reader:
        await reader.press("t", "N")
        script, hidden = reader.view.script, reader.view.hidden
        assert script.value != "written"
        assert "number" in hidden
        await reader.press("Z")
        await go_to(reader, "between sentences")
        await reader.press("right")
        assert reader.view.script is script
        assert reader.view.hidden == hidden


async def test_taggers_are_typed_and_what_allows_nothing_is_refused(opened, news) -> None:
    async with opened(news) as reader:
        await reader.press("Z")
        await go_to(reader, "taggers allowed")
        assert "only the built-in one" in line(reader)
        await reader.press("enter", *"spacy:zh_core_web_sm, /models", "enter")
        assert saved()["taggers"] == ["spacy:zh_core_web_sm", "/models"]
        assert "from the next start on" in told(reader)
        assert "spacy:zh_core_web_sm, /models" in line(reader)
        await reader.press("enter", *", models", "enter")
        assert "write spacy:PACKAGE, entry:NAME" in told(reader)
        assert saved()["taggers"] == ["spacy:zh_core_web_sm", "/models"]
    assert Settings.read().taggers == ("spacy:zh_core_web_sm", "/models")
