"""A courier behind a session, at a real PostgreSQL, with a line that is cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic as now

import pytest
from cut_line import CutLine
from machines import ARTICLE, LED, Machine, until
from postgres import HubOfTests

from annotations.hub.administration.team import Team
from annotations.hub.rounds.courier import Courier
from annotations.hub.rounds.pauses import FIRST, LONGEST, REFUSED, Pauses
from annotations.hub.rounds.round import Round, Step
from annotations.hub.rounds.steps import STEPS
from annotations.hub.rounds.wakeup import Wakeup
from annotations.hub.schema.migrations import Migration, migrations

peer = pytest.mark.peer("psycopg")


@pytest.fixture
def line(hub: HubOfTests) -> Iterator[CutLine]:
    one = CutLine(hub.server.port)
    yield one
    one.close()


@pytest.fixture
def mei(hub: HubOfTests, line: CutLine, tmp_path: Path) -> Iterator[Machine]:
    one = Machine(
        tmp_path / "mei", "mei", hub.address("mei").replace(f":{hub.server.port}/", f":{line.port}/")
    )
    yield one
    one.stop()


@pytest.fixture
def lin(hub: HubOfTests, tmp_path: Path) -> Iterator[Machine]:
    one = Machine(tmp_path / "lin", "lin", hub.address("lin"), settings=LED)
    yield one
    one.stop()


@peer
def test_what_is_saved_is_sent_and_reaches_the_lead(mei: Machine, lin: Machine) -> None:
    courier, leading = mei.start(), lin.start()
    until(lambda: courier.state.connected and leading.state.connected)
    mei.say(0, "claim")
    assert courier.state.waiting or courier.state.sent_at
    until(lambda: courier.state.waiting == 0 and courier.state.sent_at)
    until(lambda: lin.said("mei") == mei.said())
    until(lambda: any(ARTICLE in news.articles for news in lin.news))
    assert courier.state.trouble == ""


@peer
def test_news_that_come_while_the_hub_is_asked_for_something_else_are_heard(
    mei: Machine, lin: Machine
) -> None:
    def meanwhile(round_: Round) -> None:
        if not mei.said():
            mei.say(0, "claim")
            mei.exchange()
            round_.hub.members()  # the notice comes with the answer to this

    courier = lin.start([*STEPS, Step(meanwhile)])
    until(lambda: lin.said("mei"))
    assert lin.said("mei") == mei.said()
    assert courier.state.connected


@peer
def test_what_a_command_stored_meanwhile_goes_with_it(mei: Machine, lin: Machine) -> None:
    courier = mei.start()
    until(lambda: courier.state.connected)
    other = Machine(mei.root, "mei", str(mei.address), "a command")
    other.say(2, "quote")
    other.stop()
    courier.saved(0)  # any nudge will do
    until(lambda: courier.state.sent_at)
    lin.exchange()
    assert len(lin.said("mei")) == 1


@peer
def test_a_lost_network_makes_nothing_wait_and_loses_nothing(
    mei: Machine, lin: Machine, line: CutLine
) -> None:
    courier = mei.start()
    until(lambda: courier.state.connected)
    line.down = True
    until(lambda: not courier.state.connected)
    assert courier.state.trouble
    for start in range(0, 40, 2):
        mei.say(start, "claim")
    until(lambda: courier.state.waiting == 20)
    line.down = False
    courier.retry()
    until(lambda: courier.state.waiting == 0)
    lin.exchange()
    assert lin.said("mei") == mei.said()


@peer
def test_a_connection_that_is_cut_comes_back_by_itself(mei: Machine, lin: Machine, line: CutLine) -> None:
    courier = mei.start()
    until(lambda: courier.state.connected)
    for start in range(0, 12, 2):
        mei.say(start, "claim")
        line.cut()
    until(lambda: courier.state.waiting == 0)
    lin.exchange()
    assert lin.said("mei") == mei.said()
    assert line.cuts


@peer
def test_leaving_sends_what_was_said_to_the_last(mei: Machine, lin: Machine) -> None:
    courier = mei.start()
    until(lambda: courier.state.connected)
    mei.say(0, "claim")
    assert courier.close(30).waiting == 0
    lin.exchange()
    assert lin.said("mei") == mei.said()


@peer
def test_leaving_without_a_network_says_what_is_not_sent(mei: Machine, line: CutLine) -> None:
    line.down = True
    mei.say(0, "claim")
    courier = mei.start()
    until(lambda: courier.state.trouble)
    assert courier.close(30).waiting == 1


@peer
def test_who_leaves_waits_for_no_hub_that_never_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mei = Machine(tmp_path / "mei", "mei", f"postgresql://mei@127.0.0.1:{silent.getsockname()[1]}/news")
        mei.say(0, "claim")
        others = threading.enumerate()
        courier = mei.start()
        until(lambda: courier.state.waiting == 1)
        assert courier.close(300).waiting == 1
        connecting = [one for one in threading.enumerate() if one.name == "courier" and one not in others]
        assert connecting
    for one in connecting:
        one.join()
    mei.stop()


@peer
def test_a_server_that_hangs_keeps_nobody_who_leaves(mei: Machine, hub: HubOfTests) -> None:
    courier = mei.start()
    until(lambda: courier.state.connected)
    with hub.administration() as administration, administration.act() as cursor:
        cursor.execute("LOCK TABLE zhupi.turn IN ACCESS EXCLUSIVE MODE")  # whoever sends waits for it
        mei.say(0, "claim")
        until(lambda: _waits(hub))
        assert courier.close(0.2).waiting == 1


def _waits(hub: HubOfTests) -> bool:
    rows = hub.server.run(
        f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{hub.database}' AND wait_event_type = 'Lock'"
    )
    return bool(rows[0][0])


@peer
def test_an_idle_courier_asks_nothing(mei: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """It sleeps without a limit: only who saves something, or the hub, ends that."""
    limits: list[float | None] = []
    wait = Wakeup.wait

    def noted(self: Wakeup, timeout: float | None = None, beside: int | None = None) -> bool:
        limits.append(timeout)
        return wait(self, timeout, beside)

    monkeypatch.setattr(Wakeup, "wait", noted)
    courier = mei.start()
    until(lambda: courier.state.connected and limits[-1:] == [None])


@peer
def test_who_is_not_let_in_is_told_and_tries_again_much_later(
    hub: HubOfTests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[float | None] = []
    wait = Wakeup.wait

    def noted(self: Wakeup, timeout: float | None = None, beside: int | None = None) -> bool:
        limits.append(timeout)
        return wait(self, 0.01, beside)

    monkeypatch.setattr(Wakeup, "wait", noted)
    late = Machine(tmp_path / "late", "late", hub.address("late"))
    late.say(0, "claim")
    courier = late.start()
    until(lambda: limits)
    assert courier.state.lasting
    assert courier.state.trouble
    assert limits[0] == pytest.approx(REFUSED, abs=30)
    with hub.administration() as administration:
        Team(administration).add("late")
    monkeypatch.setattr("annotations.hub.rounds.courier.time.monotonic", lambda: now() + REFUSED)
    until(lambda: courier.state.connected and courier.state.waiting == 0)
    late.stop()


@peer
def test_who_is_connected_to_a_hub_that_leaves_them_behind_sends_nothing_more(
    mei: Machine, hub: HubOfTests
) -> None:
    courier = mei.start()
    until(lambda: courier.state.connected)
    newest = migrations()
    later = Migration(newest[-1].version + 1, newest[-1].version + 1, "")
    with hub.administration() as administration:
        administration.init([*newest, later])
    until(lambda: "newer zhupi" in courier.state.trouble)
    mei.say(0, "claim")
    until(lambda: courier.state.waiting == 1)
    assert hub.server.run("SELECT FROM zhupi.revision", database=hub.database) == []


@peer
@pytest.mark.parametrize(
    ("version", "oldest_client", "why"), [(0, 0, "its schema is 0"), (99, 99, "newer zhupi")]
)
def test_a_hub_of_another_version_is_told_and_loses_nothing(
    mei: Machine, hub: HubOfTests, version: int, oldest_client: int, why: str
) -> None:
    set_version = "UPDATE zhupi.migration SET version = %d, oldest_client = %d"
    before = hub.server.run("SELECT version, oldest_client FROM zhupi.migration", database=hub.database)[-1]
    hub.server.run(set_version % (version, oldest_client), database=hub.database)
    mei.say(0, "claim")
    courier = mei.start()
    until(lambda: courier.state.trouble)
    assert why in courier.state.trouble
    assert courier.state.lasting
    assert courier.state.waiting == 1
    hub.server.run(set_version % before, database=hub.database)
    courier.retry()
    until(lambda: courier.state.waiting == 0)


@peer
def test_a_newer_hub_that_still_knows_this_program_is_used(mei: Machine, hub: HubOfTests) -> None:
    hub.server.run("INSERT INTO zhupi.migration VALUES (99, 1)", database=hub.database)
    mei.say(0, "claim")
    courier = mei.start()
    until(lambda: courier.state.sent_at)
    assert not courier.state.trouble


@peer
def test_a_key_never_waits_for_the_hub(mei: Machine, hub: HubOfTests) -> None:
    courier = mei.start()
    until(lambda: courier.state.connected)
    with hub.administration() as administration, administration.act() as cursor:
        cursor.execute("LOCK TABLE zhupi.turn IN ACCESS EXCLUSIVE MODE")
        for start in range(0, 60, 2):
            mei.say(start, "claim")  # durable on return
        assert len(mei.said()) == 30
    until(lambda: courier.state.waiting == 0)


def test_a_courier_that_never_began_can_be_closed(tmp_path: Path) -> None:
    mei = Machine(tmp_path / "mei", "mei", "postgresql://mei@127.0.0.1:1/news")
    assert Courier(mei.project, mei.address, state=mei.state).close().waiting is None


def test_pauses_grow_and_begin_anew() -> None:
    pauses = Pauses(lambda: 1.0)
    found = [pauses.next() for _ in range(10)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (FIRST, LONGEST)
    pauses.reset()
    assert pauses.next() == FIRST
    shortest = Pauses(lambda: 0.0)
    assert shortest.next() == FIRST / 2


def test_a_wakeup_reaches_whoever_waits_and_is_heard_once() -> None:
    wakeup = Wakeup()
    threading.Timer(0.05, wakeup.wake).start()
    assert wakeup.wait(30)
    assert not wakeup.wait(0)
    for _ in range(100_000):  # more than it holds
        wakeup.wake()
    assert wakeup.wait(0)
    assert not wakeup.wait(0)
    wakeup.close()
    wakeup.wake()  # nobody listens any more
