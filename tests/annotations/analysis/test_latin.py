"""Names in Latin letters: their bounds and what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.latin import find, runs


def found(text: str) -> list[str]:
    return [f"{text[run.start : run.end]}/{run.type}" for run in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # families of products
        ("GPT-4o mini贵7倍", ["GPT-4o mini/PRODUCT"]),
        ("o3-mini-high版本", ["o3-mini-high/PRODUCT"]),
        ("如今,o3 mini和DeepSeek R1都使用", ["o3 mini/PRODUCT", "DeepSeek R1/PRODUCT"]),
        ("DeepSeek R1和V3两款", ["DeepSeek R1/PRODUCT", "V3/PRODUCT"]),
        ("iPhone 16 Pro发售", ["iPhone 16 Pro/PRODUCT"]),
        ("iPhone16发售", ["iPhone16/PRODUCT"]),
        ("GPT-3质量", ["GPT-3/PRODUCT"]),
        ("Qwen2.5-Max发布", ["Qwen2.5-Max/PRODUCT"]),
        ("Windows 11更新", ["Windows 11/PRODUCT"]),
        ("Windows更新", ["Windows/PRODUCT"]),
        ("Frobnix2.5-Max发布", ["Frobnix2.5-Max/PRODUCT"]),  # of no family: a word, a number, an edition
        ("Frobnix2.5-Max Pro发布", ["Frobnix2.5-Max Pro/PRODUCT"]),
        ("DeepSeek-V3和GPT-4o", ["DeepSeek-V3/PRODUCT", "GPT-4o/PRODUCT"]),
        # software
        (
            "把MySQL换成PostgreSQL，也试过TiDB和Elasticsearch",
            ["MySQL/PRODUCT", "PostgreSQL/PRODUCT", "TiDB/PRODUCT", "Elasticsearch/PRODUCT"],
        ),
        ("在GitHub上开源，用Docker部署", ["GitHub/PRODUCT", "Docker/PRODUCT"]),
        ("Redis/Kafka做缓存", ["Redis/PRODUCT", "Kafka/PRODUCT"]),
        ("AC/DC乐队", ["AC/DC/ORG"]),
        ("用mysql建数据库，用spark查询", ["mysql/PRODUCT"]),
        ("用 Rust 重写后端", ["Rust/PRODUCT"]),  # a common word, but in a sentence about software
        ("Rust落叶", ["Rust/None"]),
        ("TiFlash节点掉线", ["TiFlash/PRODUCT"]),
        ("TiFlash先生", ["TiFlash/PER"]),
        ("Foobar 的工程师说", ["Foobar/ORG"]),
        ("Next.js 与 Node.js", ["Next.js/PRODUCT", "Node.js/PRODUCT"]),
        # no names
        ("CI和CD、JSON、HTTP", []),
        ("AI、GPU、API和CEO", []),
        ("Plus用户和Pro用户", []),
        ("稀疏化MoE架构", []),
        ("3G网络、5G手机和H7N9", []),
        ("the cat sat", []),
        # people
        ("Anthropic首席执行官Dario Amodei认为", ["Anthropic/ORG", "Dario Amodei/PER"]),
        ("Dario Amodei认为,", ["Dario Amodei/PER"]),
        ("主唱Zorro Quux唱歌", ["Zorro Quux/PER"]),
        ("Pugh女士的肿瘤", ["Pugh/PER"]),
        ("John F. Kennedy遇刺", ["John F. Kennedy/PER"]),
        ("Zorro Quux表示", ["Zorro Quux/PER"]),
        # organisations
        ("OpenAI CEO奥尔特曼", ["OpenAI/ORG"]),
        ("OpenAI发布", ["OpenAI/ORG"]),
        ("据SemiAnalysis报道", ["SemiAnalysis/ORG"]),
        ("据Frobnicate报道", ["Frobnicate/ORG"]),
        ("Frobnicate公司上市", ["Frobnicate/ORG"]),
        ("Frobnicate宣布破产", ["Frobnicate/ORG"]),
        ("加入Acme Widgets Inc.工作", ["Acme Widgets Inc/ORG"]),
        ("Stanford University的研究", ["Stanford University/ORG"]),
        ("国际航空公司CA981航班", ["CA981/None"]),
        ("WHO和WTO", ["WHO/ORG", "WTO/ORG"]),
        ("Frobnicate of的标志", ["Frobnicate/None"]),  # a connector joins two words, and ends none
        ("Frobnicate of the标志", ["Frobnicate/None"]),
        # places
        ("他前往Frobnicate开会", ["Frobnicate/LOC"]),
        ("总部位于 Frobnicate Hills,", ["Frobnicate Hills/LOC"]),
        # what nothing tells
        ("他喜欢Frobnicate", ["Frobnicate/None"]),
        ("Frobnicate手机", ["Frobnicate/PRODUCT"]),
    ],
)
def test_latin_names(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_words_are_taken_whole() -> None:
    text = "在GPT-4o、AT&T、O'Brien和R&D之间3.5倍"
    assert [text[start:end] for start, end in runs(text)] == ["GPT-4o", "AT&T", "O'Brien", "R&D", "3.5"]


@given(st.text(alphabet=st.one_of(st.sampled_from("AaOoRr13 -.'&和、公司é"), st.characters()), max_size=40))
def test_runs_end_where_words_end(text: str) -> None:
    starts, ends = {start for start, _ in runs(text)}, {end for _, end in runs(text)}
    at = 0
    for run in find(text):
        assert at <= run.start < run.end
        assert run.start in starts
        assert run.end in ends
        at = run.end
