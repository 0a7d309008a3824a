"""Programs are killed at any moment; tests/benchmarks/kill.py does it a thousand times."""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from killing import Kills

STEPS = (("opened", 5), ("putting", 3), ("freezing", 9), ("closing", 9))
"""What a worker says before it does it, and how many calls that takes; further on comes what is next."""


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path):
    kills = Kills(tmp_path / "project", random.Random(7))
    for number in range(10):
        kills.kill(together=2 if number % 5 == 4 else 1)
        assert kills.problems == []
    assert kills.counts["kills"] == 10
    assert len(kills.revs) > 20


def test_killed_before_any_call_nothing_acknowledged_is_lost(tmp_path):
    kills = Kills(tmp_path / "project", random.Random(8))
    for word, count in STEPS:
        for left in range(1, count + 1):
            kills.kill_at(word, left)
            assert kills.problems == []
    assert kills.counts["kills"] == sum(count for _, count in STEPS)
    kills.look_at_all_articles()
    assert kills.problems == []
    assert any(kills.articles.values())
    assert kills.counts["shorter"] >= 2
