"""Articles, which everybody gives, and files, which are the lead's."""

from __future__ import annotations

import pytest
from hub_records import put_file
from postgres import HubOfTests

from annotations.hub.client.rows import FrozenText
from annotations.hub.errors import HubError, NotLead

pytestmark = pytest.mark.peer("psycopg")
A, B, C = "a" * 20, "b" * 20, "c" * 20


def test_articles_are_first_come_and_never_change(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("an") as an:
        assert mei.put_articles([FrozenText(A, "一"), FrozenText(B, "二", "names")]) == []
        assert an.put_articles(
            [FrozenText(A, "一", "later"), FrozenText(B, "other", "x"), FrozenText(C, "三")]
        ) == [B]
        assert an.put_articles([FrozenText(B, "二", "others")]) == [B]
        texts = {one.article: one for one in mei.texts([C, B, A, "d" * 20])}
        assert texts == {
            A: FrozenText(A, "一", "later"),
            B: FrozenText(B, "二", "names"),
            C: FrozenText(C, "三"),
        }
        rows = mei.articles()
        assert [(one.article, one.analysed) for one in rows] == [
            (A, False), (B, False), (B, True), (C, False), (A, True),
        ]  # fmt: skip
        assert mei.articles(rows[2].number) == rows[3:]
        assert mei.articles(limit=2) == rows[:2]
        with pytest.raises(HubError):
            mei.put_articles([FrozenText("../../x", "")])


def test_files_are_the_leads_and_each_version_follows_one(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("lin") as lin:
        assert put_file(lin, "zhupi.toml", b"\x00\xff", after=0) == 1
        assert put_file(lin, "zhupi.toml", b"", after=0) == 0
        assert put_file(lin, "zhupi.toml", b"two", after=1) == 2
        assert put_file(lin, "guidelines/zh.md", "說明".encode(), after=0, audience="lead") == 1
        with pytest.raises(NotLead):
            put_file(mei, "zhupi.toml", b"", after=2)
        assert [one.path for one in mei.files()] == ["zhupi.toml"]
        assert [one.path for one in lin.files()] == ["guidelines/zh.md", "zhupi.toml"]
        assert mei.file("guidelines/zh.md") is None
        first, newest = mei.file("zhupi.toml", 1), mei.file("zhupi.toml")
        assert first is not None
        assert newest is not None
        assert (first.content, newest.content, newest.row.version) == (b"\x00\xff", b"two", 2)
        assert put_file(lin, "zhupi.toml", None, after=2) == 3
        gone = mei.file("zhupi.toml")
        assert gone is not None
        assert (gone.content, gone.row.digest, gone.row.version) == (None, "", 3)


def test_no_file_lies_outside_a_project(hub: HubOfTests) -> None:
    odd = [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        ".",
        "a/./b",
        "C:x",
        "a\\b",
        "a\nb",
        "a\x1bb",
        "x" * 501,
    ]
    with hub.of("lin") as lin:
        for path in odd:
            with pytest.raises(HubError):
                put_file(lin, path, b"", after=0)
        assert lin.files() == []
