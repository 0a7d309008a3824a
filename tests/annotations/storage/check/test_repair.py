"""Repairs: whole records stay, whatever is dropped is kept beside it, and a second one has nothing to do."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from annotations.errors import StorageError
from annotations.model.article import Article, Sentence, article_id
from annotations.records.record import layer_head, revise, sentence_mark
from annotations.records.returns import return_record
from annotations.records.uids import doc_id
from annotations.storage.check.check import check_annotations
from annotations.storage.check.repair import repair_annotations
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.lines import render
from annotations.storage.layer.normal_form import mend

HEAD = ("0", layer_head("mei"))
TEXT = "近6000億美元。奥特曼說好。"
ARTICLE = Article(
    id=article_id(TEXT), title="t", text=TEXT, raw=TEXT, source="a.txt", sentences=(Sentence(0, 9, True),)
)
AT = "2026-01-31T08:00:00.000Z"


def make(start: int, rev: int = 1, batch=("act", 1), note: str = "", writer: str = "w"):
    quote = TEXT[start : start + 3]
    record = sentence_mark(
        ARTICLE.id, start, start + 3, quote, annotator="mei", writer=writer, scheme="s", note=note, at=AT
    )
    return {**record, "rev": rev, "batch": list(batch)}


def key(record) -> str:
    return str(doc_id(record["uid"]))


RECORDS = st.builds(
    make,
    st.integers(0, 3),
    st.integers(1, 3),
    st.tuples(st.sampled_from("ab"), st.sampled_from([1, 1, 1, 2, 3])),
    st.sampled_from(["", "朱批", '"}}\n,"5": {', "\u2028"]),
    st.sampled_from("vw"),
)
LINES = st.lists(
    RECORDS.flatmap(
        lambda one: st.tuples(st.sampled_from([key(one), key(one), key(one), "7"]), st.just(one))
    ),
    max_size=8,
)
SHAPES = st.sampled_from(
    [
        lambda data: data,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: json.dumps(json.loads(data), indent=2, ensure_ascii=False).encode(),
        lambda data: data.replace(b"\n,", b"\n<<<<<<< a\n,", 1),
        lambda data: data.replace(HEAD[1]["annotator"].encode(), b"\xff", 1),
        lambda data: data.replace(b'"0": ', b'"1": ', 1),
    ]
)


def folded(lines):
    """Return what counts of lines, by uid, without the act that it came by."""
    fold = Fold({})
    fold.take([(key(record) if "uid" in record else name, record) for name, record in lines])
    return {name: {**doc, "batch": None} for name, doc in fold.docs.items() if doc["kind"] != "layer"}


@settings(deadline=None, max_examples=150)
@given(LINES, SHAPES, st.integers(0, 40))
def test_the_laws_of_mending(tmp_path_factory, lines, shape, cut):
    data = shape(render([HEAD, *lines]))
    data = data[: len(data) - cut]
    try:
        mended = mend(data, "mei.json", "mei")
    except StorageError:
        return
    if mended is None:
        assert parse(data, "x").form in (Form.OURS, Form.EMPTY)
        return
    assert mended.did
    assert mend(mended.data, "mei.json", "mei") is None, "a second time there is nothing to do"
    before, after = parse(data, "x"), parse(mended.data, "x")
    assert after.form is Form.OURS
    assert after.lines[0][1]["kind"] == "layer"
    records = [line for line in before.lines if "uid" in line[1]]
    assert folded(after.lines) == folded(records), "what counted counts"
    kept = Counter(shape_of(record) for _, record in after.lines[1:])
    assert set(kept) == {shape_of(record) for _, record in records}, "every whole line is there"
    path = tmp_path_factory.getbasetemp() / "stock.json"
    path.write_bytes(mended.data)
    with TinyDB(path, encoding="utf-8") as stock:
        seen = {str(one.doc_id): {**one, "batch": None} for one in stock if "uid" in one}
    assert all(one.pop("sum") for one in seen.values())
    assert seen == folded(after.lines), "and stock TinyDB reads the newest revisions too"


def shape_of(record) -> str:
    return repr({**record, "batch": None})


def test_of_two_versions_none_is_dropped():
    first, mine, theirs = make(0), make(0, 2, writer="v"), make(0, 2, writer="w", note="x")
    lines = [(key(one), one) for one in (mine, theirs, first)]
    mended = mend(render([HEAD, *lines]), "x", "mei")
    assert mended is not None
    assert [record for _, record in parse(mended.data, "x").lines[1:]] == [mine, first, theirs]
    assert not mended.dropped


def test_a_line_twice_does_not_make_its_act_small():
    one, two = make(0, batch=("a", 3)), make(3, batch=("a", 3))
    mended = mend(render([HEAD, (key(one), one), (key(one), one), (key(two), two)]), "x", "mei")
    assert mended is not None
    assert len(folded(parse(mended.data, "x").lines)) == 2


def test_a_record_in_the_place_of_the_head_is_kept():
    record = make(0)
    mended = mend(json.dumps({"_default": {"0": record, "9": layer_head("lin")}}).encode(), "x", "mei")
    assert mended is not None
    assert parse(mended.data, "x").lines == [("0", layer_head("lin")), (key(record), record)]
    assert not mended.dropped


def test_a_key_twice_in_a_record_is_a_loss():
    data = render([HEAD, (key(make(0)), make(0))]).replace(b"\n", b"\r\n")
    plain = mend(data, "x", "mei")
    assert plain is not None
    assert not plain.dropped
    assert len(set(parse(plain.data, "x").lines[1][1])) == len(make(0))
    twice = mend(data.replace(b'"note": ""', b'"note": "a", "note": ""'), "x", "mei")
    assert twice is not None
    assert twice.dropped


def test_what_is_newer_or_has_other_tables_stays():
    newer = {**make(0), "schema": 99}
    assert mend(render([HEAD, ("5", newer)]), "x", "mei") is None
    assert mend(b'{"_default": {"5": {}}, "more": {}}', "x", "mei") is None


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "news"
    FrozenArticles(root).freeze(ARTICLE)
    lines = [HEAD, *((key(one), one) for one in (make(0), make(3)))]
    (root / "annotations" / "mei.json").write_bytes(render(lines))
    return root


def mended(root: Path, articles=(), **options):
    """Repair, and again, and return what was done; see that the second repair changes nothing."""

    def find(wanted):
        return {
            one.id: [each for each in articles if each.id == one.id] for one in articles if one.id in wanted
        }

    repairs = repair_annotations(root, check_annotations(root), articles=find, **options)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    again = repair_annotations(root, check_annotations(root), articles=find)
    if not options:
        assert again.did == []
        assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    return repairs


def left(root: Path) -> list[str]:
    return [one.path.name for one in check_annotations(root) if one.counts]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"articles"}


def test_nothing_to_do_touches_nothing(project, files):
    path = project / "annotations" / "mei.json"
    before = path.stat()
    assert mended(project).did == []
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_damaged_layer_is_kept_beside(project):
    path = project / "annotations" / "mei.json"
    damaged = path.read_bytes()[:-30]
    path.write_bytes(damaged)
    (repairs,) = mended(project).did
    assert "mei.json.damaged" in repairs
    assert (project / "annotations" / "mei.json.damaged").read_bytes() == damaged
    assert left(project) == []
    with TinyDB(path, encoding="utf-8") as stock:
        assert [one.get("start") for one in stock] == [None, 0]
    path.write_bytes(damaged)
    mended(project)
    assert names(project / "annotations") == {"mei.json", "mei.json.damaged", "mei.json.damaged-2"}


def test_what_loses_nothing_leaves_no_copy(project):
    path = project / "annotations" / "mei.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), encoding="utf-8")
    assert len(mended(project).did) == 1
    assert names(project / "annotations") == {"mei.json"}
    assert left(project) == []


def test_a_full_disk_leaves_the_layer_as_it_was(project, files):
    path = project / "annotations" / "mei.json"
    damaged = path.read_bytes()[:-30]
    path.write_bytes(damaged)
    files.fail(1, errno.ENOSPC, forever=True, only=("pwrite",))
    repairs = mended(project, files=files)
    assert repairs.did == []
    assert "No space" in repairs.failed[0]


def test_each_step_of_a_repair_may_fail(project, new_files):
    path = project / "annotations" / "mei.json"
    damaged = path.read_bytes()[:-30]
    path.write_bytes(damaged)
    findings = check_annotations(project)
    for at in range(1, 60):
        path.write_bytes(damaged)
        files = new_files()
        files.fail(at, errno.EIO)
        repairs = repair_annotations(project, findings, articles=lambda wanted: {}, files=files)
        whole = parse(path.read_bytes(), "x").form is Form.OURS
        assert whole or path.read_bytes() == damaged, "the old file or the new one, nothing between"
        kept = [
            copy
            for copy in names(project / "annotations") - {"mei.json"}
            if copy.startswith("mei.json.damaged")
        ]
        assert not whole or any((project / "annotations" / copy).read_bytes() == damaged for copy in kept), (
            "first the copy, then the rewrite"
        )
        for copy in kept:
            (project / "annotations" / copy).unlink()
        if repairs.did and len(files.steps) < at:
            break
    else:
        raise AssertionError("there are more steps than were tried")


def test_unfinished_files_go(project):
    folder = project / "annotations"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (f".mei.json.{dead.pid}-1.tmp", ".mei.json.tmp", ".lin.json.tmp"):
        (folder / name).touch()
    assert len(mended(project).did) == 3
    assert names(folder) == {"mei.json"}


def frozen_file(root: Path, ending: str = ".json") -> Path:
    return root / "annotations" / "articles" / ARTICLE.id[:2] / f"{ARTICLE.id}{ending}"


@pytest.mark.parametrize("damage", [lambda path: path.write_text("{"), lambda path: path.unlink()])
def test_an_article_that_the_project_still_has_is_frozen_anew(project, damage):
    path = frozen_file(project)
    whole = path.read_bytes()
    damage(path)
    assert mended(project).did == [], "it is not found"
    wrong = replace(ARTICLE, text="近7000億美元。奥特曼說好。")
    refused = mended(project, [wrong])
    assert refused.did == []
    assert "quote" in refused.failed[0]
    assert "anew" in mended(project, [wrong, ARTICLE]).did[0]
    assert path.read_bytes() == whole
    assert left(project) == []


def test_what_is_about_a_whole_article_asks_nothing_of_its_text(project):
    seen = {"uid": None, "rev": 0, "done": True}
    by = {"lead": "lin", "writer": "w", "scheme": "s", "at": AT}
    sent = return_record(ARTICLE.id, None, None, "", to="mei", comment="看", seen=seen, **by)
    lin = [("0", layer_head("lin")), (key(sent), sent)]
    (project / "annotations" / "lin.json").write_bytes(render(lin))
    frozen_file(project).unlink()
    assert "anew" in mended(project, [ARTICLE]).did[0]
    assert left(project) == []


def test_damaged_spans_are_put_aside(project):
    frozen_file(project, ".spans.json").write_text("{")
    assert "put aside" in mended(project).did[0]
    assert frozen_file(project, ".spans.json.damaged").read_text() == "{"
    assert left(project) == []


def test_a_file_on_the_wrong_shelf_is_moved(project):
    shelf = project / "annotations" / "articles" / "ff"
    shelf.mkdir()
    frozen_file(project).rename(shelf / f"{ARTICLE.id}.json")
    mended(project)
    assert left(project) == []
    (shelf / f"{ARTICLE.id}.json").write_text("another")
    assert len(mended(project).failed) == 1, "never over another one"
    assert frozen_file(project).exists()


def test_a_conflict_and_a_mark_out_of_place_are_left(project):
    path = project / "annotations" / "mei.json"
    wrong = {**make(6), "quote": "XXX"}
    rivals = [make(0, 2, writer="v", note="x"), revise(make(0), at=AT, batch=["b", 1])]
    data = render([HEAD, *((key(one), one) for one in (make(0), *rivals, wrong))])
    path.write_bytes(data)
    assert mended(project).did == []
    assert path.read_bytes() == data
    assert len(left(project)) == 2
