"""The names of formats, each marked with the library that it cannot do without."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.exchange.registry import format_called, format_names

__all__ = ["NAMES", "WRITTEN"]


def _marked(name: str) -> Any:
    needs = format_called(name).NEEDS
    return pytest.param(name, marks=[] if needs is None else pytest.mark.peer(needs[1]))


NAMES = [_marked(name) for name in format_names()]
"""All formats, as parameters of a test."""
WRITTEN = [_marked(name) for name in format_names(written=True)]
"""Those that are written."""
