"""What a tagger says is believed only where it can be."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.taggers.checking import LeftOut, Said, checked
from annotations.model.article import NAME_TYPES, Name
from annotations.model.usual_types import type_among

TEXT = "王小明在臺北說話。"
TYPES = type_among(NAME_TYPES)


def names_of(*said: Said) -> tuple[list[Name], LeftOut]:
    left = LeftOut()
    return checked(TEXT, said, TYPES, left), left


def test_types_are_known_by_their_usual_names() -> None:
    for said, kind in (
        ("PERSON", "PER"),
        ("per", "PER"),
        ("GPE", "LOC"),
        ("nt", "ORG"),
        ("PRODUCT", "PRODUCT"),
    ):
        assert names_of(Said(0, 3, said)) == ([Name(0, 3, kind)], LeftOut())
    own = type_among(("人", "LAW"))
    assert checked(TEXT, [Said(0, 1, "人"), Said(1, 2, "law"), Said(4, 5, "GPE")], own, LeftOut()) == [
        Name(0, 1, "人"),
        Name(1, 2, "LAW"),
    ], "of the usual types those alone that the project has"


def test_what_is_not_there_overlaps_or_has_no_type_is_counted() -> None:
    found, left = names_of(
        Said(0, 3, "PER"),
        Said(2, 4, "PER"),
        Said(0, 2, "LOC"),
        Said(4, 6, "LOC", None, "臺中"),
        Said(8, 99, "LOC"),
        Said(-3, 2, "LOC"),
        Said(5, 5, "LOC"),
        Said(4, 6, "EVENT"),
        Said(4, 6, "DATE"),
    )
    assert found == [Name(0, 3, "PER")]
    assert (left.misplaced, left.overlapping, dict(left.types)) == (4, 2, {"EVENT": 1})
    assert left.words("spacy:x") == (
        "spacy:x: 7 names left out (of types that the project lacks: EVENT 1; overlapping: 2;"
        " not where it says: 4)"
    )
    assert left.kinds == {"EVENT", "/misplaced", "/overlapping"}


def test_white_space_is_no_part_of_a_name_and_doubt_stays() -> None:
    left = LeftOut()
    assert checked(" 王 \n", [Said(0, 3, "PER", 0.59), Said(3, 4, "PER")], TYPES, left) == [
        Name(1, 2, "PER", certain=False)
    ]
    assert left.misplaced == 1


@given(
    st.text("王小 \n𠮷", max_size=8),
    st.lists(
        st.builds(
            Said,
            st.integers(-3, 10),
            st.integers(-3, 10),
            st.sampled_from(("PER", "GPE", "NORP", "MONEY")),
            st.one_of(st.none(), st.floats(0, 1)),
            st.one_of(st.none(), st.text("王小", max_size=2)),
        ),
        max_size=8,
    ),
)
def test_whatever_is_said_names_are_in_the_text_apart_and_of_known_types(text: str, said: list[Said]) -> None:
    left = LeftOut()
    names = checked(text, said, TYPES, left)
    numbers = sum(one.type == "MONEY" for one in said)
    assert len(names) + left.misplaced + left.overlapping + left.types.total() + numbers == len(said)
    assert all(one.start >= before.end for before, one in pairwise(names))
    for one in names:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert one.type in ("PER", "LOC")
