"""A day in the browser: a real one, on a real server, with the input method that composes in it."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="textual_serve is not here: pip install -e '.[dev]'")
pytest.importorskip("playwright", reason="playwright is not here: pip install -e '.[dev]'")

from playwright.sync_api import Browser, sync_playwright
from served import Team
from tab import LONG, Tab

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
if not CHROMIUM:
    pytest.skip("no Chromium is here: apt install chromium", allow_module_level=True)

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
Come = Callable[..., Tab]
AT_ONCE = """() => {
  const field = document.activeElement;
  const before = (what) => { field.dispatchEvent(what); return field.value; };
  const say = (kind, data) => before(new CompositionEvent(kind, { data, bubbles: true }));
  for (const words of ["這是", "一段"]) {
    const there = say("compositionstart", "");
    field.value = `${there}ab`;
    say("compositionupdate", "ab");
    field.value = there + words;
    say("compositionupdate", words);
    say("compositionend", words);
  }
  const taken = { keyCode: 229, bubbles: true };
  for (const mark of "（）") field.value = before(new KeyboardEvent("keydown", taken)) + mark;
  field.blur();
  field.focus();
}"""
"""What an input method commits while the page is busy: no timer of it comes in between."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Return the server."""
    base = tmp_path_factory.mktemp("browser")
    folder = base / "news"
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("annotations"))
    server = Team(folder, base / "home")
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the browser. No longer than a module: its loop runs in this thread, and none can beside it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",  # else it does not start as root
                "--disable-gpu",  # which would be one of software
                "--disable-software-rasterizer",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def come(team: Team, browser: Browser) -> Iterator[Callable[..., Tab]]:
    """Return a function that has somebody of a name open their link, in a browser of their own."""
    with ExitStack() as stack:

        def open_link(name: str, *, width: int = 780, height: int = 460) -> Tab:
            context = browser.new_context(viewport={"width": width, "height": height})
            stack.callback(context.close)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            tab = Tab(context, team.link(name))
            tab.wait("saved")
            return tab

        yield open_link


ENDS = """() => [...document.querySelectorAll(".xterm-rows > div")]
  .map((row) => row.lastElementChild.getBoundingClientRect().right)"""
"""Where rows end. Drawn by the browser, as where it has no graphics, marks side by side would be narrower."""


def here(text: str) -> str:
    """Return the row that the cursor is on."""
    return next((row for row in text.split("\n") if row.startswith(">")), "")


def until(true: Callable[[], object]) -> None:
    """Wait until something is so on the disk."""
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def select(tab: Tab, row: int) -> None:
    """Draw the mouse over what stands in a row."""
    mouse = tab.page.mouse
    mouse.move(90, 21 * row + 7)
    mouse.down()
    mouse.move(300, 21 * row + 7, steps=4)
    mouse.up()


def test_two_at_once_by_an_input_method_and_what_one_takes_away(
    come: Come, team: Team, tmp_path: Path
) -> None:
    mei, wu = come("mei"), come("wu")
    mei.press("/")
    mei.wait("Find:")
    mei.compose("f", "fa", "fabu", "發布")
    mei.wait("Find: 1 of 3")
    mei.press("Enter", "Escape")
    mei.wait(lambda text: "Find:" not in text and here(text).startswith("> 6"))
    mei.press("ArrowUp", "c")
    mei.wait(lambda text: here(text).startswith("> 5 c"))
    wu.press("c")
    wu.wait(lambda text: here(text).startswith("> 1 c"))
    mei.press("ArrowDown", "q", "p")
    mei.wait("speaker of sentence 6")
    mei.press("/")
    mei.wait("who is quoted; Enter takes it")
    mei.compose("wang", "wangxm", "王小明")
    mei.wait("王小明")
    mei.press("Enter")
    mei.wait(lambda text: "王小明" in text and "who is quoted" not in text)
    mei.compose("zhong", "2月1日", "2月1日中國")
    mei.wait("input method on? 2月1日中國 did nothing")
    mei.reload()
    mei.wait(lambda text: "saved" in text and here(text).startswith("> 6  "))
    claim, quote = team.records("mei")
    assert claim["labels"] == ["claim"]
    assert quote["labels"] == ["quote"]
    assert [one["name"] for one in quote["quotes"][0]["speakers"]] == ["王小明"]
    assert [one["labels"] for one in team.records("wu")] == [["claim"]]
    assert ["mei" in mei.text.split(), "wu" in wu.text.split()] == [True, True]

    select(wu, 1)
    wu.wait("sent to the browser's clipboard")
    copied = wu.page.evaluate("navigator.clipboard.readText()")
    assert copied
    assert copied in wu.text
    wu.press("Y")
    wu.wait("the page selects")
    select(wu, 3)
    wu.press("Control+c")
    own = wu.page.evaluate("navigator.clipboard.readText()")
    assert own != copied
    assert own.strip() in wu.text
    wu.page.evaluate("navigator.clipboard.writeText('兩行\\n貼上')")
    wu.press("w")
    wu.wait("Note on sentence 1")
    wu.page.evaluate(AT_ONCE)
    wu.press("Control+v")
    wu.wait(lambda text: "這是一段（）兩行" in text and "貼上" in text)
    ends = wu.page.evaluate(ENDS)
    assert not ends or max(ends) - min(ends) < 4  # pixels, of 9 that a cell has
    wu.press("Enter")
    wu.wait(lambda text: "Note on" not in text)
    wu.press("E")
    wu.wait("begins:")
    with wu.page.expect_download() as download:
        wu.press("Enter")
    assert download.value.suggested_filename == "news-jsonl.jsonl"
    download.value.save_as(tmp_path / "marks.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "marks.jsonl").read_text().splitlines()]
    assert [one["note"] for one in lines if one["note"]] == ["這是一段（）兩行\n貼上"]


def test_what_is_closed_silent_or_killed_loses_nothing(come: Come, team: Team) -> None:
    tab = come("zhao")
    tab.press("ArrowDown", "o", "ArrowDown", "c")
    tab.press("w")
    tab.wait("Note on sentence 3")
    tab.compose("shuo", "說到一半")
    tab.wait("說到一半")
    tab.page.close()
    until(lambda: len(team.records("zhao")) == 2)
    tab = come("zhao", width=1500)
    tab.wait(lambda text: here(text).startswith("> 3 c") and "NAMES  Tab" in text)
    tab.press("w")
    tab.wait("說到一半")
    tab.press("Enter")
    until(lambda: team.records("zhao")[-1]["note"] == "說到一半")
    team.process.send_signal(signal.SIGSTOP)  # as a network that is gone, which closes nothing
    tab.press("ArrowDown", "o")
    assert tab.told().startswith("The server does not answer.")
    assert tab.page.is_visible("#notice button")  # for a connection that never comes back
    team.process.send_signal(signal.SIGCONT)
    tab.wait(lambda text: here(text).startswith("> 4  o"))
    tab.page.wait_for_selector("#notice", state="hidden")
    port, programs = team.url.rpartition(":")[2], team.programs()
    team.kill()
    assert tab.told().startswith("The connection is lost.")
    until(lambda: not any(Path("/proc", one).exists() for one in programs))
    assert [one["labels"] for one in team.records("zhao")] == [["opinion"], ["claim"], ["opinion"]]
    with tab.page.expect_event("requestfailed"):
        tab.press("Enter")
    assert tab.page.is_visible("#notice")  # and no page of the browser's own, which offers nothing
    team.begin(port)
    tab.page.mouse.click(300, 200)
    tab.press("Enter")
    tab.wait(lambda text: here(text).startswith("> 4  o"))
