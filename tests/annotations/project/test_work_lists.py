"""Queries that are kept lie in a file that people read and write."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import SettingsError, UsageError
from annotations.project.work_lists import QUERIES, WorkList, forget, keep, named, work_lists


def test_what_is_kept_is_there_again(tmp_path: Path) -> None:
    assert work_lists(tmp_path) == []
    assert keep(tmp_path, "據報道", "/據.{1,9}報道/ not label:quote")
    assert not keep(tmp_path, "@據報道", "/據.{1,9}報道/  not label:quote")
    assert keep(tmp_path, "a", "money > 1e9")
    assert work_lists(tmp_path) == [
        WorkList("a", "money > 1e9"),
        WorkList("據報道", "/據.{1,9}報道/ not label:quote"),
    ]
    assert named(tmp_path, "a") == "money > 1e9"
    with pytest.raises(UsageError, match="no query is kept as b; there are: a, 據報道"):
        named(tmp_path, "b")


def test_what_people_wrote_stays(tmp_path: Path) -> None:
    text = "# ours\n\nclaims\tlabel:claim\nmoney\tmoney:*\n"
    (tmp_path / QUERIES).write_text(text, encoding="utf-8")
    keep(tmp_path, "claims", "label:claim flag:yes")
    keep(tmp_path, "new", "開會")
    changed = "# ours\n\nclaims\tlabel:claim flag:yes\nmoney\tmoney:*\nnew\t開會\n"
    assert (tmp_path / QUERIES).read_text(encoding="utf-8") == changed
    assert forget(tmp_path, "money")
    assert not forget(tmp_path, "money")
    assert (tmp_path / QUERIES).read_text(encoding="utf-8") == changed.replace("money\tmoney:*\n", "")


@pytest.mark.parametrize(("name", "query"), [("", "a"), ("a\tb", "a"), ("#a", "a"), ("a", " ")])
def test_what_no_line_can_say_is_refused(tmp_path: Path, name: str, query: str) -> None:
    with pytest.raises(UsageError, match="no name for a query"):
        keep(tmp_path, name, query)
    assert not (tmp_path / QUERIES).exists() or not (tmp_path / QUERIES).read_bytes()


def test_a_line_that_says_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / QUERIES).write_text("a label:claim\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 1: write a name, a tab and the query"):
        work_lists(tmp_path)
    (tmp_path / QUERIES).write_bytes(b"a\t\xff\n")
    with pytest.raises(SettingsError, match="byte 2 is no UTF-8"):
        work_lists(tmp_path)
