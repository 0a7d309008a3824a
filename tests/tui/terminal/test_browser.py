"""The program as a server runs it: packets through pipes, and an end that is the visitor's to make."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from textual._binary_encode import load
from tinydb import TinyDB
from visitor import LONG, Visitor

pytestmark = pytest.mark.peer("textual_serve")  # nobody comes by a browser without it

NOISY = """
import os, sys
import tui.__main__
from tui.cli import open
start = open.start

def noisy(options):
    print("said to whoever looks")
    sys.stdout.flush()
    os.system("echo said by a child")
    return start(options)

open.start = noisy
sys.exit(tui.__main__.main())
"""


def marks(seeds: Path) -> list[dict[str, Any]]:
    """Return what mei says of sentences."""
    with TinyDB(seeds / "annotations" / "mei.json", encoding="utf-8") as database:
        return [one for one in database.all() if one["kind"] == "sentence"]


def here(text: str) -> str:
    """Return the row that the cursor is on."""
    return next(row for row in text.split("\n") if row.startswith(">"))


@pytest.fixture
def visit(seeds: Path, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Return a function that has a visitor come to the sample articles, and waits until all is there."""
    with ExitStack() as stack:

        def come(*, ready: bool = True, **options: Any) -> Visitor:
            visitor = Visitor("open", seeds, home=tmp_path, **options)
            stack.enter_context(closing(visitor))
            if ready:
                visitor.wait("saved")
            return visitor

        yield come


def test_all_colours_nothing_between_the_packets_and_an_end_in_order(visit: Callable[..., Visitor]) -> None:
    visitor = visit(command=(sys.executable, "-c", NOISY))
    there = visitor.screen.buffer[0][1]
    assert (there.fg, there.bg) == ("e4e0d8", "24242b"), "the theme that a terminal of all colours has"
    for width, height in ((10**9, 10**9), (-3, 0), ("80", None), (100, 30)):
        visitor.tell(type="resize", width=width, height=height)
    visitor.screen.reset()
    visitor.screen.resize(30, 100)
    visitor.wait(lambda text: "-" * 100 in text.split("\n"))
    visitor.process.send_signal(signal.SIGTERM)
    assert visitor.exit_code() == 128 + signal.SIGTERM
    assert visitor.said[-1] == {"type": "exit"}
    assert visitor.errors().split("\n") == ["said to whoever looks", "said by a child", ""]


def test_whatever_ends_it_the_last_keys_count_and_the_place_is_remembered(
    visit: Callable[..., Visitor], seeds: Path
) -> None:
    visitor = visit()
    visitor.last("\x1b[B", "o")
    assert (visitor.exit_code(), visitor.errors()) == (0, "")
    assert [one["labels"] for one in marks(seeds)] == [["opinion"]]
    visitor = visit()
    assert here(visitor.text).startswith("> 2  o")
    visitor.last("w", "這是說法")
    assert (visitor.exit_code(), visitor.errors()) == (0, "")
    visitor = visit()
    visitor.send("w")
    visitor.wait(lambda text: "Note on sentence 2" in text and "這是說法" in text)
    assert marks(seeds)[0]["note"] == "", "a draft is no note yet"
    visitor.send("\x1b")
    visitor.wait(lambda text: "Note on" not in text)
    visitor.send("\x1b[B", "c")
    visitor.hang_up()
    assert (visitor.exit_code(), visitor.errors()) == (0, "")
    assert [one["labels"] for one in marks(seeds)] == [["opinion"], ["claim"]]


def test_a_server_that_reads_no_longer_holds_nothing_up(visit: Callable[..., Visitor], seeds: Path) -> None:
    visitor = visit()
    for _ in range(60):  # each draws all anew, and the pipe takes ten of them
        visitor.send("T")
    visitor.last("\x1b[B", "o")
    assert visitor.process.wait(timeout=LONG) == 0
    assert [one["labels"] for one in marks(seeds)] == [["opinion"]]


def test_an_input_method_sends_no_keys_and_an_export_is_a_download(
    visit: Callable[..., Visitor], seeds: Path
) -> None:
    visitor = visit()
    visitor.send("/發布了")
    visitor.wait(lambda text: "Find:" in text and "發布了" in text.split("\n")[-1])
    visitor.send("\r")
    visitor.wait(lambda text: here(text).startswith("> 2"))
    visitor.send("\x1b")
    visitor.send("ｃ")
    visitor.wait(lambda text: here(text).startswith("> 2 c"))
    visitor.send("E")
    text = visitor.wait("begins:")
    assert "to:" not in text
    visitor.send("\r")
    visitor.until(lambda: visitor.said)
    start = visitor.said[-1]
    assert (start["type"], Path(start["path"]).name) == ("deliver_file_start", "news-jsonl.jsonl")
    visitor.wait("the browser downloads news-jsonl.jsonl")
    data = b""
    while not visitor.packed or load(visitor.packed[-1])[2]:
        before = len(visitor.packed)
        visitor.tell(type="deliver_chunk_request", key=start["key"], size=10_000)
        visitor.until(lambda before=before: len(visitor.packed) > before)
        _, key, chunk = load(visitor.packed[-1])
        assert key == start["key"]
        data += chunk
    lines = [json.loads(line) for line in data.splitlines()]
    assert [json.loads(one["labels"]) for one in lines if one["status"] == "marked"] == [["claim"]]
    visitor.send("\x1b")
    visitor.wait(lambda text: here(text).startswith("> 2 c"))
    visitor.send("2月1日")
    visitor.wait("input method on? 2月1日 did nothing")
    visitor.last("\x1b[200~qcoc\x1b[201~")
    assert visitor.exit_code() == 0
    assert [one["labels"] for one in marks(seeds)] == [["claim"]]
    assert sorted(one.name for one in seeds.parent.iterdir() if one.suffix == ".jsonl") == []


def test_a_server_that_says_nobody_is_refused(visit: Callable[..., Visitor]) -> None:
    visitor = visit(ready=False, environ={"ZHUPI_ANNOTATOR": ""})
    assert visitor.exit_code() == 2
    assert visitor.errors() == "zhupi: nobody has said who you are; zhupi serve --as NAME does\n"
    assert visitor.written == b""
