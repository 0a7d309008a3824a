"""Whole analysis against conversion and jieba's tags alone, on one core, start-up included.

    python tests/benchmarks/analysis.py [--characters 200000] [--jobs 2] [FILE.jsonl ...]

Without files the sample articles are repeated. Each runs in a process of its own: `zhupi analyse` gives
sentences, names and numbers; the reference converts with OpenCC and tags with `jieba.posseg`, no more.
With --jobs the analysis runs once more on as many cores, to show how it grows.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
REFERENCE = """
import json, sys
import jieba, jieba.posseg
from opencc import OpenCC
jieba.setLogLevel(60)
convert = OpenCC("t2s").convert
for line in sys.stdin:
    jieba.posseg.lcut(convert(json.loads(line)["text"]))
"""


def texts(files: list[Path], characters: int) -> list[str]:
    """Return paragraphs of about `characters` characters together."""
    if files:
        rows = [json.loads(line)["text"] for path in files for line in path.open(encoding="utf-8")]
    else:
        whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
        rows = re.sub(r"\([a-zü\u00e0-\u01dc]+\)", "", whole).split("\n")
    found: list[str] = []
    size = 0
    while size < characters:
        for row in rows:
            found.append(row)
            size += len(row)
            if size >= characters:
                break
    return found


def seconds(command: list[str], payload: bytes) -> tuple[float, float]:
    """Return the seconds that `command` takes over `payload`, of the clock and of the processor."""
    before, began = os.times(), time.monotonic()
    subprocess.run(command, input=payload, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - began, used


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--characters", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    rows = texts(options.files, options.characters)
    payload = "".join(json.dumps({"text": row}, ensure_ascii=False) + "\n" for row in rows).encode()
    size = sum(map(len, rows))
    ours = [sys.executable, "-m", "tui", "analyse", "-", "--jobs"]
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.py"
        reference.write_text(REFERENCE)
        commands = {
            "OpenCC + jieba.posseg": [sys.executable, str(reference)],
            "zhupi analyse, 1 core": [*ours, "1"],
        }
        if options.jobs > 1:
            commands[f"zhupi analyse, {options.jobs} cores"] = [*ours, str(options.jobs)]
        for command in commands.values():  # caches are filled once, not measured
            seconds(command, payload[:20_000].rpartition(b"\n")[0] + b"\n")
        base = 0.0
        for name, command in commands.items():
            wall, used = seconds(command, payload)
            base = base or wall
            speed = f"{size / wall:>9,.0f} characters/s  speed {base / wall:.2f}"
            print(f"{name:24} {speed}   processor {used:.1f} s")


if __name__ == "__main__":
    main()
