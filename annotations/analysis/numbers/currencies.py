"""Currencies: their names and signs, and their ISO 4217 codes."""

from __future__ import annotations

from typing import Final

__all__ = ["CURRENCY", "CURRENCY_BEFORE", "MINOR"]

_NAMES: Final = """
CNY 人民币 元 块钱 块
USD 美元 美金 美刀 美钞
EUR 欧元
JPY 日元 日币 円
GBP 英镑 英磅 镑
HKD 港元 港币 港纸 蚊
TWD 新台币 台币
MOP 澳门元 澳门币
KRW 韩元 韩币 韩圜
KPW 朝元
RUB 卢布 俄罗斯卢布
INR 卢比 印度卢比
PKR 巴基斯坦卢比
IDR 印尼盾 印尼卢比
CHF 瑞士法郎 瑞郎 法郎
CAD 加元 加币 加拿大币 加拿大元
AUD 澳元 澳币 澳大利亚元 澳洲元
NZD 新西兰元 新西兰币 纽元 纽币
SGD 新加坡元 新加坡币 新元 坡币 新币
THB 泰铢 泰国铢 泰币 铢
MYR 林吉特 令吉 马币 马来西亚林吉特
VND 越南盾 越盾
PHP 菲律宾比索 菲律宾披索 菲币 披索
MXN 墨西哥比索
ARS 阿根廷比索
CLP 智利比索
COP 哥伦比亚比索
CUP 古巴比索
BRL 雷亚尔 巴西雷亚尔 巴币
ZAR 南非兰特 兰特
NGN 奈拉 尼日利亚奈拉
EGP 埃及镑 埃镑
SEK 瑞典克朗
NOK 挪威克朗
DKK 丹麦克朗
ISK 冰岛克朗
CZK 捷克克朗
PLN 兹罗提 波兰兹罗提
HUF 福林 匈牙利福林
TRY 土耳其里拉 里拉
ILS 谢克尔 新谢克尔 以色列谢克尔
SAR 沙特里亚尔 里亚尔
IRR 伊朗里亚尔
QAR 卡塔尔里亚尔
AED 迪拉姆 阿联酋迪拉姆
KWD 科威特第纳尔
IQD 伊拉克第纳尔
UAH 格里夫纳
KZT 坚戈 哈萨克斯坦坚戈
MNT 图格里克
MMK 缅币 缅元
KHR 瑞尔
LAK 基普
BDT 塔卡
KES 肯尼亚先令
VES 玻利瓦尔
DEM 马克 德国马克
XBT 比特币
"""
_SIGNS: Final = """
USD US$ USD $
CNY ¥ ￥ RMB CNY CNH
HKD HK$ HKD
TWD NT$ NTD TWD
JPY JPY JP¥
EUR € EUR
GBP £ GBP
AUD A$ AU$ AUD
CAD C$ CA$ CAD
SGD S$ SGD
CHF CHF
KRW ₩ KRW
RUB ₽ RUB
INR ₹ INR
VND ₫ VND
THB ฿ THB
MYR RM MYR
NZD NZ$ NZD
MOP MOP$ MOP
"""


def _by_word(table: str) -> dict[str, str]:
    rows = (row.split() for row in table.strip().split("\n"))
    return {word: code for code, *words in rows for word in words}


_PLAIN: Final = ("元", "块钱", "块")
"""What an amount of the writer's own currency is counted in, whichever that is."""

SIGNS: Final = _by_word(_SIGNS)
"""Sign or code before an amount → ISO 4217 code; ¥ is read as the yuan."""

CODES: Final = {sign: code for sign, code in SIGNS.items() if len(sign) == 3 and sign.isalpha()}
"""Those that may stand behind it as well: 1,200 USD."""

_ALONE: Final = _by_word(_NAMES)
_SAYING: Final = {word: code for word, code in _ALONE.items() if len(word) > 1 and word not in _PLAIN}
_NAMES_OF_PEOPLE: Final = frozenset(
    ("马克", "福林", "基普", "塔卡", "瑞尔", "坚戈", "兰特", "里拉", "奈拉", "披索", "坡币")
)
"""Parts of names of people, and what is part of the longer name of a currency."""

CURRENCY: Final = {
    **CODES,
    **_ALONE,
    **{f"{plain}{word}": code for plain in _PLAIN for word, code in _SAYING.items()},  # 2亿元港币
    **{f"{word}元": code for word, code in _SAYING.items() if word[-1] not in "元镑"},  # 3亿人民币元
}
"""Name behind an amount → ISO 4217 code. A bare 元 is the yuan until the article says otherwise
(:mod:`.home_currency`); XBT is the code in use for bitcoin, which ISO 4217 lacks."""

NAMED_BEFORE: Final = {word: code for word, code in _SAYING.items() if word not in _NAMES_OF_PEOPLE}
"""Name that may stand before an amount → ISO 4217 code."""

CURRENCY_BEFORE: Final = {**SIGNS, **NAMED_BEFORE}
"""Both of these."""

DOUBTED: Final = frozenset((*_PLAIN, "$", "卢比", "里亚尔", "披索", "法郎", "第纳尔", "先令", "镑"))
"""Names and signs that several currencies share: the code says which is likeliest."""

MINOR: Final = {
    **dict.fromkeys(("角", "毛", "毛钱", "角钱"), ("CNY", 10)),
    **dict.fromkeys(("分", "分钱"), ("CNY", 100)),
    **dict.fromkeys(("美分", "美仙"), ("USD", 100)),
    "港仙": ("HKD", 100),
    "欧分": ("EUR", 100),
    "便士": ("GBP", 100),
}
"""Small change → the code of its currency, and how many make one."""
