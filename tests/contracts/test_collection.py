"""However many processes share the tests, each has all of them; xdist runs none if their order differs."""

from __future__ import annotations

from collection import turned


def test_each_process_begins_elsewhere_and_has_all() -> None:
    parts = [turned([*range(8)], f"gw{number}", 4) for number in range(4)]
    assert [part[0] for part in parts] == [0, 2, 4, 6]
    assert {tuple(sorted(part)) for part in parts} == {tuple(range(8))}
    assert turned([1], "gw3", 4) == [1]
