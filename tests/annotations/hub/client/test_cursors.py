"""How one reads on behind what was read: pages, cursors, and a hub that lost something."""

from __future__ import annotations

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hub_records import done, mark
from postgres import HubOfTests, Postgres, new_hub

from annotations.hub.client.hub import Hub
from annotations.hub.errors import CursorLost

pytestmark = pytest.mark.peer("psycopg")
A, B = "a" * 20, "b" * 20


def test_pages_follow_one_another_without_a_gap(hub: HubOfTests) -> None:
    sent = [mark("mei", A, at) for at in range(25)]
    with hub.of("mei") as mei, hub.of("lin") as lin, hub.of("an") as an:
        mei.send(sent)
        an.send([mark("an", B, at) for at in range(25)])
        for one, expected in ((mei, 25), (lin, 50)):
            cursor, found, more = "", 0, True
            while more:
                page = one.received(cursor, 7)
                cursor, found, more = page.cursor, found + len(page.revisions), page.more
            assert found == expected
            assert one.received(cursor).revisions == ()
            assert one.received(cursor).cursor == cursor
        mei.send([done("mei", B)])
        assert len(mei.of_articles([B], limit=10).revisions) == 10
        rest = mei.of_articles([B], mei.of_articles([B], limit=10).cursor, 100)
        assert (len(rest.revisions), rest.more) == (15, False)


def test_how_much_lies_behind_a_cursor_is_what_will_come(hub: HubOfTests) -> None:
    def counted(one: Hub, limit: int = 7) -> list[int]:
        """Return how much was said to lie behind each cursor, when as much came; else how much came too."""
        said, came, cursor, more = [one.behind()], [0], "", True
        while more:
            page = one.received(cursor, limit)
            cursor, more = page.cursor, page.more
            said.append(one.behind(cursor))
            came.append(came[-1] + len(page.revisions))
        rest = [came[-1] - one for one in came]
        return said if said == rest else [*said, *rest]

    with hub.of("mei") as mei, hub.of("an") as an, hub.of("lin") as lin:
        assert mei.behind() == lin.behind() == 0
        an.send([mark("an", A, at) for at in range(20)])
        assert mei.behind() == 0  # which is not hers to know
        mei.send([mark("mei", B, at) for at in range(10)])
        lin.send([mark("lin", A, 0, kind="bounds"), mark("lin", A, 0, kind="return", to="an")])
        lin.send([mark("lin", B, 0, kind="return", to="mei"), mark("lin", B)])
        assert counted(mei) == [12, 5, 0]
        assert counted(an, 100) == [22, 0]
        mei.send([done("mei", A)])
        assert counted(mei, 100) == [34, 0]
        assert counted(lin) == [35, 28, 21, 14, 7, 0, 0]
        lin.put_settings("always")
        assert counted(mei, 100) == [35, 0]
        with pytest.raises(CursorLost):
            mei.behind(lin.received().cursor)


def test_a_page_holds_no_more_bytes_than_fit(hub: HubOfTests) -> None:
    with hub.of("mei") as mei:
        hub.server.run(
            "INSERT INTO zhupi.revision (seq, rev, owner, after_others, digest, article, kind, uid, content)"
            " SELECT n, 1, 3, false, substr(sha256(int8send(n)), 1, 16), repeat('a', 20), 'sentence', 'u',"
            " repeat('x', 260000) FROM generate_series(1::bigint, 70) n",
            database=hub.database,
        )
        page = mei.received(limit=5000)
        assert 50 < len(page.revisions) < 70
        assert page.more
        assert len(page.revisions) + len(mei.received(page.cursor, 5000).revisions) == 70


def test_a_cursor_is_of_one_member_and_one_hub(hub: HubOfTests, postgres: Postgres) -> None:
    other = new_hub(postgres)
    with hub.of("mei") as mei, hub.of("an") as an, other.of("mei") as elsewhere:
        mei.send([mark("mei", A)])
        cursor = mei.received().cursor
        for one in (an, elsewhere):
            with pytest.raises(CursorLost):
                one.received(cursor)


def test_a_hub_that_lost_its_last_rows_is_found_out(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("lin") as lin:
        mei.send([mark("mei", A, 0), mark("mei", A, 3)])
        cursors = [one.received().cursor for one in (mei, lin)]
        hub.server.run(  # as a copy of yesterday's would be, of which nobody said so
            "ALTER TABLE zhupi.revision DISABLE TRIGGER stays",
            "DELETE FROM zhupi.revision WHERE uid LIKE '%:3:%'",
            "ALTER TABLE zhupi.revision ENABLE TRIGGER stays",
            "SELECT setval('zhupi.revision_seq', 1)",
            database=hub.database,
        )
        for one, cursor in zip((mei, lin), cursors, strict=True):
            with pytest.raises(CursorLost):
                one.received(cursor)
        mei.send([mark("mei", A, 6)])  # another row under the same number
        for one, cursor in zip((mei, lin), cursors, strict=True):
            with pytest.raises(CursorLost):
                one.received(cursor)


def test_a_cursor_skips_nothing_that_is_stored_at_the_same_time(hub: HubOfTests) -> None:
    each, names = 40, ("an", "mei", "wu")
    found: Counter[str] = Counter()
    finished = threading.Event()

    def write(name: str) -> None:
        with hub.of(name) as one:
            for at in range(each):
                one.send([mark(name, A, at)])

    def read() -> None:
        with hub.of("lin") as lin:
            cursor, last = "", False
            while not last:
                last = finished.is_set()  # what was stored by then is read once more
                page = lin.received(cursor, 5)
                found.update(one.digest for one in page.revisions)
                cursor, last = page.cursor, last and not page.more

    with ThreadPoolExecutor(4) as pool:
        reader = pool.submit(read)
        list(pool.map(write, names))
        finished.set()
        reader.result()
    assert len(found) == each * len(names)
    assert set(found.values()) == {1}


def test_what_others_say_later_in_a_done_article_comes_behind_the_cursor(hub: HubOfTests) -> None:
    def texts(one: Hub, cursor: str) -> list[str]:
        return [json.loads(row.content)["note"] for row in one.received(cursor).revisions]

    with hub.of("mei") as mei, hub.of("an") as an, hub.of("lin") as lin:
        an.send([mark("an", A, 0, note="before"), mark("an", B, 0, note="elsewhere")])
        mei.send([done("mei", A)])
        cursor = mei.received(limit=1).cursor
        assert texts(mei, "") == ["before", ""]
        an.send([mark("an", A, 3, note="after"), mark("an", B, 3, note="elsewhere")])
        assert texts(mei, cursor) == ["", "after"]
        cursor = mei.received(cursor).cursor
        lin.put_settings("never")
        an.send([mark("an", A, 6, note="hidden")])
        assert texts(mei, cursor) == []
        lin.put_settings("done")
        assert texts(mei, cursor) == ["hidden"]
        an.send([mark("an", A, 9, note="last")])
        mei.send([done("mei", A, rev=2, is_done=False), done("mei", A, rev=3)])
        assert texts(mei, cursor) == ["hidden", "last", "", ""]
