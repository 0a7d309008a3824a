"""The words that follow an amount: units of measurement and the measure words of things counted.

All in folded form (:func:`.fold.fold`). A measure word is what Chinese puts between a number and what
is counted; the list holds those common in news, not all of the language.
"""

from __future__ import annotations

from typing import Final

from annotations.analysis.lexicon import words

__all__ = ["LATIN_UNITS", "MEASURES", "ONLY_ARABIC", "OTHER_WORDS", "PREFIXED_UNITS", "UNITS"]


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_LETTERS: Final = _words(
    """
km/h km² km2 km m² m2 m³ m3 m cm² cm2 cm³ cm3 cm mm² mm nm μm µm um dm m/s m/s² km/s mi mph rpm ft
yd inch r/min kg mg μg µg ug ng g lb lbs oz ton tons L mL ml dL cL cc gal μL s ms μs µs us ns ps min
mins h hr hrs kb Kb KB kB MB GB TB PB EB MiB GiB KiB TiB Gb Mb Tb Kbps kbps Mbps Gbps Tbps Mb/s Gb/s
KB/s MB/s GB/s TB/s bps W kW MW GW TW mW Wh kWh MWh GWh TWh W/kg Wh/kg Wh/L kW·h kWp MWp GWp kVA MVA
V kV mV A mA kA mAh Ah μA Ω kΩ MΩ Hz kHz MHz GHz THz dB dBm dBi dBA Pa hPa kPa MPa GPa bar psi atm
mmHg N·m kN Nm kJ MJ GJ kcal cal eV keV MeV GeV TeV ℃ °C ℉ °F ° ppm ppb ppt bp bps fps FPS px dpi
DPI ppi PPI lx lm nit nits cd K/s rad mol mmol mol/L mmol/L μmol/L mg/L mg/dL ng/mL μg/m³ µg/m³
μg/m3 ug/m3 mg/m³ mg/m3 mg/kg g/L g/km g/kWh kg/m² kg/m2 kg/m³ L/100km kWh/100km m³/s m3/s FLOPS
TFLOPS GFLOPS PFLOPS EFLOPS TOPS QPS qps TPS tps IOPS DWT dwt TEU hp Hp PS bhp tokens/s token/s IU
IU/mL Mpx MP Bq Bq/kg Sv mSv μSv μSv/h Gy kgf tok/s tokens token
"""
)
LATIN_UNITS: Final = (
    _LETTERS
    | {unit.upper() for unit in _LETTERS if len(unit) > 2 and unit.isascii()}
    | _words("KM CM MM KG ML ㎡ ㎥ ㎏ ㎎ ㎝ ㎜ ㎞ ㎢ ㏄ ㎖ ㎘ ㎛ ㎚ ㎍ ㎐ ㎑ ㎒ ㎓ ㎾ ㎿ ㏈")
)
"""Latin units, case as the SI writes it and the upper-case habits of news."""

UNITS: Final = _words(
    """
公里 千米 米 公克 厘米 毫米 微米 纳米 公分 公尺 厘 里 里路 华里 英里 海里 英尺 英寸 英呎 英吋 呎 吋
尺 寸 丈 码 光年 平方公里 平方千米 平方米 平方公尺 平方厘米 平方英里 平方英尺 平米 平方 平方尺 公顷
亩 英亩 坪 平方呎 立方米 立方公尺 立方厘米 立方 升 公升 毫升 加仑 盎司 桶 吨 公吨 公斤 千克 克 毫克
微克 斤 两 磅 克拉 担 英磅 市斤 万吨 摄氏度 华氏度 度 度电 千瓦时 瓦时 千瓦 兆瓦 吉瓦 瓦 瓦特 伏
伏特 安培 毫安 赫兹 千赫 兆赫 兆赫兹 千赫兹 吉赫 分贝 帕 千帕 兆帕 焦耳 卡路里 千卡 大卡 卡 马力 级
比特 字节 千字节 兆字节 吉字节 兆比特 千比特 位元 位元组 像素 万像素 帧 公里/小时 米/秒 公里每小时
米每秒 台斤 台尺 奈米 公厘 哩 画素 万画素 流明 尼特 马赫 瓩 西西 百帕 毫巴 西弗 毫西弗 微西弗
毫秒 微秒 纳秒 奈秒 皮秒 公亩 品脱 蒲式耳 千牛 牛顿 毫安时 安时 伏安 载重吨 总吨 吨公里
转/分 转每分钟 公里/时 平方公分 立方公分 勒克斯 米² 米³ 公里² 节 基点 个基点 个点 个bp 个BP
"""
)

MEASURES: Final = _words(
    """
个 名 人 位 家 只 条 张 件 辆 台 部 架 艘 枚 颗 粒 棵 株 朵 本 册 份 篇 首 场 次 轮 届 期 批 组 对
双 套 副 款 项 种 类 座 栋 幢 间 层 户 头 匹 支 枝 根 块 片 段 章 句 字 页 行 列 排 队 群 班 门 道
桌 碗 杯 瓶 盒 箱 包 袋 桶 车 票 股 笔 宗 起 例 所 处 把 面 幅 封 顶 顿 趟 遍 回 声 口 步 手 滴 团
卷 集 季 版 局 盘 盏 楼 阶 扇 尊 具 束 人次 人份 架次 车次 班次 台次 辆次 户次 件次 场次 艘次 标准箱
客 员 席 周年 代 点 发 艇 炮 档 丛 样 味 桩 缕 串 堆 摞 叠 刀 枪 球 分 星 平方 单 人座 车道 居室 房
厅 室 格 环 连胜 连败 连冠 连霸 胜 负 平 败 轰 记 国 省 市 县 区 乡 镇 村 州 校 族 岛 年级 口人 号人 成员国
"""
)

ONLY_ARABIC: Final = _words(
    """
点 分 面 手 星 国 省 市 县 区 乡 镇 村 州 校 族 岛 平 负 胜 败 轰 平方 房 厅 室 代 号人 单 季 声 行 发 处
样 味 球 刀 枪 队 团 格 列 道 口 门 排 班 集 车 环 里 里路 卡 节 伏 厘 帕 字 回 头 连胜 连败 连冠 员
具
"""
)
"""What is a unit behind 8 and 二十, but part of another word behind a single 八: 三星, 两国, 六安, 一点."""

PREFIXED_UNITS: Final = _words(
    """
兆字节 兆帕 兆比特 兆瓦 兆赫 兆赫兹 千伏 千克 千卡 千字节 千帕 千比特 千焦 千瓦 千瓦时 千米 千赫
千赫兹
"""
)
"""Units whose first character is also a multiplier: 六千字节 counts 千字节, 一百千瓦 counts 千瓦."""

OTHER_WORDS: Final = words("measure_words")
"""Words that begin with a measure word or a unit, which is none there: 78發表, 三部門."""
