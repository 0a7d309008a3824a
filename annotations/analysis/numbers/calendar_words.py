"""Era names and the relative words of the calendar."""

from __future__ import annotations

from typing import Final

__all__ = ["ERAS", "RELATIVE_DAYS", "RELATIVE_STEPS", "RELATIVE_YEARS", "SOLAR_ERAS_SINCE", "WEEKDAYS"]

ERAS: Final = {
    "民国": 1912, "令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868,
    "宣统": 1909, "光绪": 1875, "同治": 1862, "咸丰": 1851, "道光": 1821, "嘉庆": 1796,
    "乾隆": 1736, "干隆": 1736,
    "雍正": 1723, "康熙": 1662, "顺治": 1644, "崇祯": 1628, "天启": 1621, "万历": 1573, "隆庆": 1567,
    "嘉靖": 1522, "正德": 1506, "弘治": 1488, "成化": 1465, "天顺": 1457, "景泰": 1450, "正统": 1436,
    "宣德": 1426, "洪熙": 1425, "永乐": 1403, "建文": 1399, "洪武": 1368,
    "绍兴": 1131, "元丰": 1078, "熙宁": 1068, "元和": 806, "至德": 756, "天宝": 742, "开元": 713, "景龙": 707,
    "神龙": 705, "显庆": 656, "永徽": 650, "贞观": 627, "武德": 618, "建安": 196,
}  # fmt: skip
"""Era name → the year that was its first. 干隆 is what a table of single characters makes of 乾隆."""

SOLAR_ERAS_SINCE: Final = 1868
"""Eras that begin earlier counted their months by the moon, so only the year can be given in ISO 8601."""

RELATIVE_YEARS: Final = {"去年": -1, "今年": 0, "明年": 1, "前年": -2, "后年": 2, "本年": 0, "大前年": -3}
RELATIVE_DAYS: Final = {
    "大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3,
    "昨日": -1, "今日": 0, "明日": 1, "前日": -2,
    "昨晚": -1, "今晚": 0, "明晚": 1, "昨夜": -1, "今夜": 0, "今早": 0, "今晨": 0, "明早": 1, "昨晨": -1,
}  # fmt: skip
RELATIVE_STEPS: Final = {
    "上上": -2, "上": -1, "上一": -1, "本": 0, "这": 0, "这一": 0, "下": 1, "下一": 1, "下下": 2,
}  # fmt: skip
"""Words before a month or a week → how many of them away."""

WEEKDAYS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 6}
"""The last character of a weekday → its number in ISO 8601; 末 is the weekend that begins then."""
