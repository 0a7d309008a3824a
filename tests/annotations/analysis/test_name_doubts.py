"""What has the shape of a name and is none, what is one although a noun, and what tells a place."""

from __future__ import annotations

import pytest

from annotations.analysis.grammar import Found
from annotations.analysis.name_doubts import no_name
from annotations.analysis.pipeline import Analyser
from annotations.analysis.script import to_simplified


@pytest.mark.parametrize(
    ("line", "kind", "none"),
    [
        # peoples, what they speak, and their realms
        ("|佩切涅格|人南下", "PER", True),
        ("|阿尔巴尼亚|族的首领", "PER", True),
        ("|普什图|语的诗", "PER", True),
        ("|托勒密|王国的舰队", "PER", True),
        ("|罗马诺夫|王朝灭亡", "PER", True),
        ("|埃兰人|入侵", "PER", True),
        ("|埃及夫人|说", "PER", False),
        ("|克林顿|人称老虎", "PER", False),
        ("|克林顿|人品如何", "PER", False),
        ("|戈尔|文章写得好", "PER", False),
        ("|李国强|人在台北", "PER", False),  # no string of sounds
        ("|甘夫人|与阿斗", "PER", False),
        ("|艾人|说", "PER", False),
        # ships
        ("|斯图尔特|号下水", "PER", True),
        ("|郑成功|号出访", "PER", True),
        ("|王强|号召大家", "PER", False),
        ("|王强|号称第一", "PER", False),
        # what kind of place it is
        ("许多|特大城市|发展很快", "LOC", True),
        ("在|民族地区|工作", "LOC", True),
        ("附近的|大教堂|很高", "LOC", True),
        ("沿|高速公路|前行", "LOC", False),  # 高速 says which kind of road; 京沪高速公路 is one
        ("|京沪高速公路|通车", "LOC", False),
        ("抵|港|后", "LOC", False),
        ("|东城区|居民", "LOC", False),
        ("|国家公园|很美", "LOC", True),
        ("|黄石国家公园|很美", "LOC", False),
        # units, bodies of no town, and a preposition before a numeral
        ("每|平方公里|三人", "LOC", True),
        ("每|英里|三人", "LOC", True),
        ("市委、|市政府|决定", "ORG", True),
        ("|县政府|驻地", "ORG", True),
        ("|台北市政府|决定", "ORG", False),
        ("|省政府|公告", "ORG", True),
        ("|从一|个侧面", "ORG", True),
        ("|从两|方面", "ORG", True),
        ("|从化|市", "LOC", False),
    ],
)
def test_no_name(line: str, kind: str, none: bool) -> None:
    before, name, after = line.split("|")
    found = Found(len(before), len(before) + len(name), kind, 0.9)
    assert no_name(before + name + after, found) is none


CASES = [
    # armies, by the letter of a country, a dynasty or a province
    ("國軍退守廈門，清軍與淮軍南下。", "國軍/ORG 廈門/LOC 清軍/ORG 淮軍/ORG"),
    ("解放軍渡海作戰，日軍守住碼頭。", "解放軍/ORG 日軍/ORG"),
    ("商鞅擊敗魏軍，宋軍攻打河州。", "商鞅/PER 魏軍/ORG 宋軍/ORG 河州/LOC"),
    ("國軍官兵發表意見。", ""),
    # heavenly bodies
    ("探測器飛向火星，離地球越來越遠。", "火星/LOC 地球/LOC"),
    ("月球背面是銀河系的盡頭嗎？", "月球/LOC 銀河系/LOC"),
    ("大家坐在草地上曬太陽。", ""),
    # one character behind a verb
    ("克林頓總統訪華前夕，日本駐華大使回國。", "克林頓/PER 華/LOC 日本/LOC 華/LOC"),
    ("代表團今日抵京，下月離京。", "京/LOC 京/LOC"),
    ("他在華人社區長大，對華語很熟。", ""),
    ("他愛聽京劇，來京都旅行。", "京都/LOC"),
    # two countries of one character each
    ("印巴兩國關係緩和，中歐關係升溫。", "印/LOC 巴/LOC 中/LOC 歐/LOC"),
    # leagues, parliaments and houses of government
    ("利物浦本季取得英超第二名，那不勒斯征戰意甲。", "利物浦/ORG 英超/ORG 那不勒斯/ORG 意甲/ORG"),
    ("國家杜馬表決，白宮方面表示歡迎。", "國家杜馬/ORG 白宮/ORG"),
    ("中國女隊與印尼男隊獲勝。", "中國女隊/ORG 印尼男隊/ORG"),
    # where a place lies tells that it is none of a person's
    ("格林維爾（Greenville）位於美國南卡羅萊納州。", "格林維爾/LOC Greenville/LOC 美國南卡羅萊納州/LOC"),
    ("中校威廉‧陸斯佛得出席。", "威廉‧陸斯佛得/PER"),
]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def found(analyser: Analyser, text: str) -> str:
    return " ".join(f"{text[name.start : name.end]}/{name.type}" for name in analyser.analyse(text).names)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_names(analyser: Analyser, text: str, expected: str) -> None:
    assert found(analyser, text) == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_names_in_simplified(analyser: Analyser, text: str, expected: str) -> None:
    assert found(analyser, to_simplified(text)) == to_simplified(expected)
