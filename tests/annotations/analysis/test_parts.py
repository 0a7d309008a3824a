"""Which lines are title, byline, date, caption, source or link; and, above all, which are body.

A case is a line, put where it says: before the body text (head), between two paragraphs (middle) or after
the last one (tail), or in all three places (any).
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis.parts import PARTS, find_parts
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split
from annotations.model.article import Sentence
from annotations.reading.extract import guess_title

BODY = "市政府昨天宣布，自下個月起調整公車票價，學生與長者不受影響。市長說，這是十年來的第一次。"
MORE = "不少乘客在車站受訪時抱怨，通勤的開銷已經很高，調漲只會讓人改騎機車。"

ARE = """
any byline 記者王小明／台北報導
any byline 记者 王小明 李大同 北京报道
any byline （記者王小明台北報導）
any byline **記者王小明／台北報導**
any byline > 記者王小明／台北報導
any caption ![架構圖](a.png)
any code <!-- more -->
any code </div>
any byline 【記者王小明／綜合報導】
any byline 本報記者王小明
any byline 本报记者 王小明 李大同
any byline 新华社北京2月1日电
any byline 新华社北京2月1日电（记者王小明、李大同）
any byline 中央社記者王小明台北1日電
any byline （中央社記者王小明台北1日電）
any byline （編輯：林克倫）1131220
any byline （責任編輯：王小明） 1140520
any byline 路透社華盛頓2月1日電
any byline 【中央社】
any byline 路透社
any byline 責任編輯：王小明
any byline （责任编辑：王小明）
any byline 責編／李大同
tail byline 編輯：陳美玲 校對：林大為
head byline 編輯：陳美玲
any byline 校对：张三丰
any byline 攝影：王小明
any byline 文／王小明
any byline 文／王小明 圖／李大同
any byline 撰文｜王小明
any byline 文字：王小明、李大同
any byline 編譯／陳美玲
any byline 本報訊（記者 王小明）
head byline 作者：王小明
head byline 作者：三毛
head byline 譯者：陳美玲
head byline 圖／李大同
head byline 記者王小明
head byline 原標題：公車票價十年首調
head byline 王小明 2025年2月1日
tail byline （原标题：公交票价十年首调）
tail byline 責任編輯：小雨
tail byline 综合外电报道
tail byline 執行主編：歐陽明月
head byline 作者：端木明月
head byline 作者：南宮𠮷
head date 2025-02-01 10:22
head date 2025年2月1日
head date 2025/02/01 10:22:05
head date 2025年02月01日 10:22 来源：新华网
head date 發布時間：2025-02-01 10:22
head date 更新时间：2025年2月1日 上午10:22
head date 2025年2月1日 星期六
head date （2025年2月1日）
head date 民國114年2月1日
head date 二〇二五年二月一日
head date 2025-02-01T10:22:05+08:00
tail date 2月1日
any caption 圖為公車站昨日的人潮。
any caption 图为公交站昨日的人潮。（新华社记者王小明摄）
any caption ▲公車票價下個月起調整。（圖／市府提供）
any caption ▲ 公車站昨日湧入人潮。
any caption 圖：公車站昨日的人潮
any caption 圖一：歷年票價
any caption （圖／中央社）
any caption 資料圖
any caption 資料圖片：公車站
any caption （資料照）
any caption 圖片來源：市政府
any caption 图源：视觉中国
any caption 上圖：舊票價表。下圖：新票價表。
any caption 市長王小明在記者會上。圖／聯合報系資料照片
any caption 公交站昨日的人潮。新华社记者 王小明摄
any caption 示意圖（市府提供）
middle caption 圖／李大同
any source 來源：中央社
any source 资料来源：国家统计局
any source （來源：新華網）
any source 本文來源：澎湃新聞
any source 轉載自：天下雜誌
any source 原文鏈接：https://www.example.com/a/1.html
any source 稿源：新华网
any source 版權聲明：本網內容未經許可不得轉載。
tail source 本文轉載自《天下雜誌》
tail source 版權所有，未經授權不得轉載
head source 本文首發於作者部落格。轉載請註明出處！
head source > 本文首發於作者部落格。轉載請註明出處！
tail source 如需轉載，請註明出處。
tail source 转载请联系作者获得授权
tail source 未经本网书面授权，不得转载。
tail source © 2025 Example Media. All Rights Reserved.
any link https://www.example.com/news/1.html
any link www.example.com/news
any link 官網：https://www.example.com
any link 相關新聞：票價調整一次看懂
any link 延伸閱讀：
any link 【延伸閱讀】公車為何總是誤點？
any link 更多新聞
any link 點擊這裡查看完整票價表
any link 点击下载客户端
any link 追蹤我們的臉書粉絲團
any link 欢迎关注我们的微信公众号
any link 掃描下方二維碼
"""

ARE_NOT = """
any 記者王小明在現場看到，乘客排成長龍。
any 记者从市政府了解到，票价将于下月调整。
middle 記者問答
tail 記者調查
any 記者會昨天在市政府舉行。
any 新华社北京2月1日电　市政府今天宣布调整公交票价。
any （中央社記者王小明台北1日電）市長今天宣布調整票價。
any 【本報訊】市政府昨天宣布調整票價。
any 本报讯（记者王小明）市政府昨天宣布调整票价。
any 編輯部昨天發表聲明，否認抄襲。
any 作者認為，這本書只是一個開始。
any 作者：「我從來沒有想過會得獎。」
any 攝影是他一生的志業。
any 攝影師在現場拍下了這一幕。
any 圖書館下個月起延長開放時間。
any 圖為什麼不見了？
any 圖中的男子就是他。
any 上圖顯示，票價十年來沒有變過。
any 文章刊出後引起熱烈討論。
any 文中提到，票價十年來沒有變過。
any 翻譯是一門藝術。
any 設計：他想要的是一種態度。
any 來源於自然的力量最為強大。
any 消息來源：他說自己什麼都不知道。
any 版權所有者王小明表示，將提出訴訟。
any 轉載自由是他的主張。
any 版權是作者的命脈。
any 未經授權的資料不能採用，主管機關說。
any 相關新聞指出，票價還會再漲。
any 相關報導引起社會關注。
any 更多新聞媒體加入了報導的行列。
any 延伸閱讀是學習的好方法。
any 點擊率上升了三成。
any 點擊進入該網站的用戶越來越多。
any 追蹤我們的腳步，你會發現另一個城市。
any 关注我们身边的普通人。
any 訂閱人數突破一百萬。
any 2025年2月1日，票價正式調整。
any 2月1日是除夕。
any 時間是上午十點。
any 日期未定。
any 他上https://www.example.com查詢了票價。
any 中央社是國家通訊社。
any 新华社记者王小明说，他没有去过那里。
any 他走了。
any 是嗎？
any 太貴了！
any ——他沒有回答。
any 1.調整票價。
any 原標題是他自己取的，編輯改了。
any 資料照片裡的人就是市長。
any 資料圖片顯示當時的情況。
any 照片裡的人是市長。
any 下載量超過一億次。
any 責任編輯王小明說，稿子已經改了三次。
any 校對一本書要花兩個月。
any 三立新聞網記者王小明昨天遭人毆打。
middle 票價為何要漲
middle 2025年2月1日
middle 更新時間：2025-02-01 10:22
middle 一、背景
middle 市長的算盤
head 1. 背景
head 一、背景
head 親愛的讀者：
head 他說：
head 市長宣布調整票價，
"""

CASES = [tuple(row.split(" ", 2)) for row in ARE.strip().split("\n")]
NOT = [tuple(row.split(" ", 1)) for row in ARE_NOT.strip().split("\n")]
PLACES = {"head": ["head"], "middle": ["middle"], "tail": ["tail"], "any": ["head", "middle", "tail"]}


def article(line: str, place: str) -> str:
    lines = [BODY, MORE, BODY]
    if place == "head":
        # A title of its own stands above, so that the line is not taken for it.
        return "\n\n".join(["公車票價下月起調整", line, *lines])
    lines.insert(2 if place == "middle" else 3, line)
    return "\n".join(lines)


def parts_of(text: str, title: str | None = None) -> list[tuple[str, str]]:
    found = find_parts(text, split(text), guess_title(text) if title is None else title)
    return [(text[sentence.start : sentence.end], sentence.part) for sentence in found]


def of_line(line: str, text: str) -> set[str]:
    at = text.index(line)
    found = find_parts(text, split(text), guess_title(text))
    return {s.part for s in found if at <= s.start < at + len(line)}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 80
    assert len(NOT) >= 50
    assert {part for _, part, _ in CASES} | {"body", "title"} == set(PARTS)


@pytest.mark.parametrize(
    ("place", "part", "line"), [(place, part, line) for where, part, line in CASES for place in PLACES[where]]
)
def test_it_is(place: str, part: str, line: str) -> None:
    text = article(line, place)
    assert of_line(line, text) == {part}
    assert {p for s, p in parts_of(text) if s in BODY or s in MORE} == {"body"}
    simple = to_simplified(text)
    assert of_line(to_simplified(line), simple) == {part}


@pytest.mark.parametrize(("place", "line"), [(place, line) for where, line in NOT for place in PLACES[where]])
def test_it_is_body(place: str, line: str) -> None:
    text = article(line, place)
    assert of_line(line, text) == {"body"}
    assert of_line(to_simplified(line), to_simplified(text)) == {"body"}


@pytest.mark.parametrize("line", sorted({row[-1] for row in NOT}))
def test_a_body_line_alone_is_body(line: str) -> None:
    """Also where it is all there is, and where a title was guessed from it."""
    assert {part for _, part in parts_of(line)} == {"body"}
    if line[-1] in "。！？":
        assert parts_of(f"{line}\n{BODY}")[0][1] == "body"


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("公車票價下月起調整", None),
        ("从“人”字形到时速350公里：京张铁路的两个世纪", None),
        ("誰動了公車票價？", "誰動了公車票價？市長這樣說"),
        ("公車票價下月起調整！市長：十年第一次", "公車票價下月起調整 市長：十年第一次 | 中央社"),
        ("【快訊】公車票價下月起調整 - 中央社", "公車票價下月起調整"),
        ("# 公車票價下月起調整", "公車票價下月起調整"),
    ],
)
def test_the_first_line_is_the_title(first: str, title: str | None) -> None:
    found = parts_of(f"{first}\n\n{BODY}\n{MORE}", title)
    assert {part for text, part in found if text in first} == {"title"}
    assert {part for text, part in found if text not in first} == {"body"}


def test_markdown_tells_what_is_heading_image_and_code() -> None:
    lines = [
        ("# 公車票價下月起調整", "title"),
        ("**記者王小明／台北報導**", "byline"),
        ("> 2025-02-01 10:22", "date"),
        ("![車站](station.png)", "caption"),
        (BODY, "body"),
        ("## 誰受影響？怎麼辦？", "title"),
        ("- 學生。", "body"),
        ("> 「太貴了。」", "body"),
        ("```python", "code"),
        ("print('你好。世界。')", "code"),
        ("# 這不是標題", "code"),
        ("```", "code"),
        ("[![車站](station.png)](https://example.com/?a!b)", "caption"),
        ("| 票種 | 票價。 |", "body"),
        (MORE, "body"),
        ("<!-- 完。 -->", "code"),
        ("*責任編輯：王小明*", "byline"),
    ]
    text = "\n\n".join(line for line, _ in lines).replace("## 誰", "---\n## 誰")
    for script in (text, to_simplified(text)):
        found = {script[one.start : one.end]: one.part for one in find_parts(script, split(script))}
        for line, part in lines:
            key = line if script is text else to_simplified(line)
            assert {found[one] for one in found if one in key} == {part}, key
        assert "---" not in found


def test_a_hash_or_a_fence_alone_is_no_markup() -> None:
    text = f"{BODY}\n#公車 #票價\n```\n{MORE}\n###\n"
    assert {part for _, part in parts_of(text)} == {"body"}


def test_a_subtitle_belongs_to_the_title() -> None:
    lines = ["公車票價下月起調整", "——十年來的第一次", "記者王小明／台北報導", "2025-02-01 10:22", BODY]
    assert [part for _, part in parts_of("\n".join(lines))][:5] == [
        "title",
        "title",
        "byline",
        "date",
        "body",
    ]


def test_the_title_may_follow_date_and_byline() -> None:
    lines = ["2025年2月1日", "記者王小明／台北報導", "公車票價下月起調整", BODY]
    assert [part for _, part in parts_of("\n".join(lines))][:4] == ["date", "byline", "title", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "公車票價下月起調整",
        "公車票價下月起調整\n學生與長者不受影響",
        "市政府昨天宣布自下個月起調整公車\n票價，學生與長者不受影響，市長說這\n是十年來的第一次，乘客都有意見。",
        "黃河之水天上來\n奔流到海不復回\n高堂明鏡悲白髮",
        f"{BODY}\n{MORE}",
        "",
        " \n ",
    ],
)
def test_without_prose_or_in_hard_wrapped_text_nothing_is_a_title(text: str) -> None:
    assert "title" not in {part for _, part in parts_of(text)}


def test_a_guessed_title_that_is_the_beginning_of_the_text_is_none() -> None:
    assert parts_of(f"{BODY}\n{MORE}", BODY[:30])[0][1] == "body"
    assert parts_of(f"票價漲了。\n{MORE}")[0][1] == "body"
    assert parts_of(f"票價要漲了嗎？\n{MORE}")[0][1] == "body"


def test_turns_of_an_interview_are_body() -> None:
    turns = ["記者：王市長", "市長：「是的。」", "記者：白白漲價", "記者：李大同"]
    for lines in ([BODY, *turns, MORE], [BODY, *turns]):
        assert {part for _, part in parts_of("\n".join(lines))} == {"body"}
    assert parts_of("\n".join([BODY, turns[0]]))[-1][1] == "byline"


def test_dates_that_head_sections_are_body() -> None:
    lines = ["公車票價大事記", "2月1日", BODY, "2月2日", MORE, "2月3日", BODY]
    assert {text for text, part in parts_of("\n".join(lines)) if part != "body"} == {"公車票價大事記"}


def test_a_list_of_triangles_is_body() -> None:
    lines = [BODY, "▲票價調整。", "▲路線調整。", "▲班次調整。", MORE]
    assert {part for _, part in parts_of("\n".join(lines))} == {"body"}


def test_links_go_on_to_the_end_or_as_far_as_their_bullets() -> None:
    tail = parts_of("\n".join([BODY, "相關新聞", "票價調整一次看懂", "公車為何總是誤點？"]))
    assert [part for _, part in tail] == ["body", "body", "link", "link", "link"]
    middle = parts_of("\n".join([BODY, "延伸閱讀：", "▶票價調整一次看懂", "市長的算盤", MORE]))
    assert [part for _, part in middle] == ["body", "body", "link", "link", "body", "body"]


def test_a_sentence_in_brackets_may_be_a_part_of_its_own() -> None:
    found = parts_of(
        f"{BODY}（記者王小明報導）\n{MORE}（圖／市府提供）\n他走了（其實沒走）。（他又回來了。）"
    )
    assert [part for _, part in found] == ["body", "body", "byline", "body", "caption", "body", "body"]


def test_what_is_known_already_stays() -> None:
    sentences = list(split(f"{BODY}\n{MORE}"))
    sentences[0] = sentences[0]._replace(part="title")
    assert find_parts(f"{BODY}\n{MORE}", sentences)[0].part == "title"
    text = f"{BODY}\n責任編輯：王小明"
    sentences = list(split(text))
    assert find_parts(text, sentences)[-1].part == "byline"
    sentences[-1] = sentences[-1]._replace(part="caption")
    assert find_parts(text, sentences)[-1].part == "caption"


def test_very_long_lines_and_very_many_are_no_trouble() -> None:
    """Each line is read once and a long one is not matched: linear, or this would take minutes."""
    for line in (
        "記者王" * 60_000,
        "文／王小明、" * 30_000,
        "作者：王\n" * 30_000,
        "▲\n" * 60_000,
        "（" * 100_000,
    ):
        find_parts(line, split(line), line[:30])
    for line in (
        "記者王小明" * 12,
        "王" * 60,
        "文圖攝" * 20,
        "王小明、" * 15,
        "2025年2月1日 " * 8,
        "A b " * 15,
    ):
        find_parts(line, split(line))


PIECES = [row[-1] for row in CASES] + [row[-1] for row in NOT] + [BODY, MORE, "", "　"]


@settings(max_examples=200)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=10), st.sampled_from(PIECES)
)
def test_nothing_but_the_part_changes_and_twice_is_once(lines: list[str], title: str) -> None:
    text = "\n".join(lines)
    sentences = split(text)
    found = find_parts(text, sentences, title)
    assert tuple(Sentence(s.start, s.end, s.opens_paragraph) for s in found) == sentences
    assert {s.part for s in found} <= set(PARTS)
    assert find_parts(text, found, title) == found
    simple = find_parts(to_simplified(text), sentences, to_simplified(title))
    assert simple == found
