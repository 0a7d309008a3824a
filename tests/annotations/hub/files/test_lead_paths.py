"""Which files travel, and that no path from a hub leads anywhere else."""

from __future__ import annotations

import pytest

from annotations.hub.files.lead_paths import Sort, sort_of


@pytest.mark.parametrize(
    "path",
    [
        "zhupi.toml",
        "guidelines.md",
        "rulings.md",
        "gazetteer.tsv",
        "assignments.tsv",
        "annotations/schemes/default-1.toml",
        "annotations/predictions/glm 4.json",
        "annotations/names/5e3b.json",
    ],
)
def test_what_rules_a_project_travels(path: str) -> None:
    assert sort_of(path) is Sort.RULE


@pytest.mark.parametrize(
    "path", ["a.txt", "新聞/二月/為什麼？.md", "news.csv", "b/annotations/c.html", "b/guidelines.md"]
)
def test_texts_travel(path: str) -> None:
    assert sort_of(path) is Sort.TEXT


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/a.txt",
        "../a.txt",
        "a/../../b.txt",
        "./a.txt",
        "a//b.txt",
        "a.txt/",
        ".git/hooks/a.txt",
        ".ssh/a.txt",
        "b/.hidden.txt",
        "~$a.docx",
        "a\\..\\b.txt",
        "a\n.txt",
        "a\0.txt",
        "a\u202etxt.md",
        "\udc80.txt",
        " a.txt",
        "a.txt ",
        "a" * 252 + ".txt",
        "/".join("a" * 17) + ".txt",
        "/".join(["字" * 80] * 3) + ".txt",
        "run.sh",
        "a.py",
        "zhupi.toml.mine",
        "b/zhupi.toml",
        "ZHUPI.TOML",
        "Guidelines.md",
        "annotations/mei.json",
        "annotations/a.txt",
        "Annotations/mei.json",
        "annotations/articles/ab/" + "ab" * 10 + ".json",
        "annotations/firsts/mei.json",
        "annotations/.backup/last/mei.json",
        "annotations/schemes/deep/a.toml",
        "annotations/schemes/a.json",
        "annotations/predictions/a.toml",
    ],
)
def test_nothing_else_does(path: str) -> None:
    assert sort_of(path) is None
