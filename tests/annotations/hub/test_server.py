"""A hub as its members use it, at a real PostgreSQL."""

from __future__ import annotations

import pytest
from postgres import HubOfTests

pytestmark = pytest.mark.peer("psycopg")


def test_hello(hub: HubOfTests) -> None:
    with hub.of("mei") as one:
        assert one.me.annotator == "mei"
