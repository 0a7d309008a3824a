"""Four programs write one layer while others read it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from programs import crowd


def test_four_programs_that_write_at_once_lose_nothing(path):
    seen = crowd(path, 4, 50, counting=False)
    assert (seen.acknowledged, seen.lost, seen.missed, seen.notices) == (200, 0, 0, [])
    assert seen.looks > 0
    assert seen.reads > 0
    assert seen.twice < seen.reads / 10  # who takes no lock may meet a write twice in a row, but hardly


def test_four_programs_that_count_together_count_right(path):
    seen = crowd(path, 4, 25, counting=True)
    assert (seen.acknowledged, seen.lost, seen.missed, seen.notices) == (100, 0, 0, [])
