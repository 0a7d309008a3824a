"""Annotators who are called otherwise: by `zhupi rename`, or by a hand that renamed the file of the layer."""

from __future__ import annotations

import json
import os
import signal
import unicodedata
import warnings
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from program import zhupi_here
from team import act, layer_records, team

from annotations.adjudication.sentences import Decisions
from annotations.project.other_layers import Others
from annotations.project.project import Project
from annotations.project.rename import rename
from annotations.records.returns import open_returns, return_record
from annotations.storage.files.files import Files
from annotations.storage.layer.layer import open_layer


def zhupi(*arguments: str | Path, **options) -> tuple[int, str, str]:
    """Return the exit code, and what is on standard output and standard error."""
    result = zhupi_here(*arguments, **options)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "p", {"mei": ["c", "o", "q"], "bo": ["c", "o", "o"], "lin": []})


def rows(root: Path, who: str) -> list[dict]:
    code, out, errors = zhupi("export", root, "--as", who)
    assert code == 0, errors
    return [json.loads(line) for line in out.splitlines()]


def said_in(root: Path) -> list[dict]:
    found = [{**one, "batch": None} for one in layer_records(root, "mei")]
    return sorted(found, key=lambda one: one["uid"])


def states(root: Path) -> dict[str, int]:
    project = Project.open([root], annotator="lin", root=root)
    article = project.article(project.places[0])
    with closing(Others(project)) as others:
        others.open()
        layers = {**others.of_article(article.id), "lin": layer_records(root, "lin")}
    return Decisions(article, layers, project.scheme).counts()


def test_a_new_name_is_shown_everywhere_and_nothing_else_changes(root: Path) -> None:
    assert zhupi("settle", root, "--review", "--as", "lin")[0] == 0
    layer = root / "annotations" / "mei.json"
    data, before = layer.read_bytes(), states(root)
    exported = rows(root, "mei")
    code, out, errors = zhupi("rename", "mei", "meilin", "--project", root)
    assert (code, errors) == (0, "")
    assert out.startswith("mei is called meilin now; ")
    [copy] = (root / "annotations" / ".backup").glob("*/before-rename-*mei.json")
    assert copy.read_bytes() == data == layer.read_bytes()
    assert states(root) == before
    assert before["settled"]
    for name, said in (
        ("meilin", ""),
        ("mei", "zhupi: mei is called meilin now\n"),
        ("MEI", "called meilin"),
    ):
        code, out, errors = zhupi("export", root, "--as", name)
        found = [json.loads(line) for line in out.splitlines()]
        assert (code, said in errors, bool(errors)) == (0, True, bool(said))
        assert found == [{**row, "annotator": "meilin"} for row in exported]
    for command in (("stats", "--format", "json"), ("agree", "--format", "json"), ("stats",), ("agree",)):
        code, out, errors = zhupi(command[0], root, "--as", "lin", "--review", *command[1:])
        assert code == 0, errors
        assert "meilin" in out
        assert "mei" not in out.replace("meilin", "")
    assert "meilin" in zhupi("show", root / "a.txt", "--as", "mei")[1]
    code, out, _ = zhupi("check", root)
    assert code == 0, out
    gold = zhupi("export", root, "--as", "lin", "--gold", "--review")[1]
    assert gold.count("\n") == before["settled"]


def test_what_is_said_under_the_new_name_goes_on_with_the_same_records(root: Path) -> None:
    before = {one["uid"]: one["rev"] for one in layer_records(root, "mei")}
    zhupi("rename", "mei", "meilin", "--project", root)
    act(root, "meilin", "a.txt", lambda editor: [editor.labels.say_none([0])])
    after = {one["uid"]: one["rev"] for one in layer_records(root, "mei")}
    assert after.keys() == before.keys()
    assert sorted(after[uid] - before[uid] for uid in after)[-1] == 1
    assert sorted(path.name for path in (root / "annotations").glob("*.json")) == [
        "bo.json",
        "lin.json",
        "mei.json",
    ]


def test_what_was_given_back_still_is(root: Path) -> None:
    project = Project.open([root], annotator="lin", root=root)
    article = project.article(project.places[0])
    returned = return_record(
        *(article.id, None, None, ""),
        to="mei",
        comment="again",
        lead="lin",
        writer="w",
        scheme=project.scheme.id,
        seen={"uid": None, "rev": 0, "done": False},
    )
    with closing(open_layer(project.layer_path, "lin")) as layer:
        layer.put([returned])
    zhupi("rename", "mei", "meilin", "--project", root)
    mine = Project.open([root], annotator="meilin", root=root)
    assert [one.record for one in open_returns([returned], [], mine.annotator)] == [returned]


def test_the_lead_stays_the_lead_under_either_name(root: Path) -> None:
    assert zhupi("rename", "lin", "linlin", "--project", root)[0] == 0
    for setting in ("lin", "linlin", "LIN"):
        (root / "zhupi.toml").write_text(f'lead = "{setting}"\n', encoding="utf-8")
        for name in ("lin", "linlin"):
            assert zhupi("settle", root, "--review", "--as", name)[0] == 0
        code, _, errors = zhupi("settle", root, "--review", "--as", "mei")
        assert code == 2
        assert "linlin" in errors
    (root / "zhupi.toml").write_text('lead = "kai"\n', encoding="utf-8")
    code, _, errors = zhupi("rename", "lin", "kai", "--project", root)
    assert (code, "lead of this project" in errors) == (1, True)


@pytest.mark.parametrize("name", ["bo", "Bo", "ＢＯ", "lin"])
def test_nobody_takes_the_name_of_somebody_else(root: Path, name: str) -> None:
    code, out, errors = zhupi("rename", "mei", name, "--project", root)
    assert (code, out) == (1, "")
    assert "choose another name for mei" in errors
    assert not (root / "annotations" / "names").exists()
    zhupi("rename", "bo", "bobo", "--project", root)
    for taken in ("bo", "bobo"):
        assert zhupi("rename", "mei", taken, "--project", root)[0] == 1


@pytest.mark.parametrize("name", ["a/b", "", "x" * 70, "articles"])
def test_a_name_that_cannot_be_one_changes_nothing(root: Path, name: str) -> None:
    assert zhupi("rename", "mei", name, "--project", root)[0] == 1
    assert not (root / "annotations" / "names").exists()
    assert zhupi("rename", "nobody", "kai", "--project", root)[0] == 1


def test_names_go_on_and_come_back(root: Path) -> None:
    for old, new in (("mei", "meilin"), ("meilin", "Mei Lin"), ("mei", "mei")):
        code, out, errors = zhupi("rename", old, new, "--project", root)
        assert code == 0, errors
        assert out.startswith(
            f"{'meilin' if old == 'meilin' else old if new != 'mei' else 'Mei Lin'} is called"
        )
    for name in ("mei", "meilin", "mei lin", "Mei Lin"):
        assert {row["annotator"] for row in rows(root, name)} == {"mei"}
    code, _, errors = zhupi("rename", "mei", "mei", "--project", root)
    assert (code, "called so already" in errors) == (1, True)


def test_a_spelling_may_be_changed(root: Path) -> None:
    assert zhupi("rename", "mei", "Méi", "--project", root)[0] == 0
    decomposed = unicodedata.normalize("NFD", "méi")
    assert {row["annotator"] for row in rows(root, decomposed)} == {"Méi"}


def test_hand_ins_under_either_name_reach_the_same_layer(root: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.txt").write_bytes((root / "a.txt").read_bytes())
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    assert zhupi("hand-in", root, "--as", "mei", "-o", first)[0] == 0
    assert zhupi("collect", first, "--project", there)[0] == 0
    zhupi("rename", "mei", "meilin", "--project", there)
    act(root, "mei", "a.txt", lambda editor: [editor.labels.say_none([3])])
    assert zhupi("hand-in", root, "--as", "mei", "-o", second)[0] == 0
    code, out, errors = zhupi("collect", second, "--project", there)
    assert (code, errors) == (0, "zhupi: mei is called meilin now\n")
    assert "for meilin" in out
    assert [path.name for path in (there / "annotations").glob("*.json")] == ["mei.json"]
    assert {row["annotator"] for row in rows(there, "mei")} == {"meilin"}
    assert said_in(there) == said_in(root)


def test_a_name_travels_with_a_hand_in(root: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.txt").write_bytes((root / "a.txt").read_bytes())
    zhupi("rename", "mei", "meilin", "--project", root)
    target = tmp_path / "1.jsonl"
    assert zhupi("hand-in", root, "--as", "mei", "-o", target)[0] == 0
    code, out, errors = zhupi("collect", target, "--project", there)
    assert code == 0, errors
    assert "for meilin" in out
    assert {row["annotator"] for row in rows(there, "meilin")} == {"meilin"}
    zhupi("rename", "meilin", "mm", "--project", there)
    zhupi("collect", target, "--project", there)
    assert {row["annotator"] for row in rows(there, "meilin")} == {"mm"}, "what is said here holds"


# -- by hand -----------------------------------------------------------------------------------------


def test_a_layer_whose_file_was_renamed_is_hers_whole(root: Path, tmp_path: Path) -> None:
    """Mv mei.json wang.json; open --as wang; one press; export; hand-in."""
    folder = root / "annotations"
    exported = rows(root, "mei")
    before = {one["uid"] for one in layer_records(root, "mei")}
    (folder / "mei.json").rename(folder / "wang.json")
    act(root, "wang", "a.txt", lambda editor: [editor.labels.toggle([3], "claim")])
    assert sorted(path.name for path in folder.glob("*.json")) == ["bo.json", "lin.json", "wang.json"]
    found = rows(root, "wang")
    assert {row["annotator"] for row in found} == {"wang"}
    assert [row["done"] for row in found] == [row["done"] for row in exported] == [True] * len(found)
    assert sum(row["labels"] != other["labels"] for row, other in zip(found, exported, strict=True)) == 1
    with closing(open_layer(folder / "wang.json", "mei")) as layer:
        records = [*layer.records()]
    assert {one["annotator"] for one in records} == {"mei"}
    assert {one["uid"] for one in records} > before
    code, out, errors = zhupi("hand-in", root, "--as", "wang", "-o", tmp_path / "w.jsonl")
    assert (code, f"handed in {len(records)} records" in out) == (0, True), errors
    code, out, _ = zhupi("check", root)
    assert code == 0
    assert "it is mei's layer, as its first line says, and goes on as wang's; zhupi rename mei wang" in out
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.txt").write_bytes((root / "a.txt").read_bytes())
    assert zhupi("collect", tmp_path / "w.jsonl", "--project", there)[0] == 0
    for name in ("mei", "wang"):
        assert [{**row, "annotator": "wang"} for row in rows(there, name)] == found


def test_what_a_hand_began_is_kept_by_rename(root: Path) -> None:
    folder = root / "annotations"
    (folder / "mei.json").rename(folder / "wang.json")
    code, out, errors = zhupi("rename", "mei", "wang", "--project", root)
    assert code == 0, errors
    assert out.startswith("wang is called wang now")
    assert zhupi("stats", root, "--as", "wang")[2] == ""
    (folder / "wang.json").rename(folder / "mei.json")
    assert {row["annotator"] for row in rows(root, "wang")} == {"wang"}


def test_copies_of_names_count_for_nothing_and_harm_is_said(root: Path) -> None:
    zhupi("rename", "mei", "meilin", "--project", root)
    [path] = (root / "annotations" / "names").iterdir()
    copy = path.with_name(f"{path.stem}.sync-conflict-1.json")
    copy.write_text(path.read_text(encoding="utf-8").replace("meilin", "other"), encoding="utf-8")
    assert {row["annotator"] for row in rows(root, "mei")} == {"meilin"}
    code, out, _ = zhupi("check", root)
    assert (code, "a copy of what somebody is called" in out) == (1, True)
    copy.unlink()
    path.write_bytes(b"{")
    assert {row["annotator"] for row in rows(root, "mei")} == {"mei"}
    code, out, _ = zhupi("check", root)
    assert (code, "zhupi rename says it anew" in out) == (1, True)
    assert zhupi("rename", "mei", "meilin", "--project", root)[0] == 0
    assert zhupi("check", root)[0] == 0


def test_what_an_older_zhupi_said_under_the_files_name_goes_along(root: Path, tmp_path: Path) -> None:
    """It went by the name of the file, so that the layer has records under both names."""
    folder = root / "annotations"
    (folder / "mei.json").rename(folder / "wang.json")
    with closing(open_layer(folder / "wang.json", "mei")) as layer:
        one = next(record for record in layer.records() if record["kind"] == "sentence")
        place = {"start": 27, "end": 36, "quote": "專家認為沒有用。以"}
        wangs = {**one, **place, "uid": f"sentence:{one['article']}:27:wang", "annotator": "wang", "rev": 1}
        layer.put([wangs])
        records = len([*layer.records()])
    code, out, _ = zhupi("check", root)
    assert code == 0, out
    code, out, errors = zhupi("hand-in", root, "--as", "wang", "-o", tmp_path / "w.jsonl")
    assert (code, f"handed in {records} records" in out) == (0, True), errors
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.txt").write_bytes((root / "a.txt").read_bytes())
    assert zhupi("collect", tmp_path / "w.jsonl", "--project", there)[0] == 0
    assert {one["annotator"] for one in layer_records(there, "mei")} == {"mei"}


# -- whole or not at all -----------------------------------------------------------------------------

STEPS = ("open", "pwrite", "fdatasync", "fsync_dir", "replace", "link", "unlink", "mkdir", "close")


def killed_after(steps: int, root: Path) -> int:
    """Rename mei in a process that is killed after so many steps; return how it ended."""

    class Dying(Files):
        left = steps

    def dying(name: str) -> Callable[..., Any]:
        def wrapped(self: Dying, *arguments: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return getattr(super(Dying, self), name)(*arguments, **options)

        return wrapped

    for name in STEPS:
        setattr(Dying, name, dying(name))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it waits for no other thread
        pid = os.fork()
    if not pid:
        try:
            rename(root, "mei", "meilin", files=Dying())
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_killed_at_any_step_she_is_called_one_or_the_other(root: Path) -> None:
    names = set()
    exported = rows(root, "mei")
    for steps in range(200):
        ended = killed_after(steps, root)
        found = rows(root, "mei")
        [name] = {row["annotator"] for row in found}
        names.add(name)
        assert [{**row, "annotator": "mei"} for row in found] == exported
        assert zhupi("check", root)[0] in (0, 1)
        if ended != -signal.SIGKILL:
            break
        if name == "meilin":
            zhupi("rename", "mei", "mei", "--project", root)
    assert ended == 0
    assert names == {"mei", "meilin"}
