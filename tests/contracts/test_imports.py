"""Who may import whom, seen from the inside: what is loaded when a module is."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import annotations
import tui

CHECK = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def modules(package: object) -> list[str]:
    path, name = package.__path__, package.__name__  # type: ignore[attr-defined]
    return [name, *(one.name for one in pkgutil.walk_packages(path, f"{name}."))]


def loaded(*names: str) -> set[str]:
    """Return the top-level packages that are there once `names` have been imported."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHECK, *names], capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def test_the_domain_knows_no_terminal() -> None:
    found = modules(annotations)
    assert len(found) > 20
    assert not loaded(*found) & {"textual", "rich", "tui"}


def test_importing_the_domain_is_cheap() -> None:
    cheap = [
        "annotations.model.article",
        "annotations.project.project",
        "annotations.editing",
        "annotations.storage.layer.layer",
    ]
    assert not loaded(*cheap) & {"jieba", "numpy", "opencc", "tinydb", "pypinyin", "textual"}


def test_no_textual_before_a_screen_opens() -> None:
    before = ["tui.__main__", "tui.cli.main", "tui.cli.open", "tui.keys.keymap", "tui.commands.catalogue"]
    assert "textual" not in loaded(*before, "tui.settings")


def test_the_first_frame_needs_no_storage_and_no_analysis() -> None:
    assert not loaded("tui.app") & {"tinydb", "jieba", "numpy", "opencc", "markdown_it", "tree_sitter"}


AT_FIRST_FRAME = """
import os, sys
os.environ["TEXTUAL_DRIVER"] = "textual.drivers.headless_driver:HeadlessDriver"
import tui.__main__
from tui.cli import main, open
from tui.screens.reading import ReadingScreen

def tell(screen):
    print(*sys.modules, file=sys.__stdout__)
    screen.app.exit()

ReadingScreen._begin = tell
open.start(main._parser().parse_args(["open", sys.argv[1], "--as", "mei"]))
"""
BARE = """
import os, sys
os.environ["TEXTUAL_DRIVER"] = "textual.drivers.headless_driver:HeadlessDriver"
import textual.drivers.linux_driver  # a terminal would have it loaded
from textual.app import App
from textual.scroll_view import ScrollView
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield ScrollView()
        yield Static("中國")

    def on_mount(self):
        self.call_after_refresh(self.tell)

    def tell(self):
        print(*sys.modules, file=sys.__stdout__)
        self.exit()

Bare().run()
"""
ROOMS_LATER = (
    *("exchange", "guidance", "hub", "processes", "progress", "storage.frozen", "storage.readers"),
    *("storage.layer.layer", "storage.layer.writer", "storage.files.lock"),
    *("analysis.names", "analysis.numbers", "analysis.quotes", "analysis.service"),
)
"""What of the domain the first frame does not need: by then it is known whose the layers are, not what
they say."""
ALONE = {"annotations.adjudication": {"visibility"}, "annotations.agreement": {"judgements"}}
"""Rooms of which it needs these modules alone: whether others may be seen, and what a sign means."""
OF_SERVE = {"aiohttp", "aiohttp_jinja2", "jinja2", "textual_serve"}
"""The libraries of the extra that serves browsers."""
OWN_MODULES = 175
"""How many modules of our own it may load: each takes a quarter of a millisecond, all of them a fifth of the
start. Raise it with a reason; what is not seen at once is imported where it is first used."""
OTHERS = {"argparse", "gettext", "gc", "_blake2"}
"""What it may load of the standard library and of libraries beside what a bare Textual app does."""


def at_first_frame(code: str, tmp_path: Path) -> set[str]:
    (tmp_path / "news").mkdir(exist_ok=True)
    (tmp_path / "news/a.txt").write_text("中國(guó)發(fā)展(zhǎn)「很快」。他說「是」。\n記者：王小明\n")
    environ = {**os.environ, "ZHUPI_STATE": str(tmp_path), "ZHUPI_CONFIG": str(tmp_path / "none.toml")}
    run = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "news")]
    result = subprocess.run(run, env=environ, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


@pytest.fixture(scope="module")
def first_frame(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return what is loaded at the first frame of a project that has no layers."""
    return at_first_frame(AT_FIRST_FRAME, tmp_path_factory.mktemp("bare"))


def test_what_the_first_frame_loads(tmp_path: Path, first_frame: set[str]) -> None:
    found = first_frame
    own = {name for name in found if name.partition(".")[0] in ("annotations", "tui")}
    assert "tui.widgets.article_view" in own
    assert not own & {f"annotations.{room}" for room in ROOMS_LATER}
    for room, needed in ALONE.items():
        assert {name for name in own if name.startswith(f"{room}.")} <= {f"{room}.{one}" for one in needed}
    assert not [name for name in own if name.startswith(("tui.screens.dialogs.", "tui.screens.review"))]
    assert not {name for name in own if name.endswith(".hub")}
    assert len(own) <= OWN_MODULES, sorted(own)
    rest = found - own - at_first_frame(BARE, tmp_path)
    assert {name.partition(".")[0] for name in rest} <= OTHERS, sorted(rest)


def test_a_project_that_has_layers_needs_no_more_for_its_first_frame(
    tmp_path: Path, first_frame: set[str]
) -> None:
    """Which folder is the project, and whose the layers are, is known by how they begin."""
    (tmp_path / "news/annotations").mkdir(parents=True)
    for name in ("mei", "lin"):
        head = f'{{"_default": {{"0": {{"schema": 1, "kind": "layer", "annotator": "{name}"}}}}}}'
        (tmp_path / f"news/annotations/{name}.json").write_text(head)
    more = at_first_frame(AT_FIRST_FRAME, tmp_path) - first_frame
    assert not {name for name in more if name.partition(".")[0] in ("annotations", "tui")}


def test_a_project_that_names_a_hub_has_its_first_frame_before_anything_is_sent(
    tmp_path: Path, first_frame: set[str]
) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/zhupi.toml").write_text('hub = "postgresql://db.example.org/news"\n')
    (tmp_path / "none.toml").write_text('hubs = ["postgresql://mei@db.example.org/news"]\n')
    more = at_first_frame(AT_FIRST_FRAME, tmp_path) - first_frame
    assert {"annotations.hub.permission", "tui.session.hub"} <= more
    rooms = ("client", "connection", "files", "layers", "rounds", "schema")
    assert not [name for name in more if name.startswith(tuple(f"annotations.hub.{room}" for room in rooms))]
    assert "sqlite3" not in more
    assert not [name for name in more if name.startswith("psycopg")]


def test_every_module_can_be_imported_and_is_documented() -> None:
    import importlib

    for name in modules(annotations) + modules(tui):
        if name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if not (name.startswith("tui.web.") and error.name in OF_SERVE):  # that extra may be absent
                raise
            continue
        assert module.__doc__, name
        for public in getattr(module, "__all__", ()):
            assert hasattr(module, public), f"{name}.{public}"


def test_a_command_is_imported_for_itself_alone() -> None:
    """What reads the command line knows the commands by name, so that none waits for what another needs."""
    from tui.cli.main import _COMMANDS

    assert {f"tui.cli.{module}" for _, module, _, _ in _COMMANDS} <= set(modules(tui))
    known = "import sys; from tui.cli.main import run; run(['--help']); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", known], capture_output=True, text=True, timeout=60)
    assert [name for name in result.stdout.split() if name.startswith("tui.cli.")] == ["tui.cli.main"]


def test_asking_how_a_command_is_used_loads_nothing_heavy() -> None:
    from tui.cli.main import _COMMANDS

    found = loaded(*(f"tui.cli.{module}" for _, module, _, _ in _COMMANDS))
    assert not found & {"textual", "numpy", "jieba", "opencc", "tinydb", "pypinyin", "markdown_it"}
    assert not found & OF_SERVE


SAVED = """
import os, sys
os.environ["TEXTUAL_DRIVER"] = "textual.drivers.headless_driver:HeadlessDriver"
os.environ["TEXTUAL_PRESS"] = "c"
import tui.__main__
from tui.cli import main, open
from tui.screens.article.saver import Saver

saved = Saver._saved

def tell(saver, news):
    saved(saver, news)
    print(*sys.modules, file=sys.__stdout__)
    saver._screen.app.exit()

Saver._saved = tell
open.start(main._parser().parse_args(["open", sys.argv[1], "--as", "mei"]))
"""


def test_a_project_without_a_hub_loads_nothing_of_it_when_a_mark_is_saved(tmp_path: Path) -> None:
    found = at_first_frame(SAVED, tmp_path)
    assert "annotations.storage.layer.writer" in found
    assert not [name for name in found if "hub" in name.split(".") or name.startswith("psycopg")]
