"""What a page sends: what of it is understood, and how fast it is taken."""

from __future__ import annotations

import json

import pytest

from tui.web.input import (
    LARGEST,
    Focus,
    Pace,
    Ping,
    Size,
    Typed,
    cells,
    font_size,
    language_asked,
    script,
    understood,
)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (["stdin", "據報道"], Typed("據報道")),
        (["resize", {"width": 80, "height": 24}], Size(80, 24)),
        (["resize", {"width": 10**9, "height": -1}], Size(500, 5)),
        (["ping", "1764"], Ping("1764")),
        (["focus"], Focus(True)),
        (["blur"], Focus(False)),
    ],
)
def test_what_is_understood(message: object, said: object) -> None:
    assert understood(json.dumps(message)) == said


@pytest.mark.parametrize(
    "data",
    [
        *("", "{", "null", "[]", '["stdin"]', '["stdin", 1]', '["stdin", "a", "b"]', '{"stdin": "a"}'),
        *('["resize", {"width": "80", "height": 24}]', '["resize", {"width": 80}]', '["resize", 80]'),
        *(
            '["resize", {"width": 8e1, "height": 24}]',
            '["quit"]',
            '["meta", {"type": "quit"}]',
            '["focus", 1]',
        ),
        *('["ping", "' + "a" * 41 + '"]', "[" * 100_000),
    ],
)
def test_what_no_page_of_ours_sends(data: str) -> None:
    assert understood(data) is None


@pytest.mark.parametrize(
    ("columns", "rows", "size"),
    [
        *(
            (None, None, (80, 24)),
            ("120", "40", (120, 40)),
            ("x", "-3", (80, 24)),
            ("99999999", "1", (80, 5)),
        ),
        *(("1", "99999", (20, 300)), ("٣٣", "３３", (80, 24)), ("", "1e3", (80, 24))),
    ],
)
def test_the_size_that_an_address_asks_for(
    columns: str | None, rows: str | None, size: tuple[int, int]
) -> None:
    assert cells(columns, rows) == size


def test_the_size_of_characters_has_bounds() -> None:
    assert [font_size(one) for one in (None, "20", "1", "4000", "<script>")] == [16, 20, 8, 40, 16]


@pytest.mark.parametrize(
    ("languages", "forms"),
    [
        *(("zh-TW,zh;q=0.9,en", "hant"), ("zh-CN,zh;q=0.9", "hans"), ("en-US,en;q=0.9,zh-CN;q=0.8", "hans")),
        *(("zh-Hans-HK", "hans"), ("zh-Hant", "hant"), ("zh-HK, zh-CN", "hant"), ("zh", "hans")),
        *(("", "hant"), ("de", "hant"), ("</style>", "hant"), (",;,", "hant")),
    ],
)
def test_the_forms_of_characters_that_a_reader_is_used_to(languages: str, forms: str) -> None:
    assert script(languages) == forms


@pytest.mark.parametrize(
    ("languages", "language"),
    [
        *(("zh-TW,zh;q=0.9,en", "zh_Hant"), ("zh-CN,en", "zh_Hans"), ("en-US,en;q=0.9,zh-CN;q=0.8", "en")),
        *(("de-DE,zh-HK;q=0.9,en", "zh_Hant"), ("", ""), ("ja", ""), ("english", ""), (",;,", "")),
    ],
)
def test_the_first_language_that_the_program_speaks(languages: str, language: str) -> None:
    assert language_asked(languages) == language


def test_a_key_that_is_held_and_a_mouse_that_is_moved_never_wait() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    for _ in range(10_000):
        now += 1 / 150
        assert pace.wait(60) == 0


def test_a_flood_is_taken_at_a_steady_pace() -> None:
    """Whoever sends as fast as they can waits, and no longer than what they have sent is worth."""
    now = 0.0
    pace = Pace(lambda: now)
    for _ in range(5_000):
        now += pace.wait(30)
    assert 20 < now < 30
    assert pace.wait(LARGEST) < 10


def test_after_a_pause_a_burst_is_taken_at_once() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    for _ in range(1_000):
        now += pace.wait(30)
    now += 60
    assert sum(pace.wait(30) for _ in range(300)) == 0
