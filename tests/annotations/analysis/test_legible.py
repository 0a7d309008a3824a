"""What nobody sees, and spaces that part no words, change nothing of what is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis.legible import Legible, legible, visible
from annotations.analysis.pipeline import Analyser
from annotations.analysis.quotes import QuoteFound, find_quotes
from annotations.analysis.sentences import split
from annotations.expressions import INVISIBLE
from annotations.model.article import Analysis, Name, Number, Sentence

ARTICLE = """市長王志剛3月8日在臺北市表示：「今年經費達1200億元，增加6.5%。」李強昨天反駁，
「這不對！」他說。清華大學教授翟季冬認為DeepSeek很好（記者陳大文／臺北報導）。

Sam Altman在北京見了外長王毅、焦陽和歐陽修，“合作共贏。”王毅強調。
第二段接著說，GPT-4o比iPhone 16 Pro便宜一半。
"""
UNSEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\u2066"
    "\u2069\u00ad\ufe0f\ufe00\U000e0100\u180e\u034f"
)
Found = tuple[tuple[Sentence, ...], Analysis, list[tuple[QuoteFound, ...]]]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def all_of(analyser: Analyser, text: str) -> Found:
    sentences = split(text)
    found = analyser.analyse(text, sentences)
    return sentences, found, find_quotes(text, sentences, found.names)


def quote_places(quotes: list[tuple[QuoteFound, ...]]) -> list[tuple[int, int] | None]:
    return [
        bounds
        for several in quotes
        for one in several
        for bounds in (one.cue, one.content, *((who.start, who.end) for who in one.speakers))
    ]


def written(analyser: Analyser, text: str) -> list[str]:
    found = analyser.analyse(text)
    return [f"{text[name.start : name.end]}/{name.type}" for name in found.names]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("王\u200b志刚", "王志刚"),
        ("\ufeff本报讯\u3000\u200e北京\u200f", "本报讯\u3000北京"),
        ("soft\u00adware", "software"),
        ("葛\U000e0100城市", "葛城市"),
        ("Jose\u0301", "José"),
        ("中\u0301国", "中国"),
        ("👨\u200d👩", "👨👩"),
        ("ＯｐｅｎＡＩ", "OpenAI"),
        ("⽇本⾦融", "日本金融"),
        ("李強\uf90a", "李強金"),
        ("GPT\u20114o", "GPT-4o"),
        ("6.5\u202f%", "6.5 %"),
        ("1\u202f200\u2009000元", "1200000元"),
        ("", ""),
        ("\u200b", ""),
        ("李 强", "李 强"),
    ],
)
def test_what_is_visible(text: str, read: str) -> None:
    seen = visible(text)
    assert seen.text == read
    assert seen.whole == (len(text) == len(read))


@pytest.mark.parametrize(
    ("text", "span", "raw"),
    [
        ("\u200b王\u200b志刚\u200b。", (0, 3), "王\u200b志刚"),
        ("Jose\u0301到", (0, 4), "Jose\u0301"),
        ("李\u200b\u3000强。", (0, 2), "李\u200b\u3000强"),
        ("1 2 0 0 亿 元", (0, 6), "1 2 0 0 亿 元"),
        ("王志刚", (0, 3), "王志刚"),
    ],
)
def test_a_span_begins_and_ends_with_what_is_seen(text: str, span: tuple[int, int], raw: str) -> None:
    start, end = legible(text).raw(*span)
    assert text[start:end] == raw


@given(st.text(st.one_of(st.sampled_from("王李 强\u3000说1２。\n" + UNSEEN), st.characters()), max_size=40))
def test_every_offset_comes_back(text: str) -> None:
    for seen in (visible(text), legible(text)):
        for at in range(len(seen.text)):
            start, end = seen.raw(at, at + 1)
            assert 0 <= start < end <= len(text)
            assert seen.here(start, end) == (at, at + 1)
        assert seen.here(0, len(text)) == (0, len(seen.text))
        assert re.search(f"[{INVISIBLE}]", seen.text) is None


def test_pieces_are_put_together() -> None:
    seen = Legible("abcdef", "abcdef", [(1, 2), (4, 6)])
    assert seen.text == "acd"
    assert [seen.raw(at, at + 1) for at in range(3)] == [(0, 1), (2, 3), (3, 4)]
    assert [seen.here(at, at + 1) for at in range(6)] == [(0, 1), (1, 1), (1, 2), (2, 3), (3, 3), (3, 3)]
    assert seen.raw(3, 3) == (6, 6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(ARTICLE)), st.sampled_from(UNSEEN)), min_size=1, max_size=40))
def test_unseen_characters_change_nothing(analyser: Analyser, put_in: list[tuple[int, str]]) -> None:
    text = ARTICLE
    for at, char in sorted(put_in, reverse=True):
        text = text[:at] + char + text[at:]
    seen = visible(text)
    assert seen.text == ARTICLE
    sentences, found, quotes = all_of(analyser, ARTICLE)
    others, as_found, as_quotes = all_of(analyser, text)

    def here(span: Sentence | Name | Number) -> Sentence | Name | Number:
        start, end = seen.here(span.start, span.end)
        return span._replace(start=start, end=end)

    assert tuple(map(here, others)) == sentences
    assert tuple(map(here, as_found.names)) == found.names
    assert tuple(map(here, as_found.numbers)) == found.numbers
    assert [b and seen.here(*b) for b in quote_places(as_quotes)] == quote_places(quotes)
    for span in (*as_found.names, *as_found.numbers):
        assert not set(UNSEEN).intersection(text[span.start], text[span.end - 1])


def test_a_line_that_nobody_sees_is_no_sentence() -> None:
    text = "\ufeff一。\u200b\n\u200b\n\u200b二。 \u200b \n"
    assert [(text[one.start : one.end], one.opens_paragraph) for one in split(text)] == [
        ("\ufeff一。\u200b", True),
        ("\u200b二。 \u200b", True),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市长王\u200b志刚\u200b表示，要努力。", ["王\u200b志刚/PER"]),
        ("市長王\u200b志剛\u200b表示，要努力。", ["王\u200b志剛/PER"]),
        ("\ufeff本报讯\u3000\u200e北京\u200f今天下雨。", ["北京/LOC"]),
        ("省领导李 强、焦 阳和赵立春出席。", ["李 强/PER", "焦 阳/PER", "赵立春/PER"]),
        ("省領導李 強、焦\u3000陽和趙立春出席。", ["李 強/PER", "焦\u3000陽/PER", "趙立春/PER"]),
        ("市教育局 吴萍 局长，\u3000王磊\u3000副市长。", ["市教育局/ORG", "吴萍/PER", "王磊/PER"]),
        ("市教育局 吳萍 局長，\u3000王磊\u3000副市長。", ["市教育局/ORG", "吳萍/PER", "王磊/PER"]),
        ("记者 郝一鸣 海城报道， 孙宁 摄影。", ["郝一鸣/PER", "海城/LOC", "孙宁/PER"]),
        ("記者 郝一鳴 海城報道， 孫寧 攝影。", ["郝一鳴/PER", "海城/LOC", "孫寧/PER"]),
        ("国家主席 习近平 会见 普京 总统", ["习近平/PER", "普京/PER"]),
        ("中 国 使 馆 说 ： 暂 无 中 国 公 民 受 伤 。", ["中 国/LOC"] * 2),
        ("中 國 使 館 說 ： 暫 無 中 國 公 民 受 傷 。", ["中 國/LOC"] * 2),
        (
            "李\u3000强\u3000\u3000王志刚\u3000\u3000焦\u3000阳",
            ["李\u3000强/PER", "王志刚/PER", "焦\u3000阳/PER"],
        ),
        ("ＯｐｅｎＡＩ與⽇本⾦融廳", ["ＯｐｅｎＡＩ/ORG", "⽇本⾦融廳/ORG"]),
        ("OpenAI發布GPT\u20114o mini", ["OpenAI/ORG", "GPT\u20114o mini/PRODUCT"]),
        ("李 强 王 沪 焦 阳", ["李 强/PER", "王 沪/PER", "焦 阳/PER"]),
    ],
)
def test_names_in_spaced_text(analyser: Analyser, text: str, names: list[str]) -> None:
    assert written(analyser, text) == names


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("据 统 计 ， 达 到 1 2 0 0 亿 元 。", "1 2 0 0 亿 元", 120_000_000_000),
        ("據 統 計 ， 達 到 1 2 0 0 億 元 。", "1 2 0 0 億 元", 120_000_000_000),
        ("達到 1 2 0 0 億元。", "1 2 0 0 億元", 120_000_000_000),
        (
            "达\u3000到\u30001\u30002\u30000\u30000\u3000亿\u3000元",
            "1\u30002\u30000\u30000\u3000亿\u3000元",
            120_000_000_000,
        ),
        ("全 市 增 长 6 . 5 % ， 很 好", "6 . 5 %", 6.5),
        ("1\u202f200億元", "1\u202f200億元", 120_000_000_000),
        ("1\u200b200億\u2060元", "1\u200b200億\u2060元", 120_000_000_000),
    ],
)
def test_numbers_in_spaced_text(analyser: Analyser, text: str, span: str, value: float) -> None:
    (number,) = analyser.analyse(text).numbers
    assert (text[number.start : number.end], number.value) == (span, value)


def test_an_article_in_single_letters_has_the_same_names_and_numbers(analyser: Analyser) -> None:
    spaced = re.sub(r"(?<=[^\sA-Za-z])(?=\S)|(?<=\S)(?=[^\sA-Za-z])", " ", ARTICLE)
    spaced = re.sub(" *\n *", "\n", spaced)

    def found(text: str) -> list[tuple[str, str, float | int | None]]:
        analysis = analyser.analyse(text)
        return [("".join(text[n.start : n.end].split()), n.type, None) for n in analysis.names] + [
            ("".join(text[n.start : n.end].split()), n.kind, n.value) for n in analysis.numbers
        ]

    assert found(spaced) == [("".join(string.split()), kind, value) for string, kind, value in found(ARTICLE)]


def test_quotes_in_spaced_text(analyser: Analyser) -> None:
    text = "外 长 王 毅 表 示 ： “ 双 方 同 意 合 作 。 ” 会 议 结 束 。"
    _, _, quotes = all_of(analyser, text)
    (quote,) = quotes[0]
    assert [who.text for who in quote.speakers] == ["王 毅"]
    assert quote.content is not None
    assert text[slice(*quote.content)] == "“ 双 方 同 意 合 作 。 ”"
