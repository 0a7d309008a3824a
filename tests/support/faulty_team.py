"""A team that works over a hub while everything breaks: what of it is lost, and who has what in the end."""

from __future__ import annotations

import contextlib
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cut_line import CutLine
from machines import LED, Machine, until
from postgres import HubOfTests, Postgres, new_hub

from annotations.hub.client.revision import Key, Revision
from annotations.records.conflict import RevisionConflict

__all__ = ["FaultyTeam", "Figures"]

_ARTICLES = tuple(f"{number:020x}" for number in range(1, 7))
_PLACES = 30
"""Sentences of each article that somebody may tag."""
_LABELS = ("claim", "opinion", "quote")
_LONG = 600.0


@dataclass
class Figures:
    """What happened, and what came of it."""

    acts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    """By its name how often each fault was."""
    conflicts: int = 0
    """Revisions that two machines of one annotator made of one record, neither knowing of the other."""
    lost: int = 0
    """Acts that the hub does not have in the end."""
    differing: list[str] = field(default_factory=list)
    """Layers that are not the same on two machines in the end."""
    seconds: float = 0.0
    settling: float = 0.0
    """Seconds from the last act and fault until all had everything."""

    def table(self) -> str:
        """Return all of it as lines."""
        rows = [
            ("acts", self.acts),
            *sorted(self.faults.items()),
            ("equal revisions that differ", self.conflicts),
        ]
        rows += [("acts lost", self.lost), ("layers that differ in the end", len(self.differing))]
        lines = [f"{name:<58}{number:>8}" for name, number in rows]
        lines += [f"{'seconds, and of these to settle':<58}{self.seconds:>8.1f}  {self.settling:.1f}"]
        return "\n".join(lines)


class FaultyTeam:
    """Annotators, of whom the first has two machines, their lead, and lines that are cut.

    Args:
        folder: Where the machines' projects are made.
        server: The PostgreSQL that is killed.
        annotators: How many there are.
        acts: How many each does.
        seed: What happens when; the same for the same number, as far as threads allow it.
        share: Of the pieces that go over a line, the share at which it is cut.
        pause: Seconds between two acts, at most.
    """

    def __init__(
        self,
        folder: Path,
        server: Postgres,
        *,
        annotators: int,
        acts: int,
        seed: int = 1,
        share: float = 0.01,
        pause: float = 0.02,
    ) -> None:
        self.figures = Figures()
        self._chance = random.Random(seed)
        self._server = server
        self._pause = pause
        self._acts = acts
        self._names = [f"a{number}" for number in range(annotators)]
        self._hub: HubOfTests = new_hub(server, annotators=self._names)
        self._lines: list[CutLine] = []
        self._share = share
        self._done: dict[str, set[Key]] = {name: set() for name in self._names}
        self._lock = threading.Lock()
        self._machines = [self._machine(folder, name, name) for name in self._names]
        self._machines.append(self._machine(folder, "a0-laptop", "a0"))
        self._lead = Machine(folder / "lin", "lin", self._hub.address("lin"), settings=LED)

    def run(self, *, kills: int = 2, restores: int = 1) -> Figures:
        """Let them work, break what can break, and compare in the end."""
        began = time.monotonic()
        everybody = [*self._machines, self._lead]
        try:
            self._lead.start()
            threads = [
                threading.Thread(target=self._work, args=(machine, number), daemon=True)
                for number, machine in enumerate(self._machines)
            ]
            for thread in threads:
                thread.start()
            self._break(kills, restores)
            for thread in threads:
                thread.join(_LONG)
            ended = time.monotonic()
            self._settle()
            self.figures.seconds, self.figures.settling = time.monotonic() - began, time.monotonic() - ended
            self._compare()
        finally:
            for machine in everybody:
                with contextlib.suppress(Exception):
                    machine.stop()
            for line in self._lines:
                line.close()
        return self.figures

    def _machine(self, folder: Path, place: str, name: str) -> Machine:
        line = CutLine(self._server.port, random.Random(self._chance.random()), self._share)
        self._lines.append(line)
        address = self._hub.address(name).replace(f":{self._server.port}/", f":{line.port}/")
        return Machine(folder / place, name, address)

    # -- those who work --------------------------------------------------------------------

    def _work(self, machine: Machine, number: int) -> None:
        chance = random.Random(number)
        machine.start()
        skew = timedelta(days=chance.randrange(-4000, 4000))  # of this machine's clock
        for act in range(self._acts if machine.program != "a0-laptop" else self._acts // 2):
            article = chance.choice(_ARTICLES)
            at = (datetime.now(UTC) + skew).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            with contextlib.suppress(RevisionConflict):  # a dialog asks, and the annotator goes on
                if chance.random() < 0.02:
                    record = machine.done(article, done=chance.random() < 0.8)
                else:
                    record = machine.say(
                        2 * chance.randrange(_PLACES), chance.choice(_LABELS), article, at=at
                    )
                with self._lock:
                    self._done[machine.name].add(Revision.of(record).key)
                    self.figures.acts += 1
            if chance.random() < 0.01:
                self._restart(machine, lose=chance.random() < 0.5, act=act)
            time.sleep(chance.random() * self._pause)

    def _restart(self, machine: Machine, *, lose: bool, act: int) -> None:
        """End the program and start it anew, maybe without what it remembered."""
        machine.stop(0.2)
        if lose:
            machine.forget()
            self._count("what is remembered of the hub lost")
        machine.start()
        self._count("programs ended and started anew")

    # -- what breaks -----------------------------------------------------------------------

    def _break(self, kills: int, restores: int) -> None:
        """Kill the server and put copies of it back, evenly while there is work."""
        whole = self._acts * len(self._names)
        faults = ["kill"] * kills + ["restore"] * restores
        self._chance.shuffle(faults)
        copy = ""
        for number, fault in enumerate(faults, 1):
            share = number / (len(faults) + 1)
            if fault == "restore":
                until(lambda: self.figures.acts >= whole * (share - 0.5 / (len(faults) + 1)), _LONG)  # noqa: B023
                copy = self._copied(number)
            until(lambda: self.figures.acts >= whole * share, _LONG)  # noqa: B023
            if fault == "kill":
                self._server.stop(signal.SIGKILL)
                time.sleep(self._chance.random())
                self._server.start()
                self._count("server killed with SIGKILL and started anew")
            else:
                self._put_back(copy, epoch=number % 2 == 0)

    def _copied(self, number: int) -> str:
        name = f"{self._hub.database}_copy{number}"
        with self._closed():
            self._server.run(f"CREATE DATABASE {name} TEMPLATE {self._hub.database}")
        return name

    def _put_back(self, copy: str, *, epoch: bool) -> None:
        """Have the hub be as it was when it was copied; with another epoch if it is done as it should be."""
        with self._closed():
            self._server.run(f"ALTER DATABASE {self._hub.database} RENAME TO {copy}_before")
            self._server.run(f"ALTER DATABASE {copy} RENAME TO {self._hub.database}")
            if epoch:
                self._server.run(
                    "UPDATE zhupi.hub SET epoch = gen_random_uuid()", database=self._hub.database
                )
        self._count(f"hub put back to an older state, {'with' if epoch else 'without'} a new epoch")

    @contextlib.contextmanager
    def _closed(self) -> Iterator[None]:
        """Let nobody into the hub's database meanwhile."""
        name = self._hub.database
        for line in self._lines:
            line.down = True
        self._lead.stop()
        try:
            until(lambda: not self._busy(name))
            yield
        finally:
            for line in self._lines:
                line.down = False
            self._lead.start()

    def _busy(self, name: str) -> bool:
        self._server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        return bool(self._server.run(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'")[0][0])

    def _count(self, fault: str) -> None:
        with self._lock:
            self.figures.faults[fault] += 1

    # -- what came of it -------------------------------------------------------------------

    def _settle(self) -> None:
        """Let all of them mark everything done, and wait until nothing waits and all have everything."""
        for line in self._lines:
            line.share = 0.0
        for machine in self._machines:
            self._finish(machine)
        everybody = [*self._machines, self._lead]
        until(lambda: all(self._nothing_waits(machine) for machine in everybody), _LONG)
        until(lambda: not self._differing(), _LONG)

    def _finish(self, machine: Machine) -> None:
        for article in _ARTICLES:
            while True:
                with contextlib.suppress(RevisionConflict):
                    record = machine.done(article)
                    self._done[machine.name].add(Revision.of(record).key)
                    break

    def _nothing_waits(self, machine: Machine) -> bool:
        if machine.courier is not None and not machine.courier.state.connected:
            machine.courier.retry()
        return machine.courier is not None and machine.courier.state.waiting == 0

    def _differing(self) -> list[str]:
        """Return the layers that are not everywhere as they are at the lead's."""
        found = []
        for name in self._names:
            here = self._lead.said(name)
            found += [f"{name} at {one.program}" for one in self._machines if one.said(name) != here]
        return found

    def _compare(self) -> None:
        for name in self._names:
            with self._hub.of(name) as hub:
                there = {(one.uid, one.rev, one.digest) for one in hub.own_rows()}
            self.figures.lost += len(self._done[name] - there)
            revisions = Counter((uid, rev) for uid, rev, _ in there)
            self.figures.conflicts += sum(number - 1 for number in revisions.values())
            highest: dict[str, int] = {}
            for uid, rev in revisions:
                highest[uid] = max(highest.get(uid, 0), rev)
            if {uid: rev for uid, (rev, *_) in self._lead.said(name).items()} != highest:
                self.figures.differing.append(f"{name} at the hub")
        self.figures.differing += self._differing()
        self.figures.faults["connections cut"] = sum(line.cuts for line in self._lines)
        self.figures.faults["of these after the hub had answered"] = sum(r.cut_answers for r in self._lines)
        lines = len(self._machines)
        self.figures.faults["machines whose clock is wrong by up to eleven years"] = lines
