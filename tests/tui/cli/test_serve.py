"""``zhupi serve`` on the command line: what it refuses, what it prints, and the links of a team."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest
from program import zhupi_here
from web_page import served

served_here = pytest.mark.peer("textual_serve")


def test_without_the_extra_it_says_how_to_get_it(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.cli.serve.find_spec", lambda name: None)
    result = zhupi_here("serve", seeds)
    assert result.returncode == 2
    assert result.stderr.decode() == "zhupi: serve needs an extra: pip install 'zhupi[serve]'\n"
    assert not result.stdout


@served_here
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "0.0.0.0"], "--team gives each a link of their own"),
        (["--host", "192.0.2.1", "--as", "mei"], "--team gives each a link of their own"),
        (["--host", "0.0.0.0", "--team"], "say with --url"),
        (["--team", "--as", "mei"], "--as is for one person"),
        (["--new", "mei", "--as", "mei"], "--as is for one person"),
        (["--url", "zhupi.example.org"], "--url 'zhupi.example.org'"),
        (["--port", "65536"], "is no number from 0 to 65535"),
        (["--port", "-1"], "expected one argument|is no number"),
        (["--port", "８０００"], "is no number"),
        (["--visitors", "0"], "is no number from 1"),
        (["--new", "a/b"], "it has one of"),
        (["--revoke", "mei"], "mei has no link"),
        (["--as", "\x1b[2J"], "control or invisible"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(seeds: Path, options: list[str], says: str) -> None:
    result = zhupi_here("serve", seeds, *options)
    line = result.stderr.decode()
    assert result.returncode in (1, 2)
    assert re.search(says, line), line
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert not result.stdout


@served_here
@pytest.mark.parametrize("whose", [["--as", "mei"], ["--team"]])
@pytest.mark.parametrize(("folder", "says"), [("none", "no such file or folder"), ("", "no articles")])
def test_a_folder_with_nothing_to_read_is_said_before_anything_is_served(
    tmp_path: Path, folder: str, says: str, whose: list[str]
) -> None:
    (tmp_path / "there").mkdir()
    result = zhupi_here("serve", tmp_path / "there" / folder, *whose)
    assert result.returncode in (1, 2)
    assert says in result.stderr.decode()
    assert result.stderr.decode().count("\n") == 1
    assert not result.stdout


@served_here
def test_a_port_that_is_taken_is_named(seeds: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        result = zhupi_here("serve", seeds, "--as", "mei", "--port", port)
    assert result.returncode == 2
    said = result.stderr.decode()
    assert said.startswith(f"zhupi: 127.0.0.1, port {port}: it cannot be served there (")
    assert said.count("\n") == 1
    assert not result.stdout


@served_here
def test_links_that_are_kept_are_not_shown_again(seeds: Path) -> None:
    (seeds / "zhupi.toml").write_text('lead = "lin"\n')
    (seeds / "assignments.tsv").write_text("x.txt\t-\tmei,wu\n")
    with served(seeds, "--team", links=3) as server:
        assert [line.partition("  ")[0] for line in server.lines] == ["lin", "mei", "wu"]
        assert len({line.rpartition("/")[2] for line in server.lines}) == 3
        url = server.url
        _, said = server.stop()
    assert "nobody" not in said
    assert f"zhupi: lin leads, and settles what others differ in at {url}/review\n" in said
    made = zhupi_here("serve", seeds, "--new", "梅 二").stdout.decode()
    assert made.startswith(f"梅 二  {url}/enter/")
    with served(seeds, "--team", links=0) as server:
        assert server.process.stderr is not None
        assert server.process.stderr.readline() == (
            "zhupi: kept from before, and not to be shown again: lin, mei, wu, 梅 二;"
            " zhupi serve --new NAME makes a new one\n"
        )
    assert zhupi_here("serve", seeds, "--revoke", "MEI").returncode == 0
    with served(seeds, "--team") as server:
        assert server.lines[0].startswith("mei  ")


@served_here
def test_where_nobody_annotates_yet_it_says_how_somebody_comes(seeds: Path) -> None:
    with served(seeds, "--team", links=0) as server:
        assert server.process.stderr is not None
        assert "--new NAME" in server.process.stderr.readline()


@served_here
def test_an_annotator_begins_with_the_settings_of_who_serves(seeds: Path, tmp_path: Path) -> None:
    from tui.web.belongings import personal

    Path(os.environ["ZHUPI_CONFIG"]).parent.mkdir(parents=True, exist_ok=True)
    Path(os.environ["ZHUPI_CONFIG"]).write_text('theme = "zhupi-light"\n')
    mei = personal(seeds, "mei")
    own = Path(mei["ZHUPI_CONFIG"])
    assert own.read_text() == 'theme = "zhupi-light"\n'
    own.write_text('theme = "zhupi-dark"\n')
    assert personal(seeds, "Mei")["ZHUPI_CONFIG"] == str(own)
    assert own.read_text() == 'theme = "zhupi-dark"\n'
    assert personal(seeds, "lin")["ZHUPI_CONFIG"] != str(own)
    assert Path(mei["ZHUPI_STATE"]).stat().st_mode & 0o777 == 0o700


@served_here
def test_what_may_be_started_and_sent_to_is_said_by_who_serves(seeds: Path) -> None:
    from tui.settings import Settings
    from tui.settings_file import set_value
    from tui.web.belongings import personal

    path = Path(os.environ["ZHUPI_CONFIG"])
    own = Path(personal(seeds, "mei")["ZHUPI_CONFIG"])
    assert not own.exists()
    hubs = ["postgresql://lin@db.example.org/news", "postgresql://mei@db.example.org/news"]
    set_value(path, "hubs", hubs)  # as zhupi join does, once for each
    set_value(path, "taggers", ["spacy:zh_core_web_sm"])
    personal(seeds, "mei")
    assert Settings.read(own).hubs == tuple(hubs)
    assert Settings.read(own).taggers == ("spacy:zh_core_web_sm",)
    set_value(own, "theme", "zhupi-light")
    set_value(path, "taggers", None)
    personal(seeds, "mei")
    assert Settings.read(own).taggers == ()
    assert Settings.read(own).theme == "zhupi-light"
