"""How long a client takes at a hub with ten million revisions: to catch up, to join, to hear of one.

    python tests/benchmarks/hub_size.py [--revisions 10000000] [--behind 1000] [--join 200000] [--folder DIR]

The revisions are made in the database, half a thousand an article, by ten annotators. Wanted: 1,000 behind
are caught up with within two seconds, by the lead, who reads all, and by an annotator with 200 articles done;
what one stores others have within two seconds. A fresh join says its speed.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from machines import LED, Machine, until
from postgres import HubOfTests, Postgres, binaries, new_hub

from annotations.hub.client.revision import Revision
from annotations.hub.layers.ledger import Place
from annotations.hub.rounds.single_round import opened_ledger
from annotations.records.record import now, sentence_mark

NAMES = tuple(f"a{number}" for number in range(10))
READERS = ("lin", "a3")
AN_ARTICLE = 500
AT_ONCE = 500_000
ROWS = """
INSERT INTO zhupi.revision (seq, rev, owner, after_others, digest, article, kind, uid, content)
SELECT g, 1, owner, false, decode(md5(g::text), 'hex'), article, 'sentence', uid, format(
    '{"schema": 1, "uid": "%%s", "kind": "sentence", "article": "%%s", "start": %%s, '
    '"end": %%s, '
    '"quote": "新聞", "status": "marked", "labels": ["claim"], "voice": null, "voice_by": null, '
    '"quotes": [], "attributes": {}, '
    '"note": "", "flag": false, "annotator": "%%s", "rev": 1, "writer": "bench", "batch": ["%%s", 1], '
    '"scheme": "default/1", "created": "2026-01-01T00:00:00.000Z", "updated": "2026-01-01T00:00:00.000Z", '
    '"deleted": false}', uid, article, start, start + 2, annotator, md5(g::text))
FROM (SELECT g, m.id AS owner, m.annotator, a.article, ((g - 1) %% 500) / 10 * 20 AS start,
        'sentence:' || a.article || ':' || ((g - 1) %% 500) / 10 * 20 || ':' || m.annotator AS uid
    FROM generate_series(%s::bigint, %s::bigint) g
    JOIN zhupi.member m ON m.annotator = 'a' || g %% 10
    CROSS JOIN LATERAL (SELECT lpad(to_hex((g - 1) / 500 + 1), 20, '0') AS article) a) rows ORDER BY g
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revisions", type=int, default=10_000_000)
    parser.add_argument("--behind", type=int, default=1_000)
    parser.add_argument("--join", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help="on which disk")
    parser.add_argument("--port", type=int, help="of a server that runs, with a hub that this filled")
    parser.add_argument("--database", default="news0", help="of that hub")
    options = parser.parse_args()
    if binaries() is None:
        print("no PostgreSQL is here")
        return 1
    folder = Path(tempfile.mkdtemp(prefix="zhupi-size-", dir=options.folder))
    folder.chmod(0o755)
    if options.port:  # it stays as it is
        late = measure(HubOfTests(Running(options.port), options.database), folder, options)
        shutil.rmtree(folder)
        return 1 if any(late) else 0
    (folder / "server").mkdir()
    server = Postgres(folder / "server")
    try:
        hub = new_hub(server, annotators=NAMES)
        fill(hub, options.revisions)
        late = measure(hub, folder, options)
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if any(late) else 0


def measure(hub: HubOfTests, folder: Path, options: argparse.Namespace) -> list[bool]:
    """Print the figures of a hub; return whether each that there is a limit for was too much."""
    apart = max(options.revisions // AN_ARTICLE // 200, 1)
    places = cursors(hub)
    send(hub, options.behind, apart)
    late = [catch_up(hub, folder, name, places[name]) for name in READERS]
    late += hear(hub, folder)
    for name in READERS:
        join(hub, folder, name, options.join)
    return late


class Running(Postgres):
    """A server that runs already, with a hub that was filled before."""

    def __init__(self, port: int) -> None:
        self.port = port


def fill(hub: HubOfTests, many: int) -> None:
    import psycopg

    began = time.monotonic()
    with psycopg.connect(hub.address(), autocommit=True) as base:
        indexes = [
            (str(name), str(made))
            for name, made in base.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'zhupi'"
                " AND tablename = 'revision' AND indexname <> 'revision_pkey'"
            )
        ]
        for name, _ in indexes:
            base.execute(f"DROP INDEX zhupi.{name}".encode())
        for first in range(1, many + 1, AT_ONCE):
            base.execute(ROWS, (first, min(first + AT_ONCE - 1, many)))
        for _, made in indexes:
            base.execute(made.encode())
        done = "SELECT DISTINCT lpad(to_hex(g * %s), 20, '0') FROM generate_series(1, 200) g"
        apart = max(many // AN_ARTICLE // 200, 1)
        base.execute(
            "INSERT INTO zhupi.opened (owner, article, done, saw, since) SELECT m.id, a, true, true, '0'"
            f" FROM zhupi.member m, ({done}) d(a) WHERE m.annotator = 'a3'".encode(),
            (apart,),
        )
        base.execute(
            "UPDATE zhupi.member m SET stored = (SELECT count(*) FROM zhupi.revision r WHERE r.owner = m.id)"
        )
        base.execute("SELECT setval('zhupi.revision_seq', %s)", (many,))
        base.execute("VACUUM ANALYZE zhupi.revision")
        (size,) = base.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone() or (
            "",
        )
    print(f"{many:,} revisions, {size}, made in {time.monotonic() - began:.0f} s", flush=True)


def cursors(hub: HubOfTests) -> dict[str, Place]:
    """Return how far clients have read that know everything."""
    found = {}
    for name in READERS:
        asked = "SELECT zhupi.sealed(m.id, r.seq), h.epoch::text"
        ((cursor, epoch),) = hub.server.run(
            f"{asked} FROM zhupi.member m, zhupi.hub h, zhupi.revision r"
            f" WHERE m.annotator = '{name}' ORDER BY r.seq DESC LIMIT 1",
            database=hub.database,
        )
        with hub.of(name) as one:
            leads = " ".join(member.annotator for member in one.members() if member.lead)
            view = f"{one.settings.others} {leads} {'lead' if one.me.lead else 'member'}"
        found[name] = Place(str(epoch), str(cursor), view)
    return found


def send(hub: HubOfTests, many: int, apart: int) -> None:
    """Have all annotators say something more, in articles that one of them has done."""
    began = time.monotonic()
    for number, name in enumerate(NAMES):
        marks = [
            sentence_mark(
                *(f"{(at % 200 + 1) * apart:020x}", 10_000 + 2 * at, 10_002 + 2 * at, "新聞"),
                annotator=name,
                writer="bench",
                scheme="default/1",
                status="marked",
                labels=["claim"],
            )
            for at in range(number, many, len(NAMES))
        ]
        with hub.of(name) as one:
            one.send([Revision.of(mark) for mark in marks])
    print(f"{many:,} more sent in {time.monotonic() - began:.2f} s", flush=True)


def catch_up(hub: HubOfTests, folder: Path, name: str, place: Place) -> bool:
    """Let a client that knew everything before take in what is new; tell whether that took too long."""
    machine = Machine(folder / f"behind-{name}", name, hub.address(name), settings=LED * (name == "lin"))
    ledger = opened_ledger(machine.project, machine.address, machine.state)
    ledger.place = place
    ledger.close()
    taken: list[int] = []
    began = time.monotonic()
    machine.exchange(taken=taken.append)
    seconds = time.monotonic() - began
    print(f"{name}: {sum(taken):,} revisions behind, caught up in {seconds:.2f} s", flush=True)
    return seconds > 2


def hear(hub: HubOfTests, folder: Path) -> list[bool]:
    """Measure how long it takes until the lead's machine has what an annotator stored."""
    lead = Machine(folder / "behind-lin", "lin", hub.address("lin"))
    mei = Machine(folder / "behind-a3", "a3", hub.address("a3"))
    for one in (lead, mei):
        courier = one.start()
        until(lambda: courier.state.connected)  # noqa: B023
    took = []
    for number in range(40):
        article = f"{number + 1:020x}"
        began = time.monotonic()
        mei.say(7, "quote", article, at=now())
        until(lambda: any(article in news.articles for news in lead.news))  # noqa: B023
        took.append(time.monotonic() - began)
    for one in (lead, mei):
        one.stop()
    median = statistics.median(took)
    print(f"from the key to the lead's disk: median {median:.2f} s, longest {max(took):.2f} s of {len(took)}")
    return [max(took) > 2]


class _Enough(Exception):
    """So many are enough for a figure."""


def join(hub: HubOfTests, folder: Path, name: str, many: int) -> None:
    """Join anew, and say how fast it goes."""
    machine = Machine(folder / f"joins-{name}", name, hub.address(name), settings=LED * (name == "lin"))
    count, began, said, processor = 0, time.monotonic(), 0.0, time.process_time()

    def taken(revisions: int) -> None:
        nonlocal count, said
        count += revisions
        seconds = time.monotonic() - began
        if seconds - said > 2:
            said = seconds
            print(f"\r{name} joins: {count:,} revisions, {count / seconds:,.0f} a second", end="", flush=True)
        if count >= many:
            raise _Enough

    with contextlib.suppress(_Enough):
        machine.exchange(taken=taken)
    seconds = time.monotonic() - began
    processor = time.process_time() - processor
    print(
        f"\r{name} joins: {count:,} revisions in {seconds:.1f} s, {count / seconds:,.0f} a second;"
        f" {count / processor:,.0f} a second of the client's processor"
    )


if __name__ == "__main__":
    sys.exit(main())
