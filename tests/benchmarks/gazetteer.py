"""What a long gazetteer costs: loading it, and the analysis with it against the same without.

    python tests/benchmarks/gazetteer.py [--names 100000] [--characters 60000] [--rounds 3] [FILE.tsv]

Without a file the names are drawn from the characters of the sample articles and from other ones, two to
eight of them each, so that many begin as words of the text do and some stand in it. Both analyses run in
turns in one process, so that another program on the machine weighs on both; the better of the rounds counts.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from annotations.analysis.gazetteer import Gazetteer
from annotations.analysis.pipeline import Analyser
from annotations.analysis.script import to_simplified

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def listed(texts: list[str], count: int) -> str:
    """Return `count` lines of a gazetteer, the same every time."""
    draw = random.Random(1)  # nothing is kept secret with it
    seen = [char for char in "".join(texts) if "\u4e00" <= char <= "\u9fff"]
    others = [chr(code) for code in range(0x4E00, 0x9FA0)]
    names: dict[str, str] = {}
    while len(names) < count:
        chars = seen if draw.random() < 0.5 else others
        name = "".join(draw.choices(chars, k=draw.choice((2, 3, 3, 4, 4, 5, 6, 8))))
        names[name] = draw.choice(("PER", "LOC", "ORG"))
    return "".join(f"{name}\t{kind}\n" for name, kind in names.items())


def seconds(analyser: Analyser, rows: list[str]) -> float:
    """Return the seconds of the processor that the analysis of `rows` takes."""
    began = time.process_time()
    analyser.analyse_many([(row, None, None) for row in rows])
    return time.process_time() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--characters", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    rows = (texts * (options.characters // sum(map(len, texts)) + 1))[:]
    to_simplified("")  # the table of characters is read for the analysis anyway
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "gazetteer.tsv"
        if options.file is None:
            path.write_text(listed(texts, options.names), encoding="utf-8")
        began = time.process_time()
        gazetteer = Gazetteer.read(path)
        checked = time.process_time() - began
        assert gazetteer.version
        assert list(gazetteer.apply("", [])) == []
        loaded = time.process_time() - began
    plain, taught = Analyser(), Analyser(gazetteer=gazetteer)
    seconds(plain, rows[:1])
    seconds(taught, rows[:1])
    without, with_it = (
        min(times)
        for times in zip(
            *((seconds(plain, rows), seconds(taught, rows)) for _ in range(options.rounds)), strict=True
        )
    )
    size = sum(map(len, rows))
    print(
        f"loading                {loaded:8.3f} s of the processor, {checked:.3f} of it reading and checking"
    )
    print(f"without a gazetteer    {size / without:8,.0f} characters/s")
    print(f"with it                {size / with_it:8,.0f} characters/s   {with_it / without:.3f} of the time")


if __name__ == "__main__":
    main()
