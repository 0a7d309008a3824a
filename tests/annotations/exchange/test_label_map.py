"""Labels of files as the project calls them."""

from __future__ import annotations

import pytest

from annotations.errors import UsageError
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.label_map import LabelMap, pairs_of
from annotations.model.scheme import DEFAULT


def taken(
    labels: tuple[str, ...], pairs: dict[str, str] | None = None
) -> tuple[tuple[str, ...], str, list[str]]:
    known = LabelMap(DEFAULT, pairs or {})
    (one,) = known.take(Item("甲", sentences=(ItemSentence(0, 1, labels, "marked"),))).sentences
    return one.labels, one.status, sorted(known.unknown)


@pytest.mark.parametrize(
    ("labels", "pairs", "expected"),
    [
        (("claim", "quote"), {}, (("claim", "quote"), "marked", [])),
        (("Claim", "觀點"), {}, (("claim", "opinion"), "marked", [])),
        (("事實",), {"事實": "claim"}, (("claim",), "marked", [])),
        (("none",), {}, ((), "none", [])),
        (("無",), {}, ((), "none", [])),
        (("other", "claim"), {"other": ""}, (("claim",), "marked", [])),
        (("other",), {"other": ""}, ((), "open", [])),
        (("other",), {"other": "none"}, ((), "none", [])),
        (("other",), {}, ((), "open", ["other"])),
        (("other",), {"other": "unheard"}, ((), "open", ["unheard"])),
        (("a", "b"), {"a": "claim", "b": "claim"}, (("claim",), "marked", [])),
    ],
)
def test_labels(labels, pairs, expected) -> None:
    assert taken(labels, pairs) == expected


def test_names_and_numbers() -> None:
    known = LabelMap(DEFAULT, {"COMPANY": "ORG", "JUNK": ""})
    labels = ("PER", "person", "GPE", "COMPANY", "JUNK", "money", "NUM")
    item = known.take(
        Item("甲乙丙丁戊己庚", spans=tuple(ItemSpan(at, at + 1, one) for at, one in enumerate(labels)))
    )
    assert [(one.label, one.what) for one in item.spans or ()] == [
        ("PER", "name"),
        ("PER", "name"),
        ("LOC", "name"),
        ("ORG", "name"),
        ("money", "number"),
    ]
    assert dict(known.unknown_types) == {"NUM": 1}
    assert dict(known.renamed) == {("person", "PER"): 1, ("GPE", "LOC"): 1}


def test_pairs() -> None:
    assert pairs_of(["a=b=c", "x="]) == {"a=b": "c", "x": ""}
    for wrong in (["a"], ["=b"], ["a=b", "a=c"]):
        with pytest.raises(UsageError, match="--map"):
            pairs_of(wrong)


def test_ranges_with_a_label_of_sentences_are_places_of_marks() -> None:
    """Most programs for text have but one kind of range, and people label sentences with it."""
    spans = (
        ItemSpan(0, 3, "claim", score=0.5),
        ItemSpan(0, 2, "ORG"),
        ItemSpan(0, 3, "引語"),
        ItemSpan(3, 5, "Meinung"),
        ItemSpan(3, 5, "?"),
    )
    known = LabelMap(DEFAULT, {"Meinung": "opinion"})
    item = known.take(Item("甲乙。丙。", sentences=(ItemSentence(0, 3, note="x"),), spans=spans))
    assert item.sentences == (
        ItemSentence(0, 3, ("claim", "quote"), "marked", note="x", scores={"claim": 0.5}),
        ItemSentence(3, 5, ("opinion",), "marked"),
    )
    assert item.spans == (ItemSpan(0, 2, "ORG"),)
    assert dict(known.unknown_types) == {"?": 1}
