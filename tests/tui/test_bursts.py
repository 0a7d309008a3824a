"""Keys that come all at once do what they would do one after the other: each goes where those before led."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from team import team
from textual import events
from textual.widgets import Input, TextArea

from annotations.model.article import Article, Name, Number
from annotations.storage.layer import layer as layers
from tui.layout.pieces import Highlights
from tui.screens.article.screen import ArticleScreen
from tui.screens.dialogs.conflict import ConflictScreen
from tui.screens.dialogs.palette import PaletteScreen
from tui.screens.dialogs.speaker import SpeakerScreen
from tui.screens.dialogs.thread import ThreadScreen
from tui.screens.review import ReviewScreen
from tui.session import messages
from tui.session.analysis import Analyser

ATTRIBUTES = """
lead = "mei"
[scheme]
[[scheme.labels]]
name = "claim"
[[scheme.labels]]
name = "opinion"
[[scheme.labels]]
name = "quote"
[[scheme.attributes]]
name = "voice"
kind = "voice"
labels = ["claim", "opinion"]
[[scheme.attributes]]
name = "quotes"
kind = "quotes"
labels = ["quote"]
[[scheme.attributes]]
name = "worth"
kind = "choice"
values = ["trivial", "decisive"]
key = "b"
[[scheme.attributes]]
name = "size"
kind = "number"
key = "#"
[[scheme.attributes]]
name = "hero"
kind = "name"
key = "@"
"""
ASKS_FIRST = {"mark-done"}
"""What asks before it changes something, and changes it at once where there is nothing to ask."""
SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}

pytestmark = pytest.mark.usefixtures("no_child")


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find a name and a number in the first sentence, and nothing else, without the child process."""

    def begin(analyser: Analyser, article: Article, first: int) -> None:
        starts = [sentence.start for sentence in article.sentences]
        found = Highlights(starts, [Name(0, 2, "PER", False)], [Number(2, 3, "cardinal", 1.0)])
        analyser._tell(messages.Analysed(article.id, found))

    monkeypatch.setattr(Analyser, "begin", begin)
    monkeypatch.setattr(Analyser, "prepare", lambda *_: None)


@pytest.fixture
def project(founding: Path) -> Path:
    (founding.parent / "zhupi.toml").write_text(ATTRIBUTES, encoding="utf-8")
    return founding


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "team", SAIDS)


def standing(reader: Any) -> object:
    """Return everything that keys may have changed."""
    screen, session = reader.screen, reader.session
    said = [session.article.marks.said(index) for index in range(len(session.article.marks))]
    return {
        "article": session.article.index,
        "cursor": reader.view.cursor,
        "range": reader.view.range_start,
        "marks": [(one.labels, one.note, one.flag, one.none, one.attributes, one.quotes) for one in said],
        "screens": [type(one) for one in reader.app.screen_stack],
        "typed": [line.value for line in reader.app.screen.query(Input)]
        + [lines.text for lines in reader.app.screen.query(TextArea)],
        "list": screen.picker and (screen.picker.title, screen.picker.chosen),
        "script": reader.view.script,
    }


async def opened_by(reader: Any, name: str) -> str:
    """Run a command and return what it opened, as commands say it; leave that again."""
    screen = reader.screen
    depth = len(reader.app.screen_stack)
    screen.run_command(name)
    await reader.settle()
    top = reader.app.screen
    if top is screen and len(reader.app.screen_stack) == depth:
        opened = "list" if screen.picker else ""
    elif isinstance(top, ReviewScreen):
        top.close()
        opened = "screen"
    else:
        opened = "text" if isinstance(top.focused, Input | TextArea) else "screen"
    for _ in range(4):
        if reader.app.screen is not screen or screen.picker:
            await reader.press("escape")
    if isinstance(top, ReviewScreen):
        await reader.settle()
    return opened


@pytest.mark.parametrize("review", [False, True])
async def test_every_command_says_what_it_opens(opened, project, root, review) -> None:
    """A new command that opens something fails here until it says so; the bursts below then cover it."""
    path, annotator = (root, "lin") if review else (project, "mei")
    async with opened(path, annotator=annotator, review=review) as reader:
        screen = reader.screen
        assert isinstance(screen, ReviewScreen) == review
        for name, command in screen.keymap.commands.items():
            if name in ("leave", "leave-review", *ASKS_FIRST) or name.endswith("-article"):
                continue
            reader.view.cursor = 0
            found = await opened_by(reader, name)
            assert reader.screen is screen, name
            if found:
                assert command.opens == found, name


def openers(review: bool) -> list[str]:
    """Return the keys of what opens something, those that a key of their own leads to left out."""
    from annotations.model.scheme import DEFAULT
    from tui.commands.catalogue import keymaps_for

    keymaps = keymaps_for(DEFAULT)
    keymap = keymaps.review if review else keymaps.reading
    return [keymap.keys[name][0] for name, one in keymap.commands.items() if one.opens]


TAILS = [
    ("c", "o", "q"),
    ("1", "2"),
    ("escape", "c"),
    ("down", "enter", "o"),
    ("x", "enter", "q", "down", "c"),
]


def some(keys: Sequence[str]) -> list[Sequence[str]]:
    """Return `keys` in parts: those of one share the starts of the program, which cost more than they do."""
    return [keys[at : at + 6] for at in range(0, len(keys), 6)]


def runs(keys: Sequence[str], tails: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return each of `keys` with three of `tails`, in turn: each of these follows keys of every kind."""
    return [(key, *tails[(at + one) % len(tails)]) for at, key in enumerate(keys) for one in range(3)]


@pytest.mark.parametrize("keys", some([*openers(False), "b", "#", "@"]))
async def test_in_reading(opened, project, keys) -> None:
    await same(opened, project, "mei", False, runs(keys, TAILS))


@pytest.mark.parametrize("keys", some(openers(True)))
async def test_in_review(opened, root, keys) -> None:
    await same(opened, root, "lin", True, runs(keys, TAILS[:3]))


async def same(opened, path: Path, annotator: str, review: bool, runs: Sequence[Sequence[str]]) -> None:
    """Compare what keys do all at once with what they do one after the other, from the same beginning."""
    ends = []
    for together in (False, True):
        folder = path if path.is_dir() else path.parent
        exported = folder.parent.glob(f"{folder.name}-*")
        for child in (*folder.glob(f"annotations/{annotator}.json*"), *exported):
            child.unlink()
        async with opened(path, annotator=annotator, review=review) as reader:
            ends.append([])
            await reader.press("home")  # the cursor is where it was left
            for keys in runs:
                await (reader.at_once if together else reader.press)(*keys)
                ends[-1].append(standing(reader))
                for _ in range(4):
                    if not isinstance(reader.app.screen, ArticleScreen) or reader.screen.picker:
                        await reader.press("escape")
    for keys, slowly, together in zip(runs, *ends, strict=True):
        assert together == slowly, keys


async def test_chinese_text_after_the_key_goes_into_the_note(opened, project) -> None:
    async with opened(project) as reader:
        await reader.burst("w這是c o q")
        assert isinstance(reader.app.screen, ThreadScreen)
        assert reader.app.screen.query_one(TextArea).text == "這是c o q"
        await reader.press("enter")
        assert reader.session.article.marks.said(0).note == "這是c o q"
        assert reader.labels(0) == set()


async def test_a_line_that_ends_keeps_the_note_and_the_rest_are_keys(opened, project) -> None:
    async with opened(project) as reader:
        await reader.at_once(*"w第一行 qc", "enter", "c", "down", *"w二", "enter", "o")
        assert [reader.session.article.marks.said(n).note for n in range(2)] == ["第一行 qc", "二"]
        assert [reader.labels(n) for n in range(2)] == [{"claim"}, {"opinion"}]


async def test_a_long_paste_that_nothing_brackets(opened, project) -> None:
    text = "字c 1。q" * 60
    async with opened(project) as reader:
        await reader.burst("w" + text)
        await reader.press("enter")
        assert reader.session.article.marks.said(0).note == text
        assert reader.session.article.marks.settled == 0


async def test_a_bracketed_paste_waits_for_its_place_too(opened, project) -> None:
    async with opened(project) as reader:
        reader._send("w")
        paste = events.Paste("貼上 c")
        paste.set_sender(reader.app)
        reader.app._driver.send_message(paste)
        await reader.at_once("!", "enter", "c")
        assert reader.session.article.marks.said(0).note == "貼上 c!"
        assert reader.labels(0) == {"claim"}


async def test_all_lines_of_a_bracketed_paste_are_taken_in(opened, project) -> None:
    async with opened(project) as reader:
        await reader.press("w", "a", "b", "left")
        for text in ("一\n二\r\n三\n", "\n"):
            paste = events.Paste(text)
            paste.set_sender(reader.app)
            reader.app._driver.send_message(paste)
        await reader.at_once("end", "!", "enter")
        assert reader.session.article.marks.said(0).note == "a一\n二\n三\n\nb!"


async def test_a_name_typed_through_the_list(opened, project) -> None:
    async with opened(project) as reader:
        await reader.burst("qp/馬斯克c")
        assert reader.labels(0) == set(), "q before it could be a word of the input method's"
        reader.screen.keyboard.gate._deaf_until = 0.0  # time has passed
        await reader.press("q")
        await reader.burst("p/馬斯克c")
        assert isinstance(reader.app.screen, SpeakerScreen)
        await reader.at_once("enter", "down", "c")
        [quote] = reader.session.article.marks.said(0).quotes
        assert [one["name"] for one in quote["speakers"]] == ["馬斯克c"]
        assert (reader.labels(0), reader.labels(1)) == ({"quote"}, {"claim"})


@pytest.mark.parametrize(
    "text", ["2月1日", "new的", "show一下", "1/2的人", "、開", "？什麼", "app很好", "很w好c"]
)
async def test_what_an_input_method_commits_still_does_nothing(opened, project, text) -> None:
    async with opened(project) as reader:
        await reader.burst(text)
        assert reader.session.article.marks.settled == 0
        assert len(reader.app.screen_stack) == 1
        assert reader.screen.picker is None
        assert "input method" in reader.message


async def test_moving_and_then_a_note(opened, project) -> None:
    async with opened(project) as reader:
        await reader.at_once(*"jjw註", "enter")
        assert reader.session.article.marks.said(2).note == "註"


async def test_help_over_the_list_and_back(opened, project) -> None:
    async with opened(project) as reader:
        await reader.at_once("q", "p", "?", "c", "escape", "o")
        assert reader.labels(0) == {"quote", "opinion"}
        assert len(reader.app.screen_stack) == 1


async def test_a_digit_behind_a_list_picks(opened, project) -> None:
    async with opened(project) as reader:
        await reader.at_once("q", "p", "0", "e", "2")
        assert reader.labels(0) == {"quote"}
        assert [one.type for one in reader.screen.session.article.found.highlights.names_of(0)] == ["ORG"]
        await reader.at_once("S", "1", "u", "1")
        assert reader.labels(0) == {"quote", "claim"}


async def test_keys_behind_another_article_wait_for_it(opened, seeds) -> None:
    async with opened(seeds) as reader:
        here = reader.session.article.index
        await reader.at_once("]", *"w註", "enter", "c")
        assert reader.session.article.index != here
        assert (reader.session.article.marks.said(reader.view.cursor).note, reader.labels()) == (
            "註",
            {"claim"},
        )
        await reader.press("[")
        assert reader.session.article.marks.settled == 0


async def test_keys_behind_the_library_wait_for_what_is_chosen(opened, seeds) -> None:
    async with opened(seeds) as reader:
        await reader.press("L", "home")
        await reader.at_once("escape", "L", "home", "down", "enter", "p", "1", "c")
        assert reader.session.article.index == 1
        assert "claim" in reader.labels()


async def test_keys_before_the_layer_is_open_wait_in_line(opened, founding, monkeypatch) -> None:
    gate, real = Event(), layers.open_layer

    def late(*args: Any, **kwargs: Any) -> Any:
        assert gate.wait(90)
        return real(*args, **kwargs)

    monkeypatch.setattr(layers, "open_layer", late)
    async with opened(founding, settle=False) as reader:
        try:
            for key in ("c", "p", "0", "down", "w", "1", "2", "enter"):
                reader._send(key)
            await reader.pilot.pause(0.1)
            assert not reader.session.ready
        finally:
            gate.set()
        await reader.settle()
        assert reader.labels(0) == {"claim", "quote"}, "0 chose nobody known, and did not say none"
        assert (reader.labels(1), reader.session.article.marks.said(1).note) == (set(), "12")


async def test_the_palette(opened, project) -> None:
    async with opened(project) as reader:
        await reader.burst(":flag")
        assert reader.app.screen.query_one(Input).value == "flag"
        await reader.press("escape")
        assert reader.session.article.marks.settled == 0
        assert not reader.session.article.marks.said(0).flag


async def test_keys_wait_until_layers_are_compared(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.at_once("K", "4")
        screen = reader.app.screen
        await reader.until(lambda: screen._desk is not None)
        await reader.until(lambda: reader.app.line.idle)
        assert screen._desk.view == 3
        await reader.at_once("K", "w", "x", "1")
        assert reader.app.screen.query_one(Input).value == "x1"


async def test_who_leaves_the_comparison_takes_back_what_was_for_it(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.at_once("K", "1", "K")
        assert isinstance(reader.app.screen, ReviewScreen)
        assert reader.screen.unit.decisions == ()


async def test_a_dialog_on_a_dialog(opened, project) -> None:
    async with opened(project) as reader:
        await reader.press("o")
        one = dict(reader.session.article.marks.over(0)[0])
        reader.screen.conflicts.ask(one, {**one, "labels": ["quote"]})
        reader.app.push_screen(PaletteScreen(()))
        await reader.settle()
        await reader.at_once(*"zz", "escape", "escape", "c")
        assert not isinstance(reader.app.screen, ConflictScreen)
        assert reader.labels(0) == {"claim", "opinion"}
