"""How fast a project's texts and frozen articles go to a hub and come from it.

    python tests/benchmarks/travel.py [--articles 2000]

Prints how long the lead's first exchange takes, that of somebody who joins, and those of both when nothing is
new, each with files a second. The server is one that the script starts itself, on loopback.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from postgres import Postgres, new_hub
from travelling import Machine, written

from annotations.model.article import Analysis
from annotations.project.project import Project

SENTENCES = 40


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000, help="how many there are")
    many = parser.parse_args().articles
    folder = Path(tempfile.mkdtemp(prefix="zhupi-travel-"))
    base = Path(tempfile.mkdtemp(prefix="zhupi-postgres-"))
    server = Postgres(base)
    try:
        hub = new_hub(server)
        files = {
            f"news/{number % 100:02}/{number:06}.txt": f"第{number}篇。" + "央行今天宣布降息。" * SENTENCES
            for number in range(many)
        }
        root = written(folder / "lin", {**files, "zhupi.toml": 'lead = "lin"\n'})
        project = Project.open([root], annotator="lin", root=root)
        for place in project.places:
            article = project.article(place)
            project.frozen.freeze(article)
            project.frozen.freeze_analysis(article, Analysis((), (), "1"))
        lin, mei = Machine(hub, root, "lin"), Machine(hub, folder / "mei", "mei")
        total = 3 * many  # a text, an article and an analysis each
        for words, machine in (("lead gives", lin), ("annotator joins", mei), ("nothing new", mei)):
            begun = time.perf_counter()
            machine.exchange()
            took = time.perf_counter() - begun
            print(f"{words}: {took:.2f} s, {total / took:,.0f} files a second")
            machine.start()
        begun = time.perf_counter()
        lin.exchange()
        print(f"nothing new, lead: {time.perf_counter() - begun:.2f} s")
        assert {*lin.files()} == {*mei.files()}
    finally:
        server.close()
        shutil.rmtree(folder)
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
