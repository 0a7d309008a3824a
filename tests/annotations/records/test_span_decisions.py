"""What was decided of names and numbers, as records have it."""

from __future__ import annotations

import pytest

from annotations.model.article import Name, Number
from annotations.records.span_decisions import said
from annotations.records.spans import number_fields

NAME, NUMBER = Name(3, 5, "PER"), Number(7, 12, "money", 5.0, unit="CNY")


@pytest.mark.parametrize("moved", [-3, 0, 1, 6])
def test_both_ends_move_together(moved: int) -> None:
    name, number = said([NAME, NUMBER], moved)
    assert name == {"start": 3 + moved, "end": 5 + moved, "type": "PER"}
    assert number == {"start": 7 + moved, "end": 12 + moved, "number": number_fields(NUMBER)}
