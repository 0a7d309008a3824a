"""A terminal for each test that is gone when the test is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from terminal import Terminal, surroundings, zhupi
from warm import Warm

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="session")
def warm() -> Iterator[Callable[[], Warm]]:
    """Return a function that gives the process which has imported zhupi, one for all tests."""
    with ExitStack() as stack:
        yield cache(lambda: stack.enter_context(closing(Warm(surroundings(Path(), {})))))


@pytest.fixture
def run(tmp_path: Path, warm: Callable[[], Warm]) -> Iterator[Callable[..., Terminal]]:
    """Return a function that runs zhupi with some arguments in a terminal."""
    running: list[Terminal] = []

    def start(*arguments: str | Path, **options: Any) -> Terminal:
        options.setdefault("environ", {"XDG_STATE_HOME": str(tmp_path / "log")})
        terminal = Terminal(zhupi(*arguments), tmp_path / "home", warm=warm(), **options)
        running.append(terminal)
        return terminal

    yield start
    for terminal in running:
        try:
            over, _ = os.waitpid(terminal.pid, os.WNOHANG)
            if not over:
                terminal.kill()
        except (ChildProcessError, ProcessLookupError, OSError):
            pass


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what a project of the sample articles keeps of the names in them."""
    from annotations.analysis.pipeline import Analyser
    from annotations.project.project import Project

    folder = tmp_path_factory.mktemp("kept") / "seeds"
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("annotations"))
    project, analyser = Project.open([folder], annotator="mei"), Analyser()
    for place in project.places:
        article = project.article(place)
        project.frozen.freeze_analysis(article, analyser.analyse(article.text, article.sentences))
    return folder / "annotations"


@pytest.fixture
def known(seeds: Path, _kept: Path) -> None:
    """Have the names in the sample articles found before: no process looks for them again.

    It would take longer than all that a test of something else does.
    """
    shutil.copytree(_kept, seeds / "annotations")
