"""Subtitles without their times, and the sentences that go over several of them."""

from __future__ import annotations

import pytest

from annotations.errors import ReadingError
from annotations.reading.subtitles import extract_subtitles


def cues(*texts: str, gap: float = 0.1, comma: str = ",") -> str:
    """Subtitles of two seconds each, with `gap` seconds between them."""
    lines = []
    for number, text in enumerate(texts):
        start = number * (2 + gap)
        times = [
            f"00:{int(t) // 60:02}:{int(t) % 60:02}{comma}{int(t % 1 * 1000):03}" for t in (start, start + 2)
        ]
        lines.append(f"{number + 1}\n{' --> '.join(times)}\n{text}\n\n")
    return "".join(lines)


WEBVTT = """WEBVTT - 新聞
Kind: captions

NOTE 不要
這一行也不要

STYLE
::cue {color: red}

a1
00:01.000 --> 00:02.500 align:start position:0%
<v 王毅>我們<c.yellow>不</c>同意，

00:02.600 --> 00:04.000
<v 王毅>絕不。

00:04.100 --> 00:06.000
<v.loud 記者>為什麼？
"""
ROLLING = """WEBVTT

00:00.000 --> 00:02.000
今天<00:00:01.000><c>的新聞</c>

00:02.000 --> 00:04.000
今天的新聞
是這樣。
"""
SUBSTATION = r"""[Script Info]
Title: x

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\pos(1,2)}甲,乙，\N丙。
Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,不要
"""


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            cues("王毅昨天在北京表示，", "中國將投資6000億美元。", "他說完就走了。"),
            "王毅昨天在北京表示，中國將投資6000億美元。他說完就走了。",
        ),
        (cues("第一句話。", "第二句話。", gap=4), "第一句話。\n第二句話。"),
        (cues("說到一半", "過了很久才說完。", gap=4), "說到一半過了很久才說完。"),
        (cues("We will invest", "six billion dollars."), "We will invest six billion dollars."),
        (cues("他在OpenAI", "工作了三年。"), "他在OpenAI工作了三年。"),
        (cues("<i>斜體</i>的{\\an8}字。", '<font color="#fff">紅</font>字。'), "斜體的字。紅字。"),
        (cues("- 你好。\n- 再見。", "走了。"), "- 你好。\n- 再見。走了。"),
        (cues("沒有標點的電影", "一句一行", "誰也不知道"), "沒有標點的電影\n一句一行\n誰也不知道"),
        (cues("你好嗎\nHow are you", "很好\nFine"), "你好嗎\nHow are you\n很好\nFine"),
        (cues("第一行", "第一行\n第二行", "第二行\n第三行。"), "第一行第二行第三行。"),
        (cues("3 &lt; 5 &amp; 7。"), "3 < 5 & 7。"),
        (
            cues("長" * 120 + "。", "短" * 100 + "。", "另一段。"),
            "長" * 120 + "。" + "短" * 100 + "。\n另一段。",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\n甲。\n2\n00:00:02,000 --> 00:00:03,000\n乙。\n",
            "甲。乙。",
        ),
        ("\ufeff1\n0:00:01.5 --> 0:00:02.5\n2025\n年過去了。\n", "2025年過去了。"),
        (WEBVTT, "王毅：我們不同意，絕不。\n記者：為什麼？"),
        (ROLLING, "今天的新聞是這樣。"),
        (SUBSTATION, "甲,乙，丙。"),
    ],
)
def test_what_is_said(source: str, text: str) -> None:
    assert extract_subtitles(source, "a.srt").text == text


@pytest.mark.parametrize(
    "source", ["就是文字，沒有時間。", "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n\n"]
)
def test_what_has_no_cue_is_one_line(source: str) -> None:
    with pytest.raises(ReadingError, match=r"a\.srt: has no times of subtitles in it"):
        extract_subtitles(source, "a.srt")


@pytest.mark.parametrize("many", ["<v ", "<v.", "{\\", "<"])
def test_a_tag_that_nothing_closes_takes_as_long_as_it_is(many: str) -> None:
    text = extract_subtitles(f"1\n00:00:01,000 --> 00:00:02,000\n文。\n{many * 100_000}\n", "a.srt").text
    assert text.startswith("文。")
