"""A name ends where another word begins, and has a letter or a digit at both ends."""

from __future__ import annotations

import pytest

from annotations.analysis.grammar import Found
from annotations.analysis.name_bounds import closed, fit
from annotations.analysis.pipeline import Analyser


def fitted(line: str, kind: str) -> str:
    """Return what is left of the name that stands between the bars of a line."""
    before, name, after = line.split("|")
    found = Found(len(before), len(before) + len(name), kind, 0.9)
    text = before + name + after
    fit(text, found)
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("line", "kind", "left"),
    [
        # the first character of a verb
        ("|黄国章砲|轰行政院", "PER", "黄国章"),
        ("|卓荣棋昨强|调预算", "PER", "卓荣棋"),
        ("|陈大文痛|批预算", "PER", "陈大文"),
        ("老|周点|点头", "PER", "老周"),
        ("|谢並|强调没有隐瞒", "PER", "谢"),
        ("|林太忆|述当晚的情形", "PER", "林太"),
        ("|王强|调来了新人", "PER", "王强"),  # nothing but a surname would be left
        ("|李表|示意", "PER", "李表"),
        ("|克林顿宣|布", "PER", "克林顿宣"),  # no surname, so that nothing is known of it
        ("|民进党强|调", "ORG", "民进党强"),
        # what joins a name to its verb, and a 前 that no day has
        ("|杜锋则|表示", "PER", "杜锋"),
        ("|许利也|说，", "PER", "许利"),
        ("|林宪则|的书", "PER", "林宪则"),
        ("|何咏|前27日说", "PER", "何咏前"),
        ("|何咏|前主席", "PER", "何咏"),
        # names of Japan, mayors and what players did
        ("日本队监督石井|章夫|则认为", "PER", "石井章夫"),
        ("长江大桥|张明|说", "PER", "张明"),
        ("|冈本和真则|加盟蓝鸟", "PER", "冈本和真"),
        ("|基隆|市长谢国梁", "PER", "基隆"),
        ("|林家正3|安猛打赏", "PER", "林家正"),
        # bodies of three characters, halls and grounds
        ("|台电|宣布", "ORG", "台电"),
        ("|高雄台电|力退", "ORG", "高雄台电"),
        ("|中央社电|", "ORG", "中央社"),
        ("|澳门银河综艺馆|收官", "ORG", "澳门银河综艺馆"),
        # the last character of a name before a verb of one character
        ("|陈其|迈吁市民", "PER", "陈其迈"),
        ("|王毅|呼吁各方", "PER", "王毅"),
        ("|王毅|昨吁各方", "PER", "王毅"),
        ("|王毅|回呛", "PER", "王毅"),
        ("|王毅|，吁", "PER", "王毅"),
        # a title behind, a preposition before, and what begins the words behind
        ("|先生|说", "PER", "先生"),
        ("|吴先生|到了北京", "PER", "吴"),
        ("|拉埃女士|说", "PER", "拉埃"),
        ("|义安公主|出嫁", "PER", "义安"),
        ("|明仁天皇|出席", "PER", "明仁"),
        ("|公主|出席", "PER", "公主"),
        ("|李公主|出席", "PER", "李公主"),  # one character may be anything
        ("相对|于皮萨罗|的复出", "PER", "皮萨罗"),
        ("|应玛丽娜|公主之邀", "PER", "玛丽娜"),
        ("|于北辰|说", "PER", "于北辰"),
        ("|于是之|说", "PER", "于是之"),
        ("|吴之|父亲", "PER", "吴"),
        ("|吴之|说", "PER", "吴之"),
        ("|吴曾|任要职", "PER", "吴"),
        ("|吴曾|说", "PER", "吴曾"),
        # how much around a place is meant, and what a town has
        ("|北美地区|发售", "LOC", "北美"),
        ("|美国中部地区|有雨", "LOC", "美国"),
        ("|汉水流域|有雨", "LOC", "汉水"),
        ("|香港九龙市区|的巴士", "LOC", "香港九龙"),
        ("|喀什地区|有雨", "LOC", "喀什地区"),
        ("新疆|阿克苏地区|有雨", "LOC", "阿克苏地区"),
        ("|地区|有雨", "LOC", "地区"),
        ("|台北市市|定古迹", "LOC", "台北市"),
        ("|永嘉县县|政府驻地", "LOC", "永嘉县"),
        ("|沙市市|长江路", "LOC", "沙市市"),
        # matches
        ("|曼城德比|之前", "ORG", "曼城"),
        ("|汉堡主场|输球", "ORG", "汉堡"),
        ("|斯图加特队两队|交手", "ORG", "斯图加特队"),
        # when and how
        ("|行政院尽速|提出", "ORG", "行政院"),
        ("|昨立法院|通过", "ORG", "立法院"),
        ("|尽快行政院|", "ORG", "行政院"),
        ("|柯文哲日前|受访", "PER", "柯文哲"),
        ("|王今天|说", "PER", "王今天"),
        ("|今陈大文|受访", "PER", "陈大文"),
        ("|今李|家超", "PER", ""),
        ("|今井优子|说", "PER", "今井优子"),
        # the end of a byline
        ("【|财经早报讯|】", "ORG", "财经早报"),
        ("|新华网讯|：", "ORG", "新华网"),
        ("|腾讯|说", "ORG", "腾讯"),
        ("|财经资讯|说", "ORG", "财经资讯"),
        # letters and digits at both ends
        ("|【北京】|", "LOC", "北京"),
        ("|🎉北京🎉|", "LOC", "北京"),
        ("|——王毅…|", "PER", "王毅"),
        ("|中国（上海）|", "LOC", "中国"),
        ("|。…|", "ORG", ""),
        # a letter of a word that was spaced out
        ("统 |计| ，", "PER", ""),
        ("增\u3000|长|", "PER", ""),
        ("|毛|说", "PER", "毛"),
    ],
)
def test_the_bounds_of_a_name(line: str, kind: str, left: str) -> None:
    assert fitted(line, kind) == left


@pytest.mark.parametrize(
    ("text", "bounds", "left"),
    [
        ("中国（上海）试验区", [(0, 2), (3, 9)], ["中国（上海）试验区"]),
        ("在（上海）试验区", [(2, 8)], ["试验区"]),
        ("台塑（集团", [(0, 5)], ["台塑"]),
        ("中国(上海)试验区", [(0, 9)], ["中国(上海)试验区"]),
    ],
)
def test_every_bracket_has_its_partner(text: str, bounds: list[tuple[int, int]], left: list[str]) -> None:
    found = closed(text, [Found(start, end, "LOC", 0.9) for start, end in bounds])
    assert [text[one.start : one.end] for one in found] == left


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("黃國章砲轟行政院長。", ["黃國章"]),
        ("廣東隊主帥杜鋒則表示，球隊失誤。", ["廣東隊", "杜鋒"]),
        ("广东队主帅杜锋则表示，球队失误。", ["广东队", "杜锋"]),
        ("民眾黨團總召黃國昌也說，在野黨反對。", ["民眾黨團", "黃國昌"]),
        ("民众党团总召黄国昌也说，在野党反对。", ["民众党团", "黄国昌"]),
        ("郭婞淳在世大運奪金，亞運摘銀。", ["郭婞淳"]),
        ("台電、中油兩家，中銀香港合共。", ["台電", "中油", "中銀香港"]),
        ("店主老周点点头，小陈说说看。", ["老周", "小陈"]),
        ("店主老周點點頭，小陳說說看。", ["老周", "小陳"]),
        ("【记者王志刚／台北报道】下雨", ["王志刚", "台北"]),
        ("〔記者王志剛／台北報導〕下雨", ["王志剛", "台北"]),
        ("【本报讯】记者李明报道。财经早报讯\u3000今日开盘。", ["李明", "财经早报"]),
        ("【本報訊】記者李明報道。財經早報訊\u3000今日開盤。", ["李明", "財經早報"]),
        ("🎉北京🎉今天下雨👍", ["北京"]),
        ("中国（上海）自由贸易试验区成立。", ["中国（上海）自由贸易试验区"]),
        ("“第二段接着说，第三段结束。", []),
        ("“第二段接著說，第三段結束。", []),
        ("{王小明}慢慢地說，[李娜]也說", ["王小明", "李娜"]),
    ],
)
def test_what_the_tagger_makes_of_it(analyser: Analyser, text: str, names: list[str]) -> None:
    assert [text[name.start : name.end] for name in analyser.analyse(text).names] == names
