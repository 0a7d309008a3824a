"""`zhupi export --format` and `zhupi import`: into an empty project and back, whole or refused."""

from __future__ import annotations

import filecmp
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from format_names import WRITTEN
from team import TEXT, act, laid_out, team

from annotations.records.record import as_act, with_fields
from annotations.storage.layer.layer import open_layer
from tui.cli.main import run

SPEAKER = {"text": "張三", "name": "張三", "start": 18, "end": 20, "by": "person"}
ENDINGS = {
    "csv": "csv",
    "jsonl": "jsonl",
    "label-studio": "json",
    "prodigy": "jsonl",
    "tsv": "tsv",
    "w3c": "jsonld",
    "xlsx": "xlsx",
}
KEYS = ("annotator", "text", "labels", "status", "note", "flag", "voice", "done", "part")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project in which two have said something, with a note, a flag and a speaker."""
    root = team(tmp_path / "news", {"bo": ["", "o", None, "", "o"], "mei": ["c", "o", "qc", "", None]})
    act(
        *(root, "mei", "a.txt"),
        lambda one: [
            one.quotes.set_speakers([2], 0, [SPEAKER]),
            one.labels.write_note(0, '誰說的？ "x", =1\t|'),
            one.labels.toggle_flag([1]),
        ],
    )
    return root


def export(root: Path, out: Path, *options: str) -> Path:
    assert run(["export", str(root), "--as", "lin", "--all", "--review", "-o", str(out), *options]) == 0
    return out


def rows(root: Path) -> list[dict[str, Any]]:
    """Return what everybody says in a project, without what depends on where and when."""
    out = root.parent / f"{root.name}-all.jsonl"
    export(root, out, "--nested")
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    out.unlink()
    speakers = [[one["name"] for quote in row["quotes"] for one in quote["speakers"]] for row in found]
    return [{**{key: row[key] for key in KEYS}, "who": who} for row, who in zip(found, speakers, strict=True)]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def place(name: str, folder: Path) -> Path:
    return folder / (f"out.{ENDINGS[name]}" if name in ENDINGS else "out")


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", WRITTEN)
def test_into_an_empty_project_and_nothing_is_lost(name: str, root: Path, tmp_path: Path, capsys) -> None:
    out = export(root, place(name, tmp_path), "--format", name, "--check")
    assert "read back, it is the same" in said(capsys)
    new = tmp_path / "new"
    new.mkdir()
    assert run(["import", str(out), "--project", str(new), "--new-articles"]) == 0
    assert f"read as {name}" in said(capsys), "it is recognised"
    (new / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    assert rows(new) == rows(root)
    before = {one: one.read_bytes() for one in new.rglob("*.json")}
    assert run(["import", str(out), "--project", str(new), "--new-articles"]) == 0
    assert {one: one.read_bytes() for one in new.rglob("*.json")} == before, "once more is no news"


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", ["jsonl", "csv", "doccano", "brat"])
def test_what_models_had_said_of_a_sentence_is_remembered(name: str, root: Path, tmp_path: Path) -> None:
    said = {"models": {"bert": ["claim"], "模型": []}, "followed": ["bert"]}
    with closing(open_layer(root / "annotations" / "mei.json", "mei")) as layer:
        marks = [one for one in layer.records() if one["kind"] == "sentence"]
        layer.put(as_act([with_fields(one, {"predicted": said, "rev": one["rev"] + 1}) for one in marks[:1]]))
    out = export(root, place(name, tmp_path), "--format", name)
    new = tmp_path / "new"
    new.mkdir()
    assert run(["import", str(out), "--project", str(new), "--new-articles"]) == 0
    with closing(open_layer(new / "annotations" / "mei.json", "mei")) as layer:
        assert [one["predicted"] for one in layer.records() if "predicted" in one] == [said]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", [one for one in WRITTEN if one.values != ("jsonl",)])
def test_the_same_bytes_again(name: str, root: Path, tmp_path: Path) -> None:
    one = export(root, tmp_path / "one.zip", "--format", name, "--split", "50/50", "--seed", "3")
    two = export(root, tmp_path / "two.zip", "--format", name, "--split", "50/50", "--seed", "3")
    assert filecmp.cmp(one, two, shallow=False)


def test_a_card_says_how_far_several_agree(root: Path, tmp_path: Path) -> None:
    card = export(root, tmp_path / "all", "--format", "hf") / "README.md"
    table = card.read_text(encoding="utf-8").partition("## Agreement\n\n")[2].splitlines()
    assert table[0] == "2 annotators; two or more judged 5 sentences of 1 article. Intervals are of 95%."
    assert table[4].startswith("| all together | 5 | 0.40, too few | ")
    assert [row.split(" | ")[0] for row in table[5:]] == ["| `claim`", "| `opinion`", "| `quote`"]
    alone = tmp_path / "mei"
    assert run(["export", str(root), "--as", "mei", "--format", "hf", "-o", str(alone)]) == 0
    assert "Not worked out for this export." in (alone / "README.md").read_text(encoding="utf-8")


FIRST, SECOND, THIRD = TEXT[:9], TEXT[9:18], TEXT[18:27]


def task(*labels: str, text: str = FIRST) -> str:
    return json.dumps({"text": text, "labels": labels}, ensure_ascii=False) + "\n"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a project of one article, beside which lies a list of texts with labels."""
    root = laid_out(tmp_path / "news")
    (tmp_path / "in.jsonl").write_text(
        task("Claim") + task("op", text=SECOND) + task("none", text=THIRD), encoding="utf-8"
    )
    return root


def take(root: Path, *options: str, name: str = "in.jsonl") -> int:
    file = str(root.parent / name)
    return run(["import", file, "--project", str(root), "--as", "mei", "--format", "plain", *options])


def test_unknown_labels_are_named_all_at_once_mapped_or_left_out(lists: Path, capsys) -> None:
    assert take(lists) == 1
    told = said(capsys)
    assert "'op' (1 time): the scheme has no such label" in told
    assert not (lists / "annotations").exists()
    assert take(lists, "--map", "op=opinion") == 0
    assert [row["labels"] for row in rows_of(lists)] == [["claim"], ["opinion"], [], [], []]
    assert [row["status"] for row in rows_of(lists)] == ["marked", "marked", "none", "open", "open"]


def rows_of(root: Path, annotator: str = "mei") -> list[dict[str, Any]]:
    out = root.parent / "rows.jsonl"
    assert run(["export", str(root), "--as", annotator, "--nested", "-o", str(out)]) == 0
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_a_dry_run_says_and_writes_nothing(lists: Path, capsys) -> None:
    assert take(lists, "--map", "op=", "--dry-run") == 0
    assert "would be: imported 2 marks of 1 article for mei" in capsys.readouterr().out
    assert not (lists / "annotations").exists()


def test_nothing_goes_over_a_mark_without_replace(lists: Path, capsys) -> None:
    act(lists, "mei", "a.txt", lambda one: [one.labels.toggle([0], "quote")])
    assert take(lists, "--map", "op=opinion") == 1
    assert "mei has quote" in said(capsys)
    assert rows_of(lists)[0]["labels"] == ["quote"]
    assert take(lists, "--map", "op=opinion", "--replace") == 0
    assert rows_of(lists)[0]["labels"] == ["claim"]


def test_what_stands_nowhere_or_in_several_places_is_listed(lists: Path, capsys) -> None:
    (lists / "b.txt").write_text(FIRST + "別的。", encoding="utf-8")
    (lists.parent / "in.jsonl").write_text(
        task("claim") + task("claim", text="沒有這一句。") + task("claim", text="別的。"), encoding="utf-8"
    )
    assert take(lists) == 1
    told = said(capsys)
    assert "stands in several places" in told
    assert "stands in no article of the project" in told
    assert [row["labels"] for row in rows_of(lists)] == [[], ["claim"]]


def test_all_faults_are_told_in_one_go(lists: Path, capsys) -> None:
    (lists.parent / "in.jsonl").write_text(task("claim") + "{\n" + '{"label": "claim"}\n', encoding="utf-8")
    assert take(lists) == 1
    told = said(capsys)
    assert "line 2" in told
    assert "line 3" in told
    assert not (lists / "annotations").exists()
    assert take(lists, "--skip-faulty") == 1
    assert rows_of(lists)[0]["labels"] == ["claim"]


def test_a_text_that_was_edited_is_found_nearly_and_flagged(root: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out.csv"
    assert run(["export", str(root), "--as", "mei", "--format", "csv", "-o", str(out)]) == 0
    new = laid_out(tmp_path / "new", texts={"a.txt": TEXT.replace("央行今天", "央行在今天")})
    assert run(["import", str(out), "--project", str(new)]) == 0
    assert "found again nearly, and flagged" in said(capsys)
    first = rows_of(new)[0]
    assert (first["text"], first["labels"], first["flag"]) == ("央行在今天宣布降息。", ["claim"], True)


def test_parts_depend_on_article_and_seed_alone(tmp_path: Path, capsys) -> None:
    texts = {f"{number:02}.txt": f"第{number}則。{TEXT}" for number in range(30)}
    root = laid_out(tmp_path / "news", texts=texts)
    for name in texts:
        act(root, "mei", name, lambda one: [one.labels.toggle([0], "claim")], at=0)

    def parts(folder: str, *options: str) -> dict[str, set[str]]:
        out = tmp_path / folder
        command = ["export", str(root), "--as", "mei", "--split", "60/20/20", "-o", str(out), *options]
        assert run(command) == 0
        return {
            one.stem: {json.loads(line)["source"] for line in one.read_text(encoding="utf-8").splitlines()}
            for one in out.iterdir()
        }

    first = parts("one")
    assert set(first) == {"train", "validation", "test"}
    assert sum(map(len, first.values())) == 30
    assert len(first["train"]) > len(first["test"])
    assert parts("two", "--articles", "1*") == {
        part: {one for one in names if one[0] == "1"} for part, names in first.items()
    }
    assert parts("three", "--seed", "1") != first
    assert "articles by part: train" in said(capsys)


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--format", "nosuch"], 2, "no such format; there are"),
        (["--format", "plain"], 2, "only read"),
        (["--format", "csv", "--set", "a=b"], 2, "has no option"),
        (["--format", "brat"], 2, "several files"),
        (["--split", "1/2/3/4", "-o", "x"], 2, "two or three shares"),
        (["--check"], 2, "name one with -o"),
        (["--label", "unsaid", "-o", "x.csv", "--format", "csv"], 1, "nothing to write"),
        (
            ["--label", "unsaid", "--label", "claim", "-o", "x.csv", "--format", "csv"],
            0,
            "there are claim, op",
        ),
        (["--annotator", "bo", "--format", "csv"], 2, ""),
    ],
)
def test_wrong_use(
    root: Path, monkeypatch, tmp_path: Path, options: Sequence[str], code: int, told: str, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["export", str(root), "--as", "mei", *options]) == code
    assert told in said(capsys)


def test_what_is_asked_for_alone_is_written(root: Path, tmp_path: Path, capsys) -> None:
    def labels(*options: str) -> list[str]:
        out = tmp_path / f"{len(list(tmp_path.iterdir()))}.jsonl"
        assert run(["export", str(root), "--as", "mei", "-o", str(out), *options]) == 0
        return [json.loads(line)["labels"] for line in out.read_text(encoding="utf-8").splitlines()]

    assert len(labels("--only", "done")) == 5
    assert labels("--only", "marked") == ['["claim"]', '["opinion"]', '["claim", "quote"]']
    assert labels("--label", "quote") == ['["claim", "quote"]']
    assert labels("--label", "引語") == ['["claim", "quote"]']
    assert run(["export", str(root), "--as", "mei", "--label", "opinion", "--format", "csv"]) == 0
    assert "cannot hold" not in said(capsys), "names in sentences that nobody asked for are no loss"


@pytest.mark.parametrize("name", ["csv", "label-studio", "brat", "csv.zip"])
def test_an_export_of_ones_own_may_be_made_again_but_not_over_work(
    name: str, root: Path, tmp_path: Path, capsys
) -> None:
    form, dot, _ = name.partition(".")
    out = tmp_path / f"out{dot}{'zip' if dot else ''}"
    export(root, out, "--format", form)
    export(root, out, "--format", form)
    assert run(["export", str(root), "--as", "mei", "--format", form, "-o", str(out)]) == 0, "it is ours"
    worked_in = next(out.glob("*.ann")) if out.is_dir() else out
    worked_in.write_bytes(worked_in.read_bytes() + b"\n")
    assert run(["export", str(root), "--as", "mei", "--format", form, "-o", str(out)]) == 2
    assert "something else is in this" in said(capsys)


def test_no_folder_is_written_into_a_project(root: Path, capsys) -> None:
    before = {one.name for one in root.rglob("*")}
    for place in ("", "annotations", "annotations/x", "out"):
        command = ["export", str(root), "--as", "mei", "--format", "brat", "--force", "-o", str(root / place)]
        assert run(command) == 2, place
    assert "would become an article" in said(capsys)
    new = {one.name for one in root.rglob("*")} - before
    assert all(one.endswith(".spans.json") for one in new), "only what analysis found is kept"


@pytest.mark.parametrize("name", ["doccano", "conll", "brat"])
def test_names_that_no_file_can_have_come_back(name: str, tmp_path: Path, capsys) -> None:
    people = ["a b", "a_b", "007", "=cmd", "一" * 40, "train"]
    root = team(tmp_path / "news", {one: ["c", None, "o"] for one in people}, done=False)
    out = export(root, tmp_path / "out", "--format", name, "--check")
    new = laid_out(tmp_path / "new", 'lead = "lin"\n', {"a.txt": TEXT})
    assert run(["import", str(out), "--project", str(new)]) == 0
    assert rows(new) == rows(root)


@pytest.mark.parametrize("name", ["csv", "hf", "csv.zip"])
def test_where_there_is_nothing_to_write_what_is_there_stays(
    name: str, root: Path, tmp_path: Path, capsys
) -> None:
    form, _, packed = name.partition(".")
    out = tmp_path / f"out.{packed}" if packed else tmp_path / "out"
    export(root, out, "--format", form, "--check")
    before = [one.read_bytes() for one in sorted(tmp_path.rglob("*")) if one.is_file()]
    command = ["export", str(root), "--as", "lin", "--gold", "--format", form, "--check", "-o", str(out)]
    assert run(command) == 1
    assert "nothing to write" in said(capsys)
    assert [one.read_bytes() for one in sorted(tmp_path.rglob("*")) if one.is_file()] == before


def test_a_copy_beside_the_layer_is_told_whatever_the_format(root: Path, tmp_path: Path, capsys) -> None:
    layers = root / "annotations"
    (layers / "mei 2.json").write_bytes((layers / "mei.json").read_bytes())
    told = []
    for form in ("jsonl", "csv"):
        out = str(tmp_path / f"out.{form}")
        assert run(["export", str(root), "--as", "mei", "--format", form, "-o", out]) == 0
        told.append([line for line in said(capsys).splitlines() if "mei 2.json" in line])
    assert told[0]
    assert told[1] == told[0]
