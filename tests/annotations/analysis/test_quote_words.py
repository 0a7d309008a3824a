"""Each word of the lists of quotes by itself, words that only look like one, nouns, and code."""

from __future__ import annotations

from itertools import pairwise

import pytest

from annotations.analysis import lexicon
from annotations.analysis.code import CODE, without_code
from annotations.analysis.quotes import find_quotes
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split
from annotations.model.article import Name, Sentence

VERBS = sorted({word for kind in ("free", "clause", "mark") for word in lexicon.words(f"quote_verbs_{kind}")})

NONE = """
外界質疑聲不斷，批評者眾多。
這項評論引起外界質疑，公司的承諾並未兌現。
他的預測與專家的判斷一致。
對於在野黨的批評，他一笑置之。
面對媒體追問，他轉身離開。
高盛將增速預測上調至4.8%。
獲利預測上調，目標價也上調。
恆指收報19000點，國指升1.2%。
美國指責歐盟違約。
他用手指敲了敲桌子。
他想說「對不起」，卻開不了口。
他用「震撼」來形容現場。
「念」的作用是維持這種「尋」，並非「想」。
點擊「確認」後，頁面會提示「操作成功」。
他的座右銘是「天道酬勤」，口頭禪是「沒問題」。
「以人為本」是公司的口號。
這種「躺平」心態，在年輕人中並不少見。
他被稱為「鐵娘子」，曾獲「最美教師」稱號。
俗話說，遠親不如近鄰。
警告：高壓危險！
時間：2026年3月5日
來源：新華網
工會要求資方說明，裁員人數究竟多少。
它讓一個國家相信，自己人也能做成大事。
朋友都叫他「大師」。
`王毅表示，會議延期。`
"""


def told(text: str, *names: Name) -> list[tuple[str, str]]:
    """Return the speakers and the content of each quote."""
    found = find_quotes(text, split(text), names)
    return [
        ("+".join(one.text for one in quote.speakers), text[slice(*quote.content)] if quote.content else "")
        for quotes in found
        for quote in quotes
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_the_lists_introduces_what_stands_behind_its_colon(verb: str) -> None:
    text = f"校长王小明{verb}：“我们明天再谈。”"
    assert told(text, Name(2, 5, "PER")) == [("王小明", "“我们明天再谈。”")]


@pytest.mark.parametrize("text", NONE.strip().split("\n"))
def test_no_quote(text: str) -> None:
    assert told(text) == []
    assert told(to_simplified(text)) == []


def test_no_word_is_in_two_lists_of_the_same_rank() -> None:
    kinds = ("free", "clause", "mark")
    lists = [lexicon.words(f"quote_verbs_{kind}") for kind in kinds]
    assert not any(one & other for one in lists for other in lists if one is not other)
    assert lexicon.words("quote_verbs_aloud") <= lists[2] | lists[1] | lists[0]


@pytest.mark.parametrize(
    "noun", ["一位店主", "控方", "警方", "許多同僚", "業內人士", "校長", "外交部", "消防局", "網友", "會議"]
)
def test_who_can_speak(noun: str) -> None:
    assert is_agent(to_simplified(noun))


@pytest.mark.parametrize("noun", ["全部", "社會", "增長", "地方", "水溫", "一位的", "平台上"])
def test_who_cannot_speak(noun: str) -> None:
    assert not is_agent(to_simplified(noun))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("寫 `他說` 即可", "寫 #### 即可"),
        ("寫 ``他`說`` 即可", "寫 ####### 即可"),
        ("一個 ` 不是碼", "一個 ` 不是碼"),
        ("一個 `\n不是` 碼", "一個 `\n不是` 碼"),
        ("甲\n```py\n他說\n```\n乙", "甲\n#####\n##\n###\n乙"),
        ("甲\n~~~\n他`說\n~~~\n`乙`", "甲\n###\n###\n###\n###"),
        ("甲\n```\n沒有關", "甲\n```\n沒有關"),
        ("甲\n````\n```\n他說\n````\n乙", "甲\n####\n###\n##\n####\n乙"),
        ("    ```\n他說\n    ```\n乙", "#######\n##\n#######\n乙"),
        ("　```\n他說\n```\n乙", "####\n##\n###\n乙"),
        ("- 甲\n- ```\n  他說\n  ```\n- 乙", "- 甲\n#####\n####\n#####\n- 乙"),
        ("1. ```py\n   他說\n   ```\n2. 乙", "########\n#####\n######\n2. 乙"),
        ("> ```\n> 他說\n> ```\n> 乙", "#####\n####\n#####\n> 乙"),
        ("<!-- 他說 -->\n乙 <b>丙</b>", "###########\n乙 <b>丙</b>"),
        ("沒有碼", "沒有碼"),
        (
            "甲：\n\n    def f(s):\n        他說\n\n    f(1)\n\n乙",
            "甲：\n\n#############\n##########\n\n########\n\n乙",
        ),
        ("甲\n\n\tnpm install 乙\n丙", "甲\n\n##############\n丙"),
        (
            "甲\n\n    王大明說，天晴了。\n\n    Redis 7 已上線。",
            "甲\n\n    王大明說，天晴了。\n\n    Redis 7 已上線。",
        ),
        ("甲<!-- 他說 -->乙", "甲###########乙"),
        ("甲<!-- `他\n說` -->`乙`<!-- 丙", "甲#######\n#########<!-- 丙"),
        ("甲\n    import os", "甲\n    import os"),
    ],
)
def test_code_is_unreadable(text: str, left: str) -> None:
    assert without_code(text, 0, len(text)).replace(CODE, "#") == left


def test_code_is_the_same_for_each_part_of_a_text() -> None:
    text = "甲 `乙` 丙\n```\n丁「戊」\n```\n己`庚`"
    whole = without_code(text, 0, len(text))
    cuts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n"), len(text)]
    assert "".join(without_code(text, start, end) for start, end in pairwise(cuts)) == whole


@pytest.mark.parametrize("unseen", ["", "\u200b", "Ａ"])
def test_a_block_of_code_holds_no_quote_in_any_paragraph(unseen: str) -> None:
    text = f"他說：「好，走吧。」\n```\n他說：「好，{unseen}走吧。」\n```\n"
    start = text.index("他", 3)
    end = text.index("\n", start)
    assert not find_quotes(text, [Sentence(start, end, True)])[0]
    assert find_quotes(text, [Sentence(0, text.index("\n"), True)])[0]
