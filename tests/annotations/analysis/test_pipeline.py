"""Names and numbers of a text, through the real tagger."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis.pipeline import Analyser, moved
from annotations.analysis.sentences import split
from annotations.model.article import Analysis, Name, Number

TEXT = """北京時間2月1日凌晨,OpenAI CEO奧爾特曼在ChatGPT和API服務中發布了o3-mini。
在API層面,o3-mini的價格比o1-mini便宜63%,但仍比GPT-4o mini貴7倍左右。每月支付200美元。
清華大學計算機系教授翟季冬認為,DeepSeek在算法上做了許多創新,對中國未來至關重要。
據SemiAnalysis報道,DeepSeek擁有6萬張英偉達GPU卡。奥尔特曼与特朗普见面。
"""


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def names(text: str, analysis: Analysis) -> list[str]:
    return [f"{text[name.start : name.end]}/{name.type}" for name in analysis.names]


def test_an_article(analyser: Analyser) -> None:
    found = analyser.analyse(TEXT)
    assert names(TEXT, found) == [
        *("北京/LOC", "OpenAI/ORG", "奧爾特曼/PER", "ChatGPT/PRODUCT", "o3-mini/PRODUCT"),
        *("o3-mini/PRODUCT", "o1-mini/PRODUCT", "GPT-4o mini/PRODUCT"),
        *("清華大學/ORG", "翟季冬/PER", "DeepSeek/ORG", "中國/LOC"),
        *("SemiAnalysis/ORG", "DeepSeek/ORG", "英偉達/ORG", "奥尔特曼/PER", "特朗普/PER"),
    ]
    values = {TEXT[number.start : number.end]: number.value for number in found.numbers}
    assert values["63%"] == 63
    assert values["200美元"] == 200
    assert found.version == analyser.version == "3+lac-small"


def test_a_bare_currency_is_that_of_the_whole_article_and_is_a_guess(analyser: Analyser) -> None:
    text = "經費約300億元。\n\n行政院編列新台幣500億元。"
    found = analyser.analyse(text)
    assert [(one.value, one.unit, one.certain) for one in found.numbers] == [
        (30_000_000_000, "TWD", False),
        (50_000_000_000, "TWD", True),
    ]


def test_both_scripts_give_the_same(analyser: Analyser) -> None:
    written = "清華大學教授翟季冬認為，微軟與軟銀將在臺北投資6000億美元。"
    simple = "清华大学教授翟季冬认为，微软与软银将在台北投资6000亿美元。"
    assert analyser.analyse(written) == analyser.analyse(simple)


def test_many_texts_give_what_each_gives_alone(analyser: Analyser) -> None:
    texts = [TEXT, "", "特朗普。", TEXT[:90], "他走了。" * 50]
    alone = [analyser.analyse(text) for text in texts]
    together = analyser.analyse_many([(text, split(text), None) for text in texts])
    assert [names(text, found) for text, found in zip(texts, together, strict=True)] == [
        names(text, found) for text, found in zip(texts, alone, strict=True)
    ]
    assert [found.numbers for found in together] == [found.numbers for found in alone]


def test_the_halves_make_the_whole(analyser: Analyser) -> None:
    sentences = split(TEXT)
    found = analyser.tag([TEXT[s.start : s.end] for s in sentences])
    some_names = [
        moved(n, s.start) for s, (several, _) in zip(sentences, found, strict=True) for n in several
    ]
    numbers = [moved(n, s.start) for s, (_, several) in zip(sentences, found, strict=True) for n in several]
    assert analyser.finish(TEXT, some_names, numbers) == analyser.analyse(TEXT)


def test_the_date_reaches_the_numbers(analyser: Analyser) -> None:
    text = "他去年離職。"
    assert [number.iso for number in analyser.analyse(text, date="2025-02-03").numbers] == ["2024"]
    assert [number.iso for number in analyser.tag([text], date="2025-02-03")[0][1]] == ["2024"]


def test_a_part_of_the_other_kind_goes(analyser: Analyser) -> None:
    text = "GPT-4賣6000億美元，第55屆聯合國大會"
    found = analyser.finish(
        text,
        [Name(0, 5, "PRODUCT"), Name(11, 12, "LOC"), Name(text.index("第"), len(text), "ORG")],
        [
            Number(4, 5, "cardinal", 4),
            Number(6, 13, "money", 6e11),
            Number(text.index("第"), text.index("屆"), "ordinal", 55),
        ],
    )
    assert [name.type for name in found.names] == ["PRODUCT", "ORG"]
    assert [number.kind for number in found.numbers] == ["money", "ordinal"]


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(
        alphabet=st.one_of(
            st.sampled_from("【🎉·（）他在北京說：「OpenAI的GPT-4有3%。」\n，和张三"), st.characters()
        ),
        max_size=60,
    )
)
def test_any_text_is_taken(analyser: Analyser, text: str) -> None:
    found = analyser.analyse(text)
    for layer in (found.names, found.numbers):
        at = 0
        for span in layer:
            assert at <= span.start < span.end <= len(text)
            at = span.end
    for name in found.names:
        assert text[name.start].isalnum()
        assert text[name.end - 1].isalnum() or unicodedata.combining(text[name.end - 1])


def test_importing_costs_nothing_heavy() -> None:
    """The screen imports this before it shows anything."""
    code = (
        "import sys; import annotations.analysis.service, annotations.analysis.pipeline; "
        "print(*({'numpy', 'jieba', 'opencc', 'pypinyin', 'tinydb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == ""


def test_the_founding_article(analyser: Analyser) -> None:
    seeds = Path(__file__).parents[3] / "seeds"
    damaged = next(seeds.glob("000_*.txt")).read_text(encoding="utf-8")
    text = "".join(_without_readings(damaged))
    found = analyser.analyse(text)
    counts = {kind: names(text, found).count(kind) for kind in names(text, found)}
    expected = {
        "奧爾特曼/PER": 2, "奧特曼/PER": 1, "梁文鋒/PER": 1, "翟季冬/PER": 1, "特朗普/PER": 1,
        "譚寅亮/PER": 1, "Dario Amodei/PER": 2, "英偉達/ORG": 2, "軟銀/ORG": 1, "清華大學/ORG": 1,
        "微軟/ORG": 1, "中歐國際工商學院/ORG": 1, "Anthropic/ORG": 1, "SemiAnalysis/ORG": 1,
        "中國/LOC": 3, "美國/LOC": 5, "北京/LOC": 1, "華爾街/LOC": 1, "ChatGPT/PRODUCT": 2,
        "GPT-4o mini/PRODUCT": 1, "o3-mini-high/PRODUCT": 1, "DeepSeek R1/PRODUCT": 3,
    }  # fmt: skip
    assert {kind: counts.get(kind, 0) for kind in expected} == expected
    assert counts["OpenAI/ORG"] >= 9
    assert counts["DeepSeek/ORG"] >= 9
    stop = {"AI", "GPU", "API", "CEO", "Plus", "Pro", "公司估值", "華AI"}
    assert not stop & {text[n.start : n.end] for n in found.names}


def _without_readings(damaged: str) -> list[str]:
    """Take the pinyin in brackets out, as reading does."""
    kept, inside = [], False
    for char in damaged:
        inside = inside or char == "("
        if not inside:
            kept.append(char)
        inside = inside and char != ")"
    return kept


def test_names_and_numbers_are_plain_values() -> None:
    assert moved(Name(1, 2, "PER", False), 3)._replace(start=1, end=2) == Name(1, 2, "PER", False)
    assert moved(Number(1, 2, "cardinal", 5), 3) == Number(4, 5, "cardinal", 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他用`SELECT Name FROM Paris WHERE n=3`查巴黎。", ["巴黎/LOC"]),
        ("前往北京。\n\n```bash\ndocker run Redis 7\n# 上海\n```\n\n回到上海。", ["北京/LOC", "上海/LOC"]),
        ("- 前往北京。\n- ```\n  # 上海\n  ```\n- 回到上海。", ["北京/LOC", "上海/LOC"]),
        ("前往北京。\n\n    ```\n    # 上海\n    ```\n\n回到上海。", ["北京/LOC", "上海/LOC"]),
        ("見https://github.com/PingCAP/TiDB和OpenAI。", ["OpenAI/ORG"]),
        ("見[TiDB](https://docs.pingcap.com/TiDB/stable)文檔。", ["TiDB/PRODUCT"]),
        ("寫信給Alice@Example.com，不是給特朗普。", ["特朗普/PER"]),
        ("| 項目 | Before | After |\n| --- | --- | --- |\n| HMR | 2.4s | 1s |", []),
        ("- CMMLU：46 分", []),
        ("<!-- 張三說要去上海 -->\n\n回到北京。", ["北京/LOC"]),
        ("前往北京。\n\n    print('上海有 3 個')\n\n回到上海。", ["北京/LOC", "上海/LOC"]),
        ("他说“`”是反引号，北京在下雨。", ["北京/LOC"]),
    ],
)
def test_no_name_stands_in_code_or_in_an_address(analyser: Analyser, text: str, expected: list[str]) -> None:
    found = analyser.analyse(text)
    assert names(text, found) == expected
    assert not [number for number in found.numbers if "3" in text[number.start : number.end + 1]]
