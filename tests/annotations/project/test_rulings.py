"""A settled case as an example: what people wrote stays, and what is written reads back as it was meant."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.analysis.script import to_simplified
from annotations.errors import SettingsError, StorageError, UsageError
from annotations.guidelines.guidelines import Guidelines
from annotations.guidelines.markdown import Example
from annotations.model.scheme import DEFAULT
from annotations.project.rulings import _lines, add_ruling, follow_ruling, ruling_labels, ruling_words
from annotations.records.decisions import decision
from annotations.records.lead_kinds import Decision
from annotations.storage.files.files import Files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rulings.md"


def rulings(path: Path, key: str = "claim") -> list[Example]:
    section = Guidelines.load(path.parent, DEFAULT).section(key)
    assert section is not None
    return list(section.rulings)


def test_it_is_written_and_read(path: Path) -> None:
    assert add_ruling(path, "claim", "央行10月降息。", "a figure that\ncan be looked up")
    assert (
        path.read_text(encoding="utf-8") == "## claim\n- 央行10月降息。\n  a figure that can be looked up\n"
    )
    assert add_ruling(path, "claim", "明年會好。", "")
    assert add_ruling(path, "none", "題目", "")
    assert rulings(path) == [
        Example("央行10月降息。", "a figure that can be looked up"),
        Example("明年會好。"),
    ]
    assert rulings(path, "none") == [Example("題目")]
    assert path.read_text(encoding="utf-8").endswith("- 明年會好。\n\n## none\n- 題目\n")


FILES = [
    ("", "## claim\n- 好。\n  why\n"),
    ("\ufeff## claim\r\n- x\r\n", "\ufeff## claim\r\n- x\r\n- 好。\r\n  why\r\n"),
    ("## claim 事實\n- x", "## claim 事實\n- x\n- 好。\n  why"),
    ("## claim\n\n\n", "## claim\n- 好。\n  why\n\n\n"),
    ("# Ours\n", "# Ours\n\n## claim\n- 好。\n  why\n"),
    ("## none\n- x\n\n", "## none\n- x\n\n## claim\n- 好。\n  why\n"),
    (
        "## claim\n### rulings\n- x\n  and\n\n# Two\n\n## none\n- y\n",
        "## claim\n### rulings\n- x\n  and\n- 好。\n  why\n\n# Two\n\n## none\n- y\n",
    ),
    ("## none\ny\n## claim\nwords\nmore\n", "## none\ny\n## claim\nwords\nmore\n- 好。\n  why\n"),
    ("## claim\r- x\r\r## none\r- y\r", "## claim\r- x\r- 好。\n  why\n\r## none\r- y\r"),
]


@pytest.mark.parametrize(("before", "after"), FILES)
def test_what_is_there_stays_byte_for_byte(path: Path, before: str, after: str) -> None:
    path.write_bytes(before.encode())
    held = rulings(path) if before else []
    others = rulings(path, "none")
    assert add_ruling(path, "claim", "好。", "why")
    assert path.read_bytes() == after.encode()
    assert rulings(path) == [*held, Example("好。", "why")]
    assert rulings(path, "none") == others


def test_nothing_is_there_twice_in_either_script(path: Path) -> None:
    assert add_ruling(path, "claim", "奧特曼 說好。", "why")
    before = path.read_bytes()
    assert not add_ruling(path, "claim", "奥特曼\n说好。", "another reason")
    assert path.read_bytes() == before
    assert add_ruling(path, "opinion", "奥特曼 说好。", "")


@pytest.mark.parametrize("key", ["", "two words", "#claim", "claim#", " claim", "a\nb"])
def test_what_is_no_section_is_refused(path: Path, key: str) -> None:
    with pytest.raises(UsageError, match="section"):
        add_ruling(path, key, "好。", "")
    assert not path.exists()


@pytest.mark.parametrize(
    ("text", "reason"), [("", "why"), (" \n\u3000", ""), ("\ud800", ""), ("好", "\udfff")]
)
def test_what_no_line_can_say_is_refused(path: Path, text: str, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        add_ruling(path, "claim", text, reason)
    assert "\n" not in str(caught.value)
    assert not path.exists()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"## claim\n- \xff\n", "UTF-8"),
        (b"words\n", "line 1: text before the first section"),
        (b"## claim\n- x\n## claim\n", "line 3: claim has a section already"),
        (b"## claim\n### examples\n- x\n", "line 2: here only rulings stand"),
    ],
)
def test_a_file_that_cannot_be_understood_is_left_alone(path: Path, data: bytes, what: str) -> None:
    path.write_bytes(data)
    with pytest.raises(SettingsError, match=what) as caught:
        add_ruling(path, "claim", "好。", "")
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == data


class FullDisk(Files):
    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_disk_nothing_is_lost(path: Path) -> None:
    add_ruling(path, "claim", "好。", "")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="no room"):
        add_ruling(path, "claim", "不好。", "", files=FullDisk())
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["rulings.md"]


ODD = st.sampled_from(list("-#*+1.) \t\r\n\x0b\x1c\x85\u2028\u3000\ufeff\x00好a"))
WORDS = st.text(ODD, max_size=12) | st.text(max_size=12)


@given(st.sampled_from([before for before, _ in FILES]), st.lists(st.tuples(WORDS, WORDS), max_size=3))
@example("", [("- x", "# y"), ("## claim", "- z"), ("1. x", "### rulings")])
def test_whatever_it_is_it_reads_back_as_one_example(before: str, said: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rulings.md"
        path.write_bytes(before.encode())
        for text, reason in said:
            if not text.split():
                continue
            held = rulings(path)
            added = add_ruling(path, "claim", text, reason)
            wanted = Example(" ".join(text.split()), " ".join(reason.split()))
            assert rulings(path) == held + [wanted] * added
            there = [to_simplified(one.text) for one in held]
            assert added == (to_simplified(wanted.text) not in there)
            assert not add_ruling(path, "claim", text, reason)


# -- an example follows the decision that it is of ---------------------------------------------------


def decided(*labels: str, reason: str = "", note: str = "", quote: str = "好。") -> Decision:
    made = decision(
        "a" * 20, 0, len(quote), quote, lead="lin", writer="w", scheme="default/1", how="person", seen=[],
        votes={}, status="marked" if labels else "none", labels=labels,
    )  # fmt: skip
    return {**made, "reason": reason, "note": note}


def test_an_example_follows_and_what_people_wrote_stays(path: Path) -> None:
    first = decided("claim", "quote", reason="slip", note="看\n規則")
    for key in ruling_labels(first):
        assert add_ruling(path, key, first["quote"], ruling_words(first))
    there = path.read_text(encoding="utf-8")
    path.write_text(f"# Ours\n\n{there}- 好。\n  mine\n- 好\n  claim+quote slip 看 規則\n", encoding="utf-8")
    second = decided("claim")
    assert follow_ruling(path, first, second) == [
        "the example of claim says now: claim",
        "the example of quote is now: withdrawn: claim",
    ]
    assert path.read_text(encoding="utf-8") == (
        "# Ours\n\n## claim\n- 好。\n  claim\n\n## quote\n- 好。\n  withdrawn: claim\n"
        "- 好。\n  mine\n- 好\n  claim+quote slip 看 規則\n"
    )
    assert follow_ruling(path, second, second) == []
    assert len(follow_ruling(path, second, None)) == 2
    assert rulings(path)[0] == Example("好。", "withdrawn: decided no more")
    assert len(follow_ruling(path, first, first)) == 2
    assert path.read_text(encoding="utf-8").startswith(f"# Ours\n\n{there}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("## claim\r\n- 好。\r\n  claim\r\n- x\r\n", "## claim\r\n- 好。\r\n  withdrawn: none\r\n- x\r\n"),
        ("\ufeff## claim\n- 好。\n  claim", "\ufeff## claim\n- 好。\n  withdrawn: none\n"),
        ("## claim\n- 好。\n- 好。\n  claim\n", "## claim\n- 好。\n- 好。\n  withdrawn: none\n"),
        ("## claim\n- 好。\n  claim and more\n", "## claim\n- 好。\n  claim and more\n"),
        ("## claim\n1. 好。\nclaim\n\nmore\n", "## claim\n1. 好。\n  withdrawn: none\n\nmore\n"),
    ],
)
def test_line_ends_and_other_examples_stay(path: Path, before: str, after: str) -> None:
    path.write_bytes(before.encode())
    follow_ruling(path, decided("claim"), decided())
    assert path.read_bytes() == after.encode()


def test_where_there_are_no_rulings_none_are_made(path: Path) -> None:
    assert follow_ruling(path, decided("claim"), decided()) == []
    assert not path.exists()
    path.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="save it as UTF-8"):
        follow_ruling(path, decided("claim"), decided())


def test_only_the_first_line_has_a_mark_of_its_bytes(path: Path) -> None:
    path.write_bytes("\ufeff## claim\n- 央行。\n\ufeff- 央行降息。\n".encode())
    before = path.read_bytes()
    assert add_ruling(path, "claim", "又一句。", "reason")
    after = path.read_text(encoding="utf-8")
    assert after.encode().startswith(before)
    assert "又一句。" in after


def test_a_mark_of_bytes_counts_at_the_beginning_alone() -> None:
    lines = list(_lines("\ufeff## claim\n\ufeff- 央行。\r- 降息。"))
    assert [one.text for one in lines] == ["## claim", "\ufeff- 央行。", "- 降息。", ""]
    assert [one.end for one in lines] == [10, 17, 22, 22]
