"""The file that says who reads what: there and back, merged by git, and what is wrong with it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.assignment.plan import Overlap, Plan
from annotations.assignment.table import PARTS, PILOT, TRAIN, Assignments, Row
from annotations.errors import SettingsError

PEOPLE = ("an", "lin", "mei", "wu", "王小明")
sources = st.text(st.characters(codec=None, exclude_characters="\0"), min_size=1, max_size=12)


@st.composite
def rows(draw):
    readers = tuple(sorted(draw(st.sets(st.sampled_from(PEOPLE)))))
    tests = tuple(sorted(draw(st.sets(st.sampled_from(readers))))) if readers else ()
    article = draw(st.sampled_from(["", "2368d137872e6b36c1d4"]))
    return Row(
        draw(sources), readers, draw(st.sampled_from(PARTS)), tests, draw(st.integers(0, 9999)), article
    )


tables = st.lists(rows(), max_size=12).map(Assignments.of)
plans = st.builds(
    Plan,
    st.sets(st.sampled_from(PEOPLE), min_size=1).map(lambda names: tuple(sorted(names))),
    st.sampled_from(
        [Overlap(), Overlap(3), Overlap.parse("20%"), Overlap.parse("12.5%"), Overlap.parse("100%")]
    ),
    st.none() | st.integers(0, 99),
    st.integers(0, 9),
    st.integers(0, 9),
)


@given(tables, st.none() | plans)
def test_the_file_reads_back(table, plan):
    table = Assignments(table.rows, plan)
    assert Assignments.parse(table.text()) == table


@given(tables)
def test_the_file_is_one_line_an_article_in_order_of_places(table):
    lines = table.text().split("\n")
    assert len(lines) == len(table.rows) + 2
    assert [Assignments.parse(line).rows for line in lines[1:-1]] == [
        {source: table.rows[source]} for source in sorted(table.rows)
    ]


def test_a_person_may_write_as_much_as_she_knows():
    table = Assignments.parse(
        "\ufeff".strip("\ufeff") + "b.txt\t-\tmei, lin\r\na b.txt\ttrain\t\n# a note\n\n"
    )
    assert table.rows == {"a b.txt": Row("a b.txt", (), TRAIN), "b.txt": Row("b.txt", ("lin", "mei"))}


def test_spelling_of_a_name_does_not_tell_people_apart():
    table = Assignments.parse("a\t-\tMei,mei\nb\t-\tＭＥＩ:test\n")
    assert len(table.rows["a"].readers) == 1
    assert [row.source for row in table.of_annotator("mei")] == ["a", "b"]
    assert table.rows["b"].part_for("mei") == "test"
    assert table.annotators == ["Mei"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a.txt", "line 2: no tab"),
        ("a.txt\tfirst\tmei", "line 2: 'first' is no part"),
        ("a.txt\t-\tmei/lin", "line 2: annotator name"),
        ("a.txt\t-\tmei:tested", "line 2: 'tested' after a name"),
        ("a.txt\t-\tmei\tmany", "line 2: 'many' is no number"),
        pytest.param(f"a.txt\t-\tmei\t{'9' * 5_000}", "line 2: '9999999.* is no number", id="digits"),
        ("<<<<<<< HEAD", "line 2: git left a conflict"),
        ("# zhupi assign --overlap many", "line 2: overlap 'many'"),
        ("# zhupi assign --annotators", "line 2: no such options"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(line, why, tmp_path):
    path = tmp_path / "assignments.tsv"
    path.write_text(f"b.txt\t-\tlin\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=why) as raised:
        Assignments.read(path)
    assert str(path) in str(raised.value)


def test_no_file_says_nothing_and_no_text_is_an_error(tmp_path):
    assert not Assignments.read(tmp_path / "assignments.tsv").rows
    (tmp_path / "assignments.tsv").write_bytes(b"\xff\t-\tmei\n")
    with pytest.raises(SettingsError, match="byte 0"):
        Assignments.read(tmp_path / "assignments.tsv")


def test_of_two_lines_on_one_article_all_count_and_it_is_told():
    table = Assignments.parse("a\tpilot\tmei\t7\nb\t-\tlin\na\t-\tlin:test,wu\t9\tid\n")
    assert table.rows["a"] == Row("a", ("lin", "mei", "wu"), PILOT, ("lin",), 9, "id")
    assert [remark[:7] for remark in table.remarks] == ["line 3:"]


@given(tables, tables, tables)
def test_two_branches_are_merged_by_keeping_the_lines_of_both(base, one, other):
    """What git does with merge=union: everybody that either branch named reads the article."""
    mine, theirs = (Assignments.of([*base.rows.values(), *side.rows.values()]) for side in (one, other))
    merged = Assignments.parse(mine.text() + theirs.text())
    for source in {*mine.rows, *theirs.rows}:
        both = {r for side in (mine, theirs) if source in side.rows for r in side.rows[source].readers}
        assert set(merged.rows[source].readers) == both
    assert Assignments.parse(theirs.text() + mine.text()).rows.keys() == merged.rows.keys()
    assert Assignments.parse(merged.text()).rows == merged.rows


def test_git_merges_what_two_branches_gave_out(tmp_path: Path):
    base = Assignments.of([Row("b", ("lin",)), Row("d", ("mei",)), Row("f", ("wu",))])
    mine = Assignments.of([*base.rows.values(), Row("a", ("lin", "mei")), Row("f", ("an",))])
    theirs = Assignments.of([*base.rows.values(), Row("c", ("wu",)), Row("e", ("mei",)), Row("f", ("mei",))])
    for name, table in (("base", base), ("mine", mine), ("theirs", theirs)):
        (tmp_path / name).write_text(table.text(), encoding="utf-8")
    command = ["git", "merge-file", "--union", "-p", "mine", "base", "theirs"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    merged = Assignments.parse(result.stdout.decode())
    assert sorted(merged.rows) == ["a", "b", "c", "d", "e", "f"]
    assert merged.rows["f"].readers == ("an", "mei", "wu")
