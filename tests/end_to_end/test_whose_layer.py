"""Whose a layer is, said where its annotator looks: when the article opens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from program import zhupi_here
from test_session import saved

pytestmark = pytest.mark.usefixtures("known")


def words(terminal) -> str:
    """Return what stands on the screen of one who has 80 columns, its line ends aside."""
    return " ".join(" ".join(line.split()) for line in terminal.lines)


def says(what: str, terminal):
    return lambda text: what in words(terminal)


def exported(folder: Path, who: str) -> list[dict]:
    done = zhupi_here("export", folder, "--as", who, "--nested")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def annotate(run, seeds: Path, who: str, *keys: str, words: str) -> None:
    terminal = run("open", seeds, "--as", who)
    terminal.wait(saved("DeepSeek"))
    terminal.send(*keys)
    terminal.wait(saved(words))
    assert terminal.leave() == 0


def test_a_layer_whose_file_was_renamed_goes_on_under_its_new_name(run, seeds) -> None:
    annotate(run, seeds, "mei", "c", words="+claim")
    folder = seeds / "annotations"
    (folder / "mei.json").rename(folder / "wang.json")
    terminal = run("open", seeds, "--as", "wang")
    terminal.wait(says("annotations/wang.json: it is mei's layer", terminal))
    text = terminal.wait(saved("wang"))
    assert "mei  saved" not in text
    terminal.send("Down", "o")
    terminal.wait(saved("+opinion"))
    assert terminal.leave() == 0
    assert [path.name for path in folder.glob("*.json")] == ["wang.json"]
    rows = exported(seeds, "wang")
    assert [row["labels"] for row in rows[:3]] == [["claim"], ["opinion"], []]
    assert {row["annotator"] for row in rows} == {"wang"}


def test_renamed_she_is_greeted_by_her_name_under_either(run, seeds) -> None:
    annotate(run, seeds, "mei", "c", words="+claim")
    assert zhupi_here("rename", "mei", "meilin", "--project", seeds).returncode == 0
    for name in ("mei", "meilin"):
        terminal = run("open", seeds, "--as", name)
        text = terminal.wait(saved("meilin"))
        if name == "mei":
            terminal.wait(says("mei is called meilin now", terminal))
        assert "1/29" in text
        assert terminal.leave() == 0


def test_a_copy_and_an_emptied_layer_are_said_when_the_article_opens(run, seeds) -> None:
    annotate(run, seeds, "mei", "c", words="+claim")
    folder = seeds / "annotations"
    shutil.copy(folder / "mei.json", folder / "mei 2.json")
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait(says("annotations/mei 2.json: a copy of mei's layer", terminal))
    terminal.wait(says("zhupi check --repair", terminal))
    assert terminal.leave() == 0
    zhupi_here("check", seeds, "--repair")
    assert not (folder / "mei 2.json").exists()
    (folder / "mei.json").write_bytes(b"")
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait(says("annotations/mei.json: it is empty, but the copy in", terminal))
    terminal.wait(says("zhupi check --repair", terminal))
    assert terminal.leave() == 0
    zhupi_here("check", seeds, "--repair")
    assert [row["labels"] for row in exported(seeds, "mei")[:2]] == [["claim"], []]
