"""The network, its files, and the taggers that stand on them."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotations.analysis import tagger as module
from annotations.analysis.lac import LacNetwork
from annotations.analysis.lac_files import WeightsMissing, read_weights
from annotations.analysis.tagger import JiebaTagger, LacTagger, Word, load_tagger

SENTENCES = [
    "清華大學計算機系教授翟季冬認為，DeepSeek在算法上做了許多創新。",
    "",
    "美國總統特朗普警告。",
    "他走了。",
    "中国发展人工智能产业至关重要，微软和软银也在北京投资。" * 30,
    "\n第一行\n第二行在上海",
]


@pytest.fixture(scope="module")
def lac() -> LacTagger:
    return LacTagger()


def spans(sentence: str, words: list[Word], tag: str) -> list[str]:
    return [sentence[word.start : word.end] for word in words if word.tag == tag]


def test_finds_names_in_both_scripts(lac: LacTagger) -> None:
    found = lac.tag(SENTENCES)
    assert spans(SENTENCES[0], found[0], "PER") == ["翟季冬"]
    assert spans(SENTENCES[0], found[0], "ORG") == ["清華大學"]
    assert spans(SENTENCES[2], found[2], "PER") == ["特朗普"]
    assert spans(SENTENCES[2], found[2], "LOC") == ["美國"]
    assert spans(SENTENCES[5], found[5], "LOC") == ["上海"]


@pytest.mark.parametrize("make", [LacTagger, JiebaTagger])
def test_words_cover_the_sentence(make: type[LacTagger] | type[JiebaTagger]) -> None:
    for sentence, words in zip(SENTENCES, make().tag(SENTENCES), strict=True):
        assert [word.start for word in words] == [0, *(word.end for word in words)][: len(words)]
        assert (words[-1].end if words else 0) == len(sentence)
        assert all(0 <= word.chance <= 1.0001 for word in words)


def test_a_sentence_is_tagged_alike_in_any_company(lac: LacTagger) -> None:
    together = lac.tag(SENTENCES)
    for sentence, words in zip(SENTENCES, together, strict=True):
        (alone,) = lac.tag([sentence])
        assert [word[:3] for word in alone] == [word[:3] for word in words]
        assert [word.chance for word in alone] == pytest.approx([word.chance for word in words], abs=1e-3)


def test_no_sentences() -> None:
    assert LacTagger().tag([]) == JiebaTagger().tag([]) == []
    assert LacNetwork().tag([]) == []


def test_characters_that_change_length_in_small_letters(lac: LacTagger) -> None:
    (words,) = lac.tag(["İstanbul位於土耳其"])
    assert words[-1].end == len("İstanbul位於土耳其")


def copied(folder: Path) -> Path:
    spec = find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    shutil.copytree(Path(spec.origin).parent / "lac_small", folder / "lac_small")
    return folder / "lac_small"


def test_weights_are_checked(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    assert len(read_weights(folder).tags) == 57
    with (folder / "tag.dic").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(WeightsMissing, match="not those of jieba"):
        read_weights(folder)
    (folder / "model_baseline" / "crfw").unlink()
    with pytest.raises(WeightsMissing, match="crfw"):
        read_weights(folder)


def test_jieba_steps_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_tagger().version == "lac-small"

    def missing(folder: Path | None = None) -> None:
        raise WeightsMissing("gone")

    monkeypatch.setattr("annotations.analysis.lac.read_weights", missing)
    found = module.load_tagger()
    assert found.version == "jieba-0.42.1"
    (words,) = found.tag([SENTENCES[2]])
    assert spans(SENTENCES[2], words, "LOC") == ["美國"]
