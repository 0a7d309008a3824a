"""One article that two versions of zhupi froze with other bounds, on two machines, brought together."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.model.article import Article, Sentence
from annotations.project.project import Project
from annotations.records.record import as_act, sentence_mark
from annotations.storage.frozen.sides import first, sides
from annotations.storage.layer.layer import open_layer
from tests.support.program import zhupi_here

TEXT = "央行今天宣布降息，市場早有準備。這項政策來得太遲。張三說物價還會漲。專家認為沒有用。"
FULL, HALVES = 0, 1


def bounds_of(version: int) -> list[Sentence]:
    """Return the sentences as one version has them, which cuts at stops, or the other, at commas too."""
    marks = "。" if version == FULL else "。，"
    ends = [at + 1 for at, character in enumerate(TEXT) if character in marks]
    return [Sentence(a, b, not a) for a, b in itertools.pairwise([0, *ends])]


def machine(folder: Path, who: str, version: int, marked: Sequence[int]) -> Path:
    """Write a project in which `who` has marked some sentences of an article as that version froze it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "zhupi.toml").write_text('lead = "lin"\n')
    project = Project.open([folder], annotator=who, root=folder)
    article: Article = project.article(project.places[0])
    article = replace(article, sentences=tuple(bounds_of(version)))
    project.frozen.freeze(article)
    layer = open_layer(project.layer_path, who)
    layer.put(
        as_act(
            [
                sentence_mark(
                    article.id, one.start, one.end, TEXT[one.start : one.end], status="marked",
                    labels=["claim"], annotator=who, writer="w", scheme=project.scheme.id,
                )
                for one in (article.sentences[index] for index in marked)
            ]
        )
    )  # fmt: skip
    layer.close()
    return folder


def run(*arguments: object, cwd: Path | None = None) -> str:
    done = zhupi_here(*map(str, arguments), cwd=cwd)
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    return done.stdout.decode() + done.stderr.decode()


def records(root: Path, who: str) -> list[tuple[int, int, str]]:
    """Return what `who` marked, as the file of the layer has it."""
    data = json.loads((root / "annotations" / f"{who}.json").read_text(encoding="utf-8"))["_default"]
    found = [one for one in data.values() if one.get("kind") == "sentence"]
    return sorted((one["start"], one["end"], one["quote"]) for one in found)


def frozen(root: Path) -> bytes:
    (path,) = (root / "annotations" / "articles").rglob("*[0-9a-f].json")
    return path.read_bytes()


@pytest.fixture
def machines(tmp_path: Path) -> dict[str, Path]:
    return {
        "mei": machine(tmp_path / "mei", "mei", FULL, [0, 2]),
        "jun": machine(tmp_path / "jun", "jun", HALVES, [1, 3]),
    }


def handed_in(machines: dict[str, Path]) -> dict[str, Path]:
    found = {}
    for who, root in machines.items():
        found[who] = root.parent / f"{who}.zhupi.json"
        run("hand-in", root, "--as", who, "-o", found[who])
    return found


@pytest.mark.parametrize("together", [True, False])
def test_a_lead_who_collects_both(tmp_path: Path, machines: dict[str, Path], together: bool) -> None:
    files = handed_in(machines)
    seen = []
    for number, order in enumerate(itertools.permutations(["mei", "jun"])):
        root = tmp_path / f"lead{number}"
        root.mkdir()
        (root / "a.txt").write_text(TEXT, encoding="utf-8")
        (root / "zhupi.toml").write_text('lead = "lin"\n')
        said = ""
        for group in [order] if together else [(one,) for one in order]:
            said += run("collect", *[files[one] for one in group], "--project", root, "--as", "lin")
        assert "other bounds of sentences there; those here hold" in said
        for who, other in machines.items():
            assert records(root, who) == records(other, who), "no mark moves"
        seen.append(frozen(root))
        assert run("check", root)
    if together:
        assert seen[0] == seen[1], "whichever is named first"
    assert set(seen) <= {frozen(root) for root in machines.values()}, "and never as a third version has it"


def test_what_was_frozen_here_stays(tmp_path: Path, machines: dict[str, Path]) -> None:
    files = handed_in(machines)
    lead = machine(tmp_path / "lead", "lin", HALVES, [0])
    before = frozen(lead)
    run("collect", files["mei"], files["jun"], "--project", lead, "--as", "lin")
    assert frozen(lead) == before
    rows = [
        json.loads(row)
        for row in run("export", lead, "--as", "lin", "--review", "--annotator", "mei").split("\n")[:5]
    ]
    assert [row["status"] for row in rows] == ["marked", "marked", "open", "marked", "open"]


def test_git_brings_both(tmp_path: Path, machines: dict[str, Path]) -> None:
    """Neither branch has a base for the file: git leaves markers, and the one that counts counts at once."""

    def git(*arguments: str, cwd: Path, ok: tuple[int, ...] = (0,)) -> None:
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        done = subprocess.run(["git", *identity, *arguments], cwd=cwd, capture_output=True, check=False)
        assert done.returncode in ok, done.stderr

    merged = []
    for ours, theirs in itertools.permutations(["mei", "jun"]):
        root = tmp_path / f"merge-{ours}"
        root.mkdir()
        git("init", "-q", "-b", "main", cwd=root)
        (root / ".gitignore").write_text("*.lock\n.backup/\n")
        git("add", ".", cwd=root)
        git("commit", "-qm", "base", cwd=root)
        for who in (ours, theirs):
            git("checkout", "-q", "-b", who, "main", cwd=root)
            shutil.copytree(machines[who], root, dirs_exist_ok=True)
            git("add", ".", cwd=root)
            git("commit", "-qm", who, cwd=root)
        git("checkout", "-q", ours, cwd=root)
        git("merge", "-q", theirs, cwd=root, ok=(0, 1))
        assert b"<<<<<<<" in frozen(root)
        rows = run("export", root, "--as", "lin", "--all", "--review")
        found = zhupi_here("check", str(root))
        assert found.returncode == 1
        assert "git left two" in found.stdout.decode()
        run("check", root, "--repair")
        assert run("export", root, "--as", "lin", "--all", "--review") == rows
        for who, other in machines.items():
            assert records(root, who) == records(other, who)
        merged.append(frozen(root))
    assert merged[0] == merged[1] == min(frozen(root) for root in machines.values())


def test_sides() -> None:
    both = "a\n<<<<<<< HEAD\nb\n||||||| base\nx\n=======\nc\n>>>>>>> other\nd\n"
    assert sides(both) == ["a\nb\nd\n", "a\nc\nd\n"]
    assert sides("a\n=======\n") == ["a\n=======\n"]
    assert first("b", "a") == "a" == first("a")
