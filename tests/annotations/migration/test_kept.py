"""The schemes that a project had, and the way back to them."""

from __future__ import annotations

from pathlib import Path

from annotations.migration.inverse import inverse
from annotations.migration.kept import SCHEMES, former_labels, kept_path, kept_schemes
from annotations.model.scheme import Scheme
from annotations.records.migration import scheme_change


def keep(root: Path, version: int, *labels: str, text: str = "") -> None:
    path = kept_path(root, "news", version)
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f'\n[[scheme.labels]]\nname = "{name}"\ntitle = "{name} {version}"\n' for name in labels)
    path.write_text(text or f'[scheme]\nname = "news"\nversion = {version}\n{rows}', encoding="utf-8")


def test_they_lie_in_a_folder_of_their_own_the_newest_first(tmp_path: Path) -> None:
    assert kept_path(tmp_path, "news", 3) == tmp_path / SCHEMES / "news-3.toml"
    assert list(kept_schemes(tmp_path)) == []
    for version in (2, 10, 9):
        keep(tmp_path, version, "claim")
    assert [scheme.version for scheme in kept_schemes(tmp_path)] == [10, 9, 2]


def test_one_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    keep(tmp_path, 1, "claim")
    keep(tmp_path, 2, text="[scheme")
    keep(tmp_path, 3, "claim")
    assert [scheme.version for scheme in kept_schemes(tmp_path)] == [3, 1]


def test_a_former_label_is_as_the_newest_of_them_had_it(tmp_path: Path) -> None:
    keep(tmp_path, 1, "claim", "rumour")
    keep(tmp_path, 2, "claim")
    found = former_labels(tmp_path)
    assert sorted(found) == ["claim", "rumour"]
    assert found["claim"] == next(iter(kept_schemes(tmp_path))).every_label[0]


def test_what_several_types_became_is_the_first_of_them_again() -> None:
    rows = [{"name": "DEAL"}, {"name": "PACT"}]
    before = Scheme.from_toml({"name": "s", "labels": [{"name": "claim"}], "types": rows}, "x")
    merged = scheme_change("type", "merge", ["DEAL", "PACT"], ["TREATY"])
    assert inverse([merged], before) == [scheme_change("type", "rename", ["TREATY"], ["DEAL"])]
