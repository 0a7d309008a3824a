"""Reviewing in a real terminal: settled with one key, killed, gone on with, and exported as gold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from export_lines import checked
from program import zhupi_here
from team import OTHER, THREE, layer_records, team
from terminal import Terminal


def test_settle_kill_go_on_and_export(tmp_path: Path, run: Callable[..., Terminal]) -> None:
    root = team(tmp_path / "news", THREE)
    team(root, {"an": ["c", "o", "o"], "bo": ["c", "c", "o"]}, name="b.txt", text=OTHER)
    command = ("open", root, "--as", "lin", "--review")
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    terminal = run(*command, environ=environ)
    terminal.wait("3 to settle")
    terminal.send("F2")  # as bo has it
    terminal.wait(lambda text: "2 to settle" in text and "saved" in text)
    terminal.kill()
    [made] = layer_records(root, "lin", "decision")
    assert made["labels"] == ["claim", "opinion"]

    terminal = run(*command, environ=environ)
    terminal.wait("2 to settle")
    terminal.send("m")
    terminal.wait("1 to settle")
    terminal.send("m")
    terminal.wait("0 to settle")
    terminal.send("s")
    terminal.wait("the whole project")
    terminal.send("2")
    terminal.wait("sentences of 2 articles settled")
    terminal.send(".")
    terminal.wait(lambda text: "art 2/2" in text and "1 to settle" in text)
    terminal.send("u", "Ctrl+R")  # one act, though it is about two articles; back where it was done
    terminal.wait(lambda text: "art 1/2" in text and "again: " in text)
    terminal.send(".")
    terminal.wait(lambda text: "art 2/2" in text and "1 to settle" in text)
    terminal.send("n")
    terminal.wait(lambda text: "0 to settle" in text and "saved" in text)
    assert terminal.leave() == 0
    done = zhupi_here("export", root, "--gold", "--as", "lin", "-o", "-")
    assert done.returncode == 0, done.stderr
    rows = list(checked(done.stdout))
    assert len(rows) == 8
    assert {row["how"] for row in rows} == {"person", "majority", "unanimous"}
    assert all(row["done"] for row in rows)
