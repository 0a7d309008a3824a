"""What lists say of a sentence, and the names that come of it, in both scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.analysis import evidence, lexicon
from annotations.analysis.evidence import hints
from annotations.analysis.pipeline import Analyser
from annotations.analysis.script import to_simplified

CASES = [
    # offices before names, in the usage of Taiwan, Hong Kong and the mainland
    ("黃國章砲轟行政院，卓榮棋昨強調預算。", "黃國章/PER 行政院/ORG 卓榮棋/PER"),
    ("國民黨立委吳宗憲與民眾黨團質疑。", "國民黨/ORG 吳宗憲/PER 民眾黨團/ORG"),
    ("民進黨立委范霓回應。", "民進黨/ORG 范霓/PER"),
    ("里長林進發抱怨，議員王鴻薇質詢院長。", "林進發/PER 王鴻薇/PER"),
    ("內政部長劉世芳、衛福部長石崇良列席。", "劉世芳/PER 石崇良/PER"),
    ("檢控官陳文浩在庭上表示，督察李國強作供，警司黃志明說。", "陳文浩/PER 李國強/PER 黃志明/PER"),
    ("主控官張卓勤庭上指出，裁判官鄭紀航押後判刑。", "張卓勤/PER 鄭紀航/PER"),
    ("董事長兼總經理魏哲家表示，台積電法說會後股價上漲。", "魏哲家/PER 台積電/ORG"),
    ("主帥彭立偉說，曼聯與皇馬賽前宣布。", "彭立偉/PER 曼聯/ORG 皇馬/ORG"),
    ("店主老周點點頭，小陳說說看，阿強笑道。", "老周/PER 小陳/PER 阿強/PER"),
    ("陸委會副主委梁文傑說，海基會秘書長羅文嘉轉述。", "陸委會/ORG 梁文傑/PER 海基會/ORG 羅文嘉/PER"),
    ("立法會議員葉劉淑儀與民建聯主席陳克勤會晤。", "葉劉淑儀/PER 民建聯/ORG 陳克勤/PER"),
    ("綠委王定宇、藍委徐巧芯推擠。", "王定宇/PER 徐巧芯/PER"),
    ("拘捕兩名男子，分別姓陳及姓黃。", ""),
    # whom other peoples are called
    (
        "買買提·阿不都拉與阿不力孜·艾買提會見高市早苗。",
        "買買提·阿不都拉/PER 阿不力孜·艾買提/PER 高市早苗/PER",
    ),
    ("歐陽娜娜、司馬懿、張簡俊哲、尹錫悅出席。", "歐陽娜娜/PER 司馬懿/PER 張簡俊哲/PER 尹錫悅/PER"),
    ("王楚欽戰勝張本智和，八村壘投中5記三分球。", "王楚欽/PER 張本智和/PER 八村壘/PER"),
    ("鈴木誠也也已表態，大谷翔平和山本由伸領軍。", "鈴木誠也/PER 大谷翔平/PER 山本由伸/PER"),
    ("石破希望合作，福島明年重啟，安倍新一屆內閣。", "石破/PER 福島/LOC 安倍/PER"),
    ("早田希娜4比2張本美和。", "早田希娜/PER 張本美和/PER"),
    ("費利佩接周定洋傳中破門。", "費利佩/PER 周定洋/PER"),
    ("蘇巧慧民調領先，侯友宜聲望下滑。", "蘇巧慧/PER 侯友宜/PER"),
    # bodies
    ("主計總處公布，憲法法庭判決，律政司上訴。", "主計總處/ORG 憲法法庭/ORG 律政司/ORG"),
    ("廉政公署拘捕三人，食環署、漁護署到場巡查。", "廉政公署/ORG 食環署/ORG 漁護署/ORG"),
    (
        "北京市發改委主任王建軍、上海市市監局局長李明出席。",
        "北京市發改委/ORG 王建軍/PER 上海市市監局/ORG 李明/PER",
    ),
    ("國務院辦公廳印發通知。", "國務院辦公廳/ORG"),
    ("中國國民黨發表聲明。", "中國國民黨/ORG"),
    # companies of plain nouns
    (
        "寧德時代、特斯拉、字節跳動、蔚來和理想汽車發布財報。",
        "寧德時代/ORG 特斯拉/ORG 字節跳動/ORG 蔚來/ORG 理想汽車/ORG",
    ),
    ("谷歌母公司Alphabet漲1%，廣達、緯創小跌。", "谷歌/ORG Alphabet/ORG 廣達/ORG 緯創/ORG"),
    ("董事長魏哲家日前說，陸客來台，配發現金股利。", "魏哲家/PER"),
    ("曾任海南宏達股份有限公司市場部經理。", "海南宏達股份有限公司/ORG"),
    ("天原集團監事會主席李明辭職。", "天原集團/ORG 李明/PER"),
    # clubs
    ("洛杉磯道奇隊11局以5比4氣走藍鳥，藍鳥3局下轟出3分砲。", "洛杉磯道奇隊/ORG 藍鳥/ORG 藍鳥/ORG"),
    (
        "LG雙子文保景、味全龍郭天信入選，大勝高雄鋼鐵人。",
        "LG雙子/ORG 文保景/PER 味全龍/ORG 郭天信/PER 高雄鋼鐵人/ORG",
    ),
    ("利物浦大學公布研究。", "利物浦大學/ORG"),
    ("統一獅隊史封王，曼聯青年隊取勝。", "統一獅隊/ORG 曼聯青年隊/ORG"),
    ("活塞負於魔術，太陽112比107力克灰熊。", "活塞/ORG 魔術/ORG 太陽/ORG 灰熊/ORG"),
    ("退役少將于北辰在節目中透露，基隆市長謝國樑出席。", "于北辰/PER 基隆/LOC 謝國樑/PER"),
    ("姆巴佩大四喜，哈塞特呼聲最高，亞歷山大37分。", "姆巴佩/PER 哈塞特/PER 亞歷山大/PER"),
    (
        "金塊約基奇轟下39分15籃板擊退國王，馬刺文班亞馬左小腿拉傷。",
        "金塊/ORG 約基奇/PER 國王/ORG 馬刺/ORG 文班亞馬/PER",
    ),
    ("勇士主場101比104不敵火箭。", "勇士/ORG 火箭/ORG"),
    ("遼寧本鋼不敵新疆伊力特，寧波町渥取勝。", "遼寧本鋼/ORG 新疆伊力特/ORG 寧波町渥/ORG"),
    ("他說火箭升空，太陽的熱力驚人。", ""),
    ("湖人加時險勝勇士，凱爾特人大勝尼克斯。", "湖人/ORG 勇士/ORG 凱爾特人/ORG 尼克斯/ORG"),
    ("國際米蘭客場取勝，尤文圖斯小勝對手。", "國際米蘭/ORG 尤文圖斯/ORG"),
    ("卡塔尼亞主場迎戰巴勒莫。", "卡塔尼亞/ORG 巴勒莫/ORG"),
    ("勇士倒下了，火箭升空，太陽出來了。", ""),
    ("他在里昂讀書。", "里昂/LOC"),
    # sounds on both sides of a dot
    ("村民阿不都熱合曼·吐爾遜說，今年收成不錯。", "阿不都熱合曼·吐爾遜/PER"),
    ("吐爾遜·玉素甫和肉孜·艾山都同意。", "吐爾遜·玉素甫/PER 肉孜·艾山/PER"),
    ("主席雪克來提·扎克爾與艾爾肯·吐尼亞孜出席。", "雪克來提·扎克爾/PER 艾爾肯·吐尼亞孜/PER"),
    ("古麗仙·依明依法提起訴訟。", "古麗仙·依明/PER"),
    # products
    ("通義千問、豆包和文心一言更新。", "通義千問/PRODUCT 豆包/PRODUCT 文心一言/PRODUCT"),
    ("早餐吃豆包。", ""),
    ("他用微信和支付寶。", "微信/PRODUCT 支付寶/PRODUCT"),
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


def listed(text: str) -> str:
    """Say which tags begin where: ``0:ORG 5:v``."""
    return " ".join(f"{it.at}:{it.tag[:-2]}" for it in hints(text) if it.tag.endswith("-B") and it.weight > 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("立法院三读", "0:ORG"),
        ("财政部长说", "0:n"),  # no body, an office
        ("立法会议员", "0:n"),  # the longer word of a list
        ("里长王", "0:n 2:PER"),
        ("三公里长", ""),
        ("勇士", ""),
        ("勇士主场", "0:ORG"),
        ("ac米兰", "0:ORG"),
        ("xac米兰", ""),  # a part of a Latin word
        ("", ""),
        ("立", ""),
    ],
)
def test_what_the_lists_say(text: str, expected: str) -> None:
    assert listed(text) == expected


LISTS = sorted(evidence._KINDS.keys() - {"verbs_after_names"})


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_simplified_and_no_word_stands_twice(name: str) -> None:
    lines = (Path(evidence.__file__).parent / "data" / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert [word for word in words if to_simplified(word) != word] == []
    assert [word for word in words if words.count(word) > 1] == []
    assert all(len(word) > 1 for word in lexicon.words(name))
