"""Real models as taggers: a pipeline that spaCy trains here, a model of transformers with two tiny layers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tagger_models import tiny_model, trained_pipeline

from annotations.analysis.pipeline import RULES, Analyser
from annotations.analysis.taggers.spec import TaggerSpec
from annotations.errors import TaggerFailed
from annotations.model.article import Analysis

TEXT = "林志豪昨天在高雄說明年的計畫。\n\u200b鴻海的王小\u200b明前往新竹,賺了三百萬元。"
NAMES = [("林志豪", "PER"), ("高雄", "LOC"), ("鴻海", "ORG"), ("王小\u200b明", "PER"), ("新竹", "LOC")]
"""None of these sentences was learnt from."""
NUMBERS = ["昨天", "明年", "三百萬元"]

spacy = [pytest.mark.peer("spacy"), pytest.mark.filterwarnings("default")]
transformers = [
    *(pytest.mark.peer(module) for module in ("torch", "transformers", "safetensors")),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def pipeline(folder: Path) -> TaggerSpec:
    return TaggerSpec("spacy", str(trained_pipeline(folder / "news")))


@pytest.fixture(scope="module")
def model(folder: Path) -> TaggerSpec:
    return TaggerSpec("transformers", str(tiny_model(folder / "ner")))


def analysed(spec: TaggerSpec, text: str = TEXT) -> Analysis:
    return Analyser.of(None, spec).analyse(text)


def names(analysis: Analysis, text: str = TEXT) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.type) for one in analysis.names]


def refused(spec: TaggerSpec) -> str:
    """Return why a tagger is not taken."""
    with pytest.raises(TaggerFailed) as failed:
        analysed(spec)
    assert "\n" not in str(failed.value)
    return str(failed.value)


class TestSpacy:
    pytestmark = spacy

    def test_a_pipeline_finds_names_and_the_rules_find_the_rest(self, pipeline: TaggerSpec) -> None:
        import spacy

        found = analysed(pipeline)
        assert names(found) == NAMES
        assert [TEXT[one.start : one.end] for one in found.numbers] == NUMBERS
        begins, _, library = found.version.partition(",")
        assert begins.startswith(f"{RULES}+spacy:news@")
        assert library == f"spacy@{spacy.__version__}"

    def test_what_is_none_is_told(self, tmp_path: Path) -> None:
        import spacy

        assert "there is no such folder" in refused(TaggerSpec("spacy", str(tmp_path / "none")))
        spacy.blank("zh").to_disk(tmp_path / "blank")
        assert "it has no component that finds names" in refused(TaggerSpec("spacy", str(tmp_path / "blank")))
        (tmp_path / "blank/vocab/more.PKL").write_bytes(b"")
        assert "more.PKL may run code" in refused(TaggerSpec("spacy", str(tmp_path / "blank")))
        assert "not installed: python -m spacy download no_such" in refused(TaggerSpec("spacy", "no_such"))

    def test_a_folder_is_never_taken_for_a_package(
        self, pipeline: TaggerSpec, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(Path(pipeline.name).parent)
        assert "it is not installed" in refused(TaggerSpec("spacy", "news"))


class TestTransformers:
    pytestmark = transformers

    def test_a_model_finds_names_and_the_rules_find_the_rest(self, model: TaggerSpec) -> None:
        import transformers

        found = analysed(model)
        assert names(found) == NAMES
        assert [TEXT[one.start : one.end] for one in found.numbers] == NUMBERS
        begins, _, library = found.version.partition(",")
        assert begins.startswith(f"{RULES}+transformers:ner@")
        assert library == f"transformers@{transformers.__version__}"

    def test_tags_of_another_kind(self, tmp_path: Path) -> None:
        assert names(analysed(TaggerSpec("transformers", str(tiny_model(tmp_path / "b", "BMES"))))) == NAMES

    def test_sentences_longer_than_it_takes(self, model: TaggerSpec) -> None:
        text = "王小明在臺北," * 90
        analysis = analysed(model, text)
        found = names(analysis, text)
        assert all(said in ("王小明", "臺北") or said in "王小明臺北" for said, _ in found)
        assert found.count(("臺北", "LOC")) > 60
        assert analysis.names[-1].end > len(text) - 10

    def test_pickled_weights_are_refused(self, tmp_path: Path) -> None:
        tiny_model(tmp_path / "old", safe=False)
        spec = TaggerSpec("transformers", str(tmp_path / "old"))
        assert "no weights in safetensors, and others (.bin, .pt) may run code" in refused(spec)

    def test_code_of_a_model_is_never_run(self, model: TaggerSpec, tmp_path: Path) -> None:
        import json

        shutil.copytree(model.name, tmp_path / "own")
        config = json.loads((tmp_path / "own/config.json").read_text())
        config |= {
            "model_type": "own",
            "auto_map": {"AutoConfig": "code.Own", "AutoModelForTokenClassification": "code.Own"},
        }
        (tmp_path / "own/config.json").write_text(json.dumps(config))
        (tmp_path / "own/code.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
        assert "finds no names" in refused(TaggerSpec("transformers", str(tmp_path / "own")))
        assert not (tmp_path / "ran").exists()

    def test_a_folder_of_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "x").mkdir()
        (tmp_path / "x/model.safetensors").write_bytes(b"")
        assert "finds no names: " in refused(TaggerSpec("transformers", str(tmp_path / "x")))
