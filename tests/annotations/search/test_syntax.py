"""What is typed is read as it is meant, and what cannot be read is named where it stands."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.scheme import DEFAULT
from annotations.search.query import (
    ANY,
    About,
    All,
    Amount,
    Either,
    Moment,
    Not,
    Pattern,
    Query,
    Said,
    Series,
    Spoken,
    Words,
)
from annotations.search.syntax import QueryError, Vocabulary, read_query

VOCABULARY = Vocabulary.of(DEFAULT)


def read(text: str) -> Query:
    return read_query(text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("開會", Words("开会")),
        ("據 報道", All((Words("据"), Words("报道")))),
        ("據　報道", All((Words("据"), Words("报道")))),
        ("a and b or c", Either((All((Words("a"), Words("b"))), Words("c")))),
        ("a (b OR c)", All((Words("a"), Either((Words("b"), Words("c")))))),
        ("not not a", Words("a")),
        ("-a", Not(Words("a"))),
        ("not -a", Words("a")),
        ("a －(b c)", All((Words("a"), Not(All((Words("b"), Words("c"))))))),
        ("-3.5%", Words("-3.5%")),
        ("a-b", Words("a-b")),
        ("a - b", All((Words("a"), Words("-"), Words("b")))),
        ("not (a b)", Not(All((Words("a"), Words("b"))))),
        ('"Open AI"', Words("open ai")),
        ("“Open AI”", Words("open ai")),
        ("據…報道", Series(("据", "报道"))),
        ("據......報道", Series(("据", "报道"))),
        ("據……他。。。報道……", Series(("据", "他", "报道"))),
        ("據⋯報道 not a", All((Series(("据", "报道")), Not(Words("a"))))),
        ("(據…報道)", Series(("据", "报道"))),
        ('"據…報道"', Words("据…报道")),
        ("“據…報道”", Words("据…报道")),
        ("據 … 報道", All((Words("据"), Words("…"), Words("报道")))),
        ("……", Words("……")),
        ("據…", Words("据…")),
        ("3..5", Words("3..5")),
        ("note:據…報道", Said("note", "据…报道")),
        ("Android", Words("android")),
        ("notable", Words("notable")),
        ("ＡＩ", Words("ai")),
        ("label:claim", Said("label", "claim")),
        ("label：claim", Said("label", "claim")),
        ("LABEL:none", Said("status", "none")),
        ("label:*", Said("label", ANY)),
        ("status:open", Said("status", "open")),
        ("flag:yes", Said("flag", "yes")),
        ('note:"誰 說"', Said("note", "谁 说")),
        ("voice:author", Said("attribute", "author", "voice")),
        ("annotator:Mei", Said("annotator", "mei")),
        ("speaker:特朗普", Spoken("特朗普")),
        ("name:微軟", About("name", "微软")),
        ("org:微軟", About("name", "微软", "ORG")),
        ("file:2024/", About("file", "2024/")),
        ("money > 1e9 USD", Amount("money", ">", 1e9, 1e9, "usd")),
        ("money>10億", Amount("money", ">", 1e9, 1e9)),
        ("money ＞ 3萬億", Amount("money", ">", 3e12, 3e12)),
        ("percent >= 20%", Amount("percent", ">=", 20, 20)),
        ("number = 3..5", Amount("number", "=", 3, 5)),
        ("quantity ≠ 3張", Amount("quantity", "!=", 3, 3, "张")),
        ("money:*", Amount("money", ANY)),
        ("date >= 2025-02", Moment("date", ">=", "2025-02")),
        ("money", Words("money")),
        ("number 3", All((Words("number"), Words("3")))),
    ],
)
def test_is_read(text: str, query: Query) -> None:
    assert read(text) == query


def test_a_currency_is_no_word() -> None:
    assert read("money > 1 USD 開") == All((Amount("money", ">", 1, 1, "usd"), Words("开")))
    assert read("money > 1 IBM開") == All((Amount("money", ">", 1, 1), Words("ibm开")))


def test_an_expression() -> None:
    query = read("/據.{1,9}報道/ not label:quote")
    assert isinstance(query, All)
    pattern, denied = query.parts
    assert isinstance(pattern, Pattern)
    assert (pattern.fits.pattern, pattern.literals) == ("据.{1,9}报道", ("据", "报道"))
    assert denied == Not(Said("label", "quote"))


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("", "[]", "nothing to find"),
        ("label:clam 開會", "[label:clam] 開會", "claim, none, opinion, quote"),
        ("a label:", "a [label:]", "* for any"),
        ("(a or b", "[(]a or b", "not closed"),
        ("a )", "a [)]", "closes nothing"),
        ("()", "[()]", "nothing in these"),
        ("a or", "a [or]", "both sides"),
        ("or a", "[or] a", "both sides"),
        ("and a", "[and] a", "both sides"),
        ("a not", "a [not]", "before something"),
        ('a "b', 'a ["b]', "not closed"),
        ("/a", "[/a]", "not closed with /"),
        ("//", "[//]", "empty"),
        ("/[/", "[/[/]", "cannot be read"),
        ("/(a+)+/", "[/(a+)+/]", "for ever"),
        ("/(?i)a/", "[/(?i)a/]", "flags"),
        ("http://a", "[http:]//a", "nothing to ask for"),
        ("money > viel", "[money] > viel", "with a number"),
        ("date > viel", "[date] > viel", "ISO 8601"),
        ("money > 3..5", "[money] > 3..5", "= and !="),
        ("money = 5..3", "[money] = 5..3", "backwards"),
        ("percent:3", "[percent:3]", "percent > 5"),
        ("0123456789012345 label:x 0123456789", "..9012345 [label:x] 0123456..", "none such"),
    ],
)
def test_says_where_it_is_wrong(text: str, where: str, words: str) -> None:
    with pytest.raises(QueryError) as error:
        read(text)
    assert str(error.value).startswith(f"{where}: ")
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "expression",
    [
        "(.{1,2})+x",
        "(.?.?)+x",
        "((的|的的))+x",
        "(.{1,20}){1,20}x",
        "(.{1,20}){,20}x",
        "(?:ab?){2,}",
        "(.|a)*x",
        "(?P<one>的的|.的)+x",
        "(()|a)+",
        "((a|a))+x",
        "((.{1,9}a){1,3}){1,3}",
    ],
)
def test_what_may_run_for_ever_is_refused(expression: str) -> None:
    with pytest.raises(QueryError, match="for ever"):
        read(f"/{expression}/")


@pytest.mark.parametrize(
    "expression",
    [
        "(開|會議)+",
        r"(?:\d|,)+",
        r"\d+(?:,\d{3})+",
        "(的.{1,9}報道){1,3}",
        "(據.+)?報道",
        "(.*)和(.*)",
        "據.*(說|說道|報道)",
        "(開會){20}",
    ],
)
def test_what_ends_soon_is_read(expression: str) -> None:
    assert isinstance(read(f"/{expression}/"), Pattern)


@given(st.text(alphabet='據報道 ab()"/“”.*+?[]\\{}1:label*not or>= money-', max_size=30))
def test_anything_is_read_or_named(text: str) -> None:
    with contextlib.suppress(QueryError):
        read(text)


def test_groups_in_groups_have_an_end() -> None:
    with pytest.raises(QueryError, match="too many groups"):
        read("(" * 5000)
