"""A whole project checked: what lies where, what does not belong, who holds a lock, and never a write."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.migration.migrations import Migrations
from annotations.model.article import Article, Sentence, article_id
from annotations.model.scheme import Label, Scheme
from annotations.records.record import layer_head
from annotations.records.uids import doc_id
from annotations.storage.check import check
from annotations.storage.check.check import check_annotations
from annotations.storage.check.records import Now
from annotations.storage.files.files import Files, atomic_write
from annotations.storage.files.holder import holder
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.lines import render

NOW = Now(Scheme("s", 1, (Label("other", "o"),)), Migrations())
TEXT = "近6000億美元。奥特曼說好。"
ARTICLE = Article(
    id=article_id(TEXT), title="t", text=TEXT, raw=TEXT, source="a.txt", sentences=(Sentence(0, 9, True),)
)


@pytest.fixture
def project(tmp_path, mark):
    root = tmp_path / "news"
    record = mark(article=ARTICLE.id)
    data = render([("0", layer_head("mei")), (str(doc_id(record["uid"])), record)])
    FrozenArticles(root).freeze(ARTICLE)
    (root / "annotations" / "mei.json").write_bytes(data)
    return root


def said(root: Path, **options) -> dict[str, str]:
    """Return what counts of what was found, by path; and see that nothing was written."""
    before = state(root)
    findings = check_annotations(root, **options)
    assert state(root) == before
    return {
        str(one.path.relative_to(root / "annotations")): f"{one.what}; {one.do}"
        for one in findings
        if one.counts
    }


def state(root: Path) -> dict[str, bytes | None]:
    return {
        str(path): path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else None
        for path in root.rglob("*")
    }


def test_a_project_in_order_has_nothing(project):
    for name in (".gitignore", ".DS_Store", ".backup/.gitignore", ".backup/2026-01-31/mei.json"):
        atomic_write(
            Files(), project / "annotations" / name, (project / "annotations" / "mei.json").read_bytes()
        )
    assert check_annotations(project) == []
    assert check_annotations(project / "annotations" / "articles") == [], "nothing annotated, nothing wrong"


def test_each_odd_thing_is_told_and_the_rest_is_checked(project):
    folder = project / "annotations"
    (folder / "zoe.json").write_text("no layer")
    (folder / "dir.json").mkdir()
    (folder / "b.orig").touch()
    (folder / "notes.txt").touch()
    (folder / "gone.json").symlink_to("nowhere")
    (folder / "round.json").symlink_to("round.json")
    os.mkfifo(folder / "pipe.json")
    (folder / ".backup" / "2026-01-31").mkdir(parents=True)
    (folder / ".backup" / "2026-01-31" / "mei.json").write_text('{"_default": {\n"0": {')
    (folder / ".backup" / "old").mkdir()
    (folder / "articles" / "zz").mkdir()
    found = said(project)
    assert set(found) == {
        *("zoe.json", "dir.json", "b.orig", "notes.txt", "gone.json", "round.json", "pipe.json"),
        *(".backup/2026-01-31/mei.json", ".backup/old", "articles/zz"),
    }
    assert "folder" in found["dir.json"]
    assert "merge" in found["b.orig"]
    assert "leads nowhere" in found["gone.json"]


def test_a_link_to_a_layer_is_followed(project, tmp_path):
    path = project / "annotations" / "mei.json"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert [one.counts for one in check_annotations(project)] == [False]
    (tmp_path / "elsewhere").write_text("broken")
    assert "not a layer" in said(project)["mei.json"]


def test_what_cannot_be_read_is_told(project, files, new_files):
    class Denied(new_files):
        def open(self, path, flags):
            raise PermissionError(13, "Permission denied", str(path))

    found = said(project, files=Denied())
    assert set(found) == {"mei.json", f"articles/{ARTICLE.id[:2]}/{ARTICLE.id}.json"}
    assert all("Permission denied" in what for what in found.values())

    class Closed(Files):
        def names(self, folder):
            raise PermissionError(13, "Permission denied", str(folder))

    assert "cannot be read" in said(project, files=Closed())["."]


def test_names_that_are_one(project):
    folder = project / "annotations"
    (folder / "MEI.json").write_bytes((folder / "mei.json").read_bytes())
    for name in ("\u00e9va", "e\u0301va"):
        (folder / f"{name}.json").write_bytes(render([("0", layer_head("\u00e9va"))]))
    found = said(project)
    assert set(found) == {"MEI.json", "e\u0301va.json"}
    assert "mei under another spelling" in found["MEI.json"]


def test_an_emptied_layer_that_has_a_copy(project):
    path = project / "annotations" / "mei.json"
    atomic_write(Files(), project / "annotations" / ".backup" / "2026-01-31" / "mei.json", path.read_bytes())
    path.write_bytes(b"")
    [finding] = check_annotations(project)
    assert "2026-01-31" in finding.what
    assert finding.mendable


def test_kept_originals_do_not_count(project):
    (project / "annotations" / "mei.json.damaged-2").touch()
    assert [(one.path.name, one.counts) for one in check_annotations(project)] == [
        ("mei.json.damaged-2", False)
    ]


def test_unfinished_files_of_the_dead_and_of_the_living(project):
    folder = project / "annotations"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (folder / f".mei.json.{dead.pid}-7.tmp").touch()
    (folder / f".mei.json.{os.getpid()}-7.tmp").touch()
    (folder / ".mei.json.tmp").touch()
    (folder / ".lin.json.tmp").touch()
    assert set(said(project)) == {f".mei.json.{dead.pid}-7.tmp", ".mei.json.tmp", ".lin.json.tmp"}


HOLD = """
import fcntl, sys
file = open(sys.argv[1])
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_layer_that_is_held(project, monkeypatch):
    path = project / "annotations" / "mei.json"
    (project / "annotations" / ".mei.json.tmp").touch()
    monkeypatch.setattr(check, "PATIENCE", 0.0)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        findings = check_annotations(project)
        assert holder(frozen_file(project).stat()) is None, "that one is free"
        other.communicate()
    assert {one.path.name for one in findings} == {"mei.json"}, "what is being rewritten is no stray"
    assert [one.counts for one in findings] == [False, True]
    assert "keeps it locked" in findings[1].what
    if sys.platform == "linux":
        assert f"process {other.pid} (python" in findings[0].what
    assert set(said(project)) == {".mei.json.tmp"}


def test_a_layer_that_is_held_for_a_moment_is_waited_for(project):
    class Moment(Files):
        tries = 0

        def try_lock(self, fd, *, exclusive):
            self.tries += 1
            return self.tries > 2 and super().try_lock(fd, exclusive=exclusive)

    (project / "annotations" / "mei.json").write_text("broken")
    findings = check_annotations(project, files=Moment())
    assert [one.counts for one in findings] == [False, True]
    assert "not a layer" in findings[1].what


def test_other_processes_find_the_same(project, monkeypatch):
    folder = project / "annotations"
    for name in ("a", "b", "c"):
        (folder / f"{name}.json").write_bytes((folder / "mei.json").read_bytes())
    (folder / "d.json").write_text("{")
    alone = check_annotations(project, jobs=1, now=NOW)
    assert len(alone) == 3 + 2 + 1, "three copies, what is wrong with the layer, and what is none"
    monkeypatch.setattr(check, "_PAYS", 0)
    used = []
    real = check._in_processes
    monkeypatch.setattr(check, "_in_processes", lambda *args: used.append(1) or real(*args))
    seen = []
    several = check_annotations(
        project, jobs=2, now=NOW, on_progress=lambda done, of: seen.append((done, of))
    )
    assert several == alone
    assert used
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] > 0


def frozen_file(root: Path, ending: str = ".json") -> Path:
    return root / "annotations" / "articles" / ARTICLE.id[:2] / f"{ARTICLE.id}{ending}"


def test_a_damaged_frozen_article(project):
    frozen_file(project).write_text("{")
    found = said(project)
    assert len(found) == 1, "the marks are not held against it once more"
    assert "damaged" in next(iter(found.values()))


def test_a_text_that_is_not_its_ids(project):
    other = replace(ARTICLE, raw="近7000億美元。奥特曼說好。", text="近7000億美元。奥特曼說好。")
    frozen_file(project).unlink()
    FrozenArticles(project).freeze(other)
    assert any("its id" in what for what in said(project).values())
    frozen_file(project).unlink()
    FrozenArticles(project).freeze(replace(other, source="a.html"))
    assert list(said(project)) == ["mei.json"], "the id of a web page says nothing about its text"


def test_an_article_of_a_newer_zhupi_is_not_for_mending(project):
    path = frozen_file(project)
    path.write_text(path.read_text("utf-8").replace('"schema": 1', '"schema": 9'), encoding="utf-8")
    assert [(one.mendable, "newer" in one.what) for one in check_annotations(project)] == [(False, True)]


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ('[{"start": 0, "end": 99, "type": "PER"}]', True),
        ('[{"start": 0.5, "end": 3, "type": "PER"}]', True),
        ('[{"start": 0, "end": 3, "type": "DOG"}]', True),
        ('[{"start": 0, "end": 3, "type": "PER"}, {"start": 2, "end": 5, "type": "PER"}]', True),
        ("[[]]", True),
        ('[{"start": 9, "end": 12, "type": "PER"}]', False),
    ],
)
def test_names_outside_the_text(project, names, wrong):
    path = frozen_file(project, ".spans.json")
    path.write_text(
        f'{{"schema": 1, "id": "{ARTICLE.id}", "version": "1", "names": {names}, "numbers": []}}',
        encoding="utf-8",
    )
    assert [one.mendable for one in check_annotations(project)] == [True] * wrong
    assert bool(said(project)) == wrong


def test_names_without_an_article_and_files_on_the_wrong_shelf(project):
    path = frozen_file(project, ".spans.json")
    text = f'{{"schema": 1, "id": "{ARTICLE.id}", "version": "1", "names": [], "numbers": []}}'
    path.write_text(text, encoding="utf-8")
    shelf = project / "annotations" / "articles" / "ff"
    shelf.mkdir()
    frozen_file(project).rename(shelf / f"{ARTICLE.id}.json")
    found = said(project)
    assert set(found) == {
        f"articles/ff/{ARTICLE.id}.json",
        f"articles/{ARTICLE.id[:2]}/{ARTICLE.id}.spans.json",
        "mei.json",
    }
