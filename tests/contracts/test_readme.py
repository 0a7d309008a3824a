"""The README's two commands are there to be pasted, and what it says of the program is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.model.scheme import DEFAULT
from tui.commands.catalogue import reading_commands

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line for line in re.findall(r"^```\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL) if ".venv" in line
]

if len(README) < 1000:
    pytest.skip("the README is still to be written", allow_module_level=True)


def test_two_commands_each_with_its_own_environment() -> None:
    run, test = COMMANDS[:2]
    for command in (run, test):
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install")
        assert "\n" not in command
    assert "zhupi open seeds" in run
    assert "-m pytest" in test
    assert README.index("<!-- tests -->") < README.index(test), "the check finds it by this mark"


def test_the_label_keys_it_names_are_the_keys() -> None:
    keys = {key for command in reading_commands(DEFAULT) for key in command.keys}
    row = next(line for line in README.split("\n") if line.startswith("| claim, opinion, quote"))
    for key in re.findall(r"`([^`]+)`", row):
        assert key.lower() in keys


def test_the_samples_are_there() -> None:
    assert len(list((ROOT / "seeds").glob("*.txt"))) >= 3


def test_every_picture_is_shown_and_every_link_leads_somewhere() -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(linked) > 5
    for path in linked:
        assert (ROOT / path).is_file(), path
    assert {f".pictures/{one.name}" for one in (ROOT / ".pictures").iterdir()} <= set(linked)


def test_the_proxies_it_shows_are_those_that_are_tested() -> None:
    snippets = ROOT / "tests" / "fixtures" / "proxies"
    tested = [(snippets / name).read_text(encoding="utf-8") for name in ("Caddyfile", "nginx.conf")]
    blocks = [block.partition("\n")[2] for block in README.split("\n```")[1::2]]
    shown = [f"{block}\n" for block in blocks if "reverse_proxy" in block or "proxy_pass" in block]
    assert [block for block in shown if block not in tested] == []


def test_the_commands_it_names_are_those_that_there_are() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tui", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    there = set(re.findall(r"^ {4}([a-z-]+) ", told.stdout, re.MULTILINE))
    assert len(there) > 5
    blocks = "\n".join(README.split("\n```")[1::2])
    assert set(re.findall(r"^zhupi ([a-z-]+)", blocks, re.MULTILINE)) == there
