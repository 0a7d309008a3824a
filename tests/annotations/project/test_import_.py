"""Importing into real projects: what goes in, what is left, and that a failure leaves nothing half done."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from team import laid_out

from annotations.errors import LayerReadOnly, ProjectError, ReadingError, StorageError
from annotations.exchange.article_lines import ArticleLine
from annotations.exchange.jsonl import article_object, encode, sentence_objects
from annotations.exchange.jsonl_reader import read_lines
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Sentence
from annotations.project.import_ import import_lines
from annotations.project.import_report import Report
from annotations.project.project import Project
from annotations.records.record import Record, article_mark, as_act, revise, sentence_mark, tombstone
from annotations.storage.files.files import Files
from annotations.storage.layer.layer import TinyDBLayer, open_layer

AT = "2026-01-31T08:00:00.000Z"
TEXT = "題目\n\n今天很好。張三說:「好。」沒有了。\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "news", texts={"a.txt": TEXT, "b.txt": "另一篇。還有一句。\n"})


def articles(root: Path) -> list[Article]:
    project = Project.open([root], annotator="anybody")
    return [project.article(place) for place in project.places]


def mark(article: Article, index: int, annotator: str = "mei", **values: Any) -> Record:
    sentence = article.sentences[index]
    values = {"labels": ["claim"], "status": "marked", "scheme": "default/1", "at": AT} | values
    quote = article.text[sentence.start : sentence.end]
    return sentence_mark(
        article.id, sentence.start, sentence.end, quote, annotator=annotator, writer="w", **values
    )


def exported(_of: Article, /, *records: Record, annotator: str = "mei", **changes: Any) -> list[ArticleLine]:
    rows = sentence_objects(_of, Marks(_of, records), Analysis(), annotator, "default/1")
    return list(read_lines((encode(row | changes) for row in rows), "tags.jsonl"))


def put(root: Path, *records: Record, annotator: str = "mei") -> None:
    project = Project.open([root], annotator=annotator)
    for article in articles(root):
        project.frozen.freeze(article)
    with closing(open_layer(project.layer_path, annotator)) as layer:
        layer.put(as_act(records))


def stored(root: Path, annotator: str = "mei") -> list[Record]:
    with closing(open_layer(root / "annotations" / f"{annotator}.json", annotator)) as layer:
        return list(layer.records())


def take(root: Path, lines: Sequence[ArticleLine], **options: Any) -> Report:
    [report] = import_lines(lines, root, **options)
    return report


def said(records: Sequence[Record]) -> list[tuple[int, list[str]]]:
    return sorted((record["start"], record["labels"]) for record in records if record["kind"] == "sentence")


def snapshot(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_into_a_fresh_project(root: Path) -> None:
    article, _ = articles(root)
    zhang = {"text": "張三", "name": "張三", "start": 9, "end": 11, "by": "rule"}
    quotes = [{"form": "direct", "cont": False, "content": [13, 17], "speakers": [zhang], "by": "rule"}]
    given = mark(article, 1, note="查", flag=True, voice="speaker", quotes=quotes, scheme="old/3")
    done = article_mark(article.id, annotator="mei", writer="w", scheme="default/1", done=True)
    report = take(root, exported(article, given, done))
    assert (report.annotator, report.marks, report.articles, report.complete) == ("mei", 1, 1, True)
    made, whole = stored(root)
    bookkeeping = {"batch", "writer", "imported"}
    assert {k: v for k, v in made.items() if k not in bookkeeping} == {
        k: v for k, v in given.items() if k not in bookkeeping
    }
    assert whole["kind"] == "article"
    assert whole["done"] is True
    assert made["batch"] == whole["batch"] == [made["batch"][0], 2], "one act"
    assert Project.at(root, annotator="mei").frozen.load(article.id) is not None
    before = snapshot(root)
    report = take(root, exported(article, given, done))
    assert (report.marks, report.same, report.complete) == (0, 1, True)
    assert snapshot(root) == before, "the second import writes nothing"


def test_never_over_an_existing_mark(root: Path) -> None:
    article, _ = articles(root)
    put(root, mark(article, 0, labels=["claim"]), mark(article, 1, note="old"))
    lines = exported(
        article, mark(article, 0, labels=["quote"]), mark(article, 1, note="new"), mark(article, 2)
    )
    before = stored(root)
    report = take(root, lines)
    assert (report.marks, report.same, report.complete) == (1, 0, False)
    first, second = map(str, report.left)
    assert "a.txt" in first
    assert "mei has claim there, the file says quote" in first
    assert "mei has the note 'old' there, the file says the note 'new'" in second
    assert stored(root)[:2] == before


@pytest.mark.parametrize(
    "change",
    [
        {"labels": ["quote"]},
        {"labels": [], "status": "none"},
        {"labels": [], "status": "open", "note": "x"},
        {"voice": "speaker"},
        {"quotes": [{"form": "direct"}]},
        {"note": "x"},
        {"flag": True},
    ],
)
def test_whatever_differs_is_left(root: Path, change: dict[str, Any]) -> None:
    article, _ = articles(root)
    put(root, mark(article, 0))
    before = snapshot(root)
    report = take(root, exported(article, mark(article, 0, **change)))
    assert len(report.left) == 1
    assert snapshot(root) == before
    put(root, revise(stored(root)[0], **change))
    assert take(root, exported(article, mark(article, 0, **change))).same == 1


def test_who_when_and_the_order_of_labels_is_no_difference(root: Path) -> None:
    article, _ = articles(root)
    put(root, mark(article, 0, labels=["quote", "claim"], scheme="x/2", at="2025-01-01T00:00:00Z"))
    assert take(root, exported(article, mark(article, 0, labels=["claim", "quote"]))).same == 1


def test_replacing_keeps_what_was_there(root: Path) -> None:
    article, _ = articles(root)
    put(root, mark(article, 0), mark(article, 1))
    layer = root / "annotations" / "mei.json"
    before = layer.read_bytes()
    report = take(root, exported(article, mark(article, 0, labels=["quote"], at=AT)), replace=True)
    assert (report.replaced, report.marks, report.complete) == (1, 0, True)
    assert said(stored(root)) == [(0, ["quote"]), (article.sentences[1].start, ["claim"])]
    assert next(record for record in stored(root) if record["start"] == 0)["rev"] == 2
    assert report.copy is not None
    assert report.copy.read_bytes() == before
    assert re.fullmatch(r"before-import-\d{6}-mei\.json", report.copy.name)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", report.copy.parent.name)
    assert report.copy.parent.parent == root / "annotations" / ".backup"
    after = snapshot(root)
    again = take(root, exported(article, mark(article, 0, labels=["quote"])), replace=True)
    assert (again.same, again.copy) == (1, None)
    assert snapshot(root) == after, "nothing to replace, nothing to copy"


def test_a_deleted_mark_leaves_its_slot_free(root: Path) -> None:
    article, _ = articles(root)
    old = mark(article, 0, labels=["opinion"])
    put(root, old)
    put(root, tombstone(stored(root)[0]))
    report = take(root, exported(article, mark(article, 0)))
    assert (report.marks, report.complete) == (1, True)
    [made] = stored(root)
    assert (made["rev"], made["labels"], made["created"], made["deleted"]) == (3, ["claim"], AT, False)


def test_a_mark_with_other_bounds_is_an_existing_one(root: Path) -> None:
    article, _ = articles(root)
    first, second = article.sentences[0], article.sentences[1]
    wide = mark(article, 0) | {"end": second.end, "quote": article.text[first.start : second.end]}
    put(root, wide)
    assert take(root, exported(article, wide)).same == 2, "its own export says nothing new"
    lines = exported(article, mark(article, 0), mark(article, 1, labels=["quote"]))
    report = take(root, lines)
    assert (report.same, len(report.left)) == (1, 1)
    report = take(root, lines, replace=True)
    assert (report.same, report.replaced) == (1, 1)
    assert said(stored(root)) == [(first.start, ["claim"]), (second.start, ["quote"])]
    assert take(root, lines).same == 2


def test_a_wide_mark_is_seen_behind_a_narrow_one(root: Path) -> None:
    article, _ = articles(root)
    first, last = article.sentences[0], article.sentences[2]
    wide = mark(article, 0) | {"end": last.end, "quote": article.text[first.start : last.end]}
    put(root, wide, mark(article, 1))
    assert len(take(root, exported(article, mark(article, 2, labels=["quote"]))).left) == 1


def test_what_not_every_line_says(root: Path) -> None:
    article, _ = articles(root)
    put(root, mark(article, 0) | {"attributes": {"worth": "trivial"}, "voice_by": "person"})
    plain = exported(article, mark(article, 0, note="x"))
    silent = [replace(line, marks=tuple(replace(one, others={}) for one in line.marks)) for line in plain]
    spoken = [
        replace(
            line,
            marks=tuple(replace(one, others={"attributes": {"worth": "decisive"}}) for one in line.marks),
        )
        for line in plain
    ]
    assert "the note 'x'" in str(take(root, silent).left[0])
    assert "trivial" not in str(take(root, silent).left[0])
    take(root, silent, replace=True)
    assert [(one["note"], one["attributes"], one["voice_by"]) for one in stored(root)] == [
        ("x", {"worth": "trivial"}, "person")
    ]
    assert "mei has worth trivial there, the file says worth decisive" in str(take(root, spoken).left[0])
    take(root, spoken, replace=True)
    assert [one["attributes"] for one in stored(root)] == [{"worth": "decisive"}]


def test_what_is_replaced_draws_in_what_hangs_on_it(root: Path) -> None:
    """Two old marks over two sentences each, and in the file one over the second of both."""
    article, _ = articles(root)
    zero, one, two, three = article.sentences

    def over(first: Sentence, last: Sentence, **values: Any) -> Record:
        joined = replace(article, sentences=(first._replace(end=last.end),))
        return mark(joined, 0, **values)

    put(root, over(zero, one, note="x"), over(two, three, note="y"))
    split = replace(article, sentences=(zero, one._replace(end=two.end), three))
    given = (over(zero, zero, labels=["quote"]), over(one, two, note="x\ny"), over(three, three, note="y"))
    lines = exported(split, *given)
    report = take(root, lines)
    assert (report.same, len(report.left)) == (2, 1)
    report = take(root, lines, replace=True)
    assert (report.same, report.replaced) == (2, 1)
    marks = [record for record in stored(root) if record["kind"] == "sentence"]
    assert [(r["start"], r["end"], r["note"]) for r in sorted(marks, key=lambda r: r["start"])] == [
        (zero.start, zero.end, ""),
        (one.start, two.end, "x\ny"),
        (three.start, three.end, "y"),
    ]
    assert take(root, lines).same == 3


def test_done(root: Path) -> None:
    article, _ = articles(root)
    one = mark(article, 0)
    put(root, one)
    assert take(root, exported(article, one, done=True)).complete
    assert stored(root)[-1]["done"] is True
    report = take(root, exported(article, one, done=False))
    assert "mei has done there, the file says not done" in str(report.left[0])
    assert stored(root)[-1]["done"] is True
    assert take(root, exported(article, one, done=False), replace=True).replaced == 1
    assert stored(root)[-1]["done"] is False


def test_whose_tags_they_become(root: Path) -> None:
    article, _ = articles(root)
    put(root, mark(article, 2))
    lines = exported(article, mark(article, 0), annotator="ben")
    report = take(root, lines, annotator="MEI")
    assert report.annotator == "mei", "as the layer that is there spells it"
    assert any("as the layer that is there spells MEI" in notice for notice in report.notices)
    assert [record["annotator"] for record in stored(root)] == ["mei", "mei"]
    assert not (root / "annotations" / "ben.json").exists()
    assert take(root, lines).annotator == "ben"
    assert take(root, exported(article, mark(article, 0, "Zhu"), annotator="Zhu")).annotator == "Zhu"
    with pytest.raises(ProjectError, match="annotator name"):
        take(root, lines, annotator="a/b")
    with pytest.raises(ProjectError, match=r"tags\.jsonl, line 1: annotator name"):
        take(root, exported(article, mark(article, 0), annotator="a/b"))


def test_several_annotators_have_several_layers(root: Path) -> None:
    article, other = articles(root)
    lines = [
        *exported(article, mark(article, 0)),
        *exported(article, mark(article, 0, "ben", labels=["quote"]), annotator="ben"),
        *exported(other, mark(other, 0, "Ben"), annotator="Ben"),
    ]
    mei, ben = import_lines(lines, root)
    assert (mei.marks, ben.marks, ben.articles) == (1, 2, 2)
    assert sorted(path.name for path in root.glob("annotations/*.json")) == ["ben.json", "mei.json"]
    with pytest.raises(ReadingError, match="something else"):
        take(root, lines, annotator="zhu")


def test_out_of_place_and_absent(root: Path, tmp_path: Path) -> None:
    article, other = articles(root)
    (root / "b.txt").unlink()
    moved = [line for line in exported(article, mark(article, 0), mark(article, 1)) if line.marks]
    sentence = article.sentences[1]
    text = "王" * (sentence.end - sentence.start)
    moved[1] = replace(moved[1], marks=(replace(moved[1].marks[0], quote=text),))
    report = take(root, [*moved, *exported(other, mark(other, 0), mark(other, 1))])
    assert (report.marks, len(report.misplaced), len(report.absent), report.complete) == (1, 1, 1, False)
    assert "王王" in report.misplaced[0]
    assert other.id in report.absent[0]
    assert "2 marks" in report.absent[0]
    assert said(stored(root)) == [(0, ["claim"])]


def test_an_article_in_a_table_is_found_by_its_source(root: Path) -> None:
    (root / "more.jsonl").write_text('{"text": "表中一篇。"}\n{"text": "表中二篇。"}\n', encoding="utf-8")
    project = Project.open([root / "more.jsonl"], annotator="mei", root=root)
    article = project.article(project.places[1])
    report = take(root, exported(article, mark(article, 0)))
    assert (report.marks, report.absent) == (1, [])
    frozen = Project.at(root, annotator="mei").frozen.load(article.id)
    assert frozen is not None
    assert frozen.source == article.source == "more.jsonl#2"


@pytest.mark.parametrize(
    "source", ["../a.txt", "/etc/passwd", "x\0y", "z" * 5000, "#3", "a.txt#1", ""], ids=range(7)
)
def test_a_source_leads_nowhere_else(root: Path, source: str) -> None:
    article, _ = articles(root)
    lines = exported(article, mark(article, 0), article="f" * 20, source=source)
    assert len(take(root, lines).absent) == 1
    assert take(root, exported(article, mark(article, 0), source=source)).marks == 1


def test_corrections_are_the_leads(root: Path) -> None:
    article, _ = articles(root)
    fix = {"start": 0, "end": 2, "text": article.text[0:2], "correction": "標題"}
    row = article_object(article, Marks(article), Analysis(), "mei", "default/1") | {"corrections": [fix]}
    lines = list(read_lines([encode(row)], "f"))
    (root / "zhupi.toml").write_text('lead = "zhu"\n', encoding="utf-8")
    assert take(root, lines).corrections == 0
    assert [record["kind"] for record in stored(root)] == ["article"]
    report = take(root, lines, annotator="zhu")
    assert report.corrections == 1
    [made] = [record for record in stored(root, "zhu") if record["kind"] == "correction"]
    assert (made["start"], made["end"], made["quote"], made["text"]) == (0, 2, article.text[0:2], "標題")
    assert take(root, lines, annotator="zhu").same == 1
    row["corrections"][0]["correction"] = "別的"
    lines = list(read_lines([encode(row)], "f"))
    assert "zhu has 標題 there, the file says 別的" in str(take(root, lines, annotator="zhu").left[0])
    assert take(root, lines, annotator="zhu", replace=True).replaced == 1


def test_labels_that_the_scheme_does_not_know(root: Path) -> None:
    article, _ = articles(root)
    report = take(root, exported(article, mark(article, 0, labels=["claim", "謠言"])))
    assert report.unknown == ["謠言"]
    assert said(stored(root)) == [(0, ["claim", "謠言"])]


def test_a_bad_line_at_the_end_leaves_everything_as_it_was(root: Path) -> None:
    article, _ = articles(root)
    good = [
        encode(row)
        for row in sentence_objects(article, Marks(article, [mark(article, 0)]), Analysis(), "mei", "s/1")
    ]
    before = snapshot(root)
    with pytest.raises(ReadingError, match=rf"f, line {len(good) + 1}: it is not JSON"):
        take(root, read_lines([*good, b"{"], "f"))  # type: ignore[arg-type]
    assert snapshot(root) == before


def test_a_read_only_layer_stops_all_of_them(root: Path) -> None:
    article, _ = articles(root)
    put(root, mark(article, 0, "ben"), annotator="ben")
    layer = root / "annotations" / "ben.json"
    newer = layer.read_bytes().replace(b'"schema": 1, "uid"', b'"schema": 99, "uid"')
    layer.write_bytes(newer)
    before = snapshot(root)
    lines = [
        *exported(article, mark(article, 1)),
        *exported(article, mark(article, 1, "ben"), annotator="ben"),
    ]
    with pytest.raises(LayerReadOnly, match="newer zhupi"):
        list(import_lines(lines, root))
    assert snapshot(root) == before, "nor was anything written to the layer of mei"


class _Full(Files):
    """A disk that has room for nothing whose call `fails`."""

    def __init__(self, fails: Callable[[Path], bool]) -> None:
        self._fails = fails
        self._paths: dict[int, Path] = {}

    def open(self, path: Path, flags: int) -> int:
        fd = super().open(path, flags)
        self._paths[fd] = path
        return fd

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        if self._fails(self._paths[fd]):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().pwrite(fd, data, offset)


@pytest.mark.parametrize("where", ["mei.json", "before-import", ".json.", "articles"])
def test_a_full_disk(root: Path, where: str) -> None:
    article, other = articles(root)
    put(root, mark(article, 0))
    if where == "articles":
        for path in (root / "annotations" / "articles").rglob(f"{other.id}*"):
            path.unlink()
    before = {path: data for path, data in snapshot(root).items() if ".backup" not in path.parts}
    lines = [*exported(article, mark(article, 0, labels=["quote"])), *exported(other, mark(other, 0))]
    with pytest.raises(StorageError) as caught:
        take(root, lines, replace=True, files=_Full(lambda path: where in str(path)))
    assert "\n" not in str(caught.value)
    after = {path: data for path, data in snapshot(root).items() if ".backup" not in path.parts}
    assert after == before
    assert not list(root.rglob("*.tmp"))
    assert take(root, lines, replace=True).replaced == 1, "with room it works"


class _Meanwhile(TinyDBLayer):
    """A layer to which somebody else writes right before each of the first writes of the import."""

    others: list[Callable[[], None]]

    def put(self, records: Sequence[Record], *, check: bool = True) -> None:
        if self.others:
            self.others.pop(0)()
        super().put(records, check=check)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """Return the list of what others do right before the import writes, once each."""
    others: list[Callable[[], None]] = []

    def opened(path: Path, annotator: str, *, files: Files | None = None) -> TinyDBLayer:
        layer = open_layer(path, annotator, files=files)
        layer.__class__ = _Meanwhile
        layer.others = others  # type: ignore[attr-defined]
        return layer

    monkeypatch.setattr("annotations.project.import_.open_layer", opened)
    return others


def test_a_mark_made_meanwhile_is_seen(root: Path, meanwhile: list[Callable[[], None]]) -> None:
    article, _ = articles(root)
    put(root, mark(article, 2))
    meanwhile.append(lambda: put(root, mark(article, 0, labels=["opinion"])))
    report = take(root, exported(article, mark(article, 0), mark(article, 1)))
    assert (report.marks, len(report.left)) == (1, 1)
    assert "mei has opinion there, the file says claim" in str(report.left[0])
    assert (0, ["opinion"]) in said(stored(root))


def test_who_never_stops_writing_wins(root: Path, meanwhile: list[Callable[[], None]]) -> None:
    article, _ = articles(root)
    put(root, mark(article, 2))
    meanwhile += [
        lambda: put(root, mark(article, 0, labels=["opinion"])),
        lambda: put(root, mark(article, 1, labels=["opinion"])),
    ]
    with pytest.raises(StorageError, match="another program keeps changing"):
        take(root, exported(article, mark(article, 0), mark(article, 1)))
    assert sorted(labels for _, labels in said(stored(root))) == [["claim"], ["opinion"], ["opinion"]]
