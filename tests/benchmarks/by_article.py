"""How long reading a layer an article at a time takes, how much memory, and how long it holds others up.

    python tests/benchmarks/by_article.py [--marks N] [--articles M]

Two layers are read: one in which each mark is an act, and the same records as one act. An article has
N / M marks. Memory is what the index adds to the process. Pauses are how late a thread woke that wanted to
every millisecond while another one indexed.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from large_project import annotator, build, records

from annotations.records.record import layer_head, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import HEAD_KEY, TAIL, encode_line, render
from annotations.storage.readers.by_article import LayerByArticle

MEMORY = """
import sys
from pathlib import Path
from annotations.storage.readers.by_article import LayerByArticle

def size():
    rows = Path("/proc/self/smaps_rollup").read_text().split("\\n")
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))

view = LayerByArticle(Path(sys.argv[1]), Path(sys.argv[1]).stem)
before = size()
view.refresh()
print(size() - before)
"""


def timed(what: Callable[[], object]) -> float:
    """Return how many milliseconds `what` takes."""
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def pauses(what: Callable[[], object]) -> list[float]:
    """Return by how many milliseconds a thread woke too late while `what` was done, the longest last."""
    ended, late = threading.Event(), []

    def tick() -> None:
        while not ended.is_set():
            late.append(timed(lambda: time.sleep(0.001)) - 1)

    thread = threading.Thread(target=tick)
    thread.start()
    what()
    ended.set()
    thread.join()
    return sorted(late)


def append(path: Path, article: str) -> None:
    """Add a mark as another program does."""
    record = sentence_mark(
        article, 10**6, 10**6 + 1, "字", annotator=path.stem, writer="w", scheme="default/1", note="再看"
    )
    with path.open("r+b") as file:
        file.seek(-len(TAIL), 2)
        file.write(encode_line(str(doc_id(record["uid"])), record) + TAIL)


def measure(name: str, path: Path, cache: Path) -> None:
    """Print what reading the layer at `path` comes to."""
    size = path.stat().st_size
    scans, busy = [], []
    for _ in range(5):
        view = LayerByArticle(path, path.stem)
        began = time.thread_time()
        scans.append(timed(view.refresh))
        busy.append((time.thread_time() - began) * 1000)
        view.close()
    scan = min(scans)
    opening = timed(lambda: open_layer(path, path.stem).close())
    gc.unfreeze()
    print(f"{name}: {size / 1e6:.1f} MB")
    print(f"  opening all of it            {opening:8.1f} ms, {opening / scan:.1f} times the scan")
    print(
        f"  scan, best of 5 (median)     {scan:8.1f} ms ({statistics.median(scans):.1f});"
        f" for 60 MB {scan * 60e6 / size:.1f}, of which CPU {min(busy) * 60e6 / size:.1f}"
    )
    used = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path)], check=True, capture_output=True, text=True
    )
    print(f"  memory of the index          {int(used.stdout) / 1e6:8.1f} MB")
    view = LayerByArticle(path, path.stem, cache=cache)
    view.refresh()
    articles = sorted(view.articles())
    view.close()
    [kept] = cache.iterdir()
    print(f"  cache                        {kept.stat().st_size / 1e6:8.1f} MB")
    warm = []
    for _ in range(20):
        view = LayerByArticle(path, path.stem, cache=cache)
        warm.append(timed(view.refresh))
        view.close()
    print(f"  refresh with a warm cache    {statistics.median(warm):8.2f} ms, at most {max(warm):.2f}")
    append(path, articles[0])
    view = LayerByArticle(path, path.stem, cache=cache)
    print(f"  the same after one more mark {timed(view.refresh):8.2f} ms")
    grown = []
    for _ in range(20):
        append(path, articles[0])
        grown.append(timed(view.refresh))
    print(f"  refresh after one more mark  {statistics.median(grown):8.2f} ms, at most {max(grown):.2f}")
    idle = statistics.median(timed(view.refresh) for _ in range(100))
    print(f"  refresh, nothing new         {idle:8.3f} ms")
    some = articles[1 :: max(1, len(articles) // 200)]
    asked = sorted(timed(lambda one=one: view.of_article(one)) for one in some)
    each = statistics.mean(len(view.of_article(one)) for one in some)
    print(
        f"  of_article, {each:.0f} records      {statistics.median(asked):8.2f} ms,"
        f" 95 of 100 within {asked[len(asked) * 95 // 100]:.2f}"
    )
    view.close()
    late = pauses(lambda: LayerByArticle(path, path.stem).refresh())
    print(
        f"  pauses of another thread     {late[len(late) // 2]:8.1f} ms median,"
        f" {late[len(late) * 99 // 100]:.1f} 99 of 100, {late[-1]:.1f} longest"
    )


def main() -> None:
    """Build the layers and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marks", type=int, default=90_000)
    parser.add_argument("--articles", type=int, default=3_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        [path] = build(Path(folder, "each"), options.marks, options.articles, 1)
        measure("each mark an act", path, Path(folder, "cache-each"))
        whole = Path(folder, "whole", path.name)
        whole.parent.mkdir()
        act = list(records(0, options.marks, options.articles, 1))
        lines = [(str(doc_id(one["uid"])), {**one, "batch": ["all", len(act)]}) for one in act]
        whole.write_bytes(render([(HEAD_KEY, layer_head(annotator(0))), *lines]))
        del act, lines
        measure("all marks one act", whole, Path(folder, "cache-whole"))


if __name__ == "__main__":
    main()
