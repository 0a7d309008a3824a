"""Names in Latin letters: where their words begin and end, and what the words around them say they are.

The tagger knows Chinese. It finds a Latin name often, cuts it anywhere, and guesses its
type. So the words are taken by expression and typed by what can be read beside them: a
number behind a family of products, a title before a person, 公司 behind a company, and short
lists in ``data`` for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from annotations.analysis import lexicon

__all__ = ["Run", "find", "runs"]

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = re.compile(
    rf"(?<![{_LETTER}0-9])(?:(?:[A-Z]\.)+(?=\s?[A-Z\u3400-\u9fff])"
    rf"|[{_LETTER}0-9]+(?:[-'’&.+/!][{_LETTER}0-9]+)*\+?)"
)
_HAS_LETTER = re.compile(f"[{_LETTER}]")
_CAPITAL = re.compile("[A-ZÀ-ÖØ-Þ]")
_NAME_WORD = re.compile(f"[A-ZÀ-ÖØ-Þ][{_LETTER}]*(?:[-'’][{_LETTER}]+)*$|[A-Z]\\.$")
_CONNECTORS = frozenset(
    {
        "of",
        "the",
        "and",
        "de",
        "da",
        "di",
        "del",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "for",
        "&",
    }
)
_EDITION = re.compile(
    r"(?i)(?:mini|nano|pro|max|plus|ultra|lite|air|se|high|low|turbo|flash|preview|beta|sonnet|opus|haiku|instruct|chat|ti|super|[0-9]+[a-z]?|[0-9]+gb)$"
)
_MEMBER = re.compile(r"(?:[A-Za-z]{1,2}-?)?[0-9]+(?:\.[0-9]+)*[A-Za-z]?(?:-[0-9A-Za-z.]+)*$")
_COMPANY_WORD = re.compile(
    r"(?:Inc|Ltd|Corp|Co|LLC|PLC|Group|Holdings|Company|Corporation|University|College|Institute|Foundation|Bank|Capital|Partners|Ventures|Association|Society|Records|Entertainment|Pictures|Studios|Airlines|Airways|Motors|Press|Media|Labs?|Research|Analytics|Club|FC|United)\.?$"
)
_COMPANY_AFTER = re.compile(
    "(?:公司|集团|官方|总部|股价|股票|员工|旗下|联合创始人|创始人|创办人|首席|董事|总裁|总经理|高管|发言人|报道|报导|披露|财报|收购|裁员|上市|俱乐部|大学|基金会|银行|唱片|乐队|车队|队(?!友)|的?(?:[a-zA-Z一-龥]{0,4}(?:工程师|研究员|团队|产品经理|发言人|分析师)))"
)
_SAYS = re.compile(
    "(?:在[^，。]{0,12})?(?:也|还|则|已|曾|周[一二三四五六日]|[0-9]+日)?(?:表示|宣布|称|认为|指出|推出|发布|发表|强调|透露|计划|承认|预计|预测)"
)
_PERSON_BEFORE = re.compile(
    "(?:先生|女士|小姐|教授|博士|院士|总统|总理|主席|总裁|首相|部长|议员|参议员|导演|演员|歌手|主唱|作家|画家|作曲家|记者|教练|队长|球员|创始人|创办人|执行官|董事长|总经理|分析师|经济学家|科学家|研究员|律师|发言人|设计师|CEO|CTO|CFO|COO|Mr\\.|Mrs\\.|Ms\\.|Dr\\.)[的：:]?\\s?$"
)
_PERSON_AFTER = re.compile("(?:先生|女士|小姐|教授|博士|夫妇|本人|的(?:父亲|母亲|妻子|丈夫|儿子|女儿))")
_COMPANY_BEFORE = re.compile(
    "(?:公司|集团|企业|机构|巨头|媒体|网站|通讯社|厂商|制造商|开发商|供应商|运营商|品牌商|研究公司|据|由)\\s?$"
)
_PLACE_BEFORE = re.compile("(?:位于|前往|抵达|首都|来自)\\s?$")
_MIXED = re.compile("[A-Za-z]*[a-z][A-Z][A-Za-z]*$|[A-Z][A-Za-z]*[A-Z][a-z]+$")
"""Capitals inside a word (TiFlash, MyRocks): seldom a person or a place."""
_PRODUCT_AFTER = re.compile(
    "(?:模型|系列|版本|手机|芯片|处理器|显卡|操作系统|软件|应用|平台|浏览器|游戏|轿车|汽车|客机|飞机|机型|型|语言|数据库|框架|引擎|编辑器|插件|集群|容器|函数库|中间件)"
)
_BETWEEN = 8
"""So many characters stand at the most between the names of a list: a word, and spaces beside it. Chosen."""


class Run(NamedTuple):
    """A name in Latin letters: offsets, its type or None where nothing tells, and whether it is certain."""

    start: int
    end: int
    type: str | None
    certain: bool = True


def runs(text: str) -> list[tuple[int, int]]:
    """Return the bounds of every Latin word of `text`; no name may begin or end inside one."""
    return [bounds for match in _WORD.finditer(text) for bounds in _either(match)]


def _either(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return the bounds of a word, or of two known names between which a stroke stands (MySQL/Redis)."""
    parts = match.group().split("/")
    known = lexicon.pairs("latin_names")
    if len(parts) < 2 or not all(part in known for part in parts):
        return [match.span()]
    bounds = []
    at = match.start()
    for part in parts:
        bounds.append((at, at + len(part)))
        at += len(part) + 1
    return bounds


def find(simple: str) -> list[Run]:
    """Return the Latin names of a sentence in simplified script, typed where something tells their type."""
    found: list[Run] = []
    for phrase in _phrases(simple):
        at = 0
        texts = [simple[start:end] for start, end in phrase]
        while at < len(phrase):
            run, at = _next(simple, phrase, texts, at, found)
            if run is not None:
                found.append(run)
    return found


def _phrases(simple: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the words that stand together with one space between."""
    phrase: list[tuple[int, int]] = []
    for start, end in runs(simple):
        if phrase and not (start == phrase[-1][1] + 1 and simple[start - 1] in " \u00a0"):
            yield phrase
            phrase = []
        phrase.append((start, end))
    if phrase:
        yield phrase


def _next(
    simple: str, phrase: Sequence[tuple[int, int]], texts: Sequence[str], at: int, before: Sequence[Run]
) -> tuple[Run | None, int]:
    """Read the next name of a phrase from the word `at`; return it, or None, and the word to go on with."""
    if not _HAS_LETTER.search(texts[at]):
        return None, at + 1
    end = _product(texts, at)
    if not end and _continues_product(simple, phrase[at][0], texts[at], before):
        end = at + 1
    if end:
        return Run(phrase[at][0], phrase[end - 1][1], "PRODUCT"), end
    for length in range(min(4, len(phrase) - at), 0, -1):
        known = lexicon.pairs("latin_names").get(" ".join(texts[at : at + length]))
        if known:
            return Run(phrase[at][0], phrase[at + length - 1][1], known), at + length
    if _software(simple, texts[at]):
        return Run(*phrase[at], "PRODUCT", certain=False), at + 1
    end = _capitalised(texts, at)
    if not end:
        return None, at + 1
    start, stop = phrase[at][0], phrase[end - 1][1]
    kind, certain = _kind(simple, start, stop, texts[at:end])
    return Run(start, stop, kind, certain), end


def _product(texts: Sequence[str], at: int) -> int:
    """Return where a member of a family of products ends that begins at the word `at`, or 0."""
    families = lexicon.words("product_families")
    head = re.match("[A-Za-z]+(?:-[A-Z])?(?=-?[0-9])", texts[at])
    end = 0
    family, _, member = texts[at].partition("-")
    joined = family in families and _MEMBER.match(member)
    if (
        joined
        or (head and head.group().rstrip("-") in families)
        or re.match(r"o[1-9](?:-[a-z]+)*$", texts[at])
    ):
        end = at + 1
    elif texts[at] in families and at + 1 < len(texts) and _MEMBER.match(texts[at + 1]):
        end = at + 2
    elif re.match(r"[A-Z][A-Za-z]+-?[0-9]+(?:\.[0-9]+)*(?:-[A-Za-z0-9.]+)+$", texts[at]):
        end = at + 1  # a word, a number and an edition, all joined: Qwen2.5-Max
    while end and end < len(texts) and _EDITION.match(texts[end]):
        end += 1
    return end


def _software(simple: str, text: str) -> bool:
    """Say whether a word of a sentence about software is one: a listed one (Spark), in small letters too."""
    listed = text in lexicon.words("software") or text in _small_software()
    return listed and _about_software(simple)


@cache
def _small_software() -> frozenset[str]:
    """Return the names of products in small letters, as programmers write them (mysql)."""
    names = lexicon.pairs("latin_names").items()
    return frozenset(name.lower() for name, kind in names if kind == "PRODUCT" and len(name) > 3)


@lru_cache(maxsize=1)  # asked for every word of a sentence
def _about_software(simple: str) -> bool:
    return _speaks(simple)


def _speaks(simple: str) -> bool:
    return lexicon.expression("software_words").search(simple.lower()) is not None


def _continues_product(simple: str, start: int, text: str, before: Sequence[Run]) -> bool:
    """Say whether a short name goes on with a list of products (DeepSeek R1和V3)."""
    if not before or before[-1].type != "PRODUCT" or not re.match(r"[A-Za-z]{1,2}[0-9]+(?:\.[0-9]+)?$", text):
        return False
    if start - before[-1].end > _BETWEEN:
        return False
    return simple[before[-1].end : start].strip() in ("和", "与", "、", "及", "或", "/", "跟")


def _capitalised(texts: Sequence[str], at: int) -> int:
    """Return where the capitalised words end that begin with the word `at`, or 0."""
    stop = lexicon.words("latin_stop")
    end = at
    while end < len(texts):
        text = texts[end]
        if text.upper() in stop and not (text.lower() in _CONNECTORS and end > at):
            break
        if _CAPITAL.search(text) is None and not (text in _CONNECTORS and end > at):
            break
        if (end > at and text in lexicon.pairs("latin_names")) or text[0].isdigit():
            break
        end += 1
    while end > at and texts[end - 1] in _CONNECTORS:
        end -= 1
    return end if end > at else 0


def _kind(simple: str, start: int, end: int, texts: Sequence[str]) -> tuple[str | None, bool]:
    """Say what a capitalised phrase is, and whether that is certain."""
    before, after = simple[max(0, start - 8) : start], simple[end : end + 16].lstrip()
    several = len(texts) > 1 and all(_NAME_WORD.match(text) or text in _CONNECTORS for text in texts)
    capitals = texts[0].isupper() and len(texts[0]) > 1
    if _COMPANY_WORD.match(texts[-1]) and len(texts) > 1:
        return "ORG", True
    if several and len(texts) <= 4 and texts[0] in lexicon.words("given_names"):
        return "PER", True
    if not capitals and (_PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after)):
        return "PER", several
    code = any(char.isdigit() for char in texts[-1])  # of a flight, a train, a model
    if _COMPANY_AFTER.match(after) or (_COMPANY_BEFORE.search(before) and not code):
        return "ORG", True
    if _PRODUCT_AFTER.match(after):
        return "PRODUCT", False
    if len(texts) == 1 and _MIXED.match(texts[0]) and _speaks(simple[max(0, start - 16) : end + 16]):
        return "PRODUCT", False
    if _PLACE_BEFORE.search(before):
        return "LOC", False
    if _SAYS.match(after):
        return ("PER", False) if several else ("ORG", False)
    return None, False
