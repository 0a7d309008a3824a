"""Pinyin residue goes, and nothing else ever does."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Article
from annotations.reading.repair import cut, find_residue
from annotations.reading.tables import common_characters, readings_of_changed, write_tables

ROOT = Path(__file__).parents[3]
SEED = next((ROOT / "seeds").glob("000_*.txt")).read_text("utf-8")
DATA = ROOT.parent / "shared" / "data"
TABLES = ROOT / "annotations" / "reading" / "data"


@pytest.mark.peer("pypinyin")
def test_the_tables_are_what_the_libraries_say(tmp_path: Path) -> None:
    write_tables(tmp_path)
    for name in ("common.txt", "readings.txt"):
        assert (TABLES / name).read_text("utf-8") == (tmp_path / name).read_text("utf-8")
    assert {"國", "国", "的"} <= common_characters()
    assert "guó" in readings_of_changed()["國"]
    assert "行" not in readings_of_changed()


def test_the_sample_article_loses_all_137_groups() -> None:
    removed = find_residue(SEED)
    text = cut(SEED, removed)
    assert len(removed) == 137
    assert len(text) == 1345
    assert not set("()（）") & set(text)
    assert all(re.fullmatch(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", SEED[a:b]) for a, b in removed)
    article = Article(id="", title="", text=text, raw=SEED, removed=removed)
    assert all(SEED[article.raw_offset(i)] == text[i] for i in range(len(text)))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("中國(guó)發(fā)展經(jīng)濟(jì)", "中國發展經濟"),
        ("中國（guó）發（fā）展經（jīng）濟（jì）", "中國發展經濟"),
        ("中國(ɡuó)發(fɑ̄)展經(jīng)濟(jì)", "中國發展經濟"),
        ("中國(guo\u0301)發(fa\u0304)展經(ji\u0304ng)", "中國發展經"),
        ("發(fà)展國(guó)際(jì)關(guān)係", "發展國際關係"),
        ("我們(men)國(guó)家發(fā)展經(jīng)濟", "我們國家發展經濟"),
        ("綠(lǜ)色國(guó)際(jì)與OECD(經合)", "綠色國際與OECD(經合)"),
    ],
)
def test_residue_in_its_spellings(raw: str, text: str) -> None:
    assert cut(raw, find_residue(raw)) == text


@pytest.mark.parametrize(
    "text",
    [
        "國(guó)發(fā)，這裡只有兩個",
        "學(xué)生行(xíng)重(chóng)會(huì)時(shí)",  # whoever glosses everything
        "解(jiě)放、重(chóng)庆、行(xíng)走",
        "國(guo)發(fa)經(jing)濟(ji)",  # no tone, no proof
        "國(guó)發(fā)經(jīng)學(hǎo)說(shì)",  # wrong readings
        "國( guó )發( fā )經( jīng )",
        "國(guó）發（fā)經(jīng）",
        "國[guó]發[fā]經[jīng]",
        "國(guójiā)發(fāzhǎn)經(jīngjì)",
        "尷(gān)和龜(guī)與憂(yōu)" + "這個國家經濟發展學術機構與實驗室" * 3,  # rare ones explained
    ],
)
def test_other_parentheses_stay(text: str) -> None:
    assert find_residue(text) == ()


def clean_texts() -> list[str]:
    """Articles full of parentheses, none of them residue; the same ones every time."""
    chance = random.Random(7)
    han = "國發經濟學術機構實驗室這個時間認為開始行走重慶長城音樂了的我們中文大人上山水火天地"
    inside = {
        "gloss": ["經濟合作暨發展組織", "見下文", "化名", "圖"],
        "abbreviation": ["OECD", "AI", "atm", "opec", "abs", "LLM", "etc"],
        "english": ["machine learning", "entity", "the end", "a", "de", "le", "men"],
        "number": ["1", "24%", "2025年", "１２", "3.5", "-1"],
        "word": ["jiěfàng", "zhōng guó", "Běijīng", "xué-xí"],
    }
    readings = {c: r.split(",") for c, r in readings_of_changed().items()}
    unchanged = {
        "行": "xíng",
        "重": "chóng",
        "音": "yīn",
        "天": "tiān",
        "水": "shuǐ",
        "人": "rén",
        "大": "dà",
    }

    def filler(size: int) -> str:
        return "".join(chance.choice(han) for _ in range(size))

    texts = []
    for i in range(240):
        parts = []
        for _ in range(10):
            kind = chance.choice(list(inside))
            left, right = chance.choice(["()", "（）"])
            parts.append(filler(chance.randint(4, 30)) + left + chance.choice(inside[kind]) + right)
        for _ in range(chance.randint(2, 6) if i % 3 == 0 else 0):  # a text for learners
            parts.append(filler(8) + (c := chance.choice(list(unchanged))) + f"({unchanged[c]})")
            c = chance.choice("國發經學術機實驗室這個時間認為開長樂們")
            if c in readings:
                parts.append(filler(8) + c + f"({chance.choice(readings[c])})")
        chance.shuffle(parts)
        texts.append("，".join(parts) + "。")
    return texts


def test_clean_texts_lose_nothing() -> None:
    texts = clean_texts()
    assert sum(text.count("(") + text.count("（") for text in texts) >= 2000
    assert [text for text in texts if find_residue(text)] == []


@pytest.mark.skipif(not DATA.exists(), reason="the shared corpora are not here")
def test_corpora_lose_nothing() -> None:
    texts = []
    for path in DATA.rglob("*.jsonl"):
        for line in path.read_text("utf-8").split("\n"):
            texts += [v for v in (json.loads(line) if line else {}).values() if isinstance(v, str)]
    assert len(texts) > 1000
    assert [text for text in [*texts, "".join(texts)] if find_residue(text)] == []


@given(st.text(alphabet="國发行()（）guóāü\u0301 發(fā)\n") | st.text())
def test_ranges_are_groups_in_parentheses(raw: str) -> None:
    removed = find_residue(raw)
    text = cut(raw, removed)
    assert all(raw[a] in "(（" and raw[b - 1] in ")）" for a, b in removed)
    assert list(removed) == sorted(removed)
    article = Article(id="", title="", text=text, raw=raw, removed=removed)
    assert all(raw[article.raw_offset(i)] == text[i] for i in range(len(text)))


def test_no_library_is_imported_for_it() -> None:
    """Repair runs before the first screen: what it imports is waited for."""
    code = (
        "import sys; from annotations.reading.repair import find_residue\n"
        "assert find_residue('中國(guó)發(fā)展經(jīng)濟(jì)')\n"
        "print([m for m in ('pypinyin', 'opencc', 'jieba', 'numpy', 'json') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
