"""Where clauses end: hand cases in both scripts, and laws that hold for any text.

A case is a sentence, cut by ``|`` where its clauses end.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis.clauses import LONGEST_WHOLE, SHORTEST, clauses
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split

CASES = """
他走了。
他來了，|她走了。
他來了；|她走了；|門關了。
結論很清楚：|票價太貴。
蘋果、梨子、香蕉都漲價了。
目前,|ChatGPT免費用戶可以體驗。
更高智能版本o3-mini-high;|每月支付200美元。
他說:|走吧。
虧損1,000萬元，|營收3,500億元。
会议10:30开始，|12：00结束。
比分是2：1，|主队赢了。
Apple,Google,Meta都跌了，|微軟漲了。
In short, it rose，|他說。
「走吧。」|她說，|「時候不早了。」
「太好了！」|他喊道，|然後跑了。
他說：|「我走了，你留下。」
他说：|“我走了，你留下。”
他說:|"我走了，你留下。"
部長指出，|失業率已降至3.4%，|「十年來最低」，|但物價仍高。
他看了《你好，再見》，|哭了。
這家公司（總部在台北，員工三千人）昨天倒閉，|老闆失蹤。
他問「為什麼？」和「憑什麼？」
真的嗎？！|他不信。
我……我不知道，|真的。
他說（參見附錄，|沒有下文。
他說：|「我走了，|沒有下文。
，他走了，|她也走了。
他走了，，，|她也走了。
他走了， |她也走了。
使用Yahoo!奇摩的人，|越來越少。
https://example.com:80/a;b,c是網址，|請看。
微軟和OpenAI開始調查DeepSeek是否采用其數據,|美國總統特朗普警告稱需要限制對華AI半導體出口。
"""
ROWS = CASES.strip().split("\n")


def cut(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in clauses(sentence, 0, len(sentence))]


@pytest.mark.parametrize("case", ROWS)
def test_case(case: str) -> None:
    expected = [piece.strip() for piece in case.split("|")]
    sentence = case.replace("|", "")
    assert cut(sentence) == expected
    assert clauses(to_simplified(sentence), 0, len(sentence)) == clauses(sentence, 0, len(sentence))


def test_a_long_quote_is_cut_but_into_no_short_piece() -> None:
    pieces = [
        "「各位，這是我們十年來第一次調整票價，",
        "也是最後一次，",
        "我可以向大家保證，",
        "絕對不會再有下一次。」",
    ]
    sentence = "市長說：" + "".join(pieces)
    assert len("".join(pieces)) - 2 > LONGEST_WHOLE
    assert cut(sentence) == ["市長說：", pieces[0], pieces[1] + pieces[2], pieces[3]]


def test_a_quote_of_the_greatest_length_stays_whole() -> None:
    inner = "他走了，" * (LONGEST_WHOLE // 4)
    assert cut(f"「{inner}」") == [f"「{inner}」"]
    assert len(cut(f"「長長長長長長長長{inner}」")) > 1


def test_offsets_are_of_the_text() -> None:
    text = "他走了。她來了，他笑了。"
    assert [text[a:b] for a, b in clauses(text, 4, 12)] == ["她來了，", "他笑了。"]
    assert clauses(text, 4, 4) == []
    for bounds in ((-1, 3), (3, 2), (0, 13)):
        with pytest.raises(ValueError, match="is not inside"):
            clauses(text, *bounds)


def test_many_marks_are_not_slow() -> None:
    """Each mark is looked at once: linear in the length, or this would take minutes."""
    for text in (
        "（「“" * 60_000,
        "「" * 100_000 + "」" * 100_000,
        "，" * 200_000,
        '"，' * 100_000,
        ", " * 100_000,
    ):
        clauses(text, 0, len(text))


ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("。！？!?….，,；;：:、「」『』“”‘’（）()《》\"'\n \u3000他說道的我Aa1"),
        st.characters(),
    ),
    max_size=120,
)


def check(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = clauses(text, start, end)
    at = start
    for left, right in found:
        assert at <= left < right <= end
        assert text[at:left].strip() == ""
        assert not text[left].isspace()
        assert not text[right - 1].isspace()
        at = right
    assert text[at:end].strip() == ""
    if any(char.isalnum() for char in text[start:end]):
        assert all(any(char.isalnum() for char in text[left:right]) for left, right in found)
    return found


@settings(max_examples=400)
@given(ANY_TEXT, st.data())
def test_clauses_cover_everything_but_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    check(text, start, data.draw(st.integers(start, len(text))))


@given(st.lists(st.sampled_from(ROWS), max_size=3))
def test_a_short_closed_quote_is_never_cut(rows: list[str]) -> None:
    for sentence in split("".join(rows).replace("|", "") + "「一句話，短短的。」他說。"):
        text = "".join(rows).replace("|", "") + "「一句話，短短的。」他說。"
        for left, right in check(text, sentence.start, sentence.end):
            assert text[left:right].count("「一句話") == text[left:right].count("短短的。」")
    assert SHORTEST < LONGEST_WHOLE
