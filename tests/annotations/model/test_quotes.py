"""Quotes as records have them, made sound: offsets that bound nothing bound nothing."""

from __future__ import annotations

import pytest

from annotations.model.quotes import sound_quote


@pytest.mark.parametrize(
    ("content", "kept"),
    [([0, 3], True), ([1, 2], True), ([2, 2], False), ([3, 1], False), ([-1, 2], False), ([1, 4], False)],
)
def test_content_is_a_stretch_of_the_text(content: list[int], kept: bool) -> None:
    quote = sound_quote({"form": "direct", "cont": False, "content": content, "speakers": []}, "他說好")
    assert quote["content"] == (content if kept else None)
