"""The agreement screen under Textual's Pilot, on projects whose annotators behave as they were made to."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from at_rest import at_rest
from simulated import SHARES, Simulated, careful, random_on, simulate, skips, write
from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from annotations.model.article import Analysis, Name
from annotations.model.scheme import DEFAULT
from annotations.project.agreement import Compared
from annotations.project.agreement_process import ComparingApart
from annotations.project.project import Project
from annotations.records.record import Record, revise
from annotations.records.spans import span_record
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import open_layer
from tui.layout.cells import cell_width
from tui.screens.agreement import AgreementScreen
from tui.theme.themes import THEMES, choose

_PENDING = "pending"


class Host(App[None]):
    """An app with our themes and nothing else, which remembers what the screen gave."""

    def __init__(self, root: Path, theme: str) -> None:
        super().__init__()
        self.root = root
        self.given: object = _PENDING
        for own in THEMES:
            self.register_theme(own)
        self.theme = choose(theme)

    def on_mount(self) -> None:
        self.push_screen(AgreementScreen(Project.at(self.root, annotator="mei")), self._take)

    def _take(self, given: object) -> None:
        self.given = given


class Lead:
    """Somebody at the screen."""

    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> AgreementScreen:
        assert isinstance(self.app.screen, AgreementScreen)
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def words(self) -> str:
        """What is to be read, wherever it was folded."""
        return " ".join(self.text.split())

    @property
    def chosen(self) -> str:
        (line,) = [line for line in self.lines if line.startswith(">")]
        return line

    def line(self, head: str) -> str:
        return next(line for line in self.lines if line[1:].startswith(head))

    async def press(self, *keys: str) -> None:
        for key in keys:  # Pilot's own press waits for a time after each
            event = events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, None)
            event.set_sender(self.app)
            assert self.app._driver is not None
            self.app._driver.send_message(event)
            await at_rest()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(4000):
            await at_rest()
            self.app.screen._on_timer_update()
            await at_rest()
            if not isinstance(self.app.screen, AgreementScreen):
                return
            screen = self.screen
            if (screen._desk is not None or screen._failed) and not screen._reading:
                return
            await asyncio.sleep(0.005)
        pytest.fail("it does not come to rest")


Watch = Callable[..., AbstractAsyncContextManager[Lead]]


@pytest.fixture
def watch() -> Watch:
    """Return how the screen is opened on a project."""

    @asynccontextmanager
    async def opened(
        root: Path, size: tuple[int, int] = (80, 24), *, theme: str = "zhupi-dark", wait: bool = True
    ) -> AsyncIterator[Lead]:
        app = Host(root, theme)
        async with app.run_test(size=size) as pilot:
            lead = Lead(app, pilot)
            if wait:
                await lead.settle()
            yield lead

    return opened


def behaving(articles: int) -> Simulated:
    behaviours = {"careful": careful(), "guesser": random_on("opinion"), "林語堂": skips("quote")}
    return simulate(behaviours, articles=articles, sentences=15)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of one who is careful, one who guesses opinions and one who skips quotes."""
    root = tmp_path_factory.mktemp("three") / "新聞"
    root.mkdir()
    write(root, behaving(300))
    return root


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same with fewer articles, to go about in."""
    root = tmp_path_factory.mktemp("thirty")
    write(root, behaving(30))
    return root


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a project that two have done, of 40 sentences, who never say opinion and claim everything."""

    def claims(dice: object, truth: frozenset[str]) -> frozenset[str]:
        return frozenset({"claim", *(truth & {"quote"})})

    write(tmp_path, simulate({"mei": claims, "bo": claims}, articles=4, sentences=10))
    return tmp_path


def figure(line: str) -> tuple[float, float]:
    """Return the agreement in percent and the alpha that a row of a listing shows."""
    found = re.search(r" (\d+)% .*?(-?\d?\.\d\d) ", line.replace("|", " "))
    assert found, line
    return float(found[1]), float(found[2])


# -- what it shows ------------------------------------------------------------------------------------


async def test_each_annotator_is_found_as_constructed(three: Path, watch: Watch) -> None:
    async with watch(three) as lead:
        assert "3 annotators, 4,500 sentences, 300 articles" in lead.lines[0]
        percent, alpha = figure(lead.line("claim"))
        assert percent == pytest.approx(100 * (0.97**2 + 0.03**2), abs=1)
        assert alpha > 0.85
        assert figure(lead.line("opinion"))[1] < 0.4, "one guesses"
        assert figure(lead.line("quote"))[1] < 0.4, "one never says so"
        await lead.press("2", "l", "l")  # opinion
        assert lead.line("opinion"), "the label stands above the names"
        careful_row = lead.line("careful").split()
        assert abs(float(careful_row[3])) < 0.06, "careful and guesser"
        assert float(careful_row[5]) > 0.8, "careful and 林語堂"
        await lead.press("3")
        assert float(lead.line("guesser").split()[-1]) > 0.8, "without the guesser the others agree"
        await lead.press("l", "down", "down")  # quote, the one who skips
        assert "own share 0%" in lead.words
        others = re.search(r"share of the others (\d+)%", lead.words)
        assert others
        assert float(others[1]) == pytest.approx(100 * SHARES["quote"], abs=3)


async def test_percent_stands_first_then_alpha_each_with_its_interval_as_a_bar(
    three: Path, watch: Watch
) -> None:
    async with watch(three, (160, 50)) as lead:
        for name in ("label sets", "claim", "opinion", "quote"):
            line = lead.line(name)
            assert re.search(r"4,500 +\d+% \[\d+ \d+\] +\|[-=\[\]o<]+\| \.\d\d \[\.\d\d \.\d\d\]", line), line
        assert "MASI" in lead.text
        assert re.search(r"Fleiss +4,500 +\.\d\d", lead.text)
        assert max(map(cell_width, lead.lines)) == 160


async def test_undefined_and_too_few_are_words(small: Path, watch: Watch) -> None:
    async with watch(small) as lead:
        assert "one value only" in lead.line("opinion")
        assert all("too few" in lead.line(name) for name in ("claim", "opinion", "quote"))
        await lead.press("down", "down", "down", "down")
        assert lead.chosen.startswith(">opinion")
        assert "yes never given" in lead.text
        assert "below 50 shared sentences" in lead.text
        assert "1.00" not in lead.line("opinion")


async def test_what_people_set_beside_labels_has_its_figures_and_sentences(
    thirty: Path, watch: Watch, tmp_path: Path
) -> None:
    root = tmp_path / "voiced"
    shutil.copytree(thirty, root)
    first = behaving(30).articles[f"{0:020x}"]
    names = tuple(Name(at, at + 2, "PER") for at in (14, 26, 38))
    FrozenArticles(root).freeze_analysis(first, Analysis(names, (), "1"))
    for name, voice in (("careful", "author"), ("guesser", "both")):
        layer = open_layer(root / "annotations" / f"{name}.json", name)
        marks = [one for one in layer.records() if "claim" in one.get("labels", ())]
        layer.put([revise(one, voice=voice, voice_by="person") for one in marks])
        if name == "careful":
            common = {"annotator": name, "writer": "w", "scheme": DEFAULT.id}
            text = first.text[14:16]
            layer.put(
                [span_record(first.id, "name", "change", 14, 16, text, target=(14, 16), type="ORG", **common)]
            )
        layer.close()
    async with watch(root) as lead:
        await lead.press("5")
        assert figure(lead.line("voice of claim"))[0] == 0
        assert lead.line("  careful / guesser")
        await lead.press("enter")
        assert "author: careful" in lead.text
        assert "both: guesser" in lead.text
        assert lead.chosen.startswith("> !")
        await lead.press("escape", "end")
        assert lead.chosen.startswith(">  careful / 林語堂")
        assert "names, numbers: F1 exact, overlap: careful / 林語堂" in lead.words
        assert "F1 exact .00" in lead.words
        await lead.press("enter")
        assert "ORG: careful" in lead.text
        assert f" {first.text[14:16]} " in lead.chosen
        await lead.press("enter")
        assert lead.app.given == (first.id, 12)


async def test_what_was_left_out_is_named(small: Path, watch: Watch) -> None:
    (small / "annotations" / "broken.json").write_text("[", encoding="utf-8")
    async with watch(small) as lead:
        assert "7: 1 remark " in lead.lines[0]
        await lead.press("7")
        assert "broken.json" in lead.words.replace(" ", "")
        assert "40 sentences, 4 articles" in lead.lines[0]


async def test_nothing_to_compare_is_said_and_left(small: Path, watch: Watch) -> None:
    (small / "annotations" / "bo.json").unlink()
    async with watch(small) as lead:
        assert "needs the layers of two annotators" in lead.text
        await lead.press("2", "enter", "down", "l", "p", "space", "pagedown")
        await lead.press("escape")
        assert lead.app.given is None


async def test_no_escape_sequence_reaches_the_terminal(small: Path, watch: Watch) -> None:
    layer = open_layer(small / "annotations" / "mei.json", "mei")
    mark = next(one for one in layer.records() if one["kind"] == "sentence")
    layer.put([revise(mark, labels=["bad\x1b[31m\u202elabel"])])
    layer.close()
    async with watch(small) as lead:
        shown = lead.text
        for view in "1234567":
            await lead.press(view)
            shown += lead.text
        await lead.press("1", "enter")
        shown += lead.text
    assert "bad" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("theme", ["zhupi-light", "ansi-dark"])
@pytest.mark.parametrize("size", [(160, 50), (60, 14), (20, 5)])
async def test_every_view_at_every_size(
    thirty: Path, watch: Watch, size: tuple[int, int], theme: str
) -> None:
    async with watch(thirty, size, theme=theme) as lead:
        for view in "1234567":
            await lead.press(view, "end", "question_mark", "question_mark", "home")
            assert {cell_width(line) for line in lead.lines} == {size[0]}
            assert len(lead.lines) == size[1]


# -- going about ---------------------------------------------------------------------------------------


async def test_digits_tab_and_arrows_turn_the_views(thirty: Path, watch: Watch) -> None:
    async with watch(thirty) as lead:
        for key, words in {
            "3": "with others",
            "4": "least agreed first",
            "5": "nobody but rules",
            "7": "how to read",
            "6": "careful (rows)",
            "tab": "nothing was left out",
            "shift+tab": "careful (rows)",
            "2": "above the diagonal",
            "1": "everybody",
            "left": "nothing was left out",
            "right": "everybody",
            "２": "above the diagonal",
        }.items():
            await lead.press(key)
            assert words in lead.text, key
        await lead.press("right")
        assert "above the diagonal" in lead.text, "in a matrix arrows choose cells"


async def test_the_chosen_row_stays_in_sight(thirty: Path, watch: Watch) -> None:
    async with watch(thirty) as lead:
        await lead.press("4")
        first = lead.chosen
        await lead.press("end")
        last = lead.chosen
        assert figure(first)[0] < figure(last)[0], "the least agreed come first"
        await lead.press("pageup", "k", "j", "pagedown", "home")
        assert lead.chosen == first
        await lead.pilot.resize_terminal(60, 12)
        await lead.press("end")
        assert last.split()[0] in lead.chosen


async def test_from_a_figure_to_a_sentence_that_differs(thirty: Path, watch: Watch) -> None:
    async with watch(thirty) as lead:
        await lead.press("down", "down", "down", "down", "enter")
        assert "opinion: 450" in lead.text
        assert lead.chosen.startswith("> ! 第")
        await lead.press("down", "down", "enter")
        given = lead.app.given
    assert isinstance(given, tuple)
    article, start = given
    differing = [
        (identity, sentence.start)
        for identity, found in sorted(behaving(30).articles.items())
        for sentence in found.sentences[1:]
        if len({"opinion" in said(name, identity, sentence.start) for name in MARKS}) > 1
    ]
    assert (article, start) == differing[2]


MARKS: dict[str, dict[tuple[str, int], Record]] = {
    name: {(one["article"], one["start"]): one for one in records if one["kind"] == "sentence"}
    for name, records in behaving(30).layers.items()
}


def said(name: str, article: str, start: int) -> list[str]:
    mark = MARKS[name].get((article, start))
    return list(mark["labels"]) if mark else []


async def test_escape_goes_back_one_level_and_then_leaves(thirty: Path, watch: Watch) -> None:
    async with watch(thirty) as lead:
        await lead.press("3", "down", "enter", "down", "question_mark")
        assert "Keys:" in lead.text
        await lead.press("escape")
        assert "Keys:" not in lead.text
        assert "guesser with others" in lead.text
        await lead.press("escape")
        assert lead.chosen.startswith(">guesser")
        assert lead.app.given is _PENDING
        await lead.press("escape")
        assert lead.app.given is None


async def test_a_cell_of_the_matrix_leads_to_what_the_pair_confuses(thirty: Path, watch: Watch) -> None:
    async with watch(thirty) as lead:
        await lead.press("2", "down", "right")
        assert "guesser / 林語堂: label sets" in lead.text
        assert re.search(r"Cohen's kappa \.\d\d", lead.text)
        await lead.press("6")
        assert "guesser (rows) and 林語堂 (columns)" in lead.text
        await lead.press("end", "right")
        counted = re.search(r"([\d,]+) sentences: guesser said none, 林語堂 said opinion", lead.text)
        assert counted, lead.text
        await lead.press("enter")
        assert f": {counted[1]}, {counted[1]} of them differ" in lead.text
        assert "opinion: 林語堂" in lead.text
        await lead.press("escape", "p")
        assert "careful (rows) and guesser (columns)" in lead.text
        await lead.press("l")
        assert "not claim" in lead.text
        await lead.press("P")
        assert "guesser (rows) and 林語堂 (columns)" in lead.text


async def test_what_there_is_no_room_for_comes_with_space(thirty: Path, watch: Watch) -> None:
    async with watch(thirty, (60, 16)) as lead:
        await lead.press("4", "enter")
        assert "Space shows more" in lead.text
        before = lead.text
        await lead.press("space")
        assert ".txt, characters" in lead.text
        assert ".txt, characters" not in before


async def test_the_mouse_chooses_and_opens(thirty: Path, watch: Watch) -> None:
    async with watch(thirty) as lead:
        await lead.pilot.click("#top", offset=(20, 1))
        assert "with others" in lead.text
        await lead.pilot.click("#view", offset=(4, 2))
        await lead.settle()
        assert lead.chosen.startswith(">guesser")
        await lead.pilot.click("#view", offset=(4, 2))
        await lead.settle()
        assert "guesser with others: label sets: 450" in lead.text


# -- while it is worked out -------------------------------------------------------------------------------


async def test_it_says_what_it_does_and_can_be_left(
    three: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    results: list[Compared | None] = []
    run, left = ComparingApart.run, threading.Event()

    def noted(apart: ComparingApart, on_step: Callable[[str], None]) -> Compared | None:
        def first_alone(words: str) -> None:
            on_step(words)
            assert left.wait(90)  # it would be through before a busy machine showed it

        results.append(run(apart, first_alone))
        return results[0]

    monkeypatch.setattr(ComparingApart, "run", noted)
    async with watch(three, wait=False) as lead:
        began = time.monotonic()
        while "reading layer 1 of 3: careful" not in lead.text:
            assert time.monotonic() - began < 90
            await lead.pilot.pause(0.001)
        await lead.pilot.press("2", "enter", "K")
        left.set()
        while not results:
            assert time.monotonic() - began < 90
            await lead.pilot.pause(0.01)
        assert lead.app.given is None
    assert results == [None], "the process was ended before it found anything"
