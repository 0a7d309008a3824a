"""What all tests share: surroundings that are the same on every machine, and the sample articles."""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotations.processes.child import ONE_THREAD

# A server, for the tests that ask for one; and who of several processes compiles which tests.
pytest_plugins = ["collection", "postgres"]

# A busy machine is no defect, and a change is judged by itself: every run tries the same. What nobody has
# thought of is looked for by `pytest --hypothesis-profile=search`.
_NO_CLOCK = [HealthCheck.too_slow]
settings.register_profile("zhupi", deadline=None, derandomize=True, suppress_health_check=_NO_CLOCK)
settings.register_profile("search", deadline=None, derandomize=False, suppress_health_check=_NO_CLOCK)
settings.load_profile("zhupi")

if os.access("/dev/shm", os.W_OK):  # a flush costs milliseconds on a disk, and no test pulls the plug
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")

os.environ["ZHUPI_LANGUAGE"] = "en"  # what a test expects to read, wherever it runs

for name in ONE_THREAD:  # more of them wait for each other while other tests run
    os.environ.setdefault(name, "1")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell has what runs behind ignore Ctrl+C
    signal.signal(signal.SIGINT, signal.default_int_handler)  # and what that starts, which is tested

FOLDERS: Counter[str] = Counter()
"""How many tests of each name had a folder."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Call long bytes by their argument and their place.

    An id that shows them would differ between the workers where they hold the time they were made at,
    and pytest-xdist runs no test then.
    """
    return argname if isinstance(val, bytes) and len(val) > 40 else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a library that is not there; `pytest -m peer` runs just these."""
    for item in items:
        for marker in item.iter_markers("peer"):
            (module,) = marker.args
            if find_spec(module) is None:
                item.add_marker(pytest.mark.skip(reason=f"{module} is not here: pip install -e '.[dev]'"))


def pytest_collection_finish() -> None:
    """Keep the collector away from the tests themselves, which are more than all that they make.

    It took a tenth of the time of all tests: what they leave is looked for less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the test's own; pytest's fixture looks for its number through those of all tests."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{name}{FOLDERS[name]}"
    FOLDERS[name] += 1
    path.mkdir(mode=0o700)
    return path


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Return a function that makes one folder more, for each example of a law."""
    base = tmp_path_factory.mktemp("examples")
    numbers = count()

    def make() -> Path:
        path = base / str(next(numbers))
        path.mkdir()
        return path

    return make


SEEDS = Path(__file__).resolve().parents[1] / "seeds"


PYTHONS = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
"""What would have Python behave otherwise: flush what is not to be, and compile all at every start."""

LEFT_OUT = ("NO_COLOR", "ZHUPI_ANNOTATOR", "COLORFGBG", "TMUX", *PYTHONS)

SET = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
HOMES = count()


@pytest.fixture(autouse=True)
def _surroundings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the developer's settings and terminal out of the tests, and the tests out of their state.

    Thousands of tests look up rows of a table: for them no folder is made, and nothing is put back that
    the next one says anew.
    """
    for name in LEFT_OUT:
        os.environ.pop(name, None)
    home = f"{tmp_path_factory.getbasetemp()}/homes/{next(HOMES)}"
    places = {
        "ZHUPI_STATE": f"{home}/state",
        "ZHUPI_CONFIG": f"{home}/settings.toml",
        "XDG_STATE_HOME": f"{home}/log",
    }
    os.environ.update(SET | places)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Return a copy of the sample articles, nobody's marks beside them."""
    target = tmp_path / "news"
    shutil.copytree(SEEDS, target, ignore=shutil.ignore_patterns("annotations"))
    return target


@pytest.fixture
def founding(seeds: Path) -> Path:
    """Return the founding article in that copy."""
    return seeds / "000_2368d137872e6b36.txt"


@pytest.fixture(autouse=True, scope="module")
def _descriptors() -> Iterator[None]:
    """Close what the tests of a module left open; a layer is in a circle, which the collector finds.

    What is still there, jieba's dictionary for one, stays: else each later search would go over all of it.
    """
    yield
    gc.collect()
    gc.freeze()
