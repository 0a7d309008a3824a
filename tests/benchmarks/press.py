"""What one durable press costs, here and elsewhere, in a small layer and in a large one.

    python tests/benchmarks/press.py [--records 1000 100000] [--presses 300] [--folder DIR]

Each store holds the given number of records and then gets presses: half of them revise a record, half add
one, each durable when it returns. Stores take turns press by press, so that whatever else the disk does
hits all alike; compare within one run only. Stock TinyDB takes a second a press at 100,000 records and
therefore gets few of them.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from tinydb import TinyDB
from tinydb.table import Document

from annotations.records.record import Record, revise, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.layer.layer import open_layer

STOCK_EVERY = {1000: 5, 100_000: 60}
QUOTE = "DeepSeek的突破迫使美國重新評估技術封鎖政策的有效性。"


class Store(Protocol):
    """What is measured."""

    def fill(self, records: list[Record]) -> None:
        """Store `records` at once."""

    def press(self, record: Record) -> None:
        """Store one record, durable on return."""


class Zhupi:
    """Ours: a TinyDB file that grows at its end."""

    def __init__(self, folder: Path) -> None:
        self.layer = open_layer(folder / "zhupi.json", "mei")

    def fill(self, records: list[Record]) -> None:
        self.layer.put(records)

    def press(self, record: Record) -> None:
        self.layer.put([record])


class Jsonl:
    """A line appended and flushed: the least that a durable press can cost. It checks nothing."""

    def __init__(self, folder: Path) -> None:
        self.fd = os.open(folder / "x.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def fill(self, records: list[Record]) -> None:
        for record in records:
            os.write(self.fd, self.line(record))
        os.fdatasync(self.fd)

    def press(self, record: Record) -> None:
        os.write(self.fd, self.line(record))
        os.fdatasync(self.fd)

    def line(self, record: Record) -> bytes:
        return (json.dumps(record, ensure_ascii=False) + "\n").encode()


class Sqlite:
    """SQLite with a write-ahead log and synchronous FULL."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "x.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute(
            "CREATE TABLE mark (uid TEXT PRIMARY KEY, article TEXT, rev INT, record TEXT) WITHOUT ROWID"
        )

    def fill(self, records: list[Record]) -> None:
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO mark VALUES (?, ?, ?, ?)", map(self.row, records))
        self.db.execute("COMMIT")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def press(self, record: Record) -> None:
        self.db.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?)", self.row(record))

    def row(self, record: Record) -> tuple[Any, ...]:
        return record["uid"], record["article"], record["rev"], json.dumps(record, ensure_ascii=False)


class Stock:
    """TinyDB as it comes."""

    def __init__(self, folder: Path) -> None:
        self.db = TinyDB(folder / "stock.json", encoding="utf-8", ensure_ascii=False)

    def fill(self, records: list[Record]) -> None:
        self.db.insert_multiple(Document(record, doc_id(record["uid"])) for record in records)

    def press(self, record: Record) -> None:
        self.db.upsert(Document(record, doc_id(record["uid"])))


STORES: dict[str, Callable[[Path], Store]] = {
    "zhupi": Zhupi,
    "flushed JSONL append": Jsonl,
    "SQLite WAL FULL": Sqlite,
    "stock TinyDB": Stock,
}


def make(number: int) -> Record:
    """Return the first revision of the mark of the `number`-th sentence of a corpus."""
    article, sentence = divmod(number, 30)
    return sentence_mark(
        f"{article:020x}",
        sentence * 40,
        sentence * 40 + len(QUOTE),
        QUOTE,
        annotator="mei",
        writer="benchmark",
        scheme="default/1",
        status="marked",
        labels=["claim"],
    )


def presses(count: int, records: int) -> list[Record]:
    """Return what is pressed: revisions of records that are there, and new ones, in turn."""
    dice = random.Random(7)
    newest = {number: make(number) for number in dice.sample(range(records), count)}
    return [
        revise(newest.pop(next(iter(newest))), note="看") if turn % 2 else make(records + turn)
        for turn in range(count)
    ]


def measure(records: int, count: int, parent: Path) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Return the milliseconds of every press of every store, with `records` records in each.

    Beside it for each store the milliseconds of processor time of its presses together.
    """
    times: dict[str, list[float]] = {name: [] for name in STORES}
    busy = dict.fromkeys(STORES, 0.0)
    dice = random.Random(8)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        stores = {name: make_store(Path(folder)) for name, make_store in STORES.items()}
        for store in stores.values():
            store.fill([make(number) for number in range(records)])
        os.sync()
        gc.collect()
        gc.freeze()  # the records of all stores together are no program's everyday load
        for turn, record in enumerate(presses(count, records)):
            names = list(STORES)
            dice.shuffle(names)
            for name in names:
                if name == "stock TinyDB" and turn % STOCK_EVERY.get(records, records // 1000):
                    continue
                worked, begin = time.process_time(), time.perf_counter()
                stores[name].press(record)
                times[name].append((time.perf_counter() - begin) * 1000)
                busy[name] += (time.process_time() - worked) * 1000
        gc.unfreeze()
    return times, busy


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of `values` lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def report(records: int, times: dict[str, list[float]], busy: dict[str, float]) -> None:
    """Print one table."""
    ours = statistics.median(times["zhupi"])
    print(f"\n{records:,} records: one durable press, milliseconds")
    print(f"{'':24}{'presses':>8}{'median':>10}{'p99':>10}{'processor':>11}   zhupi's median is")
    for name, values in times.items():
        median = statistics.median(values)
        ratio = "" if name == "zhupi" else f"{ours / median:10.3f} times that"
        high, processor = percentile(values, 0.99), busy[name] / len(values)
        print(f"{name:24}{len(values):8}{median:10.3f}{high:10.3f}{processor:11.3f}{ratio}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What one durable press costs, here and elsewhere.")
    parser.add_argument("--records", type=int, nargs="+", default=[1000, 100_000], help="how many there are")
    parser.add_argument("--presses", type=int, default=300, help="how many presses a store gets")
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="on which disk (here)")
    options = parser.parse_args()
    medians = {}
    for records in options.records:
        times, busy = measure(records, min(options.presses, records), options.folder)
        report(records, times, busy)
        medians[records] = {name: statistics.median(values) for name, values in times.items()}
    small, large = min(medians), max(medians)
    if small != large:
        print(f"\ngrowth of the median from {small:,} to {large:,} records")
        for name in STORES:
            print(f"{name:24}{medians[large][name] / medians[small][name]:10.2f} times")


if __name__ == "__main__":
    main()
