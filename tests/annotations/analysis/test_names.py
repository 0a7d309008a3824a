"""The rules for names, each on words as a tagger gives them: ``清华/ORG`` or ``奥特曼/PER:0.4``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.mentions import settle
from annotations.analysis.names import find
from annotations.analysis.tagger import Word
from annotations.model.article import NAME_TYPES, Name


def tagged(line: str) -> tuple[str, list[Word]]:
    """Read a sentence from ``word/tag:chance`` parts; ``_`` stands for a space inside a word."""
    text, words = "", []
    for part in line.split():
        word, _, tag = part.replace("_", " ").rpartition("/")
        kind, _, chance = tag.partition(":")
        words.append(Word(len(text), len(text) + len(word), kind, float(chance or 0.9)))
        text += word
    return text, words


def names(line: str) -> list[str]:
    text, words = tagged(line)
    return [f"{text[n.start : n.end]}/{n.type}{'' if n.certain else '?'}" for n in find(text, words)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # places in places
        ("中国/LOC 江苏省/LOC 盐城市/LOC 下辖/v", ["中国江苏省盐城市/LOC"]),
        ("中国/LOC 大陆/LOC:0.5 的/u", ["中国大陆/LOC?"]),
        ("中美/LOC 关系/n", ["中/LOC", "美/LOC"]),
        ("台中/LOC 和/c 中亚/LOC", ["台中/LOC", "中亚/LOC"]),
        # where in a place
        ("纽约市西北部/LOC 的/u", ["纽约市/LOC"]),
        ("明纳努公园西北/LOC 端/n", ["明纳努公园/LOC"]),
        ("河北/LOC 和/c 湖南/LOC", ["河北/LOC", "湖南/LOC"]),
        # organisations by their last word
        ("澳洲/LOC 航空/n 宣布/v", ["澳洲航空/ORG"]),
        ("日本/LOC 海军/n", ["日本海军/ORG"]),
        ("美国/LOC 石油/n 价格/n 上涨/v", ["美国/LOC"]),
        ("美国/LOC 石油/n 宣布/v", ["美国石油/ORG"]),
        ("香港/LOC 奥运/nz 足球/n 代表队/n", ["香港奥运足球代表队/ORG"]),
        ("福建/LOC 高等/a 法院/n 院长/n", ["福建高等法院/ORG"]),
        ("董洁/PER 工作室/n 发表/v", ["董洁工作室/ORG"]),
        ("美国/LOC 总统/n 和/c 法院/n", ["美国/LOC"]),
        ("美国/LOC 的/u 法院/n", ["美国/LOC"]),
        # institution and unit
        ("北京大学/ORG 中文系/n 教授/n", ["北京大学中文系/ORG"]),
        ("欧盟/ORG 理事会/n", ["欧盟理事会/ORG"]),
        ("北京大学/ORG 教授/n", ["北京大学/ORG"]),
        # a body and what it belongs to, its office, its department, its board
        ("中国/LOC 国民党/ORG 宣布/v", ["中国国民党/ORG"]),
        ("中共/ORG 甘肃省委/ORG 书记/n", ["中共甘肃省委/ORG"]),
        ("民进党立委/ORG 范霓/PER", ["民进党/ORG", "范霓/PER"]),
        ("海天有限公司市场部/ORG 经理/n", ["海天有限公司/ORG"]),
        ("海天有限公司市场部/ORG 说/v", ["海天有限公司市场部/ORG"]),
        ("宏达高科监事会/ORG 主席/n", ["宏达高科/ORG"]),
        ("曾任春兰公司/ORG 主管/n", ["春兰公司/ORG"]),
        ("前行政院/ORG 副院长/n", ["行政院/ORG"]),
        ("前进党/ORG 宣布/v", ["前进党/ORG"]),
        ("任/PER 正非/n", ["任/PER"]),
        ("北京市大成/ORG （/w 深圳/LOC ）/w 律师/n 事务所/n", ["北京市大成（深圳）律师事务所/ORG"]),
        ("北京/LOC （/w 首都/n ）/w", ["北京/LOC"]),
        # clubs where something speaks of a match
        ("卡塔尼亚/PER 主场/n 迎战/v", ["卡塔尼亚/ORG"]),
        ("卡塔尼亚/PER 微笑/v", ["卡塔尼亚/PER"]),
        ("中国/LOC 主场/n", ["中国/LOC"]),
        # the committee inside a title
        ("甘肃/LOC 省委书记/n 陆浩/PER", ["甘肃省委/ORG", "陆浩/PER"]),
        ("北京/LOC 市委/n 大楼/n", ["北京市委大楼/LOC"]),
        # places by their last word
        ("苗穗/PER 车站/n", ["苗穗车站/LOC"]),
        ("邱家湾/LOC 教堂/n 的/u 废墟/n", ["邱家湾教堂/LOC"]),
        # armies
        ("日军/n 入侵/v", ["日军/ORG"]),
        ("日军舰/n", []),
        # lists
        ("巴塞尔、基亚索/PER:0.7 和/c", ["巴塞尔/PER", "基亚索/PER"]),
        # people
        ("弗朗索/PER -/w 赫尔克/PER", ["弗朗索-赫尔克/PER"]),
        ("卡洛曼/PER 二世/n 去世/v", ["卡洛曼二世/PER"]),
        ("老舍之子舒乙/PER 说/v", ["老舍/PER", "舒乙/PER"]),
        ("特别助理科瑞·舒尔曼/PER 说/v", ["科瑞·舒尔曼/PER"]),
        ("教授翟季冬/PER 认为/v", ["翟季冬/PER"]),
        ("连蒂安娜/PER:0.48 也/d", ["蒂安娜/PER?"]),
        ("邵恩曾/PER:0.48 指挥/v", ["邵恩/PER?"]),
        ("江南/PER:0.2", []),
        # places that look like people
        ("位于/v 特隆赫姆/PER:0.5 的/u", ["特隆赫姆/LOC?"]),
        ("卢加/PER 是/v 马耳他/LOC 的/u 城市/n ，/w", ["卢加/LOC", "马耳他/LOC"]),
        ("索马利亚/PER 内战/n", ["索马利亚/LOC"]),
        ("在/p 美国/LOC 帕萨迪纳/PER 定居/v", ["美国帕萨迪纳/LOC"]),
        ("在/p 曼海姆/PER:0.7 上演/v", ["曼海姆/LOC"]),
        ("在/p 曼海姆/PER:0.9 上演/v", ["曼海姆/PER"]),
        # parts of foreign names
        ("买买提·阿/PER 不/d 都/d 拉/v 说/v", ["买买提·阿不都拉/PER"]),
        # nobody's name
        ("姓/v 陈及/PER 姓/v 黄/PER", []),
        ("张姓/PER 男子/n", []),
        ("姓/v 林汉子/PER", []),
        ("李/PER 姓/n 男子/n", []),
        # bodies that look like places
        ("北角警署/LOC 拘捕/v", ["北角警署/ORG"]),
        ("俄国防部/LOC 说/v", ["俄国防部/ORG"]),
        # no organisations
        ("犹太人/ORG 和/c 天主教/ORG", []),
        ("击败/v 湖人/ORG 和/c 洛杉矶湖人/ORG", ["湖人/ORG", "洛杉矶湖人/ORG"]),
        ("公司估值/ORG 高达/v", []),
        # doubt
        ("微软/ORG:0.59 和/c 软银/ORG:0.6", ["微软/ORG?", "软银/ORG"]),
    ],
)
def test_chinese_rules(line: str, expected: list[str]) -> None:
    assert names(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # never in the middle of a Latin word
        ("Open/nz AI/ORG 表示/v", ["OpenAI/ORG"]),
        # a title in front of a person
        ("OpenAI_CEO奥尔特曼/PER 在/p", ["OpenAI/ORG", "奥尔特曼/PER"]),
        ("J.K.罗琳/PER 写成/v", ["J.K.罗琳/PER"]),
        ("C罗/PER 打进/v", ["C罗/PER"]),
        ("美国OpenAI公司/ORG 推出/v", ["美国/LOC", "OpenAI/ORG"]),
        ("OpenAI公司/ORG 推出/v", ["OpenAI公司/ORG"]),
        ("对/p 华AI/ORG 半导体/n", []),
        ("BBC/ORG 中文网/n", ["BBC中文网/ORG"]),
        # a name in brackets behind a name
        ("彼得·德鲁克/PER （/w Peter_Drucker/nz ）/w", ["彼得·德鲁克/PER", "Peter Drucker/PER"]),
        ("科尔基斯/LOC （/w 英语/n ：/w Colchis/ORG ）/w", ["科尔基斯/LOC", "Colchis/LOC"]),
        # the tagger decides where nothing else does
        ("在/p Kumamoto/LOC 举行/v", ["Kumamoto/LOC?"]),
        ("使用/v AI/ORG 和/c GPU/ORG", []),
    ],
)
def test_latin_and_chinese_together(line: str, expected: list[str]) -> None:
    assert names(line) == expected


def at(text: str, part: str, kind: str, *, certain: bool = True, nth: int = 0) -> Name:
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Name(start, start + len(part), kind, certain)


def shown(text: str, found: tuple[Name, ...]) -> list[str]:
    return [f"{text[n.start : n.end]}/{n.type}{'' if n.certain else '?'}" for n in found]


def test_a_certain_mention_types_the_others() -> None:
    text = "卢加是城市。卢加很美。"
    found = settle(text, [at(text, "卢加", "LOC"), at(text, "卢加", "PER", certain=False, nth=1)])
    assert shown(text, found) == ["卢加/LOC", "卢加/LOC"]


def test_mentions_that_disagree_stay_as_they_are() -> None:
    text = "华盛顿说。华盛顿下雨。华盛顿？"
    names = [
        at(text, "华盛顿", "PER"),
        at(text, "华盛顿", "LOC", nth=1),
        at(text, "华盛顿", "LOC", certain=False, nth=2),
    ]
    assert settle(text, names) == tuple(names)


def test_missed_mentions_are_added() -> None:
    text = "幻方量化支持。因为幻方量化有钱。DeepSeek发布，DeepSeekR和DeepSeek。"
    found = settle(text, [at(text, "幻方量化", "ORG"), at(text, "DeepSeek", "ORG")])
    assert shown(text, found) == ["幻方量化/ORG", "幻方量化/ORG", "DeepSeek/ORG", "DeepSeek/ORG"]
    assert found[-1].start == text.rindex("DeepSeek")


@pytest.mark.parametrize(
    ("text", "known", "part", "expected"),
    [
        ("宁德时代分红。宁德时代涨。", "宁德时代/ORG", "宁德/LOC", ["宁德时代/ORG", "宁德时代/ORG"]),
        ("寧德時代分紅。寧德時代漲。", "寧德時代/ORG", "寧德/LOC", ["寧德時代/ORG", "寧德時代/ORG"]),
        ("中銀香港說。中銀香港漲。", "中銀香港/ORG", "中銀/ORG", ["中銀香港/ORG", "中銀香港/ORG"]),
        # The same characters may be the beginning of other words.
        ("北京大学说。北京大学生多。", "北京大学/ORG", "北京/LOC", ["北京大学/ORG", "北京/LOC"]),
        ("中國銀行說。中國銀行業大。", "中國銀行/ORG", "中國/LOC", ["中國銀行/ORG", "中國/LOC"]),
    ],
)
def test_of_a_known_name_no_part_is_left_alone(text: str, known: str, part: str, expected: list[str]) -> None:
    (whole, kind), (piece, other) = known.split("/"), part.split("/")
    found = settle(text, [at(text, whole, kind), at(text, piece, other, nth=1)])
    assert shown(text, found) == expected


@pytest.mark.parametrize("short", ["李四", "𠮷田"])
def test_short_strings_and_uncertain_ones_spread_to_nothing(short: str) -> None:
    text = f"{short}来。{short}走。王小明来。王小明走。"
    found = settle(text, [at(text, short, "PER"), at(text, "王小明", "PER", certain=False)])
    assert shown(text, found) == [f"{short}/PER", "王小明/PER?"]


@pytest.mark.parametrize("text", ["大谷翔平先發，大谷失分。", "財政部公布，財政部長說。"])
def test_the_surname_of_a_japanese_stands_for_him_and_a_body_for_no_office(text: str) -> None:
    first = Name(0, 4, "PER", certain=True) if text[0] == "大" else Name(0, 3, "ORG", certain=True)
    doubted = [Name(7, 9, "LOC", certain=False)] if text[0] == "大" else []
    names = settle(text, [first, *doubted])
    kept = [Name(7, 9, "PER", certain=True)] if doubted else []
    assert list(names) == [first, *kept]


def test_nothing_is_added_inside_a_name() -> None:
    text = "清华大学和清华大学出版社"
    found = settle(text, [at(text, "清华大学", "ORG"), at(text, "清华大学出版社", "ORG")])
    assert shown(text, found) == ["清华大学/ORG", "清华大学出版社/ORG"]


def test_the_surname_of_a_foreigner_stands_for_him() -> None:
    text = "洛克·卡塔拉诺来了。卡塔拉诺住在伦敦。"
    found = settle(
        text, [at(text, "洛克·卡塔拉诺", "PER"), at(text, "卡塔拉诺", "LOC", certain=False, nth=1)]
    )
    assert shown(text, found) == ["洛克·卡塔拉诺/PER", "卡塔拉诺/PER"]


TEXT = st.text(alphabet="中美国大学公司的和在（）·-、。AIOpen R1 之子二世", max_size=30)


@given(
    TEXT,
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["PER", "LOC", "ORG", "n", "v", "nz"]), st.floats(0, 1))
    ),
)
def test_names_are_in_bounds_ascending_and_disjoint(text: str, cuts: list[tuple[int, str, float]]) -> None:
    words, start = [], 0
    for size, tag, chance in cuts:
        if start < len(text):
            words.append(Word(start, min(start + size, len(text)), tag, chance))
            start += size
    if start < len(text):
        words.append(Word(start, len(text), "n", 1.0))
    found = find(text, words)
    for first in (found, list(settle(text, found))):
        end = 0
        for name in first:
            assert end <= name.start < name.end <= len(text)
            assert name.type in NAME_TYPES
            end = name.end
