"""`zhupi check`: what it prints, its exit codes, and what a repair leaves."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from program import zhupi_here
from team import team

from annotations.editing.editor import Editor
from annotations.marks.bounds import with_bounds
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Act
from annotations.records.record import sentence_mark
from annotations.storage.layer.layer import open_layer

ZHUPI = [sys.executable, "-P", "-m", "tui", "check"]


def check(*arguments: str | Path, code: int, cwd: Path | None = None) -> tuple[list[str], str]:
    """Run it, expect an exit code, and return the lines it printed and the last line it said."""
    result = zhupi_here("check", *arguments, cwd=cwd)
    errors = result.stderr.decode()
    assert result.returncode == code, errors
    assert "Traceback" not in errors
    assert all(line.startswith("zhupi: ") for line in errors.split("\n")[:-1])
    return result.stdout.decode().split("\n")[:-1], errors.split("\n")[-2]


@pytest.fixture
def news(seeds: Path) -> Path:
    """Return a copy of the sample articles, the first annotated by mei."""
    project = Project.open([seeds], annotator="mei")
    article = project.article(project.places[0])
    project.frozen.freeze(article)
    layer = open_layer(project.layer_path, "mei")
    layer.put([mark(article, index) for index in range(3)], check=False)
    layer.close()
    return seeds


def mark(article: Article, index: int) -> dict:
    sentence = article.sentences[index]
    return {
        **sentence_mark(
            article.id,
            sentence.start,
            sentence.end,
            article.text[sentence.start : sentence.end],
            annotator="mei",
            writer="w",
            scheme="default/1",
            status="marked",
            labels=["claim"],
        )
    }


@pytest.mark.parametrize("who", ["mei", "lin"])
@pytest.mark.parametrize("undone", [False, True])
def test_joins_and_splits_after_tagging_are_no_fault(tmp_path: Path, who: str, *, undone: bool) -> None:
    root = team(tmp_path / "news", {"mei": ["c", "o", "q", None, ""], "kai": ["c", "c", "", "o", "q"]})
    project = Project.at(root, annotator=who)
    layer = open_layer(project.layer_path, who)
    [identity] = open_layer(root / "annotations" / "kai.json", "kai").articles()
    frozen = project.frozen.load(identity)
    assert frozen is not None
    annotating = Editor(project.scheme, who)

    def do(make: Callable[[], Act | None]) -> None:
        records = layer.of_article(identity)
        article = replace(frozen, sentences=with_bounds(frozen, records))
        annotating.ledger.open(article, records, layer.latest)
        made = make()
        assert made is not None
        layer.put(made.after)

    for act in (
        lambda: annotating.labels.toggle([2], "claim"),
        lambda: annotating.bounds.split(2, annotating.marks.article.sentences[2].start + 4),
        lambda: annotating.labels.toggle([3], "opinion"),
        lambda: annotating.bounds.join(0),
        lambda: annotating.labels.toggle([0], "quote"),
    ):
        do(act)
    marks = [one for one in layer.of_article(identity) if one["kind"] == "sentence"]
    spans = sorted((one["start"], one["end"]) for one in marks)
    assert any(two[0] < one[1] for one, two in pairwise(spans)), "marks do overlap"
    if undone:
        do(lambda: annotating.bounds.split(0, frozen.sentences[1].start))
        do(lambda: annotating.bounds.join(2))
        assert annotating.marks.article.id == identity
        do(lambda: annotating.labels.toggle([1], "claim"))
    layer.close()
    assert check(root, code=0) == ([], "zhupi: nothing is wrong")


def test_nothing_wrong(news: Path) -> None:
    assert check(news, code=0) == ([], "zhupi: nothing is wrong")
    assert check(code=0, cwd=news)[0] == [], "by default it is this folder"
    assert check(news, "--repair", code=0)[0] == []


def test_findings_and_repair(news: Path) -> None:
    folder = news / "annotations"
    whole = (folder / "mei.json").read_bytes()
    (folder / "mei.json").write_bytes(whole[:-9])
    next(folder.glob("articles/*/*.json")).write_text("{")
    (folder / "b.rej").touch()
    printed, said = check(news, code=1)
    assert [line.partition(": ")[0] for line in printed] == [
        "annotations/" + next(folder.glob("articles/*/*.json")).relative_to(folder).as_posix(),
        "annotations/b.rej",
        "annotations/mei.json:5",
    ]
    assert said == "zhupi: 3 findings, 2 of which --repair may mend"
    printed, said = check(news, "--repair", code=1)
    assert sum(line.startswith("mended: annotations/") for line in printed) == 2
    assert any("mei.json.damaged: note:" in line for line in printed)
    assert said == "zhupi: 2 mended, 1 finding left for a person"
    (folder / "b.rej").unlink()
    again, said = check(news, "--repair", code=0)
    assert not any(line.startswith("mended") for line in again)
    assert said == "zhupi: nothing is wrong"


def test_settings_and_names(news: Path) -> None:
    (news / "zhupi.toml").write_text('[scheme]\nname = "n"\n[[scheme.labels]]\nname = "rumour"\n')
    (news / "gazetteer.tsv").write_text("李強\tDOG\n", encoding="utf-8")
    printed, _ = check(news, code=1)
    assert any(line.startswith("gazetteer.tsv") and "'DOG'" in line for line in printed)
    assert any("'claim'" in line and "kept, shown and exported" in line for line in printed)
    (news / "zhupi.toml").write_text("lead = 5\n")
    (news / "gazetteer.tsv").unlink()
    printed, _ = check(news, code=1)
    assert len(printed) == 1
    assert printed[0].startswith("zhupi.toml: lead must be")


def test_no_folder_is_wrong_use(tmp_path: Path) -> None:
    assert "no folder" in check(tmp_path / "nowhere", code=2)[1]
    assert check(tmp_path, code=0)[0] == [], "one without annotations has nothing wrong"


def test_nothing_from_a_file_obeys_itself_on_the_terminal(news: Path) -> None:
    (news / "annotations" / "a\x1b[31m\u202eb.txt").touch()
    printed, _ = check(news, code=1)
    assert len(printed) == 1
    assert "\x1b" not in printed[0]
    assert "\u202e" not in printed[0]


def test_a_name_that_is_no_utf8(news: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(news / "annotations") + b"/\xff.txt")).touch()
    except OSError:
        pytest.skip("this file system allows no such name")
    assert len(check(news, code=1)[0]) == 1


def test_progress_where_somebody_looks(news: Path) -> None:
    # Large enough to be known to take a while, and yet it is seen at once that it is nothing.
    with (news / "annotations" / "large.json").open("wb") as file:
        file.write(b"no layer")
        file.truncate(40_000_000)
    leader, follower = pty.openpty()
    process = subprocess.Popen([*ZHUPI, str(news)], stdout=subprocess.PIPE, stderr=follower)
    os.close(follower)
    shown = b""
    try:
        while part := os.read(leader, 65536):
            shown += part
    except OSError:
        pass  # Linux says so when the other side is closed
    finally:
        os.close(leader)
    assert process.communicate(timeout=60)[0].count(b"\n") == 1
    assert process.returncode == 1
    assert b"checking" in shown
    assert b"1 finding" in shown
