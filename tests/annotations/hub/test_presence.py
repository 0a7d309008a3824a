"""When who was there: for who leads, and nobody else."""

from __future__ import annotations

import pytest
from postgres import HubOfTests

from annotations.hub.errors import NotLead

pytestmark = pytest.mark.peer("psycopg")


def test_who_leads_knows_since_when_each_is_there(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, pytest.raises(NotLead):
        mei.presence()
    with hub.of("lin") as lin:
        found = {one.annotator: one for one in lin.presence()}
    assert set(found) == {"lin", "an", "mei", "wu"}
    assert found["mei"].joined <= found["wu"].joined
    assert found["mei"].left is found["mei"].last is None
