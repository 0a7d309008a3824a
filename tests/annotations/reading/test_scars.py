"""Scars of mis-decoded bytes, and whole texts of mojibake."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ReadingError
from annotations.reading.decode import decode
from annotations.reading.mojibake import mojibake, undo
from annotations.reading.repair import cut, find_residue
from annotations.reading.scars import Scar, find_scars

ROOT = Path(__file__).parents[3]
SEED = next((ROOT / "seeds").glob("000_*.txt")).read_text("utf-8")
ARTICLE = cut(SEED, find_residue(SEED))
DATA = ROOT.parent / "shared" / "data"


def test_the_scar_of_the_sample_article() -> None:
    (scar,) = find_scars(ARTICLE)
    assert ARTICLE[scar.start : scar.end] == "?;谶@"
    assert scar.suggestion == "。基於這"
    assert find_scars(ARTICLE, suggest=False) == [Scar(scar.start, scar.end, None)]


def test_a_simplified_text_gets_a_simplified_suggestion() -> None:
    (scar,) = find_scars("他们注重能力和求知欲?;谶@种模式的企业很多")
    assert scar.suggestion is not None
    assert scar.suggestion.startswith("。基于")


@pytest.mark.parametrize(
    ("before", "lost", "after"),
    [
        ("這件事很難", "。其優異表現", "以及成本"),
        ("這件事很難", "。這", "使得他們很累"),
        ("他們的產品", "，D", "eepSeek很好"),
        ("他們的產品", "，測", "試人員很多"),
    ],
)
def test_a_stop_that_lost_its_first_byte_explains_itself(before: str, lost: str, after: str) -> None:
    shown = before + "?" + (lost + after).encode("gbk")[1:].decode("gbk")
    assert lost not in shown
    scars = find_scars(shown)
    assert [(shown[: s.start], s.suggestion, shown[s.end :]) for s in scars] == [(before, lost, after)]


@pytest.mark.parametrize(
    ("text", "scar"),
    [
        ("他說\ufffd\ufffd了", "\ufffd\ufffd"),
        ("這是锟斤拷锟斤拷吧", "锟斤拷锟斤拷"),
        ("地震?zhèn)?發生", "?zhèn)?"),
    ],
)
def test_other_scars_are_marked_without_a_suggestion(text: str, scar: str) -> None:
    (found,) = find_scars(text)
    assert text[found.start : found.end] == scar
    assert found.suggestion is None


@pytest.mark.parametrize(
    "text",
    [
        "為什麼?因為A股漲了。",
        "真的嗎?@小明說他不知道",
        "你去嗎?好@小明也去",
        "什麼?!他說?",
        "真的?(笑)",
        "求知欲。基於這種模式",
        "怎麼辦?現OpenAI也漲價了",  # 現 could be ，F
        "他病了?瘋S級的颱風",  # 瘋S could be the end of 係
        "user@example.com 是?a)還是?b)",
        "為何?;這樣寫的人也有",
        "",
    ],
)
def test_ordinary_text_has_no_scar(text: str) -> None:
    assert find_scars(text) == []


@pytest.mark.skipif(not DATA.exists(), reason="the shared corpora are not here")
def test_corpora_have_neither() -> None:
    texts = []
    for path in DATA.rglob("*.jsonl"):
        for line in path.read_text("utf-8").split("\n"):
            texts += [v for v in (json.loads(line) if line else {}).values() if isinstance(v, str)]
    assert len(texts) > 1000
    assert [text for text in texts if find_scars(text, suggest=False) or mojibake(text)] == []


PAIRS = [("gb18030", "utf-8"), ("cp1252", "gb18030"), ("latin-1", "utf-8"), ("gb18030", "big5hkscs")]


@pytest.mark.parametrize(("wrong", "right"), PAIRS)
@pytest.mark.parametrize("size", [30, 1000])
def test_mojibake_is_named_and_undone(wrong: str, right: str, size: int) -> None:
    text = ARTICLE[:size].encode(right, "ignore").decode(right)
    damaged = text.encode(right).decode(wrong, "replace")
    hint = mojibake(damaged)
    assert hint is not None
    assert hint.encoding == f"{wrong.replace('latin-1', 'cp1252')}:{right}"
    read = decode(damaged.encode(), name="x", encoding=hint.encoding).text
    assert SequenceMatcher(None, read, text, autojunk=False).ratio() > 0.9
    if "\ufffd" not in damaged and "?" not in damaged:
        assert read == text
    assert read.startswith(hint.sample)


@pytest.mark.parametrize(
    "text",
    ["", "plain English", ARTICLE, SEED, "Ça va très bien, où êtes-vous, Zoë?", "龘靐齉齾爩麤灪龖厵纞虋"],
)
def test_what_is_no_mojibake(text: str) -> None:
    assert mojibake(text) is None


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    hint = mojibake(text)
    assert hint is None or ":" in hint.encoding
    at = 0
    for scar in find_scars(text, suggest=False):
        assert at <= scar.start < scar.end <= len(text)
        at = scar.end


def test_undo_needs_encodings() -> None:
    with pytest.raises(ReadingError, match="two encodings"):
        undo("國", "gbk", "nonsense", name="a.txt")
