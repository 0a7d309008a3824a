"""Where commands write: every command that has an output, to every kind of place."""

from __future__ import annotations

import argparse
import ast
import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from program import zhupi_here
from team import team

import annotations
import tui
from annotations.storage.backup.copies import copy_layers
from tui.cli.main import _parser, run

ROOT = Path(__file__).parents[3]
COMMANDS = {
    "export": ["export", "P", "--as", "mei"],
    "export-articles": ["export", "P", "--as", "mei", "--unit", "article"],
    "gold": ["export", "P", "--as", "lin", "--gold"],
    "hand-in": ["hand-in", "P", "--as", "mei"],
    "agree": ["agree", "P", "--as", "lin", "--review"],
    "agree-json": ["agree", "P", "--as", "lin", "--review", "--format", "json"],
    "agree-csv": ["agree", "P", "--as", "lin", "--review", "--format", "csv"],
    "agree-md": ["agree", "P", "--as", "lin", "--review", "--format", "md"],
    "positions": ["agree", "P", "--as", "lin", "--review", "--positions"],
    "positions-json": ["agree", "P", "--as", "lin", "--review", "--positions", "--format", "json"],
    "positions-csv": ["agree", "P", "--as", "lin", "--review", "--positions", "--format", "csv"],
    "positions-md": ["agree", "P", "--as", "lin", "--review", "--positions", "--format", "md"],
    "analyse": ["analyse", "P/a.txt", "--jobs", "1"],
}
FAST = [name for name in COMMANDS if name != "analyse"]
each_command = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture(scope="module")
def _project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project, to be copied."""
    root = tmp_path_factory.mktemp("project") / "P"
    team(root, {"mei": ["c", "o", "q", "", None], "lin": ["c", "c", "q", "", None]}, lead="lin")
    copy_layers(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHUPI_CONFIG", str(root.parent / "settings.toml"))
        assert run(["settle", str(root), "--as", "lin", "--review"]) == 0
    (root / "gazetteer.tsv").write_text("央行\tORG\n", encoding="utf-8")
    (root / "table.csv").write_text("text\n今天。\n", encoding="utf-8")
    return root


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _project: Path) -> Path:
    """Return the working folder: a project ``P`` in it, and what else may lie about."""
    here = tmp_path / "here"
    for name in "PQ":
        shutil.copytree(_project, here / name)
    (here / "notes.txt").write_text("mine\n")
    (here / "link").symlink_to("notes.txt")
    (here / "dangling").symlink_to("later.jsonl")
    (here / "lost").symlink_to("no/where.jsonl")
    (here / "loop").symlink_to("loop")
    (here / "to-layer").symlink_to("P/annotations/mei.json")
    (here / "to-folder").symlink_to("P/annotations")
    (here / "hard-layer").hardlink_to(here / "P/annotations/lin.json")
    (here / "hard-article").hardlink_to(here / "P/a.txt")
    (here / "copied-layer.bak").write_bytes((here / "P/annotations/mei.json").read_bytes())
    (here / "folder").mkdir()
    (here / "empty").touch()
    os.mkfifo(here / "pipe")
    monkeypatch.chdir(here)
    settings = Path(os.environ["ZHUPI_CONFIG"])
    settings.parent.mkdir(parents=True)
    settings.write_text('annotator = "mei"\n')
    return here


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return what every name in `folder` is: its mode, and what is in it or where it leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            content = os.fsencode(path.readlink())
        else:
            content = path.read_bytes() if stat.S_ISREG(mode) else b""
        found[str(path.relative_to(folder))] = (mode, content)
    return found


def write(command: str, target: str, *more: str) -> int:
    """Let a command write to `target`; return its exit code."""
    return run([*COMMANDS[command], "-o", target, *more])


def line(capfd: pytest.CaptureFixture[str]) -> str:
    """Return the one line in which a command complained."""
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("zhupi: ")
    assert captured.err.count("\n") == 1
    return captured.err


@pytest.fixture
def plain(place: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[[str], bytes]:
    """Return a function that gives what a command writes to a pipe."""

    def go(command: str) -> bytes:
        capfdbinary.readouterr()
        assert run([*COMMANDS[command], "-o", "-"]) == 0
        return capfdbinary.readouterr().out

    return go


# -- what is refused ------------------------------------------------------------------

KEPT = {
    "P/annotations/mei.json": "mei's layer",
    "P/annotations/lin.json": "lin's layer",
    "P/annotations/new.json": "new's layer",
    "P/annotations/../annotations/mei.json": "mei's layer",
    "./P/annotations/MEI.json": "MEI's layer",
    "P/annotations/out.jsonl": "where zhupi keeps marks",
    "P/annotations/articles/out.jsonl": "a frozen article",
    "P/annotations/.backup/out.jsonl": "a copy of a layer",
    "Q/annotations/mei.json": "mei's layer",
    "Q/annotations/out.jsonl": "where zhupi keeps marks",
    "to-layer": "mei's layer",
    "to-folder/lin.json": "lin's layer",
    "to-folder/new.jsonl": "where zhupi keeps marks",
    "hard-layer": "a layer",
    "copied-layer.bak": "a layer or a copy",
    "P/a.txt": "a",
    "hard-article": "a",
    "P/new.md": "a name that would make it an article",
    "P/deeper/new.txt": "a name that would make it an article",
    "Q/a.txt": "an article",
    "P/zhupi.toml": "the settings of a project",
    "P/ZHUPI.toml": "the settings of a project",
    "zhupi.toml": "the settings of a project",
    "Q/gazetteer.tsv": "the gazetteer.tsv of a project",
    "P/gazetteer.tsv": "the gazetteer.tsv of a project",
    "P/rulings.md": "the rulings.md of a project",
    "{frozen}": "a frozen article",
    "{spans}": "a frozen article",
    "{copy}": "a copy of a layer",
    "{settings}": "your settings",
}
FORMS = {"agree-json", "agree-csv", "agree-md", "positions-json", "positions-csv", "positions-md"}
"""Commands that write what another here does in another format, for which a few kinds of places will do."""
A_FEW = (
    "P/annotations/mei.json",
    "P/annotations/out.jsonl",
    "P/a.txt",
    "zhupi.toml",
    "{frozen}",
    "{settings}",
)


def named(target: str, place: Path) -> str:
    frozen = next(path for path in place.glob("P/annotations/articles/*/*.json"))
    return target.format(
        frozen=frozen,
        spans=frozen.with_suffix(".spans.json"),
        copy=next(place.glob("P/annotations/.backup/*/mei.json")),
        settings=os.environ["ZHUPI_CONFIG"],
    )


@each_command
def test_nothing_that_a_project_keeps_is_written_over(
    command: str, place: Path, tmp_path: Path, capfd
) -> None:
    (place / "P/deeper").mkdir()
    before = state(tmp_path)
    for target in A_FEW if command in FORMS else KEPT:
        words, name = KEPT[target], named(target, place)
        for more in ((), ("--force",)):
            assert write(command, name, *more) == 2, (name, more)
            told = line(capfd)
            assert told.startswith(f"zhupi: {name}: this is "), told
            assert words in told, told
            assert "choose another file with -o" in told
    assert state(tmp_path) == before


@each_command
def test_what_is_no_name_of_a_file(command: str, place: Path, capfd) -> None:
    before = state(place)
    for target, words in {
        "folder": "this is a folder",
        "folder/": "this names a folder",
        ".": "this names a folder",
        "P/annotations/mei.json/": "this names a folder",
        "P/annotations/mei.json/.": "this names a folder",
        "P/annotations": "this is a folder",
        "no/such/out.jsonl": "there is no folder",
        "lost": "there is no folder",
        "notes.txt/out.jsonl": "not a directory",
        "loop": "too many levels of symbolic links",
        "": "no file has such a name",
        "a\0b": "no file has such a name",
        "x" * 300: "file name too long",
    }.items():
        for more in ((), ("--force",)):
            assert write(command, target, *more) == 2, target
            assert words in line(capfd)
    assert state(place) == before


def test_an_input_is_never_the_output(place: Path, capfd) -> None:
    names = place / "names.tsv"
    names.write_text("央行\tORG\n", encoding="utf-8")
    rows = place / "rows.jsonl"
    rows.write_text('{"text": "今天。"}\n', encoding="utf-8")
    (place / "same").hardlink_to(rows)
    before = state(place)
    for target in ("names.tsv", "rows.jsonl", "./P/../rows.jsonl", "same"):
        code = run(["analyse", "rows.jsonl", "--gazetteer", "names.tsv", "-o", target, "--force"])
        assert code == 2
        assert "a file that this command reads" in line(capfd)
    assert state(place) == before


def test_what_a_shell_gives_to_read_is_an_input_too(place: Path) -> None:
    rows = place / "rows.jsonl"
    rows.write_text('{"text": "今天。", "sentences": [], "entities": [], "numbers": []}\n', encoding="utf-8")
    before = state(place)
    for arguments in ("analyse", "analyse -", "analyse P/a.txt - --force"):
        done = zhupi(arguments, "-o", "rows.jsonl", shell="< rows.jsonl", cwd=place)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert b"a file that this command reads" in done.stderr
    assert state(place) == before
    done = zhupi("analyse P/a.txt -o rows.jsonl", shell="< rows.jsonl", cwd=place)
    assert (done.returncode, done.stderr) == (0, b""), "nobody reads it"


def test_what_was_annotated_is_an_article_whatever_its_ending(place: Path, capfd) -> None:
    table = place / "R/table.jsonl"
    team(place / "R", {"mei": [""]}, name="table.jsonl", text='{"text": "今天很好。"}\n')
    (place / "R/rows.jsonl").write_text("mine\n")
    before = table.read_bytes()
    assert run(["export", "R", "--as", "mei", "-o", "R/table.jsonl", "--force"]) == 2
    assert "this is the file" in line(capfd)
    assert table.read_bytes() == before
    assert run(["export", "R", "--as", "mei", "-o", "R/rows.jsonl", "--force"]) == 0


# -- what needs to be meant -----------------------------------------------------------


@each_command
def test_a_file_of_somebody_else_needs_force(command: str, place: Path, plain, capfdbinary) -> None:
    wanted = plain(command)
    (place / "notes.txt").chmod(0o640)
    before = state(place)
    for target in ("notes.txt", "link"):
        assert write(command, target) == 2
        told = capfdbinary.readouterr().err.decode()
        assert told == (
            f"zhupi: {target}: something else is in this file; choose another file with -o, or replace it "
            "with --force\n"
        )
        assert state(place) == before
    assert write(command, "link", "--force") == 0
    assert (place / "notes.txt").read_bytes() == wanted
    assert stat.S_IMODE((place / "notes.txt").stat().st_mode) == 0o640
    assert (place / "link").is_symlink()
    after = state(place)
    del before["notes.txt"], after["notes.txt"]
    assert after == before


@each_command
def test_new_empty_and_its_own_files_are_written(command: str, place: Path, plain, capfdbinary) -> None:
    wanted = plain(command)
    for target, name in (("new.jsonl", "new.jsonl"), ("empty", "empty"), ("dangling", "later.jsonl")):
        for _ in range(2):  # the second time it takes the place of its own
            assert write(command, target) == 0, capfdbinary.readouterr().err
            assert (place / name).read_bytes() == wanted
    assert (place / "dangling").is_symlink()
    assert not list(place.rglob(".*.tmp"))


@pytest.mark.parametrize("command", FAST)
def test_any_output_but_a_hand_in_gives_way_to_another(command: str, place: Path) -> None:
    """Whose an output is says its first line to all of them alike, so that each is tried with some."""
    at = FAST.index(command)
    for other in FAST if command == "hand-in" else (*(FAST[at - one] for one in (1, 5)), "hand-in"):
        assert write(command, "out.jsonl") == 0
        assert write(other, "out.jsonl") == (2 if command == "hand-in" and other != command else 0)
        if command != "hand-in":
            (place / "out.jsonl").unlink()


def test_a_hand_in_with_marks_that_are_nowhere_else_is_kept(place: Path, capfd) -> None:
    assert run(["hand-in", "P", "--as", "mei", "-o", "mei.jsonl"]) == 0
    assert run(["hand-in", "P", "--as", "lin", "-o", "lin.jsonl"]) == 0
    capfd.readouterr()
    assert run(["hand-in", "P", "--as", "lin", "-o", "mei.jsonl"]) == 2, "somebody else's"
    assert "something else is in this file" in line(capfd)
    assert run(["hand-in", "P", "--as", "mei", "-o", "mei.jsonl"]) == 0
    assert "has been replaced" in capfd.readouterr().err
    shutil.copy(place / "Q/annotations/mei.json", place / "P/annotations/mei.json")
    team(place / "P", {"mei": [None, None, None, None, "c"]}, done=False)
    assert run(["hand-in", "P", "--as", "mei", "-o", "more.jsonl"]) == 0
    whole = (place / "more.jsonl").read_bytes()
    capfd.readouterr()
    assert run(["hand-in", "Q", "--as", "mei", "-o", "more.jsonl"]) == 2
    assert "1 record in it is not in the layer" in line(capfd)
    assert (place / "more.jsonl").read_bytes() == whole
    (place / "more.jsonl").write_bytes(whole[:-20])
    assert run(["hand-in", "P", "--as", "mei", "-o", "more.jsonl"]) == 2
    assert "--force" in line(capfd)
    assert run(["hand-in", "P", "--as", "mei", "-o", "more.jsonl", "--force"]) == 0
    assert (place / "more.jsonl").read_bytes() == whole


# -- what is written through ----------------------------------------------------------


@each_command
def test_devices_and_pipes_are_written_through(command: str, place: Path, plain, capfdbinary) -> None:
    wanted = plain(command)
    before = state(place)
    assert write(command, "/dev/null") == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append((place / "pipe").read_bytes()))
    reader.start()
    assert write(command, "pipe") == 0
    reader.join(60)
    assert found == [wanted]
    (place / "to-pipe").symlink_to("pipe")
    reader = threading.Thread(target=lambda: found.append((place / "to-pipe").read_bytes()))
    reader.start()
    assert write(command, "to-pipe") == 0
    reader.join(60)
    assert found == [wanted, wanted]
    (place / "to-pipe").unlink()
    capfdbinary.readouterr()
    for name in ("-", "/dev/stdout", "/dev/fd/1"):
        assert write(command, name) == 0
        assert capfdbinary.readouterr().out == wanted
    assert state(place) == before


def zhupi(*arguments: str, cwd: Path, shell: str = "", **options) -> subprocess.CompletedProcess[bytes]:
    """Run the program; `shell` is what a shell is told after its arguments."""
    command = " ".join([sys.executable, "-m", "tui", *arguments, shell])
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=environ, capture_output=True, timeout=60, **options
    )


@pytest.mark.parametrize("command", ["export", "agree-csv", "hand-in"])
def test_a_shells_files_pipes_and_full_disks(command: str, place: Path, plain) -> None:
    wanted = plain(command)
    done = zhupi(*COMMANDS[command], "-o", "/dev/stdout", shell="> shell.jsonl", cwd=place)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (place / "shell.jsonl").read_bytes() == wanted
    for full in ("-o /dev/full", "-o - > /dev/full"):
        done = zhupi(*COMMANDS[command], full, cwd=place)
        assert done.returncode == 1
        assert done.stderr.count(b"\n") == 1
        assert b"No space left" in done.stderr
    done = zhupi(*COMMANDS[command], "-o", "-", shell=">&-", cwd=place)
    assert done.returncode == 1
    assert done.stderr == b"zhupi: standard output is closed; name a file with -o\n"


def test_what_a_shell_has_another_program_read(place: Path, plain) -> None:
    wanted = plain("export")
    done = zhupi(*COMMANDS["export"], "-o", ">(cat > substituted; echo > ended)", cwd=place)
    assert done.returncode == 0
    deadline = time.monotonic() + 60
    while not (place / "ended").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (place / "substituted").read_bytes() == wanted
    done = zhupi(*COMMANDS["export"], "-o", "-", shell="| true; exit ${PIPESTATUS[0]}", cwd=place)
    assert done.returncode in (0, 1), "it may have been quicker"
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "code", "shell"),
    [
        ("analyse", 1, "<&-"),
        ("import - --project P --as mei", 1, "<&-"),
        ("collect - --project P --as lin", 1, "<&-"),
        ("open P", 2, "<&-"),
        ("analyse", 1, "<&- >&-"),
        ("open P", 2, "<&- >&-"),
    ],
)
def test_standard_input_that_is_none(arguments: str, code: int, shell: str, place: Path) -> None:
    done = zhupi(arguments, shell=shell, cwd=place)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (code, b"", 1), done.stderr
    assert done.stderr.startswith(b"zhupi: standard " if code == 1 else b"zhupi: zhupi open needs a terminal")


def test_complaints_never_get_into_the_output(place: Path) -> None:
    done = zhupi(*COMMANDS["gold"], shell="2>&-", cwd=place)
    assert done.returncode == 0
    assert [json.loads(one)["annotator"] for one in done.stdout.decode().split("\n") if one] == ["gold"] * 4
    assert zhupi("show", "nowhere.txt", shell="2>&-", cwd=place).stdout == b""


@pytest.mark.parametrize(
    ("arguments", "shell"),
    [
        ("analyse nowhere.txt P/a.txt --jobs 1 -o -", "2> /dev/full"),
        ("export P --as lin --gold", "2> /dev/full"),
        ("collect nowhere.jsonl Q.jsonl --project P --as lin --replace", "2> /dev/full"),
        ("check P", "2> /dev/full"),
        ("export --bogus", "2> /dev/full"),
        ("export P --as nobody", "2> /dev/full"),
        # Nobody reads them: a remark among the work, one at its end, and one before it.
        ("collect nowhere.jsonl Q.jsonl --project P --as lin --replace", "2> >(true)"),
        ("export P --as lin --gold", "2> >(true)"),
        ("export --bogus", "2> >(true)"),
    ],
)
def test_what_takes_no_complaints_stops_no_work(arguments: str, shell: str, place: Path) -> None:
    assert run(["hand-in", "Q", "--as", "mei", "-o", "Q.jsonl"]) == 0
    usual = zhupi_here(*arguments.split(), cwd=place)
    assert usual.stderr.startswith(b"zhupi: ")
    done = zhupi(arguments, shell=shell, cwd=place)
    assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        "stats P --as mei",
        "show P/a.txt --as mei",
        "check P",
        "settle P --as lin --review",
        "collect mei.jsonl --project P --as lin",
        "import mei.jsonl --project P",
        "--version",
    ],
)
def test_commands_without_an_output_say_what_is_wrong_with_standard_output(
    arguments: str, place: Path
) -> None:
    (place / "P/annotations/stray.txt").touch()
    writing = "export" if arguments.startswith("import") else "hand-in"
    assert run([writing, "P", "--as", "mei", "-o", "mei.jsonl"]) == 0
    done = zhupi(arguments, shell="> /dev/full", cwd=place)
    assert done.returncode == 1
    assert done.stderr.count(b"standard output: it could not be written (No space left on device)") == 1
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("command", FAST)
def test_a_full_disk_leaves_the_old_file(command: str, place: Path) -> None:
    assert write(command, "out.jsonl") == 0
    before = state(place)
    ours, theirs = os.pipe()  # which takes what no file would
    with _no_room():
        done = zhupi_here(*COMMANDS[command], "-o", "out.jsonl", cwd=place, stderr=theirs)
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 1
    assert told.startswith("zhupi: out.jsonl: it could not be written (File too large)")
    assert told.count("\n") == 1
    assert state(place) == before


@contextmanager
def _no_room() -> Iterator[None]:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_is_interrupted_leaves_nothing_behind(number: int, place: Path) -> None:
    (place / "out.jsonl").write_text('{"text": "", "sentences": [], "entities": [], "numbers": []}\n')
    before = state(place)
    with subprocess.Popen(
        [sys.executable, "-m", "tui", "analyse", "-", "-o", "out.jsonl"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        deadline = time.monotonic() + 60
        while not list(place.glob(".out*.tmp")) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert list(place.glob(".out*.tmp")), "it is under way"
        running.send_signal(number)
        assert running.wait(60) == (130 if number == signal.SIGINT else 128 + number)
        assert running.stderr is not None
        assert running.stderr.read() == b""
    assert state(place) == before


# -- a terminal -----------------------------------------------------------------------

EVIL = "今天\u202e很\x9b31m好\u200b。\x7f\u2066是\U000e0001的\ufe0f。\n"


@pytest.fixture
def evil(place: Path) -> Path:
    """Return a project of whose article and labels a terminal must not get every character."""
    return team(place / "E", {"mei": ["c"], "lin": ["o"]}, lead="lin", text=EVIL, name="b\u202e.txt")


def on_terminal(arguments: list[str], cwd: Path) -> tuple[bytes, bytes]:
    """Return what a command sends to a terminal, and what to a pipe."""
    piped = zhupi_here(*arguments, cwd=cwd)
    main, other = pty.openpty()
    shown: list[bytes] = []

    def look() -> None:
        with suppress(OSError):  # nobody is at the other end any more
            while piece := os.read(main, 65536):
                shown.append(piece)

    looking = threading.Thread(target=look)
    looking.start()
    # It draws its progress to the second.
    zhupi_here(*arguments, cwd=cwd, stdout=other, stderr=None if arguments[0] == "analyse" else other)
    os.close(other)
    looking.join(60)
    os.close(main)
    return b"".join(shown).replace(b"\r\n", b"\n"), piped.stdout


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ("export E --as mei", "json"),
        ("export E --as mei --unit article -o -", "json"),
        ("hand-in E --as mei -o -", "json"),
        ("export E --as mei -o /dev/stdout", "json"),
        ("export E --as mei -o /dev/tty", "device"),
        ("analyse E/b\u202e.txt", "json"),
        ("stats E --as lin --review --format json", "text"),
        ("agree E --as lin --review --format json", "json"),
        ("agree E --as lin --review --positions --format json", "json"),
        ("agree E --as lin --review --positions --format csv", "text"),
        ("agree E --as lin --review --positions --format md", "text"),
        ("agree E --as lin --review --positions", "text"),
        ("agree E --as lin --review", "text"),
        ("show E/b\u202e.txt --as mei", "text"),
        ("stats E --as lin --review", "text"),
        ("check E", "text"),
        ("show E/c\u202e.txt --as mei", "text"),
        ("export E --as mei -o a.txt/c\u202e\x9b.txt", "text"),
        ("agree E --format \u202e\x9b", "text"),
        ("oe\u202epn", "text"),
    ],
)
def test_a_terminal_gets_nothing_that_it_would_obey(arguments: str, kind: str, evil: Path) -> None:
    words = arguments.split()
    if kind == "device":
        words[-1] = "/dev/stdout"
    shown, piped = on_terminal(words, evil.parent)
    text = shown.decode()
    assert shown
    for character in text.replace("\x1b[K", "").replace("\r", ""):
        assert character == "\n" or not _obeyed(character), repr(text)
    if kind == "json":
        assert shown != piped, "it holds some of them"
        assert [json.loads(one) for one in text.split("\n") if one] == [
            json.loads(one) for one in piped.decode().split("\n") if one
        ]
        for character in "\u202e\x9b\u200b\x7f\U000e0001\ufe0f":
            if (
                character in EVIL
                and "text" in text
                and "stats" not in arguments
                and "hand-in" not in arguments
            ):
                assert character.encode() in piped or character == "\ufe0f", "a pipe gets what there is"


def _obeyed(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"}


# -- no way past it -------------------------------------------------------------------


def subcommands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in _parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, parser in action.choices.items():
                parser.complete()
                yield name, parser


def test_every_command_with_an_output_is_tried_here() -> None:
    with_output = set()
    for name, parser in subcommands():
        options = {option for action in parser._actions for option in action.option_strings}
        assert ("--output" in options) == ("-o" in options) == ("--force" in options), name
        if "--output" in options:
            with_output.add(name)
    assert with_output == {arguments[0] for arguments in COMMANDS.values()}


WRITING = {
    "annotations/storage/readers/cache_file.py": "what can be read again from the layers",
    "annotations/reading/tables.py": "made by the developer",
    "annotations/exchange/formats/xlsx_book.py": "the parts of a workbook, into the sink that it is given",
    "annotations/project/newcomers.py": "new articles, in a folder that is thrown away, to be read",
    "annotations/storage/files/made.py": "the user's cache: which files exports wrote",
    "annotations/storage/files/staging.py": "several files, put in their place together",
    "annotations/cluster/disks.py": "into the sink of whoever writes a table, staged beside its place",
    "annotations/hub/administration/backup.py": "the parts of an archive that is put in its place whole",
    "annotations/hub/files/rule_faults.py": "what rules a project, in a folder that is thrown away",
    "tui/cli/main.py": "error.log",
    "tui/session/position.py": "the user's state: where the cursor was, what was read",
    "tui/session/ticks.py": "a line for each hit that was gone through",
    "tui/session/tour.py": "an article in a folder that is thrown away",
}
"""The modules that write files by themselves, and what."""
_MAY_WRITE = re.compile(rb"write_text|write_bytes|open\s*\(")
"""What stands in each of them; to read all of a module takes longer than to see that it does not."""


def test_nobody_writes_files_but_by_the_one_way() -> None:
    found = set()
    for package in (annotations, tui):
        for path in Path(package.__path__[0]).rglob("*.py"):
            code = path.read_bytes()
            if _MAY_WRITE.search(code) and any(map(_writes, ast.walk(ast.parse(code)))):
                found.add(str(path.relative_to(Path(package.__path__[0]).parent)))
    assert found == set(WRITING)


def _writes(node: ast.AST) -> bool:
    """Tell whether `node` calls what writes a file: write_text, write_bytes, or open to write."""
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in ("write_text", "write_bytes"):
        return True
    if name != "open":
        return False
    modes = [
        one.value
        for one in [*node.args, *(key.value for key in node.keywords)]
        if isinstance(one, ast.Constant)
    ]
    return any(
        isinstance(mode, str) and set(mode) & set("wax+") and set(mode) <= set("rwaxbt+") for mode in modes
    )
