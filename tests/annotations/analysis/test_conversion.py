"""Showing a text in another script: what OpenCC says, and the way back to every offset."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from annotations.analysis.conversion import WINDOW, Script, Unit, convert, windows
from annotations.analysis.phrases import table
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split
from annotations.reading import Options, Place, read_article

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
SENTENCES = (
    "他用鼠标点击互联网上的信息。",
    "鼠标和打印机都是硬件，操作系统是软件。",
    "程序员通过屏幕复制光盘里的数据库。",
    "出租车司机用短信告诉乘客，宽带已经缺省打开了。",
    "“信息时代”的乾隆皇帝后来理发、干杯，头发都干了。",
    "我去过乌兹别克斯坦、意大利和新西兰，也吃过菠萝和三文鱼。",
    "這臺電腦的滑鼠壞了，裏面的軟體卻還在。",
    "中國的互聯網公司在發展人工智能。",
    "台湾的皇后后面有只鸡，只有一只。",
    "GPT-4.1 的 API 价格为每月200美元，约合1400元。",
    "①ａｂｃ３％、é、日本語の漢字、한국어。",
    "文件夹里的文件\n服务器上的内存\u3000网络",
)
MIXED = (
    "软件互联网鼠标打印机信息程序员数据库出租车硬盘内存默认点击網際網路滑鼠的我在和了发后干里面只台乾"
    "這個開門abcXYZ019 .,，。！「」（）“”\n\u3000é😀𠮷👨\u200d👩\x1b\u202e\ud800\udfff"
)
WORDS = ("互联网", "鼠标", "打印机", "软件", "程序员", "信息", "操作系统", "皇后", "的", "，", "a", "😀")
texts = st.text(st.sampled_from(MIXED), max_size=40) | st.lists(st.sampled_from(WORDS), max_size=8).map(
    "".join
)


@cache
def opencc(name: str) -> OpenCC:
    return OpenCC(name)


def shown(units: Sequence[Unit]) -> str:
    return "".join(unit.shown for unit in units)


def follow(text: str, units: Sequence[Unit]) -> None:
    """Assert that `units` are all of `text`, one after another, and that offsets fit."""
    at = 0
    for unit in units:
        assert unit.start == at < unit.end
        assert len(unit.plain) == unit.end - unit.start
        assert unit.shown
        at = unit.end
    assert at == len(text)


def expected(text: str, script: Script) -> str:
    if script is Script.WRITTEN:
        return text
    if script is Script.SIMPLIFIED:
        return to_simplified(text)
    return str(opencc("s2t" if script is Script.TRADITIONAL else "s2twp").convert(text))


@pytest.mark.parametrize("script", Script)
@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_shown_as_opencc_has_it(text: str, script: Script) -> None:
    units = convert(text, script)
    follow(text, units)
    assert shown(units) == expected(text, script)
    if script is Script.TAIWAN:
        assert "".join(unit.plain for unit in units) == opencc("s2tw").convert(text)


@pytest.mark.parametrize("script", Script)
def test_the_sample_articles_too(script: Script) -> None:
    for path in sorted(SEEDS.glob("*.txt"))[:3]:
        article = read_article(Place(path), Options())
        for sentence in split(article.text)[:20]:
            text = article.text[sentence.start : sentence.end]
            units = convert(text, script)
            follow(text, units)
            assert shown(units) == expected(text, script)


@settings(max_examples=150, deadline=None)
@given(texts, st.sampled_from(Script))
def test_the_laws(text: str, script: Script) -> None:
    units = convert(text, script)
    follow(text, units)
    assert shown(units) == expected(text, script)


def pairs(text: str) -> list[tuple[str, str]]:
    """Return the words that Taiwan says otherwise, as written there and here."""
    found = convert(text, Script.TAIWAN)
    return [(text[unit.start : unit.end], unit.shown) for unit in found if unit.shown != unit.plain]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("互联网", [("互联网", "網際網路")]),
        ("互联网很好", [("互联网", "網際網路")]),
        ("我爱互联网", [("互联网", "網際網路")]),
        ("他用鼠标和键盘", [("鼠标", "滑鼠")]),
        ("鼠标", [("鼠标", "滑鼠")]),
        ("在鼠标", [("鼠标", "滑鼠")]),
        ("用打印机打", [("打印", "印表")]),
        ("信息的出租", [("信息", "資訊")]),
        ("我用鼠标在互联网，信息", [("鼠标", "滑鼠"), ("互联网", "網際網路"), ("信息", "資訊")]),
        ("缺省的屏幕", [("缺省", "預設"), ("屏", "螢")]),
        ("今天很好", []),
    ],
)
def test_a_word_is_a_unit_of_its_own(text: str, words: list[tuple[str, str]]) -> None:
    assert pairs(text) == words, "so that a click or a colour is about that word and no other"


@pytest.mark.parametrize(
    "text", ["互联网鼠标", "鼠标互联网", "鼠标鼠标", "软件软件互联网", "点击鼠标点击互联网点击"]
)
def test_words_side_by_side(text: str) -> None:
    units = convert(text, Script.TAIWAN)
    follow(text, units)
    assert shown(units) == opencc("s2twp").convert(text)


def test_a_word_that_shrinks() -> None:
    text = "朝鲜民主主义人民共和国的乌兹别克斯坦和公共汽车站"
    units = convert(text, Script.TAIWAN)
    follow(text, units)
    assert shown(units) == opencc("s2twp").convert(text)
    assert any(len(unit.shown) < len(unit.plain) for unit in units)


def test_as_written_is_the_text_itself() -> None:
    text = "國国\ud800😀\x1b[31m\n互联网"
    assert convert(text, Script.WRITTEN) == (Unit(0, len(text), text, text),)


@pytest.mark.parametrize("script", Script)
def test_nothing_is_nothing(script: Script) -> None:
    assert convert("", script) == ()


@pytest.mark.parametrize("script", Script)
@pytest.mark.parametrize("text", ["\ud800", "\udfff互联网\ud800", "😀鼠标👨\u200d👩", "\x00\x1b\u202e"])
def test_what_no_table_knows_stays(text: str, script: Script) -> None:
    units = convert(text, script)
    follow(text, units)
    assert shown(units) == expected(text, script)
    for odd in "\ud800\udfff😀\u200d\x00\x1b\u202e":
        assert shown(units).count(odd) == text.count(odd)


@pytest.mark.parametrize("unit", ["互联网鼠标，", "互联网鼠标", "的", "。", "a b "])
def test_a_sentence_without_end_is_converted_in_windows(unit: str) -> None:
    text = unit * (10_000 // len(unit))
    starts = windows(text)
    assert starts[0] == 0
    assert all(0 < end - start <= WINDOW for start, end in pairwise([*starts, len(text)]))
    if "，" in unit:
        assert all(text[start - 1] == "，" for start in starts[1:]), "no word reaches across a comma"
        parts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
        assert "".join(shown(convert(part, Script.TAIWAN)) for part in parts) == expected(text, Script.TAIWAN)


def test_a_usual_sentence_is_one_window() -> None:
    assert windows("王毅說，" * 50) == [0] == windows("")


@pytest.mark.parametrize("script", [Script.TRADITIONAL, Script.TAIWAN])
def test_long_words_come_before_short_ones_wherever_they_stand(script: Script) -> None:
    words = sorted(table("STPhrases"), key=len)[-200:]
    text = "".join(f"{one[:-1]}{other}{one[1:]}" for one, other in pairwise(words) if "．" not in one + other)
    for at in range(0, len(text), 400):
        assert shown(convert(text[at : at + 400], script)) == expected(text[at : at + 400], script)
