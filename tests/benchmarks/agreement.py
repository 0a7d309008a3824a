"""Measures how long the figures of agreement take for a large project, and the sentences behind them.

    python tests/benchmarks/agreement.py [--marks N] [--articles M] [--annotators K] [--keep DIR]

The project is written into a folder, and compared as the agreement screen does it: by a process of its own.
Then all is done once more in this process, to see what it needs. Nothing is decided here.
"""

from __future__ import annotations

import argparse
import asyncio
import pickle
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from simulated import Behaviour, Simulated, careful, simulate, write

from annotations.agreement.evidence import behind
from annotations.agreement.measures import Question
from annotations.agreement.report import report
from annotations.model.scheme import DEFAULT
from annotations.project.agreement import Compared
from annotations.project.agreement_process import ComparingApart
from annotations.project.project import Project

_ROWS = 1_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--marks", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--annotators", type=int, default=10)
    parser.add_argument("--keep", type=Path, help="a folder for the project; one that is there is used again")
    options = parser.parse_args()
    each = max(1, options.marks // options.articles // options.annotators)
    behaviours = {f"a{number:02}": careful(0.05) for number in range(options.annotators)}
    with tempfile.TemporaryDirectory() as temporary:
        root = options.keep or Path(temporary)
        if not (root / "annotations").exists():
            _write(root, behaviours, options.articles, each)
        compared = _apart(Project.at(root, annotator="a00"))
        began = time.perf_counter()
        found = report(compared.units, DEFAULT)
        print(f"{len(found.figures):,} figures once more, here  {time.perf_counter() - began:6.2f} s")
        _behind(compared)
        asyncio.run(_keys(root, compared))


def _write(root: Path, behaviours: Mapping[str, Behaviour], articles: int, sentences: int) -> None:
    root.mkdir(parents=True, exist_ok=True)
    write(root, simulate({}, articles=articles, sentences=sentences))
    for name, behaviour in behaviours.items():  # one at a time, for they take a lot of memory
        layer = simulate({name: behaviour}, articles=articles, sentences=sentences).layers
        write(root, Simulated({}, layer))


def _apart(project: Project) -> Compared:
    """Compare in a process of its own; print when it began with what."""
    steps: list[tuple[str, float]] = []
    began = time.perf_counter()
    compared = ComparingApart(project).run(lambda words: steps.append((words, time.perf_counter())))
    ended = time.perf_counter()
    assert compared is not None
    units = compared.units
    figures = steps[-1][1]
    answer = pickle.dumps(compared, pickle.HIGHEST_PROTOCOL)
    loaded = time.perf_counter()
    pickle.loads(answer)
    loaded = time.perf_counter() - loaded
    print(f"{len(units.labels.unit):,} judgements of {len(units.article):,} sentences")
    print(f"start of the process   {steps[0][1] - began:6.2f} s")
    print(f"reading {len(steps) - 1} layers      {figures - steps[0][1]:6.2f} s")
    print(f"figures, handing back  {ended - figures:6.2f} s")
    print(f"all                    {ended - began:6.2f} s")
    print(f"handed back {len(answer) / 1e6:,.0f} MB, of which this process makes objects in {loaded:.2f} s")
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    print(f"memory of the process at most {child:,.0f} MB")
    return compared


def _behind(compared: Compared) -> None:
    """Print how long the first rows behind figures of all kinds take."""
    units = compared.units
    one, other = units.annotators[:2]
    for about in (
        Question("project"),
        Question("project", label="claim"),
        Question("article", article=units.articles[-1]),
        Question("annotator", (one,), label="claim"),
        Question("pair", (one, other)),
        Question("pair", (one, other), label="claim"),
        Question("without", (one,)),
    ):
        times = []
        for _ in range(5):
            began = time.perf_counter()
            found = behind(units, about)
            list(found.rows(0, _ROWS))
            times.append(time.perf_counter() - began)
        print(
            f"behind {about.scope:9} {about.label or 'sets':6} first {_ROWS:,} of {len(found):>9,} rows  "
            f"{statistics.median(times) * 1e3:7.1f} ms"
        )


async def _keys(root: Path, compared: Compared) -> None:
    """Print what a key costs on the agreement screen, in milliseconds of this process."""
    from textual.app import App

    from tui.presenters.desk import AgreementDesk
    from tui.screens.agreement import AgreementScreen
    from tui.theme.themes import THEMES

    app: App[None] = App()
    for own in THEMES:
        app.register_theme(own)
    app.theme = "zhupi-dark"
    async with app.run_test(size=(160, 50)) as pilot:
        screen = AgreementScreen(Project.at(root, annotator="a00"))
        screen._apart.cancel()
        await app.push_screen(screen)
        screen._desk = AgreementDesk(compared, DEFAULT)

        async def press(key: str) -> float:
            began = time.process_time()
            await pilot.press(key)
            await pilot.pause()
            return (time.process_time() - began) * 1e3

        for view in "12346":  # nothing stands behind the fifth here
            first = await press(view)
            down = [await press("down") for _ in range(40)]
            print(f"view {view}: first {first:6.1f} ms, down {statistics.median(down):5.1f} ms", end="")
            opening = await press("enter")
            down = [await press("down") for _ in range(40)]
            print(f"   sentences {opening:6.1f} ms, down {statistics.median(down):5.1f} ms")
            await press("escape")
        idle = [await press("f12") for _ in range(40)]
        print(f"a key that does nothing {statistics.median(idle):.1f} ms")


if __name__ == "__main__":
    main()
