"""Under which name a browser saves a file, and that it never shows one."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.peer("textual_serve")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("tags.jsonl", "attachment; filename=\"tags.jsonl\"; filename*=UTF-8''tags.jsonl"),
        ("梅 tags.jsonl", "attachment; filename=\"_ tags.jsonl\"; filename*=UTF-8''%E6%A2%85%20tags.jsonl"),
        ('a"; x="b', "attachment; filename=\"a_; x=_b\"; filename*=UTF-8''a%22%3B%20x%3D%22b"),
        (
            "a\r\nSet-Cookie: b",
            "attachment; filename=\"a__Set-Cookie: b\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b",
        ),
    ],
)
def test_a_name_cannot_leave_its_header(name: str, header: str) -> None:
    from tui.web.downloads import disposition

    assert disposition(name) == header
