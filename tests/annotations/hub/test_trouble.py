"""A team over a hub while lines are cut, the server is killed and put back: nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from postgres import Postgres
from trouble import Trouble


@pytest.mark.peer("psycopg")
def test_nothing_is_lost_and_all_have_the_same_in_the_end(postgres: Postgres, tmp_path: Path) -> None:
    trouble = Trouble(tmp_path, postgres, annotators=3, acts=40, share=0.1, pause=0.1)
    figures = trouble.run(kills=1, restores=1)
    print(figures.table())
    assert figures.lost == 0
    assert figures.differing == []
    assert figures.acts > 100
    assert figures.faults["connections cut"]
