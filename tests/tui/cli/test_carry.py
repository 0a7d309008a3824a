"""Articles that are changed after somebody annotated them, and copies that differ, as a user meets them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from annotations.model.article import Article
from annotations.project.amended import AmendedLayer
from annotations.project.project import Project
from annotations.records.carry import carry_record
from annotations.records.record import Record, article_mark, as_act, revise, sentence_mark
from annotations.records.returns import return_record, seen_of
from annotations.storage.layer.layer import open_layer
from tests.support.program import zhupi_here

SEED = Path("seeds/wushantou.txt").absolute()
COUNT = 26


def zhupi(*arguments: object, cwd: Path | None = None) -> tuple[int, str, str]:
    done = zhupi_here(*map(str, arguments), cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def tag(root: Path, who: str, *paths: Path, label: str = "claim") -> None:
    """Let `who` tag every sentence of every article that is not tagged, and mark it done."""
    project = Project.open(list(paths) or [root], annotator=who, root=root)
    by: dict[str, Any] = {"annotator": who, "writer": "w", "scheme": project.scheme.id}
    for place in project.places:
        article = project.article(place)
        layer = open_layer(project.layer_path, who)
        if not layer.of_article(article.id):
            project.frozen.freeze(article)
            marks = [
                sentence_mark(
                    article.id, one.start, one.end, article.text[one.start : one.end],
                    status="marked", labels=[label], **by,
                )
                for one in article.sentences
            ]  # fmt: skip
            done = article_mark(article.id, done=True, seen=[(0, len(article.text))], **by)
            layer.put(as_act([*marks, done]))
        layer.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    shutil.copy(SEED, folder / "a.txt")
    return folder


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_bytes(changed.encode())


def opened(root: Path, who: str = "mei") -> tuple[Article, AmendedLayer]:
    """Return the first article of the project, and the layer of `who` as the project reads it."""
    project = Project.open([root], annotator=who)
    return project.article(project.places[0]), project.amendments.open(project.layer_path, who)


def stats(root: Path, who: str = "mei", *more: str) -> dict[str, Any]:
    _, out, _ = zhupi("stats", root, "--as", who, "--format", "json", *more)
    return next(row for row in map(json.loads, out.splitlines()) if row["annotator"] == who)


def stats_of_label(one: dict[str, Any], label: str) -> int:
    return next(int(each["sentences"]) for each in one["labels"] if each["label"] == label)


def rows(root: Path, *more: str, who: str = "mei") -> list[dict[str, Any]]:
    _, out, _ = zhupi("export", root, "--as", who, "--nested", *more)
    return [json.loads(line) for line in out.splitlines()]


def typo(text: str) -> str:
    return text.replace("當時", "當年", 1)


WHITE: dict[str, Callable[[str], str]] = {
    "a line end more": lambda text: text + "\n",
    "a line end less": lambda text: text.rstrip("\n"),
    "spaces at lines' ends": lambda text: text.replace("\n", "  \n"),
    "doubled blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n") + "\r\n",
    "a byte order mark and a space": lambda text: "\ufeff" + text + " ",
    "zero width": lambda text: text.replace("。", "。\u200b"),
    "decomposed": lambda text: normalize("NFD", text) + "\n",
}

# -- white space ------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", WHITE.values(), ids=WHITE)
def test_white_space_makes_no_other_article(root: Path, change: Callable[[str], str]) -> None:
    tag(root, "mei")
    edit(root / "a.txt", change)
    code, out, said = zhupi("show", root / "a.txt", "--as", "mei")
    assert (code, said) == (0, "")
    assert out.splitlines()[0].endswith("done")
    project = Project.open([root], annotator="mei")
    article = project.article(project.places[0])
    assert any("white space" in note for note in article.notes) or article.text == SEED.read_text("utf-8")
    one = stats(root)
    assert (one["articles"], one["touched"], one["done"], one["marked"]) == (1, 1, 1, COUNT)
    tag(root, "mei")  # it is the same article, and tagged
    assert len(rows(root)) == COUNT
    assert "nothing is wrong" in zhupi("check", root)[2]


def test_two_who_froze_copies_of_their_own_meet(root: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.txt").write_bytes(SEED.read_bytes().rstrip(b"\n"))
    tag(there, "tom", label="claim")
    tag(root, "mei", label="claim")
    for folder in (there, root):
        (folder / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    handed = tmp_path / "tom.jsonl"
    assert zhupi("hand-in", there, "--as", "tom", "-o", handed)[0] == 0
    code, _, said = zhupi("collect", handed, "--project", root, "--by", "lin")
    assert (code, said) == (0, "")
    code, out, said = zhupi("agree", root, "--review", "--as", "lin")
    assert code == 0
    assert f"{COUNT - 1} sentences of 1 article judged by two or more" in out
    assert "missing" not in said
    assert zhupi("settle", root, "--review", "--as", "lin")[0] == 0
    gold = rows(root, "--gold", who="lin")
    assert len(gold) == COUNT - 1  # all but the title
    assert all(row["votes"] == {"claim": 2} for row in gold)
    layers = {name: (root / "annotations" / f"{name}.json").read_bytes() for name in ("mei", "tom")}
    assert len({row["article"] for row in rows(root)}) == 1
    assert layers == {name: (root / "annotations" / f"{name}.json").read_bytes() for name in layers}


# -- other changes ----------------------------------------------------------------------------------


def test_a_change_is_told_everywhere(root: Path) -> None:
    tag(root, "mei")
    edit(root / "a.txt", typo)
    words = f"changed since it was annotated: {COUNT} marks belong to the earlier text"
    assert words in zhupi("show", root / "a.txt", "--as", "mei")[2]
    assert words in zhupi("stats", root, "--as", "mei")[2]
    code, out, _ = zhupi("check", root)
    assert code == 0
    assert "changed since it was annotated" in out
    assert "changed since it was annotated" in zhupi("export", root, "--as", "mei")[2]
    assert len(rows(root)) == COUNT


def test_beside_a_layer_that_cannot_be_read_a_change_is_told_and_the_rest_counted(root: Path) -> None:
    lead(root, "mei")
    edit(root / "a.txt", typo)
    (root / "annotations" / "tom.json").write_text("[1, 2]", encoding="utf-8")
    code, out, said = zhupi("stats", root, "--as", "lin", "--review", "--format", "json")
    assert code == 1
    assert [json.loads(line)["marked"] for line in out.splitlines()] == [COUNT]
    assert "tom.json: this is not a layer of zhupi" in said
    assert f"changed since it was annotated: {COUNT} marks belong to the earlier text" in said
    assert "a.txt: note: it was changed since it was annotated" in zhupi("check", root)[1]


def test_tagged_again_it_counts_once(root: Path) -> None:
    tag(root, "mei")
    edit(root / "a.txt", typo)
    tag(root, "mei", label="opinion")
    one = stats(root)
    assert (one["articles"], one["touched"], one["done"], one["marked"]) == (1, 1, 1, COUNT)
    assert stats_of_label(one, "claim") == 0
    assert [row["labels"] for row in rows(root)] == [["opinion"]] * COUNT
    assert [row["labels"] for row in rows(root, "--earlier")] == [["claim"]] * COUNT
    assert zhupi("carry", root, "--as", "mei")[0] == 0
    assert [row["labels"] for row in rows(root)] == [["opinion"]] * COUNT  # one's own go first


def test_marks_are_carried_over_and_back(root: Path) -> None:
    tag(root, "mei")
    before = rows(root)
    layer = root / "annotations" / "mei.json"
    edit(root / "a.txt", typo)
    written = layer.read_bytes()
    code, out, said = zhupi("carry", root, "--as", "mei", "--dry-run")
    assert (code, layer.read_bytes()) == (0, written)
    assert out.splitlines()[0] == f"a.txt: mei: {COUNT} records: {COUNT - 1} exactly, 1 to look at"
    assert "nothing was written" in said
    assert zhupi("carry", root, "--as", "mei")[0] == 0
    after = rows(root)
    assert [row["labels"] for row in after] == [["claim"]] * COUNT
    assert [row["sentence"] for row in after if row["flag"]] == [
        row["sentence"] for row in after if "當年" in row["text"]
    ]
    assert all(row["done"] for row in after)
    text = (root / "a.txt").read_text(encoding="utf-8")
    assert all(text[row["start"] : row["end"]] == row["text"] for row in after)
    assert rows(root, "--earlier") == before
    assert "當時" in zhupi("show", root / "a.txt", "--as", "mei", "--earlier")[1]
    assert "changed" not in zhupi("stats", root, "--as", "mei")[2]
    assert "changed" not in zhupi("check", root)[1]
    assert zhupi("carry", root, "--as", "mei")[2].startswith("zhupi: no text was changed")
    assert zhupi("carry", root, "--as", "mei", "--undo")[0] == 0
    assert rows(root) == before


def test_what_stays_behind_is_listed(root: Path) -> None:
    tag(root, "mei")
    last = SEED.read_text(encoding="utf-8").rstrip("\n").rpartition("\n")[2]
    edit(root / "a.txt", lambda text: text.rstrip("\n").removesuffix(last))
    _, out, _ = zhupi("carry", root, "--as", "mei")
    left = [line for line in out.splitlines() if "stays behind" in line]
    assert left
    assert len(rows(root)) + len(left) == COUNT


def test_what_was_said_since_goes_first_and_stays(root: Path) -> None:
    tag(root, "mei")
    edit(root / "a.txt", typo)
    zhupi("carry", root, "--as", "mei")
    article, layer = opened(root)
    [one] = [record for record in layer.of_article(article.id) if record.get("start") == 0]
    layer.put([revise(one, labels=["opinion"], writer="w2", batch=["b", 1])])
    layer.close()
    assert rows(root)[0]["labels"] == ["opinion"]
    zhupi("carry", root, "--as", "mei", "--undo")
    assert rows(root)[0]["labels"] == ["opinion"]
    assert len([row for row in rows(root) if row["labels"]]) == 1  # what was only carried is gone again
    assert not rows(root)[0]["done"]
    zhupi("carry", root, "--as", "mei")
    assert len([row for row in rows(root) if row["labels"]]) == COUNT
    assert rows(root)[0]["labels"] == ["opinion"]


def test_back_to_the_earlier_text_what_was_said_since_comes_along(root: Path) -> None:
    tag(root, "mei")
    edit(root / "a.txt", typo)
    zhupi("carry", root, "--as", "mei")
    article, layer = opened(root)
    marks = [record for record in layer.of_article(article.id) if record["kind"] == "sentence"]
    one, two = sorted(marks, key=lambda mark: mark["start"])[4:6]
    layer.put([revise(one, labels=["opinion"], writer="w2", batch=["b", 1])])
    layer.put([revise(two, deleted=True, writer="w2", batch=["c", 1])])
    layer.close()
    edit(root / "a.txt", lambda text: text.replace("當年", "當時", 1))
    assert zhupi("carry", root, "--as", "mei")[0] == 0
    after = rows(root)
    assert len(after) == COUNT
    assert [row["labels"] for row in after[4:6]] == [["opinion"], []]


def test_edition_after_edition(root: Path) -> None:
    tag(root, "mei")
    for word in ("當年", "那時", "其時"):
        text = (root / "a.txt").read_text(encoding="utf-8")
        mended = re.sub("(當時|當年|那時)的嘉南", f"{word}的嘉南", text)
        (root / "a.txt").write_text(mended, encoding="utf-8")
        assert zhupi("carry", root, "--as", "mei")[0] == 0
        assert [row["labels"] for row in rows(root)] == [["claim"]] * COUNT
        one = stats(root)
        assert (one["articles"], one["touched"], one["done"]) == (1, 1, 1)


def lead(root: Path, *layers: str) -> Path:
    """Make lin the lead of a project in which `layers` tagged everything."""
    (root / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    for who in layers:
        tag(root, who)
    return root


def test_the_lead_carries_for_everybody_and_nobody_writes_into_another_layer(root: Path) -> None:
    lead(root, "mei", "tom")
    edit(root / "a.txt", typo)
    layers = {name: (root / "annotations" / f"{name}.json").read_bytes() for name in ("mei", "tom")}
    code, out, said = zhupi("carry", root, "--as", "mei")
    assert code == 2
    assert "lin leads this project" in said
    _, out, _ = zhupi("carry", root, "--as", "mei", "--dry-run")
    assert f"mei: {COUNT} records" in out
    assert "tom" not in out
    _, out, _ = zhupi("carry", root, "--as", "lin")
    assert f"mei: {COUNT} records" in out
    assert f"tom: {COUNT} records" in out
    assert layers == {name: (root / "annotations" / f"{name}.json").read_bytes() for name in layers}
    for who in ("mei", "tom"):
        assert [row["labels"] for row in rows(root, who=who)] == [["claim"]] * COUNT
    assert (
        f"{COUNT - 1} sentences of 1 article judged by two"
        in zhupi("agree", root, "--review", "--as", "lin")[1]
    )


def test_decisions_and_returns_are_carried_too(root: Path) -> None:
    lead(root, "mei", "tom")
    assert zhupi("settle", root, "--review", "--as", "lin")[0] == 0
    project = Project.open([root], annotator="lin")
    article = project.article(project.places[0])
    sentence = article.sentences[3]
    layer = open_layer(project.layer_path, "lin")
    place = article.id, sentence.start, sentence.end, article.text[sentence.start : sentence.end]
    by: dict[str, Any] = {"lead": "lin", "writer": "w", "scheme": "default/1"}
    back: Record = return_record(*place, to="mei", comment="?", seen=seen_of(None, done=True), **by)
    layer.put([back])
    layer.close()
    before = rows(root, "--gold", who="lin")
    edit(root / "a.txt", lambda text: "快報。\n" + text)
    assert zhupi("carry", root, "--as", "lin")[0] == 0
    after = rows(root, "--gold", who="lin")
    assert [(row["labels"], row["votes"], row["text"]) for row in after] == [
        (row["labels"], row["votes"], row["text"]) for row in before
    ]
    article, now = opened(root, "lin")
    [one] = [record for record in now.of_article(article.id) if record["kind"] == "return"]
    assert one["start"] is not None
    assert article.text[one["start"] : one["end"]] == one["quote"] == place[3]


def test_the_outcome_is_the_same_where_the_layers_are_handed_on(root: Path, tmp_path: Path) -> None:
    lead(root, "mei")
    there = tmp_path / "there"
    shutil.copytree(root, there)
    edit(root / "a.txt", typo)
    zhupi("carry", root, "--as", "lin")
    handed = tmp_path / "lin.jsonl"
    assert zhupi("hand-in", root, "--as", "lin", "-o", handed)[0] == 0
    shutil.copy(root / "a.txt", there / "a.txt")
    assert zhupi("collect", handed, "--project", there, "--by", "mei")[0] == 0
    assert rows(there) == rows(root)


# -- one text in several places -----------------------------------------------------------------------


def test_one_text_in_two_files_is_one_article(root: Path) -> None:
    shutil.copy(root / "a.txt", root / "b.txt")
    tag(root, "mei")
    one = stats(root)
    assert (one["articles"], one["touched"], one["done"]) == (1, 1, 1)
    assert "b.txt: the same text as a.txt" in zhupi("stats", root, "--as", "mei")[2]
    assert len(rows(root)) == COUNT
    assert [each["source"] for each in rows(root)[0]["metadata"]["also_in"]] == ["b.txt"]


def test_one_of_two_files_is_changed_and_the_other_stays(root: Path) -> None:
    shutil.copy(root / "a.txt", root / "b.txt")
    tag(root, "mei")
    edit(root / "a.txt", typo)
    assert zhupi("carry", root, "--as", "mei")[0] == 0
    one = stats(root)
    assert (one["articles"], one["touched"], one["done"]) == (2, 2, 2)
    assert len(rows(root)) == 2 * COUNT


def table(path: Path, *lines: dict[str, str]) -> None:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")


def test_a_table_that_is_reordered_and_mended(root: Path) -> None:
    one, two = SEED.read_text("utf-8"), Path("seeds/jingzhang.txt").read_text("utf-8")
    path = root / "in.jsonl"
    (root / "a.txt").unlink()
    table(path, {"id": "1", "url": "old/1", "text": one}, {"id": "2", "url": "old/2", "text": two})
    tag(root, "mei", path)
    table(
        path,
        {"id": "9", "url": "new/9", "text": "新的一行。"},
        {"id": "2", "url": "new/2", "text": two.replace("的", "地", 1)},
        {"id": "1", "url": "new/1", "text": one},
        {"id": "3", "url": "new/3", "text": one},
    )
    assert "in.jsonl#2: changed since it was annotated" in zhupi("stats", root, "--as", "mei")[2]
    assert zhupi("carry", root, "--as", "mei")[0] == 0
    found = {row["source"]: row["metadata"] for row in rows(root)}
    urls = {source: each["url"] for source, each in found.items()}
    assert urls == {"in.jsonl#2": "new/2", "in.jsonl#3": "new/1"}
    assert [each["metadata"]["url"] for each in found["in.jsonl#3"]["also_in"]] == ["new/3"]
    assert stats(root)["articles"] == 3


# -- which folder ------------------------------------------------------------------------------------


def test_the_project_above_and_below_is_found(root: Path) -> None:
    below = root / "sport"
    below.mkdir()
    shutil.copy("seeds/jingzhang.txt", below / "b.txt")
    tag(root, "mei")
    _, out, said = zhupi("show", below / "b.txt", "--as", "mei")
    assert out.splitlines()[0].endswith("done")
    assert f"belongs to the project in {root}" in said
    assert stats(below)["done"] == 2
    code, out, said = zhupi("stats", root.parent, "--as", "mei")
    assert code == 0
    assert "the project is in news/" in said
    assert not (below / "annotations").exists()
    shutil.copytree(root, root.parent / "more")
    code, _, said = zhupi("stats", root.parent, "--as", "mei")
    assert code == 1
    assert "2 projects below" in said


def test_an_export_of_a_copy_that_lacks_a_line_end_is_taken_in(root: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.txt").write_bytes(SEED.read_bytes().rstrip(b"\n"))
    tag(there, "mei")
    exported = tmp_path / "mei.jsonl"
    assert zhupi("export", there, "--as", "mei", "-o", exported)[0] == 0
    assert zhupi("import", exported, "--project", root, "--as", "mei")[0] == 0
    assert [row["labels"] for row in rows(root)] == [["claim"]] * COUNT


def test_an_export_of_another_text_of_a_file_is_told_so(root: Path, tmp_path: Path) -> None:
    tag(root, "mei")
    exported = tmp_path / "mei.jsonl"
    assert zhupi("export", root, "--as", "mei", "-o", exported)[0] == 0
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.txt").write_text(typo(SEED.read_text("utf-8")), encoding="utf-8")
    code, _, said = zhupi("import", exported, "--project", there, "--as", "mei")
    assert code == 1
    assert "a.txt has another text here than what was exported" in said


def test_a_check_finds_nothing_wrong_with_what_was_said_of_carried_marks(root: Path) -> None:
    tag(root, "mei")
    edit(root / "a.txt", typo)
    zhupi("carry", root, "--as", "mei")
    article, layer = opened(root)
    mark = next(one for one in layer.of_article(article.id) if one["kind"] == "sentence")
    layer.put([revise(mark, labels=["opinion"], writer="w2", batch=["b", 1])])
    layer.close()
    code, out, said = zhupi("check", root)
    assert (code, out) == (0, "")
    assert "nothing is wrong" in said


@pytest.mark.parametrize("kind", ["absent text", "no hexadecimal"])
def test_a_carry_to_a_text_that_is_not_here_hides_nothing(root: Path, kind: str) -> None:
    tag(root, "mei")
    project = Project.open([root], annotator="mei")
    article = project.article(project.places[0])
    other = "b" * 20 if kind == "absent text" else "x"
    by: dict[str, Any] = {"annotator": "mei", "writer": "w", "scheme": "default/1"}
    layer = open_layer(project.layer_path, "mei")
    layer.put([carry_record(other, article.id, stays=False, rule=1, **by)])
    layer.close()
    assert [row["labels"] for row in rows(root)] == [["claim"]] * COUNT
    assert stats(root)["done"] == 1
