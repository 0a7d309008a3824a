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
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from machines import LED, Machine, until
from postgres import HubOfTests, Postgres, binaries, new_hub

from annotations.hub.errand import opened_ledger
from annotations.hub.ledger import Place
from annotations.records.record import now

NAMES = tuple(f"a{number}" for number in range(10))
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
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if binaries() is None:
        print("no PostgreSQL is here")
        return 1
    folder = Path(tempfile.mkdtemp(prefix="zhupi-size-", dir=options.folder))
    folder.chmod(0o755)
    (folder / "server").mkdir()
    server = Postgres(folder / "server")
    try:
        hub = new_hub(server, annotators=NAMES)
        fill(hub, options.revisions)
        late = [catch_up(hub, folder, name, options) for name in ("lin", "a3")]
        late += hear(hub, folder)
        for name in ("lin", "a3"):
            join(hub, folder, name, options.join)
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if any(late) else 0


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
            "INSERT INTO zhupi.opened (owner, article, done, saw, since, news)"
            " SELECT m.id, a, true, true, '0',"
            " (SELECT coalesce(max(r.seq), 0) FROM zhupi.revision r WHERE r.article = a)"
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


def catch_up(hub: HubOfTests, folder: Path, name: str, options: argparse.Namespace) -> bool:
    """Let a client that knows all but the last revisions take these in; tell whether that took too long."""
    machine = Machine(folder / f"behind-{name}", name, hub.address(name), settings=LED * (name == "lin"))
    behind = options.revisions - options.behind
    if name != "lin":  # of the last ones it may read few: as many as it may are behind
        behind = _number_before(hub, name, options.behind)
    asked = f"SELECT zhupi.sealed(m.id, {behind}), h.epoch::text FROM zhupi.member m, zhupi.hub h"
    ((cursor, epoch),) = hub.server.run(f"{asked} WHERE m.annotator = '{name}'", database=hub.database)
    with hub.of(name) as one:
        leads = " ".join(member.annotator for member in one.members() if member.lead)
        view = f"{one.settings.others} {leads} {'lead' if one.me.lead else 'member'}"
    ledger = opened_ledger(machine.project, machine.address, machine.state)
    ledger.place = Place(str(epoch), str(cursor), view)
    ledger.close()
    for often in ("first", "again"):
        taken: list[int] = []
        began = time.monotonic()
        machine.exchange(taken=taken.append)
        seconds = time.monotonic() - began
        print(f"{name}: {often}: {sum(taken):,} revisions behind, caught up in {seconds:.2f} s", flush=True)
        if often == "first":
            late = seconds > 2
    return late


def _number_before(hub: HubOfTests, name: str, many: int) -> int:
    ((number,),) = hub.server.run(
        "SELECT min(seq) - 1 FROM (SELECT r.seq FROM zhupi.revision r, zhupi.member m"
        f" WHERE m.annotator = '{name}' AND (r.owner = m.id OR r.article IN"
        " (SELECT o.article FROM zhupi.opened o WHERE o.owner = m.id))"
        f" ORDER BY r.seq DESC LIMIT {many}) s",
        database=hub.database,
    )
    return int(str(number))


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
