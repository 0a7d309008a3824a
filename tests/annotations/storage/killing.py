"""Programs that annotate without end, are killed at any moment, and what must be there afterwards.

A worker does everything that a session does: it freezes articles before their first mark, stores acts of
one and of several records, revises and deletes, and closes its layer, which makes the file shorter. What it
was promised it says on its standard output at once, a line each, and what it is about to do as well, so that
whoever kills it can choose. That happens at a moment that the clock brings, or right before one of its calls
of the system, which it then asks for itself: windows between two calls are too short to be hit by chance.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from annotations.errors import StorageError
from annotations.model.article import Article, Sentence, article_id
from annotations.records.conflict import RevisionConflict
from annotations.records.record import Record, as_act, revise, sentence_mark, tombstone
from annotations.records.uids import sentence_uid
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import TinyDBLayer, open_layer

__all__ = ["Kills", "main", "make_article", "work"]

ROOT = Path(__import__("annotations").__path__[0]).parent
SLOTS = 30
MANY = 330
"""Superseded lines that one act leaves behind, so that closing makes the file shorter."""


def make_article(number: int) -> Article:
    """Return the `number`-th article, some kilobytes long."""
    text = "".join(f"第{number}篇第{at:03}句，他說：「好。」" for at in range(40))
    return Article(article_id(text), f"標題{number}", text, text, sentences=(Sentence(0, len(text)),))


class MortalFiles(Files):
    """Kills its own program, as kill -9 does, right before one of its calls that change a file."""

    def __init__(self) -> None:
        self.left = 0
        """How many such calls are left; 0 is any number."""

    def count(self) -> None:
        """Count a call."""
        if self.left == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= bool(self.left)


def _counted(name: str) -> Callable[..., Any]:
    real = getattr(Files, name)

    def call(self: MortalFiles, *args: Any) -> Any:
        self.count()
        return real(self, *args)

    return call


for _name in ("open", "pwrite", "truncate", "fdatasync", "fsync_dir", "replace", "link", "unlink", "mkdir"):
    setattr(MortalFiles, _name, _counted(_name))


def work(root: Path, seed: int, word: str, left: int) -> None:
    """Annotate in the project `root` until killed.

    Args:
        root: The project's folder.
        seed: Chooses what is done, and names the writer.
        word: Before what it is to die by itself, one of the words that it says; empty is never.
        left: Before how many calls after that.
    """
    _Worker(root, seed, word, left).run()


def main(root: str, seed: str, word: str = "", left: str = "0") -> None:
    """Do as :func:`work`, told by a command line."""
    work(Path(root), int(seed), word, int(left))


class _Worker:
    def __init__(self, root: Path, seed: int, word: str, left: int) -> None:
        self.path = root / "annotations" / "mei.json"
        self.files = MortalFiles()
        self.frozen = FrozenArticles(root, files=self.files)
        self.seed = seed
        self.dice = random.Random(seed)
        self.word = word
        self.left = left

    def tell(self, word: str, *more: object) -> None:
        os.write(1, (" ".join(map(str, (word, *more))) + "\n").encode())
        if word == self.word and not self.files.left:
            self.files.left = self.left

    def run(self) -> None:
        while True:
            layer = open_layer(self.path, "mei", files=self.files)
            if layer.read_only is not None:
                raise AssertionError(layer.read_only)
            self.tell("opened")
            for _ in range(self.dice.randrange(3, 12)):
                self.press(layer)
            self.pile_up(layer)
            size = self.path.stat().st_size
            self.tell("closing")
            layer.close()
            if self.path.stat().st_size < size:
                self.tell("shorter")

    def press(self, layer: TinyDBLayer) -> None:
        if self.dice.random() < 0.3:
            number = self.dice.randrange(10_000)
            self.tell("freezing", number)
            self.frozen.freeze(make_article(number))
            self.tell("frozen", number)
        count = self.dice.choice([1, 1, 1, 3, 8])
        act = as_act([self.next_of(layer, slot) for slot in self.dice.sample(range(SLOTS), count)])
        self.store(layer, act)

    def pile_up(self, layer: TinyDBLayer) -> None:
        """Revise one record many times, and once more as if there had been a revision between.

        Of acts before such a gap none can be taken back any more, so that their lines may go.
        """
        mine = 1000 + self.seed  # nobody else's
        record = self.next_of(layer, mine)
        chain = [record]
        for _ in range(MANY):
            chain.append(revise(chain[-1]))
        self.store(layer, as_act(chain))
        last = revise(chain[-1])
        self.store(layer, as_act([{**last, "rev": last["rev"] + 1}]), check=False)

    def store(self, layer: TinyDBLayer, act: list[Record], check: bool = True) -> None:
        self.tell("putting")
        try:
            layer.put(act, check=check)
        except RevisionConflict:  # another worker was quicker
            layer.refresh()
            return
        newest = {record["uid"]: record["rev"] for record in act}
        self.tell("stored", *(f"{uid}={rev}" for uid, rev in newest.items()))

    def next_of(self, layer: TinyDBLayer, slot: int) -> Record:
        article = make_article(0).id
        old = layer.latest(sentence_uid(article, slot * 9, "mei"))
        note = "看" * self.dice.randrange(300)
        if old is None:
            fields = {"annotator": "mei", "writer": str(self.seed), "scheme": "s", "note": note}
            return sentence_mark(article, slot * 9, slot * 9 + 3, "字字字", **fields)
        if old["deleted"] or self.dice.random() < 0.9:
            return revise(old, note=note, writer=str(self.seed), deleted=False)
        return tombstone(old, writer=str(self.seed))


@dataclass
class Kills:
    """Kills workers in a project one after the other, and looks at what each left."""

    root: Path
    dice: random.Random
    revs: dict[str, int] = field(default_factory=dict)
    """The newest revision of each record that was acknowledged."""
    articles: dict[int, bool] = field(default_factory=dict)
    """The articles that were to be frozen, and whether that was acknowledged."""
    fresh: set[int] = field(default_factory=set)
    """Those of the last round."""
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    workers: int = 0

    def kill_at(self, word: str, left: int) -> None:
        """Let a worker go that dies right before the `left`-th call after it said `word`."""
        child = self._start(word, str(left))
        with child:
            assert child.stdout is not None
            for line in child.stdout:
                self._hear(line)
        self.look()

    def kill(self, *, together: int = 1) -> None:
        """Let so many workers go, and kill each at a moment of its own."""
        children = [self._start() for _ in range(together)]
        for child in children:
            with child:
                self._kill(child)
                assert child.stdout is not None
                for line in child.stdout.readlines():
                    self._hear(line)
        self.look()

    def look(self) -> None:
        """Look at what was left, and note in `problems` what is not as it was promised."""
        path = self.root / "annotations" / "mei.json"
        data = path.read_bytes() if path.exists() else b""
        torn = parse(data, "x").form is Form.DAMAGED
        if torn and len(data) % os.sysconf("SC_PAGE_SIZE") == 0:
            # The system lets go of a killed program's write between two pages, and there only.
            self.counts["torn between two pages"] += 1
        elif data:
            self._expect(self._stock(path, data), "stock TinyDB")
        layer = open_layer(path, "mei")
        ours = {uid: record["rev"] for uid in self.revs if (record := layer.latest(uid)) is not None}
        self._expect(ours, "zhupi")
        self.problems += [notice for notice in layer.notices if not torn and "cut short" not in notice]
        layer.close()
        self._look_at_articles(self.fresh)
        self.fresh.clear()
        self.counts["kills"] += 1

    def look_at_all_articles(self) -> None:
        """Look at the articles of all rounds."""
        self._look_at_articles(set(self.articles))

    def _look_at_articles(self, numbers: set[int]) -> None:
        frozen = FrozenArticles(self.root)
        for number in sorted(numbers):
            try:
                found = frozen.load(make_article(number).id)
            except StorageError as error:
                self.problems.append(str(error))
                continue
            if found != make_article(number) and (found is not None or self.articles[number]):
                self.counts["lost"] += 1
                self.problems.append(f"article {number} is not there")

    def _stock(self, path: Path, data: bytes) -> dict[str, int]:
        try:
            with TinyDB(path, encoding="utf-8", access_mode="r") as stock:
                return {row["uid"]: row["rev"] for row in stock if "uid" in row}
        except json.JSONDecodeError as error:
            self.problems.append(f"TinyDB cannot read {len(data)} bytes: {error}")
            return dict(self.revs)

    def _expect(self, found: dict[str, int], who: str) -> None:
        for uid, rev in self.revs.items():
            if found.get(uid, 0) < rev:
                self.counts["lost"] += 1
                self.problems.append(f"{who} reads revision {found.get(uid)} of {uid} instead of {rev}")

    def _start(self, *more: str) -> subprocess.Popen[bytes]:
        self.workers += 1
        code = "import sys; sys.path[:0] = sys.argv[1:3]; import killing; killing.main(*sys.argv[3:])"
        here = os.fspath(Path(__file__).parent)
        arguments = [os.fspath(ROOT), here, os.fspath(self.root), str(self.workers), *more]
        return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE)

    def _kill(self, child: subprocess.Popen[bytes]) -> None:
        """Wait for something to happen and a little longer; nothing hangs on how long that is."""
        assert child.stdout is not None
        word, longest = self.dice.choice([(b"opened", 0.003), (b"stored", 0.003), (b"closing", 0.012)])
        if self.dice.random() < 0.2:
            word, longest = b"freezing", 0.002
        for _ in range(self.dice.choice([1, 1, 2, 5])):
            while not (line := child.stdout.readline()).startswith(word):
                assert line, "the worker ended by itself"
                self._hear(line)
            self._hear(line)
        time.sleep(self.dice.uniform(0, longest))
        child.kill()

    def _hear(self, line: bytes) -> None:
        word, *rest = line.decode().split() or [""]
        if not line.endswith(b"\n"):
            return
        if word == "stored":
            for uid, rev in (one.rsplit("=", 1) for one in rest):
                self.revs[uid] = max(int(rev), self.revs.get(uid, 0))
        elif word in ("freezing", "frozen"):
            number = int(rest[0])
            self.fresh.add(number)
            self.articles[number] = self.articles.get(number, False) or word == "frozen"
        self.counts[word] += 1
