"""Many visitors of ``zhupi serve`` at once: seconds to the first frame, milliseconds a key, memory a visitor.

    python tests/benchmarks/serve.py [--visitors 20] [--seconds 30] [--keys 2]

All pages are opened in the same moment. Then each annotator presses keys at random moments, so many a second:
three moves and a tag in turn. A key's time is from its sending to the first that is drawn for it, as a page
without a browser sees it, on the same machine. Memory is that of the programs and of what they start, what
several share counted once (PSS), and for comparison as if nothing were shared (RSS).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import aiohttp
from web_page import Page, Served, served

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
DOWN, UP = "\x1b[B", "\x1b[A"
TURN = (DOWN, DOWN, "c", UP)
"""Keys that are pressed in turn; each changes what is drawn."""
FRAME = 2000
"""Bytes of a page that is drawn in full: what is written before is less."""
PATIENCE = 30.0


class Annotator:
    """One visitor, and how long each key took."""

    def __init__(self, link: str) -> None:
        self.page = Page(link, columns=120, rows=36)
        self.took: dict[str, list[float]] = {"move": [], "tag": []}
        self.first = 0.0
        self.lost = 0

    async def come(self) -> None:
        """Open the page, and wait until the first frame is whole."""
        await self.page.__aenter__()
        begin = time.perf_counter()
        await self.page.open()
        size = 0
        while size < FRAME:
            message = await self.page.socket.receive()
            assert message.type is aiohttp.WSMsgType.BINARY, message
            size += len(message.data)
        self.first = time.perf_counter() - begin

    async def rest(self, seconds: float) -> None:
        """Take in what is drawn meanwhile."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            await self.drawn(left)

    async def drawn(self, seconds: float) -> bool:
        """Tell whether something is drawn within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    message = await self.page.socket.receive()
                    assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
                    if message.type is aiohttp.WSMsgType.BINARY:
                        return True
        except TimeoutError:
            return False

    async def work(self, seconds: float, rate: float, chance: random.Random) -> None:
        """Press keys for so many seconds, `rate` of them a second."""
        until = time.perf_counter() + seconds
        turn = 0
        while time.perf_counter() < until:
            await self.rest(chance.expovariate(rate))
            key = TURN[turn % len(TURN)]
            turn += 1
            begin = time.perf_counter()
            await self.page.type(key)
            if await self.drawn(PATIENCE):
                self.took["tag" if key == "c" else "move"].append(time.perf_counter() - begin)
            else:
                self.lost += 1


def family(pid: int) -> Iterator[int]:
    """Yield the processes that `pid` has started, and what those have."""
    told = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    below: dict[int, list[int]] = defaultdict(list)
    for line in told.split("\n"):
        if line.strip():
            child, parent = map(int, line.split())
            below[parent].append(child)
    waiting = list(below[pid])
    while waiting:
        one = waiting.pop()
        waiting += below[one]
        yield one


def memory(pids: Sequence[int]) -> tuple[float, float]:
    """Return the megabytes that processes have: shared ones counted once, and as if there were none."""
    shares = [0, 0]
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
        except OSError:
            continue
        for at, name in enumerate(("Pss:", "Rss:")):
            shares[at] += sum(int(line.split()[1]) for line in lines if line.startswith(name))
    return shares[0] / 1024, shares[1] / 1024


def cpu(pids: Sequence[int]) -> float:
    """Return the seconds of processor time that processes have used."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def told(title: str, took: Sequence[float], unit: float, word: str) -> None:
    """Print the middle, the slow and the slowest of some times."""
    ordered = sorted(took)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] / unit for share in (0.5, 0.95, 0.99)]
    print(
        f"{title:24}{len(ordered):7,} times  p50 {at[0]:7.2f}  p95 {at[1]:7.2f}  p99 {at[2]:7.2f}"
        f"  max {ordered[-1] / unit:7.2f} {word}"
    )


async def measure(server: Served, count: int, seconds: float, rate: float) -> int:
    """Let `count` visitors come and work; print the figures and return how many keys were never answered."""
    everybody = [Annotator(server.link(f"a{number}")) for number in range(count)]
    begin = time.perf_counter()
    await asyncio.gather(*(one.come() for one in everybody))
    print(f"all {count} there after {time.perf_counter() - begin:.1f} s")
    told("first frame", [one.first for one in everybody], 1, "s")
    await asyncio.gather(*(one.rest(10) for one in everybody))  # names are being found
    print(f"load of the machine before the keys: {os.getloadavg()[0]:.1f}")
    used = cpu([server.pid]), cpu(list(family(server.pid)))
    begin = time.perf_counter()
    chance = random.Random(7)
    await asyncio.gather(*(one.work(seconds, rate, random.Random(chance.random())) for one in everybody))
    took = time.perf_counter() - begin
    for kind in ("move", "tag"):
        told(f"key: {kind}", [one for who in everybody for one in who.took[kind]], 0.001, "ms")
    keys = sum(len(one) for who in everybody for one in who.took.values())
    mine, theirs = cpu([server.pid]) - used[0], cpu(list(family(server.pid))) - used[1]
    print(
        f"{keys / took:.1f} keys a second; the server took {mine / took:.0%} of a core,"
        f" programs {theirs / took:.0%}"
    )
    programs = list(family(server.pid))
    shared, alone = memory(programs)
    print(
        f"memory of a visitor: {shared / count:.0f} MB (PSS), {alone / count:.0f} MB (RSS),"
        f" {len(programs) / count:.1f} processes; the server {memory([server.pid])[0]:.0f} MB"
    )
    lost = sum(one.lost for one in everybody)
    print(f"{lost} keys without an answer")
    await asyncio.gather(*(one.page.session.close() for one in everybody))
    begin = time.perf_counter()
    while list(family(server.pid)):
        await asyncio.sleep(0.05)
    print(f"all pages closed: the last program had ended after {time.perf_counter() - begin:.1f} s")
    return lost


def main() -> int:
    """Serve the sample articles; return 1 if a key had no answer."""
    parser = argparse.ArgumentParser(description="Many visitors at once.")
    parser.add_argument("--visitors", type=int, default=20, help="how many come")
    parser.add_argument("--seconds", type=float, default=30.0, help="for how long they work")
    parser.add_argument("--keys", type=float, default=2.0, help="keys that each presses in a second")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "news"
        shutil.copytree(SEEDS, project, ignore=shutil.ignore_patterns("annotations"))
        names = ",".join(f"a{number}" for number in range(options.visitors))
        (project / "assignments.tsv").write_text(f"x.txt\t-\t{names}\n")
        os.environ["ZHUPI_STATE"] = f"{folder}/state"
        os.environ["ZHUPI_CONFIG"] = f"{folder}/settings.toml"
        os.environ.pop("ZHUPI_ANNOTATOR", None)
        limit = ("--visitors", str(options.visitors))
        with served(project, "--team", *limit, links=options.visitors) as server:
            lost = asyncio.run(measure(server, options.visitors, options.seconds, options.keys))
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main())
