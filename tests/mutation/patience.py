"""A pytest plugin: a test that a mutant keeps from ending fails, and does not hold up the run."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator

import pytest

SECONDS = 60
"""More than any test needs, on a busy machine too."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """End the process where a test does not end."""
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()
