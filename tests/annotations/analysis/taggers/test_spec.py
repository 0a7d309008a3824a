"""Which tagger is meant, and which the user lets run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.analysis.taggers.spec import TaggerSpec, allowance, allows, signature
from annotations.errors import UsageError


def test_what_is_installed_has_its_name_and_what_is_not_its_folder(tmp_path: Path) -> None:
    assert TaggerSpec.of("spacy:zh_core_web_trf", tmp_path).folder is None
    assert TaggerSpec.of("entry:mine", tmp_path) == TaggerSpec("entry", "mine")
    for text in ("transformers:ner", "transformers:./ner", "spacy:./ner", f"spacy:{tmp_path}/ner"):
        spec = TaggerSpec.of(text, tmp_path)
        assert spec.folder == Path(os.path.realpath(tmp_path)) / "ner"
        assert spec.called == f"{spec.kind}:ner", "the same on every machine"


@pytest.mark.parametrize(
    "text", ["", "zh_core_web_trf", "spacy:", "spacy: ", "hf:bert", "os:system", "entry"]
)
def test_what_names_none_is_told_so(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"names no tagger; write spacy:PACKAGE"):
        TaggerSpec.of(text, tmp_path)


def test_only_what_the_user_names_runs(tmp_path: Path) -> None:
    installed, own = TaggerSpec.of("spacy:zh_core_web_trf", tmp_path), TaggerSpec.of("entry:mine", tmp_path)
    for spec in (installed, own):
        assert allows(["spacy:other", spec.text], spec)
        assert not allows([], spec)
        assert not allows(["spacy:zh", "entry:min", "/", str(tmp_path), "transformers:/"], spec)


def test_a_folder_lets_run_what_lies_in_it(tmp_path: Path) -> None:
    models = tmp_path / "models"
    (models / "ner").mkdir(parents=True)
    for kind in ("spacy", "transformers"):
        spec = TaggerSpec.of(f"{kind}:{models}/ner", tmp_path)
        for allowed in (str(models), f"{models}/ner", f"{kind}:{models}", f"{kind}:{models}/ner/"):
            assert allows([allowed], spec), allowed
        for other in (f"{models}/n", f"{models}/ner/deeper", f"entry:{models}", "models", "./models", "."):
            assert not allows([other], spec), other
    assert not allows([f"spacy:{models}"], TaggerSpec.of(f"transformers:{models}/ner", tmp_path))


def test_a_project_cannot_choose_what_a_setting_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hold any folder, be the current one, and have links that lead anywhere."""
    (tmp_path / "project/models").mkdir(parents=True)
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    spec = TaggerSpec.of("transformers:models", tmp_path / "project")
    assert not allows(["transformers:models", "models", str(tmp_path / "models")], spec)
    (tmp_path / "project/models/link").symlink_to(tmp_path / "models")
    there = TaggerSpec.of("transformers:models/link", tmp_path / "project")
    assert there.folder == Path(os.path.realpath(tmp_path / "models"))
    (tmp_path / "models/back").symlink_to(tmp_path / "project/models")
    back = TaggerSpec.of(f"transformers:{tmp_path}/models/back", tmp_path / "project")
    assert not allows([str(tmp_path / "models")], back), "what a link leads to is what runs"


@pytest.mark.parametrize(
    "text", ["", "spacy:", "models", "./models", "transformers:models", "entry:", "~none~/x"]
)
def test_what_allows_nothing(text: str) -> None:
    assert allowance(text) is None


def test_a_home_is_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert allows(["~/models"], TaggerSpec.of("transformers:~/models/ner", Path("/elsewhere")))


def test_another_model_in_the_same_folder_is_another_tagger(tmp_path: Path) -> None:
    spec = TaggerSpec.of("transformers:ner", tmp_path)
    missing = signature(spec)
    (tmp_path / "ner").mkdir()
    (tmp_path / "ner/config.json").write_text("{}")
    there = signature(spec)
    (tmp_path / "ner/config.json").write_text("{ }")
    assert len({missing, there, signature(spec), signature(spec._replace(types=("LAW",)))}) == 4
    assert signature(TaggerSpec.of("entry:none", tmp_path)) != signature(
        TaggerSpec.of("spacy:none", tmp_path)
    )
