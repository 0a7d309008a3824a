"""What a screen knows of an article goes with the article, and comes to whichever screen shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from team import OTHER, TEXT, team
from textual.geometry import Offset
from textual.selection import Selection

from annotations.editing.editor import Editor
from annotations.model.article import Article, Name, Number
from annotations.project.project import Project
from annotations.storage.layer.layer import open_layer
from tui.layout.pieces import Highlights
from tui.screens.dialogs.conflict import ConflictScreen
from tui.screens.dialogs.note import NoteScreen
from tui.screens.dialogs.thread import ThreadScreen
from tui.screens.reading import ReadingScreen
from tui.screens.review import ReviewScreen
from tui.session import messages
from tui.session.analysis import Analyser

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}


class Analyst:
    """Finds what a test says, when the test says it, and tells it to whoever the program named."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: dict[str, tuple[Article, Callable[..., object]]] = {}

        def begin(analyser: Analyser, article: Article, first: int) -> None:
            self.asked[article.id] = (article, analyser._tell)

        monkeypatch.setattr(Analyser, "begin", begin)

    def names(self, article: Article) -> list[Name]:
        """Return the first two characters of every sentence as names of persons."""
        return [Name(one.start, one.start + 2, "PER") for one in article.sentences]

    def finds_part(self, identity: str) -> None:
        article, post = self.asked[identity]
        post(messages.PartAnalysed(identity, range(len(article.sentences)), self.names(article), []))

    def finds_all(self, identity: str) -> None:
        article, post = self.asked[identity]
        starts = [one.start for one in article.sentences]
        numbers = [Number(one.start + 2, one.start + 3, "cardinal", 1.0) for one in article.sentences]
        post(messages.Analysed(identity, Highlights(starts, self.names(article), numbers)))


@pytest.fixture
def analyst(monkeypatch: pytest.MonkeyPatch) -> Analyst:
    return Analyst(monkeypatch)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = team(tmp_path / "news", SAIDS)
    return team(root, {"an": ["c", "o", "o"], "bo": ["c", "c", "o"]}, name="b.txt", text=OTHER)


def underlined(reader, index: int) -> str:
    """Return what of the first row of a sentence is drawn as a name."""
    line = reader.view.lines.first[index]
    return "".join(one.text for one in reader.strip(line) if one.style and one.style.underline)


def candidates(reader) -> list[str]:
    return [choice.text for choice in reader.screen.picker.choices]


async def test_review_another_article_back_and_who_is_quoted(opened, root, analyst) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        first = reader.session.article.id
        analyst.finds_all(first)
        await reader.press("]")
        second = reader.session.article.id
        analyst.finds_all(second)
        await reader.press("R")
        assert isinstance(reader.screen, ReadingScreen)
        assert reader.session.article.text == OTHER
        await reader.press("p")
        there = {OTHER[one.start : one.end] for one in analyst.names(reader.session.article.bounded)}
        assert set(candidates(reader)) <= there
        assert candidates(reader)
        await reader.press("escape", "[")
        analyst.finds_all(first)
        await reader.press("p")
        names = {TEXT[one.start : one.end] for one in analyst.names(reader.session.article.bounded)}
        assert set(candidates(reader)) <= names
        await reader.press("1")
        [quote] = reader.session.article.marks.said(reader.view.cursor).quotes
        [speaker] = quote["speakers"]
        assert TEXT[speaker["start"] : speaker["end"]] == speaker["text"]


async def test_the_analysis_paints_the_review_that_was_opened_meanwhile(opened, root, analyst) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        assert isinstance(reader.screen, ReviewScreen)
        article = reader.session.article.bounded
        assert [underlined(reader, n) for n in range(5)] == [""] * 5
        analyst.finds_part(article.id)
        await reader.settle()
        first_two = [TEXT[one.start : one.start + 2] for one in article.sentences]
        assert [underlined(reader, n) for n in range(5)] == first_two
        assert reader.screen.session.article.found.finding
        analyst.finds_all(article.id)
        await reader.settle()
        assert not reader.screen.session.article.found.finding
        assert reader.screen.session.article.found.highlights.numbers_of(3)
        await reader.press("R")
        assert isinstance(reader.screen, ReadingScreen)
        assert [underlined(reader, n) for n in range(5)] == first_two
        assert not reader.screen.session.article.found.pending


async def test_every_row_is_painted_and_not_only_where_the_cursor_passes(opened, root, analyst) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        painted = []
        render = type(reader.view).render_line
        reader.view.render_line = lambda y: (painted.append(y), render(reader.view, y))[1]
        analyst.finds_all(reader.session.article.id)
        await reader.settle()
        assert set(range(reader.view.size.height)) <= set(painted)


async def test_what_was_on_its_way_to_the_screen_below_comes_to_the_one_above(opened, root, analyst) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        below, review = reader.app.screen_stack[0], reader.screen
        article, starts = (
            reader.session.article.bounded,
            [one.start for one in reader.session.article.sentences],
        )
        below.hear(messages.Analysed(article.id, Highlights(starts, analyst.names(article))))
        below.hear(messages.Noticed(["heard"]))
        await reader.settle()
        assert underlined(reader, 4) == TEXT[article.sentences[4].start :][:2]
        assert "heard" in review.message[0]
        assert below.message[0] == ""


async def test_done_when_found_waits_for_what_is_being_written(opened, seeds, analyst) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("v", "end", "n", "d", "d")
        assert "as soon as" in reader.message
        await reader.press("home", "w")
        assert isinstance(reader.app.screen, ThreadScreen)
        analyst.finds_all(first)
        await reader.settle()
        assert reader.session.article.id == first, "the article stays under what is written about it"
        await reader.burst("here")
        await reader.press("enter")
        assert reader.session.article.id != first
        await reader.press("[")
        assert reader.session.article.marks.said(0).note == "here"
        assert reader.session.article.marks.done


async def test_what_waited_for_a_dialog_comes_after_its_answer(opened, seeds, no_analysis) -> None:
    """A dialog that is left is gone from the screen before its answer comes, and news may come between."""
    async with opened(seeds) as reader:
        order: list[str] = []
        dialog = NoteScreen(1, "", "note")
        reader.screen.ask(dialog, lambda answer: order.append(f"answer {answer}"))
        reader.screen.deferred.add(lambda: order.append("what waited"))
        await reader.settle()
        assert not order
        dialog.dismiss("here")
        assert reader.app.screen is reader.screen
        reader.screen.deferred.free()
        assert not order
        await reader.settle()
        assert order == ["answer here", "what waited"]


async def test_done_when_found_waits_for_an_open_list(opened, seeds, analyst) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("v", "end", "n", "d", "d", "home", "p")
        assert reader.screen.picker is not None
        analyst.finds_all(first)
        await reader.settle()
        assert reader.session.article.id == first
        await reader.press("0")
        assert reader.session.article.id != first
        assert reader.session.article.marks.settled == 0, "the digit was for the list"
        await reader.press("[")
        assert reader.labels(0) == {"quote"}


async def test_what_waits_to_be_found_is_forgotten_in_another_article(opened, root, analyst) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("R", "d", "enter")
        first = reader.session.article.id
        assert "as soon as" in reader.message
        await reader.press("R", "]")
        assert reader.session.article.id != first
        analyst.finds_all(reader.session.article.id)
        await reader.press("R")
        assert not reader.session.article.marks.done


async def test_bounds_wait_for_the_note(opened, tmp_path, no_analysis) -> None:
    root = tmp_path / "news"
    team(root, {})
    async with opened(root, annotator="mei") as reader:
        await reader.press("end")
        cursor = reader.view.cursor
        quote = TEXT[reader.session.article.sentences[cursor].start :]
        await reader.press("w")
        project = Project.open([root], annotator="lin", root=root)
        layer = open_layer(project.layer_path, "lin")
        lead = Editor(project.scheme, "lin")
        article = reader.session.article.base
        lead.ledger.open(article, [], layer.latest)
        layer.put(lead.bounds.join(0).after)
        layer.close()
        reader.session.layers.close()
        reader.session.layers.open()
        reader.session.layers.refresh = lambda: {article.id}
        reader.screen.saver.look_around()
        await reader.burst("x")
        assert len(reader.view.prepared.starts) == 5, "the note is still being written"
        await reader.press("enter")
        await reader.until(lambda: len(reader.view.prepared.starts) == 4)
        marks = reader.session.article.marks
        [index] = [n for n in range(4) if marks.said(n).note]
        assert TEXT[reader.session.article.sentences[index].start :] == quote


async def test_a_selection_belongs_to_its_article(opened, seeds, no_analysis) -> None:
    async with opened(seeds) as reader:
        start = reader.view.prepared.starts[0]
        reader.screen.selections = {reader.view: Selection(Offset(start, 0), Offset(start + 3, 0))}
        assert reader.view.selected_range is not None
        await reader.press("]")
        assert reader.view.selected_range is None
        await reader.press("a")
        assert "from .. to" in reader.screen.picker.title


async def test_what_nobody_asked_for_waits_for_the_note(opened, seeds, no_analysis) -> None:
    async with opened(seeds) as reader:
        await reader.press("c")
        one = dict(reader.session.article.marks.over(0)[0])
        await reader.press("w")
        reader.screen.conflicts.ask(one, {**one, "labels": ["quote"]})
        await reader.burst("12")
        assert isinstance(reader.app.screen, ThreadScreen)
        await reader.press("enter")
        await reader.until(lambda: isinstance(reader.app.screen, ConflictScreen))
        assert reader.session.article.marks.said(0).note == "12"
        assert reader.labels(0) == {"claim"}
