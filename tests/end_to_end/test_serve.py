"""``zhupi serve`` as a process, with programs of its own: drawn, saved, reopened, taken back, ended."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_page import LONG, Page, Served, opened, programs, served

from annotations.project.project import Project

pytestmark = pytest.mark.peer("textual_serve")

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of two annotators and their lead."""
    folder = tmp_path_factory.mktemp("serve") / "新聞 $(touch x)"
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("annotations", "*.toml"))
    (folder / "zhupi.toml").write_text('lead = "lin"\n')
    (folder / "assignments.tsv").write_text("x.txt\t-\tmei,wu\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def team(place: Path) -> Iterator[Served]:
    """Serve it to the team of two."""
    state = place.parent / "state"
    os.environ["ZHUPI_STATE"] = str(state)
    os.environ["ZHUPI_CONFIG"] = str(place.parent / "settings.toml")
    with served(place, "--team", links=3) as server:
        yield server


def said_by(folder: Path, annotator: str) -> dict[int, list[str]]:
    """Return the labels of `annotator` in the first article, by where their sentences begin."""
    layer = json.loads((folder / "annotations" / f"{annotator}.json").read_text(encoding="utf-8"))
    return {
        one["start"]: one["labels"]
        for one in layer["_default"].values()
        if one["kind"] == "sentence" and not one["deleted"]
    }


async def until_ended(server: int, most: int = 0) -> None:
    """Return when `server` has no more than so many programs."""
    async with asyncio.timeout(LONG):
        while len(programs(server)) > most:
            await asyncio.sleep(0.05)


async def test_it_is_drawn_saved_and_reopened_at_the_same_sentence(team: Served, place: Path) -> None:
    """Two at once, one of them the lead, each with a layer and settings of their own."""
    async with Page(team.link("lin"), path="/review") as lin, opened(team.link("mei")) as mei:
        await mei.wait_for("DeepSeek")
        assert " mei " in mei.text
        await mei.type("c")
        await mei.wait_for("1 +claim")
        await mei.type("j")
        await mei.wait_for("> 2")
        await mei.type("o")
        await mei.wait_for("2 +opinion")
        await lin.open()
        await lin.wait_for("mei  claim")  # what only a lead who came to review sees
        environments = [environment(pid) for pid in programs(team.pid)]
        mei.cut()
        async with opened(team.link("mei")) as again:  # at once, as a reload does
            await again.wait_for("> 2 ")
            await again.type("q")
            await again.wait_for("2 +quote")
            await again.socket.close()  # as a browser does with a tab
    await until_ended(team.pid)
    assert sorted(said_by(place, "mei").values()) == [["claim"], ["opinion", "quote"]]
    if all(environments):
        assert {one["ZHUPI_ANNOTATOR"] for one in environments} == {"mei", "lin"}
        for name in ("ZHUPI_STATE", "ZHUPI_CONFIG"):
            assert len({one[name] for one in environments}) == 2
        assert not [one for one in environments if "/enter/" in " ".join(one.values())]
    assert not (place / "x").exists()  # no shell has seen the folder's name
    assert not (place.parent / "x").exists()


def environment(pid: int) -> dict[str, str]:
    """Return the environment of a process where the system tells it."""
    try:
        lines = Path(f"/proc/{pid}/environ").read_text().split("\0")
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


async def test_a_link_taken_back_ends_its_pages_and_a_new_one_opens(
    team: Served, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from tui.cli.main import run

    async with opened(team.link("wu")) as page, opened(team.link("mei")) as other:
        await page.wait_for("DeepSeek")
        await page.type("End")
        os.environ["ZHUPI_STATE"] = str(place.parent / "state")
        assert await asyncio.to_thread(run, ["serve", str(place), "--revoke", "WU"]) == 0
        assert (await page.wait_closed())[0] == 4002
        async with page.session.get(f"{page.url}/") as answer:
            assert answer.status == 403
        assert await asyncio.to_thread(run, ["serve", str(place), "--new", "wu"]) == 0
        name, _, link = capfd.readouterr().out.strip().partition("  ")
        assert name == "wu"
        assert link.startswith(f"{team.url}/enter/")
        async with page.session.get(link) as answer:
            assert answer.status == 200
        await other.wait_for("DeepSeek")  # it went on
    await until_ended(team.pid)


async def test_ended_it_ends_all_pages_with_everything_saved(place: Path) -> None:
    with served(place, "--as", "an", "--visitors", "2") as server:
        async with opened(server.link()) as page, opened(server.link()) as second:
            await page.wait_for("DeepSeek")
            await second.wait_for("DeepSeek")
            await page.type("c")
            await page.wait_for("1 +claim")
            async with opened(server.link()) as third:
                assert (await third.wait_closed())[0] == 4003
            there = programs(server.pid)
            assert len(there) == 2
            ending = asyncio.create_task(asyncio.to_thread(server.stop, signal.SIGINT, group=True))
            assert (await page.wait_closed())[0] == 4004
            assert (await second.wait_closed())[0] == 4004
        code, errors = await ending
    assert code == 0
    assert "Traceback" not in errors
    assert all(line.startswith("zhupi: ") for line in errors.strip().split("\n"))
    assert not [pid for pid in there if alive(pid)]
    assert ["claim"] in said_by(place, "an").values()


async def test_killed_it_leaves_no_program_behind(place: Path) -> None:
    with served(place, "--as", "bo") as server:
        async with opened(server.link()) as page:
            await page.wait_for("DeepSeek")
            await page.type("c")
            await page.wait_for("1 +claim")
            there = programs(server.pid)
            server.stop(signal.SIGKILL)
    limit = time.monotonic() + LONG
    while [pid for pid in there if alive(pid)]:
        assert time.monotonic() < limit
        await asyncio.sleep(0.05)
    assert ["claim"] in said_by(place, "bo").values()
    assert Project.at(place, annotator="bo").layer_path.exists()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
