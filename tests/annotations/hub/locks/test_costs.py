"""How much others do does not show in what a call costs."""

from __future__ import annotations

import re

import pytest
from hub_records import carry, done, mark
from lock_attempts import CLOSED, OPEN
from postgres import HubOfTests

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.peer("psycopg")


def test_how_much_others_store_does_not_show_in_what_a_call_costs(hub: HubOfTests) -> None:
    calls = (
        f"of_articles(ARRAY['{CLOSED}'], '', 99, true)",
        "received('', 99)",
        "own_rows('', 99)",
        "behind('')",
    )

    def cost() -> tuple[list[str], list[int]]:
        """Return what EXPLAIN tells, and the numbers of pages in it apart."""
        lines: list[str] = []
        with psycopg.connect(hub.address("mei"), autocommit=True, prepare_threshold=None) as connection:
            for call in calls:
                asked = f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF) SELECT * FROM zhupi.{call}"
                connection.execute(asked.encode())  # the first one fills the caches of the session
                lines += [str(row[0]) for row in connection.execute(asked.encode())]
        pages = [int(one) for line in lines for one in re.findall(r"shared hit=(\d+)", line)]
        return [re.sub(r" (shared|hit|read|dirtied|written)=?\d*", "", line) for line in lines], pages

    with hub.of("an") as an, hub.of("mei") as mei:
        mei.send([mark("mei", CLOSED)])
        an.send([mark("an", CLOSED)])
        plans, pages = cost()
        hub.server.run(  # as if an had been sending for weeks
            "INSERT INTO zhupi.revision (seq, rev, owner, after_others, digest, article, kind, uid, content)"
            " SELECT nextval('zhupi.revision_seq'), 1, m.id, false, substr(sha256(int8send(n)), 1, 16),"
            f" '{CLOSED}', 'sentence', 'u', repeat('x', 300)"
            " FROM generate_series(1::bigint, 5000) n, zhupi.member m WHERE m.annotator = 'an'",
            "ANALYZE zhupi.revision",
            database=hub.database,
        )
        plans_after, pages_after = cost()
    assert plans_after == plans  # nowhere is a row removed by a filter
    assert len(pages) == len(calls)
    more = [after - before for before, after in zip(pages, pages_after, strict=True)]
    assert max(more) < 16, (pages, pages_after)  # of 300 that these rows fill: indexes grow deeper


def test_what_others_have_done_does_not_show_in_what_storing_costs(hub: HubOfTests) -> None:
    laid = mark("mei", CLOSED, 6, carried={"article": OPEN, "uid": "u", "rev": 1, "near": False})
    offered = [mark("mei", CLOSED, 3), done("mei", CLOSED), mark("mei", OPEN), laid]

    def cost() -> list[tuple[str, ...]]:
        """Return how many records of the log, and pages, each takes that is then taken back."""
        found = []
        with psycopg.connect(hub.address("mei"), autocommit=True, prepare_threshold=None) as connection:
            for one in offered:
                asked = "EXPLAIN (ANALYZE, BUFFERS, WAL, TIMING OFF) SELECT * FROM zhupi.send(%s, %s)"
                for _ in range(2):  # the first one fills the caches of the session
                    with connection.transaction(force_rollback=True):
                        rows = connection.execute(asked, ([one.digest], [one.content])).fetchall()
                found.append(tuple(re.findall(r"records=(\d+)|shared hit=(\d+)", str(rows))))
        return found

    with hub.of("an") as an, hub.of("wu") as wu, hub.of("mei") as mei:
        mei.send([mark("mei", CLOSED)])
        before = cost()
        for one, name in ((an, "an"), (wu, "wu")):
            one.send([mark(name, CLOSED, at) for at in range(50)] + [done(name, CLOSED)])
            one.send([carry(name, CLOSED, f"{at:020x}") for at in range(50)] + [carry(name, CLOSED, OPEN)])
        after = cost()
    for then, now in zip(before, after, strict=True):
        assert [records for records, _ in now] == [records for records, _ in then]
        pages = [int(one) - int(other) for (_, one), (_, other) in zip(now, then, strict=True) if one]
        assert max(pages) < 8, (then, now)  # of 100 rows more: indexes grow
