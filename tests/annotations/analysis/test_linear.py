"""The work of a stage grows with the text and not with its square: counted in lines of Python, not in time.

What expressions cost is not counted so: `tests/benchmarks/linear.py` measures it, and of more patterns.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from annotations.analysis.mentions import settle
from annotations.model.article import Name
from tests.benchmarks.linear import MOST, PATTERNS, STAGES, Prepared

SIZE = 400
"""Characters. A cost that is a square shows from some hundred repetitions on."""
COUNTED = (
    "sentences",
    "clauses",
    "numbers",
    "names",
    "settle",
    "gazetteer",
    "quotes",
    "speakers",
    "traditional",
    "taiwan",
    "scars",
    "letters",
)
REPEATED = (
    "name and verb",
    "name, verb, comma",
    "latin letters",
    "latin words",
    "latin in han",
    "digits and hyphens",
    "closed quotes",
    "nested quotes",
    "source",
    "closed brackets",
    "taiwan words",
    "everything",
)


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python run in `work`; one that repeats itself counts each time."""
    count = 0

    def trace(frame: FrameType, event: str, value: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_a_square_is_noticed() -> None:
    def pairs(size: int) -> Callable[[], object]:
        return lambda: [any(one == other for other in range(size)) for one in range(size)]

    assert steps(pairs(200)) > 3.5 * steps(pairs(100)), "or nothing else here can fail"


@pytest.mark.parametrize("stage", COUNTED)
@pytest.mark.parametrize("pattern", REPEATED)
def test_twice_the_text_is_twice_the_work(stage: str, pattern: str) -> None:
    unit = PATTERNS[pattern]
    many = SIZE // len(unit) + 1
    STAGES[stage](Prepared(unit, many))()  # what is read once is not counted
    one, two = (steps(STAGES[stage](Prepared(unit, size))) for size in (many, 2 * many))
    assert two <= MOST * one + 50, f"{one} and {two}"


def test_many_names_that_begin_alike() -> None:
    def settling(many: int) -> Callable[[], object]:
        strings = [f"王毅{chr(0x4E00 + number)}說，" for number in range(many)]
        names = [Name(5 * number, 5 * number + 3, "PER") for number in range(0, many, 2)]
        return lambda: settle("".join(strings), names)

    settling(10)()
    one, two = steps(settling(150)), steps(settling(300))
    assert two <= MOST * one, f"{one} and {two}"


def test_a_name_that_the_end_of_the_text_cuts_off() -> None:
    found = settle("王小明 王小明明 王小明", [Name(0, 3, "PER"), Name(4, 8, "PER")])
    assert [(name.start, name.end) for name in found] == [(0, 3), (4, 8), (9, 12)]


def test_many_closed_quotes_in_a_sentence() -> None:
    unit = PATTERNS["closed quotes"]
    STAGES["quotes"](Prepared(unit, 10))()
    one, two = (steps(STAGES["quotes"](Prepared(unit, size))) for size in (400, 800))
    assert two <= MOST * one, f"{one} and {two}"
