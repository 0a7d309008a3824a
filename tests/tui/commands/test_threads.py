"""Annotator and lead answer each other with `w`; what is new stands out, what is left is not lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import OTHER, THREE, act, layer_records, team
from textual import events

from tui.screens.dialogs.noted import NotedScreen
from tui.screens.dialogs.thread import Lines, ThreadScreen
from tui.screens.review import ReviewScreen

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", THREE, done=False)


def ask(
    root: Path, text: str = "這是觀點嗎", *, by: str = "mei", index: int = 1, name: str = "a.txt"
) -> None:
    act(root, by, name, lambda one: [one.labels.write_note(index, text)])


def answer(root: Path, text: str, *, to: str = "mei", index: int = 1) -> None:
    act(root, "lin", "a.txt", lambda lead: [lead.remarks.say(index, to, text)])


def shown(reader) -> str:
    """Return what the dialog shows of the thread."""
    board = reader.app.screen.query_one("#entries")
    return "\n".join(board.render_line(y).text.rstrip() for y in range(board.size.height))


def is_new(reader, index: int) -> bool:
    return reader.screen.look(index).unread


async def test_the_first_word_is_the_note_and_it_may_have_lines(opened, root) -> None:
    async with opened(root, annotator="mei") as reader:
        await reader.press("home", "w", "一", "ctrl+j", "二", "enter")
        assert reader.session.article.marks.said(0).note == "一\n二"
        assert "一 / 二" in reader.panel
        await reader.press("w")
        assert reader.app.screen.query_one(Lines).text == "一\n二", "what nobody has answered is changed"
        await reader.press("ctrl+u", "backspace", "enter")
        assert reader.session.article.marks.said(0).note == "一"
        await reader.press("w", "ctrl+u", "enter")
        assert reader.session.article.marks.said(0).note == ""
    assert layer_records(root, "mei", "remark") == []


async def test_the_lead_answers_in_review_and_the_annotator_sees_that_it_is_new(opened, root) -> None:
    ask(root)
    async with opened(root, annotator="lin", review=True) as reader:
        assert is_new(reader, 1)
        await reader.press("home", "j", "w")
        assert reader.screen.picker is not None, "w is for why it was decided, too"
        await reader.press("1")
        assert isinstance(reader.app.screen, ThreadScreen)
        assert "這是觀點嗎" in shown(reader)
        assert "new" in shown(reader)
        await reader.press("算", "enter", "k", "j")
        assert not is_new(reader, 1)
        assert "lin has answered (2): 算" in reader.panel
    [remark] = layer_records(root, "lin", "remark")
    assert (remark["to"], remark["text"], remark["quote"]) == ("mei", "算", "這項政策來得太遲。")
    async with opened(root, annotator="mei") as reader:
        assert reader.message == "lin has written to you, 1 new: W shows it"
        assert is_new(reader, 1)
        assert reader.columns(1)[-2] == '"'
        await reader.press("home", "j")
        assert "new: lin has answered (2): 算" in reader.panel
        await reader.press("w", "escape")
        assert not is_new(reader, 1)
        assert "new" not in reader.panel
    async with opened(root, annotator="mei") as reader:
        assert not is_new(reader, 1), "what was read is known after a restart"
        assert "has written" not in reader.message
        await reader.press("home", "j", "w", "好", "enter")
    [remark] = layer_records(root, "mei", "remark")
    assert (remark["to"], remark["text"]) == ("mei", "好")
    assert layer_records(root, "mei", "sentence")[1]["note"] == "這是觀點嗎", "the note stays as it was"


async def test_what_the_lead_says_arrives_while_one_reads(opened, root) -> None:
    ask(root)
    async with opened(root, annotator="mei") as reader:
        answer(root, "算")
        reader.screen.saver.look_around()
        await reader.until(lambda: is_new(reader, 1))


async def test_nobody_sees_what_is_said_to_somebody_else(opened, root) -> None:
    ask(root)
    ask(root, "我的", by="bo")
    answer(root, "給她的")
    async with opened(root, annotator="bo") as reader:
        await reader.press("home", "j")
        assert "給她的" not in reader.panel
        assert not is_new(reader, 1)
        await reader.press("w")
        assert shown(reader) == "", "one's own note is in the lines to write in"
        await reader.press("escape", "W")
        await reader.until(lambda: reader.app.screen._gathered is not None)
        assert [one.of for one in reader.app.screen._gathered.items] == ["bo"]
    async with opened(root, annotator="lin") as reader:
        assert not reader.session.threads.over(1), "not even the lead who did not come to review"


async def test_esc_keeps_what_was_typed_also_over_a_restart(opened, root) -> None:
    async with opened(root, annotator="mei") as reader:
        await reader.press("home", "w", "半", "escape")
        assert "not kept yet" in reader.message
        assert reader.session.article.marks.said(0).note == ""
    async with opened(root, annotator="mei") as reader:
        await reader.press("home", "w")
        assert reader.app.screen.query_one(Lines).text == "半"
        await reader.press("句", "enter")
        assert reader.session.article.marks.said(0).note == "半句"
        await reader.press("w", "escape")
        assert "not kept yet" not in reader.message, "nothing was changed"


async def test_what_cannot_be_saved_is_there_again(opened, root) -> None:
    async with opened(root, annotator="mei") as reader:
        await reader.press("home", "w", "字")
        reader.screen.saver.act = lambda act, then=None: (
            None
        )  # it is refused, as where nothing can be written
        await reader.press("enter", "w")
        assert reader.app.screen.query_one(Lines).text == "字"


async def test_undo_takes_a_remark_back_and_emptying_it_too(opened, root) -> None:
    ask(root)
    answer(root, "算")
    async with opened(root, annotator="mei") as reader:
        await reader.press("home", "j", "w", "好", "enter")
        assert len(layer_records(root, "mei", "remark")) == 1
        await reader.press("u")
        assert layer_records(root, "mei", "remark") == []
        await reader.press("ctrl+r", "w", "ctrl+u", "enter")
        assert layer_records(root, "mei", "remark") == []
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("u")
        assert layer_records(root, "lin", "remark") == [], "an act of the lead who settles"


async def test_pasted_lines_stay_lines_and_nothing_a_terminal_obeys_comes_in(opened, root) -> None:
    async with opened(root, annotator="mei") as reader:
        await reader.press("home", "w")
        paste = events.Paste("一\r\n\x1b[31m二\u202e")
        paste.set_sender(reader.app)
        reader.app._driver.send_message(paste)
        await reader.press("enter")
        assert reader.session.article.marks.said(0).note == "一\n[31m二"


async def test_the_list_goes_to_what_was_chosen_and_answers_there(opened, root) -> None:
    ask(root)
    act(root, "mei", "a.txt", lambda one: [one.labels.toggle_flag([3])])
    team(root, {"mei": ["c"]}, name="b.txt", text=OTHER, done=False)
    ask(root, "存疑", index=2, name="b.txt")
    async with opened(root, annotator="mei") as reader:
        await reader.press("W")
        screen = reader.app.screen
        assert isinstance(screen, NotedScreen)
        await reader.until(lambda: screen._gathered is not None)
        first = screen._gathered.items[screen._view.shown[0]]
        assert first.kinds == {"note", "question", "unanswered"}, "what waits comes first"
        await reader.press("1")
        assert [screen._gathered.items[at].start for at in screen._view.shown] == [27]
        await reader.press("2", "end", "s", "home")
        assert len(screen._view.shown) == 2
        await reader.press("enter")
        assert reader.session.article.base.source == "b.txt", "the newest"
        assert reader.view.cursor == 2
        await reader.press("W")
        screen = reader.app.screen
        await reader.until(lambda: screen._gathered is not None)
        assert screen._view.kind == "note", "as it was left"
        await reader.press("down", "w")
        assert reader.session.article.base.source == "a.txt"
        assert isinstance(reader.app.screen, ThreadScreen)


async def test_the_lead_sees_everybodys_and_goes_there_in_review(opened, root) -> None:
    ask(root)
    ask(root, "第二個", by="bo", index=2)
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("R", "W")
        screen = reader.app.screen
        await reader.until(lambda: screen._gathered is not None)
        assert {one.of for one in screen._gathered.items} == {"mei", "bo"}
        assert len(screen._gathered.unread) == 2
        await reader.press("p")
        assert [screen._gathered.items[at].of for at in screen._view.shown] == ["bo"]
        await reader.press("enter")
        assert isinstance(reader.screen, ReviewScreen)
        assert reader.view.cursor == 2


async def test_the_lead_answers_at_once_in_an_article_that_must_be_opened(opened, root) -> None:
    team(root, {"bo": ["c"]}, name="b.txt", text=OTHER, done=False)
    ask(root, "存疑", by="bo", index=2, name="b.txt")
    async with opened(root, annotator="lin", review=True) as reader:
        assert reader.session.article.base.source == "a.txt"
        await reader.press("W")
        screen = reader.app.screen
        await reader.until(lambda: screen._gathered is not None)
        await reader.press("w")
        await reader.until(lambda: isinstance(reader.app.screen, ThreadScreen))
        assert reader.session.article.base.source == "b.txt"
        assert "存疑" in shown(reader)
        await reader.press("好", "enter")
    [remark] = layer_records(root, "lin", "remark")
    assert (remark["to"], remark["text"]) == ("bo", "好")


async def test_a_lead_who_did_not_come_to_review_is_told_where_the_notes_of_others_are(opened, root) -> None:
    ask(root)
    for review in (False, True):
        async with opened(root, annotator="lin", review=review) as reader:
            await reader.press("W")
            screen = reader.app.screen
            await reader.until(lambda screen=screen: screen._gathered is not None)
            heading = "".join(run.text for row in screen._heading(80, 3) for run in row)
            assert heading.endswith("those of others: zhupi open --review") is not review
