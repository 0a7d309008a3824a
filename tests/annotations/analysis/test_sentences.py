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
「為什麼？」之類的問題沒有答案。
「我們會贏。」|之後，他離開會場。
「我們會贏。」|地方政府沒有回應。
「我們會贏。」|與會者鼓掌。
「我們會贏。」|得知消息後，他哭了。
「我們會贏。」|為了明天，他們早睡。
「我們會贏。」|的確如此。
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

SPEECH_TAGS = """
「太貴了！」一位不願意透露姓名的店主說。|大家走了。
“太贵了！”一位不愿具名的店主说。|大家走了。
「太貴了。」一位要求匿名的官員透露。|大家走了。
「太貴了。」不具名的消息人士表示。|大家走了。
「太貴了。」某未透露姓名的知情人士對路透社說。|大家走了。
「很好。」國務院發展研究中心宏觀經濟研究部原部長、研究員余斌在接受本報記者專訪時說。|會後他離開。
「很好。」行政院發言人陳世凱（民進黨籍）昨天在記者會上指出。|會後他離開。
「無可奉告。」行政院發言人林子倫受訪時如是說。|會議結束。
「很好。」他笑著說。|大家鼓掌。
「很好。」她邊哭邊說。|大家鼓掌。
「很好！」教練在會上說。|大家鼓掌。
「很好。」蘋果執行長Tim Cook說。|大家鼓掌。
「很好。」 Tim Cook 說。|大家鼓掌。
「很好。」俄羅斯總統弗拉基米爾·普京表示。|大家鼓掌。
「很好。」喬治.布希說。|大家鼓掌。
「很好。」《環球時報》前總編輯胡錫進在微博上寫道。|大家鼓掌。
「很好。」他告訴記者。|大家鼓掌。
「為什麼？」他問我。|我沒有回答。
「為什麼？」記者追問。|他轉身離開。
「是的。」他回答記者提問。|大家鼓掌。
「是的。」他這樣回應外界質疑。|大家鼓掌。
「是的。」他回答記者問題。|大家鼓掌。
「快走！」有人大叫。|大家走了。
「快走！」她尖叫，跑了出去。|大家走了。
「我沒錢。」他是這麼說的。|大家走了。
「我們會贏。」張三、李四齊聲說。|掌聲響起。
「我們會贏。」他不禁感嘆。|掌聲響起。
「我們會贏。」他毫不猶豫地回答。|掌聲響起。
「我們會贏。」國民黨立委王鴻薇痛批。|掌聲響起。
「我們會贏。」外交部發言人毛寧強調，「一定會。」|掌聲響起。
「我們會贏。」他說 然後走了。|掌聲響起。
「太貴了。」他說……|大家走了。
「太貴了。」他脫口而出。|大家走了。
「太貴了。」佢話。|大家走了。
「太貴了。」他說（笑）。|大家走了。
「太貴了。」|他伸出手指。|大家走了。
「好吃嗎？」|味道很酸。|大家走了。
「我們會贏。」|大家都同意。|會議結束。
「我們會贏。」|那是他的補充。|會議結束。
「我們會贏。」|更明確地說，對手太弱。
「我們會贏。」|沒有人知道。|會議結束。
「我們會贏。」|他研究鬼道，不問世事。
「我們會贏。」|為方便長者，他們加開班次。
「我們會贏。」|而雪莉的身份也被拆穿。
「我們會贏。」|和往常一樣，他走了。
「我們會贏。」他卻道，「未必。」|會議結束。
「我們盡力了。」賽後，教練說。|大家走了。
「我們盡力了。」受訪時，主帥彭立偉說，「真的盡力了。」|大家走了。
「我們盡力了。」他頓了頓，說，「真的。」|大家走了。
「我們盡力了。」他頓了頓，又說。|大家走了。
「我們盡力了。」|他走過來，說要回家。
「我們盡力了。」|而且，他說，「真的。」
「我們盡力了。」|他走了，大家都這麼認為，「真的。」
「我們盡力了。」|賽後，教練說，明年再來。
（「太貴了。」他說）
「我不知道。」|他沒說。|大家走了。
「誰知道答案？」|沒有人回答。|大家走了。
「誰知道答案？」|他不肯說。|大家走了。
「誰知道答案？」|他對此不予回應。|大家走了。
「為什麼？」|問題沒有答案。
「你看過嗎？」|那是我寫的小說。|她讀過。
「你聽見了嗎？」|鄰居都聽說了。|她沒有。
「快走！」|這是最後的警告。|大家走了。
「快走！」|這是他的回答。
「快走！」|他接受批評。
「快走！」|她提出建議。
「我不去。」|如果他這麼說，你就走。
「我不去。」|據報道，「他已離開。」
「我們會贏。」|外交部發言人毛寧在例行記者會上表示，經濟正在好轉。
「我們會贏。」|知情人士走了。
「還我土地！」成為口號。|大家走了。
「走吧。」這句話讓他哭了。|大家走了。
"""

INTRODUCED = """
李梅指出：“企业要稳岗。”|她强调，“不能裁员。”|会议结束。
李梅說，「企業要穩崗。」|她強調，「不能裁員。」|會議結束。
李梅說：「企業要穩崗。」|她補充說。
李梅強調「企業要穩崗。」|她補充說，明天再議。
李梅告訴記者，「企業要穩崗。」|王五說，「不能裁員。」
李梅說：**「企業要穩崗。」**|她補充說。
甲說：「去嗎？」|乙說：「不去。」|丙問：「為什麼？」
甲：「去嗎？」|乙：「不去。」
「去嗎？」甲問。|「不去。」乙說。|「好吧。」
「去嗎？」|「不去！」|她走了。
"去嗎?"|"不去!"|她走了.
對於外界的質疑，「我們不會退縮。」他強調。|會議結束。
面對批評，「我們不會退縮。」他說。|會議結束。
被問到是否道歉，「不會。」他回答。|會議結束。
他對記者說，「不會。」|他補充。
“你去哪儿？”|“回家。”他答。|“带上我。”
裁判官指「證供可靠。」|他續說：「罪名成立。」
群眾高喊「加油！」|場面熱烈。
他大喊「救命！」便昏倒了。|她跑了。
他高喊「救命！」後離開。|她跑了。
他高喊「救命！」|後來他離開了。
他說「我走了。」然後離開。|她跑了。
他說：「我走了。」|然後，他離開。
他在臉書寫道：「謝謝大家。」|他說，明年再來。
"""

DOTS_IN_QUOTES = """
該公司稱:"沒有收到通知."|記者未能聯繫到發言人.
該公司稱:“沒有收到通知.”|記者未能聯繫到發言人.
"沒有收到通知."他說.|記者未能聯繫到發言人.
"沒有收到通知."|"真的嗎?"|"真的."
他走了.|「她也走了.」|沒有人說話.
他走了．|她說：「好．」|沒有人說話．
他說「OK.」然後走了。|再見。
(記者王小明.台北報導)他走了.|她來了.
"""

BYLINES = """
（記者王小明、李大同／台北報導。）|他走了。
他走了。|（編輯：王小明。審核：李大同。）
（中央社記者王小明。台北5日電）行政院今天宣布。|他走了。
(中央社記者王小明台北5日電。編輯：李大同）行政院今天宣布。|他走了。
（記者王小明。台北報導)行政院今天宣布。|他走了。
[記者王小明。台北報導］行政院今天宣布。|他走了。
他走了（見附註(a)。）。|她也走了。
"""

ELLIPSES = """
什麼……你再說一遍？！
什么...你再说一遍？！
什么。。。你再说一遍？！
「什麼……你再說一遍？！」他吼道。
嗯……我想想。|好。
那個……對不起。
他說，那個……對不起。
我……不知道。
呃……這個……我也不清楚。
怎麼可能……你騙人！
他其實是……算了。
對不起……我遲到了。
也許……也許吧。
小偷、強盜……都來了。
他走了……|她哭了。
天黑了……|天亮了。
"""

MARKUP = """
**「刻舟求劍。」**是成語。|*本文完。*
**第一句。|第二句。**|第三句。
**重點。**|後面。
***重點。***|後面。
重點：**第一句。**|第二句。
他說：**「走吧。」**|她走了。
**他說：「走吧。」**|她走了。
「走吧。」**王小明**說。|她走了。
_本文完。_|*再見。*
~~刪掉了。~~|留下來。
<b>重點。</b>|後面。
'''重點。'''|後面。
他走了。■
他走了。 🔚
今天真開心！😀|明天見。
今天真開心！❤️
今天真開心。|👉看這裡。
什麼？|「……」|她沉默。
== 為什麼？ ==
某人a.k.a. 大王來了。|P.S. 我愛你。
snake_case很好。|_強調。_|再見。
3*4=12。|*強調。*|5*6=30。
他走了。|*註：她來了。
- 第一項。|第二句。
* 第一項。|第二句。
1. 第一項。|第二句。
**1.** 第一項。|第二句。
> 引文。|第二句。
- 「快跑！」大家喊。|她走了。
## 為什麼？怎麼辦？
![架構圖！](a.png "說明。")
正文![圖](a.png)開始。|再見。
[![圖](a.png)](https://a.com/?a!b)
[全文。](https://a.com/x?y)|後面。
請看[官網！](https://a.com)上的說明。|再見。
請看[說明](https://a.com/?q=1!x)。|再見。
用`print("你好！世界。")`輸出。|再見。
用``a`。``輸出。|再見。
一個`反引號。|再見。
他走了。[1]|她來了。[2][3]|再見。
他走了。[^1]|她來了。²|再見。
他走了。|[快訊]她來了。
他走了。|[1]: 見附錄。
"""

CASES = [
    case
    for block in (
        *(STOPS, QUOTES, UNCLOSED, HALF_WIDTH),
        *(SPEECH_TAGS, INTRODUCED, DOTS_IN_QUOTES, BYLINES, ELLIPSES, MARKUP),
    )
    for case in block.strip().split("\n")
]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![架構圖](a.png)\n正文開始。", ["![架構圖](a.png)", "正文開始。"]),
        *(
            (f"一。二。\n{rule}\n三。", ["一。", "二。", "三。"])
            for rule in ("---", "***", "___", "* * *", "- - -")
        ),
        *(
            (f"一。\n\n  {rule}  \n\n三。", ["一。", "三。"])
            for rule in ("＊＊＊", "———", "=====", "◆ ◆ ◆", "－－－")
        ),
        ("---\n一。\n***", ["一。"]),
        ("一。\r\n---\r\n二。", ["一。", "二。"]),
        *(
            (f"一。\n{no_rule}\n二。", ["一。", no_rule, "二。"])
            for no_rule in ("……", "--", "？？？", "———完")
        ),
        (
            "| 甲 | 乙。丙 |\n|---|:-:|\n| 一。 | 二！三 |\n完。",
            ["| 甲 | 乙。丙 |", "| 一。 | 二！三 |", "完。"],
        ),
        (
            "甲 | 乙。丙\n--- | ---\n丁。戊 | 己\n正文。再見。",
            ["甲 | 乙。丙", "丁。戊 | 己", "正文。", "再見。"],
        ),
        ("```py\nx = '好。啊'\ny!\n```\n好。", ["```py", "x = '好。啊'", "y!", "```", "好。"]),
        ("~~~~\n一。二\n~~~\n~~~~\n好。", ["~~~~", "一。二", "~~~", "~~~~", "好。"]),
        ("```\n一。二。", ["```", "一。", "二。"]),
        ("- ```\n  一。二。\n  ```\n- 三。四。", ["- ```", "一。二。", "```", "- 三。", "四。"]),
        ("1. ```\n一。二。\n```\n三。", ["1. ```", "一。二。", "```", "三。"]),
        ("> ```\n> 一。二。\n> ```\n> 三。四。", ["> ```", "> 一。二。", "> ```", "> 三。", "四。"]),
        ("<!-- 一。二。 -->\n好。", ["<!-- 一。二。 -->", "好。"]),
        (
            "「第一段沒有完。\n「第二段說完了。」他停下。",
            ["「第一段沒有完。", "「第二段說完了。」", "他停下。"],
        ),
    ],
)
def test_lines_that_are_no_prose(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected
    assert pieces(to_simplified(text)) == [to_simplified(one) for one in expected]


def test_what_follows_a_rule_opens_a_paragraph() -> None:
    assert [one.opens_paragraph for one in split("一。二。\n---\n三。四。")] == [True, False, True, False]


@pytest.mark.parametrize("text", ["---", "***\n---", " ___ \n"])
def test_a_text_of_nothing_but_rules_keeps_them(text: str) -> None:
    assert pieces(text) == text.split()


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


@pytest.mark.parametrize(
    "piece",
    [
        "```\n",
        "~~~a\n",
        "`a",
        "![a](",
        "[。](",
        "。**",
        "。_a",
        "|a|\n",
        "a|b\n--|--\n",
        "(（",
        "……、",
        "<b",
        "「。」他說",
    ],
)
def test_marks_of_markdown_that_nothing_closes_are_not_slow(piece: str) -> None:
    """Each is looked for in its line, or once in the text: linear, or this would take minutes."""
    assert len(split(piece * 20_000)) >= 1


ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("。！？!?….．，,；：—「」『』“”‘’（）()《》【】\"'\n\r \u3000\u2028他說道的我Aa1"),
        st.characters(),
    ),
    max_size=200,
)


def without_rules(text: str) -> str:
    """Return what is seen of `text`, but for the lines that are of one mark alone."""
    lines = visible(text).text.replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    return "".join(
        line for line in map(str.strip, lines) if len(line) < 3 or len(set(line) - set(" \u3000\t|:")) > 1
    )


@settings(max_examples=400)
@given(ANY_TEXT)
def test_sentences_cover_everything_that_is_seen(text: str) -> None:
    found = split(text)
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end
        assert not without_rules(text[at : sentence.start])
        assert not text[sentence.start].isspace()
        assert not text[sentence.end - 1].isspace()
        at = sentence.end
    assert not without_rules(text[at:]) or not found
    assert not found or found[0].opens_paragraph


@given(ANY_TEXT)
def test_no_sentence_reaches_over_a_line(text: str) -> None:
    for sentence in split(text):
        assert not set(text[sentence.start : sentence.end]) & set("\n\r\u2028\u2029")


@given(st.lists(st.sampled_from([case.replace("|", "") for case in CASES]), max_size=6))
def test_paragraphs_do_not_touch_one_another(lines: list[str]) -> None:
    """A paragraph is split alike wherever it stands; only the kind of full stop is the whole text's."""
    lines = [line for line in lines if not {".", "．"} & set(line)]
    text = "\n".join(lines)
    alone: list[Sentence] = []
    offset = 0
    for line in lines:
        alone += [Sentence(s.start + offset, s.end + offset, s.opens_paragraph) for s in split(line)]
        offset += len(line) + 1
    assert list(split(text)) == alone
