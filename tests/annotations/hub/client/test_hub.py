"""A connection to a hub: who one is there, waiting for news, and how it ends."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from select import select

import pytest
from hub_records import mark
from machines import until
from postgres import HubOfTests, Postgres

from annotations.errors import UsageError
from annotations.hub.client.hub import Hub
from annotations.hub.client.rows import Me, Member
from annotations.hub.errors import HubAway

pytestmark = pytest.mark.peer("psycopg")
A = "a" * 20


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
