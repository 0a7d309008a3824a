"""The words that follow an amount: units of measurement and the measure words of things counted.

All in folded form (:func:`.fold.fold`). A measure word is what Chinese puts between a number and what
is counted; the list holds those common in news, not all of the language.
"""

from __future__ import annotations

from typing import Final

__all__ = ["LATIN_UNITS", "MEASURES", "NOT_BEFORE", "ONLY_ARABIC", "PREFIXED_UNITS", "UNITS"]


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


def _pairs(table: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in table.split()}


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

NOT_BEFORE: Final = _pairs(
    """
人:口民工才材类间们均权文称 个:体性股案位税唱 部:门队长分署件委属份位落
发:表现布生出行展动送起明射挥放言达改觉 期:间待望货权限刊 批:准评复 种:植族子地
首:先次都相席府页创尔长要 组:织成合建 层:次面 对:于外此方比华美我他 名:单义称为誉额字古词将
位:于置列居元数 条:件例约款 家:庭长属具乡 场:合所馆面景地 口:号岸头径 站:点长台 集:团体中合资成结
季:度节风后军 行:业为动政程走星李使销进 列:车入出为席强 声:称明音势 处:理于长罚置境 面:对临积向前粉
手:机术段续指法表工 队:伍员长友 本:来身报届土地人站周月 点:名击评燃 代:表理替言价码 班:级长
门:户口票店 道:路德歉理教 项:目链 具:体有备 例:如外子 号:召称 步:行兵枪骤伐 台:湾海北中南风词阶
群:众岛体 分:之别布析行公享享为子裂散明钟类支配化辨 员:工 包:括含围装裹容 成:立 把:握手守
笔:者记试迹 起:来诉初草飞源到义伏 所:有以谓在得长 回:到来应归顾合答家国 星:期球级座际 单:位元身独
团:队体结长员 头:部像条脑 轮:船胎廓流 架:构设 封:锁闭面 盘:中点整旋 局:长部势面限 张:力贴
支:持付援出撑配 车:辆站祸队主 股:票东份价市民权 次:序于要日年数 客:户观人机 株:洲式 环:境保节绕
席:位卷地 片:面段区 段:落位 平:方均时台衡等 卡:车片通路 度:过假 级:别 字:典母符体 句:子话
 市:场值民委政 败:诉北退坏给在下 记:者录住得忆载号账帐名功过性粥店茶 国:债家内有民
"""
)
"""What, right behind a measure word, makes another word of it: 78發表, 三部門."""
