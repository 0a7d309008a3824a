"""How fast a large project is exported, beside a bare loop of `json.dumps` over the same records.

    python tests/benchmarks/export.py [--articles N] [--sentences M] [--formats jsonl,csv,…]

The project has `N` articles of `M` sentences, a third of which are tagged, names and numbers found. Each
format writes all of them in a process of its own; of the bare loop only the `json.dumps` and the writing are
counted. A ratio of 0.5 is half the speed of the loop. Memory is that of the process at its largest; what it
is above that of a process which only opens the layer must not grow with the articles.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from annotations.analysis.pipeline import Analyser
from annotations.analysis.sentences import split
from annotations.model.article import Article, article_id
from annotations.project.export import annotated_layer
from annotations.project.project import Project
from annotations.records.record import Record, article_mark, layer_head, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.layer.lines import HEAD_KEY, render
from tui.cli.main import run

_Given = TypeVar("_Given")
_Found = TypeVar("_Found")
_PIECES = (
    "央行稱將降準0.5%，釋放長期資金約1萬億元。",
    "財政部長王某表示：「今年的赤字不會超過3%。」",
    "去年11月，台北的平均房價上漲了12.5萬元。",
    "這是目前為止最嚴重的一次。",
)


def build(root: Path, articles: int, sentences: int) -> None:
    """Write the project: texts, frozen articles with what was found in them, and one layer."""
    analyser = Analyser()
    project = Project.at(root, annotator="mei")
    common = {"annotator": "mei", "writer": "bench", "scheme": project.scheme.id}
    at = "2026-01-31T08:00:00.000Z"
    template = "".join(_PIECES[number % len(_PIECES)] for number in range(sentences))
    bounds = split(template)
    found = analyser.analyse(template, bounds)
    said: list[Record] = []
    for number in range(articles):
        head = f"第{number:07d}則。"
        text = template[: -len(head)] + head  # offsets stay, so that it is analysed once
        article = Article(
            article_id(text), f"第{number}則", text, text, source=f"{number:07d}.txt", sentences=tuple(bounds)
        )
        project.frozen.freeze(article)
        project.frozen.freeze_analysis(article, found)
        for one in bounds[:-3:3]:
            quote = text[one.start : one.end]
            said.append(
                sentence_mark(
                    *(article.id, one.start, one.end, quote),
                    status="marked",
                    labels=["claim"],
                    at=at,
                    **common,
                )
            )
        said.append(article_mark(article.id, done=True, seen=[[0, len(text)]], at=at, **common))
    lines = [(HEAD_KEY, layer_head("mei")), *((str(doc_id(one["uid"])), one) for one in said)]
    (root / "annotations" / "mei.json").write_bytes(render(lines))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that `work` takes, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def opened(root: str) -> int:
    """Return the megabytes of a process that opens the layer and does nothing with it."""
    layer = annotated_layer(Project.at(Path(root), annotator="mei"))
    layer.close()
    return _largest()


def exported(arguments: list[str]) -> tuple[float, float, int]:
    """Return the seconds of an export, by the clock and of the processor, and the process's megabytes."""
    run(["export", "--schema", "-o", os.devnull])  # what is imported is no work
    clock, processor = timed(lambda: run(arguments))
    return clock, processor, _largest()


def _largest() -> int:
    """Return the megabytes of this process when it was largest; the system's other figure is its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) >> 10 for line in status.split("\n") if line.startswith("VmHWM"))


def alone(work: Callable[[_Given], _Found], given: _Given) -> _Found:
    """Return what `work` returns in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (given,))


def bare(lines: Path, out: Path) -> float:
    """Return the processor's seconds of a loop of `json.dumps` over the records of `lines`."""
    seconds = 0.0
    with lines.open(encoding="utf-8") as source, out.open("w", encoding="utf-8") as target:
        while block := source.readlines(1 << 24):
            rows = [json.loads(line) for line in block]
            began = time.process_time()
            for row in rows:
                target.write(json.dumps(row, ensure_ascii=False) + "\n")
            seconds += time.process_time() - began
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--formats", default="jsonl")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhupi-") as folder:
        root = Path(folder, "news")
        (root / "annotations").mkdir(parents=True)
        os.environ["ZHUPI_STATE"] = str(Path(folder, "state"))
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        build(root, options.articles, options.sentences)
        lines = Path(folder, "all.jsonl")
        exported(["export", str(root), "--as", "mei", "-o", str(lines)])
        with lines.open("rb") as file:
            count = sum(1 for _ in file)
        print(f"{count:,} sentences; a process with the layer open: {alone(opened, str(root))} MB")
        for name in options.formats.split(","):
            out = str(Path(folder, f"out-{name}"))
            reference = bare(lines, Path(folder, "bare.jsonl"))
            arguments = ["export", str(root), "--as", "mei", "--format", name, "-o", out]
            clock, processor, memory = alone(exported, arguments)
            print(
                f"{name:12} {clock:7.2f} s, {processor:7.2f} of the processor, json.dumps {reference:.2f},"
                f" ratio {reference / processor:.2f}, {memory} MB"
            )


if __name__ == "__main__":
    main()
