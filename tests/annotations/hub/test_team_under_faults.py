"""A team over a hub while lines are cut, the server is killed and put back: nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from faulty_team import FaultyTeam
from killed_client import kill_clients
from postgres import HubOfTests, Postgres


@pytest.mark.peer("psycopg")
def test_nothing_is_lost_and_all_have_the_same_in_the_end(postgres: Postgres, tmp_path: Path) -> None:
    team = FaultyTeam(tmp_path, postgres, annotators=3, acts=40, share=0.1, pause=0.1)
    figures = team.run(kills=1, restores=1)
    print(figures.table())
    assert figures.lost == 0
    assert figures.differing == []
    assert figures.acts > 100
    assert figures.faults["connections cut"]


@pytest.mark.peer("psycopg")
def test_a_program_that_is_killed_loses_nothing(hub: HubOfTests, tmp_path: Path) -> None:
    result = kill_clients(tmp_path, hub, kills=3)
    assert (result.lost, result.equal) == (0, True)
    assert result.acts >= result.kills
