"""What of a team's work over a hub is lost while everything breaks: nothing, or this ends with 1.

Eight annotators, one of them at two machines, do 500 acts each, and tag, change, conflict and mark done.
Meanwhile connections are cut at random, also between commit and answer, the server is killed and started,
older states of the hub are put back with and without a new epoch, programs end and start anew, some without
what they remembered, and no clock is right. In the end every act must be at the hub, and all layers of all
machines must be the same.

    python tests/benchmarks/hub_faults.py [--annotators 8] [--acts 500] [--seed 1] [--share 0.02]
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from faulty_team import FaultyTeam
from killed_client import kill_clients
from postgres import Postgres, binaries, new_hub


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotators", type=int, default=8)
    parser.add_argument("--acts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--restores", type=int, default=3)
    parser.add_argument("--clients", type=int, default=40)
    options = parser.parse_args()
    if binaries() is None:
        print("no PostgreSQL is here")
        return 1
    shared = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="zhupi-faults-", dir=shared if shared.exists() else None))
    (folder / "server").mkdir()
    folder.chmod(0o755)
    server = Postgres(folder / "server")
    try:
        team = FaultyTeam(
            folder / "machines",
            server,
            annotators=options.annotators,
            acts=options.acts,
            seed=options.seed,
            share=options.share,
            pause=0.2,
        )
        figures = team.run(kills=options.kills, restores=options.restores)
        killed = kill_clients(folder / "killed", new_hub(server), options.clients)
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)
    print(figures.table())
    for line in figures.differing:
        print(line)
    print(
        f"{killed.kills} clients killed with SIGKILL after {killed.acts} acts: {killed.lost} lost;"
        f" layers are {'the same' if killed.equal else 'NOT the same'}"
    )
    return 1 if figures.lost or figures.differing or killed.lost or not killed.equal else 0


if __name__ == "__main__":
    sys.exit(main())
