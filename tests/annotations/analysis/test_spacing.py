"""Which spaces part no words; ``·`` stands for a space that goes, so that both can be seen in one line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.spacing import needless_spaces


@pytest.mark.parametrize(
    "line",
    [
        # single letters
        "中·國·使·館·說·：·暫·無·人·受·傷·。",
        "据·统·计·，·增·长·6.5·%·，·达·到·1·2·0·0·亿·元·。",
        "中··國··使··館··說··，··達··到··1··2··億··元",
        "達到 1··2··0··億··元",
        "甲\t乙\t丙\t丁",  # columns of a table
        "增·长·6.5%，达·到·1·2·亿·元。",
        "我·用·Python·写·代·码",
        "用·了·Open AI·的·代·码",  # between two Latin words it stays
        "第·1·2·3·号·公·告",
        "第·一·批·12 34·号",
        "比分为 3 2 胜",
        "表格 1 2 3 4 5",
        "A B C D E F",
        "2·0·2·5·年·1·2·月·3·1·日",
        "公 告",
        "甲 乙 丙\n丁",
        "我們 是 學生",
        # torn at many places, and rows of names and words that look alike
        "据统·计·，·全·市增·长·，·达·到·去年·的·三成",
        "據統·計·，·全·市增·長·，·達·到·去年·的·三成",
        "李·强 王志刚 焦·阳 欧阳修 张·三 李四光 王·五 周杰 赵·六",
        "王志刚 李小明 陈大文 赵六 周杰 吴萍 孙宁 郝一鸣 林楚茵",
        "北京 上海 广州 深圳 天津 重庆 武汉 成都 杭州",
        # the digits of one amount
        "達到 1·2·0·0·億元",
        "約 1·2·.·5·%",
        "第 1 2 3 名",
        "年 齡：3·5·歲",
        "姓 名：王·小·明　性 別：男",
        # names of two characters
        "省领导李·强、王·沪、焦·阳和赵立春",
        "省領導李·強、王·滬、焦·陽和趙立春",
        "李·强  王志刚  焦·阳  欧阳修  欧阳·锋",
        "李·强 王·沪 焦·阳",
        "王志强 王·沪 李·娜",
        "（记者 王·强）文/王·强 图/张·丽",
        "外长 王·毅表示",
        "鞏·俐、葛·優、姜·文",
        "死者陳·明（42歲）與太太林·芳同住",
        "文/王·強 文",
        "徐·杰拿下18分，张·昊各得12分",
        "立委包括王·鴻、李·敏等人",
        "文 王毅 图 李娜",
        "主席 高·度评价",  # a surname, but no name: it belongs to what follows all the same
        "主任 陈·东 报道",
        "部长王·毅和李·强出席",
        "马·英·九 致辞",
        "教授 张·维·为 说：很好",
        "本报记者 王·强 张·丽 北京报道",
        # fields of a line
        "市教育局 吴萍 局长",
        "记者 郝一鸣 海城报道",
        "张三 李四 王五 赵六",
        "李 强调要努力",
        "小王 强调",
        "北京 上海",
        "",
    ],
)
def test_lines(line: str) -> None:
    text = line.replace("·", " ")
    assert needless_spaces(text) == [match.span() for match in re.finditer("·+", line)]


@given(st.text(st.sampled_from("王李强说 \u3000\t\n1２.亿Aa，"), max_size=60))
def test_nothing_but_spaces_within_a_line_goes(text: str) -> None:
    last = 0
    for start, end in needless_spaces(text):
        assert last <= start < end
        assert text[start:end].strip(" \u3000") == ""
        assert text[start - 1 : start].strip()
        assert text[end : end + 1].strip()
        last = end
