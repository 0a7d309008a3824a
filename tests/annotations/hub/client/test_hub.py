"""A hub as its members use it, at a real PostgreSQL."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from select import select

import pytest
from hub_records import Sent, done, mark, put_file
from machines import until
from postgres import HubOfTests, Postgres, new_hub

from annotations.errors import UsageError
from annotations.hub.client.hub import MOST_REVISIONS, Hub
from annotations.hub.client.rows import FrozenText, Gift, Me, Member
from annotations.hub.errors import CursorLost, HubAway, HubError, NotLead, TooMuch

pytestmark = pytest.mark.peer("psycopg")
A, B, C = "a" * 20, "b" * 20, "c" * 20


def test_a_member_is_told_who_it_is_and_what_holds(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("lin") as lin:
        assert mei.me == Me("mei", False, "mei")
        assert lin.me == Me("lin", True, "lin")
        assert mei.settings == lin.settings
        assert (mei.settings.others, mei.settings.own_rows) == ("done", 0)
        mei.send([mark("mei", A)])
        lin.put_settings("always")
        mei.refresh()
        assert (mei.settings.others, mei.settings.own_rows) == ("always", 1)
        assert mei.members() == [
            *(Member(name, name == "lin", False) for name in ("an", "lin", "mei", "wu")),
        ]


def test_an_address_with_a_password_is_refused_before_it_goes_anywhere() -> None:
    with pytest.raises(UsageError, match=r"\.pgpass"):
        Hub.connect("postgresql://mei:secret@127.0.0.1:1/news")


def test_nobody_there_is_said_in_one_line() -> None:
    with pytest.raises(HubAway) as told:
        Hub.connect("postgresql://mei@127.0.0.1:1/news", timeout=2)
    assert "\n" not in str(told.value)


def test_what_was_said_comes_back_unchanged(hub: HubOfTests) -> None:
    odd = [
        "一\n二\t三\\",
        "a\0b",
        "\ud800",
        "\udc00x\ud800",
        "\\u0000 \\\\ud800",
        '"',
        "𝕏",
        "\u2028",
        "'; --",
        "%s",
    ]
    sent = [mark("mei", A, at, note=note) for at, note in enumerate(odd)]
    with hub.of("mei") as mei:
        assert all(one.stored for one in mei.send(sent))
        back = mei.received().revisions
    assert [one.content for one in back] == [one.content for one in sent]
    assert [json.loads(one.content)["note"] for one in back] == odd
    first = back[0]
    assert (first.uid, first.rev, first.digest) == (f"sentence:{A}:0:mei", 1, sent[0].digest)
    assert (first.article, first.kind, first.annotator) == (A, "sentence", "mei")


def test_what_is_there_is_known_and_one_that_cannot_be_keeps_no_other_back(hub: HubOfTests) -> None:
    first, second = mark("mei", A, 0), mark("mei", A, 3)
    with hub.of("mei") as mei:
        assert [(one.stored, one.known) for one in mei.send([first, first])] == [(True, False), (True, True)]
        found = mei.send([Sent("0" * 32, "\0"), Sent("0" * 32, "\ud800"), mark("an", A), first, second])
        assert [(one.why, one.known) for one in found] == [
            ("json", False), ("json", False), ("annotator", False), ("", True), ("", False),
        ]  # fmt: skip
        assert mei.send([]) == []
        assert [row.digest for row in mei.own_rows()] == [first.digest, second.digest]


def test_two_of_one_revision_that_differ_are_both_there(hub: HubOfTests) -> None:
    one, other = mark("mei", A, note="here"), mark("mei", A, note="there")
    with hub.of("mei") as here, hub.of("mei") as there:
        here.send([one])
        there.send([other])
        assert [row.content for row in here.received().revisions] == [one.content, other.content]
        assert {(row.uid, row.rev) for row in there.own_rows()} == {(f"sentence:{A}:0:mei", 1)}


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


def test_more_than_a_call_holds_stores_nothing(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("lin") as lin:
        with pytest.raises(TooMuch):
            mei.send([mark("mei", A)] * (MOST_REVISIONS + 1))
        with pytest.raises(TooMuch):
            mei.of_articles([A] * 1001)
        with pytest.raises(TooMuch):
            lin.put_files([Gift(f"{at}.txt", b"x", 0, "all") for at in range(1001)])
        assert list(mei.own_rows()) == []
        assert lin.files() == []


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


def test_articles_are_first_come_and_never_change(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("an") as an:
        assert mei.put_articles([FrozenText(A, "一"), FrozenText(B, "二", "names")]) == []
        assert an.put_articles(
            [FrozenText(A, "一", "later"), FrozenText(B, "other", "x"), FrozenText(C, "三")]
        ) == [B]
        assert an.put_articles([FrozenText(B, "二", "others")]) == [B]
        texts = {one.article: one for one in mei.texts([C, B, A, "d" * 20])}
        assert texts == {
            A: FrozenText(A, "一", "later"),
            B: FrozenText(B, "二", "names"),
            C: FrozenText(C, "三"),
        }
        rows = mei.articles()
        assert [(one.article, one.analysed) for one in rows] == [
            (A, False), (B, False), (B, True), (C, False), (A, True),
        ]  # fmt: skip
        assert mei.articles(rows[2].number) == rows[3:]
        assert mei.articles(limit=2) == rows[:2]
        with pytest.raises(HubError):
            mei.put_articles([FrozenText("../../x", "")])


def test_files_are_the_leads_and_each_version_follows_one(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("lin") as lin:
        assert put_file(lin, "zhupi.toml", b"\x00\xff", after=0) == 1
        assert put_file(lin, "zhupi.toml", b"", after=0) == 0
        assert put_file(lin, "zhupi.toml", b"two", after=1) == 2
        assert put_file(lin, "guidelines/zh.md", "說明".encode(), after=0, audience="lead") == 1
        with pytest.raises(NotLead):
            put_file(mei, "zhupi.toml", b"", after=2)
        assert [one.path for one in mei.files()] == ["zhupi.toml"]
        assert [one.path for one in lin.files()] == ["guidelines/zh.md", "zhupi.toml"]
        assert mei.file("guidelines/zh.md") is None
        first, newest = mei.file("zhupi.toml", 1), mei.file("zhupi.toml")
        assert first is not None
        assert newest is not None
        assert (first.content, newest.content, newest.row.version) == (b"\x00\xff", b"two", 2)
        assert put_file(lin, "zhupi.toml", None, after=2) == 3
        gone = mei.file("zhupi.toml")
        assert gone is not None
        assert (gone.content, gone.row.digest, gone.row.version) == (None, "", 3)


def test_no_file_lies_outside_a_project(hub: HubOfTests) -> None:
    odd = [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        ".",
        "a/./b",
        "C:x",
        "a\\b",
        "a\nb",
        "a\x1bb",
        "x" * 501,
    ]
    with hub.of("lin") as lin:
        for path in odd:
            with pytest.raises(HubError):
                put_file(lin, path, b"", after=0)
        assert lin.files() == []


def test_who_waits_is_told_without_asking(hub: HubOfTests) -> None:
    with hub.of("lin") as lin, hub.of("mei") as mei:
        descriptor = lin.listen()
        assert not lin.news()
        mei.send([mark("mei", A)])
        assert select([descriptor], [], [], 60)[0]
        assert lin.news()
        assert not lin.news()
        mei.send([mark("mei", A, 3)])
        lin.received()  # a notice that comes with an answer is one too
        until(lin.news)


def test_a_call_that_waits_can_be_ended_from_another_thread(hub: HubOfTests) -> None:
    with hub.of("lin") as lin, hub.of("mei") as mei, ThreadPoolExecutor(1) as pool:
        import psycopg

        with psycopg.connect(hub.address()) as blocker:
            blocker.execute("LOCK TABLE zhupi.turn")
            waiting = pool.submit(mei.send, [mark("mei", A)])
            while not hub.server.run("SELECT 1 FROM pg_locks WHERE NOT granted", database=hub.database):
                time.sleep(0.01)
            mei.cancel()
            with pytest.raises(HubAway):
                waiting.result()
        assert lin.send([mark("lin", A)])[0].stored


def test_a_server_that_dies_loses_nothing_that_was_stored(postgres: Postgres, hub: HubOfTests) -> None:
    with hub.of("mei") as mei:
        mei.send([mark("mei", A, at) for at in range(20)])
        cursor = mei.received().cursor
        postgres.stop(signal.SIGKILL)
        try:
            with pytest.raises(HubAway):
                mei.send([mark("mei", A, 99)])
            with pytest.raises(HubAway):
                hub.of("mei")
        finally:
            postgres.start()
    with hub.of("mei") as mei:
        assert mei.settings.own_rows == 20
        assert mei.received(cursor).revisions == ()


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
