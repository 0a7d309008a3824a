"""What can be installed besides is there when the peers are tried: none of its tests is skipped unseen."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

EXTRAS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
)["project"]["optional-dependencies"]
OF_DEVELOPERS = {"test", "peers", "dev", "mutation"}
LEFT_OUT = {"transformers": "torch is larger than all else together; whoever has it runs these tests too"}
"""Extras that are not tried by every run, and why."""


def brought(extra: str) -> set[str]:
    """Return the extras of our own that `extra` brings, directly or by another."""
    named = (re.fullmatch(r"zhupi\[([\w,-]+)\]", one) for one in EXTRAS[extra])
    found = {name for one in named if one is not None for name in one[1].split(",")}
    return found.union(*map(brought, found))


def test_every_extra_is_tried_or_named() -> None:
    assert EXTRAS.keys() - brought("dev") - OF_DEVELOPERS == LEFT_OUT.keys()
    assert {"hub", "serve", "dask", "test", "peers"} <= brought("dev")
