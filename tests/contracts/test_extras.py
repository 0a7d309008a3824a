"""What can be installed besides is there when the peers are tried: none of its tests is skipped unseen."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTRAS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]["optional-dependencies"]
OF_DEVELOPERS = {"test", "peers", "dev", "mutation"}
LEFT_OUT = {"transformers": "torch is larger than all else together; whoever has it runs these tests too"}
"""Extras that are not tried by every run, and why."""
ABSENT = {
    "torch": "of the extra that is left out",
    "backend": "doccano itself, which wants an environment of its own",
    "label_studio_sdk": "the same",
}
"""Modules of which tests are skipped where `dev` is installed, and why."""


def brought(extra: str) -> set[str]:
    """Return the extras of our own that `extra` brings, directly or by another."""
    named = (re.fullmatch(r"zhupi\[([\w,-]+)\]", one) for one in EXTRAS[extra])
    found = {name for one in named if one is not None for name in one[1].split(",")}
    return found.union(*map(brought, found))


def test_every_extra_is_tried_or_named() -> None:
    assert EXTRAS.keys() - brought("dev") - OF_DEVELOPERS == LEFT_OUT.keys()
    assert {"hub", "serve", "dask", "test", "peers"} <= brought("dev")


@pytest.mark.peer("pre_commit")  # which `dev` alone brings
def test_where_all_is_installed_no_test_waits_for_a_library() -> None:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    named = {name for text in texts for name in re.findall(r"(?:peer|importorskip)\(\"(\w+)", text)}
    assert "psycopg" in named
    missing = {name for name in named if find_spec(name) is None} - ABSENT.keys()
    assert not missing, "pip install -e '.[dev]'"
