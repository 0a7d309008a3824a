"""Currencies: their names and signs, and their ISO 4217 codes."""

from __future__ import annotations

from typing import Final

__all__ = ["CURRENCY", "CURRENCY_BEFORE", "MINOR"]

_NAMES: Final = """
CNY 元人民币 人民币元 人民币 元 块钱 块
USD 美元 美金 美刀 元美金 美钞
EUR 欧元
JPY 日元 日币 円
GBP 英镑 英磅 镑
HKD 港元 港币 港纸
TWD 新台币 元新台币 台币 元台币 新台币元
MOP 澳门元 澳门币
KRW 韩元 韩币 韩圜
KPW 朝元
RUB 卢布 俄罗斯卢布
INR 卢比 印度卢比
PKR 巴基斯坦卢比
IDR 印尼盾 印尼卢比
CHF 瑞士法郎 瑞郎 法郎
CAD 加元 加币 加拿大元
AUD 澳元 澳币 澳大利亚元 澳洲元
NZD 新西兰元 纽元 纽币
SGD 新加坡元 新元 坡币 新币
THB 泰铢 泰币 铢
MYR 林吉特 令吉 马币 马来西亚林吉特
VND 越南盾 越盾
PHP 菲律宾比索 菲币
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
USD US$ USD $ 美元 美金
CNY ¥ ￥ RMB CNY CNH 人民币
HKD HK$ HKD 港币 港元
TWD NT$ NTD TWD 新台币 台币
JPY JPY 日元
EUR € EUR 欧元
GBP £ GBP 英镑
AUD A$ AU$ AUD
CAD C$ CA$ CAD
SGD S$ SGD
CHF CHF
KRW ₩ KRW
RUB ₽
INR ₹
VND ₫
THB ฿
MOP MOP
"""


def _by_word(table: str) -> dict[str, str]:
    rows = (row.split() for row in table.strip().split("\n"))
    return {word: code for code, *words in rows for word in words}


CURRENCY: Final = _by_word(_NAMES)
"""Name behind an amount → ISO 4217 code. A bare 元 is read as the yuan of the mainland, a bare 里拉 or
卢比 as the currency that most people use; XBT is the code in use for bitcoin, which ISO 4217 lacks."""

CURRENCY_BEFORE: Final = _by_word(_SIGNS)
"""Name or sign before an amount → ISO 4217 code; ¥ is read as the yuan."""

MINOR: Final = {
    **dict.fromkeys(("角", "毛", "毛钱", "角钱"), ("CNY", 10)),
    **dict.fromkeys(("分", "分钱"), ("CNY", 100)),
    "美分": ("USD", 100),
    "欧分": ("EUR", 100),
    "便士": ("GBP", 100),
}
"""Small change → the code of its currency, and how many make one."""
