"""What somebody types for a number, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import UsageError
from annotations.model.amounts import TIMED, read_amount, typed_amount
from annotations.model.article import NUMBER_KINDS


@pytest.mark.parametrize(
    ("kind", "typed", "value", "high", "iso"),
    [
        ("cardinal", "24", 24, None, None),
        ("money", "600,000,000,000", 600_000_000_000, None, None),
        ("percent", "-0.5", -0.5, None, None),
        ("quantity", "5-10", 5, 10, None),
        ("quantity", " 5 to 10.5 ", 5, 10.5, None),
        ("cardinal", "", None, None, None),
        ("date", "--02-01", None, None, "--02-01"),
        ("date", "2025-01/2025-02", None, None, "2025-01/2025-02"),
        ("time", "2025-02-01T14:30", None, None, "2025-02-01T14:30"),
        ("time", "T20", None, None, "T20"),
        ("duration", "P1Y3M20DT8H50M20S", None, None, "P1Y3M20DT8H50M20S"),
        ("duration", "PT1.5H", None, None, "PT1.5H"),
    ],
)
def test_what_is_typed(kind: str, typed: str, value: object, high: object, iso: object) -> None:
    assert read_amount(kind, typed) == {"value": value, "high": high, "iso": iso}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("cardinal", "many"),
        ("cardinal", "10-5"),
        ("cardinal", "9" * 5000),
        ("cardinal", "--02-01"),
        ("date", "1 February"),
        ("date", "/"),
        ("duration", "P"),
        ("duration", "three days"),
    ],
)
def test_what_is_neither_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(UsageError):
        read_amount(kind, typed)


numbers = st.integers(-(10**15), 10**15) | st.floats(-1e12, 1e12).filter(lambda one: "e" not in str(one))


@given(st.sampled_from([kind for kind in NUMBER_KINDS if kind not in TIMED]), numbers, numbers)
def test_what_is_shown_reads_back(kind: str, first: float, second: float) -> None:
    low, high = sorted((first, second))
    for top in (None, high):
        said = read_amount(kind, typed_amount(kind, low, top, None))
        assert (said["value"], said["high"]) == (low, top)
