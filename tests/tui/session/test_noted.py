"""Which of the notes, flags and questions are shown."""

from __future__ import annotations

from typing import Any

from annotations.records.noted import Noted
from tui.session.noted import Gathered, NotedView


def test_somebody_who_has_no_part_in_anything_any_more_hides_nothing() -> None:
    flag: Any = {"updated": "2026-01-01T00:00:00Z"}
    items = [Noted("a" * 20, "mei", 0, "x", flag), Noted("a" * 20, "mei", 5, "y", flag)]
    view = NotedView(person="bo")
    view.look(Gathered(items, frozenset(), frozenset(), {}, ["mei"]))
    assert view.person == ""
    assert view.shown == [0, 1]
