"""The parts that patterns of the grammar are made of, and how they are put together.

All patterns are written for *folded* text (:func:`.fold.fold`): simplified script, half width. They
are verbose (``re.VERBOSE``): a space stands for nothing and is written ``[ ]`` where it is meant, and
``{name}`` stands for a part of the table below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from annotations.expressions import alternatives

__all__ = ["compiled"]

_PARTS: Final = {
    "nine": "[一二三四五六七八九]",
    "digit": "[零一二三四五六七八九]",
    "multiplier": "[十拾百佰千仟万亿兆]",
    "to": r"[ ]?(?:到|至|--?|~)[ ]?",
    # what a year, a month and a day are counted with
    "four": r"[12]\d{3}",
    "month": "(?:1[0-2]|0?[1-9]|十[一二]?|{nine})",
    "day": r"(?:[12]\d|3[01]|0?[1-9]|[二三]?十{nine}?|{nine}|[廿卅]{nine}?)",
    "decade": "(?:{nine}十|[1-9]0)",
    "century": r"(?:\d{1,2}|二?十{nine}?|{nine})",
    "season": "(?:赛季|球季|财年|学年)",
    "week": "(?:周|星期|礼拜)",
    # the second half of 初一, where it does not count what follows: 年初一场雨, 初一学生
    "moonday": (
        "(?:十|{nine})(?![学生年班级上下部男女度人个批场次代期局回轮届名位家些只条种支直般定起样切旦开是月季]"
        "|[千百万亿点段阶方边口心番群系周对笔项艘架辆件座步十])"
    ),
    # what begins another word behind a month: 八月饼, 本月薪
    "monthly": "(?![球亮饼光薪租票卡嫂台色]|(?:有期)?徒刑)",
    # parts of a year, where they do not begin a word of their own
    "bottom": "底(?![线薪蕴气部层子盘色])",
    "opening": "初(?![步中期心衷级识恋战始创])",
    "spring": "的?[春夏秋冬](?:[天季]|(?![节运晚游装秋夏令]))",
    # what says behind 3日 that three days are meant: 3日游, but 3日游行
    "lasting": "(?:[之以]?内|龄|均?线|年化|行程|滚动|移动平均|无理由|游(?![行览说泳客历戏]))",
    # 半 behind a unit, where it begins no word of its own: 14岁半, but 14岁半价
    "half": "半(?![径导岛决数场价票年月天夜])",
    # 前 and 后 behind a time, where they do not begin a word of their own
    "before": "前(?![后期半往来线方面景沿锋夕台瞻任妻夫所途])",
    "after": "后(?![续台勤面方卫备期半来果者代天院悔宫])",
}
_NAME: Final = re.compile(r"\{([a-z]+)\}")


def compiled(template: str, **words: Iterable[str]) -> re.Pattern[str]:
    """Compile the verbose `template`; ``{name}`` is a part of the table or the words of that name."""

    def part(match: re.Match[str]) -> str:
        name = match[1]
        return f"(?:{alternatives(words[name])})" if name in words else _NAME.sub(part, _PARTS[name])

    return re.compile(_NAME.sub(part, template), re.VERBOSE)
