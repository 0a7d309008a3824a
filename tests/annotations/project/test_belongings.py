"""What a file is to a project; as the commands meet it, it is in tests/tui/terminal/test_outputs.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.project.belongings import belonging

LAYER = '{"_default": {\n"0": {"kind": "layer", "schema": 1, "annotator": "mei"}\n}}\n'


def what(path: Path, root: Path | None = None) -> str | None:
    return belonging(path.resolve(), path.stat() if path.exists() else None, root=root)


@pytest.mark.parametrize("mark", ["layer", "shelf", "copies", "settings"])
def test_a_folder_of_annotations_is_known_by_what_is_in_it(tmp_path: Path, mark: str) -> None:
    folder = tmp_path / "p/annotations"
    folder.mkdir(parents=True)
    new = folder / "out.jsonl"
    assert what(new) is None, "a folder of that name may be anybody's"
    if mark == "layer":
        (folder / "mei.json").write_text(LAYER)
    elif mark == "shelf":
        (folder / "articles/ab").mkdir(parents=True)
        assert what(new) is None, "nor is a shelf without an article"
        (folder / f"articles/ab/{'ab' * 10}.json").touch()
    elif mark == "copies":
        (folder / ".backup/old").mkdir(parents=True)
        assert what(new) is None, "others keep copies too"
        (folder / ".backup/2026-11-23").mkdir()
    else:
        (tmp_path / "p/zhupi.toml").touch()
    assert "where zhupi keeps marks" in str(what(new))
    assert what(tmp_path / "p/deep/new.txt") == (
        f"a name that would make it an article of the project in {tmp_path / 'p'}"
    )
    assert what(tmp_path / "p/README.md") is None
    assert what(tmp_path / "p/.hidden.md") is None
    assert what(tmp_path / "new.txt") is None


@pytest.mark.parametrize(
    "name", ["zhupi.tom", "zhupi.tomm", "zhupi.toml.md", "zz.jsonl", "a.jsonl", "中.jsonl"]
)
def test_other_names_than_that_of_the_settings_are_free(tmp_path: Path, name: str) -> None:
    assert what(tmp_path / name) is None
    assert what(tmp_path / "Zhupi.TOML") == "the settings of a project"


def test_the_folder_of_the_project_itself_needs_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "annotations").mkdir()
    assert what(tmp_path / "annotations/mei.json", root=tmp_path) == "mei's layer"
    assert what(tmp_path / "annotations/mei.json") is None


def test_a_layer_is_one_wherever_it_lies_and_however_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "anything.bak"
    for text in (LAYER, '\ufeff{ "_default":{}}', '{\n  "_default": {\n  }\n}', LAYER[:20]):
        path.write_text(text, encoding="utf-8")
        assert what(path) == "a layer or a copy of one"
    path.write_text('{"default": {}}')
    assert what(path) is None


def test_annotations_that_lie_elsewhere_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "store").mkdir()
    (tmp_path / "p/annotations").symlink_to("../store")
    assert "where zhupi keeps marks" in str(what(tmp_path / "p/annotations/new.jsonl", root=tmp_path / "p"))


def test_a_source_in_nested_or_odd_names_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "annotations/articles/ab"
    folder.mkdir(parents=True)
    (folder / f"{'ab' * 10}.json").write_text('{\n"schema": 1,\n"source": "t\\u0000.csv#3",\n"x": 1}')
    (folder / f"{'ac' * 10}.json").write_text("{")
    path = tmp_path / "t.csv"
    path.write_text("text\n")
    assert what(path) is None
    (folder / f"{'ad' * 10}.json").write_text('{\n"schema": 1,\n"source": "t.csv#3",\n"x": 1}')
    assert what(path) == f"the file {path}"
