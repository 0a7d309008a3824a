"""Where sentences begin and end: hand cases in both scripts, and laws that hold for any text.

A case is a paragraph, cut by ``|`` where its sentences end.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis.legible import visible
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import LONGEST_QUOTE, split
from annotations.model.article import Sentence

STOPS = """
他走了。|她來了。
他走了!|她来了!
真的嗎？|真的。|我不信！
什么？！|他喊道。
好啊！！！|我們走吧。
你瘋了嗎!?|快停下。
他死了｡|她活著｡
他停了下來……|「你是誰？」|「我是我。」
我……我不知道。
他、他……的確來過。
蘋果、梨子……等水果都漲價了。
天黑了……|
等等……|然後呢？|沒有然後。
這是第一句。|這是第二句
沒有句號的一行
標題：人工智能的未來
會議討論了三個問題：價格、質量、服務。|代表都同意。
他來了；她走了；他們沒見面。|故事完了。
一、背景|
1.背景介绍
2. 市場概況
(1)背景。|(2)方法。
三.結論
——他說。|她笑。
你要去——？|不去。
他說不去。——她不信。
天哪～！|真美～
價格上漲。|（完）
公司盈利大增。|（記者王小明報導）
本報訊（記者王小明。李大同）昨日，市長宣布辭職。|明天公布名單。
他（他累了。）走了。|她也走了。
他走了（其實沒走！），她不知道。
（他沒有走。）|她不知道。
【本報訊】昨日下雨。|今天放晴。
[快訊]地震了！|沒有傷亡。
他看了《你好嗎？》這部電影。|很好看。
他看了《你好嗎？》。|很好看。
《誰動了我的乳酪？》是一本書。
《什麼是愛情？》
〈我們去哪裡？〉一文引起討論。|作者沒有回應。
他連看了《走吧！》、《別走！》兩部。|睡著了。
"""

QUOTES = """
他說：「我走了。」|她沒有回答。
他说：“我走了。”|她没有回答。
「我走了。」他說。
“我走了。”他说。
「我走了！」他說。|她沒有回答。
“我走了！”他说。|她没有回答。
「太好了！」他喊道。
“太好了！”他喊道，然后跑了。
「為什麼？」她問道。|沒有人回答。
「為什麼？」王小明低聲問。|沒有人回答。
「我們會贏。」總統表示。|記者離開了。
“我们会赢。”总统表示。|记者离开了。
「我們會贏。」|總統表示，經濟正在好轉。
“我们会赢。”|总统指出，经济正在好转。
「我們會贏。」總統強調：「一定會贏。」|掌聲響起。
「走吧。」她說，「時候不早了。」|他點頭。
“走吧。”她说，“时候不早了。”|他点头。
「走吧，」她說，「時候不早了。」|他點頭。
「別走！」|「為什麼？」|「因為愛。」
「你好。」|「你好。」|「再見。」
“你好。”|“你好。”|“再见。”
他問「為什麼？」|她沒有回答。
他問：「為什麼？」|她沒有回答。
「為什麼？」的問題沒有答案。
“为什么？”的问题没有答案。
他以「誰是老大？」為題發表演說。|全場起立。
他以「誰是老大？」開場。|全場起立。
她用“来吧！”鼓励大家。|掌声响起。
高喊「還我土地！」的群眾衝進大樓。
标语写着“滚出去！”等字样。|没有人理会。
「我走了。」，這是他最後的話。
“我走了。”，这是他最后的话。
「我走了。」、「別走。」是兩句名言。
「我走了」。|她哭了。
“我走了”。|她哭了。
他說「我走了」，她沒聽見。|後來她哭了。
他認為「尺度定律」已經過時。|別人不同意。
所谓“大模型”只是概念。|没有人反对。
「第一句。第二句。」他說。
“第一句。第二句。”他说。
他說：「第一句。第二句！第三句？」|她點頭。
他说：“第一句。第二句！第三句？”|她点头。
他說：「他告訴我：『快走。』我就走了。」|她點頭。
他说：“他告诉我：‘快走。’我就走了。”|她点头。
他說：「老師說『走吧！』」|她點頭。
「他說『走吧。』」她補充。
『這是真的。』|大家都信。
﹁這是真的。﹂|大家都信。
"我走了。"他說。|她沒有回答。
他說:"我走了。"|她沒有回答。
"Hello."他說。|她沒有回答。
"你好!"|"再見!"
他说"好。好。"|她走了。
他喊:"救命!救命!"|没人来。
「真的嗎？！」|他不信。
「真的嗎……」他喃喃地說。
「真的嗎……」|天黑了。
「這是結局。」。|下一章開始。
這句話的意思是：「活下去。」|至於怎麼活，沒有人知道。
有人說「不。」|有人說「好。」|沒有人說話。
他唱道：“起来！不愿做奴隶的人们！”|歌声响起。
「我不同意，」他說。|會議結束。
「我不同意」他說。|會議結束。
“是谁？”|她的声音发抖。|门开了。
「是誰？」和「為什麼？」是兩個問題。|答案只有一個。
「進來！」了不起的聲音。
據報導：「GDP成長3.5%。」|股市上漲。
"""

UNCLOSED = """
他說：「我走了。|她沒有回答。|他們再沒見面。
他说：“我走了。|她没有回答。
我走了。」|她沒有回答。
我走了。”|她没有回答。
他（其實沒有走。|她不知道。
其實沒有走）。|她不知道。
《未完的書名。|第二句。
他說：「我走了。|她說：「別走。」|他走了。
他说：“我走了。|她说：“别走。”|他走了。
"我走了。|她沒有回答。
他身高5'8"。|她更高。
他說（參見「附錄。第二句）。|第三句。
"""

HALF_WIDTH = """
目前,ChatGPT免費用戶可以體驗。|在API層面,o3-mini便宜63%。
他走了.|她來了.
他走了. |她来了. |没有人说话.
價格是3.14元。|漲了0.5%。
使用GPT-4.1模型。|它比GPT-3.5好。
他买了iPhone 6s.|她买了Nokia.
官网是https://www.example.com/a?b=c!d。|请访问。
見www.example.com?id=3&x=1。|謝謝。
电邮a.b@c.com.cn。|电话123。
他是Apple Inc.的員工。|他很忙。
他就讀於Washington D.C.的大學。|她也是。
Dr. Wang來了。|Mr. Li走了。
據J. K. Rowling表示，書已寫完。|書名未定。
喬治.布希當選。|約翰.凱利落選。
喬治.布希當選總統
He left. |She stayed.
He met Mr. Smith. |They talked.
他說OK. |She said no.
Version 1.2.3已發布。|請更新。
The U.S. economy grew 3.5 percent. |Stocks rose.
時間是3:30 p.m.開始。|不要遲到。
是嗎?|是的!|好.
Yahoo!奇摩今天改版。|用戶不滿。
他用Node.js寫程式。|很快。
比例為1.5比2。|結束。
求知欲?|;谶@種模式,成本較低。
真的嗎?|OpenAI贏了。
是OpenAI嗎?|是的.
等等...|然後呢?|沒有.
價格:100元.|數量:5個.
第3.5節。|第4節。
"""

CASES = [case for block in (STOPS, QUOTES, UNCLOSED, HALF_WIDTH) for case in block.strip().split("\n")]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120


def pieces(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split(text)]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    expected = [piece.strip() for piece in case.split("|") if piece]
    assert pieces(case.replace("|", "")) == expected


@pytest.mark.parametrize("case", CASES)
def test_script_makes_no_difference(case: str) -> None:
    text = case.replace("|", "")
    assert split(to_simplified(text)) == split(text)


def test_a_long_quote_is_cut_at_its_stops() -> None:
    inner = "這是很長的引語裡的一句話。" * (LONGEST_QUOTE // 13 + 1)
    found = pieces(f"「{inner}」她說。天黑了。")
    assert len(found) == inner.count("。") + 1
    assert found[-2].endswith("。」她說。")
    assert pieces(f"他說：「{inner}」她說。天黑了。")[-2] == "她說。", "that one was introduced"
    straight = pieces(f'他說:"{inner}"天黑了。')
    assert straight[-2].endswith('。"')
    assert straight[-1] == "天黑了。"


def test_a_quote_of_the_greatest_length_stays_whole() -> None:
    inner = "長" * (LONGEST_QUOTE - 10) + "。" + "短" * 8
    assert pieces(f"他說：「{inner}」") == [f"他說：「{inner}」"]
    assert len(pieces(f"他說：「長長{inner}」")) == 2


def test_lines_are_paragraphs() -> None:
    text = "標題\n\n  第一句。第二句。\n第三句 \u2028 第四句\r\n第五句"
    found = split(text)
    assert [text[s.start : s.end] for s in found] == [
        "標題",
        "第一句。",
        "第二句。",
        "第三句",
        "第四句",
        "第五句",
    ]
    assert [s.opens_paragraph for s in found] == [True, True, False, True, True, True]
    assert {s.part for s in found} == {"body"}


def test_white_space_inside_a_line_opens_no_paragraph() -> None:
    assert [s.opens_paragraph for s in split("一。　二。 三。")] == [True, False, False]


def test_an_unclosed_mark_costs_no_more_than_its_paragraph() -> None:
    assert pieces("他說：「走。來。\n她說。好。」\n（完。\n終。）。") == [
        "他說：「走。",
        "來。",
        "她說。",
        "好。」",
        "（完。",
        "終。）。",
    ]


def test_nothing_gives_nothing() -> None:
    assert split("") == split(" \n\u3000\t") == ()


def test_many_unclosed_marks_are_not_slow() -> None:
    """Each pair is looked for once a paragraph: linear in the length, or this would take minutes."""
    assert len(split("（「“《" * 50_000 + "。" + '"。' * 50_000)) >= 1
    assert len(split("（" * 200_000 + "。" + "）" * 200_000)) == 1


ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("。！？!?….．，,；：—「」『』“”‘’（）()《》【】\"'\n\r \u3000\u2028他說道的我Aa1"),
        st.characters(),
    ),
    max_size=200,
)


@settings(max_examples=400)
@given(ANY_TEXT)
def test_sentences_cover_everything_that_is_seen(text: str) -> None:
    found = split(text)
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end
        assert visible(text[at : sentence.start]).text.strip() == ""
        assert not text[sentence.start].isspace()
        assert not text[sentence.end - 1].isspace()
        at = sentence.end
    assert visible(text[at:]).text.strip() == ""
    assert not found or found[0].opens_paragraph


@given(ANY_TEXT)
def test_no_sentence_reaches_over_a_line(text: str) -> None:
    for sentence in split(text):
        assert not set(text[sentence.start : sentence.end]) & set("\n\r\u2028\u2029")


@given(st.lists(st.sampled_from([case.replace("|", "") for case in CASES]), max_size=6))
def test_paragraphs_do_not_touch_one_another(lines: list[str]) -> None:
    """A paragraph is split alike wherever it stands; only the kind of full stop is the whole text's."""
    lines = [line for line in lines if "." not in line]
    text = "\n".join(lines)
    alone: list[Sentence] = []
    offset = 0
    for line in lines:
        alone += [Sentence(s.start + offset, s.end + offset, s.opens_paragraph) for s in split(line)]
        offset += len(line) + 1
    assert list(split(text)) == alone
