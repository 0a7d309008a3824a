"""`import annotations` costs nothing, names what is public, and is typed; the README's lines run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from team import team

import annotations

ROOT = Path(__file__).resolve().parents[2]
LINES = re.findall(
    r"<!-- library -->\n```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
)


def run(*command: str, cwd: Path = ROOT) -> str:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_importing_it_loads_nothing() -> None:
    loaded = run(
        "-c", "import sys, annotations; print(*(m for m in sys.modules if m.startswith('annotations')))"
    )
    assert loaded.split() == ["annotations"]


def test_opening_a_project_loads_no_analysis_and_no_database(tmp_path: Path) -> None:
    folder = team(tmp_path / "news", {"mei": ["c"]})
    lines = f"import sys, annotations; annotations.open_project({str(folder)!r}); print(*sys.modules)"
    assert not set(run("-c", lines).split()) & {"numpy", "jieba", "tinydb", "opencc", "textual", "rich"}


def test_dir_is_what_is_public_and_each_of_it_is_there() -> None:
    assert dir(annotations) == sorted(annotations.__all__)
    for name in annotations.__all__:
        assert getattr(annotations, name).__doc__, name
    with pytest.raises(AttributeError, match="nothing"):
        annotations.nothing  # noqa: B018


def test_both_packages_say_that_they_are_typed() -> None:
    for package in ("annotations", "tui"):
        assert (ROOT / package / "py.typed").is_file()


@pytest.mark.parametrize("annotated", [False, True])
def test_the_lines_of_the_readme_run(tmp_path: Path, annotated: bool) -> None:
    (lines,) = LINES
    seeds = tmp_path / "seeds"
    if annotated:
        team(seeds, {"lin": ["c", "q"], "mei": ["c", "o"]})
    seeds.mkdir(exist_ok=True)
    for path in (ROOT / "seeds").glob("*.txt"):
        (seeds / path.name).write_bytes(path.read_bytes())
    printed = run("-c", lines, cwd=tmp_path)
    assert "DeepSeek" in printed
    assert "USD" in printed
    assert ("mei" in printed) == annotated


USE = """
import annotations
from annotations import AnalysedArticle, OpenLayer


def labels(layer: OpenLayer, article: AnalysedArticle) -> list[tuple[str, ...]]:
    return [mark.labels for mark in layer.marks(article)]


def values(text: str) -> list[int | float | None]:
    return [number.value for number in annotations.analyse(text).numbers]


project = annotations.open_project("seeds", "mei")
for one in project.articles():
    print(one.title.upper(), [labels(layer, one) for layer in project.layers()])
print(project.agreement().report.annotators)
print([row["labels"] for row in project.export("mei", unit="sentence", tell=print)], list(project.gold()))
"""


@pytest.mark.peer("mypy")
def test_a_program_that_uses_it_is_type_checked(tmp_path: Path) -> None:
    """What is used rightly passes, and what is not there is found: `__getattr__` hides nothing."""
    sound, wrong = tmp_path / "sound.py", tmp_path / "wrong.py"
    sound.write_text(USE, encoding="utf-8")
    wrong.write_text("import annotations\n\nannotations.nothing\nannotations.analyse(1)\n", encoding="utf-8")
    mypy = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--follow-imports=silent",
        f"--config-file={os.devnull}",
    ]
    result = subprocess.run(
        [*mypy, str(sound), str(wrong)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "MYPYPATH": str(ROOT)},
    )
    errors = [line for line in result.stdout.split("\n") if "error:" in line]
    assert "sound.py" not in result.stdout, result.stdout
    assert len(errors) == 2, result.stdout + result.stderr
    assert "attr-defined" in errors[0]
    assert "arg-type" in errors[1]
