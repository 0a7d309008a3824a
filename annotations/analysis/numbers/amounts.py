"""Amounts: a numeral with its sign, its vagueness and its range, before anything is known of its unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from annotations.analysis.numbers.numerals import MULTIPLIERS, NUMERAL, VULGAR, evaluate, evaluate_span
from annotations.analysis.numbers.parts import compiled

__all__ = ["Amount", "read_amount", "read_one"]

_TO: Final = compiled("{to}")
_SIGN: Final = compiled("(?<!正)负[ ]?|-")
_OF_YI: Final = compiled("(?P<more>[多余几])?[ ]?个(?P<and_more>[多几])?(?=亿(?![级万]))")
_VAGUE: Final = compiled("(?P<half>半)|(?P<some>[几数])(?=[十百千万亿]|个亿)")
_COUNT_OF: Final = compiled(
    r"""
    (?: (?<!老)总 | (?<![文名题汉])字 | (?<![网主首])页 | [大绝过的]多 | [极绝]少
      | (?: (?<![㐀-鿿])
          | 总 | 参[加与保赛会展观] | 受伤 | 伤亡 | 死亡 | 遇难 | 失踪 | 感染 | 确诊 | 出席 | 到场 | 观看
          | 报[名考] | 录取 | 就业 | 失业 | 招生 | 在校 | 从业 | 在线 | 出[境行] | 入境 | 旅游 | 受灾 | 脱贫
          | 被困 | 获救 | 疏散
        )人
      | (?:(?<![㐀-鿿])|总|注册|登记|开)户
      | (?:(?<![㐀-鿿])|总|点击|浏览|访问|下载|播放|使用|出[场现])次
    )\Z
    """
)
"""What makes a noun of the 数 behind it: 总数十万人 is a total of 100,000, 工人数百人 are several hundred."""
_NEIGHBOURS: Final = compiled(
    r"""
    (?P<tens>[二三四五六七八九]?十|)(?P<first>[1-8一二三四五六七八两])、(?P<second>[2-9二三四五六七八九])
    (?=[十百千万亿](?!分之)|[个位名天岁倍成块斤](?![个体]))
    """
)
_LISTING: Final = frozenset("第、")
_SCALE: Final = compiled(
    """
    (?P<more>[ ]?[多余几来](?=[ ]?{multiplier}))?    # 500余万, 二十几万
    (?![百千佰仟](?<=[十拾百佰].))                             # 五十千 is 50 of something
    (?P<scale>(?:[ ]?{multiplier})*(?![ ]?{multiplier}))
    """
)
_MORE: Final = compiled("[ ]?(?:[多余几]|来(?=[个名人位家天年岁元万亿号块户辆件]))(?!半)")
_ROUND: Final = compiled("(?:0|{multiplier})$")
_ROUND_ALONE: Final = frozenset("百千万")
_OR_SO: Final = compiled("把(?=[块元个人斤里吨亩名家年])")
_ENGLISH: Final = {"k": 10**3, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ENGLISH_BEHIND: Final = compiled("(?P<word>[kK]|[ ](?i:thousand|million|billion|trillion))(?![A-Za-z])")
_PARTS: Final = compiled("[ ]{0,2}分[ ]{0,2}之[ ]{0,2}")
_AND: Final = compiled("[ ]?又[ ]?")
_SLASH: Final = compiled(
    r"(?:(?P<whole>\d{1,3})[ 又])?(?P<above>[1-9]\d{0,2})/(?P<below>[1-9]\d{0,2})(?![\d/.])"
)
_FRACTION_FOLLOWS: Final = frozenset(" 分又/")
_TRAILING: Final = compiled("(?:[ ]|{multiplier})+$")


@dataclass(slots=True)
class Amount:
    """What a numeral says: ``folded[start:end]`` is worth `value`, up to `high` where it is a range."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    modifier: str | None = None
    numeral: str = ""
    """The numeral as written, without sign and vagueness; of a range, the first."""
    fraction: bool = False
    behind: int = 1
    """What a k or million behind the numeral multiplies it with."""

    @property
    def scaled(self) -> bool:
        """Whether there is a multiplier in the numeral: 3万, 百."""
        return any(char in MULTIPLIERS for char in self.numeral)

    @property
    def bare(self) -> bool:
        """Whether the numeral is of multipliers alone: 百, 千万, 万亿."""
        return bool(self.numeral) and all(char in MULTIPLIERS or char == " " for char in self.numeral)


def read_amount(text: str, start: int) -> Amount | None:
    """Read the amount that begins at `start` of the folded `text`, fractions and ranges included."""
    amount = read_one(text, start)
    if amount is None or text[amount.end : amount.end + 1] in _FRACTION_FOLLOWS:
        amount = _read_slash(text, start) or _read_fraction(text, start) or amount
    if amount is None or amount.high is not None or amount.fraction:
        return amount
    return _read_range(text, amount) or amount


def read_one(text: str, start: int) -> Amount | None:
    """Read one amount: 负三十二, 500余万, 十几, 几百万, 半, 12k."""
    sign = _SIGN.match(text, start)
    at = sign.end() if sign else start
    if text[at : at + 1] in VULGAR:
        return Amount(start, at + 1, VULGAR[text[at]], fraction=True)
    vague = _VAGUE.match(text, at)
    if vague and vague["half"]:
        half = Amount(start, vague.end(), Decimal("0.5"))
        if not _OF_YI.match(text, half.end):
            return half
        half.numeral = vague[0]
        return _scaled(text, half)
    if vague and vague["some"] == "数" and _COUNT_OF.search(text, max(0, at - 4), at):
        return None
    if vague:
        # 几: 表示大于一而小于十的不定的数目 (现代汉语词典), so from two to nine; 数 likewise.
        amount: Amount | None = Amount(start, vague.end(), Decimal(2), Decimal(9), "approx")
    else:
        amount = _read_neighbours(text, start, at) or _read_numeral(text, start, at)
    if amount and amount.numeral.isdecimal() and text[amount.end : amount.end + 1] in VULGAR:  # 1½
        amount.value += VULGAR[text[amount.end]]
        amount.end, amount.fraction = amount.end + 1, True
    amount = _scaled(text, amount) if amount else None
    if amount and sign:
        low, high = amount.value, amount.high
        amount.value, amount.high = (-low, None) if high is None else (-high, -low)
    return amount


def _read_numeral(text: str, start: int, at: int) -> Amount | None:
    match = NUMERAL.match(text, at)
    if match is None:
        return None
    numeral = match[0]
    if numeral[1:] and not numeral.strip("0"):
        return None  # the 00 of 5 00元 is a piece of a number that something took apart
    value, high = evaluate_span(numeral)
    if value is None and numeral[-1:] in MULTIPLIERS:  # 五十千瓦: the last belongs to the unit
        numeral = numeral[:-1]
        value, high = evaluate_span(numeral) if numeral else (None, None)
    if value is None:
        return None
    return Amount(start, at + len(numeral), value, high, None if high is None else "approx", numeral)


def _read_neighbours(text: str, start: int, at: int) -> Amount | None:
    """Read 三、四十 and 七、八 before what they estimate; of a list (三、四、五個) nothing."""
    match = _NEIGHBOURS.match(text, at)
    if match is None or text[at - 1 : at] in _LISTING:
        return None
    tens, first, second = match["tens"], match["first"], match["second"]
    low, high = evaluate(tens + first), evaluate(tens + second)
    if low is None or high is None or (high - low != 1 and first + second not in ("三五", "35")):
        return None
    return Amount(start, match.end(), low, high, "approx")


def _scaled(text: str, amount: Amount) -> Amount | None:
    """Read on: multipliers behind a vague word (500余万), k, and 多 or 余 at the end (十多)."""
    counted = _OF_YI.match(text, amount.end)  # 三个亿, 两个多亿
    if counted:
        amount.end = counted.end()
        amount.modifier = "more" if counted["more"] or counted["and_more"] else amount.modifier
    match = _SCALE.match(text, amount.end)
    scale = match["scale"].strip() if match else ""
    if match and (scale or match["more"]):
        factor, end = evaluate(scale) if scale else Decimal(1), match.end()
        if factor is None:  # 数百千米: the last belongs to the unit
            scale, end = scale[:-1].strip(), end - 1
            factor = evaluate(scale) if scale else None
        if factor is None:
            return None
        # of 5亿6千多万 the 万 counts the 6千 alone
        value = evaluate(amount.numeral + scale) if amount.high is None else None
        amount.value = amount.value * factor if value is None else value
        amount.high = None if amount.high is None else amount.high * factor
        amount.end, amount.numeral = end, amount.numeral + scale
        amount.modifier = "more" if match["more"] else amount.modifier
    elif amount.numeral[-1:].isdecimal() and (english := _ENGLISH_BEHIND.match(text, amount.end)):
        amount.behind = _ENGLISH[english["word"].strip().lower()]  # $5 million
        amount.value, amount.end = amount.value * amount.behind, english.end()
    if amount.numeral in _ROUND_ALONE and _OR_SO.match(text, amount.end):  # 千把块钱
        amount.modifier, amount.end = "approx", amount.end + 1
    more = _MORE.match(text, amount.end) if amount.modifier is None else None
    if more and _ROUND.search(text[amount.start : amount.end]):
        amount.modifier, amount.end = "more", more.end()
    return amount


def _read_range(text: str, first: Amount) -> Amount | None:
    """Read on behind `first`: 3到5, 18至25, 2至3亿 (both ends counted in 亿)."""
    joint = _TO.match(text, first.end)
    second = read_one(text, joint.end()) if joint else None
    if second is None or second.high is not None or not second.numeral or _PARTS.match(text, second.end):
        return None
    value, high = first.value, second.value
    trailing = _TRAILING.search(second.numeral)
    if first.behind == 1 and not first.scaled:
        scale = evaluate(trailing[0].strip()) if trailing and trailing.start() else Decimal(second.behind)
        if scale and abs(value) * scale < high:
            value *= scale
    if value >= high:
        return None
    return Amount(first.start, second.end, value, high, first.modifier or second.modifier, first.numeral)


def _read_slash(text: str, start: int) -> Amount | None:
    """Read 2/3 and 1 3/5."""
    sign = _SIGN.match(text, start)
    match = _SLASH.match(text, sign.end() if sign else start)
    if match is None:
        return None
    value = Decimal(match["whole"] or 0) + Decimal(match["above"]) / Decimal(match["below"])
    return Amount(start, match.end(), -value if sign else value, fraction=True)


def _read_fraction(text: str, start: int) -> Amount | None:
    """Read 三分之二 and 3又一千分之23."""
    sign = _SIGN.match(text, start)
    below = _plain(text, sign.end() if sign else start)
    joint = _AND.match(text, below[0]) if below else None
    whole = Decimal(0)
    if below and joint:
        whole, below = below[1], _plain(text, joint.end())
    parts = _PARTS.match(text, below[0]) if below else None
    above = _signed(text, parts.end()) if parts else None
    if below is None or above is None or not below[1]:
        return None
    value = whole + above[1] / below[1]
    return Amount(start, above[0], -value if sign else value, fraction=True)


def _plain(text: str, start: int) -> tuple[int, Decimal] | None:
    """Return the end and the value of the plain numeral at `start`."""
    match = NUMERAL.match(text, start)
    value = evaluate(match[0]) if match else None
    return None if match is None or value is None else (match.end(), value)


def _signed(text: str, start: int) -> tuple[int, Decimal] | None:
    sign = _SIGN.match(text, start)
    found = _plain(text, sign.end() if sign else start)
    return (found[0], -found[1]) if found and sign else found
