"""Attributes of a project's own scheme: read from its settings, asked for, set and taken along."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.editing.editor import Editor
from annotations.errors import SchemeError
from annotations.exchange.jsonl import sentence_objects
from annotations.marks.marks import Said
from annotations.model.article import Analysis
from annotations.model.attributes import KINDS, MAX_DIGITS, MAX_VALUES, Attribute
from annotations.model.scheme import DEFAULT, Scheme, read_advance
from annotations.records.record import sentence_mark
from tests.support.desk import Desk, article

LABELS = """
[scheme]
name = "own"
{more}
[[scheme.labels]]
name = "claim"
key = "c"
[[scheme.labels]]
name = "opinion"
key = "o"
"""


def scheme(attributes: str = "", more: str = "") -> Scheme:
    text = LABELS.format(more=more) + attributes
    return Scheme.from_toml(tomllib.loads(text)["scheme"], "news/zhupi.toml")


def table(**fields: Any) -> str:
    lines = [f"{name} = {value}" for name, value in fields.items()]
    return "\n".join(["[[scheme.attributes]]", *lines, ""])


WORTH = table(
    name='"worth"',
    kind='"choice"',
    labels='["claim"]',
    values='["trivial", "of interest"]',
    key='"b"',
    required="true",
    title='"價值"',
    definition='"值不值得查"',
)
LOUD = table(name='"loud"', kind='"flag"', labels='["claim", "opinion"]')
SCENE = table(name='"scene"')


# -- reading the settings --------------------------------------------------------------------


def test_all_that_can_be_set() -> None:
    worth, loud, scene = scheme(WORTH + LOUD + SCENE).own_attributes
    assert worth == Attribute(
        "worth", "choice", ("claim",), ("trivial", "of interest"), "b", "價值", "值不值得查", True
    )
    assert loud == Attribute("loud", "flag", ("claim", "opinion"))
    assert scene == Attribute("scene", "text"), "text is the kind where none is named"


def test_zhupi_s_own_kinds_are_no_attributes_of_the_project() -> None:
    both = scheme(
        table(kind='"quotes"', labels='["opinion"]') + table(kind='"voice"', labels='["claim"]') + SCENE
    )
    assert both.quotes == "opinion"
    assert both.voiced == ("claim",)
    assert [one.name for one in both.own_attributes] == ["scene"]
    assert DEFAULT.own_attributes == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("attributes = 3", "[[scheme.attributes]]"),
        ("attributes = [3]", "attribute 1 is no table"),
        (table(name='"x"', colour='"red"'), "attribute 1 has no 'colour'"),
        (table(name='"x"', kind='"colour"'), "not 'colour'"),
        (table(name='"x"', kind="[]"), "not []"),
        (SCENE + table(kind='"text"'), "attribute 2: its name"),
        (table(name="3"), "its name"),
        (table(name='""'), "its name"),
        (table(name='" x"'), "its name"),
        (table(name='"a\\u001bb"'), "its name"),
        (table(name='"a\\u202eb"'), "its name"),
        (table(name=f'"{"a" * 41}"'), "its name"),
        (table(name='"voice"'), "(voice)"),
        (table(name='"x"', kind='"voice"', labels='["claim"]'), "(x)"),
        (table(kind='"quotes"', labels='["claim", "opinion"]'), "one label"),
        (table(kind='"quotes"'), "one label"),
        (table(kind='"voice"'), "name the labels"),
        (table(kind='"voice"', labels='["claim"]') * 2, "the same name 'voice'"),
        (table(name='"x"', labels='["clam"]'), "attribute 1 (x): there is no label 'clam'"),
        (table(name='"x"', labels='"claim"'), "its labels must be a list"),
        (table(name='"x"', labels='["claim", "claim"]'), "twice"),
        (table(name='"x"', kind='"choice"'), "attribute 1 (x): a choice"),
        (table(name='"x"', kind='"choice"', values="[]"), "a choice"),
        (table(name='"x"', values='["a"]'), "a choice"),
        (table(name='"x"', kind='"choice"', values="[1]"), "its values"),
        (table(name='"x"', kind='"choice"', values='["a", "a"]'), "twice"),
        (table(name='"x"', kind='"choice"', values=[f"v{n}" for n in range(MAX_VALUES + 1)]), "1 to 9"),
        (table(name='"x"', key='"ab"'), "its key"),
        (table(name='"x"', key='"3"'), "its key"),
        (table(name='"x"', key='" "'), "its key"),
        (table(name='"x"', key='"值"'), "its key"),
        (table(name='"x"', key="3"), "its key"),
        (table(name='"x"', required='"yes"'), "true or false"),
        (table(name='"x"', title="3"), "its title"),
        (table(name='"x"', definition="[]"), "its definition"),
        (SCENE + SCENE, "the same name 'scene'"),
        (table(name='"x"', key='"b"') + table(name='"y"', key='"b"'), "the same key 'b'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_file_and_attribute(text: str, named: str) -> None:
    more, rows = (text, "") if text.startswith("attributes") else ("", text)
    with pytest.raises(SchemeError) as error:
        scheme(rows, more)
    message = str(error.value)
    assert message.startswith("news/zhupi.toml: ")
    assert named in message
    assert message.isprintable()
    assert len(message) < 200


def test_as_many_values_as_there_are_digits() -> None:
    rows = table(name='"x"', kind='"choice"', values=[f"v{n}" for n in range(MAX_VALUES)])
    assert len(scheme(rows).own_attributes[0].values) == MAX_VALUES


@pytest.mark.parametrize(
    ("value", "read"), [([], ()), (["claim"], ("claim",)), (["none", "opinion"], ("none", "opinion"))]
)
def test_labels_after_which_the_cursor_goes_on(value: list[str], read: tuple[str, ...]) -> None:
    assert read_advance(value, ["claim", "opinion"], "x.toml") == read
    assert scheme(more=f"advance = {value}").advance == read


@pytest.mark.parametrize(
    ("value", "named"),
    [("claim", "a list"), ({}, "a list"), (["clam"], "'clam'"), ([3], "3"), ([["claim"]], "['claim']")],
)
def test_a_label_that_there_is_not_and_cannot_go_on(value: object, named: str) -> None:
    with pytest.raises(SchemeError) as error:
        read_advance(value, ["claim", "opinion"], "x.toml")
    assert str(error.value).startswith("x.toml: advance")
    assert named in str(error.value)


# -- what a mark may have and lacks -------------------------------------------------------------


def test_an_attribute_belongs_to_its_labels_or_to_all() -> None:
    own = scheme(WORTH + LOUD + SCENE)
    assert own.applies("worth", {"claim", "opinion"})
    assert not own.applies("worth", {"opinion"})
    assert not own.applies("worth", set())
    assert own.applies("loud", ["opinion"])
    assert own.applies("scene", set()), "one without labels belongs to any sentence"
    assert own.applies("of an earlier scheme", set()), "what is not known is not judged"


def test_only_what_is_required_is_lacking_and_only_where_it_applies() -> None:
    own = scheme(WORTH + LOUD + table(name='"scene"', required="true"))
    assert own.lacking({"claim"}, (), ()) == ["worth", "scene"]
    assert own.lacking({"claim"}, (), {"worth": "trivial"}) == ["scene"]
    assert own.lacking({"opinion"}, (), {"scene": "x"}) == []
    assert own.lacking((), (), ()) == [], "a sentence without a label lacks nothing"
    assert own.lacking({"claim"}, (), {"worth": "a value of an earlier scheme", "scene": "x"}) == []


# -- values that somebody types -----------------------------------------------------------------

NUMBER = Attribute("size", "number")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("3", 3), (" 3 ", 3), ("-2", -2), ("3.5", 3.5), ("3.0", 3), ("1e3", 1000), ("１２", 12)),
        *(("12345678901234567890", 12345678901234567890), ("1e300", 1e300), (".5", 0.5)),
    ],
)
def test_a_number(typed: str, number: float) -> None:
    value = NUMBER.read(typed)
    assert value == number
    assert type(value) is type(number)


@given(st.integers(-(10 ** (MAX_DIGITS - 2)), 10 ** (MAX_DIGITS - 2)))
def test_a_whole_number_is_kept_exactly(number: int) -> None:
    assert NUMBER.read(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_what_was_typed(number: float) -> None:
    assert NUMBER.read(repr(number)) == number


@pytest.mark.parametrize(
    "typed", ["", "x", "1,5", "nan", "inf", "-Infinity", "1e999", "3 4", "1" * (MAX_DIGITS + 1)]
)
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(SchemeError, match=r"^size takes a ") as error:
        NUMBER.read(typed)
    assert len(str(error.value)) < 100


def test_a_number_has_at_most_forty_characters() -> None:
    number = Attribute("n", "number")
    assert number.read("1" * 40) == int("1" * 40)
    with pytest.raises(SchemeError, match="at most 40"):
        number.read("1" * 41)


def test_a_choice_takes_its_values_and_others_are_named() -> None:
    [worth] = scheme(WORTH).own_attributes
    assert worth.read(" trivial ") == "trivial"
    with pytest.raises(SchemeError, match="worth is one of trivial, of interest, not 'decisive'"):
        worth.read("decisive")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind in ("text", "name")])
def test_text_is_taken_as_it_is(kind: str) -> None:
    assert Attribute("x", kind).read(" 央行 10月\u3000") == "央行 10月"


# -- acts -----------------------------------------------------------------------------------------


class OwnDesk(Desk):
    """A desk with a scheme of its own."""

    def __init__(self, own: Scheme) -> None:
        super().__init__()
        self.annotating = Editor(own, "mei")
        self.open(article())


def test_it_is_set_on_a_range_and_taken_away() -> None:
    desk = OwnDesk(scheme(WORTH + LOUD))
    desk.do(desk.annotating.labels.toggle(range(2), "claim"))
    act = desk.do(desk.annotating.labels.set_attribute(range(2), "worth", "trivial"))
    assert act.words == "worth trivial"
    assert [desk.said(n).attributes for n in range(3)] == [{"worth": "trivial"}] * 2 + [{}]
    assert desk.do(desk.annotating.labels.set_attribute([0], "loud", True)).words == "loud yes"
    assert desk.said(0).attributes == {"worth": "trivial", "loud": True}
    assert desk.do(desk.annotating.labels.set_attribute([0], "worth", None)).words == "-worth"
    assert desk.said(0).attributes == {"loud": True}
    desk.do(desk.annotating.ledger.undo())
    assert desk.said(0).attributes == {"worth": "trivial", "loud": True}


def test_of_a_range_only_those_that_may_have_it_get_it() -> None:
    desk = OwnDesk(scheme(WORTH))
    desk.do(desk.annotating.labels.toggle([1], "claim"))
    act = desk.do(desk.annotating.labels.set_attribute(range(3), "worth", "trivial"))
    assert len(act.after) == 1
    assert [desk.said(n) for n in (0, 2)] == [Said()] * 2
    with pytest.raises(SchemeError, match="worth belongs to other labels"):
        desk.annotating.labels.set_attribute([0, 2], "worth", "trivial")


def test_it_goes_to_the_mark_with_its_label_where_several_marks_overlap() -> None:
    desk = OwnDesk(scheme(WORTH))
    desk.do(desk.annotating.labels.toggle([0], "opinion"))
    desk.do(desk.annotating.labels.toggle([1], "claim"))
    desk.open(article(width=12))  # what were two sentences is one
    assert desk.said(0).labels == {"claim", "opinion"}
    act = desk.do(desk.annotating.labels.set_attribute([0], "worth", "trivial"))
    assert [record["labels"] for record in act.after] == [["claim"]]
    desk.do(desk.annotating.labels.set_attribute([0], "worth", None))
    assert desk.said(0).attributes == {}


def test_it_goes_with_its_label_and_comes_back_with_it() -> None:
    desk = OwnDesk(scheme(WORTH + LOUD + SCENE))
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    desk.do(desk.annotating.labels.toggle([0], "opinion"))
    for name, value in (("worth", "trivial"), ("loud", True), ("scene", "北京")):
        desk.do(desk.annotating.labels.set_attribute([0], name, value))
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    assert desk.said(0).attributes == {"loud": True, "scene": "北京"}
    desk.do(desk.annotating.ledger.undo())
    assert desk.said(0).attributes == {"worth": "trivial", "loud": True, "scene": "北京"}
    desk.do(desk.annotating.labels.say_none([0]))
    assert desk.said(0).attributes == {"scene": "北京"}


def test_what_the_scheme_no_longer_knows_is_kept() -> None:
    desk = OwnDesk(scheme(WORTH))
    text = desk.annotating.marks.article.text
    old = {"worth": "decisive", "mood": "grim"}
    mark = sentence_mark(
        article().id,
        0,
        6,
        text[:6],
        labels=["claim"],
        attributes=old,
        annotator="mei",
        writer="w",
        scheme="s/1",
    )
    desk.store.records[mark["uid"]] = mark
    desk.open(article())
    assert desk.said(0).attributes == old
    assert desk.annotating.ledger.scheme.lacking({"claim"}, (), old) == []
    act = desk.do(desk.annotating.labels.toggle([0], "opinion"))
    assert act.after[0]["attributes"] == old
    act = desk.do(desk.annotating.labels.toggle([0], "claim"))
    assert act.after[0]["attributes"] == {"mood": "grim"}
    line = next(sentence_objects(article(), desk.annotating.marks, Analysis(), "mei", "own/2"))
    assert line["attributes"] == {"mood": "grim"}


@pytest.mark.parametrize(
    ("kind", "fits", "does_not"),
    [
        ("number", [0, -1, 2.5], [True, "2", None, [1]]),
        ("flag", [True, False], [1, 0, "yes", None]),
        ("choice", ["low", "high"], ["other", 1, None]),
        ("text", ["", "字"], [1, True, None]),
        ("name", ["王毅"], [1, None]),
    ],
)
def test_which_values_an_attribute_takes(kind: str, fits: list[object], does_not: list[object]) -> None:
    one = Attribute("worth", kind, values=("low", "high"))
    assert [one.fits(value) for value in fits] == [True] * len(fits)
    assert [one.fits(value) for value in does_not] == [False] * len(does_not)
