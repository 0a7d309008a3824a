"""Who may import whom, seen from the inside: what is loaded when a module is."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

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


@pytest.mark.parametrize(
    "module",
    [
        "tui.__main__",
        "tui.cli.main",
        "tui.cli.open",
        "tui.keys.keymap",
        "tui.commands.catalogue",
        "tui.settings",
    ],
)
def test_no_textual_before_a_screen_opens(module: str) -> None:
    assert "textual" not in loaded(module)


def test_the_first_frame_needs_no_storage_and_no_analysis() -> None:
    assert not loaded("tui.app") & {"tinydb", "jieba", "numpy", "opencc", "markdown_it", "tree_sitter"}


def test_every_module_can_be_imported_and_is_documented() -> None:
    import importlib

    for name in modules(annotations) + modules(tui):
        if name.endswith("__main__"):
            continue
        module = importlib.import_module(name)
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
