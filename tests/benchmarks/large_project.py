"""Builds a large project whose bytes are always the same: frozen articles are left out, layers are all there.

    python tests/benchmarks/large_project.py FOLDER [--marks N] [--articles M] [--annotators K]

Every annotator has the same number of marks, in articles of his own. One mark in nine has been revised,
one in a hundred deleted, and every second article is done.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotations.records.record import Record, article_mark, layer_head, revise, sentence_mark, tombstone
from annotations.records.uids import doc_id
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TAIL, Line, encode_line

__all__ = ["annotator", "build", "records"]

_BEGIN = datetime(2026, 1, 31, 8, tzinfo=UTC)
_SENTENCES = (
    "据知情人士透露，该公司计划在今年第三季度之前投入近6000億美元，用于建设新的数据中心。",
    "「我們並不認為這是一個好的決定」，他在接受採訪時說。",
    "分析师认为，市场对此反应过度。",
    "国务院总理2025年3月5日在北京表示，今年的增长目标是5%左右，财政赤字率拟按4%左右安排。",
    "這當然不是事情的全部。",
)
_LABELS = (("claim",), ("opinion",), ("quote",), ("claim", "quote"), ())


def annotator(number: int) -> str:
    """Return the name of the `number`-th annotator."""
    return f"註釋者{number:02d}"


def records(number: int, marks: int, articles: int, annotators: int) -> Iterator[Record]:
    """Yield the records of the `number`-th annotator, `marks` sentences of them, in the order of the acts."""
    dice = random.Random(number)
    who = annotator(number)
    mine = max(1, articles // annotators)
    each = max(1, marks // mine)
    common = {"annotator": who, "writer": f"writer-{number}", "scheme": "default/1"}
    for index in range(marks):
        at = _time(index)
        nth, sentence = divmod(index, each)
        article = f"{(number * mine + nth) % articles:020x}"
        quote, labels = dice.choice(_SENTENCES), dice.choice(_LABELS)
        start = sentence * 60
        status = "marked" if labels else "none"
        record = sentence_mark(
            article,
            start,
            start + len(quote),
            quote,
            status=status,
            labels=labels,
            voice="author",
            at=at,
            **common,
        )
        record["batch"] = [f"{number:x}-{index:x}", 1]
        yield record
        if index % 9 == 0:
            record = revise(
                record, flag=index % 2 == 0, note="再看", batch=[f"{number:x}-{index:x}b", 1], at=at
            )
            yield record
        if index % 100 == 0:
            yield tombstone(record, batch=[f"{number:x}-{index:x}c", 1], at=at)
        if sentence == each - 1 and nth % 2:
            done = article_mark(article, done=True, seen=[[0, start]], at=at, **common)
            yield {**done, "batch": [f"{number:x}-{index:x}d", 1]}


def _time(index: int) -> str:
    """Return when the `index`-th sentence was marked: about eight seconds after another, or a pause."""
    seconds = index * 8 + index * 7919 % 5000 / 1000 + index // 50 * 900
    return (_BEGIN + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def build(root: Path, marks: int, articles: int, annotators: int) -> list[Path]:
    """Write the layers of a project in `root` and return their files."""
    folder = root / "annotations"
    folder.mkdir(parents=True)
    paths = []
    for number in range(annotators):
        path = folder / f"{annotator(number)}.json"
        with path.open("wb") as out:
            head: Line = (HEAD_KEY, layer_head(annotator(number)))
            out.write(HEAD + encode_line(*head)[1:])
            for record in records(number, marks // annotators, articles, annotators):
                out.write(encode_line(str(doc_id(record["uid"])), record))
            out.write(TAIL)
        paths.append(path)
    return paths


def sizes(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how large."""
    parser.add_argument("--marks", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--annotators", type=int, default=10)


def main() -> None:
    """Build one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    sizes(parser)
    options = parser.parse_args()
    paths = build(options.folder, options.marks, options.articles, options.annotators)
    print(f"{len(paths)} layers, {sum(path.stat().st_size for path in paths):,} bytes")


if __name__ == "__main__":
    main()
