"""Machines between which something is exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from machines import LED, Machine
from postgres import HubOfTests


@pytest.fixture
def mei(hub: HubOfTests, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "mei", "mei", hub.address("mei"))


@pytest.fixture
def wu(hub: HubOfTests, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "wu", "wu", hub.address("wu"))


@pytest.fixture
def lin(hub: HubOfTests, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "lin", "lin", hub.address("lin"), settings=LED)
