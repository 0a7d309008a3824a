"""How long it takes to work out how far a large project is, once its layers are counted.

    python tests/benchmarks/progress.py [--articles N] [--annotators K] [--marks M]

The project has `N` articles, each given to two of `K` annotators, who have done half of theirs with `M` marks
in each. The first figure counts the layers and reads what the files hold; the second finds both in the cache.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from annotations.assignment.table import Assignments, Row
from annotations.project.progress import progress_of
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS
from annotations.reading import read_article
from annotations.records.record import Record, article_mark, layer_head, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.layer.lines import HEAD_KEY, render
from tui.presenters.progress import people_rows

_BEGIN = datetime.now(UTC) - timedelta(days=10)


def annotators(number: int) -> list[str]:
    """Return the names of so many."""
    return [f"註釋者{one:02d}" for one in range(number)]


def records(who: str, articles: list[str], marks: int) -> Iterator[Record]:
    """Yield what an annotator says of `articles`, over ten days."""
    common = {"annotator": who, "writer": "bench", "scheme": "default/1"}
    for nth, article in enumerate(articles):
        at = _BEGIN + timedelta(seconds=nth * 800_000 / max(1, len(articles)))
        for sentence in range(marks):
            when = _time(at + timedelta(seconds=8 * sentence))
            start = sentence * 20
            yield sentence_mark(
                article, start, start + 2, "如此", status="marked", labels=["claim"], at=when, **common
            )
        yield article_mark(article, done=True, seen=[[0, 20 * marks]], at=_time(at), **common)


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def build(root: Path, options: argparse.Namespace) -> None:
    """Write the project."""
    (root / "zhupi.toml").write_text('lead = "lead"\n', encoding="utf-8")
    for number in range(options.articles):
        text = f"第{number}則新聞。" + "如此說來，這是第一件。" * 10
        (root / f"{number:06}.txt").write_text(text, encoding="utf-8")
    project = Project.open([root], annotator="lead", root=root)
    ids = [read_article(place, project.options, source="").id for place in project.places]
    names = annotators(options.annotators)
    rows = []
    mine: dict[str, list[str]] = {name: [] for name in names}
    for number, (place, article) in enumerate(zip(project.places, ids, strict=True)):
        readers = tuple(sorted({names[number % len(names)], names[(number * 7 + 3) % len(names)]}))
        rows.append(Row(project.source_of(place), readers, characters=100, article=article))
        for reader in readers:
            mine[reader].append(article)
    (root / ASSIGNMENTS).write_text(Assignments.of(rows).text(), encoding="utf-8")
    (root / "annotations").mkdir()
    for name, articles in mine.items():
        said = records(name, articles[: len(articles) // 2], options.marks)
        lines = [(HEAD_KEY, layer_head(name)), *((str(doc_id(one["uid"])), one) for one in said)]
        (root / "annotations" / f"{name}.json").write_bytes(render(lines))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--annotators", type=int, default=10)
    parser.add_argument("--marks", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root, cache = Path(name, "project"), Path(name, "cache")
        root.mkdir()
        build(root, options)
        print(
            f"{options.articles:,} articles, {options.annotators} annotators; load {os.getloadavg()[0]:.1f}"
        )
        for what in ("cold", "warm", "warm"):
            project = Project.open([root], annotator="lead", root=root)
            began, worked = time.monotonic(), time.process_time()
            found = progress_of(project, cache=cache)
            read = time.monotonic() - began
            rows = people_rows(found.people, date.today(), 160)  # noqa: DTZ011
            seconds, worked = time.monotonic() - began, time.process_time() - worked
            assert len(rows) == options.annotators + 2
            done = sum(one.done for one in found.people)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{what}  {seconds:6.3f} s ({worked:.3f} s of it ours); the rows {seconds - read:.3f} s"
                f"   {done:,} done   memory {memory:,.0f} MB"
            )


if __name__ == "__main__":
    main()
