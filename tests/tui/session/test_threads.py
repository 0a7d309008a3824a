"""What was read of threads, and drafts, kept beside where the cursor was."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.records.remarks import Entry, remark_record
from tui.session.threads import Correspondence


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "news.threads.json"


def entry(text: str) -> Entry:
    return Entry(
        remark_record(
            "a" * 20, 0, 1, "x", text, to="mei", annotator="lin", writer="zhupi", scheme="default@1"
        )
    )


def test_two_programs_of_one_annotator_keep_what_either_has(path: Path) -> None:
    first, second = Correspondence(path), Correspondence(path)
    one, other = entry("one"), entry("other")
    first.leave("a:0:mei", "a word begun in the first")
    assert second.draft("a:0:mei") == "a word begun in the first"
    second.leave("a:9:mei", "in the second")
    assert first.read([one])
    assert second.read([other])
    first.leave("a:0:mei", "a word finished in the first")
    kept = Correspondence(path)
    assert kept.draft("a:0:mei") == "a word finished in the first"
    assert kept.draft("a:9:mei") == "in the second"
    assert kept.is_read(one)
    assert kept.is_read(other)


def test_what_one_program_has_used_the_other_does_not_bring_back(path: Path) -> None:
    first, second = Correspondence(path), Correspondence(path)
    first.leave("a:0:mei", "begun")
    second.leave("a:9:mei", "begun too")
    first.leave("a:0:mei", "")
    second.leave("a:9:mei", "")
    kept = Correspondence(path)
    assert (kept.draft("a:0:mei"), kept.draft("a:9:mei")) == ("", "")


@pytest.mark.parametrize(
    "content", ["", "[]", '{"read": 3, "drafts": {}}', '{"read": [], "drafts": []}', "\0"]
)
def test_a_damaged_file_takes_nothing_from_the_program_that_runs(path: Path, content: str) -> None:
    kept = Correspondence(path)
    kept.leave("a:0:mei", "begun")
    path.write_text(content, "utf-8")
    assert kept.draft("a:0:mei") == "begun"
    kept.leave("a:9:mei", "begun too")
    assert Correspondence(path).draft("a:0:mei") == "begun"
