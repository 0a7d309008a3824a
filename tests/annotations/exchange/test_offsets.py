"""The border of offsets: out and in again, and what is no offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parcels import TEXTS

from annotations.errors import ReadingError
from annotations.exchange.offsets import Offsets, OffsetUnit, demand_text

UNITS: tuple[OffsetUnit, ...] = ("code points", "UTF-16", "bytes")
FAMILY = "👨\u200d👩\u200d👧说：𠮷野家涨价了。"
texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=20))


@given(texts, st.sampled_from(UNITS))
def test_every_offset_comes_back(text: str, unit: OffsetUnit) -> None:
    offsets = Offsets(text, unit)
    assert [offsets.into(offsets.out(at)) for at in range(len(text) + 1)] == list(range(len(text) + 1))


@given(texts)
def test_it_counts_as_the_others_do(text: str) -> None:
    utf16, utf8 = Offsets(text, "UTF-16"), Offsets(text, "bytes")
    for at in range(len(text) + 1):
        assert utf16.out(at) == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
        assert utf8.out(at) == len(text[:at].encode("utf-8", "surrogatepass"))


def test_the_measured_example() -> None:
    clusters = ["👨\u200d👩\u200d👧", *"说：𠮷野家涨价了。"]
    assert len(FAMILY) == 14
    assert Offsets(FAMILY, "UTF-16").out(14) == 18
    assert Offsets(FAMILY, "bytes").out(14) == 46
    graphemes = Offsets(FAMILY, "graphemes", lambda text: clusters)
    assert [graphemes.out(at) for at in (0, 3, 5, 6, 14)] == [0, 0, 1, 2, 10]
    assert [graphemes.into(at) for at in (0, 1, 2, 10)] == [0, 5, 6, 14]


@pytest.mark.parametrize(
    ("unit", "offset", "said"),
    [("UTF-16", 1, "inside"), ("UTF-16", 19, "18"), ("bytes", 2, "bytes"), ("code points", -1, "14")],
)
def test_what_is_no_offset_is_told(unit: OffsetUnit, offset: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Offsets(FAMILY, unit).into(offset)


def test_another_text_is_told_with_place_and_words() -> None:
    demand_text(FAMILY, 5, 6, "说", "a.json, task 3")
    with pytest.raises(ReadingError, match=r"a.json, task 3: from 5 to 6 stands '说', and not '話'"):
        demand_text(FAMILY, 5, 6, "話", "a.json, task 3")
    with pytest.raises(ReadingError, match=r"outside its text, which ends at 14"):
        demand_text(FAMILY, 5, 15, "", "a.json, task 3")
