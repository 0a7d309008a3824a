"""What looks like a name and is none: peoples, ships, units, towns and bodies of no name of their own.

The network decides by the shape of a word and knows little of what stands beside it: 佩切涅格人 are a people
and no Mr 佩切涅格, 斯图尔特号 is a ship, and a 大城市 has no name. Figures are of the training data of UNER,
MSRA, People's Daily and CLUENER together: how many were said and are none there, and how many are.
"""

from __future__ import annotations

import re

from annotations.analysis import lexicon
from annotations.analysis.grammar import Found

__all__ = ["no_name"]

_PEOPLE = re.compile(
    "人(?![称生们民士家均物员口才力事品格类工权气选文质])|族(?!群)|[语文](?![章化学件字录言])|王国|帝国|王朝"
)
"""Behind a string of sounds a people, what it speaks, or its realm: 12 of 12 were no people's names."""
_OF_PEOPLES = ("人", "族", "语")
_SHIP = re.compile("号(?![码召称令外子院线路门楼])")
"""Behind a name without a number what is called after it: ships, spacecraft (5 of 5)."""
_GENERIC = re.compile(
    "(?:[特各中最老新]?[大小中]|特|老|新|中心|沿海|内陆|各|全国|全省|全市|世界|国际|国家级?|国定|公共|主要|工业|农业|牧业|商业|民族|贫困|高发|多发|稠密|百强|著名|偏远|边远)*"
    "(?:城市|城镇|乡镇|小镇|村镇|村庄|市区|城区|市镇|地区|县|区|景区|开发区|码头|公路|隧道|机场|车站|港口|博物馆|公园|教堂|市场)"
)
"""What kind of place it is: 特大城市, 民族地区, 大教堂 (56 against 3)."""
_UNITS = frozenset(
    size + unit
    for unit in ("公里", "千米", "公尺", "英里", "英尺", "公斤", "公顷")
    for size in ("", "平方", "立方")
)
_OF_SOME_TOWN = frozenset(rank + "政府" for rank in "省市县区镇乡州")
"""市委、市政府 are named by the town they belong to (22 against 1)."""
_FROM_SOME = ("从一", "从两")
"""从一 before a measure word is an organisation for the network, and with certainty (7 of 7)."""


def no_name(simple: str, name: Found) -> bool:
    """Say whether `name` in the simplified sentence `simple` is none."""
    text = simple[name.start : name.end]
    if text in _FROM_SOME or text in _UNITS or text in _OF_SOME_TOWN:
        return True
    if name.type == "PER":
        return _people(simple, name) or _SHIP.match(simple, name.end) is not None
    if name.type == "LOC":
        return len(text) > 1 and _GENERIC.fullmatch(text) is not None
    return False


def _people(simple: str, name: Found) -> bool:
    """Say whether a string of sounds is a people, or what a realm or a language is called after."""
    text = simple[name.start : name.end]
    inside = text[-1:] in _OF_PEOPLES and len(text) > 2 and text[-2] != "夫"
    if not inside and _PEOPLE.match(simple, name.end) is None:
        return False
    return lexicon.words("transliteration_characters").issuperset(text[:-1] if inside else text)
