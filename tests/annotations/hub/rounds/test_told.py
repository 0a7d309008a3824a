"""What is told of an exchange: how much is to come, and afterwards when something was last exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from machines import Machine
from postgres import HubOfTests

from annotations.hub.layers.ledger import Exchanged
from annotations.hub.rounds import steps
from annotations.hub.rounds.single_round import unsent

pytestmark = pytest.mark.peer("psycopg")


def test_when_something_was_exchanged_is_remembered(mei: Machine, wu: Machine, lin: Machine) -> None:
    def last(one: Machine) -> Exchanged:
        return unsent(one.project, one.address, one.state).exchanged

    wu.exchange()
    assert last(wu) == (None, None)
    wu.say(0, "claim")
    wu.exchange()
    sent, received = last(wu)
    assert sent
    assert received is None  # one's own does not come
    wu.exchange()
    assert last(wu) == (sent, received)  # nothing is new
    mei.done()
    mei.exchange()
    assert last(mei).received
    lin.exchange()  # who gives the settings
    assert all(last(lin))
    wu.exchange()
    assert last(wu).sent == sent
    assert last(wu).received


def test_it_is_known_how_much_is_to_be_sent_and_taken_in(
    hub: HubOfTests, mei: Machine, wu: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_FETCHED_AT_ONCE", 10)
    monkeypatch.setattr(steps, "_SENT_AT_ONCE", 10)
    told: list[tuple[str, int | None]] = []

    def exchange(machine: Machine) -> list[tuple[str, int | None]]:
        told.clear()
        machine.exchange(
            expect=lambda many: told.append(("expect", many)),
            sent=lambda many: told.append(("sent", many)) if many else None,
            taken=lambda many: told.append(("taken", many)),
        )
        return told

    for at in range(0, 50, 2):
        mei.say(at, "claim")
    of = [("expect", 25), ("sent", 10), ("expect", 15), ("sent", 10), ("expect", 5), ("sent", 5)]
    assert exchange(mei) == [*of, ("expect", 25), ("taken", 10), ("taken", 10), ("taken", 5)]
    assert exchange(mei) == []
    laptop = Machine(tmp_path / "laptop", "mei", hub.address("mei"))
    assert exchange(laptop) == [("expect", 25), ("taken", 10), ("taken", 10), ("taken", 5)]
    wu.say(0, "quote")
    wu.exchange()
    mei.done()
    assert exchange(mei) == [("expect", 1), ("sent", 1), ("taken", 2), ("expect", None), ("taken", 1)]
    third = Machine(tmp_path / "third", "mei", hub.address("mei"))  # what came with all else comes once
    assert exchange(third) == [("expect", 27), ("taken", 10), ("taken", 10), ("taken", 7)]
    assert third.said("wu") == wu.said()
