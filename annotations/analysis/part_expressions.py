"""The expressions for lines that are no body text: bylines, dates, captions, sources and links.

All of them read one line in simplified script, stripped of white space at its ends. The large ones are
compiled when they are first called, for compiling them takes longer than reading an article.
"""

from __future__ import annotations

from collections.abc import Callable

from annotations.analysis import lexicon
from annotations.expressions import HAN, alternatives, lazily

__all__ = [
    "CALL",
    "CAPTION",
    "CREDITS",
    "CREDIT_END",
    "DATE_AND_SOURCE",
    "DATE_LINE",
    "DATE_STAMP",
    "LABELLED_URL",
    "LEGAL",
    "LIST_HEAD",
    "NAME_AND_DATE",
    "ORIGINAL_TITLE",
    "OWN_REPORTER",
    "PEN_NAMES",
    "PICTURE_COLON",
    "PICTURE_STROKE",
    "PLAIN_BYLINE",
    "REPORTER",
    "SOURCE",
    "SOURCE_WORDS",
    "SPEAKING",
    "URL",
    "WIRE",
    "ends_in_stop",
    "has_address",
    "has_agency",
    "has_colon",
    "has_date",
    "has_list_head",
    "has_picture",
    "has_reporter",
    "has_source",
    "is_spoken",
]

_STOPS = frozenset("。！？!?｡….．")
_CLOSERS = '”’」』）)]】〕》"'


def _holding(marks: str) -> Callable[[str], bool]:
    """Return what tells whether a line holds one of `marks`, which are parted by spaces."""
    each = marks.split()
    return lambda line: any(mark in line for mark in each)


# A line without any of these needs none of the large expressions below.
has_date = _holding("0 1 2 3 4 5 6 7 8 9 年")
has_colon = _holding("： : ／ / | ｜ 丨")
has_reporter = _holding("记者 通讯员 特派员")
has_agency = _holding("社 报 网 透 法 联 博 台 央视 综合 编译 外电 By")
has_picture = _holding("图 照 摄 Photo Image")
has_source = _holding("转 原 首 来源 出处 稿源 声明 版权 未经 © Copy (C) (c) All 摘自 节选")
has_address = _holding("http www.")
has_list_head = _holding(
    "相关 延伸阅读 推荐 更多 热门 猜你喜欢 你可能 看更多 同场加映 往期 精选文章 人气新闻"
)

is_spoken = _holding("说 问 道 表示 认为 指出 发现 显示")
"""What a line that states something is likely to have."""


def ends_in_stop(line: str) -> bool:
    """Tell whether `line` ends as a sentence does, closing marks aside."""
    return line[-12:].rstrip(_CLOSERS)[-1:] in _STOPS


def _either(*words: str) -> str:
    """Return an expression for any of `words`, each of them an expression or several parted by spaces."""
    return f"(?:{'|'.join(word for group in words for word in group.split())})"


# People: a surname and one or two characters, a foreign name with its dot, a Latin name.
_HAN = f"[{HAN}]"
_NO_NAME = _either(
    "谢谢 明白 和平 时间 文章 关于 解释 成功 高兴 安全 全部 应该 连接 华人 时候 连线 向来 党中"
)
_SURNAME = (
    f"(?:[{''.join(sorted(lexicon.words('surnames')))}]|{alternatives(lexicon.words('compound_surnames'))})"
)
_LATIN_NAME = r"[A-Z][A-Za-z.'’-]{0,20}(?:\x20[A-Z][A-Za-z.'’-]{0,20}){0,3}"
_NAME = f"(?!{_NO_NAME})(?:{_SURNAME}{_HAN}{{1,2}}|{_HAN}{{1,8}}(?:[·‧•・][{HAN}A-Z]{{1,10}})+|{_LATIN_NAME})"
_NAMES = rf"{_NAME}(?:(?:[、,，/／&＆\s]|和|与)\s*{_NAME}){{0,7}}"
_AGENCY = _either(
    "新华社 中新社 中新网 中央社 中通社 路透社? 法新社? 美联社? 共同社 时事社 塔斯社 俄新社 韩联社 德新社",
    "埃菲社 安莎社 朝中社 彭博社? 合众国际社 新华网 人民网 央视新闻 央广网 本报 本社 本刊 本网 本台",
)
_PAPER = f"(?:{_AGENCY}|{_HAN}{{2,4}}[报网社])"

# Dates and times.
_DATE = _either(
    r"[12][0-9]{3}\s?[-/.年]\s?[01]?[0-9]\s?[-/.月]\s?[0-3]?[0-9]\s?日?",
    r"民国\s?[0-9]{2,3}\s?年\s?[01]?[0-9]\s?月\s?[0-3]?[0-9]\s?日",
    "[01]?[0-9]月[0-3]?[0-9]日",
    "[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日",
)
_DAY = "(?:(?:[12][0-9]{3}年)?[01]?[0-9]月)?[0-3]?[0-9]日"
_WEEKDAY = "[（(]?(?:星期|周|礼拜)?[一二三四五六日天][）)]?"
_HALF = _either("上午 下午 凌晨 晚上 早上 中午 AM PM am pm")
_CLOCK = rf"(?:{_HALF}\s?)?[0-2]?[0-9][:：时][0-5][0-9](?:[:：分][0-5][0-9])?分?(?:\s?{_HALF})?"
_ZONE = r"\s?(?:Z|[+-][0-9]{2}:?[0-9]{2}|GMT|UTC|北京时间|台北时间)"
_WHEN = rf"{_DATE}(?:[T\s]*{_WEEKDAY})?(?:[T\s]*{_CLOCK})?(?:{_ZONE})?"
_DATE_LABEL = _either(
    "发[布表稿]?(?:时间|日期|于) 刊[登出]?(?:时间|日期|于) 出版(?:时间|日期) 上[稿线](?:时间|日期)",
    "(?:最后|最近)?更新(?:时间|日期|于)? 建立(?:时间|日期) 日期 时间 首发",
)
DATE_LINE = lazily(
    rf"(?P<label>{_DATE_LABEL}\s*[：:]?\s*)?{_WHEN}(?:\s*(?:更新|发布|发表|发稿|刊登))?"
    rf"(?:\s*[|｜/／]?\s*{_DATE_LABEL}\s*[：:]?\s*{_WHEN})?$"
)
DATE_AND_SOURCE = lazily(rf"{_WHEN}\s*[|｜/／]?\s*(?:来源|稿源|出处)\s*[：:]\s*\S{{1,20}}$")

# Bylines.
_REPORTS = (
    f"(?:{_either('专题 综合 外电 连线 联合 现场 独家 实习 即时')}*"
    f"{_either('报道 报导 采访 专访 编译 特稿 撰文')}|专电)"
)
_REPORTER_WORD = (
    f"{_either('特约 特派', f'驻{_HAN}{{2,5}}', '见习 实习 政治 财经 地方 国际')}*(?:记者|通讯员|特派员)"
)
_WIRED = f"{_DAY}(?:综合|专|外)?(?:[电讯]|{_REPORTS})"
REPORTER = lazily(
    rf"(?:{_PAPER}\s*)?{_REPORTER_WORD}\s*[：:／/|｜]?\s*{_NAMES}"
    rf"(?P<closed>\s*[／/╱|｜\s]\s*(?:{_HAN}{{2,12}}?)?{_REPORTS}|\s*[／/╱|｜]\s*文"
    rf"|(?:{_HAN}{{2,4}})?{_REPORTS}|(?:{_HAN}{{2,6}})?{_WIRED})?$"
)
OWN_REPORTER = lazily(rf"{_PAPER}\s*{_REPORTER_WORD}")
_ASIDE = r"[（(][^）)。]{1,40}[）)]"
WIRE = lazily(
    rf"{_AGENCY}\s*(?:记者\s*{_NAMES}\s*)?(?:{_HAN}{{2,12}}?)?{_WIRED}(?:\s*(?=[（(].{{0,4}}(?:记者|编辑)){_ASIDE})?$"
)
PLAIN_BYLINE = lazily(
    rf"(?:{_AGENCY}|本报讯(?:{_ASIDE})?|(?:综合|编译|外电|综合外电)(?:报道|报导)"
    rf"|{_HAN}{{2,6}}[／/]综合(?:报道|报导)|By [A-Z][\w.'’ -]{{2,50}})$"
)
ORIGINAL_TITLE = lazily(r"原(?:标题|题|文标题|文题目)\s*[：:]\s*\S")
_ROLE = _either(
    "(?:责任|值班|执行|本文|本期|特约|图片|新媒体|网络|高级|见习)?(?:编辑|责编|编审|主编|小编)",
    "校对 审[核校读稿] [初复终]审 核稿 监制 撰[文稿] 采访 采写 整理 编译 翻译 译者? 口述 文字 作者 记者",
    "通讯员 实习生",
    "摄影(?:记者)? 摄像 美编 版面 排版 设计 [绘制]图 图文 文图 文 图 摄 监审 出品 策划 统筹 供稿",
)
_ROLES = rf"{_ROLE}(?:\s*[/／&＆、]\s*{_ROLE})?\s*[：:/／|｜丨]\s*"
CREDITS = lazily(
    rf"(?:{_ROLES}(?:(?:{_AGENCY})?(?:特约)?(?:记者)?\s*{_NAMES}|{_AGENCY})[\s；;，,、|｜]*){{1,6}}$"
)
PEN_NAMES = lazily(rf"{_ROLES}{_HAN}{{2,4}}(?:[、,，/／\s]\s*{_HAN}{{2,4}}){{0,3}}$")
SPEAKING = lazily(r"(编辑|小编|主编|记者|作者|译者?|导演|设计)\s*[：:]")
PICTURE_COLON = lazily(r"图\s*[：:]")
PICTURE_STROKE = lazily(r"图\s*[／/|｜]")
NAME_AND_DATE = lazily(rf"{_NAMES}\s+{_WHEN}$")

# Captions.
_PICTURE = "(?:资料|档案|示意|配|题|新闻|头)(?:图片?|照片?)"
CAPTION = lazily(
    r"图为(?!什么|何|了|此|难)|图[一二三四五六七八九十0-9]{0,3}\s*[：:]|图\s*[／/|｜]\s*\S"
    r"|[上下左右]图(?:为(?!什么|何|了|此)|\s*[：:])"
    rf"|{_PICTURE}(?:\s*[：:／/|｜。（(]|\s*$|\s)"
    r"|图片?(?:来源|说明|提供|源)\s*[：:／/|｜]|照片(?:来源|说明|提供|取自)\s*[：:／/|｜]"
    r"|(?:Photo|Image|图片)(?: by| credit)?\s*[：:]"
)
CREDIT_END = lazily(
    rf"(?:[（(]\s*(?:(?:{_PICTURE}|图片?|照片?|示意图)(?:来源|源)?|取自|翻摄)\s*[／/：:|｜]\s*[^）)]{{1,30}}[）)]"
    rf"|[（(](?:{_PICTURE}|[^（()）。，]{{2,20}}(?:供图|提供图片|摄影?|图片))[）)]"
    r"|[\s。](?:图|照片|图片来源|图源|翻摄自)[／/：:|｜]\s*[^\s。，]{1,24}"
    rf"|[\s。](?:{_AGENCY})?(?:特约|通讯员)?(?:记者)?\s?{_NAME}\s?[／/]?摄影?)$"
)

# Sources and rights.
SOURCE = lazily(
    r"(?:(?:本文|文章|信息|讯息|新闻|资料|数据|消息|内容|稿件|视频)?来源|稿源|出处|[本原]?文?转[载自]自?|原载"
    r"|原文(?:链接|连接|连结|网址|出处|地址)?|(?:版权|免责|著作权)声明)\s*[：:]\s*\S"
)
DATE_STAMP = lazily(r"(?<=[）)])\s?[0-9]{6,8}\Z")
"""How the Central News Agency ends its articles: （編輯：王小明）1140520."""
LEGAL = lazily("(?:版权|免责|著作权)")
_FORBIDDEN = (
    "未经[^，。]{0,12}[，,]?\\s?(?:不得|请勿|禁止|严禁)[^，。]{0,12}(?:转载|转贴|使用|复制|引用)[^，。]{0,10}"
)
_SOURCE_NOTICE = (
    r"(?:本文(?:[^，。：]{0,16})?(?:转载自|转自|原载于?|首发于?|来源于|节选自|摘自)(?![由我身然])[^，。]{1,40}"
    r"|转载自(?![由我身然])[^，。]{1,30}|(?:如需|欢迎)?转[载贴]，?请(?:务必)?(?:注明|标明|联系|保留)[^，。！!]{0,20}"
    rf"|版权所有[\s，,。©！!]*(?:[^，。]{{0,10}}[，,]?)?(?:{_FORBIDDEN})?|[^，。]{{0,8}}{_FORBIDDEN}"
    r"|(?:©|Copyright|\([Cc]\)).{0,80}|.{0,60}All [Rr]ights [Rr]eserved)"
)
SOURCE_WORDS = lazily(rf"(?:{_SOURCE_NOTICE}。)?{_SOURCE_NOTICE}[。.！!]?$")

# Links.
_URL = r"(?:https?://|www\.)[!-~]+$"
URL = lazily(_URL)
LABELLED_URL = lazily(rf"[^。！？!?，,\s]{{1,20}}[\s：:]+{_URL}")
_BULLETS = r"[【〖\[■◆▶►●★☆※＊*#→>\s]*"
LIST_HEAD = lazily(
    _BULLETS
    + _either(
        "相关(?:新闻|阅读|报道|报导|文章|链接|连结) 延伸阅读 推荐(?:阅读|文章)",
        "更多(?:新闻|报道|报导|文章|精彩)(?:内容|报道|报导)? 热门(?:新闻|文章) 猜你喜欢",
        "你可能(?:也|还)?(?:喜欢|会喜欢|感兴趣|想看)(?:的文章)? 看更多 同场加映 阅读更多",
        "往期(?:回顾|精选|推荐) 精选文章 人气新闻",
    )
    + r"\s*(?P<end>[】〗\]：:｜|丨▼↓／/]|$|\s)"
)
_INVITES = "(?:请|欢迎|立即|马上|快|想)?"
CALL = lazily(
    _BULLETS
    + _either(
        _INVITES
        + _either("点击 点选 点我 点阅 按此 戳我 猛戳")
        + _either(
            "这里 这边 此处 下方 下图 上方 左下角 右上角 看 查看 阅读 进入 链接 连结 下载 图片 订阅",
            "关注 加入 蓝字 放大 原文 [：:] $",
        ),
        _INVITES
        + "(?:追踪|关注|订阅|加入|下载)(?:我们|本报|本台|《?[^，。]{2,10}》?)的?"
        + _either(
            "脸书 粉丝团 粉丝专页 FB IG LINE Line Facebook Instagram Telegram YouTube 微信 微博 公众号",
            "官方[^，。]{0,10} APP App 电子报 频道 $",
        ),
        "扫(?:描|一扫)?[^，。]{0,8}二维码 下载[^，。]{2,12}(?:APP|App|客户端)",
        "分享到 阅读原文$ 返回(?:首页|顶部)",
    )
)
