"""Folders of models: what tells them apart, and what is not opened."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotations.analysis.taggers.folders import demand_no_pickles, digest_of, files_in
from annotations.errors import ZhupiError


def test_one_that_learnt_more_is_another_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a/ner").mkdir(parents=True)
    (tmp_path / "a/config.json").write_text("{}")
    (tmp_path / "a/ner/model").write_bytes(b"weights")
    digest = digest_of(tmp_path / "a", files_in(tmp_path / "a"))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    (tmp_path / "b/.git").mkdir()
    (tmp_path / "b/.git/index").write_bytes(b"nothing of the model's")
    assert digest_of(tmp_path / "b", files_in(tmp_path / "b")) == digest
    (tmp_path / "b/ner/model").write_bytes(b"Weights")
    other = digest_of(tmp_path / "b", files_in(tmp_path / "b"))
    (tmp_path / "b/ner/model").rename(tmp_path / "b/ner/moved")
    assert len({digest, other, digest_of(tmp_path / "b", files_in(tmp_path / "b"))}) == 3


@pytest.mark.parametrize("name", ["a.pkl", "A.PT", "b.pickle", "c.ckpt", "d.pth", "e.joblib"])
def test_pickles_are_refused(name: str) -> None:
    demand_no_pickles([Path("ner/model"), Path("vocab/lookups.bin")])
    with pytest.raises(ZhupiError, match="may run code"):
        demand_no_pickles([Path("ner/model"), Path("deep") / name])
