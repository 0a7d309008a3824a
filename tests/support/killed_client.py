"""A client that is killed in the middle of its work with a hub, again and again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

from machines import LED, Machine
from postgres import HubOfTests

from annotations.hub.client.revision import Revision

__all__ = ["Killed", "kill_clients"]

_ROOT = Path(__file__).parents[2]
_PROGRAM = """
import sys
from pathlib import Path
from machines import Machine
from annotations.hub.client.revision import Revision
machine = Machine(Path(sys.argv[1]), "mei", sys.argv[2], sys.argv[3])
article = "%020x"
for number in range(1_000_000):
    record = machine.say(number % 40 * 2, "claim", article % (number % 3 + 1))
    print(Revision.of(record).digest, flush=True)
    if number % 4 == 0:
        machine.exchange()
"""


class Killed(NamedTuple):
    """What came of it."""

    kills: int
    acts: int
    """Those that were said to be saved."""
    lost: int
    """Of these the ones that the hub does not have in the end."""
    equal: bool
    """Whether the lead has the layer as its annotator has it."""


def kill_clients(folder: Path, hub: HubOfTests, kills: int, seed: int = 1) -> Killed:
    """Kill so many programs of mei's, each with what the one before left, and see what is there then."""
    chance = random.Random(seed)
    said: set[str] = set()
    paths = os.pathsep.join(map(str, (_ROOT, _ROOT / "tests" / "support")))
    for number in range(kills):
        program = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(folder / "mei"), hub.address("mei"), f"run {number}"],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
            text=True,
        )
        assert program.stdout is not None
        said.add(program.stdout.readline().strip())  # it works by now
        lines = program.stdout
        reader = threading.Thread(target=lambda lines=lines: said.update(map(str.strip, lines)))
        reader.start()
        time.sleep(chance.random() * 0.6)
        program.kill()
        program.wait()
        reader.join()
        program.stdout.close()
    mei = Machine(folder / "mei", "mei", hub.address("mei"))
    lin = Machine(folder / "lin", "lin", hub.address("lin"), settings=LED)
    mei.exchange()
    lin.exchange()
    with hub.of("mei") as one:
        there = {row.digest for row in one.own_rows()}
    whole = {digest for digest in said if len(digest) == 32}  # the last line may have been cut
    last = [Revision.of(record) for record in mei.layer.records()]
    lost = len(whole - there) + sum(one.digest not in there for one in last)
    result = Killed(kills, len(whole), lost, lin.said("mei") == mei.said())
    mei.stop()
    return result
